package voipnowclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
)

const (
	appID     = "an-app"
	appSecret = "hunter2/~&"
)

// gate is a PBX that gives out tokens and knows one at a time.
type gate struct {
	mu      sync.Mutex
	status  int    // of a refused token; 0 stands for 401
	answer  string // to logins in place of a token
	expires string // expires_in
	closed  bool   // whether no token is good enough
	valid   string
	logins  int
	asked   int
}

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	if r.URL.Path == voipnowhttp.TokenPath {
		select {
		case <-time.After(time.Second): // so that others come in the meantime
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
		return g.login(r)
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked++
	if g.closed || r.Header.Get("Authorization") != "Bearer "+g.valid {
		status := g.status
		if status == 0 {
			status = 401
		}
		return answer(status, `{"error":{"code":"access_denied","message":"no"}}`), nil
	}
	return answer(200, `{"entry":[]}`), nil
}

func (g *gate) login(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.logins++
	text, _ := io.ReadAll(r.Body)
	form, err := url.ParseQuery(string(text))
	switch {
	case err != nil, form.Get("client_id") != appID, form.Get("client_secret") != appSecret, form.Get("grant_type") != "client_credentials":
		return answer(400, `{"error":"invalid_client"}`), nil
	case g.answer != "":
		return answer(200, g.answer), nil
	}
	g.valid = fmt.Sprintf("a4c1f0de-%d", g.logins)
	body := fmt.Sprintf(`{"access_token":%q,"token_type":"Bearer"`, g.valid)
	if g.expires != "" {
		body += `,"expires_in":` + g.expires
	}
	return answer(200, body+"}"), nil
}

// revoke has the PBX forget the token.
func (g *gate) revoke() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.valid = "none"
}

func (g *gate) client(t testing.TB, secret string) *voipnow.Service {
	t.Helper()
	svc, err := voipnowclient.New("http://pbx.test", voipnowclient.App(appID, secret), voipnowclient.WithHTTPClient(&http.Client{Transport: g}))
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// atOnce asks many times at once and returns what became of it.
func atOnce(ctx context.Context, svc *voipnow.Service) error {
	errs := make([]error, 50)
	var group sync.WaitGroup
	for i := range errs {
		group.Go(func() { errs[i] = svc.Calls.Check(ctx, nobody, all) })
	}
	group.Wait()
	return errors.Join(errs...)
}

func TestATokenIsFetchedOnceHoweverManyNeedIt(t *testing.T) {
	for _, status := range []int{401, 403} { // apps of old know the latter
		synctest.Test(t, func(t *testing.T) {
			g := &gate{status: status}
			svc := g.client(t, appSecret)
			for want := range 3 {
				for range 2 {
					if err := atOnce(t.Context(), svc); err != nil {
						t.Fatal(err)
					}
				}
				if g.logins != want+1 {
					t.Errorf("%d: %d logins, want %d", status, g.logins, want+1)
				}
				g.revoke()
			}
		})
	}
}

func TestATokenIsNotSentOnceItHasExpired(t *testing.T) {
	for expires, lasts := range map[string]time.Duration{"60": time.Minute, `"60"`: time.Minute} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate{expires: expires}
			svc := g.client(t, appSecret)
			for want := 1; want < 4; want++ {
				if err := atOnce(t.Context(), svc); err != nil {
					t.Fatal(err)
				}
				time.Sleep(lasts - 2*time.Second) // its lifetime has begun a second before it came
				if err := atOnce(t.Context(), svc); err != nil || g.logins != want || g.asked != 100*want {
					t.Errorf("%s: %d logins, and %d requests, error %v; want %d", expires, g.logins, g.asked, err, want)
				}
				time.Sleep(time.Second)
			}
		})
	}
}

func TestATokenOfAnUnknownLifetimeIsUsedUntilItIsRefused(t *testing.T) {
	for _, expires := range []string{"", "0", "-1", "null", `""`, "9223372036854775807"} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate{expires: expires}
			svc := g.client(t, appSecret)
			for range 3 {
				if err := atOnce(t.Context(), svc); err != nil || g.logins != 1 {
					t.Errorf("%q: %d logins, error %v", expires, g.logins, err)
				}
				time.Sleep(100 * 24 * time.Hour)
			}
		})
	}
}

