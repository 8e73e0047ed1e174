package memstore

import (
	"cmp"
	"slices"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
)

// byCost returns the parts, those that are the cheapest to make a set of first, and
// of equal ones those that select the fewest rows.
func (p *planner) byCost() []*part {
	return slices.SortedFunc(slices.Values(p.parts), func(a, b *part) int {
		return cmp.Or(
			cmp.Compare(a.bitsCost(p.r), b.bitsCost(p.r)),
			cmp.Compare(a.count(), b.count()),
		)
	})
}

// bitsCost returns what it costs to make sets of a part. A value that many rows have
// costs nothing, since the set is there, or will be from now on.
func (p *part) bitsCost(r *records) (cost float64) {
	rows := r.rows.Len()
	switch {
	case p.texts != nil:
		return costRead * float64(p.sets[0].Len())
	case p.sets != nil:
		return 0
	case p.pattern != nil:
		return costSet + costRead*float64(p.count())
	case p.only != "" && isOften(p.count(), rows):
		return 0
	case p.except == nil:
		return costSet + costEntry*float64(p.count())
	}
	if others := rows - p.count(); !isOften(others, rows) {
		cost = costSet + costEntry*float64(others)
	}
	return cost
}

// meetOf returns the rows that are in all of some parts.
func (p *planner) meetOf(parts []*part) (m cow.Meet, err error) {
	var unsure []*part
	for _, part := range parts {
		if part.sets != nil {
			m.In = append(m.In, part.sets...)
			if part.texts != nil {
				unsure = append(unsure, part)
			}
			continue
		}
		if part.except != nil && part.pattern == nil {
			for _, value := range part.except {
				bits, err := p.bitsOfValue(part.entries, value)
				if err != nil {
					return m, err
				}
				m.NotIn = append(m.NotIn, bits)
			}
			continue
		}
		bits, err := p.bits(part)
		if err != nil {
			return m, err
		}
		m.In = append(m.In, bits)
	}
	if len(m.In) == 0 {
		all, err := p.bitsOfValue(p.r.indexes[0], "")
		if err != nil {
			return m, err
		}
		m.In = append(m.In, all)
	}
	// Chunks that the smallest does not have are not looked at.
	slices.SortFunc(m.In, func(a, b *cow.Bitmap) int { return cmp.Compare(a.Len(), b.Len()) })
	if len(unsure) > 0 {
		p.notes.add("the texts of the rows that are in all of them are read")
		bits, err := p.matching(m, unsure)
		return cow.Meet{In: []*cow.Bitmap{bits}}, err
	}
	return m, nil
}

// bits returns the rows of a part.
func (p *planner) bits(part *part) (*cow.Bitmap, error) {
	if part.only != "" && part.pattern == nil {
		return p.bitsOfValue(part.entries, part.only)
	}
	bits, owner := &cow.Bitmap{}, new(cow.Owner)
	err := p.eachNumber(part, false, func(n uint32) { bits.Add(owner, n) })
	return bits, err
}

// bitsOfValue returns the rows with a value, and remembers them if they are many.
func (p *planner) bitsOfValue(e *entries, value string) (*cow.Bitmap, error) {
	if bits := e.often.get(value); bits != nil {
		return bits, nil
	}
	of := &part{entries: e, spans: []span{{0, e.tree.Len()}}}
	if value != "" {
		of.set(of.spanOf(value))
	}
	bits, owner := &cow.Bitmap{}, new(cow.Owner)
	if err := p.eachNumber(of, false, func(n uint32) { bits.Add(owner, n) }); err != nil {
		return nil, err
	}
	if isOften(bits.Len(), p.r.rows.Len()) {
		e.often.add(value, bits)
	}
	return bits, nil
}
