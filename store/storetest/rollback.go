package storetest

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testRollback tests that a transaction that ends badly leaves nothing.
func testRollback(t *testing.T, open opener) {
	check(t, open, []promise{
		{"Update returns the function's error as it is", updateErrorAsIs},
		{"View returns the function's error as it is", viewErrorAsIs},
		{"after an error nothing is seen", errorLeavesNothing},
		{"a panic goes on and leaves nothing", panicLeavesNothing},
		{"a panic in View goes on", panicInView},
		{"keys are free again", rollbackFreesKeys},
		{"a large transaction is all or nothing", largeTransaction},
		{"a sequence never repeats a committed number", sequenceAfterRollback},
	})
}

// oops is an error of a type that cannot be mistaken for another.
type oops struct{}

func (*oops) Error() string { return "oops" }

func updateErrorAsIs(t *testing.T, db store.DB) {
	for _, want := range []error{&oops{}, &store.Error{Op: "get", Table: "rooms", Err: store.ErrNotFound}, store.ErrExists} {
		if err := db.Update(t.Context(), func(store.Tx) error { return want }); err != want {
			t.Errorf("Update returned %#v, want the same %#v", err, want)
		}
	}
}

func viewErrorAsIs(t *testing.T, db store.DB) {
	want := &oops{}
	if err := db.View(t.Context(), func(store.ReadTx) error { return want }); err != want {
		t.Errorf("View returned %#v, want the same %#v", err, want)
	}
}

// everyWrite does one write of each kind to what lobby and attic are in, and
// looks at them, which may make a backend build something.
func everyWrite(t *testing.T, tx store.Tx) error {
	changed := attic()
	changed.Name, changed.Number, changed.Site, changed.Labels = "cellar", new("300"), "east", []string{"dark"}
	_, nextErr := tx.Next(t.Context(), "rooms")
	err := errors.Join(
		rooms.Delete(t.Context(), tx, 1),
		rooms.Replace(t.Context(), tx, changed),
		rooms.Insert(t.Context(), tx, &room{ID: 3, Name: "new", Site: "north", Labels: []string{"glass"}}),
		accounts.Put(t.Context(), tx, &account{"ann", 2}),
		nextErr,
		tx.Reserve(t.Context(), "rooms", 100),
	)
	wantFound(t, tx, store.Query{}, 2, 3)
	wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "site"}}}, 2, 3)
	return err
}

// wantUnwritten fails the test unless nothing of everyWrite is seen, in records
// and in indexes.
func wantUnwritten(t *testing.T, db store.DB) {
	t.Helper()
	wantAll(t, db, rooms, lobby(), attic())
	wantAll(t, db, accounts, &account{"ann", 1})
	view(t, db, func(tx store.ReadTx) error {
		wantFound(t, tx, store.Query{Filter: where("site", filter.Eq, "north")}, 1)
		wantFound(t, tx, store.Query{Filter: where("site", filter.Eq, "south")}, 2)
		wantFound(t, tx, store.Query{Filter: where("site", filter.Eq, "east")})
		wantFound(t, tx, store.Query{Filter: where("labels", filter.ContainsAll, []string{"glass"})})
		wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "site", Desc: true}}}, 2, 1)
		wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "name"}}}, 2, 1)
		for name, want := range map[string]bool{"lobby": true, "attic": true, "cellar": false, "new": false} {
			if has, err := roomByName.Has(t.Context(), tx, name); has != want || err != nil {
				t.Errorf("Has(%q) = %v, %v; want %v", name, has, err, want)
			}
		}
		for number, want := range map[string]bool{"100": true, "200": true, "300": false} {
			if has, err := roomByNumber.Has(t.Context(), tx, number); has != want || err != nil {
				t.Errorf("Has(%q) = %v, %v; want %v", number, has, err, want)
			}
		}
		return nil
	})
}

func errorLeavesNothing(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	insert(t, db, accounts, &account{"ann", 1})
	want := &oops{}
	err := tryUpdate(t, db, func(tx store.Tx) error {
		if err := everyWrite(t, tx); err != nil {
			return err
		}
		return want
	})
	if err != want {
		t.Errorf("Update returned %v, want %v", err, want)
	}
	wantUnwritten(t, db)
	update(t, db, func(tx store.Tx) error { return everyWrite(t, tx) })
}

