package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testCopies tests that nobody else sees what is done to a record outside of
// the database.
func testCopies(t *testing.T, open opener) {
	check(t, open, []promise{
		{"what was passed in is the caller's", passedIn},
		{"what comes out is the caller's", comesOut},
		{"a row of a snapshot does not change", rowOfSnapshot},
		{"a query is not changed", queryUnchanged},
	})
}

// original and scribble agree about every part of a record that a careless copy
// would share.
func original() *room {
	return &room{ID: 1, Name: "lobby", Number: new("100"), Site: "north", Door: "1", Capacity: new(int64(8)), Labels: []string{"glass", "quiet"}}
}

func scribble(r *room) {
	r.Name, r.Site, r.Door = "scribbled", "nowhere", "none"
	*r.Number, *r.Capacity, r.Labels[0] = "666", -1, "scribbled"
	r.Labels = append(r.Labels[:1], "more")
}

func passedIn(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		r := original()
		if err := rooms.Insert(t.Context(), tx, r); err != nil {
			return err
		}
		scribble(r)
		return nil
	})
	wantAll(t, db, rooms, original())

	update(t, db, func(tx store.Tx) error {
		r := original()
		if err := rooms.Replace(t.Context(), tx, r); err != nil {
			return err
		}
		scribble(r)
		r = original()
		if err := rooms.Put(t.Context(), tx, r); err != nil {
			return err
		}
		scribble(r)
		got, err := rooms.Update(t.Context(), tx, 1, func(*room) error { return nil })
		if err != nil {
			return err
		}
		scribble(got)
		wantFound(t, tx, store.Query{Filter: where("labels", filter.ContainsAll, []string{"glass"})}, 1)
		return nil
	})
	wantAll(t, db, rooms, original())
}

func comesOut(t *testing.T, db store.DB) {
	insert(t, db, rooms, original())
	reads := map[string]func(tx store.ReadTx) (*room, error){
		"Get":        func(tx store.ReadTx) (*room, error) { return rooms.Get(t.Context(), tx, 1) },
		"Unique.Get": func(tx store.ReadTx) (*room, error) { return roomByName.Get(t.Context(), tx, "lobby") },
		"Find": func(tx store.ReadTx) (*room, error) {
			page, err := rooms.Find(t.Context(), tx, store.Query{Filter: where("site", filter.Eq, "north"), Limit: 1})
			return first(page.Rows), err
		},
		"All": func(tx store.ReadTx) (*room, error) {
			all, err := rooms.All(t.Context(), tx, nil)
			return first(all), err
		},
	}
	for name, read := range reads {
		again := func(tx store.ReadTx) error {
			r, err := read(tx)
			if err != nil {
				return err
			}
			scribble(r)
			if r, err = read(tx); err != nil {
				return err
			}
			if diff := cmp.Diff(original(), r); diff != "" {
				t.Errorf("%s twice (-want +got):\n%s", name, diff)
			}
			return nil
		}
		view(t, db, again)
		update(t, db, func(tx store.Tx) error { return again(tx) })
		wantAll(t, db, rooms, original())
	}
}

// first returns the first record, or an empty one that no test expects.
func first(records []*room) *room {
	if len(records) == 0 {
		return &room{Number: new(""), Capacity: new(int64(0)), Labels: []string{""}}
	}
	return records[0]
}

// rowOfSnapshot looks at rows as the backend returns them, before Table has
// copied them: they are shared, and so must never be changed in place.
func rowOfSnapshot(t *testing.T, db store.DB) {
	insert(t, db, rooms, original())
	view(t, db, func(tx store.ReadTx) error {
		s := rooms.Schema()
		row, err := tx.Get(t.Context(), s, s.Primary(), store.EncodeKey(int64(1)))
		if err != nil {
			return err
		}
		result, err := tx.Query(t.Context(), s, &store.Query{})
		if err != nil {
			return err
		}
		update(t, db, func(tx store.Tx) error {
			if err := rooms.Replace(t.Context(), tx, &room{ID: 1, Name: "new"}); err != nil {
				return err
			}
			return rooms.Insert(t.Context(), tx, &room{ID: 2, Name: "second"})
		})
		if diff := cmp.Diff(any(original()), row); diff != "" {
			t.Errorf("row of Get after an Update (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]any{original()}, result.Rows); diff != "" {
			t.Errorf("rows of Query after an Update (-want +got):\n%s", diff)
		}
		return nil
	})
}

func queryUnchanged(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	query := func() store.Query {
		return store.Query{
			Filter: filter.Or{
				filter.And{where("site", filter.Eq, "south"), where("name", filter.Ge, "a")},
				where("labels", filter.ContainsAll, []string{"b", "a", "b"}),
			},
			Order: []filter.Order{{Field: "site"}, {Field: "name", Desc: true}},
			Limit: 1,
		}
	}
	q := query()
	view(t, db, func(tx store.ReadTx) error {
		for range 2 { // a change may undo itself
			wantFound(t, tx, q, 2)
			if diff := cmp.Diff(query(), q); diff != "" {
				t.Errorf("the query after it was asked (-want +got):\n%s", diff)
			}
		}
		return nil
	})
}
