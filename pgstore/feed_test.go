package pgstore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/store"
)

// commits is what a hook was told.
type commits chan []store.Change

func record(t testing.TB, db *pgstore.DB) commits {
	t.Helper()
	c := make(commits, 1000)
	t.Cleanup(db.OnCommit(func(changes []store.Change) { c <- changes }))
	return c
}

// next waits for a commit. That it waits for long is a fault, not a measurement.
func (c commits) next(t testing.TB) []store.Change {
	t.Helper()
	select {
	case changes := <-c:
		return changes
	case <-time.After(30 * time.Second):
		t.Fatal("nobody tells of the commit")
		return nil
	}
}

func wantChanges(t testing.TB, want, got []store.Change) {
	t.Helper()
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(store.Change{}, "Schema")); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func key(id int64) store.Key { return store.EncodeKey(id) }

func setModel(t testing.TB, db store.DB, id int64, model string) {
	t.Helper()
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		return phones.Put(t.Context(), tx, &phone{ID: id, Model: model})
	}))
}

func TestAnotherInstanceIsToldOfEachRowOnce(t *testing.T) {
	to := newURL(t)
	writer, reader := openAt(t, to, phones.Schema()), openAt(t, to, phones.Schema())
	insertPhones(t, writer, &phone{ID: 1, Model: "one"}, &phone{ID: 2, Model: "two"})
	told := record(t, reader)
	ctx := t.Context()
	failed := errors.New("failed")
	if err := writer.Update(ctx, func(tx store.Tx) error {
		must(t, phones.Delete(ctx, tx, 1))
		return failed
	}); !errors.Is(err, failed) {
		t.Fatal(err)
	}
	must(t, writer.Update(ctx, func(tx store.Tx) error {
		must(t, phones.Delete(ctx, tx, 2))
		must(t, phones.Insert(ctx, tx, &phone{ID: 3, Model: "new"}))
		must(t, phones.Replace(ctx, tx, &phone{ID: 3, Model: "newer"}))
		must(t, phones.Replace(ctx, tx, &phone{ID: 1, Model: "changed"}))
		must(t, phones.Insert(ctx, tx, &phone{ID: 4, Model: "came"}))
		return phones.Delete(ctx, tx, 4) // … and went
	}))
	changes := told.next(t)
	wantChanges(t, []store.Change{
		{Key: key(2), Before: &phone{ID: 2, Model: "two"}},
		{Key: key(3), After: &phone{ID: 3, Model: "newer"}},
		{Key: key(1), Before: &phone{ID: 1, Model: "one"}, After: &phone{ID: 1, Model: "changed"}},
	}, changes)
	if changes[0].Schema != phones.Schema() {
		t.Errorf("the change is of %v", changes[0].Schema)
	}
}

// TestChangesAreInTheOrderOfTheirEffect has writers of two instances change one
// record: each change begins where the one before it ended.
func TestChangesAreInTheOrderOfTheirEffect(t *testing.T) {
	to := newURL(t)
	one, other := openAt(t, to, phones.Schema()), openAt(t, to, phones.Schema())
	insertPhones(t, one, &phone{ID: 1, Model: "first"})
	told := record(t, other)
	var wg sync.WaitGroup
	const writers, rounds = 4, 25
	for w := range writers {
		wg.Go(func() {
			for i := range rounds {
				setModel(t, []*pgstore.DB{one, other}[w%2], 1, fmt.Sprint(w, i))
			}
		})
	}
	wg.Wait()
	last := "first"
	for i := range writers * rounds {
		change := told.next(t)[0]
		if before := change.Before.(*phone).Model; before != last {
			t.Fatalf("change %d is of %q, but the one before it left %q", i, before, last)
		}
		last = change.After.(*phone).Model
	}
}

func TestFollowResumesWhereItEnded(t *testing.T) {
	to := newURL(t)
	db := openAt(t, to, phones.Schema())
	from, err := db.Position(t.Context())
	must(t, err)
	done := errors.New("done")
	followOne := func(db *pgstore.DB, from pgstore.Position) (at pgstore.Position, changes []store.Change) {
		t.Helper()
		err := db.Follow(t.Context(), from, func(p pgstore.Position, c []store.Change) error {
			at, changes = p, c
			return done
		})
		if !errors.Is(err, done) {
			t.Fatalf("Follow returned %v, want the function's error", err)
		}
		return at, changes
	}
	for i := range 3 {
		model := fmt.Sprint("model ", i)
		insertPhones(t, db, &phone{ID: int64(i), Model: model})
		// A process of its own for each, as after a restart.
		var changes []store.Change
		from, changes = followOne(openAt(t, to, phones.Schema()), from)
		wantChanges(t, []store.Change{{Key: key(int64(i)), After: &phone{ID: int64(i), Model: model}}}, changes)
	}
}

