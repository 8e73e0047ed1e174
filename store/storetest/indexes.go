package storetest

import (
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testIndexes tests that nobody can tell from an answer whether an index helped
// to find it.
func testIndexes(t *testing.T, open opener) {
	check(t, open, []promise{
		{"equality finds the records with a value", equality},
		{"a set is found under each of its texts", underEachText},
		{"null is no value, and an empty text is one", nullAndEmpty},
		{"comparisons stay within the values that there are", ranges},
		{"conditions on several fields all count", severalFields},
		{"a changed record leaves nothing behind", staleEntries},
		{"a deleted record leaves nothing behind", deletedEntries},
	})
}

// ask is a query by a filter alone and the rooms it finds.
type ask struct {
	filter filter.Expr
	want   []int64
}

// wantAnswers fails the test unless each filter finds its rooms, whatever else
// is asked of the query.
func wantAnswers(t *testing.T, tx store.ReadTx, asks []ask) {
	t.Helper()
	for _, a := range asks {
		wantFound(t, tx, store.Query{Filter: a.filter}, a.want...)
		wantFound(t, tx, store.Query{Filter: a.filter, Order: []filter.Order{{Field: "id"}}}, a.want...)
		wantPage(t, tx, store.Query{Filter: a.filter, CountOnly: true}, len(a.want))
		wantPage(t, tx, store.Query{Filter: a.filter, Limit: 1}, len(a.want), a.want[:min(1, len(a.want))]...)
		// A part of its own must not change anything, nor must a second way
		// to say the same.
		wantFound(t, tx, store.Query{Filter: filter.And{a.filter, nil}}, a.want...)
		wantFound(t, tx, store.Query{Filter: filter.And{where("id", filter.NotNull, nil), a.filter}}, a.want...)
		wantFound(t, tx, store.Query{Filter: filter.Or{a.filter, a.filter}}, a.want...)
		wantFound(t, tx, store.Query{Filter: filter.Or{filter.Or{}, filter.And{a.filter}}}, a.want...)
	}
}

func equality(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "a", Site: "a", Capacity: new(int64(1))},
		&room{ID: 2, Name: "ab", Site: "ab", Capacity: new(int64(-1))},
		&room{ID: 3, Name: "A", Site: "a", Capacity: new(int64(256))},
		&room{ID: 4, Name: "é", Site: "é", Capacity: new(int64(1))},
		&room{ID: 5, Name: "e\u0301", Site: "e\u0301"},
	)
	view(t, db, func(tx store.ReadTx) error {
		wantAnswers(t, tx, []ask{
			{where("name", filter.Eq, "a"), []int64{1}},
			{where("name", filter.Eq, "A"), []int64{3}},
			{where("name", filter.Eq, "é"), []int64{4}},
			{where("name", filter.Eq, "b"), nil},
			{where("name", filter.Eq, ""), nil},
			{where("site", filter.Eq, "a"), []int64{1, 3}},
			{where("site", filter.Eq, "ab"), []int64{2}},
			{where("site", filter.Eq, "e\u0301"), []int64{5}},
			{where("capacity", filter.Eq, 1), []int64{1, 4}},
			{where("capacity", filter.Eq, "-1"), []int64{2}},
			{where("capacity", filter.Eq, 256.0), []int64{3}},
			{where("capacity", filter.Eq, 0), nil},
			{where("capacity", filter.Ne, 1), []int64{2, 3}},
			{where("id", filter.Eq, 3), []int64{3}},
		})
		return nil
	})
}

func underEachText(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "1", Labels: []string{"b", "a", "b"}},
		&room{ID: 2, Name: "2", Labels: []string{}},
		&room{ID: 3, Name: "3", Labels: []string{"ab", "", "c"}},
		&room{ID: 4, Name: "4"},
		&room{ID: 5, Name: "5", Labels: []string{"a"}},
	)
	view(t, db, func(tx store.ReadTx) error {
		wantAnswers(t, tx, []ask{
			{where("labels", filter.ContainsAll, []string{"a"}), []int64{1, 5}},
			{where("labels", filter.ContainsAll, []string{"b"}), []int64{1}},
			{where("labels", filter.ContainsAll, []string{"b", "a"}), []int64{1}},
			{where("labels", filter.ContainsAll, []string{"a", "a"}), []int64{1, 5}},
			{where("labels", filter.ContainsAll, []string{"a", "c"}), nil},
			{where("labels", filter.ContainsAll, []string{""}), []int64{3}},
			{where("labels", filter.ContainsAll, []string{"A"}), nil},
			{where("labels", filter.ContainsAll, []string{}), []int64{1, 2, 3, 4, 5}},
			{where("labels", filter.IsNull, nil), nil},
			{where("labels", filter.NotNull, nil), []int64{1, 2, 3, 4, 5}},
		})
		return nil
	})
}

