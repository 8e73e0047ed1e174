package telecomx

import (
	"context"
	"errors"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// MusicOnHoldService is the chapter "Music on hold". Reading takes a VIEWER or a
// higher level, writing a MANAGER or a higher one.
//
// What names no class is an ErrMusicNotFound; a class of a customer that is out of
// the caller's reach is an ErrAccessDenied (assumed).
type MusicOnHoldService interface {
	// List returns the classes of a customer and the common ones (GET
	// /pbx/musiconhold). Assumed: they are in the order of their names, then of
	// their ids, and a customer out of reach is refused as in
	// [SettingsService].
	List(ctx context.Context, caller Caller, q MusicQuery) (MusicPage, error)

	// Get returns a class (GET /pbx/musiconhold/ID). Assumed: who may read at
	// all may read the common ones.
	Get(ctx context.Context, caller Caller, id string) (MusicOnHold, error)

	// Create makes a class without songs (POST /pbx/musiconhold). It returns
	// ErrCustomerInvalid for an unknown customer, then ErrName.
	Create(ctx context.Context, caller Caller, in MusicInput) (MusicOnHold, error)

	// Update changes the name, or whether the order is random, or both (POST
	// /pbx/musiconhold/ID). A common class is changed by RESELLER_ADMIN and
	// ADMIN only.
	Update(ctx context.Context, caller Caller, id string, in MusicInput) (MusicOnHold, error)

	// Delete removes a class (DELETE /pbx/musiconhold/ID). All of it is
	// assumed: that it exists, that it takes the rights of Update, and
	// ErrInUse while the class is some customer's default.
	Delete(ctx context.Context, caller Caller, id string) error
}

// MusicOnHold is a class: what callers hear while they wait.
type MusicOnHold struct {
	ID       string `json:"id"`
	Customer string `json:"customer,omitempty"` // its owner's id; "": a common class, for all
	Name     string `json:"name"`
	Random   bool   `json:"random,omitempty"`
	Songs    []Song `json:"songs,omitempty"` // seeding only
}

// Song is a piece of music in a class.
type Song struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Length int64  `json:"length"` // in seconds
}

// Clone returns a copy for the store.
func (m *MusicOnHold) Clone() *MusicOnHold {
	clone := *m
	clone.Songs = append([]Song(nil), m.Songs...) // none is nil
	return &clone
}

func (m *MusicOnHold) common() bool { return m.Customer == "" }

// MusicQuery asks for classes.
type MusicQuery struct {
	Customer string // "": the caller's own
	Filter   string // a part of the name; case does not matter, and one of more than some 1,000 characters finds nothing (assumed)
	Offset   int    // how many to skip; a negative number is 0 (assumed)
	Limit    *int   // how many to return; nil is 50, and 1 to 100 are possible: others become the nearest (assumed)
}

// MusicPage is a page of classes.
type MusicPage struct {
	Offset, Limit int // those in force
	Total         int // how many there are without them
	Classes       []MusicOnHold
}

// MusicInput is what a request says about a class. A value that the request has in
// a wrong type is one that cannot be, as in [SettingsInput].
type MusicInput struct {
	// Malformed says that the request's body is no JSON object. It is refused
	// with ErrBadRequest, but (assumed) not before rights are settled.
	Malformed bool

	// Customer is the owner of a new class; an update ignores it (assumed).
	// nil stands for the caller's own customer, and for no customer, which
	// makes a common class, if the caller is ADMIN or (assumed) RESELLER_ADMIN.
	Customer *string
	Name     Change[string]
	Random   Change[bool] // a new class is not random unless it says so (assumed)
}

// apply changes a class.
func (in *MusicInput) apply(m *MusicOnHold) error {
	// Assumed: there is no shortest name but that something must be in it.
	if in.Name.Sent && (strings.TrimSpace(in.Name.Value) == "" || !isText(in.Name.Value)) {
		return ErrName
	}
	if in.Name.Sent {
		m.Name = in.Name.Value
	}
	return aBoolean.apply("random", &m.Random, in.Random)
}

var musicTable = store.NewTable("telecomx_musiconhold", func(m *MusicOnHold) string { return idKey(m.ID) }, filter.NewFields(
	filter.Column("customer", func(m *MusicOnHold) string { return idKey(m.Customer) }),
	filter.Column("name", func(m *MusicOnHold) string { return m.Name }),
))

type musicOnHold struct{ *core }

// The numbers of MusicQuery.Limit.
const defaultLimit, maxLimit = 50, 100

func (s musicOnHold) List(ctx context.Context, caller Caller, q MusicQuery) (MusicPage, error) {
	if err := caller.require(Viewer); err != nil {
		return MusicPage{}, err
	}
	page := MusicPage{Offset: max(q.Offset, 0), Limit: defaultLimit}
	if q.Limit != nil {
		page.Limit = max(1, min(*q.Limit, maxLimit))
	}
	return view(ctx, s.core, func(tx store.ReadTx) (MusicPage, error) {
		customer, err := s.reach(ctx, tx, caller, caller.orOwn(q.Customer))
		if err != nil {
			return MusicPage{}, err
		}
		found, err := musicTable.Find(ctx, tx, store.Query{
			Filter: visibleTo(customer, q.Filter),
			Order:  []filter.Order{{Field: "name"}}, // then by id
			Offset: page.Offset,
			Limit:  page.Limit,
		})
		if err != nil && !errors.Is(err, filter.ErrValue) {
			return MusicPage{}, err
		}
		// Otherwise the filter is longer than a pattern can be, or no text.
		page.Total, page.Classes = found.Total, make([]MusicOnHold, len(found.Rows))
		for i, m := range found.Rows {
			page.Classes[i] = *m
		}
		return page, nil
	})
}

