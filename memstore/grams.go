package memstore

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// grams finds the rows in whose text, the value of an indexed field, three bytes
// stand together: what pg_trgm and FTS5 do for a pattern that begins with %.
//
// Making it costs as much as reading all texts in the index some thirty times, and
// every change of a text costs more from then on. So it is made when patterns have
// cost half of that, and forgotten when changes have since the last pattern: it costs
// nothing where nobody asks for it, and never much more than it is worth.
type grams struct {
	owner   *cow.Owner
	texts   cow.Texts             // by the number of the row; "" for none
	numbers cow.Tree              // of the gram's rows in sets
	sets    cow.Slab[*cow.Bitmap] // of rows
	changes int                   // of texts since the last pattern, as far as the writer knows
	used    atomic.Bool           // since the last change
}

const (
	// gramsWorth is how many times all texts are read before grams are made.
	gramsWorth = 16
	// mostGrams is how many grams of a pattern are looked up. The rarest ones of
	// a few leave hardly a row that the others would not.
	mostGrams = 6
)

// makeGrams reads the texts of all rows.
func makeGrams(ctx context.Context, s *store.Schema, field string, rows *cow.Slab[any]) (*grams, error) {
	g := &grams{owner: new(cow.Owner)}
	lists := map[uint32][]uint32{} // of rows; a number is faster found than three bytes
	var room []filter.Gram
	var texts []string
	var n uint32
	for chunk := range rows.Chunks() {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		texts = texts[:0]
		for _, row := range chunk {
			text := textOf(s, field, row)
			texts = append(texts, text)
			room = filter.AppendGrams(room[:0], text)
			for _, gram := range room {
				number := uint32(gram[0])<<16 | uint32(gram[1])<<8 | uint32(gram[2])
				lists[number] = append(lists[number], n)
			}
			n++
		}
		g.texts.Append(g.owner, texts)
	}
	for _, number := range slices.Sorted(maps.Keys(lists)) {
		gram := []byte{byte(number >> 16), byte(number >> 8), byte(number)}
		g.numbers.Insert(g.owner, gram, g.sets.Add(g.owner, cow.BitmapOf(g.owner, lists[number])))
	}
	g.used.Store(true)
	return g, nil
}

// textOf returns the text of a row, or "" if it has none.
func textOf(s *store.Schema, field string, row any) string {
	if row == nil {
		return ""
	}
	if text, ok := s.Value(row, field); ok {
		return text.(string)
	}
	return ""
}

// lookUp finds the rows that have the grams of a part's pattern, if the index has
// grams, or it is time that it had.
func (p *planner) lookUp(part *part) {
	if part.pattern == nil || len(part.exprs) > 1 { // the spans are of other conditions
		return
	}
	of, decide := part.pattern.Grams()
	if len(of) == 0 {
		return
	}
	g := part.entries.grams.Load()
	if g == nil {
		if g = p.gramsOf(part); g == nil {
			part.wanting = true
			return
		}
	}
	part.sets = g.rarest(of)
	if !decide {
		part.texts = &g.texts
	}
}

// gramsOf makes the grams of a part's index for everyone who holds the same records,
// if what was read for want of them has come to as much. It returns nil if not, or if
// the context ends, or if somebody else is about it.
func (p *planner) gramsOf(part *part) *grams {
	e := part.entries
	read := e.read.Load()
	if read < gramsWorth*int64(p.r.rows.Len()) || !e.read.CompareAndSwap(read, 0) {
		return nil
	}
	g, err := makeGrams(p.ctx, p.t.schema, part.ix.Field, &p.r.rows)
	if err != nil {
		return nil // which the query will see
	}
	e.grams.Store(g)
	return g
}

func compareGrams(a, b filter.Gram) int { return bytes.Compare(a[:], b[:]) }

// rarest returns the sets of rows that have the grams, each; of the rarest if there
// are many.
func (g *grams) rarest(of []filter.Gram) []*cow.Bitmap {
	g.used.Store(true)
	sets := make([]*cow.Bitmap, 0, len(of))
	for _, gram := range of {
		n, ok := g.numbers.Get(gram[:])
		if !ok {
			return []*cow.Bitmap{{}} // which no row has
		}
		sets = append(sets, g.sets.At(n))
	}
	slices.SortFunc(sets, func(a, b *cow.Bitmap) int { return cmp.Compare(a.Len(), b.Len()) })
	sets = slices.Compact(sets)
	return sets[:min(len(sets), mostGrams)]
}