// Nothing tells an account that may not be seen from an expired token.
func TestARefusalOfAFreshTokenIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{closed: true}
		err := g.client(t, appSecret).Calls.Check(t.Context(), nobody, all)
		if !errors.Is(err, voipnow.ErrAccessDenied) || g.asked != 2 || g.logins != 2 {
			t.Errorf("error = %v after %d requests and %d logins, want 2 of each", err, g.asked, g.logins)
		}
	})
}

func TestATokenOfTheUsersIsNotRenewed(t *testing.T) {
	asked := 0
	rt := transport(func(*http.Request) (*http.Response, error) {
		asked++
		return answer(401, `{"error":{"code":"access_denied","message":"no"}}`), nil
	})
	err := newClient(t, "http://pbx.test", voipnowclient.WithHTTPClient(&http.Client{Transport: rt})).Calls.Check(t.Context(), nobody, all)
	if !errors.Is(err, voipnow.ErrAccessDenied) || asked != 1 {
		t.Errorf("error = %v after %d requests", err, asked)
	}
}

func TestARefusedAppIsEveryCallsError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{}
		svc := g.client(t, "hunter2-wrong")
		for _, c := range calls {
			if err := c.call(t.Context(), svc); !errors.Is(err, voipnow.ErrInvalidClient) {
				t.Errorf("%s: error = %v, want a %s", c.name, err, voipnow.ErrInvalidClient.Code)
			}
		}
		if g.asked != 0 {
			t.Errorf("%d requests were sent without a token", g.asked)
		}
	})
}

// shown is whatever of an error or a client can get into a log.
func shown(v any) string {
	var b strings.Builder
	slog.New(slog.NewTextHandler(&b, nil)).Error("failed", "what", v)
	slog.New(slog.NewJSONHandler(&b, nil)).Error("failed", "what", v)
	for verb := range strings.SplitSeq("v +v #v s d q x f t c U p", " ") { // where one does not fit, fmt looks behind a pointer
		fmt.Fprintf(&b, "%"+verb, v)
	}
	if err, ok := v.(error); ok {
		if e, ok := errors.AsType[*voipnowclient.UnexpectedError](err); ok {
			fmt.Fprintf(&b, "%s %#v", e.Body, e)
		}
		if e, ok := errors.AsType[*voipnow.Error](err); ok {
			fmt.Fprintf(&b, "%#v", e)
		}
	}
	return b.String()
}

func TestNothingShowsACredential(t *testing.T) {
	const wrong = "swordfish" // what somebody else grants with
	for _, c := range []struct {
		credential voipnowclient.Credential
		parts      []string
	}{
		{voipnowclient.Token(token), []string{token, wrong}},
		{voipnowclient.App(appID, appSecret), []string{"hunter2", "a4c1f0de-9", wrong}},
	} {
		check := func(what string, v any) {
			t.Helper()
			for _, part := range c.parts {
				if text := shown(v); strings.Contains(text, part) {
					t.Errorf("%s shows %s: %.300s", what, part, text)
				}
			}
		}
		credential := c.credential
		check("the credential", credential)
		check("its address", &credential)
		for status, body := range map[int]string{
			400: `{"error":"no such app as ` + url.QueryEscape(appSecret) + `"}`,
			401: `{"error":{"code":"access_denied","message":"no token ` + token + ` a4c1f0de-9 hunter2\/~\u0026"}}`,
			500: "<p>Authorization: Bearer " + token + ", a4c1f0de-9, client_secret=" + url.QueryEscape(appSecret),
			302: token, 200: `{"a4c1f0de-9`,
		} {
			rt := transport(func(r *http.Request) (*http.Response, error) {
				sent, _ := io.ReadAll(bodyOf(r))
				if strings.Contains(string(sent), appID) {
					return answer(200, `{"access_token":"a4c1f0de-9"}`), nil
				}
				if r.URL.Path == voipnowhttp.TokenPath {
					return answer(status, strings.ReplaceAll(body, "no ", "no "+wrong)), nil
				}
				return answer(status, body), nil
			})
			svc, err := voipnowclient.New("http://pbx.test", credential, voipnowclient.WithHTTPClient(&http.Client{Transport: rt}))
			if err != nil {
				t.Fatal(err)
			}
			check("an error", svc.Calls.Check(t.Context(), nobody, all))
			check("an error of a grant", second(svc.Auth.Grant(t.Context(), voipnow.GrantRequest{GrantType: "client_credentials", ClientID: "x", ClientSecret: wrong})))
			check("the service", svc)
			check("its Auth", svc.Auth)
			check("its Calls", svc.Calls)
			check("a refusal of Auth", second(svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: wrong})))
		}
	}
}

