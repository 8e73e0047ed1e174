package storetest

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/store"
)

// testSequences tests Next, Reserve and Last. That numbers follow one another
// without a gap is not promised.
func testSequences(t *testing.T, open opener) {
	check(t, open, []promise{
		{"Next is 1 at first and grows", nextGrows},
		{"Last is what Next gave last", lastIsNext},
		{"sequences do not know of each other", sequencesApart},
		{"a sequence may have any name", sequenceNames},
		{"Next is greater than what is reserved", reserveLeaps},
		{"Reserve of what is given already does nothing", reserveBehind},
		{"Next fails when no number is left", noNumberLeft},
		{"Reserve is rolled back or kept, but never loses a number", reserveRolledBack},
	})
}

// next takes a number in a transaction of its own.
func next(t *testing.T, db store.DB, sequence string) (n int64) {
	t.Helper()
	update(t, db, func(tx store.Tx) (err error) {
		n, err = tx.Next(t.Context(), sequence)
		return err
	})
	return n
}

// wantNext fails the test unless Next is greater than what was committed.
func wantNext(t *testing.T, db store.DB, sequence string, greaterThan int64) int64 {
	t.Helper()
	n := next(t, db, sequence)
	if n <= greaterThan {
		t.Errorf("Next(%q) = %d, want more than %d", sequence, n, greaterThan)
	}
	return n
}

// wantLast fails the test unless Last is as given, for a View.
func wantLast(t *testing.T, db store.DB, sequence string, want int64) {
	t.Helper()
	view(t, db, func(tx store.ReadTx) error { return lastIn(t, tx, sequence, want) })
}

// lastIn is wantLast for a transaction.
func lastIn(t *testing.T, tx store.ReadTx, sequence string, want int64) error {
	t.Helper()
	got, err := tx.Last(t.Context(), sequence)
	if err == nil && got != want {
		t.Errorf("Last(%q) = %d, want %d", sequence, got, want)
	}
	return err
}

func nextGrows(t *testing.T, db store.DB) {
	if n := next(t, db, "ids"); n != 1 {
		t.Errorf("Next = %d at first, want 1", n)
	}
	last := int64(1)
	for range 3 {
		last = wantNext(t, db, "ids", last)
	}
	update(t, db, func(tx store.Tx) error {
		last := last
		for range 3 {
			n, err := tx.Next(t.Context(), "ids")
			if err != nil {
				return err
			}
			if n <= last {
				t.Errorf("Next = %d after %d in the same transaction", n, last)
			}
			last = n
		}
		return nil
	})
	wantNext(t, db, "ids", last+2)
}

func lastIsNext(t *testing.T, db store.DB) {
	wantLast(t, db, "ids", 0)
	wantLast(t, db, "ids", 0) // asking has made no difference
	for range 3 {
		n := next(t, db, "ids")
		wantLast(t, db, "ids", n)
	}
	update(t, db, func(tx store.Tx) error {
		n, err := tx.Next(t.Context(), "ids")
		if err != nil {
			return err
		}
		return lastIn(t, tx, "ids", n)
	})
}

func sequencesApart(t *testing.T, db store.DB) {
	last := next(t, db, "one")
	last = wantNext(t, db, "one", last)
	wantLast(t, db, "two", 0)
	if n := next(t, db, "two"); n != 1 {
		t.Errorf("Next = %d at first, want 1", n)
	}
	wantLast(t, db, "one", last)
	update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), "two", 50) })
	wantLast(t, db, "one", last)
	wantLast(t, db, "two", 50)
}

func sequenceNames(t *testing.T, db store.DB) {
	names := []string{"rooms", "Rooms", "rooms.id", "rooms id", "r", `quoted "'`, "größe", "rooms_pkey"}
	for i, name := range names {
		update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), name, int64(10*i+10)) })
	}
	got := map[string]int64{}
	want := map[string]int64{}
	view(t, db, func(tx store.ReadTx) (err error) {
		for i, name := range names {
			want[name] = int64(10*i + 10)
			if got[name], err = tx.Last(t.Context(), name); err != nil {
				return err
			}
		}
		return nil
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Last (-want +got):\n%s", diff)
	}
}

func reserveLeaps(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		if err := tx.Reserve(t.Context(), "ids", 1000); err != nil {
			return err
		}
		return lastIn(t, tx, "ids", 1000)
	})
	wantLast(t, db, "ids", 1000)
	last := wantNext(t, db, "ids", 1000)
	update(t, db, func(tx store.Tx) error {
		if err := tx.Reserve(t.Context(), "ids", last+100); err != nil {
			return err
		}
		n, err := tx.Next(t.Context(), "ids")
		if err == nil && n <= last+100 {
			t.Errorf("Next = %d in the transaction that reserved %d", n, last+100)
		}
		return err
	})
	wantNext(t, db, "ids", last+101)
}

func reserveBehind(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), "ids", 100) })
	for _, n := range []int64{100, 99, 1, 0, -5} {
		update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), "ids", n) })
		wantLast(t, db, "ids", 100)
	}
	wantNext(t, db, "ids", 100)
	update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), "fresh", -5) })
	wantLast(t, db, "fresh", 0)
	if n := next(t, db, "fresh"); n != 1 {
		t.Errorf("Next = %d at first, want 1", n)
	}
}

// noNumberLeft does not go on after Next has failed: a backend may not be able to.
func noNumberLeft(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), "ids", math.MaxInt64) })
	err := tryUpdate(t, db, func(tx store.Tx) error {
		n, err := tx.Next(t.Context(), "ids")
		if err == nil {
			t.Errorf("Next = %d after the greatest number", n)
		}
		return err
	})
	if err == nil {
		t.Error("the Update succeeded")
	}
	wantLast(t, db, "ids", math.MaxInt64)
}

func reserveRolledBack(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error { return tx.Reserve(t.Context(), "ids", 10) })
	err := tryUpdate(t, db, func(tx store.Tx) error {
		if err := tx.Reserve(t.Context(), "ids", 20); err != nil {
			return err
		}
		return &oops{}
	})
	if diff := cmp.Diff(error(&oops{}), err); diff != "" {
		t.Errorf("Update (-want +got):\n%s", diff)
	}
	wantNext(t, db, "ids", 10)
}
