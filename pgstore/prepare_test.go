package pgstore_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/store"
)

// upper is a field that phones of a later version have.
var upper = filter.Column("upper", func(p *phone) string { return strings.ToUpper(p.Model) })

func TestOpenWritesNothingIfNothingHasChanged(t *testing.T) {
	to := newURL(t)
	insertPhones(t, openAt(t, to, phones.Schema()), &phone{ID: 1})
	again := openAt(t, withParams(t, to, "default_transaction_read_only", "on"), newPhones().Schema())
	again.Close()
	if n := countPhones(t, openAt(t, to, phones.Schema())); n != 1 {
		t.Errorf("%d phones, want 1", n)
	}
}

func TestOpenBringsRecordsUpToDate(t *testing.T) {
	to := newURL(t)
	old := openAt(t, to, phones.Schema())
	const size = 2500 // several batches
	must(t, old.Update(t.Context(), func(tx store.Tx) error {
		for id := range int64(size) {
			if err := phones.Insert(t.Context(), tx, &phone{ID: id - size/2, Model: "abc", Labels: []string{"x"}}); err != nil {
				return err
			}
		}
		return phones.Put(t.Context(), tx, &phone{ID: 7, Model: "seven", Number: "7"})
	}))
	newer := newPhones(upper).Index("upper").Version(1)
	db := openAt(t, to, newer.Schema())
	got, err := store.View(t.Context(), db, func(tx store.ReadTx) (store.Page[phone], error) {
		return newer.Find(t.Context(), tx, store.Query{Filter: filter.Cmp{Field: "upper", Op: filter.Eq, Value: "SEVEN"}})
	})
	must(t, err)
	if diff := cmp.Diff(store.Page[phone]{Rows: []*phone{{ID: 7, Model: "seven", Number: "7"}}, Total: 1}, got); diff != "" {
		t.Errorf("the phone with a new field (-want +got):\n%s", diff)
	}
	all, err := store.View(t.Context(), db, func(tx store.ReadTx) (int, error) { return newer.Count(t.Context(), tx, nil) })
	if all != size || err != nil {
		t.Errorf("%d phones, %v; want %d", all, err, size)
	}

	t.Run("a process of the old version reads and cannot write", func(t *testing.T) {
		if n := countPhones(t, old); n != size {
			t.Errorf("%d phones, want %d", n, size)
		}
		err := old.Update(t.Context(), func(tx store.Tx) error { return phones.Delete(t.Context(), tx, 7) })
		must(t, err) // a row that goes lacks no column
		for what, write := range map[string]func(tx store.Tx) error{
			"insert":  func(tx store.Tx) error { return phones.Insert(t.Context(), tx, &phone{ID: 1 << 40}) },
			"replace": func(tx store.Tx) error { return phones.Replace(t.Context(), tx, &phone{ID: 8}) },
		} {
			if err := old.Update(t.Context(), write); err == nil {
				t.Errorf("%s: no error", what)
			}
		}
	})
	t.Run("it cannot be opened again", func(t *testing.T) { refusesToOpen(t, to, phones.Schema(), pgstore.ErrNewer) })
	t.Run("nor with other declarations of one version", func(t *testing.T) {
		refusesToOpen(t, to, newPhones().Version(1).Schema(), pgstore.ErrChanged)
	})
}

// TestAnOldProcessCannotWriteWhatItDoesNotKnow is about a version that differs in
// nothing that the database would notice by itself.
func TestAnOldProcessCannotWriteWhatItDoesNotKnow(t *testing.T) {
	to := newURL(t)
	old := openAt(t, to, phones.Schema())
	openAt(t, to, newPhones().Version(1).Schema())
	err := old.Update(t.Context(), func(tx store.Tx) error { return phones.Insert(t.Context(), tx, &phone{ID: 1}) })
	if !errors.Is(err, pgstore.ErrNewer) {
		t.Errorf("Update returned %v, want %v", err, pgstore.ErrNewer)
	}
}

