package broadworkstest

import (
	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var sessionPromises = []promise{
	{"a login is an account's", loginIsAccount},
	{"only the first login is the first", firstLogin},
	{"every login has a session of its own", ownSessions},
	{"only a username with its password logs in", loginRefused},
	{"a session can be asked who it is", whoAmI},
}

func loginIsAccount(t T, svc *broadworks.Service) {
	documented(t, svc)
	s := suite.Must(svc.Sessions.Login(t.Context(), "ApioUser1@sip.netaxis.be", password))(t)
	suite.Equal(t, "Caller", s.Caller, as(t, svc, "ApioUser1@sip.netaxis.be"))
	if s.ID == "" {
		t.Error("the session has no id")
	}
	suite.Equal(t, "sessions", dump(t, svc).Sessions, []broadworks.Token{{Value: s.ID, Username: "ApioUser1@sip.netaxis.be"}})
}

func firstLogin(t T, svc *broadworks.Service) {
	documented(t, svc)
	if err := second(svc.Sessions.Login(t.Context(), "foouser", "wrong")); err == nil {
		t.Fatal("a wrong password is accepted")
	}
	for _, want := range []bool{true, false, false} {
		s := suite.Must(svc.Sessions.Login(t.Context(), "foouser", password))(t)
		suite.Equal(t, "IsFirstLogin", s.IsFirstLogin, want)
	}
	suite.Equal(t, "IsFirstLogin of another", suite.Must(svc.Sessions.Login(t.Context(), "system", password))(t).IsFirstLogin, true)
}

func ownSessions(t T, svc *broadworks.Service) {
	documented(t, svc)
	seen := map[string]bool{}
	for range 10 {
		s := suite.Must(svc.Sessions.Login(t.Context(), "foouser", password))(t)
		seen[s.ID] = true
	}
	suite.Equal(t, "different ids", len(seen), 10)
	for id := range seen {
		suite.Succeeds(t, second(svc.Auth.Check(t.Context(), cookie(id))))
	}
}

func loginRefused(t T, svc *broadworks.Service) {
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{Accounts: []broadworks.Account{{Username: "locked", Level: broadworks.System}}})
	want := broadworks.ErrAuthentication.Refuse("wrong username or password")
	for _, c := range []struct{ name, username, password string }{
		{"unknown username", "nobody", password},
		{"wrong password", "foouser", "IAmAWeakPassword"},
		{"username in another case", "FooUser", password},
		{"part of the password", "foouser", password[1:]},
		{"more than the password", "foouser", password + " "},
		{"empty password", "foouser", ""},
		{"empty username", "", password},
		{"both empty", "", ""},
		{"empty password of an account without one", "locked", ""},
		{"any password for an account without one", "locked", password},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, want, func() error { return second(svc.Sessions.Login(t.Context(), c.username, c.password)) })
		})
	}
	t.Run("no text", func(t T) { // which an adapter refuses in other words
		refusedAs(t, "Login", second(svc.Sessions.Login(t.Context(), "\x00", password)), broadworks.ErrAuthentication)
	})
}

func whoAmI(t T, svc *broadworks.Service) {
	documented(t, svc)
	for _, username := range []string{"foouser", "groupadmin", "readonly", "tenantadmin", "system"} {
		caller := as(t, svc, username)
		got := suite.Must(svc.Sessions.Info(t.Context(), caller))(t)
		got.ReadOnly = caller.ReadOnly // which no answer shows
		suite.Equal(t, "Info", got, caller)
		suite.Succeeds(t, svc.Auth.Allow(t.Context(), caller, broadworks.GetUserLoginInfo, broadworks.UserRef{}))
	}
}
