package pgstore

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pbxkit/pbxkit/store"
)

var (
	errUnknownTable = errors.New("pgstore.Open was not given the table")
	errUnknownIndex = errors.New("the table has no such unique index")
	errEnded        = errors.New("pgstore: the function of the transaction has returned")
)

// statement is one statement and what is done with its answer.
type statement struct {
	sql  string
	args []any
	read func(pgx.Rows) error // may be called again, for another answer
}

// reading returns the statement with its answer read in a way.
func (s statement) reading(read func(pgx.Rows) error) statement {
	s.read = read
	return s
}

// readTx is a transaction of PostgreSQL. It begins with the first statement, and
// travels with it.
type readTx struct {
	db     *DB
	begin  string
	conn   *pgxpool.Conn // nil before the first statement and after the last
	ended  bool
	failed error // after which PostgreSQL takes no more statements
}

// send sends statements in one round trip and reads the answers. After an error
// nothing can be sent any more.
func (tx *readTx) send(ctx context.Context, op string, s *store.Schema, statements ...statement) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	table := ""
	if s != nil {
		table = s.Name
	}
	for attempt := 1; ; attempt++ {
		first := tx.conn == nil
		err := tx.exchange(ctx, first, statements)
		if err == nil {
			return nil
		}
		// A connection that had been idle may have been cut long ago.
		if first && isLost(err) && ctx.Err() == nil && attempt <= tx.db.staleAtMost() {
			tx.release()
			continue
		}
		tx.failed = failure(ctx, op, table, err)
		return tx.failed
	}
}

// usable returns why nothing can be asked of the transaction, if so.
func (tx *readTx) usable(ctx context.Context) error {
	switch {
	case tx.ended:
		return errEnded
	case ctx.Err() != nil:
		return ctx.Err()
	}
	return tx.failed
}

// exchange is one round trip. The first one begins the transaction.
func (tx *readTx) exchange(ctx context.Context, first bool, statements []statement) (err error) {
	batch := &pgx.Batch{}
	if first {
		conn, err := tx.db.pool.Acquire(ctx)
		if err != nil {
			return &acquireError{err}
		}
		tx.conn = conn
		batch.Queue(tx.begin)
	}
	for _, s := range statements {
		batch.Queue(s.sql, s.args...)
	}
	answers := tx.conn.SendBatch(ctx, batch)
	defer func() {
		if closeErr := answers.Close(); err == nil {
			err = closeErr
		}
	}()
	if first {
		if _, err := answers.Exec(); err != nil {
			return err
		}
	}
	for _, s := range statements {
		if err := readAnswer(answers, s); err != nil {
			return err
		}
	}
	return nil
}

func readAnswer(answers pgx.BatchResults, s statement) error {
	rows, err := answers.Query()
	if err != nil {
		return err
	}
	defer rows.Close()
	if s.read != nil {
		if err := s.read(rows); err != nil {
			return err
		}
	}
	rows.Close()
	return rows.Err()
}

// patience is how long the end of a transaction may take, which does not end with
// the context: a commit that nobody waits for would leave everyone in doubt.
const patience = 30 * time.Second

// roll ends the transaction without a trace.
func (tx *readTx) roll(ctx context.Context) {
	tx.ended = true
	if tx.conn == nil {
		return
	}
	defer tx.release()
	if tx.conn.Conn().IsClosed() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	if err := tx.conn.Conn().PgConn().Exec(ctx, "ROLLBACK").Close(); err != nil {
		tx.conn.Conn().Close(ctx) // the pool takes no connection within a transaction
	}
}

// release gives the connection back to the pool, which throws it away unless it is
// as it was.
func (tx *readTx) release() {
	if tx.conn != nil {
		tx.conn.Release()
		tx.conn = nil
	}
}

// Get implements [store.ReadTx].
func (tx *readTx) Get(ctx context.Context, s *store.Schema, ix *store.Index, key store.Key) (any, error) {
	t, err := tx.db.table("get", s)
	if err != nil {
		return nil, err
	}
	get, ok := t.gets[ix]
	if !ok {
		return nil, &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: errUnknownIndex}
	}
	var rows []any
	if err := tx.send(ctx, "get", s, statement{get, []any{[]byte(key)}, rowsInto(t, &rows)}); err != nil {
		return nil, err
	}
	if len(rows) == 0 {
		return nil, &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: store.ErrNotFound}
	}
	return rows[0], nil
}

