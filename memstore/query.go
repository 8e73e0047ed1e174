package memstore

import (
	"context"
	"iter"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Query answers from an index where one serves, and else looks at every row:
//
//   - without a filter, in the order of an index: walk it to the page and stop;
//     how many rows there are is known;
//   - a comparison for equality, or contains_all, on an indexed field: look at
//     the rows with that key only;
//   - anything else: look at the rows of the table.
func (tx *readTx) Query(ctx context.Context, s *store.Schema, q *store.Query) (*store.Result, error) {
	if err := tx.usable(ctx); err != nil {
		return nil, err
	}
	t, err := tx.layout.table("query", s)
	if err != nil {
		return nil, err
	}
	if q.Filter == nil {
		if q.CountOnly {
			return &store.Result{Total: tx.rows[t.number]}, nil
		}
		if ix, desc := t.orderIndex(q.Order); ix != nil {
			return tx.walk(ctx, t, ix, desc, q)
		}
	}
	rows := tx.candidates(t, q.Filter)
	if len(q.Order) == 0 { // candidates come in the order of the primary key
		return store.SelectOrdered(ctx, s, q, rows)
	}
	return store.Select(ctx, s, q, rows)
}

// orderIndex returns the index that lists all rows in an order, or nil, and
// whether backwards.
func (t *table) orderIndex(order []filter.Order) (ix *index, desc bool) {
	switch len(order) {
	case 0:
		return t.indexes[0], false
	case 1:
		for _, ix := range t.indexes {
			if ix.Field == order[0].Field && !ix.Unique && !ix.Multi {
				return ix, order[0].Desc
			}
		}
	}
	return nil, false
}

// walk returns a page of all rows in the order of an index.
func (tx *readTx) walk(ctx context.Context, t *table, ix *index, desc bool, q *store.Query) (*store.Result, error) {
	result := &store.Result{Total: tx.rows[t.number]}
	n := max(result.Total-q.Offset, 0)
	if q.Limit > 0 {
		n = min(n, q.Limit)
	}
	if n == 0 {
		return result, nil
	}
	result.Rows = make([]any, 0, n)
	passed := 0
	for row, err := range tx.each(t, ix, nil, desc) {
		if err != nil {
			return nil, err
		}
		if passed++; passed%1024 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if passed <= q.Offset {
			continue
		}
		result.Rows = append(result.Rows, row)
		if len(result.Rows) == n {
			break
		}
	}
	return result, nil
}

// candidates returns rows among which are all that the filter selects, in the
// order of the primary key.
func (tx *readTx) candidates(t *table, e filter.Expr) iter.Seq2[any, error] {
	if ix, key := t.lookup(e); ix != nil {
		if ix.Unique {
			return tx.one(t, ix, key)
		}
		return tx.each(t, ix, append([]byte{keyPresent}, key...), false)
	}
	return tx.each(t, t.indexes[0], nil, false)
}

// lookup returns an index and a key that every selected row has in it, a unique
// index rather than another, or nil.
func (t *table) lookup(e filter.Expr) (best *index, key store.Key) {
	switch e := e.(type) {
	case filter.Cmp:
		return t.lookupCmp(e)
	case filter.And:
		for _, part := range e {
			ix, k := t.lookup(part)
			if ix != nil && (best == nil || ix.Unique && !best.Unique) {
				best, key = ix, k
			}
		}
	}
	return best, key
}

func (t *table) lookupCmp(c filter.Cmp) (*index, store.Key) {
	value := c.Value
	switch c.Op {
	case filter.Eq:
	case filter.ContainsAll:
		texts := c.Value.([]string)
		if len(texts) == 0 {
			return nil, ""
		}
		value = texts[0]
	default:
		return nil, ""
	}
	ix := t.index(t.schema.IndexOn(c.Field))
	if ix == nil {
		return nil, ""
	}
	return ix, store.FieldKey(value)
}

// one returns the row with a key in a unique index, if there is one.
func (tx *readTx) one(t *table, ix *index, key store.Key) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		if row, err := tx.first(t, ix, key); row != nil || err != nil {
			yield(row, err)
		}
	}
}

// each returns the rows whose key in an index begins with a prefix, in the order
// of the keys, or the reverse.
func (tx *readTx) each(t *table, ix *index, prefix []byte, desc bool) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		if tx.pending.concerns(t.schema) {
			tx.settle()
		}
		get := tx.reader.Get
		if desc {
			get = tx.reader.GetReverse
		}
		var rows memdb.ResultIterator
		var err error
		if len(prefix) > 0 {
			rows, err = get(t.name, ix.name+"_prefix", prefix)
		} else {
			rows, err = get(t.name, ix.name)
		}
		if err != nil {
			yield(nil, err)
			return
		}
		for row := rows.Next(); row != nil; row = rows.Next() {
			if !yield(row, nil) {
				return
			}
		}
	}
}