func bodyOf(r *http.Request) io.Reader {
	if r.Body == nil {
		return strings.NewReader("")
	}
	return r.Body
}

func TestALoginWithoutATokenIsAnError(t *testing.T) {
	for _, body := range []string{
		"<html>", "[]", "null", "{}", `{"access_token":""}`, `{"access_token":5}`, `{"access_token":"a4c1f0de\n"}`, `{"access_token":" a4c1f0de"}`,
		`{"access_token":"a4c1f0de","expires_in":"soon"}`, `{"access_token":"a4c1f0de"`,
	} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate{answer: body}
			err := g.client(t, appSecret).Calls.Check(t.Context(), nobody, all)
			if e := unexpected(t, body, err); e.Status != 200 || e.Operation != string(voipnow.CreateToken) || e.Body != nil || g.asked != 0 {
				t.Errorf("%s: error = %#v after %d requests", body, e, g.asked)
			}
			if strings.Contains(shown(err), "a4c1f0de") {
				t.Errorf("%s: the error shows the token: %v", body, err)
			}
		})
	}
}

func TestCredentialsAreRequired(t *testing.T) {
	for name, credential := range map[string]voipnowclient.Credential{
		"none": {}, "no token": voipnowclient.Token(""), "a line": voipnowclient.Token("hunter2\r\n"), "U+0000": voipnowclient.Token("hunter2\x00"),
		"DEL": voipnowclient.Token("hunter2\x7f"), "a space": voipnowclient.Token("hunter2 "),
		"no id": voipnowclient.App("", "hunter2"), "no secret": voipnowclient.App("app", ""),
	} {
		if _, err := voipnowclient.New("http://pbx.test", credential); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	for _, base := range []string{"", "pbx.test", "http://root:hunter2@pbx.test", "http://pbx.test?token=hunter2"} {
		if _, err := voipnowclient.New(base, voipnowclient.Token("x")); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error = %v", base, err)
		}
	}
}

func TestTheClientsOwnTokenOpensIt(t *testing.T) {
	svc, sent := answering(t, 500, "")
	for text, opens := range map[string]bool{
		"Bearer " + token: true, "bearer  " + token: true, token: false, "Bearer " + token + "x": false, "Bearer": false, "": false, "Basic " + token: false,
	} {
		caller, err := svc.Auth.Check(t.Context(), voipnow.Credential{Authorization: &text})
		if opens && (err != nil || caller != voipnow.Caller{UserID: voipnow.Me}) || !opens && !errors.Is(err, voipnow.ErrAccessDenied) {
			t.Errorf("Check(%q) = %v, %v", text, caller, err)
		}
	}
	if err := second(svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: token})); err != nil {
		t.Errorf("Check of the query = %v", err)
	}
	if len(*sent) > 0 {
		t.Errorf("sent %q", *sent)
	}
}

