package broadworks

import (
	"context"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

// Removal names records to remove that no operation of the API removes.
type Removal struct {
	Sessions      []string // by the value of the cookie
	Tokens        []string // by value
	Accounts      []string // by username
	Announcements []AnnouncementRef
	Users         []UserRef
	Groups        []GroupRef
	Tenants       []string // by id
}

// AnnouncementRef names a file of a user's repository, or of a group's if UserID
// is "".
type AnnouncementRef struct {
	UserRef
	AudioFile
}

func (s seed) Remove(ctx context.Context, r Removal) error {
	return s.db.Update(ctx, func(tx store.Tx) error {
		rm := remover{tx}
		// What refers goes before what it refers to.
		return seeding.InTurn(
			func() error { return seeding.Each(ctx, "sessions", r.Sessions, rm.tokens(sessionTable)) },
			func() error { return seeding.Each(ctx, "tokens", r.Tokens, rm.tokens(tokenTable)) },
			func() error { return seeding.Each(ctx, "accounts", r.Accounts, rm.account) },
			func() error { return seeding.Each(ctx, "announcements", r.Announcements, rm.announcement) },
			func() error { return seeding.Each(ctx, "users", r.Users, rm.user) },
			func() error { return seeding.Each(ctx, "groups", r.Groups, rm.group) },
			func() error { return seeding.Each(ctx, "tenants", r.Tenants, rm.tenant) },
		)
	})
}

// remover removes records from the store.
type remover struct{ tx store.Tx }

var errInUse = ErrBadRequest.Refuse("is in use")

func (rm remover) tokens(table *store.Table[string, tokenRow]) func(context.Context, string) error {
	return func(ctx context.Context, value string) error { return table.Delete(ctx, rm.tx, hashOf(value)) }
}

// unused refuses to remove what a record of a table refers to.
func unused[K comparable, T any](ctx context.Context, tx store.ReadTx, t *store.Table[K, T], refers func(*T) bool) error {
	rows, err := t.All(ctx, tx, nil)
	if err == nil && slices.ContainsFunc(rows, refers) {
		return errInUse
	}
	return err
}

func (rm remover) account(ctx context.Context, username string) error {
	belongs := func(t *tokenRow) bool { return t.Username == username }
	return seeding.InTurn(
		func() error { return unused(ctx, rm.tx, sessionTable, belongs) },
		func() error { return unused(ctx, rm.tx, tokenTable, belongs) },
		func() error { return accountTable.Delete(ctx, rm.tx, username) },
	)
}

func (rm remover) user(ctx context.Context, ref UserRef) error {
	return seeding.InTurn(
		func() error {
			return unused(ctx, rm.tx, accountTable, func(a *Account) bool { return a.user() == ref })
		},
		func() error { return userTable.Delete(ctx, rm.tx, ref) },
	)
}

func (rm remover) group(ctx context.Context, ref GroupRef) error {
	return seeding.InTurn(
		func() error {
			return unused(ctx, rm.tx, accountTable, func(a *Account) bool { return a.user().group() == ref })
		},
		func() error {
			return unused(ctx, rm.tx, userTable, func(u *userRow) bool { return u.group() == ref })
		},
		func() error { return groupTable.Delete(ctx, rm.tx, ref) },
	)
}

func (rm remover) tenant(ctx context.Context, id string) error {
	return seeding.InTurn(
		func() error {
			return unused(ctx, rm.tx, accountTable, func(a *Account) bool { return a.TenantID == id })
		},
		func() error {
			return unused(ctx, rm.tx, groupTable, func(g *groupRow) bool { return g.TenantID == id })
		},
		func() error { return tenantTable.Delete(ctx, rm.tx, id) },
	)
}

// announcement removes a file that no music uses. Assumed.
func (rm remover) announcement(ctx context.Context, ref AnnouncementRef) error {
	if ref.UserID == "" {
		g, err := getGroup(ctx, rm.tx, ref.group())
		if err != nil {
			return err
		}
		if err := g.Announcements.remove(ref.AudioFile, g.MusicOnHold.files()); err != nil {
			return err
		}
		return groupTable.Replace(ctx, rm.tx, g)
	}
	u, err := getUser(ctx, rm.tx, ref.UserRef)
	if err != nil {
		return err
	}
	if err := u.Announcements.remove(ref.AudioFile, u.MusicOnHold.files()); err != nil {
		return err
	}
	return userTable.Replace(ctx, rm.tx, u)
}

var errNoFile = errors.New("the repository has no such file")

func (r *repository) remove(file AudioFile, used []AudioFile) error {
	i := r.index(file)
	switch {
	case i < 0:
		return errNoFile
	case slices.Contains(used, file):
		return errInUse
	}
	*r = slices.Delete(*r, i, i+1)
	return nil
}
