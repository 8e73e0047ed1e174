package memstore

import (
	"slices"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// data is all records: those in a go-memdb, with what queries read of them, and
// what was written since. It does not change, but for what a transaction is
// writing.
//
// A write copies a path in the tree of go-memdb and in those of the indexes that it
// concerns; to write it down costs a few allocations. Much of what is asked of a
// PBX after a write is about one record with a known key, which an overlay answers,
// and what has to be done in the end is done for several writes at once.
type data struct {
	mem     *memdb.MemDB
	tables  []*records // of mem's rows, by the number of the table; nil for none
	pending *overlay   // nil if they have everything
}

// overlay holds the writes of one transaction, or the last of them, that a
// go-memdb has not been told of, nor the records beside it.
type overlay struct {
	under *overlay          // the writes before; nil if there are none
	rows  map[uniqueKey]any // under the keys that were written; nil is a row that is gone
	last  map[string]int64  // numbers of sequences

	writes []store.Change // all that the transaction has written
	from   int            // how many of them are not the overlay's: mem has them
}

// next returns the overlay for a transaction's writes after o, which has been
// settled, or is nil.
func (o *overlay) next(under *overlay) *overlay {
	if o == nil {
		return &overlay{under: under, rows: map[uniqueKey]any{}}
	}
	clear(o.rows) // the room is used again
	return &overlay{under: under, rows: o.rows, writes: o.writes, from: len(o.writes)}
}

// size returns how much a go-memdb has not been told of.
func (o *overlay) size() (n int) {
	for ; o != nil; o = o.under {
		n += len(o.writes) - o.from + len(o.last)
	}
	return n
}

// concerns reports whether a go-memdb has not been told of a write to a table.
func (o *overlay) concerns(s *store.Schema) bool {
	for ; o != nil; o = o.under {
		for i := range o.writes[o.from:] {
			if o.writes[o.from+i].Schema == s {
				return true
			}
		}
	}
	return false
}

// check has a row whose index function panics do so before it is committed, and
// not in every query after that.
func (o *overlay) check() {
	for _, c := range o.writes {
		if c.After == nil {
			continue
		}
		for _, ix := range c.Schema.Indexes {
			if !ix.Unique { // unique ones have been asked
				ix.Keys(c.After)
			}
		}
	}
}

// settled returns the same data with nothing pending. It works on a private copy of
// go-memdb, and never on the watched primary one: that would track every node it
// replaces for watchers that do not exist. What the owner has made, who may be a
// transaction that settles several times, is changed in place.
func (d data) settled(l *layout, o *cow.Owner) data {
	next := data{mem: d.mem.Snapshot(), tables: slices.Clone(d.tables)}
	writer := next.mem.Txn(true)
	d.pending.apply(l, o, writer, next.tables)
	writer.Commit()
	return next
}

// apply tells a go-memdb of the writes, and the records beside it, in the order in
// which they were made: a key may have gone from one row to another. It fails if an
// index function does, which ours do not.
func (o *overlay) apply(l *layout, owner *cow.Owner, writer *memdb.Txn, tables []*records) {
	if o == nil {
		return
	}
	o.under.apply(l, owner, writer, tables)
	for _, c := range o.writes[o.from:] {
		var err error
		if c.After != nil {
			err = writer.Insert(c.Schema.Name, c.After)
		} else {
			err = writer.Delete(c.Schema.Name, c.Before)
		}
		if err != nil {
			panic("memstore: " + err.Error())
		}
		t := l.tables[c.Schema]
		tables[t.number] = tables[t.number].own(owner, t)
		tables[t.number].apply(t, c)
	}
	for name, n := range o.last {
		if err := writer.Insert(sequenceTable.Name, &sequence{name, n}); err != nil {
			panic("memstore: " + err.Error())
		}
	}
}
