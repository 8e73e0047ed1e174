package memstore

import (
	"slices"
	"strings"
	"sync/atomic"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
)

// often is the rows of the values that many rows of a table have, such as one of
// its few sites, as bitmaps: several of them can be intersected, and counted,
// without a look at a row.
//
// A query that would like to have one makes it, for everyone who holds the same
// records; writers keep it up to date from then on. So nobody has to say which
// fields have few values, and what is not asked for costs nothing.
type often struct{ list atomic.Pointer[[]oftenValue] }

// oftenValue is the rows that have a value. The value is in the form of a key in
// the tree of the index; for the primary index it is "", which every row has.
type oftenValue struct {
	value string
	bits  *cow.Bitmap
}

const (
	// oftenShare is what part of the rows at least have a value that has a
	// bitmap: one in 128. All of a field together take some four bytes a row at
	// most: 128 values of 32 rows in each chunk, or 32 of so many that chunks are
	// bits.
	oftenShare = 128
	// oftenLeast is how many rows have it at least. Fewer are faster counted
	// than set.
	oftenLeast = 64
	// oftenSlack is how many times fewer rows can have it before it is dropped
	// again.
	oftenSlack = 4
)

// isOften reports whether a value that so many of the rows have is worth a bitmap.
func isOften(n, rows int) bool { return n >= oftenLeast && n*oftenShare >= rows }

func (o *often) find(value string) (list []oftenValue, i int, ok bool) {
	if p := o.list.Load(); p != nil {
		list = *p
	}
	i, ok = slices.BinarySearchFunc(list, value, func(v oftenValue, value string) int {
		return strings.Compare(v.value, value)
	})
	return list, i, ok
}

// get returns the bitmap of a value, or nil.
func (o *often) get(value string) *cow.Bitmap {
	if list, i, ok := o.find(value); ok {
		return list[i].bits
	}
	return nil
}

// add remembers a bitmap that a reader has made. Of two that were made at the same
// time one stays.
func (o *often) add(value string, bits *cow.Bitmap) {
	for {
		before := o.list.Load()
		list, i, ok := o.find(value)
		if ok {
			return
		}
		next := slices.Insert(slices.Clone(list), i, oftenValue{value: value, bits: bits})
		if o.list.CompareAndSwap(before, &next) {
			return
		}
	}
}

// copyFrom makes o, which is new, what other is.
func (o *often) copyFrom(other *often) {
	if list := other.list.Load(); list != nil {
		clone := slices.Clone(*list)
		o.list.Store(&clone)
	}
}

// change returns the bitmap of a value for a writer to change, or nil. The list is
// the writer's own.
func (o *often) change(owner *cow.Owner, value []byte) *cow.Bitmap {
	if o.list.Load() == nil {
		return nil
	}
	list, i, ok := o.find(string(value))
	if !ok {
		return nil
	}
	list[i].bits = list[i].bits.Own(owner)
	return list[i].bits
}

// drop forgets the bitmap of a value, in a list that is the writer's own.
func (o *often) drop(value []byte) {
	if list, i, ok := o.find(string(value)); ok {
		list = slices.Delete(list, i, i+1)
		o.list.Store(&list)
	}
}
