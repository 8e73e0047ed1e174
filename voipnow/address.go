package voipnow

import (
	"context"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Ref names calls in the terms of the vendor's URIs: those of an extension of a
// user, or one of them.
type Ref struct {
	User      string // Me, Viewer, Owner or the id of a user
	Extension string // Self, or a number: extended as 0003*210, or short as 210
	Call      string // the id of a call; "" for all
}

// The words that stand for users and extensions.
const (
	Me     = "@me"     // the caller
	Viewer = "@viewer" // the caller
	Owner  = "@owner"  // the owner of the extension
	Self   = "@self"   // all extensions under the user
)

// target is what a Ref addresses: the calls of an extension, or of all extensions
// under a user, or of nobody.
type target struct {
	user      *User      // nil: nobody
	extension *Extension // nil: all under the user
}

// resolve finds what a Ref addresses. The first of these decides: the user's
// syntax and existence, whether the caller sees it, the extension, the syntax of
// the call's id. With Owner, the extension comes before its user (assumed).
func resolve(ctx context.Context, tx store.ReadTx, caller Caller, ref Ref) (target, error) {
	me, err := optional(userTable.Get(ctx, tx, caller.UserID))
	switch {
	case err != nil:
		return target{}, err
	case me == nil:
		return target{}, ErrAccessDenied
	case ref.User == Owner && ref.Extension == Self:
		return resolveCallOwner(ctx, tx, me, ref.Call)
	case ref.User == Owner:
		return resolveOwner(ctx, tx, me, ref)
	}
	user, err := me.namedUser(ctx, tx, ref.User)
	if err != nil {
		return target{}, err
	}
	to := target{user: user}
	if ref.Extension != Self {
		if to.extension, err = user.namedExtension(ctx, tx, ref.Extension); err != nil {
			return target{}, err
		}
	}
	return to, checkCallID(ref.Call)
}

// namedUser returns the account that a caller names.
func (u *User) namedUser(ctx context.Context, tx store.ReadTx, name string) (*User, error) {
	switch {
	case name == Me || name == Viewer:
		return u, nil
	case !isAlphanumeric(name):
		return nil, ErrUser
	}
	named, err := optional(userTable.Get(ctx, tx, name))
	switch {
	case err != nil:
		return nil, err
	case named == nil:
		return nil, ErrUser
	case !u.sees(named):
		return nil, ErrAccessDenied // assumed: it is known, so that it is not an invalid one
	}
	return named, nil
}

// namedExtension returns the extension under an account that a number names. One
// of another account is as wrong as an unknown one (assumed).
func (u *User) namedExtension(ctx context.Context, tx store.ReadTx, number string) (*Extension, error) {
	e, err := knownExtension(ctx, tx, u, number)
	if err != nil {
		return nil, err
	}
	owns, err := u.owns(ctx, tx, e)
	if err == nil && !owns {
		err = ErrExtension
	}
	return e, err
}

// knownExtension is findExtension for a number that has to be one.
func knownExtension(ctx context.Context, tx store.ReadTx, account *User, number string) (*Extension, error) {
	if !consistsOf(number, isExtensionChar) {
		return nil, ErrExtension
	}
	e, err := findExtension(ctx, tx, account, number)
	if err == nil && e == nil {
		err = ErrExtension
	}
	return e, err
}

// resolveOwner finds an extension that the caller's organization knows by a number,
// and only then the user who owns it.
func resolveOwner(ctx context.Context, tx store.ReadTx, me *User, ref Ref) (target, error) {
	e, err := knownExtension(ctx, tx, me, ref.Extension)
	if err != nil {
		return target{}, err
	}
	owner, err := userTable.Get(ctx, tx, e.OwnerID)
	if err != nil {
		return target{}, err
	}
	if !me.sees(owner) {
		return target{}, ErrAccessDenied
	}
	return target{owner, e}, checkCallID(ref.Call)
}

// resolveCallOwner finds the owner of the extension that a call is charged to. Of a
// call that is not there nobody is the owner, and without a call it is the caller
// (assumed).
func resolveCallOwner(ctx context.Context, tx store.ReadTx, me *User, id string) (target, error) {
	if id == "" {
		return target{user: me}, nil
	}
	if err := checkCallID(id); err != nil {
		return target{}, err
	}
	call, err := optional(callTable.Get(ctx, tx, id))
	if err != nil || call == nil {
		return target{}, err
	}
	owner, err := userTable.Get(ctx, tx, call.UserID)
	if err != nil {
		return target{}, err
	}
	if !me.sees(owner) {
		return target{}, ErrAccessDenied
	}
	return target{user: owner}, nil
}

// place returns which set of a call's row has to hold what for the call to be
// addressed; "" if any call is.
func (to target) place() (field, value string) {
	switch {
	case to.extension != nil:
		return fieldExtensions, to.extension.Number
	case to.user.Role == RoleUser:
		return fieldOwners, to.user.ID
	case to.user.Role == RoleOrganization:
		return fieldOrganizations, to.user.OrganizationID
	}
	return "", ""
}

// calls returns the filter that selects the calls addressed.
func (to target) calls() filter.Expr {
	if to.user == nil {
		return filter.Or{}
	}
	field, value := to.place()
	if field == "" {
		return nil
	}
	return filter.Cmp{Field: field, Op: filter.ContainsAll, Value: []string{value}}
}

// call returns the call addressed that has an id, or an ErrPhoneCall.
func (to target) call(ctx context.Context, tx store.ReadTx, id string) (*callRow, error) {
	call, err := optional(callTable.Get(ctx, tx, id))
	if err != nil {
		return nil, err
	}
	if call == nil || !to.covers(call) {
		return nil, ErrPhoneCall
	}
	return call, nil
}

func (to target) covers(c *callRow) bool {
	if to.user == nil {
		return false
	}
	field, value := to.place()
	return field == "" || c.isAt(field, value)
}

func checkCallID(id string) error {
	if id != "" && !isAlphanumeric(id) {
		return ErrPhoneCall
	}
	return nil
}

// consistsOf reports whether a text has characters, all of a kind.
func consistsOf(s string, kind func(rune) bool) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !kind(r) }) < 0
}

func isAlphanumeric(s string) bool {
	return consistsOf(s, func(r rune) bool { return isDigit(r) || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' })
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isExtensionChar(r rune) bool { return isDigit(r) || r == '*' }

func isNumberChar(r rune) bool { return isExtensionChar(r) || r == '+' }
