package store

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/filter"
)

// DB is a database of the tables it was opened with. It is safe for concurrent
// use.
type DB interface {
	// View calls fn, once, with a snapshot of the database: everything fn
	// reads is of one moment between commits, and Updates can commit
	// meanwhile. It returns fn's error as it is, and ctx's error if ctx
	// ended before.
	View(ctx context.Context, fn func(ReadTx) error) error

	// Update calls fn with a transaction, in which fn sees its own writes.
	// If fn returns nil, all of them are committed, and every View that
	// begins after Update has returned sees them. If fn returns an error,
	// panics, or ctx ends before the commit, none of them is ever seen.
	// Update returns fn's error as it is, and ctx's error if ctx ended.
	//
	// Transactions have the effect of running one after another. A backend
	// may run fn again to achieve that, so that fn must have no effect but
	// through its Tx; when it gives up, it returns ErrConflict. An Update
	// inside fn on the same DB can wait for itself until ctx ends.
	//
	// A failure of the backend, such as a lost connection or a conflict, can
	// come from any method of the Tx. Nothing is committed after it, even if
	// fn drops the error and returns nil: Update runs fn again, whatever fn
	// has made of the error, or returns an error. If a backend cannot know
	// whether a commit took place, it returns an error that is neither
	// ErrConflict nor ctx's.
	Update(ctx context.Context, fn func(Tx) error) error
}

// ReadTx reads records. It is valid until the function it was passed to returns,
// and fails from then on. It must not be used by several goroutines at once.
// Rows that it returns are not the caller's: they must not be changed.
type ReadTx interface {
	// Get returns the row that has a key in a unique index of the table,
	// the primary one among them, or ErrNotFound. ix is one of s.Indexes.
	Get(ctx context.Context, s *Schema, ix *Index, key Key) (any, error)

	// Query returns the page of rows that q describes and how many rows
	// match in all. q has been checked: its filter is one that s.Check
	// returned, of any breadth, its order is one that s.Compare accepts. q
	// must not be changed. A Query that looks at many rows gives up, with
	// ctx's error, when ctx ends.
	Query(ctx context.Context, s *Schema, q *Query) (*Result, error)

	// Last returns the number that Next of a sequence gave last, or that
	// Reserve put in its place; 0 at first.
	Last(ctx context.Context, sequence string) (int64, error)
}

// Tx reads and writes records. A method that returns ErrNotFound or ErrExists has
// changed nothing and leaves the transaction usable. After any other error the
// function of the transaction should return.
type Tx interface {
	ReadTx

	// Insert adds a row. It returns ErrExists, naming the first index in the
	// order of Schema.Indexes that holds the row's key already.
	Insert(ctx context.Context, s *Schema, row any) error

	// Replace puts a row in the place of the one with the same primary key.
	// It returns ErrNotFound if there is none, and ErrExists like Insert; a
	// row never collides with itself.
	Replace(ctx context.Context, s *Schema, row any) error

	// Delete removes the row with a primary key, or returns ErrNotFound.
	Delete(ctx context.Context, s *Schema, key Key) error

	// Next returns the next number of a sequence: 1 at first, and always
	// greater than what it has returned in a committed transaction. There
	// can be gaps, where a transaction was not committed. It fails if no
	// int64 is left. A sequence has any text as its name and need not be
	// declared.
	Next(ctx context.Context, sequence string) (int64, error)

	// Reserve makes Next of the sequence return numbers greater than n only.
	Reserve(ctx context.Context, sequence string, n int64) error
}

// Query selects rows of a table, puts them in order and cuts a page out. The
// zero Query selects everything.
type Query struct {
	Filter filter.Expr // nil selects every row

	// Order is the order of the rows. Rows that it does not tell apart, and
	// all rows if it is empty, are in the order of the primary key: in the
	// direction of the last term, so that reversing every term reverses the
	// rows exactly.
	Order []filter.Order

	Offset    int  // how many rows to skip; not negative
	Limit     int  // how many rows to return at most; 0 stands for all
	CountOnly bool // return no rows, only how many there are
}

// Result is the answer to a Query.
type Result struct {
	Rows  []any // the page, each row of the type *T of its table
	Total int   // how many rows match, before Offset and Limit
}

// The kinds of error of a backend.
var (
	// ErrNotFound is a key that no row has.
	ErrNotFound = errors.New("not found")
	// ErrExists is a key that another row has in a unique index.
	ErrExists = errors.New("already exists")
	// ErrConflict is a transaction that was given up because others kept
	// getting in its way. It can be tried again.
	ErrConflict = errors.New("conflict between transactions")
)

// Error says which operation failed on which table, and on which index.
type Error struct {
	Op    string // "get", "insert", "replace", "delete", …
	Table string
	Index string // the name of the index, if one is concerned
	Err   error  // ErrNotFound, ErrExists, ErrConflict, or a backend's own
}

// Error returns a message such as "insert rooms: room_name_key: already exists".
func (e *Error) Error() string {
	msg := e.Op + " " + e.Table + ": "
	if e.Index != "" {
		msg += e.Index + ": "
	}
	return msg + e.Err.Error()
}

// Unwrap returns e.Err.
func (e *Error) Unwrap() error { return e.Err }

// Change is a committed change of one row. Before is nil for a row that was
// inserted, After for one that was deleted. The rows must not be changed.
type Change struct {
	Schema        *Schema
	Key           Key
	Before, After any
}
