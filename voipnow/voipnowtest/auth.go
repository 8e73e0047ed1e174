package voipnowtest

import (
	"regexp"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testCredentials(t T, on *target) {
	check(t, on, []promise{
		{"a token stands for its user", tokensAccepted},
		{"anything else is refused", credentialsRefused},
		{"a token lasts until it expires", tokensExpire},
		{"a token stands for its user until that changes", tokenReplaced},
	})
}

func tokensAccepted(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Tokens: []voipnow.Token{{Value: "b ob", UserID: "13"}}})
	for _, c := range []struct {
		name string
		cred voipnow.Credential
		want voipnow.Caller
	}{
		{"header", voipnow.Credential{Authorization: new("Bearer token")}, ann},
		{"scheme in another case", voipnow.Credential{Authorization: new("bEARER token")}, ann},
		{"more spaces", voipnow.Credential{Authorization: new(" Bearer   token ")}, ann},
		{"a token with a space", voipnow.Credential{Authorization: new("Bearer b ob")}, bob},
		{"query with the scheme", voipnow.Credential{AccessRequestToken: "Bearer token"}, ann},
		{"query without the scheme", voipnow.Credential{AccessRequestToken: "token"}, ann},
		{"the header wins", voipnow.Credential{Authorization: new("Bearer b ob"), AccessRequestToken: "token"}, bob},
	} {
		t.Run(c.name, func(t T) {
			suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), c.cred))(t), c.want)
		})
	}
}

func credentialsRefused(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		name string
		cred voipnow.Credential
	}{
		{"none", voipnow.Credential{}},
		{"unknown token", voipnow.Credential{Authorization: new("Bearer tokens")}},
		{"a part of a token", voipnow.Credential{Authorization: new("Bearer toke")}},
		{"token in another case", voipnow.Credential{Authorization: new("Bearer Token")}},
		{"another scheme", voipnow.Credential{Authorization: new("Basic token")}},
		{"no scheme", voipnow.Credential{Authorization: new("token")}},
		{"scheme alone", voipnow.Credential{Authorization: new("Bearer")}},
		{"scheme and spaces", voipnow.Credential{Authorization: new("Bearer  ")}},
		{"an empty header wins over the query", voipnow.Credential{Authorization: new(""), AccessRequestToken: "token"}},
		{"a malformed header wins over the query", voipnow.Credential{Authorization: new("token"), AccessRequestToken: "token"}},
		{"unknown token in the query", voipnow.Credential{AccessRequestToken: "Bearer other"}},
		{"the hash of a token", voipnow.Credential{AccessRequestToken: "3c469e9d6c5875d37a43f353d4f88e61fcf812c66eee3457465a40b0da4153e0"}},
		{"U+0000", voipnow.Credential{AccessRequestToken: "token\x00"}},
		{"invalid UTF-8", voipnow.Credential{AccessRequestToken: "\xff"}},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, voipnow.ErrAccessDenied, func() error { return second(svc.Auth.Check(t.Context(), c.cred)) })
		})
	}
}

func bearer(token string) voipnow.Credential {
	return voipnow.Credential{Authorization: new("Bearer " + token)}
}

func tokensExpire(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Tokens: []voipnow.Token{
		{Value: "last-second", UserID: "12", Expires: Clock.Add(time.Second)},
		{Value: "too-late", UserID: "12", Expires: Clock},
	}})
	suite.Equal(t, "Check in the last second", suite.Must(svc.Auth.Check(t.Context(), bearer("last-second")))(t), ann)
	refuses(t, svc, voipnow.ErrAccessDenied, func() error { return second(svc.Auth.Check(t.Context(), bearer("too-late"))) })
}

func tokenReplaced(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Tokens: []voipnow.Token{{Value: "token", UserID: "13"}}})
	suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), bearer("token")))(t), bob)
}

// exampleApp is what the app of the documentation fixture says.
var exampleApp = voipnow.GrantRequest{
	GrantType: "client_credentials", ClientID: "example-app", ClientSecret: voipnow.DocumentationSecret,
}

func testGrants(t T, on *target) {
	check(t, on, []promise{
		{"an app gets a token for its user, for an hour", tokenGranted},
		{"several tokens live at once", severalTokens},
		{"id and secret may be encoded once too often", encodedTwice},
		{"everything else is refused", grantsRefused},
	})
}

