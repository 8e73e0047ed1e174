package pgstore

import (
	"cmp"
	"context"
	"iter"

	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/store"
)

// Load adds rows to a table, all or none, by COPY: many of them in a fraction of the
// time that Insert takes. It returns how many there were. The rows are values of the
// type *T of the table. An error in the sequence ends it; a key that is taken is
// store.ErrExists, with the name of its index. Those who follow the changes are not
// told of these rows.
func (db *DB) Load(ctx context.Context, s *store.Schema, rows iter.Seq2[any, error]) (n int64, err error) {
	t, err := db.table("load", s)
	if err != nil {
		return 0, err
	}
	err = pgx.BeginTxFunc(ctx, db.pool, pgx.TxOptions{IsoLevel: pgx.Serializable}, func(tx pgx.Tx) error {
		n, err = t.copyIn(ctx, tx, rows)
		return err
	})
	if code(err) == uniqueViolation {
		return 0, &store.Error{Op: "load", Table: s.Name, Index: t.violated(err), Err: store.ErrExists}
	}
	if err != nil {
		return 0, failure(ctx, "load", s.Name, err)
	}
	_, err = db.pool.Exec(ctx, "ANALYZE "+string(t.name))
	return n, err
}

// copyIn writes rows by COPY.
func (t *table) copyIn(ctx context.Context, tx pgx.Tx, rows iter.Seq2[any, error]) (int64, error) {
	names := make([]string, len(t.columns))
	for i, c := range t.columns {
		names[i] = short(c.name)
	}
	next, stop := iter.Pull2(rows)
	defer stop()
	var broken error // pgx returns what the server makes of it
	n, err := tx.CopyFrom(ctx, pgx.Identifier{short(t.schema.Name)}, names, pgx.CopyFromFunc(func() (values []any, err error) {
		row, err, more := next()
		if err == nil && more {
			values, err = t.encode(row)
		}
		broken = err
		return values, err
	}))
	return n, cmp.Or(broken, err)
}
