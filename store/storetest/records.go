package storetest

import (
	"encoding/json"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testRecords tests what happens to single records.
func testRecords(t *testing.T, open opener) {
	check(t, open, []promise{
		{"a new database is empty", newIsEmpty},
		{"what is inserted can be read", insertedIsRead},
		{"every value comes back as it was", valuesComeBack},
		{"Replace replaces the whole record", replaceReplaces},
		{"Delete removes the record", deleteRemoves},
		{"Put inserts or replaces", putInsertsOrReplaces},
		{"Update changes a record", updateChanges},
		{"Update writes nothing if its function fails", updateFunctionFails},
		{"Update does not write to another record", updateKeepsKey},
		{"what is not there is ErrNotFound", notThere},
		{"Has answers without an error", hasAnswers},
		{"Count counts", countCounts},
		{"tables are apart", tablesAreApart},
	})
	t.Run("raw JSON comes back byte for byte", func(t *testing.T) { rawComesBack(t, open) })
	t.Run("databases are apart", func(t *testing.T) {
		one, other := open(t, accounts.Schema()), open(t, accounts.Schema())
		insert(t, one, accounts, &account{"ann", 1})
		wantAll(t, other, accounts)
	})
}

func newIsEmpty(t *testing.T, db store.DB) {
	wantAll(t, db, rooms)
	wantAll(t, db, accounts)
}

func insertedIsRead(t *testing.T, db store.DB) {
	lobby := &room{ID: 7, Name: "lobby", Number: new("100"), Site: "north", Door: "1", Labels: []string{"glass"}}
	insert(t, db, rooms, lobby)
	wantAll(t, db, rooms, lobby)
	view(t, db, func(tx store.ReadTx) error {
		byKey := map[string]func() (*room, error){
			"primary key": func() (*room, error) { return rooms.Get(t.Context(), tx, 7) },
			"name":        func() (*room, error) { return roomByName.Get(t.Context(), tx, "lobby") },
			"number":      func() (*room, error) { return roomByNumber.Get(t.Context(), tx, "100") },
			"place":       func() (*room, error) { return roomByPlace.Get(t.Context(), tx, [2]string{"north", "1"}) },
		}
		for what, get := range byKey {
			got, err := get()
			if err != nil {
				t.Errorf("Get by %s: %v", what, err)
			}
			if diff := cmp.Diff(lobby, got); diff != "" {
				t.Errorf("Get by %s (-want +got):\n%s", what, diff)
			}
		}
		return nil
	})
}

// valuesComeBack is about backends that store rows in a form of their own.
func valuesComeBack(t *testing.T, db store.DB) {
	want := []*room{
		{ID: -1 << 63, Name: "least", Number: new(""), Capacity: new(int64(-1 << 63)), Labels: nil},
		{ID: 1<<53 + 1, Name: "beyond a float's integers", Capacity: new(int64(1<<53 + 1)), Labels: []string{}},
		{ID: 1<<63 - 1, Name: `quoted "'\<&>` + "\n\u2028\U0001F3B7é", Capacity: new(int64(1<<63 - 1)), Labels: []string{"b", "", "a", "b"}},
	}
	insert(t, db, rooms, want...)
	wantAll(t, db, rooms, want...)
}

// note is a record with JSON in a spelling of its own.
type note struct {
	ID  int64
	Raw json.RawMessage
}

// Clone returns a copy that shares nothing with n.
func (n *note) Clone() *note { return &note{n.ID, slices.Clone(n.Raw)} }

// rawComesBack is about backends that store rows as JSON: others may sort members,
// escape characters, or read numbers.
func rawComesBack(t *testing.T, open opener) {
	notes := store.NewTable("notes", func(n *note) int64 { return n.ID }, nil)
	db := open(t, notes.Schema())
	var want []*note
	for i, raw := range []string{
		`{"b":1,"a":2,"b":3}`, `[1.50,1e3,-0,1e400,12345678901234567890]`, `"<b>&"`, `"é\u00e9\u0000"`, "\"\u2028\"", `null`,
	} {
		want = append(want, &note{int64(i), json.RawMessage(raw)})
	}
	insert(t, db, notes, want...)
	wantAll(t, db, notes, want...)
}

func replaceReplaces(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "old", Number: new("100"), Site: "north", Labels: []string{"glass"}}, &room{ID: 2, Name: "other"})
	update(t, db, func(tx store.Tx) error { return rooms.Replace(t.Context(), tx, &room{ID: 1, Name: "new"}) })
	wantAll(t, db, rooms, &room{ID: 1, Name: "new"}, &room{ID: 2, Name: "other"})
}

func deleteRemoves(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "gone", Number: new("100")}, &room{ID: 2, Name: "stays"})
	update(t, db, func(tx store.Tx) error { return rooms.Delete(t.Context(), tx, 1) })
	wantAll(t, db, rooms, &room{ID: 2, Name: "stays"})
	view(t, db, func(tx store.ReadTx) error {
		_, err := roomByNumber.Get(t.Context(), tx, "100")
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "room_number_key")
		return nil
	})
	insert(t, db, rooms, &room{ID: 1, Name: "gone", Number: new("100")})
	wantAll(t, db, rooms, &room{ID: 1, Name: "gone", Number: new("100")}, &room{ID: 2, Name: "stays"})
}

