package pgstore

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgconn/ctxwatch"
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pbxkit/pbxkit/store"
)

// DB is a database in PostgreSQL. It implements [store.DB] and is safe for
// concurrent use, by any number of processes.
type DB struct {
	pool    *pgxpool.Pool
	own     bool // the pool is to be closed with the DB
	tables  map[*store.Schema]*table
	byName  map[string]*table
	channel identifier // that commits are announced on
	feeds   feeds
}

var _ store.DB = (*DB)(nil)

// defaultConns is how many connections a pool may have if the URL does not say.
// A View or Update holds one from its first statement to its end.
const defaultConns = 10

// Open returns the database that a URL names, with the tables given, which it makes
// or brings up to date if need be: see [New]. The URL is one of pgx; pool_max_conns
// in it bounds the number of connections, which is 10 otherwise, and search_path
// names the schema of PostgreSQL that the tables are in.
func Open(ctx context.Context, url string, tables ...*store.Schema) (*DB, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("pgstore: %w", err)
	}
	if !strings.Contains(url, "pool_max_conns") {
		config.MaxConns = defaultConns
	}
	config.ConnConfig.BuildContextWatcherHandler = cancelStatements
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("pgstore: %w", err)
	}
	db, err := New(ctx, pool, tables...)
	if err != nil {
		pool.Close()
		return nil, err
	}
	db.own = true
	return db, nil
}

// cancelStatements has the server stop the statement of a context that has ended. By
// default pgx also throws the connection away, which then has to be made again.
func cancelStatements(conn *pgconn.PgConn) ctxwatch.Handler {
	return &pgconn.CancelRequestContextWatcherHandler{Conn: conn, DeadlineDelay: 5 * time.Second}
}

// New is Open for a pool that the program has made, and closes itself.
//
// A table that is not there is made. One whose declaration has a greater Version
// than what is there is written anew from its records, within the transaction that
// brings all of them up to date; it can take as long as loading them did. One that is
// newer is refused with [ErrNewer], one that differs with no other version with
// [ErrChanged]. If nothing has changed, nothing is written. Several processes may do
// this at once.
func New(ctx context.Context, pool *pgxpool.Pool, tables ...*store.Schema) (*DB, error) {
	db := &DB{pool: pool, tables: map[*store.Schema]*table{}, byName: map[string]*table{}}
	var all []*table
	for _, s := range tables {
		if db.byName[s.Name] != nil {
			return nil, fmt.Errorf("pgstore: table %q is given twice", s.Name)
		}
		t, err := newTable(s)
		if err != nil {
			return nil, err
		}
		db.tables[s], db.byName[s.Name] = t, t
		all = append(all, t)
	}
	if err := prepare(ctx, pool, all); err != nil {
		return nil, err
	}
	var namespace string
	if err := pool.QueryRow(ctx, "SELECT current_schema()").Scan(&namespace); err != nil {
		return nil, fmt.Errorf("pgstore: %w", err)
	}
	db.channel = quote("pbxkit " + namespace)
	db.feeds.end, db.feeds.stop = context.WithCancel(context.WithoutCancel(ctx))
	return db, nil
}

// Close ends what [DB.OnCommit] has begun, and closes the pool if Open made it. It
// waits for the transactions under way.
func (db *DB) Close() {
	db.feeds.stop()
	db.feeds.running.Wait()
	if db.own {
		db.pool.Close()
	}
}

// table returns the place of a table, or an error if Open was not given it.
func (db *DB) table(op string, s *store.Schema) (*table, error) {
	if t, ok := db.tables[s]; ok {
		return t, nil
	}
	return nil, &store.Error{Op: op, Table: s.Name, Err: errUnknownTable}
}

// staleAtMost is how many connections of the pool may turn out to be cut before one
// that was made since is at hand.
func (db *DB) staleAtMost() int { return int(db.pool.Config().MaxConns) }

const (
	beginView   = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
	beginUpdate = "BEGIN ISOLATION LEVEL SERIALIZABLE"
)

