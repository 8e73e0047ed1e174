package storetest

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// update commits what fn does, or ends the test.
func update(t *testing.T, db store.DB, fn func(store.Tx) error) {
	t.Helper()
	if err := tryUpdate(t, db, fn); err != nil {
		t.Fatalf("Update: %v", err)
	}
}

// tryUpdate is db.Update, tried again as long as others get in its way, which
// the contract allows.
func tryUpdate(t *testing.T, db store.DB, fn func(store.Tx) error) error {
	t.Helper()
	for {
		err := db.Update(t.Context(), fn)
		if !errors.Is(err, store.ErrConflict) {
			return err
		}
	}
}

// view reads with fn, or ends the test.
func view(t *testing.T, db store.DB, fn func(store.ReadTx) error) {
	t.Helper()
	if err := db.View(t.Context(), fn); err != nil {
		t.Fatalf("View: %v", err)
	}
}

// insert commits records in one transaction.
func insert[K comparable, T any](t *testing.T, db store.DB, table *store.Table[K, T], records ...*T) {
	t.Helper()
	update(t, db, func(tx store.Tx) error {
		for _, r := range records {
			if err := table.Insert(t.Context(), tx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// get returns a committed record.
func get[K comparable, T any](t *testing.T, db store.DB, table *store.Table[K, T], key K) (record *T) {
	t.Helper()
	view(t, db, func(tx store.ReadTx) (err error) {
		record, err = table.Get(t.Context(), tx, key)
		return err
	})
	return record
}

// all returns the committed records in order.
func all[K comparable, T any](t *testing.T, db store.DB, table *store.Table[K, T]) (records []*T) {
	t.Helper()
	view(t, db, func(tx store.ReadTx) (err error) {
		records, err = table.All(t.Context(), tx, nil)
		return err
	})
	return records
}

// wantAll fails the test unless the committed records are those given, in order.
func wantAll[K comparable, T any](t *testing.T, db store.DB, table *store.Table[K, T], want ...*T) {
	t.Helper()
	if want == nil {
		want = []*T{}
	}
	if diff := cmp.Diff(want, all(t, db, table)); diff != "" {
		t.Errorf("committed %s (-want +got):\n%s", table.Schema().Name, diff)
	}
}

// refused fails the test unless err is a *store.Error of a kind that names the
// operation, the table and one of the indexes.
func refused(t *testing.T, err, kind error, op string, table *store.Schema, indexes ...string) {
	t.Helper()
	if !errors.Is(err, kind) {
		t.Errorf("%s %s: got error %v, want %v", op, table.Name, err, kind)
		return
	}
	e, ok := errors.AsType[*store.Error](err)
	if !ok {
		t.Errorf("%s %s: got %T (%v), want a *store.Error", op, table.Name, err, err)
		return
	}
	want := []string{op, table.Name, indexes[0]}
	if got := []string{e.Op, e.Table, e.Index}; !slices.Contains(indexes, e.Index) || e.Op != op || e.Table != table.Name {
		t.Errorf("error's Op, Table, Index (-want +got):\n%s", cmp.Diff(want, got))
	}
}

// exists is refused for a key that is taken in an index.
func exists(t *testing.T, err error, op string, table *store.Schema, index string) {
	t.Helper()
	refused(t, err, store.ErrExists, op, table, index)
}

// missing is refused for a write to a record that is not there. Whether a write
// concerns the primary index by name is the backend's choice.
func missing(t *testing.T, err error, op string, table *store.Schema) {
	t.Helper()
	refused(t, err, store.ErrNotFound, op, table, table.Primary().Name, "")
}

// where is a comparison.
func where(field string, op filter.Op, value any) filter.Expr {
	return filter.Cmp{Field: field, Op: op, Value: value}
}

// page is the answer to a query about rooms.
type page struct {
	IDs   []int64
	Total int
}

// found asks a query about rooms, without the detour of failing the test.
func found(t *testing.T, tx store.ReadTx, q store.Query) (page, error) {
	t.Helper()
	p, err := rooms.Find(t.Context(), tx, q)
	ids := make([]int64, len(p.Rows))
	for i, r := range p.Rows {
		ids[i] = r.ID
	}
	return page{ids, p.Total}, err
}

// wantFound fails the test unless a query finds the rooms with these ids, in
// this order, and counts all of them.
func wantFound(t *testing.T, tx store.ReadTx, q store.Query, ids ...int64) {
	t.Helper()
	wantPage(t, tx, q, len(ids), ids...)
}

// wantPage is wantFound for a query that cuts.
func wantPage(t *testing.T, tx store.ReadTx, q store.Query, total int, ids ...int64) {
	t.Helper()
	got, err := found(t, tx, q)
	if err != nil {
		t.Errorf("%s: %v", inWords(q), err)
		return
	}
	want := page{append([]int64{}, ids...), total}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", inWords(q), diff)
	}
}
