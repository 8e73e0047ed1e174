package memstore

import (
	"slices"
	"sync/atomic"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// records is what queries read of a table beside the go-memdb: every row under a
// number, and for each index a tree of keys with these numbers. An index in
// go-memdb can neither count nor skip, and takes ten times the memory and time.
//
// Records do not change, but for those that a writer has made and is making still.
type records struct {
	owner   *cow.Owner // who may change it in place
	rows    cow.Slab[any]
	indexes []*entries // by the number of the index; the first is the primary key
}

// entries is what an index holds.
type entries struct {
	owner *cow.Owner
	tree  cow.Tree
	often often
	grams atomic.Pointer[grams] // nil until they are worth it
	read  atomic.Int64          // how many texts patterns have read for want of them
}

// own returns what the owner may change: r, or a copy that shares everything with
// it.
func (r *records) own(o *cow.Owner, t *table) *records {
	switch {
	case r == nil:
		r = &records{indexes: make([]*entries, len(t.indexes))}
		for i := range r.indexes {
			r.indexes[i] = &entries{owner: o}
		}
	case r.owner == o:
		return r
	default:
		r = &records{rows: r.rows, indexes: slices.Clone(r.indexes)}
	}
	r.owner = o
	return r
}

// change returns the entries of an index for the owner to change.
func (r *records) change(ix *index) *entries {
	e := r.indexes[ix.number]
	if e.owner != r.owner {
		e = &entries{owner: r.owner, tree: e.tree}
		e.copyFrom(r.indexes[ix.number])
		r.indexes[ix.number] = e
	}
	return e
}

// copyFrom makes e, which is new, know what readers have made or wanted of other.
func (e *entries) copyFrom(other *entries) {
	e.often.copyFrom(&other.often)
	e.grams.Store(other.grams.Load())
	e.read.Store(other.read.Load())
}

// apply makes a change. The row before it is the one that is there.
func (r *records) apply(t *table, c store.Change) {
	primary := entryKey{bytes: []byte(c.Key)}
	n, _ := r.indexes[0].tree.Get(primary.bytes)
	switch {
	case c.Before == nil:
		n = r.rows.Add(r.owner, c.After)
		r.change(t.indexes[0]).insert(primary, n)
	case c.After == nil:
		r.rows.Remove(r.owner, n)
		r.change(t.indexes[0]).remove(primary, n, r.rows.Len())
	default:
		r.rows.Set(r.owner, n, c.After)
	}
	for _, ix := range t.indexes[1:] {
		var before, after []entryKey
		if c.Before != nil {
			before = ix.entryKeys(nil, c.Before, c.Key)
		}
		if c.After != nil {
			after = ix.entryKeys(nil, c.After, c.Key)
		}
		if slices.EqualFunc(before, after, entryKey.same) {
			continue // most changes are of one field
		}
		e := r.change(ix)
		for _, key := range before {
			e.remove(key, n, r.rows.Len())
		}
		for _, key := range after {
			e.insert(key, n)
		}
		if g := e.grams.Load(); g != nil {
			before, after := textOf(t.schema, ix.Field, c.Before), textOf(t.schema, ix.Field, c.After)
			e.grams.Store(g.changed(r.owner, n, before, after, r.rows.Len()))
		}
	}
}

func (e *entries) insert(key entryKey, n uint32) {
	e.tree.Insert(e.owner, key.bytes, n)
	if bits := e.often.change(e.owner, key.bytes[:key.value]); bits != nil {
		bits.Add(e.owner, n)
	}
}

// remove takes a key of a row away, of rows many that there are.
func (e *entries) remove(key entryKey, n uint32, rows int) {
	e.tree.Remove(e.owner, key.bytes)
	value := key.bytes[:key.value]
	if bits := e.often.change(e.owner, value); bits != nil {
		bits.Remove(e.owner, n)
		if !isOften(bits.Len()*oftenSlack, rows) {
			e.often.drop(value)
		}
	}
}

// entryRoom is more bytes than most entries have.
const entryRoom = 80

// row returns the row with an entry in a unique index other than the primary one, or
// nil.
func (r *records) row(ix *index, entry []byte) any {
	if n, ok := r.indexes[ix.number].tree.Get(entry); ok {
		return r.rows.At(n)
	}
	return nil
}
