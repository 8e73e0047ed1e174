package voipnowwire

import (
	"encoding/json"
	"net/http"

	"github.com/pbxkit/pbxkit/voipnow"
)

// Envelope is the body of every refusal below Prefix.
type Envelope struct {
	Error Failure `json:"error"`
}

// Failure is what an Envelope says.
type Failure struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// NewEnvelope returns the body for an error; its status is not in it.
func NewEnvelope(e *voipnow.Error) Envelope { return Envelope{Failure{e.Code, e.Message}} }

// TokenFailure is the body of every refusal at TokenPath, where error is a text.
type TokenFailure struct {
	Error string `json:"error"`
}

// NewTokenFailure returns the body for an error; its status is not in it.
func NewTokenFailure(e *voipnow.Error) TokenFailure { return TokenFailure{e.Code} }

// Refusal returns the error that an answer stands for, or nil if its body is not in
// the vendor's terms.
func Refusal(op voipnow.Operation, status int, body []byte) *voipnow.Error {
	refusal := &voipnow.Error{Status: status}
	if op == voipnow.CreateToken {
		var f TokenFailure
		if json.Unmarshal(body, &f) != nil || f.Error == "" {
			return nil
		}
		refusal.Code = f.Error
	} else {
		var e Envelope
		if json.Unmarshal(body, &e) != nil || e.Error.Code == "" {
			return nil
		}
		refusal.Code, refusal.Message = e.Error.Code, e.Error.Message
	}
	// The status comes before the code: the vendor's own sample misspells
	// access_denied.
	if kind := Kind(op, status); kind != nil && kind.Code != refusal.Code {
		refusal.Err = kind
	}
	return refusal
}

// Kind returns the kind of error that the status alone of an answer stands for, or nil
// if it says too little. The vendor documents one code for each of 401, 500 and 501;
// official apps know 403 as a refusal of the token (observed), and OAuth 2 says 401 where
// this vendor is assumed to say 400.
func Kind(op voipnow.Operation, status int) *voipnow.Error {
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden:
		if op == voipnow.CreateToken {
			return voipnow.ErrInvalidClient
		}
		return voipnow.ErrAccessDenied
	case http.StatusInternalServerError:
		return voipnow.ErrInternal
	case http.StatusNotImplemented:
		return voipnow.ErrNotImplemented
	}
	return nil
}
