package pgstore

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Query implements [store.ReadTx].
func (tx *readTx) Query(ctx context.Context, s *store.Schema, q *store.Query) (*store.Result, error) {
	t, err := tx.db.table("query", s)
	if err != nil {
		return nil, err
	}
	page, count, err := t.selects(q)
	if errors.Is(err, errTooBroad) {
		return tx.lookAtAll(ctx, t, q)
	}
	if err != nil {
		return nil, err
	}
	result := &store.Result{}
	var asked []statement
	if page != nil {
		asked = append(asked, page.reading(rowsInto(t, &result.Rows)))
	}
	if count != nil {
		asked = append(asked, count.reading(oneInto(&result.Total)))
	}
	if err := tx.send(ctx, "query", s, asked...); err != nil {
		return nil, err
	}
	if count == nil {
		result.Total = len(result.Rows)
	}
	return result, nil
}

// selects returns the statements that answer a query: that of the page, unless there
// is none, and that of the total, unless the page is everything.
func (t *table) selects(q *store.Query) (page, count *statement, err error) {
	condition, args, err := t.condition(q.Filter)
	if err != nil {
		return nil, nil, err
	}
	from := fmt.Sprintf("FROM %s WHERE %s", t.name, condition)
	if q.CountOnly || q.Offset > 0 || q.Limit > 0 {
		count = &statement{sql: "SELECT count(*) " + from, args: args}
	}
	if q.CountOnly {
		return nil, count, nil
	}
	sql := fmt.Sprintf("SELECT %s %s ORDER BY %s", quote(recordColumn), from, order(q.Order))
	args = args[:len(args):len(args)]
	if q.Limit > 0 {
		args = append(args, q.Limit)
		sql += fmt.Sprintf(" LIMIT $%d", len(args))
	}
	if q.Offset > 0 {
		args = append(args, q.Offset)
		sql += fmt.Sprintf(" OFFSET $%d", len(args))
	}
	return &statement{sql: sql, args: args}, count, nil
}

// order writes the terms of an order, and the key as the last one, in the direction
// of the term before it. Missing values are where PostgreSQL has them: last, or first
// in descending order.
func order(terms []filter.Order) string {
	var b strings.Builder
	direction := ""
	for _, term := range terms {
		direction = ""
		if term.Desc {
			direction = " DESC"
		}
		fmt.Fprintf(&b, "%s%s, ", quote(term.Field), direction)
	}
	return b.String() + string(quote(keyColumn)) + direction
}

// lookAtAll answers a query without PostgreSQL's help.
func (tx *readTx) lookAtAll(ctx context.Context, t *table, q *store.Query) (*store.Result, error) {
	var all []any
	every := statement{sql: fmt.Sprintf("SELECT %s FROM %s", quote(recordColumn), t.name)}
	if err := tx.send(ctx, "query", t.schema, every.reading(rowsInto(t, &all))); err != nil {
		return nil, err
	}
	return store.Select(ctx, t.schema, q, sequence(all))
}

func sequence(rows []any) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// rowsInto reads records, one in each row of the answer.
func rowsInto(t *table, rows *[]any) func(pgx.Rows) error {
	return func(answer pgx.Rows) error {
		*rows = nil // the statement may have been sent before
		for answer.Next() {
			row, err := decodeRecord(t.schema, answer.RawValues()[0])
			if err != nil {
				return err
			}
			*rows = append(*rows, row)
		}
		return nil
	}
}

// oneInto reads the only column of the first row, and leaves value as it is if
// there is none.
func oneInto(value any) func(pgx.Rows) error {
	return func(answer pgx.Rows) error {
		if answer.Next() {
			return answer.Scan(value)
		}
		return nil
	}
}
