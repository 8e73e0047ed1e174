package xivo

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/internal/text"
)

// Error is a refusal in the vendor's terms: the envelope of the answer and its
// status. The package's Err values are its kinds, to be used with [errors.Is].
type Error struct {
	Status  int    // of the HTTP answer
	Code    string // the envelope's member error
	Message string // the envelope's member message
	Err     error  // the cause, if there is one; not part of the answer
}

// The kinds of refusal. The codes of the first five are documented; Conflict has
// a documented status; the others are assumed.
var (
	ErrLineNotFound  = &Error{Status: 404, Code: "LineNotFound"}
	ErrNotFound      = &Error{Status: 404, Code: "NotFoundError"}
	ErrQueueNotFound = &Error{Status: 404, Code: "QueueNotFound"}
	ErrFileNotFound  = &Error{Status: 404, Code: "FileNotFound"}
	ErrDuplicate     = &Error{Status: 400, Code: "Duplicate"}

	ErrConflict         = &Error{Status: 409, Code: "Conflict"}
	ErrInvalidJSON      = &Error{Status: 400, Code: "InvalidJson"}
	ErrInvalidParameter = &Error{Status: 400, Code: "InvalidParameter"}
	ErrInvalidFilter    = &Error{Status: 400, Code: "InvalidFilter"}
	ErrInvalidCSV       = &Error{Status: 400, Code: "InvalidCsv"}
	ErrUnauthorized     = &Error{Status: 401, Code: "Unauthorized", Message: "Missing or invalid X-Auth-Token"}
	ErrTooLarge         = &Error{Status: 413, Code: "RequestEntityTooLarge", Message: "Request Entity Too Large"}
	ErrUnsupportedMedia = &Error{Status: 415, Code: "UnsupportedMediaType"}
	ErrUnhandled        = &Error{Status: 500, Code: "UnhandledError", Message: "Internal error"}
)

// Errors returns the kinds of refusal, in the order of the variables.
func Errors() []*Error {
	return []*Error{
		ErrLineNotFound, ErrNotFound, ErrQueueNotFound, ErrFileNotFound, ErrDuplicate, ErrConflict,
		ErrInvalidJSON, ErrInvalidParameter, ErrInvalidFilter, ErrInvalidCSV, ErrUnauthorized,
		ErrTooLarge, ErrUnsupportedMedia, ErrUnhandled,
	}
}

// Error returns the code, the message and the cause.
func (e *Error) Error() string {
	msg := "xivo: " + e.Code
	if e.Message != "" {
		msg += ": " + e.Message
	}
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg
}

// Is reports whether target is an *Error of the same code. The status does not
// matter: a missing meeting room is an ErrNotFound though its status is 500.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Reason returns the message without the code.
func (e *Error) Reason() string { return e.Message }

// Refuse returns an error of the same kind with a message.
func (e *Error) Refuse(format string, args ...any) *Error {
	return &Error{Status: e.Status, Code: e.Code, Message: fmt.Sprintf(format, args...)}
}

// wireError makes an *Error of whatever went wrong in a transaction. An ended
// context comes back as it is.
func wireError(err error) error {
	if _, ok := errors.AsType[*Error](err); ok || err == nil {
		return err
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	return &Error{Status: ErrUnhandled.Status, Code: ErrUnhandled.Code, Message: ErrUnhandled.Message, Err: err}
}

// invalid refuses a member of a request.
func invalid(member, format string, args ...any) *Error {
	return ErrInvalidJSON.Refuse("%s: %s", member, fmt.Sprintf(format, args...))
}

// requireText refuses an empty member, and one that holds what text cannot.
func requireText(member, value string) error {
	if value == "" {
		return invalid(member, "must not be empty")
	}
	return checkText(member, value)
}

func checkText(member, value string) error {
	if err := text.Check(value); err != nil {
		return invalid(member, "%v", err)
	}
	return nil
}
