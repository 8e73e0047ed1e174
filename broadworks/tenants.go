package broadworks

import (
	"context"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// GroupRef names a group.
type GroupRef struct {
	TenantID string `json:"tenantId"`
	GroupID  string `json:"groupId"`
}

// UserRef names a user. Assumed: ids compare exactly, those of groups are unique
// in their tenant and those of users in their group.
type UserRef struct {
	TenantID string `json:"tenantId"`
	GroupID  string `json:"groupId"`
	UserID   string `json:"userId"`
}

func (r UserRef) group() GroupRef { return GroupRef{r.TenantID, r.GroupID} }

// AppendKey makes a GroupRef the key of a table.
func (r GroupRef) AppendKey(key []byte) []byte {
	return store.AppendText(store.AppendText(key, r.TenantID), r.GroupID)
}

// AppendKey makes a UserRef the key of a table.
func (r UserRef) AppendKey(key []byte) []byte {
	return store.AppendText(r.group().AppendKey(key), r.UserID)
}

// Tenant is a customer, the service provider or enterprise of BroadWorks.
type Tenant struct {
	ID string `json:"id"`
}

// groupRow is what is stored of a group: all of it, so that a request about a
// group reads or writes one record.
type groupRow struct {
	GroupRef
	MusicOnHold   GroupMusicOnHold `json:"musicOnHold"`
	Announcements repository       `json:"announcements,omitempty"`
}

// Clone returns a copy for the store.
func (g *groupRow) Clone() *groupRow {
	c := *g
	c.MusicOnHold = g.MusicOnHold.clone()
	c.Announcements = slices.Clone(g.Announcements)
	return &c
}

// userRow is what is stored of a user.
type userRow struct {
	UserRef
	Unassigned    bool        `json:"unassigned,omitempty"` // without the service Music On Hold
	MusicOnHold   MusicOnHold `json:"musicOnHold"`
	Announcements repository  `json:"announcements,omitempty"`
}

// Clone returns a copy for the store.
func (u *userRow) Clone() *userRow {
	c := *u
	c.Announcements = slices.Clone(u.Announcements)
	return &c
}

var (
	tenantTable = store.NewTable("broadworks_tenants", func(t *Tenant) string { return t.ID }, nil)
	groupTable  = store.NewTable("broadworks_groups", func(g *groupRow) GroupRef { return g.GroupRef }, nil)
	userTable   = store.NewTable("broadworks_users", func(u *userRow) UserRef { return u.UserRef }, nil)
)

func hasTenant(ctx context.Context, tx store.ReadTx, id string) (bool, error) {
	if !isText(id) {
		return false, nil
	}
	return tenantTable.Has(ctx, tx, id)
}

// getGroup returns a group, or ErrNotFound.
func getGroup(ctx context.Context, tx store.ReadTx, ref GroupRef) (*groupRow, error) {
	if isText(ref.TenantID) && isText(ref.GroupID) {
		g, err := groupTable.Get(ctx, tx, ref)
		if !errors.Is(err, store.ErrNotFound) {
			return g, err
		}
	}
	has, err := hasTenant(ctx, tx, ref.TenantID)
	switch {
	case err != nil:
		return nil, err
	case !has:
		return nil, ErrNotFound.Refuse("tenant '%s' not found", text.Clip(ref.TenantID))
	}
	return nil, ErrNotFound.Refuse("group '%s' not found", text.Clip(ref.GroupID))
}

// getUser returns a user, or ErrNotFound.
func getUser(ctx context.Context, tx store.ReadTx, ref UserRef) (*userRow, error) {
	if isText(ref.TenantID) && isText(ref.GroupID) && isText(ref.UserID) {
		u, err := userTable.Get(ctx, tx, ref)
		if !errors.Is(err, store.ErrNotFound) {
			return u, err
		}
	}
	if _, err := getGroup(ctx, tx, ref.group()); err != nil {
		return nil, err
	}
	return nil, ErrNotFound.Refuse("user '%s' not found", text.Clip(ref.UserID))
}