func putInsertsOrReplaces(t *testing.T, db store.DB) {
	for balance := range int64(3) {
		update(t, db, func(tx store.Tx) error { return accounts.Put(t.Context(), tx, &account{"ann", balance}) })
		wantAll(t, db, accounts, &account{"ann", balance})
	}
}

func updateChanges(t *testing.T, db store.DB) {
	insert(t, db, accounts, &account{"ann", 1}, &account{"bob", 1})
	update(t, db, func(tx store.Tx) error {
		got, err := accounts.Update(t.Context(), tx, "ann", func(a *account) error { a.Balance++; return nil })
		if diff := cmp.Diff(&account{"ann", 2}, got); diff != "" {
			t.Errorf("Update returned (-want +got):\n%s", diff)
		}
		return err
	})
	wantAll(t, db, accounts, &account{"ann", 2}, &account{"bob", 1})
}

func updateFunctionFails(t *testing.T, db store.DB) {
	insert(t, db, accounts, &account{"ann", 1})
	update(t, db, func(tx store.Tx) error {
		no := errors.New("no")
		_, err := accounts.Update(t.Context(), tx, "ann", func(a *account) error { a.Balance++; return no })
		if err != no {
			t.Errorf("Update returned %v, want the function's error", err)
		}
		return nil
	})
	wantAll(t, db, accounts, &account{"ann", 1})
}

func updateKeepsKey(t *testing.T, db store.DB) {
	insert(t, db, accounts, &account{"ann", 1}, &account{"bob", 2})
	update(t, db, func(tx store.Tx) error {
		for _, owner := range []string{"bob", "cid"} {
			if _, err := accounts.Update(t.Context(), tx, "ann", func(a *account) error { a.Owner = owner; return nil }); err == nil {
				t.Errorf("Update turned ann into %s", owner)
			}
		}
		return nil
	})
	wantAll(t, db, accounts, &account{"ann", 1}, &account{"bob", 2})
}

func notThere(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "there"})
	update(t, db, func(tx store.Tx) error {
		_, err := rooms.Get(t.Context(), tx, 2)
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "rooms_pkey")
		_, err = roomByName.Get(t.Context(), tx, "ther")
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "room_name_key")
		_, err = roomByNumber.Get(t.Context(), tx, "")
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "room_number_key")
		_, err = roomByPlace.Get(t.Context(), tx, [2]string{"", ""})
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "room_place_key")
		_, err = accounts.Get(t.Context(), tx, "")
		refused(t, err, store.ErrNotFound, "get", accounts.Schema(), "accounts_pkey")

		missing(t, rooms.Replace(t.Context(), tx, &room{ID: 2, Name: "new"}), "replace", rooms.Schema())
		missing(t, rooms.Delete(t.Context(), tx, 2), "delete", rooms.Schema())
		missing(t, accounts.Delete(t.Context(), tx, "ann"), "delete", accounts.Schema())
		_, err = rooms.Update(t.Context(), tx, 2, func(*room) error { t.Error("Update called its function"); return nil })
		refused(t, err, store.ErrNotFound, "get", rooms.Schema(), "rooms_pkey")
		return nil
	})
	wantAll(t, db, rooms, &room{ID: 1, Name: "there"})
}

func hasAnswers(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "lobby"})
	view(t, db, func(tx store.ReadTx) error {
		for key, want := range map[int64]bool{0: false, 1: true, 2: false} {
			if got, err := rooms.Has(t.Context(), tx, key); got != want || err != nil {
				t.Errorf("Has(%d) = %v, %v; want %v", key, got, err, want)
			}
		}
		for key, want := range map[string]bool{"": false, "lobb": false, "lobby": true, "lobby2": false} {
			if got, err := roomByName.Has(t.Context(), tx, key); got != want || err != nil {
				t.Errorf("Has(%q) = %v, %v; want %v", key, got, err, want)
			}
		}
		return nil
	})
}

func countCounts(t *testing.T, db store.DB) {
	insert(t, db, accounts, &account{"ann", 1}, &account{"bob", 2}, &account{"cid", 2})
	view(t, db, func(tx store.ReadTx) error {
		for _, test := range []struct {
			filter filter.Expr
			want   int
		}{
			{nil, 3},
			{where("balance", filter.Eq, 2), 2},
			{where("owner", filter.Lt, "bob"), 1},
			{where("balance", filter.Gt, 2), 0},
		} {
			got, err := accounts.Count(t.Context(), tx, test.filter)
			if got != test.want || err != nil {
				t.Errorf("Count(%v) = %d, %v; want %d", test.filter, got, err, test.want)
			}
		}
		return nil
	})
}

func tablesAreApart(t *testing.T, db store.DB) {
	insert(t, db, rooms, &room{ID: 1, Name: "ann"})
	insert(t, db, accounts, &account{"ann", 1})
	update(t, db, func(tx store.Tx) error { return accounts.Delete(t.Context(), tx, "ann") })
	wantAll(t, db, rooms, &room{ID: 1, Name: "ann"})
	wantAll(t, db, accounts)
}
