package storetest

import (
	"testing"

	"github.com/pbxkit/pbxkit/store"
)

// testUnique tests that no two records have the same key in a unique index.
func testUnique(t *testing.T, open opener) {
	check(t, open, []promise{
		{"Insert refuses a taken key and names the index", insertTaken},
		{"Replace refuses a taken key and names the index", replaceTaken},
		{"the first index in the order of declaration is named", firstIndexNamed},
		{"an existing primary key is named before all others", primaryNamedFirst},
		{"Replace of a missing record is ErrNotFound before ErrExists", missingBeforeTaken},
		{"records without a key collide with nothing", noKeyNoCollision},
		{"an empty text is a key", emptyTextIsKey},
		{"parts of a key are apart", partsApart},
		{"a record never collides with itself", noSelfCollision},
		{"a key freed in a transaction can be taken in it", freedInTransaction},
		{"a key freed in a transaction before can be taken", freedBefore},
		{"two records swap keys through a third", swapKeys},
		{"a key taken in a transaction is taken in it", takenInTransaction},
	})
}

// lobby has a key in each of the unique indexes.
func lobby() *room {
	return &room{ID: 1, Name: "lobby", Number: new("100"), Site: "north", Door: "1"}
}

// attic shares no key with lobby.
func attic() *room {
	return &room{ID: 2, Name: "attic", Number: new("200"), Site: "south", Door: "2"}
}

func insertTaken(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby())
	update(t, db, func(tx store.Tx) error {
		for index, r := range map[string]*room{
			"rooms_pkey":      {ID: 1, Name: "x"},
			"room_place_key":  {ID: 2, Name: "x", Site: "north", Door: "1"},
			"room_name_key":   {ID: 2, Name: "lobby"},
			"room_number_key": {ID: 2, Name: "x", Number: new("100")},
		} {
			exists(t, rooms.Insert(t.Context(), tx, r), "insert", rooms.Schema(), index)
		}
		return nil
	})
	wantAll(t, db, rooms, lobby())
}

func replaceTaken(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	update(t, db, func(tx store.Tx) error {
		for index, r := range map[string]*room{
			"room_place_key":  {ID: 2, Name: "x", Site: "north", Door: "1"},
			"room_name_key":   {ID: 2, Name: "lobby"},
			"room_number_key": {ID: 2, Name: "x", Number: new("100")},
		} {
			exists(t, rooms.Replace(t.Context(), tx, r), "replace", rooms.Schema(), index)
		}
		return nil
	})
	wantAll(t, db, rooms, lobby(), attic())
}

// firstIndexNamed violates several at once, held by one record or by two.
func firstIndexNamed(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic(), &room{ID: 3, Name: "third"})
	update(t, db, func(tx store.Tx) error {
		place, name, number := lobby(), lobby(), lobby()
		name.Door = ""
		number.Door, number.Name = "", "x"
		for _, test := range []struct {
			index string
			room  *room
		}{
			{"room_place_key", place},
			{"room_name_key", name},
			{"room_number_key", number},
			{"room_place_key", &room{Name: "attic", Site: "north", Door: "1"}},
			{"room_place_key", &room{Name: "lobby", Site: "south", Door: "2"}},
			{"room_name_key", &room{Name: "lobby", Number: new("200")}},
			{"room_name_key", &room{Name: "attic", Number: new("100")}},
		} {
			test.room.ID = 4
			exists(t, rooms.Insert(t.Context(), tx, test.room), "insert", rooms.Schema(), test.index)
			test.room.ID = 3
			exists(t, rooms.Replace(t.Context(), tx, test.room), "replace", rooms.Schema(), test.index)
		}
		return nil
	})
}

func primaryNamedFirst(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	update(t, db, func(tx store.Tx) error {
		exists(t, rooms.Insert(t.Context(), tx, lobby()), "insert", rooms.Schema(), "rooms_pkey")
		mixed := lobby()
		mixed.ID = 2
		exists(t, rooms.Insert(t.Context(), tx, mixed), "insert", rooms.Schema(), "rooms_pkey")
		return nil
	})
}

func missingBeforeTaken(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby())
	update(t, db, func(tx store.Tx) error {
		other := lobby()
		other.ID = 2
		missing(t, rooms.Replace(t.Context(), tx, other), "replace", rooms.Schema())
		return nil
	})
}

func noKeyNoCollision(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "a"}, &room{ID: 2, Name: "b"}, &room{ID: 3, Name: "c", Number: new("100")})
	update(t, db, func(tx store.Tx) error { return rooms.Replace(t.Context(), tx, &room{ID: 3, Name: "c"}) })
	wantAll(t, db, rooms, &room{ID: 1, Name: "a"}, &room{ID: 2, Name: "b"}, &room{ID: 3, Name: "c"})
}

