package store_test

import (
	"context"
	"errors"
	"iter"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// card is a record with few different values.
type card struct {
	ID    int64
	Color string
	Size  *int64
}

// Clone returns a copy that shares nothing with c.
func (c *card) Clone() *card {
	d := *c
	if c.Size != nil {
		d.Size = new(*c.Size)
	}
	return &d
}

func cardTable() *store.Table[int64, card] {
	return store.NewTable("cards", func(c *card) int64 { return c.ID }, filter.NewFields(
		filter.Column("color", func(c *card) string { return c.Color }),
		filter.Nullable("size", func(c *card) (int64, bool) {
			if c.Size == nil {
				return 0, false
			}
			return *c.Size, true
		}),
		filter.Column("tags", func(c *card) []string { return nil }),
	))
}

// deal returns n cards in random order.
func deal(rng *rand.Rand, n int) []any {
	rows := make([]any, n)
	for i, id := range rng.Perm(n) {
		c := &card{ID: int64(id), Color: []string{"", "blue", "red"}[rng.IntN(3)]}
		if rng.IntN(3) > 0 {
			c.Size = new(rng.Int64N(4))
		}
		rows[i] = c
	}
	return rows
}

// sequence yields rows as a backend would.
func sequence(rows []any) iter.Seq2[any, error] {
	return func(yield func(any, error) bool) {
		for _, row := range rows {
			if !yield(row, nil) {
				return
			}
		}
	}
}

// naive is the meaning of a query in the fewest words.
func naive(t *testing.T, s *store.Schema, q *store.Query, rows []any) *store.Result {
	t.Helper()
	match := s.Match(q.Filter)
	compare, err := s.Compare(q.Order)
	if err != nil {
		t.Fatal(err)
	}
	rows = slices.DeleteFunc(slices.Clone(rows), func(row any) bool { return !match(row) })
	slices.SortFunc(rows, compare)
	result := &store.Result{Total: len(rows)}
	for i, row := range rows {
		if !q.CountOnly && i >= q.Offset && (q.Limit == 0 || i-q.Offset < q.Limit) {
			result.Rows = append(result.Rows, row)
		}
	}
	return result
}

func randomQuery(rng *rand.Rand, rows int) *store.Query {
	cut := func() int {
		return []int{0, 0, 1, 2, rng.IntN(rows + 2), rows, math.MaxInt - 1, math.MaxInt}[rng.IntN(8)]
	}
	q := &store.Query{Offset: cut(), Limit: cut(), CountOnly: rng.IntN(6) == 0}
	for range rng.IntN(3) {
		q.Order = append(q.Order, filter.Order{Field: []string{"color", "size"}[rng.IntN(2)], Desc: rng.IntN(2) == 0})
	}
	q.Filter = []filter.Expr{
		nil,
		filter.Cmp{Field: "color", Op: filter.Eq, Value: "red"},
		filter.Cmp{Field: "size", Op: filter.Ge, Value: int64(1)},
		filter.Or{},
	}[rng.IntN(4)]
	return q
}

// sameResult compares results; no rows are no rows, nil or not.
func sameResult(t *testing.T, what string, q *store.Query, want, got *store.Result) {
	t.Helper()
	if diff := cmp.Diff(append([]any{}, want.Rows...), append([]any{}, got.Rows...)); diff != "" || want.Total != got.Total {
		t.Fatalf("%s of %+v: total %d, want %d; rows (-want +got):\n%s", what, *q, got.Total, want.Total, diff)
	}
}

func TestSelectFiltersSortsAndCuts(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	s := cardTable().Schema()
	for range 3000 {
		rows := deal(rng, rng.IntN(40))
		q := randomQuery(rng, len(rows))
		want := naive(t, s, q, rows)
		got, err := store.Select(t.Context(), s, q, sequence(rows))
		if err != nil {
			t.Fatal(err)
		}
		sameResult(t, "Select", q, want, got)
	}
}

func TestSelectOrderedIsSelectOfSortedRows(t *testing.T) {
	rng := rand.New(rand.NewPCG(5, 6))
	s := cardTable().Schema()
	for range 3000 {
		rows := deal(rng, rng.IntN(40))
		q := randomQuery(rng, len(rows))
		want := naive(t, s, q, rows)
		sorted := naive(t, s, &store.Query{Order: q.Order}, rows).Rows
		got, err := store.SelectOrdered(t.Context(), s, q, sequence(sorted))
		if err != nil {
			t.Fatal(err)
		}
		sameResult(t, "SelectOrdered", q, want, got)
	}
}

// selects are both functions, for what they have in common.
var selects = map[string]func(context.Context, *store.Schema, *store.Query, iter.Seq2[any, error]) (*store.Result, error){
	"Select": store.Select, "SelectOrdered": store.SelectOrdered,
}

// cuts are queries that take different ways through both.
var cuts = map[string]store.Query{
	"all": {}, "page": {Limit: 3}, "count": {CountOnly: true},
	"beyond int": {Offset: math.MaxInt, Limit: math.MaxInt},
}

func TestSelectReturnsTheErrorOfTheRows(t *testing.T) {
	want := errors.New("disk on fire")
	s := cardTable().Schema()
	for name, selectRows := range selects {
		for cut, q := range cuts {
			got, err := selectRows(t.Context(), s, &q, func(yield func(any, error) bool) {
				if yield(&card{ID: 1}, nil) && yield(nil, want) {
					t.Errorf("%s, %s: asked for more after the error", name, cut)
				}
			})
			if err != want || got != nil {
				t.Errorf("%s, %s: got %v, %v; want error %v", name, cut, got, err, want)
			}
		}
	}
}

func TestSelectStopsWhenItsContextEnds(t *testing.T) {
	s := cardTable().Schema()
	for name, selectRows := range selects {
		for cut, q := range cuts {
			ctx, cancel := context.WithCancel(t.Context())
			seen := 0
			_, err := selectRows(ctx, s, &q, func(yield func(any, error) bool) {
				for ; seen < 100_000; seen++ {
					if seen == 10 {
						cancel()
					}
					if !yield(&card{ID: int64(seen)}, nil) {
						return
					}
				}
			})
			if !errors.Is(err, context.Canceled) || seen == 100_000 {
				t.Errorf("%s, %s: error %v after %d rows, want %v", name, cut, err, seen, context.Canceled)
			}
		}
	}
}

func TestSelectRefusesAnOrderThatIsNone(t *testing.T) {
	s := cardTable().Schema()
	_, err := store.Select(t.Context(), s, &store.Query{Order: []filter.Order{{Field: "tags"}}}, sequence(nil))
	if !errors.Is(err, filter.ErrOp) {
		t.Errorf("Select by a set: error %v, want %v", err, filter.ErrOp)
	}
}
