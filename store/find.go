package store

import (
	"context"

	"github.com/pbxkit/pbxkit/filter"
)

// Page is a page of the records that a query selects.
type Page[T any] struct {
	Rows  []*T // never nil
	Total int  // how many there are without Offset and Limit
}

// Find returns the page of records that q describes, or a [*filter.Error] if q
// cannot be asked.
func (t *Table[K, T]) Find(ctx context.Context, tx ReadTx, q Query) (Page[T], error) {
	result, err := t.query(ctx, tx, q)
	if err != nil {
		return Page[T]{}, err
	}
	page := Page[T]{Rows: make([]*T, len(result.Rows)), Total: result.Total}
	for i, row := range result.Rows {
		page.Rows[i] = t.out(row.(*T))
	}
	return page, nil
}

// All returns every record that e selects, in the order of the primary key.
func (t *Table[K, T]) All(ctx context.Context, tx ReadTx, e filter.Expr) ([]*T, error) {
	page, err := t.Find(ctx, tx, Query{Filter: e})
	return page.Rows, err
}

// Count returns how many records e selects.
func (t *Table[K, T]) Count(ctx context.Context, tx ReadTx, e filter.Expr) (int, error) {
	result, err := t.query(ctx, tx, Query{Filter: e, CountOnly: true})
	if err != nil {
		return 0, err
	}
	return result.Total, nil
}

// query checks a query and passes it on. This is the one place where a filter
// from outside can be refused.
func (t *Table[K, T]) query(ctx context.Context, tx ReadTx, q Query) (*Result, error) {
	if err := t.schema.CheckQuery("query", &q); err != nil {
		return nil, err
	}
	return tx.Query(ctx, t.schema, &q)
}
