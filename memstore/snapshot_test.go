package memstore_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

func TestForkIsIndependent(t *testing.T) {
	db := openPhones(t, 3)
	fork := db.Fork()
	setModel(t, db, 1, "original")
	setModel(t, fork, 2, "fork")
	insertPhones(t, fork, 4, 4)

	want := map[int64]string{1: "original", 2: "model 2", 3: "model 3"}
	if diff := cmp.Diff(want, models(t, db)); diff != "" {
		t.Errorf("original (-want +got):\n%s", diff)
	}
	want = map[int64]string{1: "model 1", 2: "fork", 3: "model 3", 4: "model 4"}
	if diff := cmp.Diff(want, models(t, fork)); diff != "" {
		t.Errorf("fork (-want +got):\n%s", diff)
	}
	if n := count(t, db, filter.Cmp{Field: "model", Op: filter.Eq, Value: "fork"}); n != 0 {
		t.Errorf("the original finds %d phones of the fork in an index", n)
	}
}

func TestForkCarriesSequences(t *testing.T) {
	db := openPhones(t, 0)
	next := func(db *memstore.DB) int64 {
		n, err := store.Update(t.Context(), db, func(tx store.Tx) (int64, error) { return tx.Next(t.Context(), "phone") })
		must(t, err)
		return n
	}
	next(db)
	fork := db.Fork()
	got := []int64{next(db), next(db), next(fork)}
	if diff := cmp.Diff([]int64{2, 3, 2}, got); diff != "" {
		t.Errorf("numbers (-want +got):\n%s", diff)
	}
}

func TestForksCanBeWrittenAtTheSameTime(t *testing.T) {
	db := openPhones(t, 2000)
	var group sync.WaitGroup
	for i := range 16 {
		group.Go(func() {
			fork := db.Fork()
			model := fmt.Sprint("fork ", i)
			for id := int64(1); id <= 50; id++ {
				setModel(t, fork, id, model)
			}
			if n := count(t, fork, filter.Cmp{Field: "model", Op: filter.Eq, Value: model}); n != 50 {
				t.Errorf("fork %d has %d of its 50 changes", i, n)
			}
		})
	}
	group.Wait()
	if n := count(t, db, filter.Cmp{Field: "model", Op: filter.Like, Value: "fork%"}); n != 0 {
		t.Errorf("the original has %d changes of forks", n)
	}
}

func TestRestoreBringsASnapshotBack(t *testing.T) {
	db := openPhones(t, 2)
	before := models(t, db)
	snapshot := db.Snapshot()
	setModel(t, db, 1, "changed")
	insertPhones(t, db, 3, 1200) // more than is committed at once
	must(t, db.Restore(t.Context(), snapshot))
	if diff := cmp.Diff(before, models(t, db)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := count(t, db, nil); n != 2 {
		t.Errorf("%d phones are counted, want 2", n)
	}
	// A snapshot can be restored again, and in a fork.
	insertPhones(t, db, 3, 3)
	must(t, db.Restore(t.Context(), snapshot))
	fork := openFork(t, db)
	must(t, fork.Restore(t.Context(), snapshot))
	if diff := cmp.Diff(before, models(t, fork)); diff != "" {
		t.Errorf("fork (-want +got):\n%s", diff)
	}
}

func openFork(t *testing.T, db *memstore.DB) *memstore.DB {
	t.Helper()
	fork := db.Fork()
	setModel(t, fork, 1, "fork")
	return fork
}

func TestRestoreRefusesSnapshotsOfOthers(t *testing.T) {
	db, other := openPhones(t, 1), openPhones(t, 2)
	if err := db.Restore(t.Context(), other.Snapshot()); err == nil {
		t.Error("a snapshot of another database was restored")
	}
	if n := count(t, db, nil); n != 1 {
		t.Errorf("%d phones after the refusal, want 1", n)
	}
}

func TestResetReturnsToTheBeginning(t *testing.T) {
	db := openPhones(t, 3)
	fork := db.Fork()
	insertPhones(t, fork, 4, 5)
	must(t, fork.Reset(t.Context()))
	must(t, db.Reset(t.Context()))
	if n := count(t, db, nil); n != 0 {
		t.Errorf("%d phones in a new database that was reset, want 0", n)
	}
	if n := count(t, fork, nil); n != 3 {
		t.Errorf("%d phones in a fork that was reset, want 3", n)
	}
}

func TestRestoreWaitsForTheWriterUntilItsContextEnds(t *testing.T) {
	db := openPhones(t, 1)
	snapshot := db.Snapshot()
	ctx, cancel := context.WithCancel(t.Context())
	must(t, db.Update(t.Context(), func(store.Tx) error {
		waited := make(chan error)
		go func() { waited <- db.Restore(ctx, snapshot) }()
		cancel()
		if err := <-waited; !errors.Is(err, context.Canceled) {
			t.Errorf("Restore during an Update: %v, want %v", err, context.Canceled)
		}
		return nil
	}))
	if err := db.Reset(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Reset with an ended context: %v, want %v", err, context.Canceled)
	}
}

func TestReadersKeepTheirMomentDuringRestore(t *testing.T) {
	db := openPhones(t, 3)
	must(t, db.View(t.Context(), func(tx store.ReadTx) error {
		must(t, db.Reset(t.Context()))
		n, err := phones.Count(t.Context(), tx, nil)
		if n != 3 {
			t.Errorf("the reader sees %d phones, want 3", n)
		}
		return err
	}))
}

func TestNewRefusesATableGivenTwice(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	memstore.New(phones.Schema(), phones.Schema())
}

func TestTablesThatWereNotGivenAreRefused(t *testing.T) {
	db := memstore.New()
	err := db.Update(t.Context(), func(tx store.Tx) error {
		return phones.Insert(t.Context(), tx, &phone{ID: 1})
	})
	if e, ok := errors.AsType[*store.Error](err); !ok || e.Table != "phones" {
		t.Errorf("insert into a table that was not given: %v", err)
	}
}
