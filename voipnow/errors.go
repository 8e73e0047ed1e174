package voipnow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/text"
)

// Error is a refusal in the vendor's terms: status, code and message of the
// answer. The package's Err values are its kinds, to be used with [errors.Is].
type Error struct {
	Status  int    // of the HTTP answer
	Code    string // such as pc_phonecall_invalid
	Message string // the description that the vendor documents for the code
	Err     error  // the cause, if there is one; not part of the answer
}

// The kinds of refusal below /uapi. The messages are the documented descriptions,
// misprints included.
var (
	ErrUser      = &Error{Status: 400, Code: "user_invalid", Message: "Value supplied in the URI-Fragment as userId is invalid. The parameter must reference the Id of an user or can be set to @owner, @me or @viewer."}
	ErrExtension = &Error{Status: 400, Code: "extension_invalid", Message: "Value supplied in the URI-Fragment as extension is invalid. The parameter must reference the number of an existing extension or can be set to @self."}
	ErrPhoneCall = &Error{Status: 400, Code: "pc_phonecall_invalid", Message: "Value supplied in phoneCallId from the URI-Fragment is invalid. The parameter must be set to an alpha-numeric value and reference an existing phone call."}
	ErrView      = &Error{Status: 400, Code: "pc_phonecallview_invalid", Message: "Value supplied in phoneCallViewId parameter is missing or invalid. The parameter must reference a view of the phone call identfied by the phoneCallId given in the URI-Fragment."}

	ErrRequest = &Error{Status: 400, Code: "request_invalid", Message: "The request payload is invalid."} // assumed

	ErrFields      = invalidParameter("fields")
	ErrCount       = invalidParameter("count")
	ErrStartIndex  = invalidParameter("startIndex") // assumed
	ErrFilterBy    = invalidParameter("filterBy")
	ErrFilterOp    = invalidParameter("filterOp")
	ErrFilterValue = invalidParameter("filterValue")
	ErrSortOrder   = invalidParameter("sortOrder")

	ErrAccessDenied   = &Error{Status: 401, Code: "access_denied", Message: "You are not authorized to use this request."}
	ErrInternal       = &Error{Status: 500, Code: "internal_server_error", Message: "An internal server error occurred. Please contact the administrator."}
	ErrNotImplemented = &Error{Status: 501, Code: "request_not_implemented", Message: "You are not allowed to make the request because the operation is not implemented."}
)

// The kinds of refusal of the token endpoint, whose answers have no message. The
// statuses, and all codes but the first, are assumed.
var (
	ErrInvalidClient        = &Error{Status: 400, Code: "invalid_client"}
	ErrInvalidRequest       = &Error{Status: 400, Code: "invalid_request"}
	ErrUnauthorizedClient   = &Error{Status: 400, Code: "unauthorized_client"}
	ErrUnsupportedGrantType = &Error{Status: 400, Code: "unsupported_grant_type"}
)

// Errors returns the kinds of refusal, in the order of the variables.
func Errors() []*Error {
	return []*Error{
		ErrUser, ErrExtension, ErrPhoneCall, ErrView, ErrRequest, ErrFields, ErrCount, ErrStartIndex,
		ErrFilterBy, ErrFilterOp, ErrFilterValue, ErrSortOrder, ErrAccessDenied, ErrInternal,
		ErrNotImplemented, ErrInvalidClient, ErrInvalidRequest, ErrUnauthorizedClient,
		ErrUnsupportedGrantType,
	}
}

// invalidParameter is the refusal of a parameter of the query. The codes are
// documented, the message is assumed.
func invalidParameter(name string) *Error {
	return &Error{Status: 400, Code: strings.ToLower(name) + "_invalid", Message: "Parameter " + name + " is invalid."}
}

// Error returns the code, the message and the cause.
func (e *Error) Error() string {
	msg := "voipnow: " + e.Code
	if e.Message != "" {
		msg += ": " + e.Message
	}
	if e.Err != nil {
		msg += ": " + e.Err.Error()
	}
	return msg
}

// Reason returns the message alone.
func (e *Error) Reason() string { return e.Message }

// Is reports whether target is an *Error of the same code. The status does not
// matter: see [Deviations].
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && t.Code == e.Code
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
	kind := ErrInternal
	if _, ok := errors.AsType[*filter.Error](err); ok {
		kind = ErrFilterValue // fields and operators are ours, so it can only be the value
	}
	return &Error{Status: kind.Status, Code: kind.Code, Message: kind.Message, Err: err}
}

// invalid refuses a member of a record that is loaded, in words of ours.
func invalid(member, format string, args ...any) *Error {
	return &Error{Status: ErrRequest.Status, Code: ErrRequest.Code, Message: member + ": " + fmt.Sprintf(format, args...)}
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