func emptyTextIsKey(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "", Number: new("")}, &room{ID: 2, Name: "b"})
	update(t, db, func(tx store.Tx) error {
		exists(t, rooms.Insert(t.Context(), tx, &room{ID: 3, Name: ""}), "insert", rooms.Schema(), "room_name_key")
		exists(t, rooms.Insert(t.Context(), tx, &room{ID: 3, Name: "c", Number: new("")}), "insert", rooms.Schema(), "room_number_key")
		_, err := roomByNumber.Get(t.Context(), tx, "")
		return err
	})
}

func partsApart(t *testing.T, db store.DB) {
	insert(t, db, rooms,
		&room{ID: 1, Name: "1", Site: "a", Door: "bc"},
		&room{ID: 2, Name: "2", Site: "ab", Door: "c"},
		&room{ID: 3, Name: "3", Site: "abc", Door: "x"},
		&room{ID: 4, Name: "4", Site: "", Door: "abc"},
	)
	view(t, db, func(tx store.ReadTx) error {
		got, err := roomByPlace.Get(t.Context(), tx, [2]string{"ab", "c"})
		if err == nil && got.ID != 2 {
			t.Errorf("place ab, c is room %d, want 2", got.ID)
		}
		return err
	})
}

func noSelfCollision(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	changed := lobby()
	changed.Labels = []string{"glass"}
	update(t, db, func(tx store.Tx) error {
		if err := rooms.Replace(t.Context(), tx, lobby()); err != nil {
			return err
		}
		return rooms.Replace(t.Context(), tx, changed)
	})
	wantAll(t, db, rooms, changed, attic())
}

func freedInTransaction(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	heir, second := lobby(), attic()
	heir.ID, second.ID = 3, 4
	update(t, db, func(tx store.Tx) error {
		if err := rooms.Delete(t.Context(), tx, 1); err != nil {
			return err
		}
		if err := rooms.Insert(t.Context(), tx, heir); err != nil {
			return err
		}
		if err := rooms.Replace(t.Context(), tx, &room{ID: 2, Name: "bare"}); err != nil {
			return err
		}
		return rooms.Insert(t.Context(), tx, second)
	})
	wantAll(t, db, rooms, &room{ID: 2, Name: "bare"}, heir, second)
}

func freedBefore(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	update(t, db, func(tx store.Tx) error { return rooms.Delete(t.Context(), tx, 1) })
	heir := lobby()
	heir.ID = 2
	update(t, db, func(tx store.Tx) error { return rooms.Replace(t.Context(), tx, heir) })
	insert(t, db, rooms, &room{ID: 3, Name: "attic", Number: new("200"), Site: "south", Door: "2"})
	wantAll(t, db, rooms, heir, &room{ID: 3, Name: "attic", Number: new("200"), Site: "south", Door: "2"})
}

func swapKeys(t *testing.T, db store.DB) {
	insert(t, db, rooms, lobby(), attic())
	swappedLobby, swappedAttic := attic(), lobby()
	swappedLobby.ID, swappedAttic.ID = 1, 2
	update(t, db, func(tx store.Tx) error {
		for _, r := range []*room{{ID: 1, Name: "aside"}, swappedAttic, swappedLobby} {
			if err := rooms.Replace(t.Context(), tx, r); err != nil {
				return err
			}
		}
		return nil
	})
	wantAll(t, db, rooms, swappedLobby, swappedAttic)
	view(t, db, func(tx store.ReadTx) error {
		for name, want := range map[string]int64{"lobby": 2, "attic": 1} {
			got, err := roomByName.Get(t.Context(), tx, name)
			if err != nil {
				return err
			}
			if got.ID != want {
				t.Errorf("%s is room %d, want %d", name, got.ID, want)
			}
		}
		has, err := roomByName.Has(t.Context(), tx, "aside")
		if has {
			t.Error("the name in between is still there")
		}
		return err
	})
}

func takenInTransaction(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		if err := rooms.Insert(t.Context(), tx, lobby()); err != nil {
			return err
		}
		exists(t, rooms.Insert(t.Context(), tx, lobby()), "insert", rooms.Schema(), "rooms_pkey")
		exists(t, rooms.Insert(t.Context(), tx, &room{ID: 2, Name: "lobby"}), "insert", rooms.Schema(), "room_name_key")
		return rooms.Insert(t.Context(), tx, attic())
	})
	wantAll(t, db, rooms, lobby(), attic())
}