// matching returns the rows of m whose texts match the patterns of some parts.
func (p *planner) matching(m cow.Meet, parts []*part) (*cow.Bitmap, error) {
	rows := make([]uint32, 0, m.In[0].Len()) // of the smallest set
	for n := range m.Each {
		rows = append(rows, n)
	}
	// What takes milliseconds is shared out: reading texts is waiting for memory.
	workers := min(1+len(rows)/rowsPerWorker, runtime.GOMAXPROCS(0), mostWorkers)
	shares := slices.Collect(slices.Chunk(rows, max(1, (len(rows)+workers-1)/workers)))
	var group sync.WaitGroup
	for i := range shares {
		if i > 0 {
			group.Go(func() { shares[i] = p.matchingOf(shares[i], parts) })
		}
	}
	if len(shares) > 0 {
		shares[0] = p.matchingOf(shares[0], parts)
	}
	group.Wait()
	matched := rows[:0]
	for _, share := range shares {
		matched = append(matched, share...) // which is where it was, or further on
	}
	return cow.BitmapOf(new(cow.Owner), matched), p.ctx.Err()
}

const (
	// rowsPerWorker is how many texts are worth another goroutine at least.
	rowsPerWorker = 20_000
	// mostWorkers leaves processors for others.
	mostWorkers = 4

	// textsBatch is how many texts are fetched from memory together. More than a
	// processor waits for at once, and fewer than its nearest cache holds.
	textsBatch = 128
)

// matchingOf leaves those of some rows whose texts match; fewer, if the context ends.
func (p *planner) matchingOf(rows []uint32, parts []*part) []uint32 {
	matched, texts := rows[:0], make([]string, 0, textsBatch)
	for batch := range slices.Chunk(rows, textsBatch) {
		if p.ctx.Err() != nil {
			break
		}
		for _, part := range parts {
			texts, _ = part.texts.Fetch(texts[:0], batch)
			left := batch[:0]
			for i, n := range batch {
				if part.pattern.Match(texts[i]) {
					left = append(left, n)
				}
			}
			batch = left
		}
		matched = append(matched, batch...)
	}
	return matched
}

// changed returns the grams after the text of a row has changed, of rows that there
// are so many of, or nil if they are not worth it any more.
func (g *grams) changed(o *cow.Owner, n uint32, before, after string, rows int) *grams {
	if g.owner != o {
		next := &grams{owner: o, texts: g.texts, numbers: g.numbers, sets: g.sets, changes: g.changes}
		if g.used.Load() {
			next.changes = 0
		}
		g = next
	}
	if g.changes++; g.changes > rows {
		return nil
	}
	g.texts.Set(o, n, after)
	had, has := sortedGrams(before), sortedGrams(after)
	for _, gram := range had {
		if _, ok := slices.BinarySearchFunc(has, gram, compareGrams); !ok {
			g.remove(gram, n)
		}
	}
	for _, gram := range has {
		if _, ok := slices.BinarySearchFunc(had, gram, compareGrams); !ok {
			g.add(gram, n)
		}
	}
	return g
}

func sortedGrams(text string) []filter.Gram {
	all := filter.AppendGrams(nil, text)
	slices.SortFunc(all, compareGrams)
	return slices.Compact(all)
}

func (g *grams) add(gram filter.Gram, n uint32) {
	number, ok := g.numbers.Get(gram[:])
	if !ok {
		number = g.sets.Add(g.owner, &cow.Bitmap{})
		g.numbers.Insert(g.owner, gram[:], number)
	}
	set := g.own(number)
	set.Add(g.owner, n)
}

func (g *grams) remove(gram filter.Gram, n uint32) {
	number, _ := g.numbers.Get(gram[:])
	set := g.own(number)
	set.Remove(g.owner, n)
	if set.Len() == 0 {
		g.sets.Remove(g.owner, number)
		g.numbers.Remove(g.owner, gram[:])
	}
}

// own returns a set that the owner may change.
func (g *grams) own(number uint32) *cow.Bitmap {
	set := g.sets.At(number)
	if own := set.Own(g.owner); own != set {
		g.sets.Set(g.owner, number, own)
		return own
	}
	return set
}
