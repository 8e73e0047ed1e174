// Package seeding is what the vendors' seed services share: loading the records
// of a fixture in the order of their references, with errors that say which
// record is wrong.
package seeding

import (
	"context"
	"errors"
	"fmt"
)

// Error says where in a fixture something is wrong, and what.
type Error struct {
	Path string // such as users[3]
	Err  error
}

// Reasoner is implemented by errors whose message has more in it than a reader
// of a fixture needs, such as the code of an answer.
type Reasoner interface {
	error
	Reason() string
}

// Error returns the path and the reason.
func (e *Error) Error() string {
	if r, ok := errors.AsType[Reasoner](e.Err); ok {
		return e.Path + ": " + r.Reason()
	}
	return e.Path + ": " + e.Err.Error()
}

// Unwrap returns the reason.
func (e *Error) Unwrap() error { return e.Err }

// IsError reports whether an error says where it is.
func IsError(err error) bool {
	_, ok := errors.AsType[*Error](err)
	return ok
}

// At says where an error is, or in what the place is that it names; nil stays
// nil.
func At(path string, err error) error {
	if err == nil {
		return nil
	}
	if e, ok := err.(*Error); ok {
		return &Error{path + "." + e.Path, e.Err}
	}
	return &Error{path, err}
}

// Each loads records in turn and says which one failed.
func Each[R any](ctx context.Context, path string, records []R, load func(context.Context, R) error) error {
	for i, r := range records {
		if err := load(ctx, r); err != nil {
			return At(fmt.Sprintf("%s[%d]", path, i), err)
		}
	}
	return nil
}

// InTurn takes steps until one fails.
func InTurn(steps ...func() error) error {
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}
