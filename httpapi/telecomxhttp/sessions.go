package telecomxhttp

import (
	"context"
	"errors"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// cookieName is the name of the cookie with a token (assumed).
const cookieName = "token"

// ping needs nothing but what has been done already: checking the token has
// restarted its lifetime.
func ping(context.Context, *telecomx.Service, *call) (any, error) {
	return telecomxwire.Success{Success: true}, nil
}

func login(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	o := c.object()
	if o.Err() != nil {
		return nil, telecomx.ErrBadRequest
	}
	o.Ignore("smsKey", "authenticatorToken")
	return logIn(ctx, svc, isTrueValue(o, "cookie"), telecomx.LoginInput{
		Username: text[string](o, "username").Value,
		Password: text[string](o, "password").Value,
		Persist:  isTrueValue(o, "persist"),
	})
}

// isTrueValue reports whether a member stands for true, be it written as a
// boolean, as 1 (the page has "cookie: 0") or, as in a query, as a text.
func isTrueValue(o *rest.Object, name string) bool {
	raw := o.Raw(name)
	s, _ := rest.Text(raw)
	n, _ := rest.Integer(raw)
	return string(raw) == "true" || n == 1 || isTrue(s)
}

func loginByQuery(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	q := c.query()
	q.Ignore("smsKey", "authenticatorToken")
	return logIn(ctx, svc, isTrue(q.Get("cookie")), telecomx.LoginInput{
		Username: q.Get("username"),
		Password: q.Get("password"),
		Persist:  isTrue(q.Get("persist")),
	})
}

func logIn(ctx context.Context, svc *telecomx.Service, cookie bool, in telecomx.LoginInput) (any, error) {
	s, err := svc.Sessions.Login(ctx, in)
	if err != nil {
		return nil, err
	}
	out := reply{body: telecomxwire.NewSession(s)}
	if cookie {
		out.cookie = &http.Cookie{Name: cookieName, Value: s.Token, Path: "/", HttpOnly: true}
	}
	return out, nil
}

func logout(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	return telecomxwire.Success{Success: true}, svc.Sessions.Logout(ctx, c.caller)
}

// validateToken answers about the token in the query. Assumed: tokens elsewhere in
// the request do not matter, a bad one is a success of false, and the parameter ip
// is not looked at, as tokens are not bound to an address.
func validateToken(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	q := c.query()
	q.Ignore("ip", "extend")
	id, err := svc.Sessions.Validate(ctx, q.Get("token"))
	bad := errors.Is(err, telecomx.ErrInvalidToken) || errors.Is(err, telecomx.ErrExpired)
	switch simple := isTrue(q.Get("simple")); {
	case err != nil && !bad:
		return nil, err
	case bad && simple:
		return reply{status: http.StatusForbidden, body: telecomxwire.Success{}}, nil
	case bad || simple:
		return telecomxwire.Success{Success: !bad}, nil
	}
	out := telecomxwire.NewIdentity(id)
	if isTrue(q.Get("extend")) {
		out.Extension = telecomxwire.NewExtension(id, c.opts.Empties == EmptiesOmit)
	}
	return out, nil
}
