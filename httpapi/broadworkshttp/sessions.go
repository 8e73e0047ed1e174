package broadworkshttp

import (
	"context"
	"net/http"

	"github.com/pbxkit/pbxkit/broadworks"
)

// ids say where an account is, as far as its level leaves that open.
type ids struct {
	TenantID string `json:"tenant_id,omitempty"`
	GroupID  string `json:"group_id,omitempty"`
	UserID   string `json:"user_id,omitempty"`
}

type profile struct {
	UserLevel    broadworks.Level `json:"user_level"`
	IsFirstLogin *bool            `json:"is_first_login,omitempty"` // after a login only
}

type loggedIn struct {
	IDs     ids     `json:"ids"`
	Profile profile `json:"profile"`
}

// loginInfo says who is asking. Assumed: the names and the mail address that the
// vendor's example has as well may be left out.
type loginInfo struct {
	loggedIn
	Username string `json:"username"`
}

// wireIDs returns the ids that an account of its level is told. Assumed per
// level; an administrator that is a user is told its user id.
func wireIDs(c broadworks.Caller) ids {
	shown := ids{c.TenantID, c.GroupID, c.UserID}
	if c.Level >= broadworks.System {
		shown.TenantID = ""
	}
	if c.Level >= broadworks.TenantAdmin {
		shown.GroupID = ""
	}
	return shown
}

// login sets the cookie of a session. Assumed: the attributes of the cookie, and
// that a member that is missing, or no text, is 401 like one that is wrong.
func login(ctx context.Context, c *call) (any, error) {
	o := c.object()
	o.Ignore("provide_basic_profile")
	username, password := o.String("username"), o.String("password")
	if err := o.Err(); err != nil {
		return nil, bodyError(c.op, err)
	}
	s, err := c.svc.Sessions.Login(ctx, username, password)
	if err != nil {
		return nil, err
	}
	http.SetCookie(c.w, &http.Cookie{Name: sessionCookie, Value: s.ID, Path: "/", HttpOnly: true})
	return loggedIn{wireIDs(s.Caller), profile{s.Caller.Level, &s.IsFirstLogin}}, nil
}

func getLoginInfo(ctx context.Context, c *call) (any, error) {
	if err := c.mistake(ctx, c.object().Err()); err != nil {
		return nil, err
	}
	caller, err := c.svc.Sessions.Info(ctx, c.caller)
	return loginInfo{loggedIn{wireIDs(caller), profile{UserLevel: caller.Level}}, caller.Username}, err
}
