package memstore_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// phone is the record of this package's tests.
type phone struct {
	ID     int64
	Model  string
	Number string // "" is missing
	Labels []string
}

func (p *phone) Clone() *phone {
	c := *p
	c.Labels = slices.Clone(p.Labels)
	return &c
}

var phones = store.NewTable("phones", func(p *phone) int64 { return p.ID }, filter.NewFields(
	filter.Column("model", func(p *phone) string { return p.Model }),
	filter.Nullable("number", func(p *phone) (string, bool) { return p.Number, p.Number != "" }),
	filter.Column("label", func(p *phone) []string { return p.Labels }),
)).Index("model", "label")

var phoneByNumber = store.NewUnique(phones, "phones_number_key", func(p *phone) (string, bool) {
	return p.Number, p.Number != ""
}).On("number")

func openPhones(t testing.TB, n int) *memstore.DB {
	t.Helper()
	db := memstore.New(phones.Schema())
	insertPhones(t, db, 1, n)
	return db
}

// insertPhones inserts the phones first to last in one transaction.
func insertPhones(t testing.TB, db *memstore.DB, first, last int) {
	t.Helper()
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		for i := first; i <= last; i++ {
			p := &phone{ID: int64(i), Model: fmt.Sprintf("model %d", i%10), Number: fmt.Sprint(1000 + i), Labels: []string{fmt.Sprint("l", i%7), "all"}}
			if err := phones.Insert(t.Context(), tx, p); err != nil {
				return err
			}
		}
		return nil
	}))
}

func setModel(t testing.TB, db *memstore.DB, id int64, model string) {
	t.Helper()
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		_, err := phones.Update(t.Context(), tx, id, func(p *phone) error {
			p.Model = model
			return nil
		})
		return err
	}))
}

// models returns the model of each phone, by id.
func models(t testing.TB, db *memstore.DB) map[int64]string {
	t.Helper()
	all, err := store.View(context.Background(), db, func(tx store.ReadTx) ([]*phone, error) {
		return phones.All(context.Background(), tx, nil)
	})
	must(t, err)
	m := map[int64]string{}
	for _, p := range all {
		m[p.ID] = p.Model
	}
	return m
}

func count(t testing.TB, db *memstore.DB, e filter.Expr) int {
	t.Helper()
	n, err := store.View(context.Background(), db, func(tx store.ReadTx) (int, error) {
		return phones.Count(context.Background(), tx, e)
	})
	must(t, err)
	return n
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// TestIndexesMayHaveAnyName uses names that mean something to go-memdb.
func TestIndexesMayHaveAnyName(t *testing.T) {
	for _, name := range []string{"id", "1", "number_prefix", "a.b", ""} {
		table := store.NewTable("phones", func(p *phone) int64 { return p.ID }, nil)
		byNumber := store.NewUnique(table, name, func(p *phone) (string, bool) { return p.Number, true })
		db := memstore.New(table.Schema())
		must(t, db.Update(t.Context(), func(tx store.Tx) error {
			return table.Insert(t.Context(), tx, &phone{ID: 1, Number: "100"})
		}))
		must(t, db.View(t.Context(), func(tx store.ReadTx) error {
			_, err := byNumber.Get(t.Context(), tx, "100")
			return err
		}))
	}
}
