package storetest

import (
	"fmt"
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testOrder tests the order of rows.
func testOrder(t *testing.T, open opener) {
	check(t, open, []promise{
		{"without an order rows are in that of the primary key", orderByPrimary},
		{"missing values are last, or first if descending", orderOfMissing},
		{"text is ordered by bytes", orderOfText},
		{"ties are in the direction of the last term", orderOfTies},
		{"reversing every term reverses the rows", orderMirrors},
	})
}

func orderByPrimary(t *testing.T, db store.DB) {
	for _, id := range []int64{10, 9, -1, 2, 100, 1 << 40, -1 << 40, 0} {
		insert(t, db, rooms, &room{ID: id, Name: fmt.Sprint(id), Site: "north", Labels: []string{"glass"}})
	}
	want := []int64{-1 << 40, -1, 0, 2, 9, 10, 100, 1 << 40}
	view(t, db, func(tx store.ReadTx) error {
		wantFound(t, tx, store.Query{}, want...)
		wantFound(t, tx, store.Query{Filter: where("site", filter.Eq, "north")}, want...)
		wantFound(t, tx, store.Query{Filter: where("site", filter.Like, "n%")}, want...)
		wantFound(t, tx, store.Query{Filter: where("labels", filter.ContainsAll, []string{"glass"})}, want...)
		wantFound(t, tx, store.Query{Filter: where("name", filter.Ge, "")}, want...)
		wantFound(t, tx, store.Query{Filter: where("capacity", filter.IsNull, nil)}, want...)
		wantFound(t, tx, store.Query{Filter: filter.Or{where("site", filter.Eq, "north"), where("site", filter.Eq, "south")}}, want...)
		return nil
	})
}

// orderOfMissing orders by a plain index and by a unique one, both with rows
// that have no key in them, and both with the least of all values.
func orderOfMissing(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "a"},
		&room{ID: 2, Name: "b", Number: new("2"), Capacity: new(int64(2))},
		&room{ID: 3, Name: "c", Number: new(""), Capacity: new(int64(-1 << 63))},
		&room{ID: 4, Name: "d"},
		&room{ID: 5, Name: "e", Number: new("10"), Capacity: new(int64(1<<63 - 1))},
	)
	view(t, db, func(tx store.ReadTx) error {
		for _, test := range []struct {
			order filter.Order
			want  []int64
		}{
			{filter.Order{Field: "capacity"}, []int64{3, 2, 5, 1, 4}},
			{filter.Order{Field: "capacity", Desc: true}, []int64{4, 1, 5, 2, 3}},
			{filter.Order{Field: "number"}, []int64{3, 5, 2, 1, 4}},
			{filter.Order{Field: "number", Desc: true}, []int64{4, 1, 2, 5, 3}},
		} {
			order := []filter.Order{test.order}
			wantFound(t, tx, store.Query{Order: order}, test.want...)
			wantPage(t, tx, store.Query{Order: order, Offset: 1, Limit: 3}, 5, test.want[1:4]...)
			wantFound(t, tx, store.Query{Order: order, Filter: where("name", filter.Ge, "a")}, test.want...)
			wantPage(t, tx, store.Query{Order: order, Filter: where("name", filter.Ge, "a"), Limit: 4}, 5, test.want[:4]...)
		}
		return nil
	})
}

// orderOfText has texts that a collation would order in another way, and two
// that UTF-16 would.
func orderOfText(t *testing.T, db store.DB) {
	inOrder := []string{"", " a", "A", "B", "Z", "_", "a", "a b", "a-b", "aB", "ab", "b", "e\u0301", "z", "É", "é", "\uff5e", "\U0001D11E"}
	var records []*room
	var want []int64
	for i, name := range inOrder {
		id := int64(i * 7 % len(inOrder)) // ids are in another order
		records = append(records, &room{ID: id, Name: name, Site: name, Door: "1"})
		want = append(want, id)
	}
	insert(t, db, rooms, records...)
	view(t, db, func(tx store.ReadTx) error {
		for _, field := range []string{"name", "site"} {
			wantFound(t, tx, store.Query{Order: []filter.Order{{Field: field}}}, want...)
			greater := where(field, filter.Gt, "Z")
			wantFound(t, tx, store.Query{Filter: greater, Order: []filter.Order{{Field: field}}}, want[5:]...)
		}
		wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "door"}, {Field: "name"}}}, want...)
		return nil
	})
}

