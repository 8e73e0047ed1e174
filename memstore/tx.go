package memstore

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

var (
	errUnknownTable = errors.New("memstore.New was not given the table")
	errUnknownIndex = errors.New("the table has no such unique index")
	errEnded        = errors.New("memstore: the function of the transaction has returned")
)

// readTx reads one state, and the writes of the transaction it belongs to.
type readTx struct {
	layout *layout
	state  *state // which data is of; nil once the transaction has written
	data
	reader *memdb.Txn // of data.mem; nil until it is needed, see read
	rows   []int
	owner  *cow.Owner // of what the transaction has settled for itself
	ended  bool
}

// begin has tx read a state.
func (tx *readTx) begin(l *layout, s *state) {
	tx.layout, tx.state, tx.data, tx.rows = l, s, *s.data.Load(), s.rows
}

// read returns the go-memdb to read from. Most queries need none.
func (tx *readTx) read() *memdb.Txn {
	if tx.reader == nil {
		tx.reader = tx.mem.Txn(false)
	}
	return tx.reader
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

// settle has mem hold everything, for what pending cannot answer.
func (tx *readTx) settle() {
	switch {
	case tx.pending == nil:
		return
	case tx.state != nil:
		tx.data = tx.state.settle(tx.layout)
	default:
		if tx.owner == nil {
			tx.owner = new(cow.Owner)
		}
		tx.data = tx.settled(tx.layout, tx.owner)
	}
	tx.reader = nil
}

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
	for o := tx.pending; o != nil; o = o.under {
		if row, ok := o.rows[uniqueKey{ix, key}]; ok {
			return row, nil
		}
	}
	if ix.number == 0 {
		return tx.read().First(t.name, primaryName, []byte(key))
	}
	if r := tx.tables[t.number]; r != nil {
		var room [entryRoom]byte
		return r.row(ix, append(append(room[:0], keyPresent), key...)), nil
	}
	return nil, nil
}

// tx is an Update under way. It writes to an overlay of its own, which becomes
// part of the state that it makes, or is settled into a private go-memdb first:
// before a query that has to see the writes in every index, and when there are
// many.
type tx struct {
	readTx
	own *overlay // the last one that it has made
}

var _ store.Tx = (*tx)(nil)

const (
	// batch is how many unique keys are written before they are settled, so
	// that an overlay stays small.
	batch = 2000
	// deferred is how many writes a state may leave to the first query before
	// the next Update settles them. More would save little, as what lies near
	// the roots is copied once for all of them, and cost that query, and every
	// Get, which looks into the overlay of each transaction.
	deferred = 8
)

// overlay returns what the next write goes to.
func (tx *tx) overlay() *overlay {
	switch {
	case tx.own == nil:
		tx.leave()
	case tx.pending != tx.own: // settled by a query
	case len(tx.own.rows) < batch:
		return tx.own
	default:
		tx.settle()
	}
	tx.own = tx.own.next(tx.pending)
	tx.pending = tx.own
	return tx.own
}

// leave goes on from the state that the transaction began with. What is settled
// before, is settled for every fork of it.
func (tx *tx) leave() {
	if tx.pending.size() >= deferred {
		tx.settle()
	}
	tx.state, tx.rows = nil, slices.Clone(tx.rows)
}

// commit ends the transaction, which has written, and returns the state that it
// has made. One that was settled in part is settled whole, as its overlay holds on
// to all of its writes.
func (tx *tx) commit() *state {
	if tx.own.from > 0 || tx.pending.size() >= 2*deferred {
		tx.settle()
	} else {
		tx.own.check()
	}
	tx.end()
	return newState(tx.data, tx.rows)
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
	tx.write(t, store.Change{Schema: s, Key: keys[0].key, After: row}, nil, keys)
	return nil
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
	freed := t.uniqueKeys(before)
	if err := tx.checkUnique("replace", t, keys, freed); err != nil {
		return err
	}
	tx.write(t, store.Change{Schema: s, Key: keys[0].key, Before: before, After: row}, freed, keys)
	return nil
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
	tx.write(t, store.Change{Schema: s, Key: key, Before: before}, t.uniqueKeys(before), nil)
	return nil
}

// existing returns the row with a primary key, or ErrNotFound.
func (tx *tx) existing(op string, t *table, key store.Key) (any, error) {
	row, err := tx.first(t, t.indexes[0], key)
	if err == nil && row == nil {
		err = &store.Error{Op: op, Table: t.name, Index: t.indexes[0].Name, Err: store.ErrNotFound}
	}
	return row, err
}

// checkUnique refuses a row with a key that another row has: any row but the one
// that it replaces, whose keys are freed.
func (tx *tx) checkUnique(op string, t *table, keys, freed []uniqueKey) error {
	for _, k := range keys {
		if slices.Contains(freed, k) {
			continue
		}
		other, err := tx.first(t, k.index, k.key)
		if err != nil {
			return err
		}
		if other != nil {
			return &store.Error{Op: op, Table: t.name, Index: k.index.Name, Err: store.ErrExists}
		}
	}
	return nil
}

// write makes a change, which frees and takes unique keys.
func (tx *tx) write(t *table, c store.Change, freed, taken []uniqueKey) {
	o := tx.overlay()
	for _, k := range freed {
		o.rows[k] = nil
	}
	for _, k := range taken {
		o.rows[k] = c.After
	}
	o.writes = append(o.writes, c)
	if c.Before == nil {
		tx.rows[t.number]++
	}
	if c.After == nil {
		tx.rows[t.number]--
	}
}
