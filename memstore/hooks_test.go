package memstore_test

import (
	"errors"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// recordChanges collects the changes of each commit.
func recordChanges(db *memstore.DB) (commits *[][]store.Change, stop func()) {
	commits = &[][]store.Change{}
	stop = db.OnCommit(func(changes []store.Change) { *commits = append(*commits, slices.Clone(changes)) })
	return commits, stop
}

func diffChanges(want, got [][]store.Change) string {
	return cmp.Diff(want, got, cmpopts.IgnoreFields(store.Change{}, "Schema"))
}

func TestOnCommitSeesEachRowOnce(t *testing.T) {
	db := openPhones(t, 2)
	commits, _ := recordChanges(db)
	ctx := t.Context()
	must(t, db.Update(ctx, func(tx store.Tx) error {
		must(t, phones.Delete(ctx, tx, 2))
		must(t, phones.Insert(ctx, tx, &phone{ID: 3, Model: "new"}))
		must(t, phones.Replace(ctx, tx, &phone{ID: 3, Model: "newer"}))
		must(t, phones.Replace(ctx, tx, &phone{ID: 1, Model: "changed"}))
		must(t, phones.Insert(ctx, tx, &phone{ID: 4, Model: "came"}))
		must(t, phones.Delete(ctx, tx, 4)) // … and went
		return nil
	}))
	key := func(id int64) store.Key { return store.EncodeKey(id) }
	want := [][]store.Change{{
		{Key: key(2), Before: &phone{ID: 2, Model: "model 2", Number: "1002", Labels: []string{"l2", "all"}}},
		{Key: key(3), After: &phone{ID: 3, Model: "newer"}},
		{Key: key(1), Before: &phone{ID: 1, Model: "model 1", Number: "1001", Labels: []string{"l1", "all"}}, After: &phone{ID: 1, Model: "changed"}},
	}}
	if diff := diffChanges(want, *commits); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if s := (*commits)[0][0].Schema; s != phones.Schema() {
		t.Errorf("the change is of %v", s)
	}
}

func TestOnCommitDoesNotSeeWhatIsNotCommitted(t *testing.T) {
	db := openPhones(t, 1)
	commits, _ := recordChanges(db)
	fork := db.Fork()
	failed := errors.New("failed")
	err := db.Update(t.Context(), func(tx store.Tx) error {
		must(t, phones.Delete(t.Context(), tx, 1))
		return failed
	})
	if !errors.Is(err, failed) {
		t.Fatal(err)
	}
	must(t, db.Update(t.Context(), func(store.Tx) error { return nil })) // no change
	setModel(t, fork, 1, "fork")
	must(t, db.Reset(t.Context()))
	if diff := diffChanges([][]store.Change{}, *commits); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestOnCommitMissesNothingThatAViewDoesNotSee adds a hook while a transaction is
// under way, as a reader does that wants to follow from what it sees.
func TestOnCommitMissesNothingThatAViewDoesNotSee(t *testing.T) {
	db := openPhones(t, 1)
	var commits *[][]store.Change
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		must(t, phones.Replace(t.Context(), tx, &phone{ID: 1, Model: "changed"}))
		commits, _ = recordChanges(db)
		if got := models(t, db)[1]; got != "model 1" {
			t.Errorf("a View sees %q, want what is committed", got)
		}
		return nil
	}))
	if len(*commits) != 1 {
		t.Errorf("%d commits were reported, want 1", len(*commits))
	}
}

// TestOnCommitMayReadAndStop does in a hook what a hook may do.
func TestOnCommitMayReadAndStop(t *testing.T) {
	db := openPhones(t, 1)
	var seen []string
	var stop func()
	stop = db.OnCommit(func([]store.Change) {
		seen = append(seen, models(t, db)[1])
		stop()
		db.OnCommit(func([]store.Change) { seen = append(seen, "next") })
	})
	setModel(t, db, 1, "a")
	setModel(t, db, 1, "b")
	if diff := cmp.Diff([]string{"a", "next"}, seen); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAPanicOfAHookLeavesTheCommitAndTheDatabaseUsable(t *testing.T) {
	db := openPhones(t, 1)
	stop := db.OnCommit(func([]store.Change) { panic("hook") })
	func() {
		defer func() {
			if got := recover(); got != "hook" {
				t.Errorf("Update panicked with %v, want hook", got)
			}
		}()
		setModel(t, db, 1, "committed")
	}()
	if got := models(t, db)[1]; got != "committed" {
		t.Errorf("the model is %q, want committed", got)
	}
	stop()
	setModel(t, db, 1, "after")
}

func TestOnCommitEndsWithStop(t *testing.T) {
	db := openPhones(t, 1)
	first, stop := recordChanges(db)
	second, _ := recordChanges(db)
	setModel(t, db, 1, "a")
	stop()
	setModel(t, db, 1, "b")
	if len(*first) != 1 || len(*second) != 2 {
		t.Errorf("the stopped hook was called %d times, want 1; the other %d times, want 2", len(*first), len(*second))
	}
}

// TestOnCommitIsInTheOrderOfCommits shows that each change begins where the one
// before it ended, under concurrent writers.
func TestOnCommitIsInTheOrderOfCommits(t *testing.T) {
	db := openPhones(t, 1)
	commits, _ := recordChanges(db)
	var group sync.WaitGroup
	for _, model := range []string{"a", "b", "c", "d"} {
		group.Go(func() {
			for range 50 {
				setModel(t, db, 1, model)
			}
		})
	}
	group.Wait()
	last := "model 1"
	for i, changes := range *commits {
		before, after := changes[0].Before.(*phone).Model, changes[0].After.(*phone).Model
		if before != last {
			t.Fatalf("commit %d changes %q, but the one before it left %q", i, before, last)
		}
		last = after
	}
	if len(*commits) != 200 {
		t.Errorf("%d commits were reported, want 200", len(*commits))
	}
}
