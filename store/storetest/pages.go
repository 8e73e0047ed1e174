package storetest

import (
	"fmt"
	"math"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testPages tests how a page is cut out and what its total is.
func testPages(t *testing.T, open opener) {
	check(t, open, []promise{
		{"Offset and Limit cut, Total does not", offsetAndLimit},
		{"CountOnly returns no rows", countOnly},
		{"pages put together are the whole", pagesTogether},
		{"an empty table has empty pages", emptyPages},
	})
}

// insertNumbered commits rooms 1 to 10; the odd ones are in the north, the even
// ones in the south, each with a label that says so. Names run against ids.
func insertNumbered(t *testing.T, db store.DB) {
	t.Helper()
	var records []*room
	for id := range int64(10) {
		site := []string{"south", "north"}[(id+1)%2]
		records = append(records, &room{ID: id + 1, Name: fmt.Sprintf("room %d", 9-id), Site: site, Labels: []string{site}})
	}
	insert(t, db, rooms, records...)
}

// pagings are queries that come to the same rows in different ways: without an
// index, and by one for the filter, the order, or both.
func pagings() map[string]struct {
	query store.Query
	rows  []int64
} {
	type paging = struct {
		query store.Query
		rows  []int64
	}
	north := where("site", filter.Eq, "north")
	byName := []filter.Order{{Field: "name"}}
	return map[string]paging{
		"all":                {store.Query{}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		"indexed order":      {store.Query{Order: []filter.Order{{Field: "site"}}}, []int64{1, 3, 5, 7, 9, 2, 4, 6, 8, 10}},
		"indexed order desc": {store.Query{Order: []filter.Order{{Field: "site", Desc: true}}}, []int64{10, 8, 6, 4, 2, 9, 7, 5, 3, 1}},
		"unique order":       {store.Query{Order: byName}, []int64{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}},
		"plain order":        {store.Query{Order: []filter.Order{{Field: "door", Desc: true}}}, []int64{10, 9, 8, 7, 6, 5, 4, 3, 2, 1}},
		"indexed filter":     {store.Query{Filter: north}, []int64{1, 3, 5, 7, 9}},
		"set filter":         {store.Query{Filter: where("labels", filter.ContainsAll, []string{"south"})}, []int64{2, 4, 6, 8, 10}},
		"plain filter":       {store.Query{Filter: where("id", filter.Gt, 4)}, []int64{5, 6, 7, 8, 9, 10}},
		"filter and order":   {store.Query{Filter: north, Order: byName}, []int64{9, 7, 5, 3, 1}},
		"filter and its order desc": {
			store.Query{Filter: north, Order: []filter.Order{{Field: "site", Desc: true}}}, []int64{9, 7, 5, 3, 1},
		},
		"range and its order": {
			store.Query{Filter: where("name", filter.Lt, "room 5"), Order: byName}, []int64{10, 9, 8, 7, 6},
		},
		"prefix": {store.Query{Filter: where("name", filter.Like, "room%")}, []int64{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		"none":   {store.Query{Filter: where("site", filter.Eq, "nor")}, nil},
	}
}

func offsetAndLimit(t *testing.T, db store.DB) {
	insertNumbered(t, db)
	view(t, db, func(tx store.ReadTx) error {
		for _, p := range pagings() {
			n := len(p.rows)
			for _, offset := range []int{0, 1, 2, n - 1, n, n + 1, 1000, math.MaxInt} {
				for _, limit := range []int{0, 1, 2, n - 1, n, n + 1, math.MaxInt} {
					q := p.query
					q.Offset, q.Limit = max(offset, 0), max(limit, 0)
					rows := p.rows[min(q.Offset, n):]
					if q.Limit > 0 {
						rows = rows[:min(q.Limit, len(rows))]
					}
					wantPage(t, tx, q, n, rows...)
				}
			}
		}
		return nil
	})
}

func countOnly(t *testing.T, db store.DB) {
	insertNumbered(t, db)
	view(t, db, func(tx store.ReadTx) error {
		for _, p := range pagings() {
			q := p.query
			q.CountOnly = true
			wantPage(t, tx, q, len(p.rows))
			q.Offset, q.Limit = 3, 2
			wantPage(t, tx, q, len(p.rows))
			q.Offset, q.Limit = 1000, 0
			wantPage(t, tx, q, len(p.rows))
		}
		return nil
	})
}

func pagesTogether(t *testing.T, db store.DB) {
	insertNumbered(t, db)
	view(t, db, func(tx store.ReadTx) error {
		for name, p := range pagings() {
			var together []int64
			for offset := 0; offset <= len(p.rows); offset += 3 {
				q := p.query
				q.Offset, q.Limit = offset, 3
				got, err := found(t, tx, q)
				if err != nil {
					return err
				}
				together = append(together, got.IDs...)
			}
			if fmt.Sprint(together) != fmt.Sprint(p.rows) {
				t.Errorf("%s: pages of three together are %v, want %v", name, together, p.rows)
			}
		}
		return nil
	})
}

func emptyPages(t *testing.T, db store.DB) {
	view(t, db, func(tx store.ReadTx) error {
		for _, p := range pagings() {
			q := p.query
			wantPage(t, tx, q, 0)
			q.Offset, q.Limit = 5, 5
			wantPage(t, tx, q, 0)
			q.CountOnly = true
			wantPage(t, tx, q, 0)
		}
		return nil
	})
}