func tokenGranted(t T, svc *voipnow.Service) {
	grant := suite.Must(svc.Auth.Grant(t.Context(), exampleApp))(t)
	suite.Equal(t, "Grant", grant, voipnow.Grant{AccessToken: grant.AccessToken, ExpiresIn: 3600, TokenType: "Bearer"})
	if !regexp.MustCompile(`^[A-Za-z0-9_.-]{10,}$`).MatchString(grant.AccessToken) {
		t.Errorf("token %q has to have 10 or more of A-Z, a-z, 0-9, _, . and -", grant.AccessToken)
	}
	suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), bearer(grant.AccessToken)))(t), ann)
	for _, token := range suite.Must(svc.Seed.Dump(t.Context()))(t).Tokens {
		if token.Value == grant.AccessToken {
			suite.Equal(t, "what is stored", token, voipnow.Token{Value: token.Value, UserID: "12", Expires: Clock.Add(time.Hour)})
			return
		}
	}
	t.Error("the token is not in the dump")
}

func severalTokens(t T, svc *voipnow.Service) {
	first, other := suite.Must(svc.Auth.Grant(t.Context(), exampleApp))(t), suite.Must(svc.Auth.Grant(t.Context(), exampleApp))(t)
	if first == other {
		t.Errorf("the same token was given out twice: %+v", first)
	}
	for _, grant := range []voipnow.Grant{first, other} {
		suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), bearer(grant.AccessToken)))(t), ann)
	}
}

func encodedTwice(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Apps: []voipnow.App{
		{ClientID: "a~b", ClientSecret: "c~d e", UserID: "13", Trusted: true},
		{ClientID: "100%", ClientSecret: "%7E", UserID: "13", Trusted: true},
	}})
	for _, sent := range [][2]string{
		{"a~b", "c~d e"}, {"a%7Eb", "c~d e"}, {"a~b", "c%7Ed+e"}, {"a%7Eb", "c%7Ed%20e"}, {"100%", "%7E"},
	} {
		in := voipnow.GrantRequest{GrantType: "client_credentials", ClientID: sent[0], ClientSecret: sent[1]}
		grant := suite.Must(svc.Auth.Grant(t.Context(), in))(t)
		suite.Equal(t, "Check", suite.Must(svc.Auth.Check(t.Context(), bearer(grant.AccessToken)))(t), bob)
	}
	refuses(t, svc, voipnow.ErrInvalidClient, func() error {
		return second(svc.Auth.Grant(t.Context(), voipnow.GrantRequest{
			GrantType: "client_credentials", ClientID: "a~b", ClientSecret: "c%257Ed e",
		}))
	})
}

func grantsRefused(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Apps: []voipnow.App{{ClientID: "untrusted", ClientSecret: "s", UserID: "12"}}})
	for _, c := range []struct {
		name              string
		grant, id, secret string
		want              *voipnow.Error
	}{
		{"nothing", "", "", "", voipnow.ErrInvalidRequest},
		{"no grant type", "", "example-app", "example-secret", voipnow.ErrInvalidRequest},
		{"no id", "client_credentials", "", "example-secret", voipnow.ErrInvalidRequest},
		{"no secret", "client_credentials", "example-app", "", voipnow.ErrInvalidRequest},
		{"another grant type", "password", "example-app", "example-secret", voipnow.ErrUnsupportedGrantType},
		{"grant type in another case", "Client_Credentials", "example-app", "example-secret", voipnow.ErrUnsupportedGrantType},
		{"the grant type comes before what is missing", "password", "", "", voipnow.ErrUnsupportedGrantType},
		{"unknown id", "client_credentials", "app", "example-secret", voipnow.ErrInvalidClient},
		{"wrong secret", "client_credentials", "example-app", "secret", voipnow.ErrInvalidClient},
		{"secret of another app", "client_credentials", "example-app", "s", voipnow.ErrInvalidClient},
		{"not trusted", "client_credentials", "untrusted", "s", voipnow.ErrUnauthorizedClient},
		{"the secret comes before trust", "client_credentials", "untrusted", "t", voipnow.ErrInvalidClient},
		{"invalid UTF-8", "client_credentials", "\xff", "%ff", voipnow.ErrInvalidClient},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, c.want, func() error {
				return second(svc.Auth.Grant(t.Context(), voipnow.GrantRequest{GrantType: c.grant, ClientID: c.id, ClientSecret: c.secret}))
			})
		})
	}
}
