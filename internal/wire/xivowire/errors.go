package xivowire

import (
	"encoding/json"
	"net/http"

	"github.com/pbxkit/pbxkit/xivo"
)

// Envelope is the body of every refusal.
type Envelope struct {
	Error   string `json:"error"`
	Message string `json:"message"`
}

// NewEnvelope returns the body for an error; its status is not in it.
func NewEnvelope(e *xivo.Error) Envelope { return Envelope{e.Code, e.Message} }

// Refusal returns the error that an answer stands for, or nil if its body is no
// envelope: a real server may answer errors as HTML, or without a body (observed).
func Refusal(op xivo.Operation, status int, body []byte) *xivo.Error {
	var e Envelope
	if json.Unmarshal(body, &e) != nil || e.Error == "" {
		return nil
	}
	refusal := &xivo.Error{Status: status, Code: e.Error, Message: e.Message}
	// Which code comes with a status is assumed for some: whatever it is, the
	// error is of the documented kind.
	if kind := Kind(op, status); kind != nil && kind.Code != e.Error {
		refusal.Err = kind
	}
	return refusal
}

// Kind returns the kind of error that the status alone of an answer stands for, or nil
// if it says too little. The vendor's page documents these statuses, in part without
// a body; that 401 and 403 mean the token is assumed.
func Kind(op xivo.Operation, status int) *xivo.Error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return xivo.ErrUnauthorized
	case http.StatusRequestEntityTooLarge:
		return xivo.ErrTooLarge
	case http.StatusUnsupportedMediaType:
		return xivo.ErrUnsupportedMedia
	}
	switch op {
	case xivo.GetUserLine, xivo.CreateUserLine, xivo.UpdateUserLine, xivo.DeleteUserLine:
		if status == http.StatusNotFound {
			return xivo.ErrLineNotFound
		}
	case xivo.ValidateUser, xivo.UpdateUserPreference, xivo.DeleteUserPreference:
		if status == http.StatusNotFound {
			return xivo.ErrNotFound
		}
	case xivo.CreateUserPreference:
		if status == http.StatusConflict {
			return xivo.ErrConflict
		}
	}
	return nil
}
