package memstore

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/store"
)

var (
	errUnknownTable = errors.New("memstore.New was not given the table")
	errUnknownIndex = errors.New("the table has no such unique index")
	errEnded        = errors.New("memstore: the function of the transaction has returned")
)

// readTx reads one state, and the writes of the transaction it belongs to.
type readTx struct {
	layout  *layout
	mem     *memdb.Txn // for reading
	rows    []int
	pending overlay // writes that mem does not know; nil without a transaction
	ended   bool
}

// end makes everything fail from now on. What a transaction that is kept could
// write would otherwise become part of the state that it has made.
func (tx *readTx) end() { tx.ended = true }

// usable returns why nothing can be asked of the transaction, if so.
func (tx *readTx) usable(ctx context.Context) error {
	if tx.ended {
		return errEnded
	}
	return ctx.Err()
}

// overlay holds the rows under the unique keys that were written since the last
// flush; nil stands for a row that is gone. To ask go-memdb for its own
// uncommitted writes would have it copy every node once more that it has copied
// for the transaction already.
type overlay map[uniqueKey]any

func (tx *readTx) Get(ctx context.Context, s *store.Schema, ix *store.Index, key store.Key) (any, error) {
	if err := tx.usable(ctx); err != nil {
		return nil, err
	}
	t, err := tx.layout.table("get", s)
	if err != nil {
		return nil, err
	}
	i := t.index(ix)
	if i == nil || !i.Unique {
		return nil, &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: errUnknownIndex}
	}
	row, err := tx.first(t, i, key)
	if err == nil && row == nil {
		err = &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: store.ErrNotFound}
	}
	return row, err
}

// first returns the row with a key in a unique index, or nil.
func (tx *readTx) first(t *table, ix *index, key store.Key) (any, error) {
	if row, ok := tx.pending[uniqueKey{ix, key}]; ok {
		return row, nil
	}
	return tx.mem.First(t.name, ix.name, []byte(key))
}

// tx is an Update under way. It works on a private copy of the database, whose
// commits nobody sees, and never on go-memdb's watched primary copy: that would
// track every node it replaces for watchers that do not exist.
//
// Writes go to writer, and their unique keys to the overlay, until a flush
// commits them to the private copy: before a query, which has to see them in
// every index, and when there are many, so that the overlay stays small.
type tx struct {
	readTx
	work   *memdb.MemDB
	writer *memdb.Txn     // nil if nothing is pending
	writes []store.Change // one for each write
}

var _ store.Tx = (*tx)(nil)

// batch is how many unique keys are written before they are flushed.
const batch = 2000

func newTx(l *layout, s *state) *tx {
	work := s.mem.Snapshot()
	return &tx{readTx: readTx{layout: l, mem: work.Txn(false), rows: slices.Clone(s.rows)}, work: work}
}

// commit ends the transaction and returns the state that it has made.
func (tx *tx) commit() *state {
	tx.end()
	tx.flush()
	return &state{mem: tx.work, rows: tx.rows}
}

// flush makes pending writes part of the private copy.
func (tx *tx) flush() {
	if tx.writer == nil {
		return
	}
	tx.writer.Commit()
	tx.writer = nil
	tx.mem = tx.work.Txn(false)
	clear(tx.pending)
}

// startWriting prepares for a write.
func (tx *tx) startWriting() {
	if len(tx.pending) >= batch {
		tx.flush()
	}
	if tx.writer == nil {
		tx.writer = tx.work.Txn(true)
	}
	if tx.pending == nil {
		tx.pending = overlay{}
	}
}

// Query flushes what a query has to see. How many rows there are is known.
func (tx *tx) Query(ctx context.Context, s *store.Schema, q *store.Query) (*store.Result, error) {
	if err := tx.usable(ctx); err != nil {
		return nil, err
	}
	if q.Filter != nil || !q.CountOnly {
		tx.flush()
	}
	return tx.readTx.Query(ctx, s, q)
}

func (tx *tx) Insert(ctx context.Context, s *store.Schema, row any) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	t, err := tx.layout.table("insert", s)
	if err != nil {
		return err
	}
	keys := t.uniqueKeys(row)
	if err := tx.checkUnique("insert", t, keys, nil); err != nil {
		return err
	}
	tx.rows[t.number]++
	return tx.write(t, store.Change{Schema: s, Key: keys[0].key, After: row}, nil, keys)
}

func (tx *tx) Replace(ctx context.Context, s *store.Schema, row any) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	t, err := tx.layout.table("replace", s)
	if err != nil {
		return err
	}
	keys := t.uniqueKeys(row)
	before, err := tx.existing("replace", t, keys[0].key)
	if err != nil {
		return err
	}
	if err := tx.checkUnique("replace", t, keys, before); err != nil {
		return err
	}
	return tx.write(t, store.Change{Schema: s, Key: keys[0].key, Before: before, After: row}, t.uniqueKeys(before), keys)
}

func (tx *tx) Delete(ctx context.Context, s *store.Schema, key store.Key) error {
	if err := tx.usable(ctx); err != nil {
		return err
	}
	t, err := tx.layout.table("delete", s)
	if err != nil {
		return err
	}
	before, err := tx.existing("delete", t, key)
	if err != nil {
		return err
	}
	tx.rows[t.number]--
	return tx.write(t, store.Change{Schema: s, Key: key, Before: before}, t.uniqueKeys(before), nil)
}

// existing returns the row with a primary key, or ErrNotFound.
func (tx *tx) existing(op string, t *table, key store.Key) (any, error) {
	row, err := tx.first(t, t.indexes[0], key)
	if err == nil && row == nil {
		err = &store.Error{Op: op, Table: t.name, Index: t.indexes[0].Name, Err: store.ErrNotFound}
	}
	return row, err
}

// checkUnique refuses a row with a key that another row has. A row being replaced
// is no other row: before is what stands in its place now.
func (tx *tx) checkUnique(op string, t *table, keys []uniqueKey, before any) error {
	for _, k := range keys {
		other, err := tx.first(t, k.index, k.key)
		if err != nil {
			return err
		}
		if other != nil && other != before {
			return &store.Error{Op: op, Table: t.name, Index: k.index.Name, Err: store.ErrExists}
		}
	}
	return nil
}

// write makes a change, which frees and takes unique keys.
func (tx *tx) write(t *table, c store.Change, freed, taken []uniqueKey) error {
	tx.startWriting()
	var err error
	if c.After != nil {
		err = tx.writer.Insert(t.name, c.After)
	} else {
		err = tx.writer.Delete(t.name, c.Before)
	}
	if err != nil { // an index function failed, which ours do not
		return err
	}
	for _, k := range freed {
		tx.pending[k] = nil
	}
	for _, k := range taken {
		tx.pending[k] = c.After
	}
	tx.writes = append(tx.writes, c)
	return nil
}
