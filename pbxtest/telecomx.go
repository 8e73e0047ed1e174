package pbxtest

import (
	"cmp"
	"context"
	"net/http"
	"slices"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/telecomx"
)

func telecomxVendor() vendor {
	return vendor{
		name: "telecomx", tables: telecomx.Tables, operations: telecomxhttp.Options{OwnUpdate: true}.Operations,

		serve: func(s *Server) {
			s.TelecomX = telecomx.New(s.db, slices.Concat([]telecomx.Option{
				telecomx.WithClock(s.clockOf("telecomx")),
				telecomx.WithIDs(telecomxIDs{s.ids, telecomx.RandomIDs(s.ids)}),
			}, s.config.telecomx)...)
		},

		clock: noClock,
		load: func(ctx context.Context, s *Server, f *Fixture) error {
			return loadVendor(ctx, "telecomx", f.TelecomX, s.TelecomX.Seed.Load)
		},
		dump:    dumpTelecomX,
		carried: carriedToTelecomX,
		find:    findTelecomX,
		mint:    mintTelecomX,
		isError: isRefusal[*telecomx.Error],
	}
}

func carriedToTelecomX(c *call) string {
	shown := ""
	switch telecomx.Operation(c.operation()) {
	case telecomx.Login:
		shown = bodyMember(c.r, "username")
	case telecomx.LoginByQuery:
		shown = queryParam(c.r, "username")
	case telecomx.ValidateToken:
		shown = queryParam(c.r, "token")
	}
	if shown != "" {
		return shown
	}
	if s, ok := headerCredential(c.r, "Authorization", "X-Api-Key"); ok {
		return s
	}
	if c.r.Method == http.MethodPost {
		shown = bodyMember(c.r, "token")
	}
	return cmp.Or(shown, queryParam(c.r, "token"), cookieValue(c.r, "token"))
}

// WithTelecomX passes options on to [telecomx.New].
func WithTelecomX(opts ...telecomx.Option) Option {
	return func(c *config) { c.telecomx = append(c.telecomx, opts...) }
}

func findTelecomX(f *Fixture, c *Credentials) {
	if f.TelecomX == nil {
		return
	}
	holder := ""
	if tokens := f.TelecomX.Tokens; len(tokens) > 0 {
		c.TelecomX.Token, holder = tokens[0].Value, tokens[0].Employee
	}
	e := preferred(f.TelecomX.Employees, func(e telecomx.Employee) bool { return e.Password != "" && e.Level != telecomx.NoLogin },
		func(e telecomx.Employee) bool { return e.ID == holder })
	c.TelecomX.Username, c.TelecomX.Password = e.Username, e.Password
}

// telecomxCaller returns who a token stands for.
func telecomxCaller(ctx context.Context, svc *telecomx.Service, token string) (telecomx.Caller, error) {
	return svc.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.APIKey, Value: token})
}

func mintTelecomX(ctx context.Context, s *Server, of *Credentials) error {
	f := &telecomx.Fixture{}
	for _, add := range []func(context.Context, *Server, *Credentials, *telecomx.Fixture) error{mintTelecomXToken, mintTelecomXLogin} {
		if err := add(ctx, s, of, f); err != nil && !isRefusal[*telecomx.Error](err) {
			return err
		}
	}
	return s.TelecomX.Seed.Load(ctx, f)
}

func mintTelecomXToken(ctx context.Context, s *Server, of *Credentials, f *telecomx.Fixture) error {
	if of.TelecomX.Token == "" {
		return nil
	}
	timeless := telecomx.New(s.db, slices.Concat(s.config.telecomx, []telecomx.Option{telecomx.WithClock(longAgo)})...)
	caller, err := telecomxCaller(ctx, timeless, of.TelecomX.Token)
	if err != nil {
		return err
	}
	own := &s.Credentials.TelecomX
	own.Token = s.ids.prefix + "telecomx"
	f.Tokens = []telecomx.Token{{Value: own.Token, Employee: caller.Employee, Persistent: true}}
	return nil
}

func mintTelecomXLogin(ctx context.Context, s *Server, of *Credentials, f *telecomx.Fixture) error {
	if of.TelecomX.Username == "" {
		return nil
	}
	caller, err := s.TelecomX.Auth.As(ctx, of.TelecomX.Username)
	if err != nil {
		return err
	}
	id, err := telecomx.RandomIDs(s.ids).ID()
	if err != nil {
		return err
	}
	own := &s.Credentials.TelecomX
	own.Username, own.Password = s.ids.prefix+of.TelecomX.Username, of.TelecomX.Password
	f.Employees = []telecomx.Employee{{
		ID: id, Customer: caller.Customer, Username: own.Username, Password: own.Password, Level: caller.Level,
	}}
	return nil
}

// telecomxIDs are the identifiers of TelecomX.
type telecomxIDs struct {
	*ids
	random telecomx.IDs
}

func (s telecomxIDs) ID() (string, error) { return take(s.ids, &s.script.TelecomXIDs, s.random.ID) }

func (s telecomxIDs) Token() (string, error) {
	return s.credential(&s.script.TelecomXTokens, s.random.Token)
}

func dumpTelecomX(ctx context.Context, s *Server, f *Fixture) error {
	if err := dumpVendor(ctx, "telecomx", &f.TelecomX, s.TelecomX.Seed.Dump); err != nil {
		return err
	}
	f.TelecomX.Tokens = unminted(s, f.TelecomX.Tokens, func(t telecomx.Token) string { return t.Value }, s.exported().TelecomX.Token)
	f.TelecomX.Employees = unminted(s, f.TelecomX.Employees, func(e telecomx.Employee) string { return e.Username }, "")
	return nil
}
