package memstore

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// tag is a record of which the numbers of rows with each value are known.
type tag struct {
	ID      int64
	Name    string // of its own
	Group   string // one of ten
	Pair    string // of two records
	Plain   int64
	Code    string // unique
	Missing string // in half of the records
	Labels  []string
}

func (t *tag) Clone() *tag {
	c := *t
	return &c
}

func newTags() *store.Schema {
	tags := store.NewTable("tags", func(t *tag) int64 { return t.ID }, filter.NewFields(
		filter.Column("name", func(t *tag) string { return t.Name }),
		filter.Column("group", func(t *tag) string { return t.Group }),
		filter.Column("pair", func(t *tag) string { return t.Pair }),
		filter.Column("plain", func(t *tag) int64 { return t.Plain }),
		filter.Column("code", func(t *tag) string { return t.Code }),
		filter.Nullable("missing", func(t *tag) (string, bool) { return t.Missing, t.Missing != "" }),
		filter.Column("label", func(t *tag) []string { return t.Labels }),
	)).Index("name", "group", "pair", "missing", "label")
	store.NewUnique(tags, "code_key", func(t *tag) (string, bool) { return t.Code, true }).On("code")
	return tags.Schema()
}

func openTags(t *testing.T, n int) (*DB, *store.Schema) {
	t.Helper()
	s := newTags()
	db := New(s)
	err := db.Update(t.Context(), func(tx store.Tx) error {
		for i := range n {
			row := &tag{
				ID: int64(i), Name: fmt.Sprintf("name %06d", i*7919%n), Group: fmt.Sprint("g", i%10), Pair: fmt.Sprint("p", i/2),
				Plain: int64(i % 100), Code: fmt.Sprint(i), Labels: []string{fmt.Sprint("a", i%20), fmt.Sprint("b", i/20%30)},
			}
			if i%2 == 0 {
				row.Missing = fmt.Sprint("m", i%5)
			}
			if err := tx.Insert(t.Context(), s, row); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return db, s
}

func cond(field string, op filter.Op, value any) filter.Expr {
	return filter.Cmp{Field: field, Op: op, Value: value}
}

// TestThePlanFollowsFromTheNumbers names what each query should do, by words of its
// explanation.
func TestThePlanFollowsFromTheNumbers(t *testing.T) {
	db, s := openTags(t, 6000)
	by := func(field string) []filter.Order { return []filter.Order{{Field: field}} }
	desc := func(field string) []filter.Order { return []filter.Order{{Field: field, Desc: true}} }
	group, plain := cond("group", filter.Eq, "g3"), cond("plain", filter.Lt, 50)
	labels := cond("label", filter.ContainsAll, []string{"a3", "b7"})
	for name, c := range map[string]struct {
		query store.Query
		want  string
	}{
		"count of all":             {store.Query{CountOnly: true}, "known"},
		"all":                      {store.Query{}, "cut"},
		"all in an order":          {store.Query{Order: desc("missing"), Limit: 10}, "cut"},
		"all in a unique order":    {store.Query{Order: by("code"), Limit: 10}, "cut"},
		"all in no index's order":  {store.Query{Order: by("plain"), Limit: 10}, "scan"},
		"two terms":                {store.Query{Order: append(by("group"), by("name")...), Limit: 10}, "scan"},
		"a condition of none":      {store.Query{Filter: filter.And{}, CountOnly: true}, "cut"},
		"one that is always true":  {store.Query{Filter: cond("name", filter.Like, "%"), CountOnly: true}, "cut"},
		"unique":                   {store.Query{Filter: cond("code", filter.Eq, "17")}, "unique: one row at most has this key in code_key"},
		"unique and more":          {store.Query{Filter: filter.And{plain, cond("code", filter.Eq, "17")}}, "unique"},
		"equal":                    {store.Query{Filter: group, Limit: 10}, "600 rows by tags_group_idx\ncut"},
		"equal, its order":         {store.Query{Filter: group, Order: desc("group"), Limit: 10}, "cut"},
		"equal, another order":     {store.Query{Filter: group, Order: by("name"), Limit: 10}, "walk along tags_name_idx"},
		"equal, count":             {store.Query{Filter: group, CountOnly: true}, "cut"},
		"prefix and its order":     {store.Query{Filter: cond("name", filter.Like, "name 0012%"), Order: by("name")}, "100 rows by tags_name_idx\ncut"},
		"prefix, no order":         {store.Query{Filter: cond("name", filter.Like, "name 0012%"), Limit: 5}, "100 rows are in all of them"},
		"a wider prefix, no order": {store.Query{Filter: cond("name", filter.Like, "name 000%"), Limit: 5}, "page is found by a walk along tags_pkey"},
		"range":                    {store.Query{Filter: filter.And{cond("name", filter.Gt, "name 001"), cond("name", filter.Le, "name 002")}, Order: by("name")}, "1000 rows by tags_name_idx\ncut"},
		"not equal, its order":     {store.Query{Filter: cond("missing", filter.Ne, "m2"), Order: desc("missing"), Limit: 5}, "2400 rows by tags_missing_idx\ncut"},
		"null":                     {store.Query{Filter: cond("missing", filter.IsNull, nil), Limit: 5}, "3000 rows by tags_missing_idx\ncut"},
		"one of":                   {store.Query{Filter: filter.Or{group, cond("group", filter.Eq, "g5")}, Order: by("group"), Limit: 5}, "1200 rows by tags_group_idx\ncut"},
		"contains, its order":      {store.Query{Filter: cond("name", filter.ILike, "%12%"), Order: by("name"), Limit: 5}, "read"},
		"contains, count":          {store.Query{Filter: cond("name", filter.ILike, "%12%"), CountOnly: true}, "some of 6000 rows by tags_name_idx\nread"},
		"contains, another order":  {store.Query{Filter: cond("name", filter.ILike, "%12%"), Order: desc("code"), Limit: 5}, "meet"},
		"two labels":               {store.Query{Filter: labels, Limit: 5}, "meet: these rows are intersected as sets\n10 rows are in all of them"},
		"two labels, count":        {store.Query{Filter: labels, CountOnly: true}, "meet"},
		"equal and not equal": {
			store.Query{Filter: filter.And{group, cond("missing", filter.Ne, "m2")}, Order: desc("name"), Offset: 10, Limit: 5}, "meet",
		},
		"few rows and a rest": {store.Query{Filter: filter.And{cond("pair", filter.Eq, "p7"), plain, group}}, "2 rows by tags_pair_idx\nfetch"},
		"sets and a rest":     {store.Query{Filter: filter.And{labels, plain}, Order: by("name")}, "what is left is looked at, for plain < 50"},
		"a range that pays": {
			store.Query{Filter: filter.And{cond("missing", filter.NotNull, nil), cond("name", filter.Ge, "name 004"), plain}, Order: by("code"), Limit: 10},
			"2000 rows by tags_name_idx\nmeet",
		},
		"no index":                 {store.Query{Filter: plain, CountOnly: true}, "scan"},
		"no index, no limit":       {store.Query{Filter: plain}, "walk: every row is looked at, in the order of tags_pkey"},
		"one of two fields":        {store.Query{Filter: filter.Or{group, plain}, CountOnly: true}, "scan"},
		"no value":                 {store.Query{Filter: cond("group", filter.Eq, "none"), Order: by("plain")}, "0 rows by tags_group_idx"},
		"a set that may be empty":  {store.Query{Filter: cond("label", filter.ContainsAll, []string{}), CountOnly: true}, "scan"},
		"a pattern among few":      {store.Query{Filter: filter.And{cond("name", filter.ILike, "%1%"), cond("pair", filter.Eq, "p1")}}, "2 rows by tags_pair_idx\nfetch"},
		"a pattern among some":     {store.Query{Filter: filter.And{cond("name", filter.ILike, "%1%"), labels}, Order: by("name")}, "left is looked at, for name ilike"},
		"all of a field that half": {store.Query{Filter: cond("missing", filter.NotNull, nil), Order: by("name"), Limit: 5}, "3000 rows by tags_missing_idx\nmeet"},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := db.Explain(t.Context(), s, &c.query)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.Contains(got, c.want) {
				t.Errorf("the explanation has no %q:\n%s", c.want, got)
			}
		})
	}
}

func TestASmallTableIsLookedAt(t *testing.T) {
	db, s := openTags(t, small)
	got, err := db.Explain(t.Context(), s, &store.Query{Filter: cond("group", filter.Eq, "g3")})
	if err != nil || !strings.HasPrefix(got, "walk") {
		t.Errorf("%s, %v, want a walk", got, err)
	}
	got, err = db.Explain(t.Context(), s, &store.Query{Filter: cond("group", filter.Eq, "g3"), Order: []filter.Order{{Field: "plain"}}})
	if err != nil || !strings.HasPrefix(got, "scan") {
		t.Errorf("%s, %v, want a scan", got, err)
	}
}

func TestExplainRefusesWhatATableWould(t *testing.T) {
	db, s := openTags(t, 1)
	for name, q := range map[string]store.Query{
		"field":  {Filter: cond("unknown", filter.Eq, 1)},
		"value":  {Filter: cond("plain", filter.Eq, "x")},
		"order":  {Order: []filter.Order{{Field: "label"}}},
		"offset": {Offset: -1},
		"limit":  {Limit: -1},
	} {
		if words, err := db.Explain(t.Context(), s, &q); err == nil {
			t.Errorf("%s: no error, but %s", name, words)
		}
	}
	if _, err := db.Explain(t.Context(), newTags(), &store.Query{}); err == nil {
		t.Error("a table that was not given was explained")
	}
}

// TestABitmapIsMadeOnceForAllForks counts allocations: a query for the rows with
// two labels makes their bitmaps, and those after it find them, in forks as well
// and after writes.
func TestABitmapIsMadeOnceForAllForks(t *testing.T) {
	db, s := openTags(t, 20_000)
	q, err := check(s, &store.Query{Filter: cond("label", filter.ContainsAll, []string{"a3", "b7"}), CountOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	query := func(db *DB) float64 {
		return testing.AllocsPerRun(1, func() { // which also runs once before it counts
			err := db.View(t.Context(), func(tx store.ReadTx) error {
				_, err := tx.Query(t.Context(), s, q)
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
	write := func(db *DB, label string) {
		err := db.Update(t.Context(), func(tx store.Tx) error {
			return tx.Replace(t.Context(), s, &tag{ID: 7, Name: label, Code: "7", Labels: []string{label}})
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	want := query(db)
	fork := db.Fork()
	write(fork, "a3")
	for name, db := range map[string]*DB{"the same": db, "a fork": db.Fork(), "a fork that was written": fork} {
		if got := query(db); got > want {
			t.Errorf("%s: %v allocations, want %v", name, got, want)
		}
	}
	has := func(db *DB) (labels []string) {
		list, _, _ := (*db.state.Load().data.Load()).tables[0].indexes[5].often.find("")
		for _, v := range list {
			text, _ := cutText([]byte(v.value))
			labels = append(labels, fmt.Sprint(string(text), " ", v.bits.Len()))
		}
		return labels
	}
	if got, want := has(fork), []string{"a3 1001", "b7 680"}; !slices.Equal(got, want) {
		t.Errorf("the fork has bitmaps of %q, want %q", got, want)
	}
	if got, want := has(db), []string{"a3 1000", "b7 680"}; !slices.Equal(got, want) {
		t.Errorf("the original has bitmaps of %q, want %q", got, want)
	}
}

// TestABitmapOfAValueThatBecomesRareIsDropped, and one that has become rare
// unnoticed is right.
func TestABitmapOfAValueThatBecomesRareIsDropped(t *testing.T) {
	db, s := openTags(t, 4000)
	count := func() int {
		q, _ := check(s, &store.Query{Filter: cond("label", filter.ContainsAll, []string{"a3", "b7"}), CountOnly: true})
		var total int
		if err := db.View(t.Context(), func(tx store.ReadTx) error {
			result, err := tx.Query(t.Context(), s, q)
			total = result.Total
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return total
	}
	if got := count(); got != 7 {
		t.Fatalf("%d rows, want 7", got)
	}
	for id := int64(3); id < 4000; id += 20 { // all that have the label
		err := db.Update(t.Context(), func(tx store.Tx) error { return tx.Delete(t.Context(), s, store.EncodeKey(id)) })
		if err != nil {
			t.Fatal(err)
		}
		if id%500 < 20 {
			count()
		}
	}
	if got := count(); got != 0 {
		t.Errorf("%d rows, want none", got)
	}
	if list, _, ok := (*db.state.Load().data.Load()).tables[0].indexes[5].often.find(presentValue("a3")); ok {
		t.Errorf("there is a bitmap still, among %d", len(list))
	}
}

// endingContext ends after it has been looked at a number of times.
type endingContext struct {
	context.Context
	looks atomic.Int64
}

func (c *endingContext) Err() error {
	if c.looks.Add(-1) < 0 {
		return context.Canceled
	}
	return nil
}

// TestEveryPlanEndsWithItsContext forces each plan with a context that ends when it
// is looked at, which only a long loop does.
func TestEveryPlanEndsWithItsContext(t *testing.T) {
	db, s := openTags(t, 20_000)
	askForNames(t, db, s, "%ame%")
	data := db.state.Load().settle(db.layout)
	tab := db.layout.tables[s]
	for name, q := range map[string]*store.Query{
		"all":      {},
		"text":     {Filter: cond("name", filter.ILike, "%1%"), Order: []filter.Order{{Field: "name"}}},
		"grams":    {Filter: cond("name", filter.ILike, "%ame 0%")},
		"range":    {Filter: cond("name", filter.Gt, "name 001"), Order: []filter.Order{{Field: "code"}}},
		"sets":     {Filter: filter.And{cond("group", filter.Ne, "g1"), cond("missing", filter.Eq, "m2")}, Order: []filter.Order{{Field: "name"}}},
		"and rest": {Filter: filter.And{cond("group", filter.Ne, "g1"), cond("plain", filter.Ne, 7)}},
	} {
		q, err := check(s, q)
		if err != nil {
			t.Fatal(err)
		}
		p := newPlanner(t.Context(), tab, data.tables[tab.number], q, nil)
		for _, pl := range everyPlan(p) {
			p.ctx = &endingContext{Context: t.Context()}
			if result, err := p.answer(pl); err != context.Canceled || result != nil {
				t.Errorf("%s by plan %d: %v, %v, want %v", name, pl.method, result != nil, err, context.Canceled)
			}
		}
	}
}

// TestReadersMakeBitmapsBesideAWriter has readers of one state make the same bitmaps
// while a writer goes on from it: for the race detector, and for the totals.
func TestReadersMakeBitmapsBesideAWriter(t *testing.T) {
	db, s := openTags(t, 2000)
	var group sync.WaitGroup
	for i := range 20 {
		for reader := range 3 {
			group.Go(func() {
				group := cond("group", filter.Eq, fmt.Sprint("g", (i+reader)%10))
				q, _ := check(s, &store.Query{Filter: filter.And{group, cond("missing", filter.NotNull, nil)}, Order: []filter.Order{{Field: "name"}}, Limit: 3})
				if err := db.View(t.Context(), func(tx store.ReadTx) error {
					result, err := tx.Query(t.Context(), s, q)
					if want := []int{200, 0}[(i+reader)%2]; err == nil && result.Total != want {
						t.Errorf("%d rows, want %d", result.Total, want)
					}
					return err
				}); err != nil {
					t.Error(err)
				}
			})
		}
		group.Go(func() {
			row := &tag{ID: 4, Name: fmt.Sprint("changed ", i), Group: "g4", Missing: "m4", Code: "4"}
			if err := db.Update(t.Context(), func(tx store.Tx) error { return tx.Replace(t.Context(), s, row) }); err != nil {
				t.Error(err)
			}
		})
	}
	group.Wait()
}