func nullAndEmpty(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "null"},
		&room{ID: 2, Name: "empty", Number: new("")},
		&room{ID: 3, Name: "some", Number: new("1"), Capacity: new(int64(0))},
		&room{ID: 4, Name: ""},
	)
	view(t, db, func(tx store.ReadTx) error {
		wantAnswers(t, tx, []ask{
			{where("number", filter.IsNull, nil), []int64{1, 4}},
			{where("number", filter.NotNull, nil), []int64{2, 3}},
			{where("number", filter.Eq, ""), []int64{2}},
			{where("number", filter.Ne, ""), []int64{3}},
			{where("number", filter.Ne, "x"), []int64{2, 3}},
			{where("number", filter.Ge, ""), []int64{2, 3}},
			{where("number", filter.Lt, "1"), []int64{2}},
			{where("number", filter.Like, "%"), []int64{2, 3}},
			{where("number", filter.Like, ""), []int64{2}},
			{where("capacity", filter.IsNull, nil), []int64{1, 2, 4}},
			{where("capacity", filter.NotNull, nil), []int64{3}},
			{where("capacity", filter.Ne, 1), []int64{3}},
			{where("capacity", filter.Le, 0), []int64{3}},
			{where("name", filter.IsNull, nil), nil},
			{where("name", filter.Eq, ""), []int64{4}},
			{filter.Or{where("number", filter.IsNull, nil), where("number", filter.Eq, "")}, []int64{1, 2, 4}},
			{filter.And{where("number", filter.IsNull, nil), where("name", filter.Gt, "")}, []int64{1}},
		})
		return nil
	})
}

func ranges(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "a", Site: "a"},
		&room{ID: 2, Name: "ab", Site: "a", Capacity: new(int64(-1 << 63))},
		&room{ID: 3, Name: "a%", Site: "b", Capacity: new(int64(-1))},
		&room{ID: 4, Name: "b", Site: "b", Capacity: new(int64(0))},
		&room{ID: 5, Name: "B", Site: "\U0010FFFF", Capacity: new(int64(1<<63 - 1))},
		&room{ID: 6, Name: "\U0010FFFF", Site: ""},
	)
	view(t, db, func(tx store.ReadTx) error {
		wantAnswers(t, tx, []ask{
			{where("name", filter.Lt, "ab"), []int64{1, 3, 5}},
			{where("name", filter.Le, "ab"), []int64{1, 2, 3, 5}},
			{where("name", filter.Gt, "ab"), []int64{4, 6}},
			{where("name", filter.Ge, "ab"), []int64{2, 4, 6}},
			{where("name", filter.Lt, ""), nil},
			{where("name", filter.Like, "a%"), []int64{1, 2, 3}},
			{where("name", filter.Like, `a\%`), []int64{3}},
			{where("name", filter.Like, "_"), []int64{1, 4, 5, 6}},
			{where("name", filter.ILike, "b"), []int64{4, 5}},
			{where("name", filter.Like, "\U0010FFFF%"), []int64{6}},
			{where("site", filter.Lt, "b"), []int64{1, 2, 6}},
			{where("site", filter.Le, "b"), []int64{1, 2, 3, 4, 6}},
			{where("site", filter.Gt, "a"), []int64{3, 4, 5}},
			{where("site", filter.Ge, "\U0010FFFF"), []int64{5}},
			{where("site", filter.Ne, "a"), []int64{3, 4, 5, 6}},
			{where("capacity", filter.Lt, 0), []int64{2, 3}},
			{where("capacity", filter.Le, "-9223372036854775808"), []int64{2}},
			{where("capacity", filter.Gt, "9223372036854775807"), nil},
			{where("capacity", filter.Ge, "9223372036854775807"), []int64{5}},
			{where("capacity", filter.Gt, -1), []int64{4, 5}},
			{filter.And{where("capacity", filter.Ge, -1), where("capacity", filter.Lt, 1)}, []int64{3, 4}},
			{filter.And{where("name", filter.Gt, "a"), where("name", filter.Le, "b")}, []int64{2, 3, 4}},
		})
		return nil
	})
}

func severalFields(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "a", Site: "n", Labels: []string{"x"}, Capacity: new(int64(1))},
		&room{ID: 2, Name: "b", Site: "n", Labels: []string{"x", "y"}, Capacity: new(int64(2))},
		&room{ID: 3, Name: "c", Site: "s", Labels: []string{"x"}, Capacity: new(int64(1))},
		&room{ID: 4, Name: "d", Site: "s", Labels: []string{"y"}},
	)
	n, x := where("site", filter.Eq, "n"), where("labels", filter.ContainsAll, []string{"x"})
	view(t, db, func(tx store.ReadTx) error {
		wantAnswers(t, tx, []ask{
			{filter.And{n, x}, []int64{1, 2}},
			{filter.And{n, x, where("capacity", filter.Eq, 1)}, []int64{1}},
			{filter.And{n, where("site", filter.Eq, "s")}, nil},
			{filter.And{n, where("name", filter.Eq, "c")}, nil},
			{filter.And{where("name", filter.Eq, "b"), where("name", filter.Eq, "b"), x}, []int64{2}},
			{filter.And{where("name", filter.Eq, "b"), where("name", filter.Eq, "a")}, nil},
			{filter.Or{n, x}, []int64{1, 2, 3}},
			{filter.Or{where("name", filter.Eq, "d"), where("name", filter.Eq, "a")}, []int64{1, 4}},
			{filter.And{filter.Or{n, where("name", filter.Eq, "c")}, where("capacity", filter.Eq, 1)}, []int64{1, 3}},
			{filter.Or{filter.And{n, where("capacity", filter.Eq, 2)}, where("capacity", filter.IsNull, nil)}, []int64{2, 4}},
			{filter.And{}, []int64{1, 2, 3, 4}},
			{filter.Or{}, nil},
			{filter.And{n, filter.Or{}}, nil},
			{filter.Or{n, filter.And{}}, []int64{1, 2, 3, 4}},
			{filter.Or{n, nil}, []int64{1, 2, 3, 4}},
		})
		return nil
	})
}

