package filter

import "errors"

// The kinds of mistake in a filter or an order. They come wrapped in an [*Error].
var (
	// ErrField is a field that the record type does not have.
	ErrField = errors.New("unknown field")
	// ErrOp is an operator that does not exist, or not for the field's type.
	ErrOp = errors.New("operator not allowed")
	// ErrValue is a value that is missing or cannot be converted to the
	// field's type.
	ErrValue = errors.New("invalid value")
)

// Error says which comparison was rejected and why.
type Error struct {
	Cmp        // the comparison as it was given
	Err error  // ErrField, ErrOp or ErrValue
	Why string // the reason, in words, without the field's name
}

// Error returns a message that names field, operator, value and reason.
func (e *Error) Error() string {
	switch {
	case e.Field == "" && e.Err == ErrOp: // not about a comparison
		return "filter: " + e.Why
	case e.Op == 0:
		return "filter: field '" + e.Field + "': " + e.Why
	}
	return "filter: " + e.Cmp.String() + ": " + e.Why
}

// Unwrap returns the kind of the mistake.
func (e *Error) Unwrap() error { return e.Err }
