package pbxtest

import (
	"context"
	"errors"
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

		clock:   noClock,
		find:    findTelecomX,
		mint:    mintTelecomX,
		isError: func(err error) bool { _, ok := errors.AsType[*telecomx.Error](err); return ok },
	}
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

func (s *Server) telecomxCaller(ctx context.Context, token string) (telecomx.Caller, error) {
	return s.TelecomX.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.APIKey, Value: token})
}

func mintTelecomX(ctx context.Context, s *Server, of *Credentials) error {
	f := &telecomx.Fixture{}
	own := &s.Credentials.TelecomX
	if of.TelecomX.Token != "" {
		caller, err := s.telecomxCaller(ctx, of.TelecomX.Token)
		if err != nil {
			return err
		}
		own.Token = s.ids.prefix + "telecomx"
		f.Tokens = []telecomx.Token{{Value: own.Token, Employee: caller.Employee, Persistent: true}}
	}
	if of.TelecomX.Username != "" {
		caller, err := s.TelecomX.Auth.As(ctx, of.TelecomX.Username)
		if err != nil {
			return err
		}
		id, err := telecomx.RandomIDs(s.ids).ID()
		if err != nil {
			return err
		}
		own.Username, own.Password = s.ids.prefix+of.TelecomX.Username, of.TelecomX.Password
		f.Employees = []telecomx.Employee{{
			ID: id, Customer: caller.Customer, Username: own.Username, Password: own.Password, Level: caller.Level,
		}}
	}
	return s.TelecomX.Seed.Load(ctx, f)
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
