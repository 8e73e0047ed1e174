package broadworkstest

import (
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var authPromises = []promise{
	{"a token is its account", tokenIsAccount},
	{"a session is its account", sessionIsAccount},
	{"a header decides alone", headerDecides},
	{"anything else is nobody", nobody},
	{"a session of the past is nobody", sessionEnds},
	{"an account can be named", accountNamed},
}

func bearer(header string) broadworks.Credential {
	return broadworks.Credential{Authorization: &header}
}

func cookie(value string) broadworks.Credential { return broadworks.Credential{Session: &value} }

func tokenIsAccount(t T, svc *broadworks.Service) {
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{Tokens: []broadworks.Token{{Value: "token-apio", Username: "ApioUser1@sip.netaxis.be"}}})
	for token, want := range map[string]broadworks.Caller{
		"token-user":     {Username: "foouser", Level: broadworks.EndUser, TenantID: "foo", GroupID: "foogroup", UserID: "foouser"},
		"token-group":    {Username: "groupadmin", Level: broadworks.GroupAdmin, TenantID: "foo", GroupID: "foogroup"},
		"token-readonly": {Username: "readonly", Level: broadworks.GroupAdmin, TenantID: "foo", GroupID: "foogroup", ReadOnly: true},
		"token-tenant":   {Username: "tenantadmin", Level: broadworks.TenantAdmin, TenantID: "foo"},
		"token-system":   {Username: "system", Level: broadworks.System},
		"token-apio": {
			Username: "ApioUser1@sip.netaxis.be", Level: broadworks.GroupAdmin,
			TenantID: "Apio", GroupID: "ApioGroup", UserID: "ApioUser1@sip.netaxis.be",
		},
	} {
		t.Run(token, func(t T) {
			for _, header := range []string{"Bearer " + token, "bearer " + token, "BEARER   " + token} {
				suite.Equal(t, header, suite.Must(svc.Auth.Check(t.Context(), bearer(header)))(t), want)
			}
		})
	}
}

func sessionIsAccount(t T, svc *broadworks.Service) {
	documented(t, svc)
	s := suite.Must(svc.Sessions.Login(t.Context(), "groupadmin", password))(t)
	suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), cookie(s.ID)))(t), s.Caller)
	seed(t, svc, &broadworks.Fixture{Sessions: []broadworks.Token{{Value: "seeded", Username: "system"}}})
	suite.Equal(t, "Check of a seeded one", suite.Must(svc.Auth.Check(t.Context(), cookie("seeded")))(t), system(t, svc))
}

func headerDecides(t T, svc *broadworks.Service) {
	documented(t, svc)
	session := suite.Must(svc.Sessions.Login(t.Context(), "groupadmin", password))(t).ID
	both := bearer("Bearer token-user")
	both.Session = &session
	suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), both))(t).Username, "foouser")
	for _, header := range []string{"Bearer unknown", "Basic Zm9vOmJhcg==", ""} {
		both.Authorization = &header
		if _, err := svc.Auth.Check(t.Context(), both); err == nil {
			t.Errorf("header %q with the cookie of a session: no error", header)
		}
	}
}

func nobody(t T, svc *broadworks.Service) {
	documented(t, svc)
	session := suite.Must(svc.Sessions.Login(t.Context(), "groupadmin", password))(t).ID
	missing := broadworks.ErrUnauthorized.Refuse("missing or malformed credentials")
	unknown := broadworks.ErrUnauthorized.Refuse("unknown credentials")
	for _, c := range []struct {
		name       string
		credential broadworks.Credential
		want       *broadworks.Error
	}{
		{"nothing", broadworks.Credential{}, missing},
		{"empty header", bearer(""), missing},
		{"another scheme", bearer("Basic token-user"), missing},
		{"no scheme", bearer("token-user"), missing},
		{"no token", bearer("Bearer"), missing},
		{"empty token", bearer("Bearer "), missing},
		{"unknown token", bearer("Bearer token-nobody"), unknown},
		{"token in another case", bearer("Bearer TOKEN-USER"), unknown},
		{"part of a token", bearer("Bearer token-use"), unknown},
		{"more than a token", bearer("Bearer token-user "), unknown},
		{"two tokens", bearer("Bearer token-user, Bearer token-user"), unknown},
		{"session as a token", bearer("Bearer " + session), unknown},
		{"empty cookie", cookie(""), unknown},
		{"unknown cookie", cookie("0"), unknown},
		{"token as a cookie", cookie("token-user"), unknown},
		{"no text", cookie("\x00\xff"), unknown},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, c.want, func() error { return second(svc.Auth.Check(t.Context(), c.credential)) })
		})
	}
}

func sessionEnds(t T, svc *broadworks.Service) {
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{Sessions: []broadworks.Token{
		{Value: "past", Username: "system", Expires: time.Date(2001, 1, 1, 0, 0, 0, 0, time.UTC)},
		{Value: "future", Username: "system", Expires: time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC)},
	}})
	refused(t, second(svc.Auth.Check(t.Context(), cookie("past"))), broadworks.ErrUnauthorized.Refuse("unknown credentials"))
	suite.Succeeds(t, second(svc.Auth.Check(t.Context(), cookie("future"))))
}

func accountNamed(t T, svc *broadworks.Service) {
	documented(t, svc)
	suite.Equal(t, "As", as(t, svc, "tenantadmin"), broadworks.Caller{Username: "tenantadmin", Level: broadworks.TenantAdmin, TenantID: "foo"})
	for _, username := range []string{"", "nobody", "System", "\x00"} {
		refused(t, second(svc.Auth.As(t.Context(), username)), broadworks.ErrUnauthorized.Refuse("unknown credentials"))
	}
}