// Last implements [store.ReadTx].
func (tx *readTx) Last(ctx context.Context, sequence string) (last int64, err error) {
	err = tx.send(ctx, "last", nil, statement{lastNumber, []any{sequence}, oneInto(&last)})
	return last, err
}

// tx is an Update under way.
type tx struct {
	readTx
	token int64  // tells its changes from those of every other transaction
	xid   string // its number, once it has changed a record
	wrote bool
}

// Insert implements [store.Tx].
func (tx *tx) Insert(ctx context.Context, s *store.Schema, row any) error {
	t, err := tx.db.table("insert", s)
	if err != nil {
		return err
	}
	done, err := tx.put(ctx, t, "insert", t.insert, row)
	if err != nil || done {
		return err
	}
	taken, err := tx.holders(ctx, t, "insert", row)
	if err != nil {
		return err
	}
	return tx.refusal(t, "insert", taken)
}

// Replace implements [store.Tx].
func (tx *tx) Replace(ctx context.Context, s *store.Schema, row any) error {
	t, err := tx.db.table("replace", s)
	if err != nil {
		return err
	}
	done, err := tx.put(ctx, t, "replace", t.replace, row)
	if err != nil || done {
		return err
	}
	taken, err := tx.holders(ctx, t, "replace", row)
	if err != nil {
		return err
	}
	if !taken[0] {
		return notFound(t, "replace")
	}
	taken[0] = false // a row never collides with itself
	return tx.refusal(t, "replace", taken)
}

// put writes a row with a statement, and reports whether that did anything.
func (tx *tx) put(ctx context.Context, t *table, op, sql string, row any) (bool, error) {
	values, err := t.encode(row)
	if err != nil {
		return false, err
	}
	return tx.change(ctx, t, op, sql, values)
}

func (tx *tx) change(ctx context.Context, t *table, op, sql string, values []any) (bool, error) {
	var xid string
	if err := tx.send(ctx, op, t.schema, statement{sql, append(values, tx.token, t.schema.Name), oneInto(&xid)}); err != nil {
		return false, err
	}
	if xid == "" {
		return false, nil
	}
	tx.xid, tx.wrote = xid, true
	return true, nil
}

// holders reports for each unique index whether a row has the key of another: for
// the primary one any row, else one with another primary key.
func (tx *tx) holders(ctx context.Context, t *table, op string, row any) (taken []bool, err error) {
	keys := make([]any, len(t.uniques))
	for i, u := range t.uniques {
		if of := u.index.Keys(row); len(of) > 0 {
			keys[i] = []byte(of[0])
		}
	}
	err = tx.send(ctx, op, t.schema, statement{t.holders, keys, oneInto(&taken)})
	return taken, err
}

// refusal names the first index with a key that is taken. If there is none, the one
// who has taken it committed after this transaction began, which PostgreSQL mostly says
// by itself.
func (tx *tx) refusal(t *table, op string, taken []bool) error {
	for i, u := range t.uniques {
		if taken[i] {
			return &store.Error{Op: op, Table: t.schema.Name, Index: u.index.Name, Err: store.ErrExists}
		}
	}
	tx.failed = &store.Error{Op: op, Table: t.schema.Name, Err: store.ErrConflict}
	return tx.failed
}

func notFound(t *table, op string) error {
	return &store.Error{Op: op, Table: t.schema.Name, Index: t.schema.Primary().Name, Err: store.ErrNotFound}
}

// Delete implements [store.Tx].
func (tx *tx) Delete(ctx context.Context, s *store.Schema, key store.Key) error {
	t, err := tx.db.table("delete", s)
	if err != nil {
		return err
	}
	done, err := tx.change(ctx, t, "delete", t.remove, []any{[]byte(key)})
	if err == nil && !done {
		err = notFound(t, "delete")
	}
	return err
}
