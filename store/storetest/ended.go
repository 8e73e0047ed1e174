package storetest

import (
	"testing"

	"github.com/pbxkit/pbxkit/store"
)

// testEnded tests that a transaction ends with its function: one that is kept
// by mistake fails, rather than change what is committed.
func testEnded(t *testing.T, open opener) {
	check(t, open, []promise{
		{"the transaction of a View fails after it", keptFromView},
		{"the transaction of an Update fails after it", keptFromUpdate},
		{"the transaction of an Update that failed fails after it", keptFromFailedUpdate},
		{"the transaction of an Update that panicked fails after it", keptFromPanic},
	})
}

// wantReadsRefused fails the test unless every way of reading fails.
func wantReadsRefused(t *testing.T, tx store.ReadTx) {
	t.Helper()
	_, getErr := rooms.Get(t.Context(), tx, 1)
	_, findErr := found(t, tx, store.Query{})
	_, lastErr := tx.Last(t.Context(), "ids")
	wantErrors(t, map[string]error{"Get": getErr, "Query": findErr, "Last": lastErr})
}

// wantRefused fails the test unless everything that can be done fails and
// nothing of it is seen.
func wantRefused(t *testing.T, db store.DB, tx store.Tx) {
	t.Helper()
	wantReadsRefused(t, tx)
	_, nextErr := tx.Next(t.Context(), "ids")
	wantErrors(t, map[string]error{
		"Insert":  rooms.Insert(t.Context(), tx, attic()),
		"Replace": rooms.Replace(t.Context(), tx, &room{ID: 1, Name: "changed"}),
		"Delete":  rooms.Delete(t.Context(), tx, 1),
		"Next":    nextErr,
		"Reserve": tx.Reserve(t.Context(), "ids", 10),
	})
	wantReadsRefused(t, tx) // which may be when a backend writes what it has put off
	wantAll(t, db, rooms, lobby())
	wantLast(t, db, "ids", 0)
}

func wantErrors(t *testing.T, errs map[string]error) {
	t.Helper()
	for what, err := range errs {
		if err == nil {
			t.Errorf("%s after the function has returned succeeded", what)
		}
	}
}

func keptFromView(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby())
	var kept store.ReadTx
	view(t, db, func(tx store.ReadTx) error { kept = tx; return nil })
	wantReadsRefused(t, kept)
}

func keptFromUpdate(t *testing.T, db store.DB) {
	var kept store.Tx
	update(t, db, func(tx store.Tx) error {
		kept = tx
		return rooms.Insert(t.Context(), tx, lobby())
	})
	wantRefused(t, db, kept)
}

func keptFromFailedUpdate(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby())
	var kept store.Tx
	want := &oops{}
	if err := tryUpdate(t, db, func(tx store.Tx) error { kept = tx; return want }); err != want {
		t.Errorf("Update returned %v, want %v", err, want)
	}
	wantRefused(t, db, kept)
}

func keptFromPanic(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby())
	var kept store.Tx
	want := &oops{}
	got := panicOf(func() {
		_ = tryUpdate(t, db, func(tx store.Tx) error { kept = tx; panic(want) })
	})
	if got != want {
		t.Errorf("Update panicked with %v, want %v", got, want)
	}
	wantRefused(t, db, kept)
}
