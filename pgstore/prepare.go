package pgstore

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pbxkit/pbxkit/store"
)

// pgstore's own tables.
const (
	catalogPrefix  = "pbxkit_"
	tablesTable    = "pbxkit_tables"    // which tables there are, and in which form
	sequencesTable = "pbxkit_sequences" // the number that each sequence gave last
	changesTable   = "pbxkit_changes"   // what was committed, for those who follow
	removedTable   = "pbxkit_removed"   // up to which transaction changes are not kept
)

// catalog makes pgstore's own tables. The position of a change is the number of its
// transaction and then its own.
const catalog = `
CREATE TABLE pbxkit_tables (name text PRIMARY KEY, format integer NOT NULL, version integer NOT NULL, layout text NOT NULL);
CREATE TABLE pbxkit_sequences (name text COLLATE "C" PRIMARY KEY, last bigint NOT NULL);
CREATE TABLE pbxkit_changes (
	xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
	n bigint GENERATED ALWAYS AS IDENTITY,
	token bigint NOT NULL,
	at timestamptz NOT NULL DEFAULT now(),
	name text NOT NULL,
	key bytea NOT NULL,
	before json,
	after json,
	PRIMARY KEY (xid, n)
);
CREATE TABLE pbxkit_removed (xid xid8 NOT NULL);
INSERT INTO pbxkit_removed VALUES ('0');
`

// prepareLock is the advisory lock of those who are about to change tables.
const prepareLock = 0x7062786b6974 // "pbxkit"

// prepare makes the tables or brings them up to date. It looks first whether there is
// anything to do, and looks again once it is alone.
func prepare(ctx context.Context, pool *pgxpool.Pool, tables []*table) error {
	err := pgx.BeginFunc(ctx, pool, func(tx pgx.Tx) error {
		p := preparer{tx, tables}
		if todo, err := p.todo(ctx); err != nil || !todo {
			return err
		}
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", prepareLock); err != nil {
			return err
		}
		return p.prepare(ctx)
	})
	if err != nil && !errors.Is(err, ErrNewer) && !errors.Is(err, ErrChanged) {
		return fmt.Errorf("pgstore: preparing the tables: %w", err)
	}
	return err
}

// preparer prepares tables in a transaction, which sees what others have committed
// before each of its statements.
type preparer struct {
	tx     pgx.Tx
	tables []*table
}

// kept is what the catalog says of a table.
type kept struct {
	format, version int
	layout          string
}

// catalog returns what the catalog says of all tables, and whether there is one.
func (p preparer) catalog(ctx context.Context) (map[string]kept, bool, error) {
	// Not to_regclass, which can remember from before the lock that there is none.
	const isThere = "SELECT EXISTS (SELECT FROM pg_tables WHERE tablename = $1 AND schemaname = ANY (current_schemas(false)))"
	var there bool
	if err := p.tx.QueryRow(ctx, isThere, tablesTable).Scan(&there); err != nil || !there {
		return nil, false, err
	}
	all := map[string]kept{}
	rows, err := p.tx.Query(ctx, "SELECT name, format, version, layout FROM "+tablesTable)
	if err != nil {
		return nil, false, err
	}
	var name string
	var k kept
	_, err = pgx.ForEachRow(rows, []any{&name, &k.format, &k.version, &k.layout}, func() error {
		all[name] = k
		return nil
	})
	return all, true, err
}

func (p preparer) todo(ctx context.Context) (bool, error) {
	all, there, err := p.catalog(ctx)
	if err != nil || !there {
		return !there, err
	}
	for _, t := range p.tables {
		k, ok := all[t.schema.Name]
		if current, err := t.isCurrent(k, ok); err != nil || !current {
			return !current, err
		}
	}
	return false, nil
}

// isCurrent reports whether a table is kept as it is declared.
func (t *table) isCurrent(k kept, there bool) (bool, error) {
	refuse := func(err error) (bool, error) {
		return false, &store.Error{Op: "open", Table: t.schema.Name, Err: fmt.Errorf("%w: version %d of format %d there, %d of %d here",
			err, k.version, k.format, t.schema.Version, format)}
	}
	switch {
	case !there:
		return false, nil
	case k.format > format || k.version > t.schema.Version:
		return refuse(ErrNewer)
	case k.layout == t.layout() && k.version == t.schema.Version:
		return true, nil
	case k.format == format && k.version == t.schema.Version:
		return refuse(ErrChanged)
	}
	return false, nil
}