func orderOfTies(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "f", Site: "n", Door: "", Capacity: new(int64(1))},
		&room{ID: 2, Name: "e", Site: "s", Door: ""},
		&room{ID: 3, Name: "d", Site: "n", Door: ""},
		&room{ID: 4, Name: "c", Site: "s", Door: "", Capacity: new(int64(1))},
		&room{ID: 5, Name: "b", Site: "n", Door: "", Capacity: new(int64(1))},
	)
	asc := func(field string) filter.Order { return filter.Order{Field: field} }
	desc := func(field string) filter.Order { return filter.Order{Field: field, Desc: true} }
	view(t, db, func(tx store.ReadTx) error {
		for _, test := range []struct {
			order []filter.Order
			want  []int64
		}{
			{[]filter.Order{asc("site")}, []int64{1, 3, 5, 2, 4}},
			{[]filter.Order{desc("site")}, []int64{4, 2, 5, 3, 1}},
			{[]filter.Order{asc("door")}, []int64{1, 2, 3, 4, 5}},
			{[]filter.Order{desc("door")}, []int64{5, 4, 3, 2, 1}},
			{[]filter.Order{asc("site"), asc("capacity")}, []int64{1, 5, 3, 4, 2}},
			{[]filter.Order{asc("site"), desc("capacity")}, []int64{3, 5, 1, 2, 4}},
			{[]filter.Order{desc("site"), asc("capacity")}, []int64{4, 2, 1, 5, 3}},
			{[]filter.Order{desc("site"), asc("door")}, []int64{2, 4, 1, 3, 5}},
			{[]filter.Order{asc("site"), desc("door")}, []int64{5, 3, 1, 4, 2}},
			{[]filter.Order{asc("site"), desc("site")}, []int64{5, 3, 1, 4, 2}},
			{[]filter.Order{desc("site"), asc("site")}, []int64{2, 4, 1, 3, 5}},
			{[]filter.Order{desc("name"), asc("id")}, []int64{1, 2, 3, 4, 5}},
		} {
			wantFound(t, tx, store.Query{Order: test.order}, test.want...)
			wantPage(t, tx, store.Query{Order: test.order, Offset: 1, Limit: 2}, 5, test.want[1:3]...)
		}
		return nil
	})
}

func orderMirrors(t *testing.T, db store.DB) {
	insertNumbered(t, db)
	update(t, db, func(tx store.Tx) error {
		return rooms.Replace(t.Context(), tx, &room{ID: 4, Name: "four", Capacity: new(int64(4))})
	})
	view(t, db, func(tx store.ReadTx) error {
		fields := []string{"site", "capacity", "name", "number", "door", "id"}
		for _, first := range fields {
			for _, second := range fields {
				for _, north := range []filter.Expr{nil, where("site", filter.Eq, "north")} {
					order := []filter.Order{{Field: first}, {Field: second, Desc: true}}
					if first == second {
						order = order[:1]
					}
					there, err := found(t, tx, store.Query{Filter: north, Order: order})
					if err != nil {
						return err
					}
					reversed := slices.Clone(order)
					for i := range reversed {
						reversed[i].Desc = !reversed[i].Desc
					}
					slices.Reverse(there.IDs)
					wantFound(t, tx, store.Query{Filter: north, Order: reversed}, there.IDs...)
				}
			}
		}
		return nil
	})
}
