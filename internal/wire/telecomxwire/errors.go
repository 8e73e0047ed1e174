package telecomxwire

import (
	"encoding/json"
	"net/http"
	"slices"

	"github.com/pbxkit/pbxkit/telecomx"
)

// Envelope is the body of a refusal. Assumed: the pages print tables of errors but no
// body.
type Envelope struct {
	Code        int    `json:"code"`
	Message     string `json:"message"`
	Description string `json:"description"`
}

// NewEnvelope returns the body for an error.
func NewEnvelope(e *telecomx.Error) Envelope { return Envelope{e.Status, e.Code, e.Message} }

// Refusal returns the error that an answer stands for, or nil if its body does not say.
// The status decides, and then the message: the code in the body is not looked at.
func Refusal(op telecomx.Operation, status int, body []byte) *telecomx.Error {
	var e struct {
		Message     string `json:"message"`
		Description string `json:"description"`
	}
	if json.Unmarshal(body, &e) != nil || e.Message == "" {
		return nil
	}
	refusal := &telecomx.Error{Status: status, Code: e.Message, Message: e.Description}
	// A message that no table has, such as blacklisted, is kept; the kind is then that
	// of the status.
	if kind := Kind(op, status); kind != nil && !known(refusal) {
		refusal.Err = kind
	}
	return refusal
}

// known reports whether an error is of a kind that has a name.
func known(e *telecomx.Error) bool {
	return slices.ContainsFunc(telecomx.Errors(), func(kind *telecomx.Error) bool { return e.Is(kind) })
}

// Kind returns the kind of error that the status alone of an answer stands for, or nil
// if it says too little. The vendor's tables document these statuses, but for two that
// are assumed: 401 of a login, and 409.
func Kind(op telecomx.Operation, status int) *telecomx.Error {
	switch status {
	case http.StatusUnauthorized:
		if op == telecomx.Login || op == telecomx.LoginByQuery {
			return telecomx.ErrLoginRequired
		}
		return telecomx.ErrInvalidToken // the one of the four that says least
	case http.StatusForbidden:
		return telecomx.ErrAccessDenied
	case http.StatusNotFound:
		return notFound(op)
	case http.StatusConflict:
		if op == telecomx.DeleteMusicOnHold {
			return telecomx.ErrInUse
		}
	case http.StatusUnprocessableEntity:
		if op == telecomx.CreateMusicOnHold || op == telecomx.UpdateMusicOnHold {
			return telecomx.ErrName // the only one that their tables have
		}
		return telecomx.ErrInvalidValue
	case http.StatusInternalServerError:
		return telecomx.ErrInternal
	}
	return nil
}

// notFound is what a 404 is about.
func notFound(op telecomx.Operation) *telecomx.Error {
	switch op {
	case telecomx.GetSettings, telecomx.UpdateSettings, telecomx.ListMusicOnHold:
		return telecomx.ErrCustomerNotFound
	case telecomx.CreateMusicOnHold:
		return telecomx.ErrCustomerInvalid
	case telecomx.GetMusicOnHold, telecomx.UpdateMusicOnHold, telecomx.DeleteMusicOnHold:
		return telecomx.ErrMusicNotFound
	}
	return nil
}