// front serves a client, and returns a client of that.
func front(t *testing.T, back *voipnow.Service, credential voipnowclient.Credential) *voipnow.Service {
	t.Helper()
	server := httptest.NewServer(handler(t, back))
	t.Cleanup(server.Close)
	svc, err := voipnowclient.New(server.URL, credential, voipnowclient.WithHTTPClient(server.Client()))
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

func TestAProxyOpensWithTheClientsCredentialOnly(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	err := pbx.VoipNow.Seed.Load(t.Context(), &voipnow.Fixture{
		Apps:   []voipnow.App{{ClientID: appID, ClientSecret: appSecret, UserID: "12", Trusted: true}, {ClientID: "other", ClientSecret: "other", UserID: "13", Trusted: true}},
		Tokens: []voipnow.Token{{Value: token, UserID: "12"}, {Value: "of-another", UserID: "13"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	own := map[string]voipnowclient.Credential{
		"token": voipnowclient.Token(token), "app": voipnowclient.App(appID, appSecret),
	}
	for name, credential := range own {
		t.Run(name, func(t *testing.T) {
			back, err := voipnowclient.New(pbx.URL(), credential, voipnowclient.WithHTTPClient(pbx.Client()))
			if err != nil {
				t.Fatal(err)
			}
			page, err := front(t, back, credential).Calls.List(t.Context(), nobody, all, voipnow.CallQuery{})
			if err != nil || page.Total != 3 {
				t.Errorf("List through the proxy = %+v, %v", page, err)
			}
			// With what opens the PBX for somebody else, nobody becomes the client.
			for other, credential := range map[string]voipnowclient.Credential{
				"another token": voipnowclient.Token("of-another"), "another app": voipnowclient.App("other", "other"), "a wrong token": voipnowclient.Token("x"),
			} {
				if err := front(t, back, credential).Calls.Check(t.Context(), nobody, all); !errors.Is(err, voipnow.ErrAccessDenied) {
					t.Errorf("%s: error = %v, want a %s", other, err, voipnow.ErrAccessDenied.Code)
				}
			}
			if err := front(t, back, voipnowclient.App(appID, "wrong")).Calls.Check(t.Context(), nobody, all); !errors.Is(err, voipnow.ErrInvalidClient) {
				t.Errorf("a wrong secret: error = %v, want a %s", err, voipnow.ErrInvalidClient.Code)
			}
		})
	}
}

func TestTheOwnAppIsGrantedTheTokenInUse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{expires: "3600"}
		svc := g.client(t, appSecret)
		if err := second(svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: "a4c1f0de-1"})); !errors.Is(err, voipnow.ErrAccessDenied) || g.logins != 0 {
			t.Errorf("Check before there is a token = %v after %d logins", err, g.logins)
		}
		in := voipnow.GrantRequest{GrantType: "client_credentials", ClientID: appID, ClientSecret: appSecret}
		encoded := voipnow.GrantRequest{GrantType: "client_credentials", ClientID: appID, ClientSecret: url.QueryEscape(appSecret)}
		for i, in := range []voipnow.GrantRequest{in, encoded, in} {
			got, err := svc.Auth.Grant(t.Context(), in)
			if want := (voipnow.Grant{AccessToken: "a4c1f0de-1", ExpiresIn: 3599 - int64(i)*600, TokenType: "Bearer"}); got != want || err != nil || g.logins != 1 {
				t.Errorf("Grant = %+v, %v, want %+v; %d logins", got, err, want, g.logins)
			}
			time.Sleep(10 * time.Minute)
		}
		if err := second(svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: "a4c1f0de-1"})); err != nil {
			t.Errorf("Check = %v", err)
		}
		time.Sleep(time.Hour)
		if err := second(svc.Auth.Check(t.Context(), voipnow.Credential{AccessRequestToken: "a4c1f0de-1"})); !errors.Is(err, voipnow.ErrAccessDenied) {
			t.Errorf("Check after the token has expired = %v", err)
		}
		for _, other := range []voipnow.GrantRequest{
			{GrantType: "password", ClientID: appID, ClientSecret: appSecret}, {GrantType: "client_credentials", ClientID: "x", ClientSecret: appSecret},
		} {
			if err := second(svc.Auth.Grant(t.Context(), other)); !errors.Is(err, voipnow.ErrInvalidClient) {
				t.Errorf("Grant(%+v): error = %v", other.GrantType, err)
			}
		}
	})
}
