package storetest

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testCancellation tests that work and waiting end when ctx does.
func testCancellation(t *testing.T, open opener) {
	check(t, open, []promise{
		{"a View whose ctx has ended fails", endedBeforeView},
		{"an Update whose ctx has ended writes nothing", endedBeforeUpdate},
		{"an Update whose ctx ends inside it writes nothing", endedInsideUpdate},
		{"an Update whose deadline passes inside it writes nothing", deadlineInsideUpdate},
		{"an Update stops waiting for others when its ctx ends", endedWhileWaiting},
	})
	t.Run("a large Query stops when its ctx ends", func(t *testing.T) { endedInsideQuery(t, open) })
}

func endedBeforeView(t *testing.T, db store.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := db.View(ctx, func(store.ReadTx) error { return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("View returned %v, want %v", err, context.Canceled)
	}
}

func endedBeforeUpdate(t *testing.T, db store.DB) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	// Its own context would let the write succeed.
	err := db.Update(ctx, func(tx store.Tx) error { return accounts.Insert(t.Context(), tx, &account{"ann", 1}) })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Update returned %v, want %v", err, context.Canceled)
	}
	wantAll(t, db, accounts)
	insert(t, db, accounts, &account{"ann", 2})
	wantAll(t, db, accounts, &account{"ann", 2})
}

func endedInsideUpdate(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	insert(t, db, accounts, &account{"ann", 1})
	ctx, cancel := context.WithCancel(t.Context())
	err := db.Update(ctx, func(tx store.Tx) error {
		if err := everyWrite(t, tx); err != nil {
			return err
		}
		cancel()
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Update returned %v, want %v", err, context.Canceled)
	}
	wantUnwritten(t, db)
	update(t, db, func(tx store.Tx) error { return everyWrite(t, tx) })
}

func deadlineInsideUpdate(t *testing.T, db store.DB) {
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	err := db.Update(ctx, func(tx store.Tx) error {
		err := accounts.Insert(t.Context(), tx, &account{"ann", 1})
		<-ctx.Done()
		return err
	})
	if !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Update returned %v, want %v", err, context.DeadlineExceeded)
	}
	wantAll(t, db, accounts)
}

// endedWhileWaiting holds a transaction open, lets others that want the same
// record begin, and ends their context. A backend may let them wait before
// their functions run, inside, or at the end; in each case it has to give up
// while the first is open still. There are several so that some wait already
// when their context ends.
func endedWhileWaiting(t *testing.T, db store.DB) {
	insert(t, db, accounts, &account{"ann", 1})
	release := make(chan struct{})
	first := make(chan error, 1)
	entered := make(chan struct{}, 100) // its function may run again
	go func() {
		first <- tryUpdate(t, db, func(tx store.Tx) error {
			_, err := accounts.Update(t.Context(), tx, "ann", func(a *account) error { a.Balance += 10; return nil })
			entered <- struct{}{}
			<-release
			return err
		})
	}()
	<-entered

	ctx, cancel := context.WithCancel(t.Context())
	began := make(chan struct{}, workers)
	waiting := make(chan error, workers)
	for range workers {
		go func() {
			began <- struct{}{}
			waiting <- db.Update(ctx, func(tx store.Tx) error {
				_, err := accounts.Update(ctx, tx, "ann", func(a *account) error { a.Balance += 100; return nil })
				<-ctx.Done()
				return err
			})
		}()
	}
	for range workers {
		<-began
	}
	cancel()

	// This is no measurement: a backend that waits for the first has hung,
	// and the test says so rather than hang with it.
	patience := time.After(30 * time.Second)
	for range workers {
		select {
		case err := <-waiting:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("Update returned %v, want %v", err, context.Canceled)
			}
		case <-patience:
			close(release)
			t.Fatal("an Update still waits after its ctx has ended")
		}
	}
	close(release)
	if err := <-first; err != nil {
		t.Errorf("the Update that was in the way: %v", err)
	}
	wantAll(t, db, accounts, &account{"ann", 11})
}

// endedInsideQuery uses a condition that needs a look at every row. A backend
// that evaluates it by the table's functions meets the end of its context in
// the middle, any other one before.
func endedInsideQuery(t *testing.T, open opener) {
	type row struct{ ID, N int64 }
	var onRead atomic.Pointer[func()]
	table := store.NewTable("large", func(r *row) int64 { return r.ID }, filter.NewFields(
		filter.Column("n", func(r *row) int64 {
			if fn := onRead.Load(); fn != nil {
				(*fn)()
			}
			return r.N
		}),
	))
	db := open(t, table.Schema())
	const size = 5000
	for batch := range int64(size / 500) {
		records := make([]*row, 500)
		for i := range records {
			records[i] = &row{ID: batch*500 + int64(i), N: int64(i % 7)}
		}
		insert(t, db, table, records...)
	}

	for name, q := range map[string]store.Query{
		"page":  {Filter: where("n", filter.Lt, 6), Order: []filter.Order{{Field: "n"}}, Limit: 10},
		"all":   {Filter: where("n", filter.Ge, 0)},
		"count": {Filter: where("n", filter.Ne, 3), CountOnly: true},
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			end := func() { cancel() }
			err := db.View(ctx, func(tx store.ReadTx) error {
				onRead.Store(&end)
				defer onRead.Store(nil)
				_, err := table.Find(ctx, tx, q)
				if ctx.Err() == nil {
					cancel() // the backend did not read the field
					_, err = table.Find(ctx, tx, q)
				}
				if err == nil {
					return fmt.Errorf("%s was answered", inWords(q))
				}
				return err
			})
			if !errors.Is(err, context.Canceled) {
				t.Errorf("View returned %v, want %v", err, context.Canceled)
			}
		})
	}
	view(t, db, func(tx store.ReadTx) error {
		n, err := table.Count(t.Context(), tx, nil)
		if diff := cmp.Diff(size, n); diff != "" {
			t.Errorf("Count afterwards (-want +got):\n%s", diff)
		}
		return err
	})
}
