package broadworkswire

import "github.com/pbxkit/pbxkit/broadworks"

// LoggedIn is the answer to a login.
type LoggedIn struct {
	IDs     IDs     `json:"ids"`
	Profile Profile `json:"profile"`
}

func NewLoggedIn(s broadworks.Session) LoggedIn {
	return LoggedIn{newIDs(s.Caller), Profile{s.Caller.Level, &s.IsFirstLogin}}
}

// Record returns the session, but for what the answer does not say: its id, which is in
// the cookie, the username, and whether the account may only read.
func (l LoggedIn) Record() broadworks.Session {
	return broadworks.Session{Caller: l.caller(), IsFirstLogin: l.Profile.IsFirstLogin != nil && *l.Profile.IsFirstLogin}
}

func (l LoggedIn) caller() broadworks.Caller {
	return broadworks.Caller{Level: l.Profile.UserLevel, TenantID: l.IDs.TenantID, GroupID: l.IDs.GroupID, UserID: l.IDs.UserID}
}

// LoginInfo says who is asking. Assumed: the names and the mail address that the
// vendor's example has as well may be left out.
type LoginInfo struct {
	LoggedIn
	Username string `json:"username"`
}

func NewLoginInfo(c broadworks.Caller) LoginInfo {
	return LoginInfo{LoggedIn{newIDs(c), Profile{UserLevel: c.Level}}, c.Username}
}

// Record returns the account, but for whether it may only read, which the answer does
// not say.
func (l LoginInfo) Record() broadworks.Caller {
	c := l.caller()
	c.Username = l.Username
	return c
}

// IDs say where an account is, as far as its level leaves that open.
type IDs struct {
	TenantID string `json:"tenant_id,omitempty"`
	GroupID  string `json:"group_id,omitempty"`
	UserID   string `json:"user_id,omitempty"`
}

// newIDs returns the ids that an account of its level is told. Assumed per level; an
// administrator that is a user is told its user id.
func newIDs(c broadworks.Caller) IDs {
	shown := IDs{c.TenantID, c.GroupID, c.UserID}
	if c.Level >= broadworks.System {
		shown.TenantID = ""
	}
	if c.Level >= broadworks.TenantAdmin {
		shown.GroupID = ""
	}
	return shown
}

// Profile is what an account is.
type Profile struct {
	UserLevel    broadworks.Level `json:"user_level"`
	IsFirstLogin *bool            `json:"is_first_login,omitempty"` // after a login only
}

// Login is the body of a login.
type Login struct {
	Username string `json:"username"`
	Password string `json:"password"`
}
