package storetest

import (
	"slices"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// room is a record with everything that a table can have: optional values, a
// set, and unique keys that are required, optional, and of two parts. A backend
// may store it as JSON.
type room struct {
	ID       int64
	Name     string  // unique
	Number   *string // unique if there is one
	Site     string
	Door     string // unique within the site, unless ""
	Capacity *int64
	Labels   []string
}

// Clone returns a copy that shares nothing with r.
func (r *room) Clone() *room {
	c := *r
	c.Number = clone(r.Number)
	c.Capacity = clone(r.Capacity)
	c.Labels = slices.Clone(r.Labels)
	return &c
}

func clone[V any](p *V) *V {
	if p == nil {
		return nil
	}
	return new(*p)
}

// deref returns what an optional value is, in the form that filter and store
// take.
func deref[V any](p *V) (v V, ok bool) {
	if p == nil {
		return v, false
	}
	return *p, true
}

// The unique indexes are declared in another order than that of their names,
// so that the two can be told apart.
var (
	rooms = store.NewTable("rooms", func(r *room) int64 { return r.ID }, filter.NewFields(
		filter.Column("id", func(r *room) int64 { return r.ID }),
		filter.Column("name", func(r *room) string { return r.Name }),
		filter.Nullable("number", func(r *room) (string, bool) { return deref(r.Number) }),
		filter.Column("site", func(r *room) string { return r.Site }),
		filter.Column("door", func(r *room) string { return r.Door }),
		filter.Nullable("capacity", func(r *room) (int64, bool) { return deref(r.Capacity) }),
		filter.Column("labels", func(r *room) []string { return r.Labels }),
	)).Index("site", "capacity", "labels")

	roomByPlace = store.NewUnique(rooms, "room_place_key", func(r *room) ([2]string, bool) {
		return [2]string{r.Site, r.Door}, r.Door != ""
	})
	roomByName   = store.NewUnique(rooms, "room_name_key", func(r *room) (string, bool) { return r.Name, true }).On("name")
	roomByNumber = store.NewUnique(rooms, "room_number_key", func(r *room) (string, bool) { return deref(r.Number) }).On("number")
)

// account is a record without references, for sums that must stay the same.
type account struct {
	Owner   string
	Balance int64
}

var accounts = store.NewTable("accounts", func(a *account) string { return a.Owner }, filter.NewFields(
	filter.Column("owner", func(a *account) string { return a.Owner }),
	filter.Column("balance", func(a *account) int64 { return a.Balance }),
)).Index("balance")