// TestAFollowerIsToldOfALateCommit has a transaction with a lower number commit after
// one with a greater number was told of.
func TestAFollowerIsToldOfALateCommit(t *testing.T) {
	db := open(t, phones.Schema())
	told := record(t, db)
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		if err := phones.Insert(t.Context(), tx, &phone{ID: 1, Model: "early"}); err != nil {
			return err
		}
		insertPhones(t, db, &phone{ID: 2, Model: "overtakes"})
		wantChanges(t, []store.Change{{Key: key(2), After: &phone{ID: 2, Model: "overtakes"}}}, told.next(t))
		return nil
	}))
	wantChanges(t, []store.Change{{Key: key(1), After: &phone{ID: 1, Model: "early"}}}, told.next(t))
	insertPhones(t, db, &phone{ID: 3}) // nothing is told again before it
	wantChanges(t, []store.Change{{Key: key(3), After: &phone{ID: 3}}}, told.next(t))
}

func TestAFollowerWhoseConnectionIsCutMissesNothing(t *testing.T) {
	to := newURL(t)
	db := openAt(t, to, phones.Schema())
	told := record(t, openAt(t, withParams(t, to, "application_name", t.Name()), phones.Schema()))
	for id := range int64(20) {
		cut(t, t.Name())
		insertPhones(t, db, &phone{ID: id})
	}
	for id := range int64(20) {
		wantChanges(t, []store.Change{{Key: key(id), After: &phone{ID: id}}}, told.next(t))
	}
}

// TestTransactionsAreToldInTheOrderOfTheirNumbers, also those that were seen together
// when the numbers got a digit more: 1000 comes after 999.
func TestTransactionsAreToldInTheOrderOfTheirNumbers(t *testing.T) {
	to := newURL(t)
	db := openAt(t, to, phones.Schema())
	from, err := db.Position(t.Context())
	must(t, err)
	spendTransactions(t, to, 5)
	for id := range int64(20) {
		insertPhones(t, db, &phone{ID: id})
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var told []store.Key
	err = db.Follow(ctx, from, func(_ pgstore.Position, changes []store.Change) error {
		for _, c := range changes {
			if told = append(told, c.Key); len(told) == 20 {
				cancel()
			}
		}
		return nil
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Follow returned %v, want %v", err, context.Canceled)
	}
	for id, got := range told {
		if want := key(int64(id)); got != want {
			t.Errorf("change %d is of %q, want %q", id, got, want)
		}
	}
}

// spendTransactions has the cluster use up numbers of transactions until there are some
// left before the next power of ten.
func spendTransactions(t testing.TB, to string, left int64) {
	t.Helper()
	conn, err := pgx.Connect(t.Context(), to)
	must(t, err)
	defer conn.Close(context.WithoutCancel(t.Context()))
	var now int64
	must(t, conn.QueryRow(t.Context(), "SELECT pg_current_xact_id()::text::bigint").Scan(&now))
	next := int64(10)
	for next <= now+left {
		next *= 10
	}
	if next > 100_000 {
		t.Skipf("the next digit is %d transactions away", next-now)
	}
	_, err = conn.Exec(t.Context(), "CREATE TEMPORARY TABLE spent (n bigint)")
	must(t, err)
	// Each block is a transaction inside of one, with a number of its own.
	_, err = conn.Exec(t.Context(), fmt.Sprintf(`DO $$ BEGIN FOR i IN 1..%d LOOP
		BEGIN INSERT INTO spent VALUES (i); EXCEPTION WHEN others THEN NULL; END;
	END LOOP; END $$`, next-now-left-3))
	must(t, err)
	must(t, conn.QueryRow(t.Context(), "SELECT pg_current_xact_id()::text::bigint").Scan(&now))
	if now >= next {
		t.Logf("transaction %d: others have spent more", now)
	}
}

func TestStopEndsTheCalls(t *testing.T) {
	db := open(t, phones.Schema())
	stopped := make(commits, 10)
	stop := db.OnCommit(func(c []store.Change) { stopped <- c })
	stop()
	told := record(t, db)
	insertPhones(t, db, &phone{ID: 1})
	told.next(t)
	db.Close() // waits for both
	if len(stopped) > 0 {
		t.Errorf("the hook was told of %v after stop", <-stopped)
	}
}

func TestWhatWasTrimmedCannotBeFollowed(t *testing.T) {
	db := open(t, phones.Schema())
	from, err := db.Position(t.Context())
	must(t, err)
	insertPhones(t, db, &phone{ID: 1}, &phone{ID: 2})
	if n, err := db.Trim(t.Context(), time.Now().Add(-time.Hour)); n != 0 || err != nil {
		t.Errorf("Trim of what is old = %d, %v; want 0", n, err)
	}
	if n, err := db.Trim(t.Context(), time.Now().Add(time.Hour)); n != 2 || err != nil {
		t.Errorf("Trim = %d, %v; want 2", n, err)
	}
	err = db.Follow(t.Context(), from, func(pgstore.Position, []store.Change) error { return nil })
	if !errors.Is(err, pgstore.ErrPosition) {
		t.Errorf("Follow returned %v, want %v", err, pgstore.ErrPosition)
	}
	now, err := db.Position(t.Context())
	must(t, err)
	ctx, cancel := context.WithCancel(t.Context())
	insertPhones(t, db, &phone{ID: 3})
	err = db.Follow(ctx, now, func(pgstore.Position, []store.Change) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("Follow from now on returned %v, want %v", err, context.Canceled)
	}
}
