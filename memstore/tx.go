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
)

// readTx reads one state, and the writes of the transaction it belongs to.
type readTx struct {
	layout *layout
	mem    *memdb.Txn
	rows   []int
}

func (tx *readTx) Get(ctx context.Context, s *store.Schema, ix *store.Index, key store.Key) (any, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	t, err := tx.layout.table("get", s)
	if err != nil {
		return nil, err
	}
	i, ok := t.index(ix)
	if !ok || !ix.Unique {
		return nil, &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: errUnknownIndex}
	}
	row, err := tx.first(t, i, key)
	if err == nil && row == nil {
		err = &store.Error{Op: "get", Table: s.Name, Index: ix.Name, Err: store.ErrNotFound}
	}
	return row, err
}

// first returns the row with a key in a unique index, or nil.
func (tx *readTx) first(t *table, ix index, key store.Key) (any, error) {
	return tx.mem.First(t.name, ix.name, []byte(key))
}

// tx is an Update under way. It works on a private copy of the database, whose
// commits nobody sees, and never on go-memdb's watched primary copy: that would
// track every node it replaces for watchers that do not exist.
type tx struct {
	readTx
	work    *memdb.MemDB
	pending int // rows written since work was last committed
	log     *changeLog
}

var _ store.Tx = (*tx)(nil)

// batch is how many rows are written before they are committed to the private
// copy: go-memdb becomes slow when one transaction holds thousands of changes.
const batch = 500

func newTx(l *layout, s *state, logged bool) *tx {
	work := s.mem.Snapshot()
	t := &tx{readTx: readTx{layout: l, mem: work.Txn(true), rows: slices.Clone(s.rows)}, work: work}
	if logged {
		t.log = &changeLog{}
	}
	return t
}

// commit returns the state that the transaction has made.
func (tx *tx) commit() *state {
	tx.mem.Commit()
	return &state{mem: tx.work, rows: tx.rows}
}

func (tx *tx) changes() []store.Change { return tx.log.changes() }

func (tx *tx) Insert(ctx context.Context, s *store.Schema, row any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t, err := tx.layout.table("insert", s)
	if err != nil {
		return err
	}
	if err := tx.checkUnique("insert", t, row, nil); err != nil {
		return err
	}
	tx.rows[t.number]++
	return tx.write(t, nil, row)
}

func (tx *tx) Replace(ctx context.Context, s *store.Schema, row any) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	t, err := tx.layout.table("replace", s)
	if err != nil {
		return err
	}
	before, err := tx.existing("replace", t, s.Key(row))
	if err != nil {
		return err
	}
	if err := tx.checkUnique("replace", t, row, before); err != nil {
		return err
	}
	return tx.write(t, before, row)
}

func (tx *tx) Delete(ctx context.Context, s *store.Schema, key store.Key) error {
	if err := ctx.Err(); err != nil {
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
	return tx.write(t, before, nil)
}

// existing returns the row with a primary key, or ErrNotFound.
func (tx *tx) existing(op string, t *table, key store.Key) (any, error) {
	row, err := tx.first(t, t.indexes[0], key)
	if err == nil && row == nil {
		err = &store.Error{Op: op, Table: t.name, Index: t.indexes[0].Name, Err: store.ErrNotFound}
	}
	return row, err
}

// checkUnique refuses a row that has a key of another row. A row being replaced
// is no other row: before is what stands in its place now.
func (tx *tx) checkUnique(op string, t *table, row, before any) error {
	for _, ix := range t.indexes {
		if !ix.Unique {
			continue
		}
		for _, key := range ix.Keys(row) {
			other, err := tx.first(t, ix, key)
			if err != nil {
				return err
			}
			if other != nil && other != before {
				return &store.Error{Op: op, Table: t.name, Index: ix.Name, Err: store.ErrExists}
			}
		}
	}
	return nil
}

// write puts after in the place of before; nil stands for no row.
func (tx *tx) write(t *table, before, after any) error {
	var err error
	if after != nil {
		err = tx.mem.Insert(t.name, after)
	} else {
		err = tx.mem.Delete(t.name, before)
	}
	if err != nil { // an index function failed, which ours do not
		return err
	}
	tx.log.add(t.schema, before, after)
	tx.wrote()
	return nil
}

// wrote commits to the private copy now and then; see batch.
func (tx *tx) wrote() {
	if tx.pending++; tx.pending == batch {
		tx.mem.Commit()
		tx.mem = tx.work.Txn(true)
		tx.pending = 0
	}
}
