package broadworks

import "github.com/pbxkit/pbxkit/internal/text"

// Level is the user_level of an account. Assumed: a higher one may do what a
// lower one may, and the scopes.
type Level int

// The levels.
const (
	EndUser         Level = 0  // reaches itself
	DepartmentAdmin Level = 4  // reads the users of its group: departments are not modelled
	GroupAdmin      Level = 8  // reaches its group and the group's users
	TenantAdmin     Level = 12 // reaches its tenant
	System          Level = 16 // reaches everything
)

func (l Level) valid() bool {
	switch l {
	case EndUser, DepartmentAdmin, GroupAdmin, TenantAdmin, System:
		return true
	}
	return false
}

// Operation is the name of an operation of the API.
type Operation string

// Vendor returns the name of this package, which tells operations of the same name
// with several vendors apart.
func (Operation) Vendor() string { return "broadworks" }

// String returns the name.
func (op Operation) String() string { return string(op) }

// The operations.
const (
	Login                  Operation = "Login"
	GetUserLoginInfo       Operation = "GetUserLoginInfo"
	GetUserMusicOnHold     Operation = "GetUserMusicOnHold"
	UpdateUserMusicOnHold  Operation = "UpdateUserMusicOnHold"
	GetGroupMusicOnHold    Operation = "GetGroupMusicOnHold"
	UpdateGroupMusicOnHold Operation = "UpdateGroupMusicOnHold"
	ListGroupAnnouncements Operation = "ListGroupAnnouncements"
	ListUserAnnouncements  Operation = "ListUserAnnouncements"
)

// right is what an operation needs.
type right struct {
	minimum Level
	write   bool
	free    bool // it names no group or user, so that there is no scope
}

type rights map[Operation]right

// defaultRights are the minimum levels of all operations. That of
// UpdateUserMusicOnHold is documented; the others are assumed after sibling
// services.
var defaultRights = rights{
	Login:                  {minimum: EndUser, free: true}, // never asked for: who logs in is nobody yet
	GetUserLoginInfo:       {minimum: EndUser, free: true},
	GetUserMusicOnHold:     {minimum: EndUser},
	UpdateUserMusicOnHold:  {minimum: EndUser, write: true},
	GetGroupMusicOnHold:    {minimum: GroupAdmin},
	UpdateGroupMusicOnHold: {minimum: GroupAdmin, write: true},
	ListGroupAnnouncements: {minimum: GroupAdmin},
	ListUserAnnouncements:  {minimum: EndUser},
}

// permit returns ErrForbidden unless the caller may do an operation to what ref
// names. It looks at nothing but the ids, so that nobody learns whether one out
// of reach exists.
func (c *core) permit(caller Caller, op Operation, ref UserRef) error {
	r, known := c.rights[op]
	switch {
	case !known:
		return ErrForbidden.Refuse("there is no operation %q", text.Clip(string(op)))
	case caller.Level < r.minimum:
		return ErrForbidden.Refuse("the operation needs user_level %d", r.minimum)
	case !r.free && !caller.reaches(ref):
		return ErrForbidden.Refuse("outside of what the account may access")
	case r.write && (caller.ReadOnly || caller.Level == DepartmentAdmin):
		return ErrForbidden.Refuse("the account may only read")
	}
	return nil
}

// reaches reports whether ref is within the caller's scope.
func (c Caller) reaches(ref UserRef) bool {
	switch {
	case c.Level >= System:
		return true
	case c.Level >= TenantAdmin:
		return ref.TenantID == c.TenantID
	case c.Level >= DepartmentAdmin:
		return ref.group() == GroupRef{c.TenantID, c.GroupID}
	}
	return ref == UserRef{c.TenantID, c.GroupID, c.UserID}
}