func refusesToOpen(t *testing.T, to string, s *store.Schema, kind error) {
	t.Helper()
	db, err := pgstore.Open(t.Context(), to, s)
	if err == nil {
		db.Close()
	}
	if e, ok := errors.AsType[*store.Error](err); !errors.Is(err, kind) || !ok || e.Table != s.Name {
		t.Errorf("Open returned %v, want %v of %s", err, kind, s.Name)
	}
}

func TestAVersionThatCannotBeReachedChangesNothing(t *testing.T) {
	to := newURL(t)
	db := openAt(t, to, phones.Schema())
	insertPhones(t, db, &phone{ID: 1, Model: "same"}, &phone{ID: 2, Model: "same"})
	newer := newPhones().Version(1)
	store.NewUnique(newer, "phone_model_key", func(p *phone) (string, bool) { return p.Model, true })
	if _, err := pgstore.Open(t.Context(), to, newer.Schema()); err == nil {
		t.Error("two phones have the same unique key, and Open returned no error")
	}
	insertPhones(t, db, &phone{ID: 3})
	if n := countPhones(t, openAt(t, to, phones.Schema())); n != 3 {
		t.Errorf("%d phones, want 3", n)
	}
}

func TestSeveralInstancesMayStartAtOnce(t *testing.T) {
	to := newURL(t)
	for _, schema := range []*store.Schema{phones.Schema(), newPhones(upper).Version(1).Schema()} {
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				db, err := pgstore.Open(t.Context(), to, schema)
				if err != nil {
					t.Error(err)
					return
				}
				db.Close()
			})
		}
		wg.Wait()
	}
}

func TestNamesThatCannotBeAreRefused(t *testing.T) {
	one := filter.NewFields(filter.Column("_key", func(p *phone) string { return p.Model }))
	for what, tables := range map[string][]*store.Schema{
		"a table given twice":   {phones.Schema(), newPhones().Schema()},
		"a table of pgstore's":  {store.NewTable("pbxkit_changes", func(p *phone) int64 { return p.ID }, nil).Schema()},
		"a column of pgstore's": {store.NewTable("t", func(p *phone) int64 { return p.ID }, one).Schema()},
	} {
		db, err := pgstore.Open(t.Context(), newURL(t), tables...)
		if err == nil {
			db.Close()
			t.Errorf("%s: no error", what)
		}
	}
}

// TestAnyNameOfATableWillDo has names that SQL would read as something else, and some
// that are alike for longer than PostgreSQL looks.
func TestAnyNameOfATableWillDo(t *testing.T) {
	long := strings.Repeat("größe ", 20)
	var tables []*store.Table[int64, phone]
	var schemas []*store.Schema
	for _, name := range []string{`"; DROP TABLE phones; --`, "select", "a.b", "A", "a", "Größe", long + "1", long + "2", "it's"} {
		field := filter.Column(name+"|", func(p *phone) string { return p.Model })
		table := store.NewTable(name, func(p *phone) int64 { return p.ID }, filter.NewFields(field)).Index(name + "|")
		store.NewUnique(table, name+"!", func(p *phone) (string, bool) { return p.Number, true })
		tables, schemas = append(tables, table), append(schemas, table.Schema())
	}
	db := open(t, schemas...)
	for i, table := range tables {
		want := []*phone{{ID: 1, Model: "m", Number: table.Schema().Name}}
		field := table.Schema().Fields[0].Name
		must(t, db.Update(t.Context(), func(tx store.Tx) error { return table.Insert(t.Context(), tx, want[0]) }))
		got, err := store.View(t.Context(), db, func(tx store.ReadTx) (store.Page[phone], error) {
			return table.Find(t.Context(), tx, store.Query{
				Filter: filter.Cmp{Field: field, Op: filter.Like, Value: "_"}, Order: []filter.Order{{Field: field}}, Limit: i + 1,
			})
		})
		if diff := cmp.Diff(want, got.Rows); diff != "" || err != nil {
			t.Errorf("%q: %v (-want +got):\n%s", table.Schema().Name, err, diff)
		}
	}
}
