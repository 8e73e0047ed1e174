package voipnow

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// SeedService sets what no operation of the API makes, and plays the parts of the
// telephone network. Assumed throughout: the vendor's pages do not say where users
// and incoming calls come from.
type SeedService interface {
	// Load puts the records of a fixture into the store, in one transaction. A
	// record with the id of one that is there replaces it. What a record refers
	// to has to be there or in the fixture. Its errors say which record of the
	// fixture is wrong.
	Load(ctx context.Context, f *Fixture) error

	// Dump returns everything in the store as a fixture that makes the same
	// state of an empty one.
	Dump(ctx context.Context) (*Fixture, error)

	// Answer has all parties of a call answer it who have not yet, or returns
	// an ErrPhoneCall.
	Answer(ctx context.Context, call string) error

	// End ends a call, or returns an ErrPhoneCall.
	End(ctx context.Context, call string) error
}

type seed struct{ *core }

func (s seed) Load(ctx context.Context, f *Fixture) error {
	return s.db.Update(ctx, func(tx store.Tx) error {
		l := loader{core: s.core, tx: tx}
		return l.load(ctx, f)
	})
}

// loader puts records into the store.
type loader struct {
	*core
	tx store.Tx
}

func (l *loader) load(ctx context.Context, f *Fixture) error {
	// The order is that of references: what refers comes after what it
	// refers to.
	return seeding.InTurn(
		func() error { return distinct(f) },
		func() error { return seeding.Each(ctx, "organizations", f.Organizations, l.organization) },
		func() error { return seeding.Each(ctx, "users", f.Users, l.user) },
		func() error { return seeding.Each(ctx, "extensions", f.Extensions, l.extension) },
		func() error { return seeding.Each(ctx, "apps", f.Apps, l.app) },
		func() error { return seeding.Each(ctx, "tokens", f.Tokens, l.token) },
		func() error { return l.recheck(ctx, f) },
		func() error { return seeding.Each(ctx, "calls", f.Calls, l.call) },
	)
}

// distinct refuses a fixture that has an id twice.
func distinct(f *Fixture) error {
	return seeding.InTurn(
		func() error {
			return noRepeat("organizations", f.Organizations, func(o Organization) string { return o.ID })
		},
		func() error { return noRepeat("users", f.Users, func(u User) string { return u.ID }) },
		func() error {
			return noRepeat("extensions", f.Extensions, func(e Extension) string { return e.Number })
		},
		func() error { return noRepeat("apps", f.Apps, func(a App) string { return a.ClientID }) },
		func() error { return noRepeat("tokens", f.Tokens, func(t Token) string { return t.Value }) },
		func() error { return noRepeat("calls", f.Calls, func(c CallRecord) string { return c.ID }) },
	)
}

func noRepeat[R any](path string, records []R, key func(R) string) error {
	seen := make(map[string]bool, len(records))
	for i, r := range records {
		if seen[key(r)] {
			return seeding.At(fmt.Sprintf("%s[%d]", path, i), &Error{
				Status: ErrRequest.Status, Code: ErrRequest.Code, Message: "is there twice",
			})
		}
		seen[key(r)] = true
	}
	return nil
}

func (l *loader) organization(ctx context.Context, o Organization) error {
	if err := checkAccountID("id", o.ID); err != nil {
		return err
	}
	if err := requireText("name", o.Name); err != nil {
		return err
	}
	if !consistsOf(o.Prefix, isDigit) {
		return invalid("prefix", "expected digits")
	}
	err := organizationTable.Put(ctx, l.tx, &o)
	if errors.Is(err, store.ErrExists) {
		return invalid("prefix", "another organization has %s", text.Clip(o.Prefix))
	}
	if err != nil {
		return err
	}
	return l.account(ctx, o)
}

// account makes the account of an organization, if it is not there yet.
func (l *loader) account(ctx context.Context, o Organization) error {
	account, err := optional(userTable.Get(ctx, l.tx, o.ID))
	switch {
	case err != nil:
		return err
	case account == nil:
		return userTable.Insert(ctx, l.tx, &User{ID: o.ID, OrganizationID: o.ID, Role: RoleOrganization})
	case account.Role != RoleOrganization:
		return invalid("id", "%s is a user of another role", o.ID)
	}
	return nil
}

func checkAccountID(member, id string) error {
	if !isAlphanumeric(id) {
		return invalid(member, "expected letters and digits")
	}
	return nil
}

func (l *loader) user(ctx context.Context, u User) error {
	if err := checkAccountID("id", u.ID); err != nil {
		return err
	}
	switch u.Role {
	case RoleAdministrator, RoleOrganization, RoleUser:
	default:
		return invalid("role", "expected Administrator, Organization or User")
	}
	if u.OrganizationID != "" || u.Role != RoleAdministrator {
		known, err := organizationTable.Has(ctx, l.tx, u.OrganizationID)
		if err != nil {
			return err
		}
		if !known {
			return invalid("organizationId", "unknown organization %s", text.Clip(u.OrganizationID))
		}
	}
	if isAccount, err := organizationTable.Has(ctx, l.tx, u.ID); err != nil {
		return err
	} else if isAccount != (u.Role == RoleOrganization) || isAccount && u.OrganizationID != u.ID {
		return invalid("role", "the account of an organization, and no other, has its id and the role Organization")
	}
	return userTable.Put(ctx, l.tx, &u)
}

func (l *loader) extension(ctx context.Context, e Extension) error {
	if err := requireText("type", e.Type); err != nil {
		return err
	}
	if err := l.checkNumber(ctx, &e); err != nil {
		return err
	}
	return extensionTable.Put(ctx, l.tx, &e)
}

// checkNumber checks that a number is one of the organization of its owner.
func (l *loader) checkNumber(ctx context.Context, e *Extension) error {
	owner, err := optional(userTable.Get(ctx, l.tx, e.OwnerID))
	switch {
	case err != nil:
		return err
	case owner == nil:
		return invalid("ownerId", "unknown user %s", text.Clip(e.OwnerID))
	case owner.OrganizationID == "":
		return invalid("ownerId", "user %s is in no organization", owner.ID)
	}
	org, err := organizationTable.Get(ctx, l.tx, owner.OrganizationID)
	if err != nil {
		return err
	}
	if short, ok := strings.CutPrefix(e.Number, org.Prefix+"*"); !ok || !consistsOf(short, isDigit) {
		return invalid("number", "expected %s*, the prefix of organization %s, and digits", org.Prefix, org.ID)
	}
	return nil
}

func (l *loader) checkUser(ctx context.Context, id string) error {
	known, err := userTable.Has(ctx, l.tx, id)
	if err == nil && !known {
		err = invalid("userId", "unknown user %s", text.Clip(id))
	}
	return err
}

func (l *loader) app(ctx context.Context, a App) error {
	return seeding.InTurn(
		func() error { return requireText("clientId", a.ClientID) },
		func() error { return requireText("clientSecret", a.ClientSecret) },
		func() error { return l.checkUser(ctx, a.UserID) },
		func() error { return appTable.Put(ctx, l.tx, &a) },
	)
}

func (l *loader) token(ctx context.Context, t Token) error {
	return seeding.InTurn(
		func() error { return requireText("value", t.Value) },
		func() error { return l.checkUser(ctx, t.UserID) },
		func() error { return storable("expires", &t.Expires) },
		func() error { return tokenTable.Put(ctx, l.tx, &tokenRow{Hash: hashToken(t.Value), Token: t}) },
	)
}
