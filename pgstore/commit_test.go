package pgstore_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"sync/atomic"
	"testing"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/store"
)

// wire cuts a connection at its next commit: before the server has been told, or
// after it has answered.
type wire struct {
	net.Conn
	cut  *atomic.Value // "", before or after
	lost atomic.Bool
}

func (w *wire) Write(b []byte) (int, error) {
	if bytes.Contains(b, []byte("COMMIT")) {
		switch w.cut.Swap("") {
		case "before":
			w.Conn.Close()
			return 0, net.ErrClosed
		case "after":
			w.lost.Store(true)
		}
	}
	return w.Conn.Write(b)
}

func (w *wire) Read(b []byte) (int, error) {
	n, err := w.Conn.Read(b)
	if w.lost.Load() {
		w.Conn.Close()
		return 0, io.ErrUnexpectedEOF
	}
	return n, err
}

// openCuttable opens a database whose connections can be cut.
func openCuttable(t *testing.T) (*pgstore.DB, *atomic.Value) {
	t.Helper()
	config, err := pgxpool.ParseConfig(newURL(t))
	must(t, err)
	cut := new(atomic.Value)
	cut.Store("")
	dial := config.ConnConfig.DialFunc
	config.ConnConfig.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		conn, err := dial(ctx, network, addr)
		if err != nil {
			return nil, err
		}
		return &wire{Conn: conn, cut: cut}, nil
	}
	pool, err := pgxpool.NewWithConfig(t.Context(), config)
	must(t, err)
	t.Cleanup(pool.Close)
	db, err := pgstore.New(t.Context(), pool, phones.Schema())
	must(t, err)
	t.Cleanup(db.Close)
	return db, cut
}

func TestACommitThatIsNotAnsweredIsLookedUp(t *testing.T) {
	for when, want := range map[string]int{"before": 2, "after": 1} {
		t.Run(when, func(t *testing.T) {
			db, cut := openCuttable(t)
			insertPhones(t, db, &phone{ID: 1})
			runs := 0
			cut.Store(when)
			must(t, db.Update(t.Context(), func(tx store.Tx) error {
				runs++
				_, err := phones.Update(t.Context(), tx, 1, func(p *phone) error { p.Model += "x"; return nil })
				return err
			}))
			got, err := store.View(t.Context(), db, func(tx store.ReadTx) (*phone, error) { return phones.Get(t.Context(), tx, 1) })
			must(t, err)
			if runs != want || got.Model != "x" {
				t.Errorf("the function ran %d times and left %q; want %d and x", runs, got.Model, want)
			}
		})
	}
}

// TestACommitThatLeavesNoMarkIsUnknown is about a transaction that has only taken a
// number, which another may have taken since.
func TestACommitThatLeavesNoMarkIsUnknown(t *testing.T) {
	db, cut := openCuttable(t)
	runs := 0
	cut.Store("after")
	err := db.Update(t.Context(), func(tx store.Tx) error {
		runs++
		_, err := tx.Next(t.Context(), "numbers")
		return err
	})
	if !errors.Is(err, pgstore.ErrUnknown) || errors.Is(err, store.ErrConflict) || runs != 1 {
		t.Errorf("Update returned %v after %d runs, want %v after one", err, runs, pgstore.ErrUnknown)
	}
}

func TestAReadThatIsNotAnsweredRunsAgain(t *testing.T) {
	db, cut := openCuttable(t)
	runs := 0
	cut.Store("after")
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		runs++
		_, err := phones.Count(t.Context(), tx, nil)
		return err
	}))
	if runs != 2 {
		t.Errorf("the function ran %d times, want 2", runs)
	}
}
