package voipnow

import (
	"context"
	"errors"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Organization is a customer of the server. It is an account as well: the [User]
// whose id is the organization's.
type Organization struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Prefix string `json:"prefix"` // the part before the * of its extensions' numbers
}

// Role is what an account is.
type Role string

// The roles. Assumed: a User sees itself; an Organization sees itself and its
// users, but no administrators; an Administrator sees everyone.
const (
	RoleAdministrator Role = "Administrator"
	RoleOrganization  Role = "Organization"
	RoleUser          Role = "User"
)

// User is an account.
type User struct {
	ID             string `json:"id"`
	OrganizationID string `json:"organizationId,omitempty"` // "" for an administrator only
	Role           Role   `json:"role"`
}

// sees reports whether requests for an account may name another one.
func (u *User) sees(other *User) bool {
	switch u.Role {
	case RoleAdministrator:
		return true
	case RoleOrganization:
		// Through an administrator it would reach other organizations.
		return u.OrganizationID == other.OrganizationID && other.Role != RoleAdministrator
	}
	return u.ID == other.ID
}

// TypePhoneTerminal is the type of an extension that can make calls.
const TypePhoneTerminal = "Phone Terminal"

// Extension is a number in an organization.
type Extension struct {
	Number  string `json:"number"` // extended: the organization's prefix, *, digits
	OwnerID string `json:"ownerId"`
	Type    string `json:"type"` // TypePhoneTerminal, or another such as Queue or IVR
}

var (
	organizationTable = store.NewTable("voipnow_organizations", func(o *Organization) string { return o.ID }, nil)
	_                 = store.NewUnique(organizationTable, "voipnow_organizations_prefix_key", func(o *Organization) (string, bool) {
		return o.Prefix, true
	})

	userTable = store.NewTable("voipnow_users", func(u *User) string { return u.ID }, nil)

	extensionTable = store.NewTable("voipnow_extensions", func(e *Extension) string { return e.Number }, filter.NewFields(
		filter.Column("short", func(e *Extension) string { return shortNumber(e.Number) }),
	)).Index("short")
)

// isExtended reports whether a number names its organization.
func isExtended(number string) bool { return strings.Contains(number, "*") }

// shortNumber returns the part of an extended number by which its own organization
// knows it.
func shortNumber(number string) string { return number[strings.LastIndexByte(number, '*')+1:] }

// extendedNumber returns the number that a number stands for in the organization
// with a prefix.
func extendedNumber(prefix, number string) string {
	if isExtended(number) {
		return number
	}
	return prefix + "*" + number
}

// findExtension returns the extension that an account calls by a number, or nil. A
// short number is one of the account's organization; for an administrator it is
// one of any organization, as long as there is only one (assumed).
func findExtension(ctx context.Context, tx store.ReadTx, account *User, number string) (*Extension, error) {
	switch {
	case isExtended(number):
		return optional(extensionTable.Get(ctx, tx, number))
	case account.Role == RoleAdministrator:
		hits, err := extensionTable.All(ctx, tx, filter.Cmp{Field: "short", Op: filter.Eq, Value: number})
		if err != nil || len(hits) != 1 {
			return nil, err
		}
		return hits[0], nil
	}
	org, err := organizationTable.Get(ctx, tx, account.OrganizationID)
	if err != nil {
		return nil, err
	}
	return optional(extensionTable.Get(ctx, tx, extendedNumber(org.Prefix, number)))
}

// owns reports whether an extension is under an account: its own, for an
// organization any in it, for an administrator any (assumed).
func (u *User) owns(ctx context.Context, tx store.ReadTx, e *Extension) (bool, error) {
	if u.ID == e.OwnerID || u.Role == RoleAdministrator {
		return true, nil
	}
	if u.Role != RoleOrganization {
		return false, nil
	}
	owner, err := userTable.Get(ctx, tx, e.OwnerID)
	return err == nil && u.OrganizationID == owner.OrganizationID, err
}

// optional turns the error for a record that is not there into nil.
func optional[T any](record *T, err error) (*T, error) {
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return record, err
}
