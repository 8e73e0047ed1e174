package engines

import (
	"context"
	"errors"
	"iter"

	"github.com/pbxkit/pbxkit/bench/users"
	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// userTable is declared as anyone would who has these questions.
var userTable = store.NewTable("users", func(u *users.User) int64 { return u.ID }, filter.NewFields(
	textField("phoneNumber", func(u *users.User) string { return u.PhoneNumber }),
	filter.Column("fullName", func(u *users.User) string { return u.FullName }),
	textField("entity", func(u *users.User) string { return u.Entity }),
	textField("siteName", func(u *users.User) string { return u.SiteName }),
	filter.Column("label", func(u *users.User) []string { return u.Labels }),
)).Index("fullName", "entity", "siteName", "label")

// shared returns the records that the database has, as go-memdb does, and a loop.
var shared = userTable.Shared()

var userByPhone = store.NewUnique(shared, "users_phone_key", func(u *users.User) (string, bool) {
	return u.PhoneNumber, u.PhoneNumber != ""
}).On("phoneNumber")

// textField declares a field that is missing where it is empty.
func textField(name string, get func(*users.User) string) filter.Field[users.User] {
	return filter.Nullable(name, func(u *users.User) (string, bool) { v := get(u); return v, v != "" })
}

// pbxKit is a table of pbxkit on memstore.
type pbxKit struct{ db *memstore.DB }

func openPBXKit() (Engine, error) { return pbxKit{memstore.New(userTable.Schema())}, nil }

func (p pbxKit) Load(all iter.Seq[*users.User]) error {
	ctx := context.Background()
	return p.db.Update(ctx, func(tx store.Tx) error {
		for u := range all {
			if err := userTable.Insert(ctx, tx, u); err != nil {
				return err
			}
		}
		return nil
	})
}

func (p pbxKit) ByPhone(phone string) (page Page, err error) {
	ctx := context.Background()
	err = p.db.View(ctx, func(tx store.ReadTx) error {
		u, err := userByPhone.Get(ctx, tx, phone)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return nil
		case err != nil:
			return err
		}
		page = Page{Rows: []*users.User{u}, Total: 1}
		return nil
	})
	return page, err
}

func (p pbxKit) ByPrefix(prefix string) (Page, error) {
	return p.find(store.Query{
		Filter: filter.Cmp{Field: "fullName", Op: filter.Like, Value: prefix + "%"},
		Order:  []filter.Order{{Field: "fullName"}},
		Limit:  Limit,
	})
}

func (p pbxKit) ByPart(part string) (Page, error) {
	return p.find(store.Query{Filter: filter.Cmp{Field: "fullName", Op: filter.ILike, Value: "%" + part + "%"}, Limit: Limit})
}

func (p pbxKit) ByLabels(a, b string) (Page, error) {
	return p.find(store.Query{Filter: filter.Cmp{Field: "label", Op: filter.ContainsAll, Value: []string{a, b}}, Limit: Limit})
}

func (p pbxKit) ByEntity(entity, exceptSite string, offset int) (Page, error) {
	return p.find(store.Query{
		Filter: filter.And{
			filter.Cmp{Field: "entity", Op: filter.Eq, Value: entity},
			filter.Cmp{Field: "siteName", Op: filter.Ne, Value: exceptSite},
		},
		Order:  []filter.Order{{Field: "fullName", Desc: true}},
		Offset: offset,
		Limit:  Limit,
	})
}

func (p pbxKit) First() (Page, error) {
	return p.find(store.Query{Order: []filter.Order{{Field: "fullName"}}, Limit: Limit})
}

func (p pbxKit) find(q store.Query) (Page, error) {
	ctx := context.Background()
	var page store.Page[users.User]
	err := p.db.View(ctx, func(tx store.ReadTx) (err error) {
		page, err = shared.Find(ctx, tx, q)
		return err
	})
	return Page(page), err
}

func (p pbxKit) Replace(u *users.User) error {
	ctx := context.Background()
	return p.db.Update(ctx, func(tx store.Tx) error { return userTable.Replace(ctx, tx, u) })
}

func (p pbxKit) Close() error { return nil }
