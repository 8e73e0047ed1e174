package pgstore

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/store"
)

// Position is a moment in the changes of a database: which transactions had been
// committed by then. It is kept as text and means something to one cluster only.
type Position string

// feeds are the goroutines of OnCommit.
type feeds struct {
	end     context.Context // ends when the DB is closed
	stop    context.CancelFunc
	running sync.WaitGroup
}

// OnCommit has fn called with the changes of each transaction that is committed from
// now on, by any process that works on the database: what a View that begins now does
// not see, fn will be told. The calls come in the order that the transactions have
// the effect of, one at a time. Each row appears once, as it was before and after the
// transaction, in the order in which rows were first written; a row that came and
// went within one transaction does not appear, nor does a call without changes.
//
// The calls come soon after the commits, from a goroutine that nothing waits for; fn
// may do what it likes, but not change the rows. A connection that is lost is made
// again, and nothing is missed. OnCommit waits for the database to say which moment
// it is. stop ends the calls, except one that is under way. Other failures end them as
// well, such as changes that [DB.Trim] removed in the meantime; [DB.Follow] is for
// those who want to know.
func (db *DB) OnCommit(fn func([]store.Change)) (stop func()) {
	ctx, cancel := context.WithCancel(db.feeds.end)
	from, err := db.position(ctx)
	if err != nil { // closed
		return cancel
	}
	db.feeds.running.Go(func() {
		_ = db.Follow(ctx, from, func(_ Position, changes []store.Change) error {
			if err := ctx.Err(); err != nil {
				return err
			}
			fn(changes)
			return nil
		})
	})
	return cancel
}

// position is Position, asked until there is an answer.
func (db *DB) position(ctx context.Context) (Position, error) {
	for attempt := 1; ; attempt++ {
		p, err := db.Position(ctx)
		if err == nil {
			return p, nil
		}
		if err := pause(ctx, attempt); err != nil {
			return "", err
		}
	}
}

// Position returns the moment that it is. What a View that begins now sees has
// happened before it.
func (db *DB) Position(ctx context.Context) (p Position, err error) {
	if err := db.pool.QueryRow(ctx, "SELECT pg_current_snapshot()::text").Scan(&p); err != nil {
		return "", failure(ctx, "position", changesTable, err)
	}
	return p, nil
}

// Follow calls fn with the changes of each transaction that was committed after a
// position, like [DB.OnCommit], and goes on until ctx ends or fn returns an error,
// which it returns. Each call comes with a position to resume from, by Follow of any
// process: transactions that were seen together share one, and those among them that
// fn was told of will be told again, unless the call was the last one with it.
//
// It returns [ErrPosition] if changes after the position are not kept any more.
func (db *DB) Follow(ctx context.Context, from Position, fn func(Position, []store.Change) error) error {
	f := &follower{db: db, at: from, fn: fn}
	for attempt := 1; ; attempt++ {
		err := f.follow(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case !isLost(err) && code(err) != tooManyConnections:
			return err
		case f.progress:
			attempt = 1
		}
		f.progress = false
		if err := pause(ctx, attempt); err != nil {
			return err
		}
	}
}

// follower tells of changes, on a connection of its own: one of the pool's would be
// missing there.
type follower struct {
	db       *DB
	at       Position
	fn       func(Position, []store.Change) error
	progress bool // since the connection was made
}

func (f *follower) follow(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, f.db.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+string(f.db.channel)); err != nil {
		return err
	}
	// It listens before it looks, so that nothing falls between.
	for {
		if err := f.catchUp(ctx, conn); err != nil {
			return err
		}
		f.progress = true
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
	}
}

// changesAfter are the changes that a moment does not hold and the snapshot of the
// transaction does. A transaction has a number from its first write on: one that saw
// what another had committed has a greater one.
// The order is that of the numbers, and not of the texts that are returned: for ORDER BY,
// a bare xid would be the latter.
const changesAfter = "SELECT c.xid::text, name, key, before, after FROM " + changesTable + " AS c" +
	" WHERE c.xid >= pg_snapshot_xmin($1::text::pg_snapshot)" +
	" AND NOT pg_visible_in_snapshot(c.xid, $1::text::pg_snapshot) ORDER BY c.xid, c.n"

