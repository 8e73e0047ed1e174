package pbxtest

import (
	"context"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/voipnow"
)

func voipnowVendor() vendor {
	return vendor{
		name: "voipnow", tables: voipnow.Tables, operations: voipnowhttp.Operations,

		serve: func(s *Server) {
			s.VoipNow = voipnow.New(s.db, slices.Concat([]voipnow.Option{
				voipnow.WithClock(s.clockOf("voipnow")),
				voipnow.WithIDs(voipnowIDs{s.ids, voipnow.RandomIDs(s.ids)}),
			}, s.config.voipnow)...)
		},

		clock: func(f *Fixture) time.Time {
			if f.VoipNow == nil {
				return time.Time{}
			}
			return f.VoipNow.Clock
		},

		load: func(ctx context.Context, s *Server, f *Fixture) error {
			return loadVendor(ctx, "voipnow", f.VoipNow, s.VoipNow.Seed.Load)
		},
		dump:    dumpVoipNow,
		carried: carriedToVoipNow,
		find:    findVoipNow,
		mint:    mintVoipNow,
		isError: isRefusal[*voipnow.Error],
	}
}

func carriedToVoipNow(c *call) string {
	if c.operation() == string(voipnow.CreateToken) {
		if s := formValue(c.r, "client_id"); s != "" {
			return s
		}
	}
	if s, ok := headerCredential(c.r, "Authorization"); ok {
		return s
	}
	return bareCredential(queryParam(c.r, "accessRequestToken"))
}

// WithVoipNow passes options on to [voipnow.New].
func WithVoipNow(opts ...voipnow.Option) Option {
	return func(c *config) { c.voipnow = append(c.voipnow, opts...) }
}

func findVoipNow(f *Fixture, c *Credentials) {
	if f.VoipNow == nil {
		return
	}
	holder := ""
	if tokens := f.VoipNow.Tokens; len(tokens) > 0 {
		c.VoipNow.Token, holder = tokens[0].Value, tokens[0].UserID
	}
	app := preferred(f.VoipNow.Apps, func(a voipnow.App) bool { return a.Trusted && a.ClientSecret != "" },
		func(a voipnow.App) bool { return a.UserID == holder })
	c.VoipNow.ClientID, c.VoipNow.ClientSecret = app.ClientID, app.ClientSecret
}

// voipnowCaller returns who a token stands for.
func voipnowCaller(ctx context.Context, svc *voipnow.Service, token string) (voipnow.Caller, error) {
	bearer := "Bearer " + token
	return svc.Auth.Check(ctx, voipnow.Credential{Authorization: &bearer})
}

func mintVoipNow(ctx context.Context, s *Server, of *Credentials) error {
	if of.VoipNow.Token == "" {
		return nil
	}
	timeless := voipnow.New(s.db, slices.Concat(s.config.voipnow, []voipnow.Option{voipnow.WithClock(longAgo)})...)
	caller, err := voipnowCaller(ctx, timeless, of.VoipNow.Token)
	if isRefusal[*voipnow.Error](err) {
		return nil
	}
	if err != nil {
		return err
	}
	own := &s.Credentials.VoipNow
	own.Token = s.ids.prefix + "voipnow"
	f := &voipnow.Fixture{Tokens: []voipnow.Token{{Value: own.Token, UserID: caller.UserID}}}
	if of.VoipNow.ClientID != "" {
		own.ClientID, own.ClientSecret = s.ids.prefix+of.VoipNow.ClientID, of.VoipNow.ClientSecret
		f.Apps = []voipnow.App{{ClientID: own.ClientID, ClientSecret: own.ClientSecret, UserID: caller.UserID, Trusted: true}}
	}
	return s.VoipNow.Seed.Load(ctx, f)
}

// voipnowIDs are the identifiers of VoipNow.
type voipnowIDs struct {
	*ids
	random voipnow.IDs
}

func (s voipnowIDs) CallID() (string, error) {
	return take(s.ids, &s.script.VoipNowCallIDs, s.random.CallID)
}

func (s voipnowIDs) Token() (string, error) {
	return s.credential(&s.script.VoipNowTokens, s.random.Token)
}

func dumpVoipNow(ctx context.Context, s *Server, f *Fixture) error {
	if err := dumpVendor(ctx, "voipnow", &f.VoipNow, s.VoipNow.Seed.Dump); err != nil {
		return err
	}
	f.VoipNow.Clock = s.standing("voipnow")
	of := s.exported().VoipNow
	f.VoipNow.Tokens = unminted(s, f.VoipNow.Tokens, func(t voipnow.Token) string { return t.Value }, of.Token)
	f.VoipNow.Apps = unminted(s, f.VoipNow.Apps, func(a voipnow.App) string { return a.ClientID }, "")
	return nil
}
