package pgstore

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"github.com/jackc/pgx/v5/pgconn"

	"github.com/pbxkit/pbxkit/store"
)

var (
	// ErrNewer is a table that a later version of its declaration, or of this
	// package, has brought up to date. The process has to be, too.
	ErrNewer = errors.New("the database is newer than this program")
	// ErrChanged is a table whose declaration is another one than that of the
	// same version in the database.
	ErrChanged = errors.New("the declaration has changed, but not its version")
	// ErrUnknown is a commit of which nobody knows whether it took place: the
	// connection was lost, and the database could not be asked afterwards.
	ErrUnknown = errors.New("pgstore: it is not known whether the transaction was committed")
	// ErrPosition is a position in the changes before the first that is kept.
	ErrPosition = errors.New("pgstore: changes after the position have been removed")
)

// The codes of PostgreSQL that mean something here.
const (
	serializationFailure = "40001"
	deadlock             = "40P01"
	uniqueViolation      = "23505"
	checkViolation       = "23514"
	adminShutdown        = "57P01"
	crashShutdown        = "57P02"
	cannotConnectNow     = "57P03"
	tooManyConnections   = "53300"
	invalidParameter     = "22023"
)

func code(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// isConflict reports whether others were in the way. A unique key that is taken is
// found before it is written; to meet it all the same means that the row with it was
// committed meanwhile.
func isConflict(err error) bool {
	switch code(err) {
	case serializationFailure, deadlock, uniqueViolation:
		return true
	}
	return errors.Is(err, store.ErrConflict)
}

// isLost reports whether the connection, or the server at its end, is gone.
func isLost(err error) bool {
	switch code(err) {
	case adminShutdown, crashShutdown, cannotConnectNow:
		return true
	case "":
	default:
		return false
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) { // which is a net.Error, too
		return false
	}
	_, isNet := errors.AsType[net.Error](err)
	_, isConnect := errors.AsType[*pgconn.ConnectError](err)
	return isNet || isConnect || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) ||
		pgconn.SafeToRetry(err)
}

// acquireError is a connection that could not be had.
type acquireError struct{ err error }

func (e *acquireError) Error() string { return "pgstore: no connection: " + e.err.Error() }

func (e *acquireError) Unwrap() error { return e.err }

// failure returns what a transaction says about an error of PostgreSQL's.
func failure(ctx context.Context, op, table string, err error) error {
	if ctx.Err() != nil {
		if _, waited := errors.AsType[*acquireError](err); waited {
			return fmt.Errorf("pgstore: no connection was free: %w", ctx.Err())
		}
		return ctx.Err() // what PostgreSQL says is that a user asked it to stop
	}
	switch {
	case isConflict(err):
		err = fmt.Errorf("%w: %w", store.ErrConflict, err)
	case code(err) == checkViolation:
		err = fmt.Errorf("%w: %w", ErrNewer, err)
	}
	if table == "" { // of no table, or of all
		return fmt.Errorf("pgstore: %s: %w", op, err)
	}
	return &store.Error{Op: op, Table: table, Err: err}
}

// violated returns the name of the declared index that a unique violation is of.
func (t *table) violated(err error) string {
	e, ok := errors.AsType[*pgconn.PgError](err)
	if !ok {
		return ""
	}
	for _, u := range t.uniques[1:] {
		if e.ConstraintName == short(t.schema.Name+"."+u.index.Name) {
			return u.index.Name
		}
	}
	return t.schema.Primary().Name
}