// commit is the changes of one transaction.
type commit struct {
	xid     string
	changes []store.Change
}

// catchUp tells of everything up to now.
func (f *follower) catchUp(ctx context.Context, conn *pgx.Conn) error {
	var now Position
	var commits []commit
	err := pgx.BeginTxFunc(ctx, conn, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) (err error) {
		var gone bool
		ask := "SELECT pg_current_snapshot()::text, (SELECT max(xid) FROM " + removedTable + ") >= pg_snapshot_xmin($1::text::pg_snapshot)"
		if err := tx.QueryRow(ctx, ask, f.at).Scan(&now, &gone); err != nil {
			return err
		}
		if gone {
			return ErrPosition
		}
		commits, err = f.db.changesAfter(ctx, tx, f.at)
		return err
	})
	if err != nil {
		return err
	}
	for i, c := range commits {
		at := f.at
		if i == len(commits)-1 {
			at = now
		}
		changes := merge(c.changes)
		if len(changes) == 0 {
			continue
		}
		if err := f.fn(at, changes); err != nil {
			return err
		}
	}
	f.at = now
	return nil
}

// changesAfter returns the changes of each transaction, to the tables that db was
// opened with.
func (db *DB) changesAfter(ctx context.Context, tx pgx.Tx, from Position) (commits []commit, err error) {
	rows, err := tx.Query(ctx, changesAfter, from)
	if err != nil {
		return nil, err
	}
	var xid, name string
	var key, before, after []byte
	_, err = pgx.ForEachRow(rows, []any{&xid, &name, &key, &before, &after}, func() error {
		t := db.byName[name]
		if t == nil {
			return nil
		}
		change, err := t.change(key, before, after)
		if err != nil {
			return err
		}
		if len(commits) == 0 || commits[len(commits)-1].xid != xid {
			commits = append(commits, commit{xid: xid})
		}
		last := &commits[len(commits)-1]
		last.changes = append(last.changes, change)
		return nil
	})
	return commits, err
}

func (t *table) change(key, before, after []byte) (c store.Change, err error) {
	c = store.Change{Schema: t.schema, Key: store.Key(key)}
	if before != nil {
		if c.Before, err = decodeRecord(t.schema, before); err != nil {
			return c, err
		}
	}
	if after != nil {
		c.After, err = decodeRecord(t.schema, after)
	}
	return c, err
}

// merge makes one change of all the writes to a row, and none if it is not there
// before and after.
func merge(writes []store.Change) []store.Change {
	type rowID struct {
		schema *store.Schema
		key    store.Key
	}
	place := map[rowID]int{}
	var merged []store.Change
	for _, w := range writes {
		id := rowID{w.Schema, w.Key}
		if i, ok := place[id]; ok {
			merged[i].After = w.After
			continue
		}
		place[id] = len(merged)
		merged = append(merged, w)
	}
	return slices.DeleteFunc(merged, func(c store.Change) bool { return c.Before == nil && c.After == nil })
}

// Trim removes the changes that were made before a time, for those who follow, and
// returns how many. Nothing else removes them: a program that runs for long calls
// Trim now and then, with a time before which no follower's position is.
func (db *DB) Trim(ctx context.Context, before time.Time) (n int64, err error) {
	const remove = "WITH gone AS (DELETE FROM " + changesTable + " WHERE at < $1 RETURNING xid), " +
		"greatest AS (UPDATE " + removedTable + " SET xid = greatest(xid, (SELECT max(xid) FROM gone)) WHERE EXISTS (SELECT FROM gone)) " +
		"SELECT count(*) FROM gone"
	if err := db.pool.QueryRow(ctx, remove, before).Scan(&n); err != nil {
		return 0, fmt.Errorf("pgstore: trim: %w", err)
	}
	return n, nil
}
