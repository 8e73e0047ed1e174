package pgstore_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/pgstore"
	"github.com/pbxkit/pbxkit/store"
)

func where(field string, op filter.Op, value any) filter.Expr {
	return filter.Cmp{Field: field, Op: op, Value: value}
}

// numbered is a sequence of phones whose models and labels tell their ids.
func numbered(n int) func(yield func(any, error) bool) {
	return func(yield func(any, error) bool) {
		for id := range int64(n) {
			p := &phone{ID: id, Model: fmt.Sprintf("model %d", id), Number: fmt.Sprint(id), Labels: []string{fmt.Sprintf("l%d", id%500)}}
			if !yield(p, nil) {
				return
			}
		}
	}
}

func load(t testing.TB, db *pgstore.DB, n int) {
	t.Helper()
	got, err := db.Load(t.Context(), phones.Schema(), numbered(n))
	if got != int64(n) || err != nil {
		t.Fatalf("Load = %d, %v; want %d", got, err, n)
	}
}

func TestExplainShowsThatIndexesAreUsed(t *testing.T) {
	db := open(t, phones.Schema())
	load(t, db, 20000)
	for what, test := range map[string]struct {
		query store.Query
		index string
	}{
		"equality":       {store.Query{Filter: where("model", filter.Eq, "model 77")}, "phones.model by value"},
		"unique field":   {store.Query{Filter: where("number", filter.Eq, "77")}, "phones.number by value"},
		"range":          {store.Query{Filter: where("model", filter.Lt, "model 01")}, "phones.model by value"},
		"prefix":         {store.Query{Filter: where("model", filter.Like, "model 77%")}, "phones.model by value"},
		"prefix and all": {store.Query{Filter: where("model", filter.Like, "model 77%1")}, "phones.model by value"},
		"set":            {store.Query{Filter: where("labels", filter.ContainsAll, []string{"l7"})}, "phones.labels by value"},
		"order":          {store.Query{Order: []filter.Order{{Field: "model"}}, Limit: 3}, "phones.model by value"},
		"order desc":     {store.Query{Order: []filter.Order{{Field: "model", Desc: true}}, Limit: 3}, "phones.model by value"},
		"the key":        {store.Query{Limit: 3}, "phones.phones_pkey"},
		"several": {store.Query{Filter: filter.Or{where("model", filter.Eq, "model 7"), where("model", filter.Eq, "model 8")}},
			"phones.model by value"},
	} {
		plan, err := db.Explain(t.Context(), phones.Schema(), &test.query)
		must(t, err)
		if !strings.Contains(plan, test.index) {
			t.Errorf("%s: the plan is\n%s\nand does not name %s", what, plan, test.index)
		}
	}
	if _, err := db.Explain(t.Context(), phones.Schema(), &store.Query{Filter: where("x", filter.Eq, 1)}); !errors.Is(err, filter.ErrField) {
		t.Errorf("Explain of an unknown field: %v", err)
	}
}

func TestPatternsUseTrigramsIfThereAreSome(t *testing.T) {
	to := newURL(t)
	if !extension(t, to, "pg_trgm") {
		t.Skip("the server has no extension pg_trgm")
	}
	db := openAt(t, to, phones.Schema())
	load(t, db, 20000)
	plan, err := db.Explain(t.Context(), phones.Schema(), &store.Query{Filter: where("model", filter.ILike, "%EL 777%")})
	must(t, err)
	if !strings.Contains(plan, "phones.model by pattern") {
		t.Errorf("the plan is\n%s\nand does not use the trigrams", plan)
	}
}

// TestAConditionMayBeOfAnyBreadth asks more than a statement has room for.
func TestAConditionMayBeOfAnyBreadth(t *testing.T) {
	db := open(t, phones.Schema())
	load(t, db, 100)
	var equal, unequal filter.Or
	for i := range 70000 {
		equal = append(equal, where("model", filter.Eq, fmt.Sprintf("model %d", i+90)))
		unequal = append(unequal, where("model", filter.Like, fmt.Sprintf("%%l %d", i+90)))
	}
	for what, e := range map[string]filter.Expr{"=": equal, "like": unequal} {
		page, err := store.View(t.Context(), db, func(tx store.ReadTx) (store.Page[phone], error) {
			return phones.Find(t.Context(), tx, store.Query{Filter: e, Order: []filter.Order{{Field: "model", Desc: true}}, Offset: 1, Limit: 2})
		})
		must(t, err)
		got := []int64{int64(page.Total)}
		for _, p := range page.Rows {
			got = append(got, p.ID)
		}
		if diff := cmp.Diff([]int64{10, 98, 97}, got); diff != "" {
			t.Errorf("%s: total and ids (-want +got):\n%s", what, diff)
		}
	}
}

func TestLoadIsAllOrNothing(t *testing.T) {
	db := open(t, phones.Schema())
	load(t, db, 10)
	broken := errors.New("broken")
	for what, test := range map[string]struct {
		rows []*phone
		err  error
		want error
		ix   string
	}{
		"a taken number":      {[]*phone{{ID: 100}, {ID: 101, Number: "5"}}, nil, store.ErrExists, "phone_number_key"},
		"a taken key":         {[]*phone{{ID: 100}, {ID: 5}}, nil, store.ErrExists, "phones_pkey"},
		"an error in between": {[]*phone{{ID: 100}}, broken, broken, ""},
	} {
		n, err := db.Load(t.Context(), phones.Schema(), func(yield func(any, error) bool) {
			for _, p := range test.rows {
				if !yield(p, nil) {
					return
				}
			}
			if test.err != nil {
				yield(nil, test.err)
			}
		})
		e, _ := errors.AsType[*store.Error](err)
		if n != 0 || !errors.Is(err, test.want) || test.ix != "" && e.Index != test.ix {
			t.Errorf("%s: Load = %d, %v; want %v of %s", what, n, err, test.want, test.ix)
		}
	}
	if n := countPhones(t, db); n != 10 {
		t.Errorf("%d phones, want 10", n)
	}
}

func TestATableThatWasNotGivenIsAnError(t *testing.T) {
	db := open(t, phones.Schema())
	other := newPhones()
	err := db.View(t.Context(), func(tx store.ReadTx) error {
		_, err := other.Get(t.Context(), tx, 1)
		return err
	})
	if e, ok := errors.AsType[*store.Error](err); !ok || e.Table != "phones" || errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get of a table that Open was not given: %v", err)
	}
	err = db.View(t.Context(), func(tx store.ReadTx) error {
		_, err := tx.Get(t.Context(), phones.Schema(), other.Schema().Primary(), key(1))
		return err
	})
	if e, ok := errors.AsType[*store.Error](err); !ok || !slices.Contains([]string{"phones_pkey"}, e.Index) || errors.Is(err, store.ErrNotFound) {
		t.Errorf("Get by an index of another table: %v", err)
	}
}
