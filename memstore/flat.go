package memstore

import (
	"sync"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
)

// counted is a set of rows that have been counted, to look into.
type counted struct {
	has  func(uint32) bool
	flat *cow.Flat // nil if none was made
}

var flats = sync.Pool{New: func() any { return new(cow.Flat) }}

// mostFlat keeps the memory for one large table from staying for good: a megabyte, for
// eight million rows.
const mostFlat = 1 << 20 / 8

// done gives the memory back. The set is not to be used any more.
func (c counted) done() {
	if c.flat != nil && cap(*c.flat) <= mostFlat {
		flats.Put(c.flat)
	}
}

// flatShare is how many times fewer looks than there are rows are not worth it to keep
// what was counted: 64 rows are intersected at a time.
const flatShare = 1024

// count returns how many rows are in all of some parts. It keeps them, if that is not
// dearer than to look into each set again for every row of the walk.
func (p *planner) count(m cow.Meet, parts []*part) (counted, int) {
	rows, others := float64(p.r.rows.Len()), float64(len(m.In)+len(m.NotIn)-1)
	selected := rows
	for _, part := range parts {
		selected *= part.share(p.r.rows.Len())
	}
	if p.order == nil || p.q.CountOnly || p.steps(rows, selected)*others < rows/flatShare {
		return counted{has: m.Has}, m.Len()
	}
	flat := flats.Get().(*cow.Flat)
	var n int
	*flat, n = m.Flat(*flat)
	return counted{flat.Has, flat}, n
}