func panicLeavesNothing(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	insert(t, db, accounts, &account{"ann", 1})
	want := &oops{}
	got := panicOf(func() {
		_ = tryUpdate(t, db, func(tx store.Tx) error {
			if err := everyWrite(t, tx); err != nil {
				return err
			}
			panic(want)
		})
	})
	if got != want {
		t.Errorf("Update panicked with %v, want %v", got, want)
	}
	wantUnwritten(t, db)
	update(t, db, func(tx store.Tx) error { return everyWrite(t, tx) })
}

func panicInView(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby())
	want := &oops{}
	got := panicOf(func() {
		_ = db.View(t.Context(), func(tx store.ReadTx) error {
			if _, err := found(t, tx, store.Query{}); err != nil {
				return err
			}
			panic(want)
		})
	})
	if got != want {
		t.Errorf("View panicked with %v, want %v", got, want)
	}
	insert(t, db, rooms, attic())
	wantAll(t, db, rooms, lobby(), attic())
}

func panicOf(fn func()) (value any) {
	defer func() { value = recover() }()
	fn()
	return nil
}

func rollbackFreesKeys(t *testing.T, db store.DB) {
	for range 3 {
		err := tryUpdate(t, db, func(tx store.Tx) error {
			if err := rooms.Insert(t.Context(), tx, lobby()); err != nil {
				return err
			}
			return &oops{}
		})
		if diff := cmp.Diff(error(&oops{}), err); diff != "" {
			t.Errorf("Update (-want +got):\n%s", diff)
		}
	}
	insert(t, db, rooms, lobby())
	wantAll(t, db, rooms, lobby())
}

// largeTransaction has more writes than a backend may like to keep in one piece.
func largeTransaction(t *testing.T, db store.DB) {
	const size = 1234
	write := func(tx store.Tx) error {
		for n := range int64(size) {
			r := &room{ID: n, Name: fmt.Sprint("room ", n), Site: "north", Labels: []string{"glass"}}
			if n%5 == 4 { // every fifth takes the place of the one before
				if err := rooms.Delete(t.Context(), tx, n-1); err != nil {
					return err
				}
				r.Name = fmt.Sprint("room ", n-1)
			}
			if err := rooms.Insert(t.Context(), tx, r); err != nil {
				return err
			}
		}
		return nil
	}
	const left = size - size/5
	holds := func(tx store.ReadTx, n int) {
		t.Helper()
		wantPage(t, tx, store.Query{CountOnly: true}, n)
		wantPage(t, tx, store.Query{CountOnly: true, Filter: where("site", filter.Eq, "north")}, n)
		wantPage(t, tx, store.Query{CountOnly: true, Filter: where("name", filter.Like, "room%")}, n)
	}
	want := &oops{}
	err := tryUpdate(t, db, func(tx store.Tx) error {
		if err := write(tx); err != nil {
			return err
		}
		holds(tx, left)
		view(t, db, func(tx store.ReadTx) error { holds(tx, 0); return nil })
		return want
	})
	if err != want {
		t.Errorf("Update returned %v, want %v", err, want)
	}
	view(t, db, func(tx store.ReadTx) error { holds(tx, 0); return nil })
	view(t, db, func(before store.ReadTx) error {
		holds(before, 0)
		update(t, db, write)
		holds(before, 0)
		return nil
	})
	view(t, db, func(tx store.ReadTx) error { holds(tx, left); return nil })
}

// sequenceAfterRollback lets a backend leave gaps, or give a number again that
// nobody has kept.
func sequenceAfterRollback(t *testing.T, db store.DB) {
	var last int64
	next := func(keep error) {
		var n int64
		err := tryUpdate(t, db, func(tx store.Tx) (err error) {
			if n, err = tx.Next(t.Context(), "ids"); err != nil {
				return err
			}
			return keep
		})
		if err != keep {
			t.Fatalf("Update returned %v, want %v", err, keep)
		}
		if n <= last {
			t.Errorf("Next = %d after %d was committed", n, last)
		}
		if keep == nil {
			last = n
		}
	}
	for range 3 {
		next(nil)
		next(&oops{})
		next(&oops{})
	}
	next(nil)
}
