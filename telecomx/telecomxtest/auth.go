package telecomxtest

import (
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testAuth(t T, on *target) {
	check(t, on, []promise{
		{"a token stands for its holder", tokenHolders},
		{"each carrier carries a token", carriers},
		{"no credential asks for one", noCredential},
		{"a header that is not Bearer TOKEN has the wrong format", wrongFormat},
		{"a token that nobody has is invalid", unknownTokens},
		{"a session is good until its deadline", deadlines},
		{"each use restarts a session", sliding},
		{"a deadline is never brought forward", deadlineStays},
		{"tokens without a deadline are not changed by use", noDeadline},
		{"the tokens of who is lowered to NO_LOGIN are invalid", lowered},
		{"a change of level counts at once", changedLevel},
		{"an employee can be acted as by username", actingAs},
	})
}

func bearer(token string) telecomx.Credential {
	return telecomx.Credential{Carrier: telecomx.Bearer, Value: "Bearer " + token}
}

func tokenHolders(t T, svc *telecomx.Service) {
	for token, want := range map[string]telecomx.Caller{
		"token-personal": personal, "token-viewer": viewer, "token-manager": manager, "token-owner": owner,
		"token-reseller": theReseller, "token-reseller-admin": resellerAdmin, "token-admin": admin, "token-machine": owner,
	} {
		suite.Equal(t, token, suite.Must(svc.Auth.Check(t.Context(), bearer(token)))(t), want)
	}
}

func carriers(t T, svc *telecomx.Service) {
	for _, carrier := range []telecomx.Carrier{telecomx.APIKey, telecomx.InBody, telecomx.InQuery, telecomx.InCookie} {
		suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: carrier, Value: "token-owner"}))(t), owner)
		refused(t, "a scheme outside of Authorization", suite.ErrOf(svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: carrier, Value: "Bearer token-owner"})), telecomx.ErrInvalidToken)
	}
	for _, header := range []string{"Bearer token-owner", "bearer token-owner", "BEARER  token-owner "} {
		suite.Equal(t, header, suite.Must(svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.Bearer, Value: header}))(t), owner)
	}
}

func noCredential(t T, svc *telecomx.Service) {
	refuses(t, svc, telecomx.ErrLoginRequired, func() error { return suite.ErrOf(svc.Auth.Check(t.Context(), telecomx.Credential{})) })
}

func wrongFormat(t T, svc *telecomx.Service) {
	for _, header := range []string{"", " ", "Bearer", "Bearer ", "token-owner", "Basic token-owner", "Bearertoken-owner", "Bearer token-owner x", "Bearer: token-owner x"} {
		refuses(t, svc, telecomx.ErrFormat, func() error {
			return suite.ErrOf(svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.Bearer, Value: header}))
		})
	}
}

func unknownTokens(t T, svc *telecomx.Service) {
	for _, token := range []string{"", "x", "token-owne", "token-owner ", "Token-owner", "token-owner\x00", "\xff", example} {
		refuses(t, svc, telecomx.ErrInvalidToken, func() error {
			return suite.ErrOf(svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.APIKey, Value: token}))
		})
	}
}

// session loads a session token of the owner with a deadline.
func session(t T, svc *telecomx.Service, deadline time.Time) {
	t.Helper()
	seed(t, svc, &telecomx.Fixture{Tokens: []telecomx.Token{{Value: "session", Employee: owner.Employee, Deadline: deadline}}})
}

func deadlines(t T, svc *telecomx.Service) {
	for _, before := range []time.Duration{time.Nanosecond, time.Second, 15 * time.Minute} {
		session(t, svc, Clock.Add(before))
		suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), bearer("session")))(t), owner)
	}
	for _, after := range []time.Duration{0, time.Nanosecond, time.Hour, 1e6 * time.Hour} {
		session(t, svc, Clock.Add(-after))
		refuses(t, svc, telecomx.ErrExpired, func() error { return suite.ErrOf(svc.Auth.Check(t.Context(), bearer("session"))) })
	}
}

// token returns a token as it is stored.
func token(t T, svc *telecomx.Service, value string) telecomx.Token {
	t.Helper()
	for _, stored := range dump(t, svc).Tokens {
		if stored.Value == value {
			return stored
		}
	}
	t.Errorf("no token %s is stored", value)
	return telecomx.Token{}
}

func sliding(t T, svc *telecomx.Service) {
	session(t, svc, Clock.Add(time.Second))
	suite.Must(svc.Auth.Check(t.Context(), bearer("session")))(t)
	suite.Equal(t, "deadline", token(t, svc, "session").Deadline, Clock.Add(15*time.Minute))
}

func deadlineStays(t T, svc *telecomx.Service) {
	session(t, svc, Clock.Add(time.Hour))
	suite.Must(svc.Auth.Check(t.Context(), bearer("session")))(t)
	suite.Equal(t, "deadline", token(t, svc, "session").Deadline, Clock.Add(time.Hour))
}

func noDeadline(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	suite.Must(svc.Auth.Check(t.Context(), bearer("token-owner")))(t)
	suite.Must(svc.Auth.Check(t.Context(), bearer("token-machine")))(t)
	suite.Equal(t, "what is stored after use", dump(t, svc), before)
}

func lowered(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{Employees: []telecomx.Employee{
		{ID: owner.Employee, Customer: example, Username: "owner@example.com", Level: telecomx.NoLogin},
	}})
	session(t, svc, Clock.Add(time.Minute))
	for _, token := range []string{"token-owner", "token-machine", "token-no-login", "token-expired", "session"} {
		refuses(t, svc, telecomx.ErrInvalidToken, func() error { return suite.ErrOf(svc.Auth.Check(t.Context(), bearer(token))) })
	}
}

func changedLevel(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{Employees: []telecomx.Employee{
		{ID: owner.Employee, Customer: foreign, Username: "owner@example.com", Level: telecomx.Viewer},
	}})
	want := telecomx.Caller{Employee: owner.Employee, Customer: foreign, Level: telecomx.Viewer}
	suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), bearer("token-owner")))(t), want)
}

func actingAs(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	suite.Equal(t, "caller", suite.Must(svc.Auth.As(t.Context(), "owner@example.com"))(t), owner)
	suite.Equal(t, "caller", suite.Must(svc.Auth.As(t.Context(), "Personal@Example.COM"))(t), personal)
	for _, nobody := range []string{"", "nobody@example.com", "nologin@example.com", owner.Employee, "owner", "\x00\xff"} {
		refused(t, nobody, suite.ErrOf(svc.Auth.As(t.Context(), nobody)), telecomx.ErrLoginRequired)
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}
