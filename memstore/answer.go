package memstore

import (
	"iter"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// answer answers the query by a plan. Whatever the plan, the answer is that of
// [store.Select] over all rows.
func (p *planner) answer(pl plan) (*store.Result, error) {
	p.notes.plan(p, pl)
	result, err := p.follow(pl)
	if err != nil {
		return nil, err
	}
	return result, nil
}

// follow may return a part of the answer with an error.
func (p *planner) follow(pl plan) (*store.Result, error) {
	switch pl.method {
	case walk:
		return store.SelectOrdered(p.ctx, p.t.schema, p.q, p.rows(p.orderEntries(), p.everything(), p.desc))
	case cut:
		return p.cut(pl)
	case read:
		return p.read(pl.parts[0])
	case fetch:
		return p.fetchRows(pl.parts[0])
	case meet:
		return p.meetRows(pl)
	}
	return store.Select(p.ctx, p.t.schema, p.q, p.allRows())
}

func (p *planner) orderEntries() *entries { return p.r.indexes[p.order.number] }

func (p *planner) everything() []span { return []span{{0, p.r.rows.Len()}} }

// allRows returns every row, in the order in which they are easiest to get at.
func (p *planner) allRows() iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for rows := range p.r.rows.Chunks() {
			for _, row := range rows {
				if row != nil && !yield(row, nil) {
					return
				}
			}
		}
	}
}

// rows returns the rows of some spans of an index.
func (p *planner) rows(e *entries, spans []span, reverse bool) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for n := range p.numbers(e, spans, reverse) {
			if !yield(p.r.rows.At(n), nil) {
				return
			}
		}
		if err := p.ctx.Err(); err != nil {
			yield(nil, err)
		}
	}
}

// pageOf returns how many rows the page has if there are so many in all.
func (p *planner) pageOf(total int) int {
	if p.q.CountOnly {
		return 0
	}
	n := max(total-p.q.Offset, 0)
	if p.q.Limit > 0 {
		n = min(n, p.q.Limit)
	}
	return n
}

// cut answers with a piece of an index: what the part selects is counted without a
// look at it, and what the page skips is skipped at once.
func (p *planner) cut(pl plan) (*store.Result, error) {
	spans, e := p.everything(), p.r.indexes[0]
	switch {
	case len(pl.parts) > 0:
		spans, e = pl.parts[0].spans, pl.parts[0].entries
	case p.order != nil:
		e = p.orderEntries()
	}
	total := entriesIn(spans)
	n := p.pageOf(total)
	result := &store.Result{Total: total}
	if n == 0 {
		return result, nil
	}
	result.Rows = make([]any, 0, n)
	err := p.eachNumber(&part{entries: e, spans: piece(spans, p.q.Offset, n, p.desc)}, p.desc, func(number uint32) {
		result.Rows = append(result.Rows, p.r.rows.At(number))
	})
	return result, err
}

// piece returns n entries of some spans after those that are skipped, from the end
// if reverse.
func piece(spans []span, skip, n int, reverse bool) []span {
	if reverse {
		total := entriesIn(spans)
		skip = total - skip - n
	}
	var of []span
	for _, s := range spans {
		if skip < s.len() {
			s.lo += skip
			s.hi = min(s.hi, s.lo+n)
			of = append(of, s)
			n -= s.len()
			skip = 0
		} else {
			skip -= s.len()
		}
		if n == 0 {
			break
		}
	}
	return of
}

// read answers from the values in an index, without a look at a row that is not on
// the page.
func (p *planner) read(part *part) (*store.Result, error) {
	result := &store.Result{}
	end := p.pageEnd()
	err := p.eachNumber(part, p.desc, func(n uint32) {
		if !p.q.CountOnly && result.Total >= p.q.Offset && (end == 0 || result.Total < end) {
			result.Rows = append(result.Rows, p.r.rows.At(n))
		}
		result.Total++
	})
	return result, err
}

// fetchRows answers from the rows of one part.
func (p *planner) fetchRows(part *part) (*store.Result, error) {
	if p.inOrder(part) {
		return store.SelectOrdered(p.ctx, p.t.schema, p.q, p.rows(part.entries, part.spans, p.desc))
	}
	return store.Select(p.ctx, p.t.schema, p.q, p.rows(part.entries, part.spans, false))
}

// meetRows answers from the rows that are in all of some parts.
func (p *planner) meetRows(pl plan) (*store.Result, error) {
	m, err := p.meetOf(pl.parts)
	if err != nil {
		return nil, err
	}
	q := *p.q
	q.Filter = nil
	if len(pl.rest) > 0 {
		q.Filter = filter.And(pl.rest)
		return store.Select(p.ctx, p.t.schema, &q, p.rowsOf(m))
	}
	set, total := p.count(m, pl.parts)
	defer set.done()
	result := &store.Result{Total: total}
	p.notes.add("%d rows are in all of them", result.Total)
	n := p.pageOf(result.Total)
	if n == 0 {
		return result, nil
	}
	if p.paging(pl, result.Total) == bySort {
		p.notes.add("the page is found by comparing these")
		return store.Select(p.ctx, p.t.schema, &q, p.rowsOf(m))
	}
	p.notes.add("the page is found by a walk along %s", p.order.Name)
	return p.walkMeet(set.has, pl.parts, n, result)
}

func (p *planner) paging(pl plan, total int) paging {
	rows, selected := float64(p.r.rows.Len()), float64(total)
	switch {
	case pl.page != 0:
		return pl.page
	case p.order == nil || selected*costFetch+p.sort(selected) < p.walkCost(rows, selected):
		return bySort
	}
	return byWalk
}

// rowsOf returns the rows of a set.
func (p *planner) rowsOf(m cow.Meet) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for n := range m.Each {
			if !yield(p.r.rows.At(n), nil) {
				return
			}
		}
	}
}

// walkMeet finds the n rows of the page by a walk along the order, testing for each
// row whether it counts. If one of the parts is of that index, the walk begins and
// ends with it.
func (p *planner) walkMeet(has func(uint32) bool, parts []*part, n int, result *store.Result) (*store.Result, error) {
	spans := p.everything()
	for _, part := range parts {
		if part.ix == p.order {
			spans = part.spans
		}
	}
	result.Rows = make([]any, 0, n)
	skip := p.q.Offset
	for number := range p.numbers(p.orderEntries(), spans, p.desc) {
		if !has(number) {
			continue
		}
		if skip--; skip >= 0 {
			continue
		}
		if result.Rows = append(result.Rows, p.r.rows.At(number)); len(result.Rows) == n {
			return result, nil
		}
	}
	return result, p.ctx.Err()
}
