package broadworks

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/internal/text"
)

// Error is a refusal in the vendor's terms: the status of the answer, and the
// members of the one error in its body. The package's Err values are its kinds,
// to be used with [errors.Is].
type Error struct {
	Status  int    // of the HTTP answer
	Code    int    // the member code; assumed: the status
	Message string // the member message
	Details string // the member details.reason, in words of our own; "" for no details
	Err     error  // the cause, if there is one; not part of the answer
}

// The kinds of refusal. The statuses are documented, but for 413; the messages
// are assumed, but for those of ErrFailedToUpdate, ErrAuthentication and
// ErrNotAssigned.
var (
	ErrBadRequest     = kind(400, "Bad Request")
	ErrFailedToUpdate = kind(400, "failed to update") // Music On Hold's own 400
	ErrUnauthorized   = kind(401, "Unauthorized")
	ErrAuthentication = kind(401, "authentication failure") // of a login
	ErrForbidden      = kind(403, "Forbidden")
	ErrNotFound       = kind(404, "Not Found")
	ErrNotAssigned    = kind(404, "the service is not assigned to the user")
	// ErrTooLarge is not among the vendor's statuses. Assumed: the web server
	// in front of the gateway says so.
	ErrTooLarge  = kind(413, "Request Entity Too Large")
	ErrMediaType = kind(416, "Bad Media Type") // the body is no JSON object
	ErrInternal  = kind(500, "Internal Server Error")
)

// Errors returns the kinds of refusal, in the order of the variables.
func Errors() []*Error {
	return []*Error{
		ErrBadRequest, ErrFailedToUpdate, ErrUnauthorized, ErrAuthentication, ErrForbidden,
		ErrNotFound, ErrNotAssigned, ErrTooLarge, ErrMediaType, ErrInternal,
	}
}

func kind(status int, message string) *Error {
	return &Error{Status: status, Code: status, Message: message}
}

// Error returns the status, the message, the details and the cause.
func (e *Error) Error() string {
	msg := fmt.Sprintf("broadworks: %d %s", e.Status, e.Message)
	if e.Details != "" {
		msg += ": " + e.Details
	}
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg
}

// Is reports whether target is an *Error of the same code and message.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code && t.Message == e.Message
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Reason returns what is wrong, without the status.
func (e *Error) Reason() string {
	if e.Details == "" {
		return e.Message
	}
	return e.Details
}

// Refuse returns an error of the same kind with details.
func (e *Error) Refuse(format string, args ...any) *Error {
	refusal := *e
	refusal.Details = fmt.Sprintf(format, args...)
	return &refusal
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
	internal := *ErrInternal
	internal.Err = err
	return &internal
}

// invalid refuses a member of a record that is seeded.
func invalid(member, format string, args ...any) *Error {
	return ErrBadRequest.Refuse("%s: %s", member, fmt.Sprintf(format, args...))
}

// isText reports whether the store can hold a text.
func isText(s string) bool { return text.Check(s) == nil }

// requireText refuses an empty member, and one that is no text.
func requireText(member, value string) error {
	if value == "" {
		return invalid(member, "must not be empty")
	}
	return checkText(member, value)
}

func checkText(member, value string) error {
	if !isText(value) {
		return invalid(member, "must be UTF-8 without U+0000")
	}
	return nil
}
