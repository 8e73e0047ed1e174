package memstore

import (
	"context"
	"iter"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Query answers from the indexes as far as they can, and looks at rows for the
// rest: see planner.
func (tx *readTx) Query(ctx context.Context, s *store.Schema, q *store.Query) (*store.Result, error) {
	if err := tx.usable(ctx); err != nil {
		return nil, err
	}
	t, err := tx.layout.table("query", s)
	if err != nil {
		return nil, err
	}
	return tx.answer(ctx, t, q, nil)
}

// answer answers a query and notes how. What a unique key and a count can answer,
// they answer whatever is pending.
func (tx *readTx) answer(ctx context.Context, t *table, q *store.Query, notes *notes) (*store.Result, error) {
	rows := tx.rows[t.number]
	if q.Filter == nil && q.CountOnly || rows == 0 {
		notes.add("known: how many rows there are is written down")
		return &store.Result{Total: rows}, nil
	}
	if ix, key := t.lookup(q.Filter); ix != nil {
		notes.add("unique: one row at most has this key in %s", ix.Name)
		return store.SelectOrdered(ctx, t.schema, q, tx.one(t, ix, key))
	}
	if tx.pending.concerns(t.schema) {
		tx.settle()
	}
	p := newPlanner(ctx, t, tx.tables[t.number], q, notes)
	return p.answer(p.choose())
}

// lookup returns a unique index and a key that every selected row has in it, or
// nil.
func (t *table) lookup(e filter.Expr) (*index, store.Key) {
	switch e := e.(type) {
	case filter.Cmp:
		if e.Op != filter.Eq {
			break
		}
		if ix := t.index(t.schema.IndexOn(e.Field)); ix != nil && ix.Unique {
			return ix, store.FieldKey(e.Value)
		}
	case filter.And:
		for _, part := range e {
			if ix, key := t.lookup(part); ix != nil {
				return ix, key
			}
		}
	}
	return nil, ""
}

// one returns the row with a key in a unique index, if there is one.
func (tx *readTx) one(t *table, ix *index, key store.Key) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		if row, err := tx.first(t, ix, key); row != nil || err != nil {
			yield(row, err)
		}
	}
}
