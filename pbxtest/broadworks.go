package pbxtest

import (
	"cmp"
	"context"
	"slices"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
)

func broadworksVendor() vendor {
	return vendor{
		name: "broadworks", tables: broadworks.Tables, operations: broadworkshttp.Operations,

		serve: func(s *Server) {
			s.BroadWorks = broadworks.New(s.db, slices.Concat([]broadworks.Option{
				broadworks.WithClock(s.clockOf("broadworks")),
				broadworks.WithIDs(broadworksIDs{s.ids, broadworks.RandomIDs(s.ids)}),
			}, s.config.broadworks)...)
		},

		clock: noClock,
		load: func(ctx context.Context, s *Server, f *Fixture) error {
			return loadVendor(ctx, "broadworks", f.BroadWorks, s.BroadWorks.Seed.Load)
		},
		dump:    dumpBroadWorks,
		carried: carriedToBroadWorks,
		find:    findBroadWorks,
		mint:    mintBroadWorks,
		isError: isRefusal[*broadworks.Error],
	}
}

func carriedToBroadWorks(c *call) string {
	if c.operation() == string(broadworks.Login) {
		if s := bodyMember(c.r, "username"); s != "" {
			return s
		}
	}
	if s, ok := headerCredential(c.r, "Authorization"); ok {
		return s
	}
	return cookieValue(c.r, "sessionid")
}

// WithBroadWorks passes options on to [broadworks.New].
func WithBroadWorks(opts ...broadworks.Option) Option {
	return func(c *config) { c.broadworks = append(c.broadworks, opts...) }
}

func findBroadWorks(f *Fixture, c *Credentials) {
	if f.BroadWorks == nil {
		return
	}
	token := highest(f.BroadWorks)
	c.BroadWorks.Token = token.Value
	a := preferred(f.BroadWorks.Accounts, func(a broadworks.Account) bool { return a.Password != "" },
		func(a broadworks.Account) bool { return a.Username == token.Username })
	c.BroadWorks.Username, c.BroadWorks.Password = a.Username, a.Password
}

// highest returns the first token of the highest level.
func highest(f *broadworks.Fixture) broadworks.Token {
	if len(f.Tokens) == 0 {
		return broadworks.Token{}
	}
	levels := map[string]broadworks.Level{}
	for _, a := range f.Accounts {
		levels[a.Username] = a.Level
	}
	return slices.MaxFunc(f.Tokens, func(a, b broadworks.Token) int {
		return cmp.Compare(levels[a.Username], levels[b.Username])
	})
}

// broadworksCaller returns who a token stands for.
func broadworksCaller(ctx context.Context, svc *broadworks.Service, token string) (broadworks.Caller, error) {
	bearer := "Bearer " + token
	return svc.Auth.Check(ctx, broadworks.Credential{Authorization: &bearer})
}

func mintBroadWorks(ctx context.Context, s *Server, of *Credentials) error {
	f := &broadworks.Fixture{}
	for _, add := range []func(context.Context, *Server, *Credentials, *broadworks.Fixture) error{mintBroadWorksToken, mintBroadWorksLogin} {
		if err := add(ctx, s, of, f); err != nil && !isRefusal[*broadworks.Error](err) {
			return err
		}
	}
	return s.BroadWorks.Seed.Load(ctx, f)
}

func mintBroadWorksToken(ctx context.Context, s *Server, of *Credentials, f *broadworks.Fixture) error {
	if of.BroadWorks.Token == "" {
		return nil
	}
	timeless := broadworks.New(s.db, slices.Concat(s.config.broadworks, []broadworks.Option{broadworks.WithClock(longAgo)})...)
	caller, err := broadworksCaller(ctx, timeless, of.BroadWorks.Token)
	if err != nil {
		return err
	}
	own := &s.Credentials.BroadWorks
	own.Token = s.ids.prefix + "broadworks"
	f.Tokens = []broadworks.Token{{Value: own.Token, Username: caller.Username}}
	return nil
}

func mintBroadWorksLogin(ctx context.Context, s *Server, of *Credentials, f *broadworks.Fixture) error {
	if of.BroadWorks.Username == "" {
		return nil
	}
	caller, err := s.BroadWorks.Auth.As(ctx, of.BroadWorks.Username)
	if err != nil {
		return err
	}
	own := &s.Credentials.BroadWorks
	own.Username, own.Password = s.ids.prefix+of.BroadWorks.Username, of.BroadWorks.Password
	f.Accounts = []broadworks.Account{{
		Username: own.Username, Password: own.Password, Level: caller.Level,
		TenantID: caller.TenantID, GroupID: caller.GroupID, UserID: caller.UserID, ReadOnly: caller.ReadOnly,
	}}
	return nil
}

// broadworksIDs are the identifiers of BroadWorks.
type broadworksIDs struct {
	*ids
	random broadworks.IDs
}

func (s broadworksIDs) SessionID() (string, error) {
	return s.credential(&s.script.BroadWorksSessionIDs, s.random.SessionID)
}

func dumpBroadWorks(ctx context.Context, s *Server, f *Fixture) error {
	if err := dumpVendor(ctx, "broadworks", &f.BroadWorks, s.BroadWorks.Seed.Dump); err != nil {
		return err
	}
	value := func(t broadworks.Token) string { return t.Value }
	f.BroadWorks.Tokens = unminted(s, f.BroadWorks.Tokens, value, s.exported().BroadWorks.Token)
	f.BroadWorks.Sessions = unminted(s, f.BroadWorks.Sessions, value, "")
	f.BroadWorks.Accounts = unminted(s, f.BroadWorks.Accounts, func(a broadworks.Account) string { return a.Username }, "")
	return nil
}
