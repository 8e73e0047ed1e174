package store

import (
	"context"
	"iter"
	"slices"
)

// Select answers a query from a sequence of rows in any order: it is the
// meaning of a [Query], and what a backend uses for the parts that it cannot do
// better. An error in the sequence ends it.
func Select(ctx context.Context, s *Schema, q *Query, rows iter.Seq2[any, error]) (*Result, error) {
	match := s.Match(q.Filter)
	if q.CountOnly {
		return countOnly(ctx, match, rows)
	}
	compare, err := s.Compare(q.Order)
	if err != nil {
		return nil, err
	}
	best := &firstRows{compare: compare, most: pageEnd(q)}
	for row, err := range bounded(ctx, rows) {
		if err != nil {
			return nil, err
		}
		if match(row) {
			best.add(row)
		}
	}
	return &Result{Rows: cut(best.first(), q), Total: best.seen}, nil
}

// SelectOrdered is Select for a sequence whose rows are in the order of the
// query already: it sorts nothing and keeps the page only.
func SelectOrdered(ctx context.Context, s *Schema, q *Query, rows iter.Seq2[any, error]) (*Result, error) {
	match := s.Match(q.Filter)
	if q.CountOnly {
		return countOnly(ctx, match, rows)
	}
	result := &Result{}
	end := pageEnd(q)
	for row, err := range bounded(ctx, rows) {
		if err != nil {
			return nil, err
		}
		if !match(row) {
			continue
		}
		if result.Total >= q.Offset && (end == 0 || result.Total < end) {
			result.Rows = append(result.Rows, row)
		}
		result.Total++
	}
	return result, nil
}

func countOnly(ctx context.Context, match func(any) bool, rows iter.Seq2[any, error]) (*Result, error) {
	result := &Result{}
	for row, err := range bounded(ctx, rows) {
		if err != nil {
			return nil, err
		}
		if match(row) {
			result.Total++
		}
	}
	return result, nil
}

// bounded ends a sequence with ctx's error once ctx has ended.
func bounded(ctx context.Context, rows iter.Seq2[any, error]) iter.Seq2[any, error] {
	const every = 1024 // rows between two looks at ctx
	return func(yield func(any, error) bool) {
		n := 0
		for row, err := range rows {
			if n++; n%every == 0 && ctx.Err() != nil {
				yield(nil, ctx.Err())
				return
			}
			if !yield(row, err) {
				return
			}
		}
	}
}

// pageEnd returns how many of the first rows a page needs; 0 stands for all.
func pageEnd(q *Query) int {
	if q.Limit == 0 || q.Offset+q.Limit < 0 { // none, or beyond int
		return 0
	}
	return q.Offset + q.Limit
}

func cut(rows []any, q *Query) []any {
	rows = rows[min(q.Offset, len(rows)):]
	if q.Limit > 0 {
		rows = rows[:min(q.Limit, len(rows))]
	}
	return rows
}

// firstRows keeps the first rows of an order: up to twice as many as are wanted, of
// which half are given up when there is no more room. The last of those that are
// kept then turns most others away by one comparison.
type firstRows struct {
	compare func(a, b any) int
	most    int // how many are wanted; 0 stands for all
	seen    int
	rows    []any
	sorted  int // how many of rows, at the beginning, are in order
}

func (f *firstRows) add(row any) {
	f.seen++
	if f.sorted > 0 && f.compare(row, f.rows[f.sorted-1]) >= 0 {
		return
	}
	f.rows = append(f.rows, row)
	if f.most > 0 && len(f.rows)/2 >= f.most {
		f.rows = f.first()
		f.sorted = len(f.rows)
	}
}

// first returns the first rows in order.
func (f *firstRows) first() []any {
	slices.SortFunc(f.rows, f.compare)
	if f.most > 0 && len(f.rows) > f.most {
		clear(f.rows[f.most:])
		return f.rows[:f.most]
	}
	return f.rows
}
