package telecomx

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/internal/text"
)

// Error is a refusal in the vendor's terms: a row of the tables "Error code |
// Message | Description". The package's Err values are its kinds, to be used with
// [errors.Is].
type Error struct {
	Status  int    // the column "Error code", which is the status of the HTTP answer
	Code    string // the column "Message": a word for programs, such as access_denied
	Message string // the column "Description": a text for people
	Err     error  // the cause, if there is one; not part of the answer
}

// The kinds of refusal. Those marked are assumed: no table of the vendor has them.
var (
	ErrLoginRequired = &Error{Status: 401, Code: "credentials_invalid", Message: "Authorization required, please login"}
	ErrFormat        = &Error{Status: 401, Code: "format_error", Message: "Authorization header format is Authorization: Bearer <token>"}
	ErrInvalidToken  = &Error{Status: 401, Code: "invalid_token", Message: "Please login"}
	ErrExpired       = &Error{Status: 401, Code: "expired", Message: "Session has expired, please login"}
	ErrAccessDenied  = &Error{Status: 403, Code: "access_denied", Message: "Insufficient access level"}

	ErrCustomerNotFound = &Error{Status: 404, Code: "customer", Message: "Customer not found"}
	// ErrCustomerInvalid is ErrCustomerNotFound in the words of the page on
	// creating music on hold; the two are of one kind.
	ErrCustomerInvalid = &Error{Status: 404, Code: "customer", Message: "Customer is invalid or missing"}
	ErrMusicNotFound   = &Error{Status: 404, Code: "id", Message: "Music on hold not found"}
	ErrNotFound        = &Error{Status: 404, Code: "not_found", Message: "Not found"}                            // assumed
	ErrBadRequest      = &Error{Status: 400, Code: "bad_request", Message: "Request body must be a JSON object"} // assumed
	ErrInUse           = &Error{Status: 409, Code: "usedBy", Message: "Music on hold is in use"}                 // assumed, after audio items
	ErrName            = &Error{Status: 422, Code: "name", Message: "Name too short or missing"}

	// ErrInvalidValue is the kind of every 422. The Code of one that a service
	// returns is the property, such as recording.retension. Assumed: the page
	// names no error for a value, its siblings do it this way.
	ErrInvalidValue = &Error{Status: 422, Message: "Invalid value"}

	// ErrInternal is anything else. The code is documented with the text
	// "<Unspecified>"; the text is assumed.
	ErrInternal = &Error{Status: 500, Code: "internal_error", Message: "Internal server error"}
)

// Errors returns the kinds of refusal, in the order of the variables.
func Errors() []*Error {
	return []*Error{
		ErrLoginRequired, ErrFormat, ErrInvalidToken, ErrExpired, ErrAccessDenied,
		ErrCustomerNotFound, ErrCustomerInvalid, ErrMusicNotFound, ErrNotFound, ErrBadRequest,
		ErrInUse, ErrName, ErrInvalidValue, ErrInternal,
	}
}

// Error returns the code, the message and the cause.
func (e *Error) Error() string {
	msg := "telecomx: " + e.Code + ": " + e.Message
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg
}

// Reason returns the message alone.
func (e *Error) Reason() string { return e.Message }

// Is reports whether target is an *Error of the same status and code. A target
// without a code stands for every code.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Status == e.Status && (t.Code == e.Code || t.Code == "")
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// wireError makes an *Error of whatever went wrong in a transaction. An ended
// context comes back as it is.
func wireError(err error) error {
	if err == nil {
		return nil
	}
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{Status: ErrInternal.Status, Code: ErrInternal.Code, Message: ErrInternal.Message, Err: err}
}

// invalid refuses the value of a property. why is for people who write fixtures;
// it is not part of the answer and must not repeat the value, which can be a
// secret.
func invalid(property, why string) error {
	return &Error{Status: ErrInvalidValue.Status, Code: property, Message: ErrInvalidValue.Message, Err: errors.New(why)}
}

// isText reports whether the store can hold a text.
func isText(s string) bool { return text.Check(s) == nil }
