package telecomxtest

import (
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testSessions(t T, on *target) {
	check(t, on, []promise{
		{"login gives a session", loginSession},
		{"login can give a persistent token", loginPersistent},
		{"each login gives another token", loginTwice},
		{"the case of usernames does not matter", loginCase},
		{"wrong names, wrong passwords and NO_LOGIN are one refusal", loginRefused},
		{"logout ends every token that login gave", logoutEndsAll},
		{"logout finds tokens in any case of ids", logoutInUpperCase},
		{"logout leaves tokens of machines and of others", logoutLeaves},
		{"who may do nothing cannot log out", logoutOfNobody},
		{"validate tells who holds a token", validate},
		{"validate does not restart a session", validateIsNoUse},
		{"validate refuses bad tokens", validateRefuses},
	})
}

const password = "mysecret password"

func login(t T, svc *telecomx.Service, in telecomx.LoginInput) telecomx.Session {
	t.Helper()
	return suite.Must(svc.Sessions.Login(t.Context(), in))(t)
}

func loginSession(t T, svc *telecomx.Service) {
	s := login(t, svc, telecomx.LoginInput{Username: "user@domain.com", Password: password})
	suite.Equal(t, "session", s, telecomx.Session{Token: s.Token, ExpiresInMinutes: 15, Caller: user})
	suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), bearer(s.Token)))(t), user)
	suite.Equal(t, "token", token(t, svc, s.Token), telecomx.Token{Value: s.Token, Employee: user.Employee, Deadline: Clock.Add(15 * time.Minute)})
}

func loginPersistent(t T, svc *telecomx.Service) {
	s := login(t, svc, telecomx.LoginInput{Username: "admin@example.com", Password: password, Persist: true})
	suite.Equal(t, "session", s, telecomx.Session{Token: s.Token, ExpiresInMinutes: -1, Caller: admin})
	suite.Equal(t, "token", token(t, svc, s.Token), telecomx.Token{Value: s.Token, Employee: admin.Employee, Persistent: true})
}

func loginTwice(t T, svc *telecomx.Service) {
	in := telecomx.LoginInput{Username: "user@domain.com", Password: password}
	first, second := login(t, svc, in), login(t, svc, in)
	if first.Token == second.Token || len(first.Token) < 8 {
		t.Errorf("tokens %q and %q", first.Token, second.Token)
	}
	for _, s := range []telecomx.Session{first, second} {
		suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), bearer(s.Token)))(t), user)
	}
}

func loginCase(t T, svc *telecomx.Service) {
	suite.Equal(t, "caller", login(t, svc, telecomx.LoginInput{Username: "User@DOMAIN.com", Password: password}).Caller, user)
}

func loginRefused(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{Employees: []telecomx.Employee{{ID: "aaaaaaaaaaaaaaaaaaaaaaaa", Customer: example, Username: "open", Level: telecomx.Owner}}})
	for _, in := range []telecomx.LoginInput{
		{},
		{Username: "user@domain.com"},
		{Username: "user@domain.com", Password: "Mysecret password"},
		{Username: "user@domain.com", Password: password + " "},
		{Username: "user@domain.co", Password: password},
		{Username: user.Employee, Password: password},
		{Username: "nologin@example.com", Password: password},
		{Username: "nobody", Password: ""},
		{Username: "open", Password: ""}, // no password opens this account
		{Username: "\x00\xff", Password: password},
	} {
		refuses(t, svc, telecomx.ErrLoginRequired, func() error { return suite.ErrOf(svc.Sessions.Login(t.Context(), in)) })
	}
}

func logoutEndsAll(t T, svc *telecomx.Service) {
	in := telecomx.LoginInput{Username: "owner@example.com", Password: password}
	sessions := []string{login(t, svc, in).Token, login(t, svc, in).Token, "token-owner", "token-expired"}
	in.Persist = true
	sessions = append(sessions, login(t, svc, in).Token)
	if err := svc.Sessions.Logout(t.Context(), owner); err != nil {
		t.Fatal(err)
	}
	for _, token := range sessions {
		refuses(t, svc, telecomx.ErrInvalidToken, func() error { return suite.ErrOf(svc.Auth.Check(t.Context(), bearer(token))) })
	}
}

func logoutLeaves(t T, svc *telecomx.Service) {
	other := login(t, svc, telecomx.LoginInput{Username: "user@domain.com", Password: password})
	var want []telecomx.Token
	for _, token := range dump(t, svc).Tokens {
		if token.Employee != owner.Employee || token.Machine {
			want = append(want, token)
		}
	}
	for range 2 { // the second time there is nothing to end
		if err := svc.Sessions.Logout(t.Context(), owner); err != nil {
			t.Fatal(err)
		}
		suite.Equal(t, "tokens", dump(t, svc).Tokens, want)
	}
	suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), bearer(other.Token)))(t), user)
}

// The case of ids does not matter here either.
func logoutInUpperCase(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{
		Employees: []telecomx.Employee{{ID: "AAAAAAAAAAAAAAAAAAAAAAAA", Customer: example, Username: "new", Level: telecomx.Personal}},
		Tokens:    []telecomx.Token{{Value: "new", Employee: "AAAAAAAAAAAAAAAAAAAAAAAA"}},
	})
	if err := svc.Sessions.Logout(t.Context(), suite.Must(svc.Auth.Check(t.Context(), bearer("new")))(t)); err != nil {
		t.Fatal(err)
	}
	refused(t, "the token", suite.ErrOf(svc.Auth.Check(t.Context(), bearer("new"))), telecomx.ErrInvalidToken)
}

func logoutOfNobody(t T, svc *telecomx.Service) {
	for _, caller := range []telecomx.Caller{{}, noLogin} {
		refuses(t, svc, telecomx.ErrAccessDenied, func() error { return svc.Sessions.Logout(t.Context(), caller) })
	}
}

func validate(t T, svc *telecomx.Service) {
	for token, want := range map[string]telecomx.Identity{
		"token-viewer":         {Caller: viewer, Name: "Viggo Viewer", Language: "da", CustomerName: "Example customer"},
		"token-reseller-admin": {Caller: resellerAdmin, CustomerName: "Foreign customer"},
	} {
		suite.Equal(t, token, suite.Must(svc.Sessions.Validate(t.Context(), token))(t), want)
	}
}

func validateIsNoUse(t T, svc *telecomx.Service) {
	session(t, svc, Clock.Add(time.Second))
	before := dump(t, svc)
	suite.Equal(t, "caller", suite.Must(svc.Sessions.Validate(t.Context(), "session"))(t).Caller, owner)
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func validateRefuses(t T, svc *telecomx.Service) {
	for token, want := range map[string]*telecomx.Error{
		"": telecomx.ErrInvalidToken, "x": telecomx.ErrInvalidToken, "Bearer token-owner": telecomx.ErrInvalidToken,
		"token-no-login": telecomx.ErrInvalidToken, "token-expired": telecomx.ErrExpired,
	} {
		refuses(t, svc, want, func() error { return suite.ErrOf(svc.Sessions.Validate(t.Context(), token)) })
	}
}
