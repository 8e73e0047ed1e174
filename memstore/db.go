// Package memstore keeps the records of package store in memory, on go-memdb.
//
//	db := memstore.New(tables...)
//
// The state of a [DB] is one immutable value behind a pointer: trees that share
// what they have in common with the states before, and the few writes that the
// trees have not been told of. Reading takes no lock and never waits. A writer builds the next state beside the current one and publishes it
// whole, so that rolling back is to forget it, and [DB.Fork], [DB.Snapshot] and
// [DB.Restore] cost the same at any size.
//
// A small write costs the same at any size as well. It is written down beside the
// trees, where a Get finds it; the first query that has to read a tree brings them
// up to date, for everybody who holds the state.
//
// A query uses every index that helps. The indexes count, so that the page at any
// offset and the total cost little more than a look-up; [DB.Explain] says what a
// query does.
package memstore

import (
	"context"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/go-memdb"
	"golang.org/x/sync/semaphore"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// DB is a database in memory. It implements [store.DB] and is safe for
// concurrent use.
type DB struct {
	layout *layout
	state  atomic.Pointer[state]
	origin *state // what Reset returns to

	// writer admits one Update at a time. go-memdb has a lock for that, but
	// waiting for it cannot be given up when a context ends.
	writer *semaphore.Weighted
	hooks  hooks
}

var _ store.DB = (*DB)(nil)

// state is everything a DB holds at one moment. What it holds does not change;
// in which form, does.
type state struct {
	data atomic.Pointer[data]
	rows []int // how many rows each table has, by its number in the layout
}

func newState(d data, rows []int) *state {
	s := &state{rows: rows}
	s.data.Store(&d)
	return s
}

// settle returns what s holds with nothing pending, and remembers it. Two readers
// who ask at once do the same work, and neither waits for the other.
func (s *state) settle(l *layout) data {
	d := s.data.Load()
	if d.pending == nil {
		return *d
	}
	settled := d.settled(l, new(cow.Owner))
	s.data.Store(&settled)
	return settled
}

// New returns an empty database of the tables given. It panics if two of them
// have the same name: a mistake in the program's own declarations.
func New(tables ...*store.Schema) *DB {
	layout := newLayout(tables)
	mem, err := memdb.NewMemDB(layout.memdb)
	if err != nil {
		panic("memstore: " + err.Error())
	}
	return newDB(layout, newState(data{mem: mem, tables: make([]*records, len(tables))}, make([]int, len(tables))))
}

func newDB(layout *layout, s *state) *DB {
	db := &DB{layout: layout, origin: s, writer: semaphore.NewWeighted(1)}
	db.state.Store(s)
	return db
}

// View implements [store.DB]. It never waits.
func (db *DB) View(ctx context.Context, fn func(store.ReadTx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &readTx{}
	tx.begin(db.layout, db.state.Load())
	defer tx.end()
	return fn(tx)
}

// Update implements [store.DB]. It waits for the Update before it, for as long
// as ctx lasts, and calls fn once.
func (db *DB) Update(ctx context.Context, fn func(store.Tx) error) error {
	if err := db.lock(ctx); err != nil {
		return err
	}
	defer db.writer.Release(1)

	tx := &tx{}
	tx.begin(db.layout, db.state.Load())
	defer tx.end()
	if err := fn(tx); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if tx.own == nil { // nothing was written
		return nil
	}
	next := tx.commit()
	db.hooks.commit(func() { db.state.Store(next) }, tx.own.writes)
	return nil
}

// Fork returns a database of its own that begins with what db holds now. It
// costs the same at any size; hooks stay with db.
func (db *DB) Fork() *DB { return newDB(db.layout, db.state.Load()) }

// Snapshot is the state of a DB at one moment.
type Snapshot struct {
	layout *layout
	state  *state
}

// Snapshot returns what db holds now. It costs the same at any size.
func (db *DB) Snapshot() *Snapshot { return &Snapshot{db.layout, db.state.Load()} }

// Restore makes db hold what it, or a relation of it by Fork, held when the
// snapshot was taken. It waits for an Update under way, for as long as ctx
// lasts. Hooks are not told.
func (db *DB) Restore(ctx context.Context, s *Snapshot) error {
	if s.layout != db.layout {
		return fmt.Errorf("memstore: restore of a snapshot of another database")
	}
	return db.replace(ctx, s.state)
}

// Reset makes db hold what it held when New or Fork returned it, like Restore.
func (db *DB) Reset(ctx context.Context) error { return db.replace(ctx, db.origin) }

func (db *DB) replace(ctx context.Context, s *state) error {
	if err := db.lock(ctx); err != nil {
		return err
	}
	defer db.writer.Release(1)
	db.state.Store(s)
	return nil
}

// lock waits for the one place of a writer, for as long as ctx lasts.
func (db *DB) lock(ctx context.Context) error {
	if err := ctx.Err(); err != nil { // Acquire prefers a free place to an ended context
		return err
	}
	return db.writer.Acquire(ctx, 1)
}
