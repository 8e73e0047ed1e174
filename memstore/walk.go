package memstore

import (
	"iter"

	"github.com/pbxkit/pbxkit/memstore/internal/cow"
)

// blocksPerLook is how many blocks of entries are walked between two looks at the
// context.
const blocksPerLook = 64

// blocks returns the entries in some spans of an index, backwards if reverse. The
// sequence ends early with the context, whose error the caller has to look for.
func (p *planner) blocks(e *entries, spans []span, reverse bool) iter.Seq[cow.Block] {
	return func(yield func(cow.Block) bool) {
		seen := 0
		for i := range spans {
			s := spans[i]
			if reverse {
				s = spans[len(spans)-1-i]
			}
			for b := range e.tree.Blocks(s.lo, s.hi, reverse) {
				if seen++; seen%blocksPerLook == 0 && p.ctx.Err() != nil {
					return
				}
				if !yield(b) {
					return
				}
			}
		}
	}
}

// numbers returns the numbers of rows in some spans of an index, like blocks.
func (p *planner) numbers(e *entries, spans []span, reverse bool) iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for b := range p.blocks(e, spans, reverse) {
			numbers := b.Numbers()
			for i := range numbers {
				at := i
				if reverse {
					at = len(numbers) - 1 - i
				}
				if !yield(numbers[at]) {
					return
				}
			}
		}
	}
}

// eachNumber calls do with the number of each row of a part, in the order of the
// index or the reverse. It fails if the context ends.
func (p *planner) eachNumber(part *part, reverse bool, do func(uint32)) error {
	if part.pattern != nil {
		if part.wanting {
			part.entries.read.Add(int64(part.count()))
		}
		m := matcher{pattern: part.pattern, need: part.pattern.Need()}
		for b := range p.blocks(part.entries, part.spans, reverse) {
			m.each(b, reverse, do)
		}
		return p.ctx.Err()
	}
	for b := range p.blocks(part.entries, part.spans, reverse) {
		numbers := b.Numbers()
		for i := range numbers {
			at := i
			if reverse {
				at = len(numbers) - 1 - i
			}
			do(numbers[at])
		}
	}
	return p.ctx.Err()
}