// oldAnswers and newAnswers are about a room whose every indexed value changes,
// or comes, or goes.
func oldAnswers(ids ...int64) []ask {
	return []ask{
		{where("site", filter.Eq, "old"), ids},
		{where("site", filter.Like, "ol%"), ids},
		{where("name", filter.Eq, "old"), ids},
		{where("number", filter.Eq, "old"), ids},
		{where("capacity", filter.IsNull, nil), ids},
		{where("labels", filter.ContainsAll, []string{"old"}), ids},
		{where("labels", filter.ContainsAll, []string{"kept", "old"}), ids},
	}
}

func newAnswers(ids ...int64) []ask {
	return []ask{
		{where("site", filter.Eq, "new"), ids},
		{where("name", filter.Eq, "new"), ids},
		{where("number", filter.IsNull, nil), ids},
		{where("capacity", filter.Eq, 5), ids},
		{where("capacity", filter.NotNull, nil), ids},
		{where("labels", filter.ContainsAll, []string{"new"}), ids},
	}
}

func oldRoom() *room {
	return &room{ID: 5, Name: "old", Site: "old", Number: new("old"), Labels: []string{"old", "kept"}}
}

func newRoom() *room {
	return &room{ID: 5, Name: "new", Site: "new", Capacity: new(int64(5)), Labels: []string{"new", "kept"}}
}

func kept(ids ...int64) []ask {
	return []ask{{where("labels", filter.ContainsAll, []string{"kept"}), ids}, {nil, ids}, {where("id", filter.Eq, 5), ids}}
}

func staleEntries(t *testing.T, db store.DB) {
	orders := [][]filter.Order{nil, {{Field: "site"}}, {{Field: "capacity"}}, {{Field: "name", Desc: true}}, {{Field: "number"}}}
	isOld := func(tx store.ReadTx) {
		t.Helper()
		wantAnswers(t, tx, oldAnswers(5))
		wantAnswers(t, tx, newAnswers())
		wantAnswers(t, tx, kept(5))
	}
	isNew := func(tx store.ReadTx) {
		t.Helper()
		wantAnswers(t, tx, oldAnswers())
		wantAnswers(t, tx, newAnswers(5))
		wantAnswers(t, tx, kept(5))
		for _, order := range orders {
			wantFound(t, tx, store.Query{Order: order}, 5)
		}
	}
	insert(t, db, rooms, oldRoom())
	view(t, db, func(tx store.ReadTx) error { isOld(tx); return nil })
	for range 2 { // there, back and there again, each within a transaction and after it
		update(t, db, func(tx store.Tx) error {
			if err := rooms.Replace(t.Context(), tx, newRoom()); err != nil {
				return err
			}
			isNew(tx)
			if err := rooms.Replace(t.Context(), tx, oldRoom()); err != nil {
				return err
			}
			isOld(tx)
			err := rooms.Replace(t.Context(), tx, newRoom())
			isNew(tx)
			return err
		})
		view(t, db, func(tx store.ReadTx) error { isNew(tx); return nil })
		update(t, db, func(tx store.Tx) error { return rooms.Replace(t.Context(), tx, oldRoom()) })
		view(t, db, func(tx store.ReadTx) error { isOld(tx); return nil })
	}
}

func deletedEntries(t *testing.T, db store.DB) {
	isThere := func(tx store.ReadTx, ids ...int64) {
		t.Helper()
		wantAnswers(t, tx, oldAnswers(ids...))
		wantAnswers(t, tx, kept(ids...))
	}
	for range 2 {
		update(t, db, func(tx store.Tx) error {
			if err := rooms.Insert(t.Context(), tx, oldRoom()); err != nil {
				return err
			}
			isThere(tx, 5)
			if err := rooms.Delete(t.Context(), tx, 5); err != nil {
				return err
			}
			isThere(tx)
			return rooms.Insert(t.Context(), tx, oldRoom())
		})
		view(t, db, func(tx store.ReadTx) error { isThere(tx, 5); return nil })
		update(t, db, func(tx store.Tx) error {
			err := rooms.Delete(t.Context(), tx, 5)
			isThere(tx)
			return err
		})
		view(t, db, func(tx store.ReadTx) error { isThere(tx); return nil })
	}
}
