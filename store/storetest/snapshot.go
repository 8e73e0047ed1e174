package storetest

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// testSnapshot tests who sees which writes when.
func testSnapshot(t *testing.T, open opener) {
	check(t, open, []promise{
		{"a View sees one moment while Updates commit", viewSeesOneMoment},
		{"a View that begins after an Update sees it", viewSeesUpdatesBefore},
		{"Views of different moments are open together", viewsTogether},
		{"a transaction sees its own writes", sawOwnWrites},
		{"nobody else sees writes before they are committed", unseenBeforeCommit},
	})
}

// moment is what can be seen of rooms, accounts and the sequence "ids" by every
// way of reading.
type moment struct {
	Rooms    []*room
	BySite   page
	Ordered  page
	Counted  page
	Lobby    bool
	Accounts []*account
	Last     int64
}

func seen(t *testing.T, tx store.ReadTx) (m moment, err error) {
	t.Helper()
	last := func() (int64, error) { return tx.Last(t.Context(), "ids") }
	for _, read := range []func() error{
		func() (err error) { m.Rooms, err = rooms.All(t.Context(), tx, nil); return },
		func() (err error) {
			m.BySite, err = found(t, tx, store.Query{Filter: where("site", filter.Eq, "north")})
			return
		},
		func() (err error) {
			m.Ordered, err = found(t, tx, store.Query{Order: []filter.Order{{Field: "site"}}, Limit: 2})
			return
		},
		func() (err error) { m.Counted, err = found(t, tx, store.Query{CountOnly: true}); return },
		func() (err error) { m.Lobby, err = roomByName.Has(t.Context(), tx, "lobby"); return },
		func() (err error) { m.Accounts, err = accounts.All(t.Context(), tx, nil); return },
		func() (err error) { m.Last, err = last(); return },
	} {
		if err := read(); err != nil {
			return m, err
		}
	}
	return m, nil
}

// steps are transactions with what is seen after each of them. The first moment
// is that of an empty database.
type step struct {
	do    func(t *testing.T, tx store.Tx) error
	after moment
}

func steps() []step {
	elsewhere := &room{ID: 2, Name: "lobby", Site: "south"}
	return []step{
		{func(t *testing.T, tx store.Tx) error {
			if err := rooms.Insert(t.Context(), tx, lobby()); err != nil {
				return err
			}
			return tx.Reserve(t.Context(), "ids", 10)
		}, moment{
			Rooms: []*room{lobby()}, BySite: page{[]int64{1}, 1}, Ordered: page{[]int64{1}, 1}, Counted: page{[]int64{}, 1},
			Lobby: true, Accounts: []*account{}, Last: 10,
		}},
		{func(t *testing.T, tx store.Tx) error {
			if err := accounts.Insert(t.Context(), tx, &account{"ann", 1}); err != nil {
				return err
			}
			return rooms.Insert(t.Context(), tx, attic())
		}, moment{
			Rooms: []*room{lobby(), attic()}, BySite: page{[]int64{1}, 1}, Ordered: page{[]int64{1, 2}, 2}, Counted: page{[]int64{}, 2},
			Lobby: true, Accounts: []*account{{"ann", 1}}, Last: 10,
		}},
		{func(t *testing.T, tx store.Tx) error {
			if err := accounts.Replace(t.Context(), tx, &account{"ann", 2}); err != nil {
				return err
			}
			if err := tx.Reserve(t.Context(), "ids", 20); err != nil {
				return err
			}
			return rooms.Delete(t.Context(), tx, 1)
		}, moment{
			Rooms: []*room{attic()}, BySite: page{[]int64{}, 0}, Ordered: page{[]int64{2}, 1}, Counted: page{[]int64{}, 1},
			Lobby: false, Accounts: []*account{{"ann", 2}}, Last: 20,
		}},
		{func(t *testing.T, tx store.Tx) error {
			return rooms.Replace(t.Context(), tx, elsewhere)
		}, moment{
			Rooms: []*room{elsewhere}, BySite: page{[]int64{}, 0}, Ordered: page{[]int64{2}, 1}, Counted: page{[]int64{}, 1},
			Lobby: true, Accounts: []*account{{"ann", 2}}, Last: 20,
		}},
	}
}

func empty() moment {
	none := page{[]int64{}, 0}
	return moment{Rooms: []*room{}, BySite: none, Ordered: none, Counted: none, Accounts: []*account{}}
}

// wantMoment fails the test unless tx sees a moment.
func wantMoment(t *testing.T, tx store.ReadTx, what string, want moment) error {
	t.Helper()
	got, err := seen(t, tx)
	if err != nil {
		return err
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
	return nil
}

// viewSeesOneMoment lets a View read some of it first: before the first read a
// backend may be free to say what moment it is.
func viewSeesOneMoment(t *testing.T, db store.DB) {
	before := empty()
	for _, s := range steps() {
		view(t, db, func(tx store.ReadTx) error {
			if _, err := rooms.Count(t.Context(), tx, nil); err != nil {
				return err
			}
			update(t, db, func(tx store.Tx) error { return s.do(t, tx) })
			if err := wantMoment(t, tx, "the View that was open", before); err != nil {
				return err
			}
			return wantMoment(t, tx, "the View that was open, once more", before)
		})
		before = s.after
	}
}

func viewSeesUpdatesBefore(t *testing.T, db store.DB) {
	for _, s := range steps() {
		update(t, db, func(tx store.Tx) error { return s.do(t, tx) })
		view(t, db, func(tx store.ReadTx) error { return wantMoment(t, tx, "a View after the Update", s.after) })
	}
}

func viewsTogether(t *testing.T, db store.DB) {
	var nest func(before moment, rest []step) error
	nest = func(before moment, rest []step) error {
		return db.View(t.Context(), func(tx store.ReadTx) error {
			if err := wantMoment(t, tx, "a View before the next Update", before); err != nil || len(rest) == 0 {
				return err
			}
			update(t, db, func(tx store.Tx) error { return rest[0].do(t, tx) })
			if err := nest(rest[0].after, rest[1:]); err != nil {
				return err
			}
			return wantMoment(t, tx, "a View after later Updates", before)
		})
	}
	if err := nest(empty(), steps()); err != nil {
		t.Error(err)
	}
}

func sawOwnWrites(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		if err := wantMoment(t, tx, "at first", empty()); err != nil {
			return err
		}
		for _, s := range steps() {
			if err := s.do(t, tx); err != nil {
				return err
			}
			if err := wantMoment(t, tx, "after a write of its own", s.after); err != nil {
				return err
			}
		}
		return nil
	})
}

func unseenBeforeCommit(t *testing.T, db store.DB) {
	update(t, db, func(tx store.Tx) error {
		for _, s := range steps() {
			if err := s.do(t, tx); err != nil {
				return err
			}
			if _, err := seen(t, tx); err != nil {
				return err
			}
			view(t, db, func(tx store.ReadTx) error { return wantMoment(t, tx, "a View beside", empty()) })
		}
		return nil
	})
	all := steps()
	view(t, db, func(tx store.ReadTx) error {
		return wantMoment(t, tx, "a View after the Update", all[len(all)-1].after)
	})
}
