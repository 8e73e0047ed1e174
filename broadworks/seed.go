package broadworks

import (
	"context"
	"fmt"
	"slices"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// SeedService sets what no operation of the API makes, and can set everything
// else as well. It checks what the API would check. Errors name the record that
// is wrong, such as users[3].
type SeedService interface {
	// Load puts the records of a fixture into the store, in one transaction.
	// A record with the id of one that is there replaces it, whole.
	Load(ctx context.Context, f *Fixture) error

	// Remove removes records, in one transaction. What others refer to, or
	// what is not there, cannot be removed.
	Remove(ctx context.Context, r Removal) error

	// Dump returns everything in the store as a fixture that makes the same
	// state of an empty one.
	Dump(ctx context.Context) (*Fixture, error)
}

type seed struct{ *core }

func (s seed) Load(ctx context.Context, f *Fixture) error {
	return s.db.Update(ctx, func(tx store.Tx) error {
		l := loader{core: s.core, tx: tx, seen: map[any]bool{}}
		return l.load(ctx, f)
	})
}

// loader puts records into the store.
type loader struct {
	*core
	tx   store.Tx
	seen map[any]bool // the keys of the fixture's records so far
}

func (l *loader) load(ctx context.Context, f *Fixture) error {
	// The order is that of references: what refers comes after what it
	// refers to.
	return seeding.InTurn(
		func() error { return seeding.Each(ctx, "tenants", f.Tenants, l.tenant) },
		func() error { return seeding.Each(ctx, "groups", f.Groups, l.group) },
		func() error { return seeding.Each(ctx, "users", f.Users, l.user) },
		func() error { return seeding.Each(ctx, "accounts", f.Accounts, l.account) },
		func() error { return seeding.Each(ctx, "sessions", f.Sessions, l.tokens("session", sessionTable)) },
		func() error { return seeding.Each(ctx, "tokens", f.Tokens, l.tokens("token", tokenTable)) },
		func() error { return seeding.At("lastAuditId", l.lastAuditID(ctx, f.LastAuditID)) },
	)
}

// once refuses the key of an earlier record of the same fixture.
func (l *loader) once(member string, key any) error {
	if l.seen[key] {
		return invalid(member, "is repeated")
	}
	l.seen[key] = true
	return nil
}

type tenantKey string

func (l *loader) tenant(ctx context.Context, t Tenant) error {
	if err := requireText("id", t.ID); err != nil {
		return err
	}
	if err := l.once("id", tenantKey(t.ID)); err != nil {
		return err
	}
	return tenantTable.Put(ctx, l.tx, &t)
}

func (l *loader) group(ctx context.Context, in GroupRecord) error {
	ref := GroupRef{in.TenantID, in.ID}
	if err := requireText("id", in.ID); err != nil {
		return err
	}
	if err := l.once("id", ref); err != nil {
		return err
	}
	has, err := hasTenant(ctx, l.tx, in.TenantID)
	switch {
	case err != nil:
		return err
	case !has:
		return invalid("tenantId", "unknown tenant '%s'", text.Clip(in.TenantID))
	}
	g := &groupRow{GroupRef: ref, MusicOnHold: defaultGroupMusicOnHold(in.ID)}
	if in.ServiceUserID != "" {
		g.MusicOnHold.ServiceUserID = in.ServiceUserID
	}
	if err := checkText("serviceUserId", in.ServiceUserID); err != nil {
		return err
	}
	if g.Announcements, err = newRepository(in.Announcements); err != nil {
		return err
	}
	if in.MusicOnHold != nil {
		if err := l.changeGroupMusic(g, *in.MusicOnHold); err != nil {
			return seeding.At("musicOnHold", err)
		}
	}
	return groupTable.Put(ctx, l.tx, g)
}

func (l *loader) user(ctx context.Context, in UserRecord) error {
	ref := UserRef{in.TenantID, in.GroupID, in.ID}
	if err := requireText("id", in.ID); err != nil {
		return err
	}
	if err := l.once("id", ref); err != nil {
		return err
	}
	if _, err := getGroup(ctx, l.tx, ref.group()); err != nil {
		return err
	}
	files, err := newRepository(in.Announcements)
	if err != nil {
		return err
	}
	u := &userRow{UserRef: ref, Unassigned: in.Unassigned, MusicOnHold: defaultMusicOnHold(), Announcements: files}
	if in.MusicOnHold != nil {
		if err := l.changeMusic(u, *in.MusicOnHold); err != nil {
			return seeding.At("musicOnHold", err)
		}
	}
	return userTable.Put(ctx, l.tx, u)
}

// newRepository returns files in order, each of which has to be there once.
func newRepository(files []Announcement) (repository, error) {
	var r repository
	for i, a := range files {
		at := fmt.Sprintf("announcements[%d]", i)
		if err := a.check(); err != nil {
			return nil, seeding.At(at, err)
		}
		place, found := slices.BinarySearchFunc(r, a, compareFiles)
		if found {
			return nil, seeding.At(at, invalid("name", "'%s' is repeated with the same mediaType", a.Name))
		}
		r = slices.Insert(r, place, a)
	}
	return r, nil
}

func (l *loader) account(ctx context.Context, a Account) error {
	if err := requireText("username", a.Username); err != nil {
		return err
	}
	if err := l.once("username", a.Username); err != nil {
		return err
	}
	if err := checkText("password", a.Password); err != nil {
		return err
	}
	if err := a.checkPlace(); err != nil {
		return err
	}
	if err := l.placeExists(ctx, a); err != nil {
		return err
	}
	return accountTable.Put(ctx, l.tx, &a)
}

// checkPlace refuses ids that do not go with the level. An administrator can be
// a user, who is named in full.
func (a *Account) checkPlace() error {
	isUser := a.UserID != ""
	switch {
	case !a.Level.valid():
		return invalid("userLevel", "expected 0, 4, 8, 12 or 16")
	case a.Level == EndUser && !isUser:
		return invalid("userId", "an end user needs one")
	case (a.TenantID != "") != (isUser || a.Level < System):
		return invalid("tenantId", "accounts of users, and those below a system account, need one; others have none")
	case (a.GroupID != "") != (isUser || a.Level < TenantAdmin):
		return invalid("groupId", "accounts of users, and those below a tenant's, need one; others have none")
	}
	return nil
}

// placeExists refuses ids of what does not exist.
func (l *loader) placeExists(ctx context.Context, a Account) (err error) {
	switch {
	case a.UserID != "":
		_, err = getUser(ctx, l.tx, a.user())
	case a.GroupID != "":
		_, err = getGroup(ctx, l.tx, a.user().group())
	case a.TenantID != "":
		has, err := hasTenant(ctx, l.tx, a.TenantID)
		if err == nil && !has {
			return invalid("tenantId", "unknown tenant '%s'", text.Clip(a.TenantID))
		}
		return err
	}
	return err
}

type tokenKey struct{ kind, value string }

// tokens returns the function that loads sessions or tokens.
func (l *loader) tokens(kind string, table *store.Table[string, tokenRow]) func(context.Context, Token) error {
	return func(ctx context.Context, t Token) error {
		if err := requireText("value", t.Value); err != nil {
			return err
		}
		if err := l.once("value", tokenKey{kind, t.Value}); err != nil {
			return err
		}
		account, err := getAccount(ctx, l.tx, t.Username)
		switch {
		case err != nil:
			return err
		case account == nil:
			return invalid("username", "unknown account '%s'", text.Clip(t.Username))
		}
		return table.Put(ctx, l.tx, t.row())
	}
}

func (l *loader) lastAuditID(ctx context.Context, last int64) error {
	if last < 0 {
		return ErrBadRequest.Refuse("must not be negative")
	}
	return l.tx.Reserve(ctx, auditSequence, last)
}
