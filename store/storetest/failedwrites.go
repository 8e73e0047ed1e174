package storetest

import (
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testFailedWrites tests that a write that fails changes nothing and leaves the
// transaction usable.
func testFailedWrites(t *testing.T, open opener) {
	check(t, open, []promise{
		{"a failed write changes nothing in the transaction", failedChangesNothing},
		{"a failed write takes no key", failedTakesNoKey},
		{"a failed write frees no key", failedFreesNoKey},
		{"what came before and after is committed", failedInTheMiddle},
		{"a failed read leaves the transaction usable", failedRead},
	})
}

// failures tries writes that fail at each of the indexes, with keys in the
// others that are free, and one write of each kind to what is not there.
func failures(t *testing.T, tx store.Tx) {
	t.Helper()
	for index, r := range map[string]*room{
		"room_place_key":  {Name: "free", Number: new("999"), Site: "north", Door: "1"},
		"room_name_key":   {Name: "lobby", Number: new("999"), Site: "free", Door: "free", Labels: []string{"free"}},
		"room_number_key": {Name: "free", Number: new("100"), Site: "free", Door: "free", Labels: []string{"free"}},
	} {
		r.ID = 2
		exists(t, rooms.Replace(t.Context(), tx, r), "replace", rooms.Schema(), index)
		r.ID = 3
		exists(t, rooms.Insert(t.Context(), tx, r), "insert", rooms.Schema(), index)
		missing(t, rooms.Replace(t.Context(), tx, r), "replace", rooms.Schema())
		r.ID, r.Name, r.Number, r.Door = 1, "free", new("999"), "free"
		exists(t, rooms.Insert(t.Context(), tx, r), "insert", rooms.Schema(), "rooms_pkey")
	}
	missing(t, rooms.Delete(t.Context(), tx, 3), "delete", rooms.Schema())
}

// wantUnfailed fails the test unless lobby and attic are there, and nothing of
// failures.
func wantUnfailed(t *testing.T, tx store.ReadTx) error {
	t.Helper()
	wantFound(t, tx, store.Query{}, 1, 2)
	wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "site", Desc: true}}}, 2, 1)
	wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "name"}}}, 2, 1)
	wantFound(t, tx, store.Query{Order: []filter.Order{{Field: "capacity"}}}, 1, 2)
	wantFound(t, tx, store.Query{Filter: where("site", filter.Eq, "free")})
	wantFound(t, tx, store.Query{Filter: where("site", filter.Eq, "south")}, 2)
	wantFound(t, tx, store.Query{Filter: where("name", filter.Eq, "free")})
	wantFound(t, tx, store.Query{Filter: where("name", filter.Eq, "attic")}, 2)
	wantFound(t, tx, store.Query{Filter: where("number", filter.Eq, "999")})
	wantFound(t, tx, store.Query{Filter: where("number", filter.Eq, "200")}, 2)
	wantFound(t, tx, store.Query{Filter: where("labels", filter.ContainsAll, []string{"free"})})
	wantPage(t, tx, store.Query{CountOnly: true}, 2)
	for name, want := range map[string]bool{"lobby": true, "attic": true, "free": false} {
		if has, err := roomByName.Has(t.Context(), tx, name); has != want || err != nil {
			t.Errorf("Has(%q) = %v, %v; want %v", name, has, err, want)
		}
	}
	has, err := roomByPlace.Has(t.Context(), tx, [2]string{"free", "free"})
	if has {
		t.Error("the place of a failed write is taken")
	}
	return err
}

func failedChangesNothing(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	update(t, db, func(tx store.Tx) error {
		failures(t, tx)
		return wantUnfailed(t, tx)
	})
	view(t, db, func(tx store.ReadTx) error { return wantUnfailed(t, tx) })
	wantAll(t, db, rooms, lobby(), attic())
}

func failedTakesNoKey(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	heir := &room{ID: 4, Name: "free", Number: new("999"), Site: "free", Door: "free"}
	update(t, db, func(tx store.Tx) error {
		failures(t, tx)
		return rooms.Insert(t.Context(), tx, heir)
	})
	wantAll(t, db, rooms, lobby(), attic(), heir)
}

func failedFreesNoKey(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	update(t, db, func(tx store.Tx) error {
		failures(t, tx)
		for _, keysOf := range []*room{lobby(), attic()} {
			for index, r := range map[string]*room{
				"room_place_key":  {ID: 3, Name: "x", Site: keysOf.Site, Door: keysOf.Door},
				"room_name_key":   {ID: 3, Name: keysOf.Name},
				"room_number_key": {ID: 3, Name: "x", Number: keysOf.Number},
			} {
				exists(t, rooms.Insert(t.Context(), tx, r), "insert", rooms.Schema(), index)
			}
		}
		return nil
	})
	wantAll(t, db, rooms, lobby(), attic())
}

func failedInTheMiddle(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		if err := rooms.Insert(t.Context(), tx, lobby()); err != nil {
			return err
		}
		exists(t, rooms.Insert(t.Context(), tx, lobby()), "insert", rooms.Schema(), "rooms_pkey")
		if err := rooms.Insert(t.Context(), tx, attic()); err != nil {
			return err
		}
		failures(t, tx)
		return accounts.Insert(t.Context(), tx, &account{"ann", 1})
	})
	wantAll(t, db, rooms, lobby(), attic())
	wantAll(t, db, accounts, &account{"ann", 1})
}

func failedRead(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		_, err := rooms.Get(t.Context(), tx, 1)
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "rooms_pkey")
		return rooms.Insert(t.Context(), tx, lobby())
	})
	wantAll(t, db, rooms, lobby())
}