// View implements [store.DB]. It holds a connection from the first read on; when all
// are in use, it waits for one.
func (db *DB) View(ctx context.Context, fn func(store.ReadTx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	tx := &readTx{db: db, begin: beginView}
	defer tx.roll(ctx)
	return fn(tx)
}

// Update implements [store.DB]. It runs fn again when another transaction got in the
// way, or when the connection was lost before the commit.
func (db *DB) Update(ctx context.Context, fn func(store.Tx) error) error {
	for attempt := 1; ; attempt++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		err, again := db.tryUpdate(ctx, fn)
		if !again || attempt >= attemptsAtMost(err) {
			return err
		}
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// tryUpdate runs fn once. If its error can be overcome, again is true.
func (db *DB) tryUpdate(ctx context.Context, fn func(store.Tx) error) (err error, again bool) {
	tx := &tx{readTx: readTx{db: db, begin: beginUpdate}, token: newToken()}
	defer tx.roll(ctx)
	err = fn(tx)
	switch {
	case tx.failed != nil && ctx.Err() != nil:
		return ctx.Err(), false
	case tx.failed != nil:
		return tx.failed, isConflict(tx.failed) || isLost(tx.failed)
	case err != nil:
		return err, false
	case ctx.Err() != nil:
		return ctx.Err(), false
	}
	return tx.commit(ctx)
}

// commit ends the transaction. Whether it is committed does not depend on ctx any
// more, which could end after the server has been told and before it has answered.
func (tx *tx) commit(ctx context.Context) (err error, again bool) {
	tx.ended = true
	if tx.conn == nil {
		return nil, false
	}
	sql := "COMMIT"
	if tx.wrote {
		sql = "NOTIFY " + string(tx.db.channel) + "; COMMIT"
	}
	limited, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
	defer cancel()
	_, err = tx.conn.Conn().PgConn().Exec(limited, sql).ReadAll()
	switch {
	case err == nil:
		tx.release()
		return nil, false
	case code(err) != "" && !isLost(err): // the server says that it has not
		return failure(limited, "commit", "", err), isConflict(err)
	case !tx.wrote:
		return failure(limited, "commit", "", err), true
	}
	return tx.findOut(ctx, err)
}

func newToken() int64 {
	var b [8]byte
	rand.Read(b[:])
	return int64(binary.LittleEndian.Uint64(b[:]))
}

const (
	conflictAttempts = 100
	lostAttempts     = 5
)

// attemptsAtMost is how often an Update is run that ends with an error.
func attemptsAtMost(err error) int {
	if isConflict(err) {
		return conflictAttempts
	}
	return lostAttempts
}

// findOut asks the database what became of a commit that was not answered. A
// transaction that is not under way any more is committed if its changes are there.
func (tx *tx) findOut(ctx context.Context, cause error) (err error, again bool) {
	tx.conn.Conn().Close(ctx)
	if tx.xid == "" { // it has only taken numbers, which leave no trace
		return fmt.Errorf("%w: %v", ErrUnknown, cause), false
	}
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for attempt := 1; ; attempt++ {
		var underWay, committed bool
		err := tx.db.pool.QueryRow(limited, outcome, tx.xid, tx.token).Scan(&underWay, &committed)
		switch {
		case err == nil && committed:
			return nil, false
		case err == nil && !underWay, code(err) == invalidParameter: // a number that a server that crashed has not given
			return failure(ctx, "commit", "", cause), true
		}
		if pause(limited, attempt) != nil {
			return fmt.Errorf("%w: %v", ErrUnknown, cause), false
		}
	}
}

// outcome looks at the changes in the snapshot that says what is under way.
const outcome = "SELECT pg_xact_status($1::text::xid8) IS NOT DISTINCT FROM 'in progress', " +
	"EXISTS (SELECT FROM " + changesTable + " WHERE xid = $1::text::xid8 AND token = $2)"
