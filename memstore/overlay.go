package memstore

import (
	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/store"
)

// data is records: those in a go-memdb, and what was written since. It does not
// change, but for an overlay that a transaction is writing.
//
// A write to go-memdb copies a path in the tree of every index of the table,
// which for a user among 100,000 is some 500 allocations; to write it down costs
// a few. Much of what is asked of a PBX after a write is about one record with a
// known key, which an overlay answers, and what has to be done in the end is done
// for several writes at once.
type data struct {
	mem     *memdb.MemDB
	pending *overlay // nil if mem has everything
}

// overlay holds the writes of one transaction, or the last of them, that a
// go-memdb has not been told of.
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

// settled returns the same records, all of them in a go-memdb. It works on a
// private copy, and never on go-memdb's watched primary one: that would track
// every node it replaces for watchers that do not exist.
func (d data) settled() data {
	mem := d.mem.Snapshot()
	writer := mem.Txn(true)
	d.pending.apply(writer)
	writer.Commit()
	return data{mem: mem}
}

// apply tells a go-memdb of the writes in the order in which they were made: a
// key may have gone from one row to another. It fails if an index function does,
// which ours do not.
func (o *overlay) apply(writer *memdb.Txn) {
	if o == nil {
		return
	}
	o.under.apply(writer)
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
	}
	for name, n := range o.last {
		if err := writer.Insert(sequenceTable.Name, &sequence{name, n}); err != nil {
			panic("memstore: " + err.Error())
		}
	}
}