var escapePattern = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// visibleTo selects the classes that a customer can use, by a part of their names.
func visibleTo(customer *Customer, part string) filter.Expr {
	usable := filter.Or{
		filter.Cmp{Field: "customer", Op: filter.Eq, Value: idKey(customer.ID)},
		filter.Cmp{Field: "customer", Op: filter.Eq, Value: ""},
	}
	if part == "" {
		return usable
	}
	return filter.And{usable, filter.Cmp{Field: "name", Op: filter.ILike, Value: "%" + escapePattern.Replace(part) + "%"}}
}

func (s musicOnHold) Get(ctx context.Context, caller Caller, id string) (MusicOnHold, error) {
	if err := caller.require(Viewer); err != nil {
		return MusicOnHold{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (MusicOnHold, error) {
		class, err := s.reachClass(ctx, tx, caller, id, Viewer)
		if err != nil {
			return MusicOnHold{}, err
		}
		return *class, nil
	})
}

// reachClass returns a class that is within the caller's reach, as its owner is; a
// common one is for those of a level.
func (c *core) reachClass(ctx context.Context, tx store.ReadTx, caller Caller, id string, common Level) (*MusicOnHold, error) {
	if !isID(id) {
		return nil, ErrMusicNotFound
	}
	class, err := musicTable.Get(ctx, tx, idKey(id))
	switch {
	case errors.Is(err, store.ErrNotFound):
		return nil, ErrMusicNotFound
	case err != nil:
		return nil, err
	case class.common():
		return class, caller.require(common)
	}
	_, err = c.reach(ctx, tx, caller, class.Customer)
	return class, err
}

func (s musicOnHold) Create(ctx context.Context, caller Caller, in MusicInput) (MusicOnHold, error) {
	if err := caller.require(Manager); err != nil {
		return MusicOnHold{}, err
	}
	if in.Malformed {
		return MusicOnHold{}, ErrBadRequest
	}
	return update(ctx, s.core, func(tx store.Tx) (MusicOnHold, error) {
		owner, err := s.owner(ctx, tx, caller, in.Customer)
		if err != nil {
			return MusicOnHold{}, err
		}
		if !in.Name.Sent {
			return MusicOnHold{}, ErrName
		}
		class := MusicOnHold{Customer: owner}
		if err := in.apply(&class); err != nil {
			return MusicOnHold{}, err
		}
		err = insertNew(ctx, tx, musicTable, &class, s.drawClassID)
		return class, err
	})
}

// owner returns the id of the owner of a new class; "" for a common one.
func (s musicOnHold) owner(ctx context.Context, tx store.ReadTx, caller Caller, asked *string) (string, error) {
	id := caller.Customer
	switch {
	case asked != nil:
		id = *asked
	case caller.Level.AtLeast(ResellerAdmin):
		return "", nil
	}
	customer, err := s.reach(ctx, tx, caller, id)
	if errors.Is(err, ErrCustomerNotFound) {
		return "", ErrCustomerInvalid // the same kind in the words of this page
	}
	if err != nil {
		return "", err
	}
	return customer.ID, nil
}

func (c *core) drawClassID(m *MusicOnHold) (err error) {
	m.ID, err = c.ids.ID()
	return err
}

func (s musicOnHold) Update(ctx context.Context, caller Caller, id string, in MusicInput) (MusicOnHold, error) {
	if err := caller.require(Manager); err != nil {
		return MusicOnHold{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (MusicOnHold, error) {
		class, err := s.reachClass(ctx, tx, caller, id, ResellerAdmin)
		if err != nil {
			return MusicOnHold{}, err
		}
		if in.Malformed {
			return MusicOnHold{}, ErrBadRequest
		}
		if err := in.apply(class); err != nil {
			return MusicOnHold{}, err
		}
		return *class, musicTable.Replace(ctx, tx, class)
	})
}

func (s musicOnHold) Delete(ctx context.Context, caller Caller, id string) error {
	if err := caller.require(Manager); err != nil {
		return err
	}
	return change(ctx, s.core, func(tx store.Tx) error {
		class, err := s.reachClass(ctx, tx, caller, id, ResellerAdmin)
		if err != nil {
			return err
		}
		users, err := customerTable.Count(ctx, tx, filter.Cmp{Field: "defaultMusicOnHold", Op: filter.Eq, Value: idKey(class.ID)})
		if err != nil {
			return err
		}
		if users > 0 {
			return ErrInUse
		}
		return musicTable.Delete(ctx, tx, idKey(class.ID))
	})
}
