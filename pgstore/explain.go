package pgstore

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/store"
)

// Explain answers a query, and returns how: the statements that it comes to, each
// with the plan that PostgreSQL followed and how many rows it met. The query need not
// have been checked. The words are PostgreSQL's.
func (db *DB) Explain(ctx context.Context, s *store.Schema, q *store.Query) (string, error) {
	t, err := db.table("explain", s)
	if err != nil {
		return "", err
	}
	checked, err := check(s, q)
	if err != nil {
		return "", err
	}
	page, count, err := t.selects(checked)
	if errors.Is(err, errTooBroad) {
		return fmt.Sprintf("every row is looked at: %v", err), nil
	}
	if err != nil {
		return "", err
	}
	var b strings.Builder
	for _, asked := range []*statement{page, count} {
		if asked == nil {
			continue
		}
		fmt.Fprintf(&b, "%s\n", asked.sql)
		if err := db.explain(ctx, &b, asked); err != nil {
			return "", failure(ctx, "explain", s.Name, err)
		}
	}
	return strings.TrimSuffix(b.String(), "\n"), nil
}

func (db *DB) explain(ctx context.Context, b *strings.Builder, asked *statement) error {
	rows, err := db.pool.Query(ctx, "EXPLAIN (ANALYZE, TIMING OFF, SUMMARY OFF) "+asked.sql, asked.args...)
	if err != nil {
		return err
	}
	var line string
	_, err = pgx.ForEachRow(rows, []any{&line}, func() error {
		fmt.Fprintf(b, "  %s\n", line)
		return nil
	})
	return err
}

// check returns a query as a [store.Table] would ask it.
func check(s *store.Schema, q *store.Query) (*store.Query, error) {
	checked := *q
	if err := s.CheckQuery("pgstore: explain", &checked); err != nil {
		return nil, err
	}
	return &checked, nil
}
