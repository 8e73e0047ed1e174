package memstore

import (
	"context"

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
	if ix, value := t.lookup(q.Filter); ix != nil {
		notes.add("unique: one row at most has this key in %s", ix.Name)
		return tx.one(t, q, ix, value)
	}
	if tx.pending.concerns(t.schema) {
		tx.settle()
	}
	p := newPlanner(ctx, t, tx.tables[t.number], q, notes)
	return p.answer(p.choose())
}

// lookup returns a unique index, and the value of its field that every selected row
// has, or nil.
func (t *table) lookup(e filter.Expr) (ix *index, value any) {
	switch e := e.(type) {
	case filter.Cmp:
		if e.Op != filter.Eq {
			break
		}
		if ix := t.index(t.schema.IndexOn(e.Field)); ix != nil && ix.Unique {
			return ix, e.Value
		}
	case filter.And:
		for _, part := range e {
			if ix, value := t.lookup(part); ix != nil {
				return ix, value
			}
		}
	}
	return nil, nil
}

// one answers a query that selects the row with a value, which is unique, or no row.
func (tx *readTx) one(t *table, q *store.Query, ix *index, value any) (*store.Result, error) {
	row, err := tx.withValue(t, ix, value)
	if err != nil {
		return nil, err
	}
	if _, all := q.Filter.(filter.Cmp); row == nil || !all && !t.schema.Match(q.Filter)(row) {
		return &store.Result{}, nil
	}
	found := &struct { // one allocation
		store.Result
		row [1]any
	}{store.Result{Total: 1}, [1]any{row}}
	if !q.CountOnly && q.Offset == 0 {
		found.Rows = found.row[:]
	}
	return &found.Result, nil
}

// withValue returns the row with a value in a unique index, or nil. It does without a
// key on the heap for the most frequent of all queries.
func (tx *readTx) withValue(t *table, ix *index, value any) (any, error) {
	if text, ok := value.(string); ok && tx.pending == nil && ix.number > 0 {
		var room [entryRoom]byte
		return tx.tables[t.number].row(ix, store.AppendText(append(room[:0], keyPresent), text)), nil
	}
	return tx.first(t, ix, store.FieldKey(value))
}