func (p preparer) prepare(ctx context.Context) error {
	all, there, err := p.catalog(ctx)
	if err != nil {
		return err
	}
	if !there {
		if _, err := p.tx.Exec(ctx, catalog); err != nil {
			return err
		}
	}
	patterns, err := p.hasTrigrams(ctx)
	if err != nil {
		return err
	}
	for _, t := range p.tables {
		k, ok := all[t.schema.Name]
		current, err := t.isCurrent(k, ok)
		if err == nil && !current {
			err = p.lay(ctx, t, ok, patterns)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// hasTrigrams reports whether the extension pg_trgm is there and in reach.
func (p preparer) hasTrigrams(ctx context.Context) (has bool, err error) {
	const ask = "SELECT EXISTS (SELECT FROM pg_opclass WHERE opcname = 'gin_trgm_ops' AND pg_opclass_is_visible(oid))"
	err = p.tx.QueryRow(ctx, ask).Scan(&has)
	return has, err
}

// lay makes a table, and fills it from the one that was there.
func (p preparer) lay(ctx context.Context, t *table, there, patterns bool) error {
	old := quote(catalogPrefix + "old " + t.schema.Name)
	if there {
		if err := p.exec(ctx, fmt.Sprintf("ALTER TABLE %s RENAME TO %s", t.name, old)); err != nil {
			return err
		}
		// The index of its primary key has a name that the new one takes.
		if err := p.exec(ctx, fmt.Sprintf("ALTER TABLE %s DROP CONSTRAINT IF EXISTS %s", old, t.indexName(t.schema.Primary().Name))); err != nil {
			return err
		}
	}
	if err := p.exec(ctx, t.create()); err != nil {
		return err
	}
	if there {
		if err := p.refill(ctx, t, old); err != nil {
			return err
		}
		if err := p.exec(ctx, "DROP TABLE "+string(old)); err != nil {
			return err
		}
	}
	indexes := t.indexes
	if patterns {
		indexes = append(indexes[:len(indexes):len(indexes)], t.trigrams()...)
	}
	for _, index := range indexes {
		if err := p.exec(ctx, index); err != nil {
			return err
		}
	}
	_, err := p.tx.Exec(ctx, "INSERT INTO "+tablesTable+" (name, format, version, layout) VALUES ($1, $2, $3, $4) "+
		"ON CONFLICT (name) DO UPDATE SET format = excluded.format, version = excluded.version, layout = excluded.layout",
		t.schema.Name, format, t.schema.Version, t.layout())
	return err
}

// exec executes a statement that names the table in an error.
func (p preparer) exec(ctx context.Context, sql string) error {
	if _, err := p.tx.Exec(ctx, sql); err != nil {
		return fmt.Errorf("%s: %w", sql, err)
	}
	return nil
}

// refill writes the records of the table that was there to the new one, some at a
// time, in the order of their old keys.
func (p preparer) refill(ctx context.Context, t *table, old identifier) error {
	const batch = 1000
	sql := fmt.Sprintf("SELECT %s, %s FROM %s WHERE $1::bytea IS NULL OR %s > $1 ORDER BY %s LIMIT %d",
		quote(keyColumn), quote(recordColumn), old, quote(keyColumn), quote(keyColumn), batch)
	var last []byte
	for {
		rows, err := p.tx.Query(ctx, sql, last)
		if err != nil {
			return err
		}
		var records []any
		var record []byte
		_, err = pgx.ForEachRow(rows, []any{&last, &record}, func() error {
			row, err := decodeRecord(t.schema, record)
			records = append(records, row)
			return err
		})
		if err != nil {
			return err
		}
		if len(records) == 0 {
			return nil
		}
		if _, err := t.copyIn(ctx, p.tx, sequence(records)); err != nil {
			return fmt.Errorf("table %s: %w", t.schema.Name, err)
		}
	}
}
