package broadworkshttp

import (
	"context"
	"net/http"

	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

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
	http.SetCookie(c.w, &http.Cookie{Name: broadworkswire.SessionCookie, Value: s.ID, Path: "/", HttpOnly: true})
	return broadworkswire.NewLoggedIn(s), nil
}

func getLoginInfo(ctx context.Context, c *call) (any, error) {
	if err := c.mistake(ctx, c.object().Err()); err != nil {
		return nil, err
	}
	caller, err := c.svc.Sessions.Info(ctx, c.caller)
	return broadworkswire.NewLoginInfo(caller), err
}
