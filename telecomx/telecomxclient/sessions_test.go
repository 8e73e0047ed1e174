package telecomxclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
)

// traffic counts what passes to a PBX in memory.
type traffic struct {
	http.RoundTripper
	mu              sync.Mutex
	logins, refused int
}

func (c *traffic) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := c.RoundTripper.RoundTrip(r)
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.URL.Path == "/auth/login" {
		c.logins++
	}
	if err == nil && resp.StatusCode == http.StatusUnauthorized {
		c.refused++
	}
	return resp, err
}

// loggedIn returns a PBX whose clock is time.Now, and a client of it that logs in.
func loggedIn(t *testing.T, username, password string) (*telecomx.Service, *pbxtest.Server, *traffic) {
	t.Helper()
	pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.WithClock(time.Now))
	count := &traffic{RoundTripper: pbx.Client().Transport}
	return newClient(t, pbx.URL(), telecomxclient.Login(username, password), telecomxclient.WithHTTPClient(&http.Client{Transport: count})), pbx, count
}

// atOnce asks fifty times at once.
func atOnce(t *testing.T, svc *telecomx.Service) error {
	errs := make([]error, 50)
	var all sync.WaitGroup
	for i := range errs {
		all.Go(func() {
			_, errs[i] = svc.MusicOnHold.Create(t.Context(), nobody, telecomx.MusicInput{Name: telecomx.To("x")})
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func TestOneLoginIsForAllWhoWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		svc, pbx, count := loggedIn(t, "manager@example.com", password)
		caller, err := pbx.TelecomX.Auth.As(t.Context(), "manager@example.com")
		if err != nil {
			t.Fatal(err)
		}
		for want := 1; want <= 3; want++ {
			for range 2 {
				if err := atOnce(t, svc); err != nil || count.logins != want {
					t.Errorf("%d logins, want %d; error %v", count.logins, want, err)
				}
			}
			if err := pbx.TelecomX.Sessions.Logout(t.Context(), caller); err != nil {
				t.Fatal(err)
			}
		}
		page, err := svc.MusicOnHold.List(t.Context(), nobody, telecomx.MusicQuery{Filter: "x"})
		if err != nil || page.Total != 300 {
			t.Errorf("%d classes, error %v; want one for each request", page.Total, err)
		}
	})
}

func TestASessionThatIsUsedGoesOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		svc, _, count := loggedIn(t, "manager@example.com", password)
		for i, step := range []struct {
			idle   time.Duration
			logins int
		}{{0, 1}, {14 * time.Minute, 1}, {14 * time.Minute, 1}, {15 * time.Minute, 2}, {14 * time.Minute, 2}} {
			time.Sleep(step.idle)
			if _, err := svc.Settings.Get(t.Context(), nobody, ""); err != nil {
				t.Fatal(err)
			}
			if count.logins != step.logins || count.refused > 0 {
				t.Errorf("step %d: %d logins and %d refusals, want %d and none", i, count.logins, count.refused, step.logins)
			}
		}
	})
}

func TestALogoutIsFollowedByALogin(t *testing.T) {
	svc, _, count := loggedIn(t, "manager@example.com", password)
	for want := 1; want <= 3; want++ {
		if err := svc.Sessions.Logout(t.Context(), nobody); err != nil || count.logins != want {
			t.Errorf("%d logins, error %v", count.logins, err)
		}
	}
}

func TestAWrongPasswordIsTriedOnceByEachCall(t *testing.T) {
	svc, _, count := loggedIn(t, "manager@example.com", "hunter2")
	for want := 1; want <= 2; want++ {
		_, err := svc.Settings.Get(t.Context(), nobody, "")
		if !errors.Is(err, telecomx.ErrLoginRequired) || count.logins != want || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("error = %v after %d logins", err, count.logins)
		}
	}
}

func TestWhoMayNotIsNotLoggedInAgain(t *testing.T) {
	svc, _, count := loggedIn(t, "personal@example.com", password)
	_, err := svc.MusicOnHold.List(t.Context(), nobody, telecomx.MusicQuery{})
	if !errors.Is(err, telecomx.ErrAccessDenied) || count.logins != 1 {
		t.Errorf("error = %v after %d logins", err, count.logins)
	}
}

// TestASessionOfAnyLengthIsUsedUntilItIsRefused has servers that say how long a session
// lasts, or something else.
func TestASessionOfAnyLengthIsUsedUntilItIsRefused(t *testing.T) {
	for minutes, lasts := range map[string]bool{`,"expiresInMinutes":-1`: true, `,"expiresInMinutes":0`: true, "": true, `,"expiresInMinutes":9223372036854775807`: true, `,"expiresInMinutes":60`: false} {
		synctest.Test(t, func(t *testing.T) {
			logins := 0
			svc := newClient(t, "http://pbx.test", telecomxclient.Login("u", password), telecomxclient.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
				if r.URL.Path == "/auth/login" {
					logins++
					return answer(200, `{"token":"fresh"`+minutes+"}"), nil
				}
				return answer(200, "{}"), nil
			})}))
			for range 2 {
				if err := svc.Sessions.Logout(t.Context(), nobody); err != nil {
					t.Error(err)
				}
				time.Sleep(time.Hour)
			}
			if once := logins == 1; once != lasts {
				t.Errorf("%s: %d logins", minutes, logins)
			}
		})
	}
}

func TestNothingShowsACredential(t *testing.T) {
	const secret, fresh = `hunt"er2&<`, "0c2f88"
	escaped := strings.NewReplacer(`"`, "%22", "&", "%26", "<", "%3C").Replace(secret)
	echo := fmt.Sprintf(`{"x":"%s","message":"","y":"hunt\"er2&<","z":"hunt\"er2\u0026\u003c","u":"?%s"}`, secret, escaped)
	for name, resp := range map[string]func() *http.Response{
		"a refusal": func() *http.Response { return answer(400, echo) }, "HTML": func() *http.Response { return answer(502, "<p>"+echo) },
		"half a session":       func() *http.Response { return answer(200, `{"token":"`+fresh+`","expiresInMinutes":"15"}`) },
		"a session in a list":  func() *http.Response { return answer(200, `["`+fresh+`"]`) },
		"a session of no name": func() *http.Response { return answer(201, `{"Authorization":"`+fresh+`"}`) },
		"a redirect": func() *http.Response {
			resp := answer(302, fresh)
			resp.Header.Set("Location", "/"+escaped+"?token="+fresh)
			return resp
		},
	} {
		rt := &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) { return resp(), nil })}
		byToken := newClient(t, "http://pbx.test", telecomxclient.Token(secret), telecomxclient.WithHTTPClient(rt))
		byLogin := newClient(t, "http://pbx.test", telecomxclient.Login("u", secret), telecomxclient.WithHTTPClient(rt))
		var errs []error
		_, err := byLogin.Settings.Get(t.Context(), nobody, "")
		errs = append(errs, err)
		_, err = byToken.Sessions.Login(t.Context(), telecomx.LoginInput{Username: "u", Password: secret})
		errs = append(errs, err)
		if name == "a refusal" || name == "HTML" || name == "a redirect" {
			_, err = byToken.Settings.Get(t.Context(), nobody, "")
			errs = append(errs, err)
			_, err = newClient(t, "http://pbx.test", telecomxclient.Token("another"), telecomxclient.WithHTTPClient(rt)).Sessions.Validate(t.Context(), secret)
			errs = append(errs, err)
		}
		for i, err := range errs {
			e, ok := errors.AsType[*telecomxclient.UnexpectedError](err)
			if !ok {
				t.Fatalf("%s, %d: error = %v", name, i, err)
			}
			for _, text := range []string{err.Error(), fmt.Sprintf("%+v %s", *e, e.Body)} {
				if strings.Contains(text, "hunt") || name != "a refusal" && strings.Contains(text, fresh) && i < 2 {
					t.Errorf("%s, %d: %s", name, i, text)
				}
			}
		}
		for _, c := range []any{byToken, *byToken, byToken.Auth, byToken.Sessions, byLogin, *byLogin, byLogin.Auth, telecomxclient.Token(secret), telecomxclient.Login(secret, secret)} {
			for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x"} {
				if text := fmt.Sprintf(verb, c); strings.Contains(text, "hunt") || strings.Contains(text, "68756e74") {
					t.Errorf("%s of a %T: %s", verb, c, text)
				}
			}
		}
	}
}

// A server may repeat the password long after the login, and the session's token at any
// time.
func TestNothingShowsACredentialAfterTheLogin(t *testing.T) {
	const fresh = "0c2f88"
	svc := newClient(t, "http://pbx.test", telecomxclient.Login("u", "hunter2"), telecomxclient.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/auth/login" {
			return answer(200, `{"token":"`+fresh+`"}`), nil
		}
		return answer(502, "hunter2 "+fresh), nil
	})}))
	_, err := svc.Settings.Get(t.Context(), nobody, "")
	e, ok := errors.AsType[*telecomxclient.UnexpectedError](err)
	if !ok {
		t.Fatalf("error = %v", err)
	}
	if text := fmt.Sprintf("%v %s", err, e.Body); strings.Contains(text, "hunter2") || strings.Contains(text, fresh) {
		t.Errorf("error = %s", text)
	}
}

func TestAnAccountIsOpenedByItsOwnCredentialOnly(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	login := func(username string) string {
		s, err := pbx.TelecomX.Sessions.Login(t.Context(), telecomx.LoginInput{Username: username, Password: password})
		if err != nil {
			t.Fatal(err)
		}
		return s.Token
	}
	own, other, others := login("manager@example.com"), login("manager@example.com"), login("owner@example.com")
	manager := telecomx.Caller{Employee: "52f4fd7734697b28ccaf0103", Customer: example, Level: telecomx.Manager}
	for _, c := range []struct {
		name       string
		credential telecomxclient.Credential
		token      string
		want       *telecomx.Error
	}{
		{"the token", telecomxclient.Token(own), own, nil},
		{"another token of the employee", telecomxclient.Token(own), other, telecomx.ErrInvalidToken},
		{"a token of somebody else", telecomxclient.Token(own), others, telecomx.ErrInvalidToken},
		{"a part of the token", telecomxclient.Token(own), own[1:], telecomx.ErrInvalidToken},
		{"no token", telecomxclient.Token(own), "", telecomx.ErrInvalidToken},
		{"a token that has expired", telecomxclient.Token("token-expired"), "token-expired", telecomx.ErrExpired},
		{"a session of the login", telecomxclient.Login("manager@example.com", password), own, nil},
		{"any session of the login", telecomxclient.Login("Manager@example.com", password), other, nil},
		{"a session of somebody else's login", telecomxclient.Login("manager@example.com", password), others, telecomx.ErrInvalidToken},
		{"a token that nobody has", telecomxclient.Login("manager@example.com", password), "x", telecomx.ErrInvalidToken},
		{"a login that is refused", telecomxclient.Login("manager@example.com", "hunter2"), own, telecomx.ErrLoginRequired},
	} {
		svc := newClient(t, pbx.URL(), c.credential, telecomxclient.WithHTTPClient(pbx.Client()))
		got, err := svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.APIKey, Value: c.token})
		if c.want == nil && (err != nil || got != manager) || c.want != nil && (!errors.Is(err, c.want) || got != telecomx.Caller{}) {
			t.Errorf("%s: caller %+v, error %v; want %v", c.name, got, err, c.want)
		}
		for _, refused := range []struct {
			credential telecomx.Credential
			want       *telecomx.Error
		}{{telecomx.Credential{}, telecomx.ErrLoginRequired}, {telecomx.Credential{Carrier: telecomx.Bearer, Value: c.token}, telecomx.ErrFormat}} {
			if _, err := svc.Auth.Check(t.Context(), refused.credential); !errors.Is(err, refused.want) {
				t.Errorf("%s: error = %v, want %v", c.name, err, refused.want)
			}
		}
		if _, err := svc.Auth.As(t.Context(), "manager@example.com"); !errors.Is(err, telecomx.ErrLoginRequired) {
			t.Errorf("As = %v", err)
		}
	}
}

func TestWhatIsNotTheOwnTokenIsSentNowhere(t *testing.T) {
	svc, sent := answering(t, "", 200, identity)
	if _, err := svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.InQuery, Value: "somebody's"}); !errors.Is(err, telecomx.ErrInvalidToken) || len(*sent) > 0 {
		t.Errorf("error = %v after %q", err, *sent)
	}
}

// A login whose answer does not say whose it is opens nothing.
func TestALoginOfNobodyIsNobodys(t *testing.T) {
	svc := newClient(t, "http://pbx.test", telecomxclient.Login("u", password), telecomxclient.WithHTTPClient(&http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		return answer(200, `{"success":true,"token":"x"}`), nil
	})}))
	if got, err := svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.APIKey, Value: "x"}); !errors.Is(err, telecomx.ErrInvalidToken) {
		t.Errorf("caller %+v, error %v", got, err)
	}
}

func TestEachCallGoesToTheServiceOfItsCaller(t *testing.T) {
	viewer := telecomx.Caller{Employee: "v", Level: telecomx.Viewer}
	owner := telecomx.Caller{Employee: "o", Level: telecomx.Owner}
	var opened []telecomx.Caller
	failure := errors.New("no credential")
	svc := telecomxclient.ByCaller(func(_ context.Context, caller telecomx.Caller) (*telecomx.Service, error) {
		opened = append(opened, caller)
		if caller == owner {
			return nil, failure
		}
		return over(t, func(*http.Request) (*http.Response, error) { return answer(418, ""), nil }), nil
	})
	if svc.Auth != nil || svc.Seed != nil {
		t.Error("Auth or Seed is not nil")
	}
	of := func(caller telecomx.Caller) []func() error {
		ctx := t.Context()
		return []func() error{
			func() error { return svc.Sessions.Logout(ctx, caller) },
			func() error { _, err := svc.Settings.Get(ctx, caller, ""); return err },
			func() error { _, err := svc.Settings.Update(ctx, caller, "x", telecomx.SettingsInput{}); return err },
			func() error { _, err := svc.MusicOnHold.List(ctx, caller, telecomx.MusicQuery{}); return err },
			func() error { _, err := svc.MusicOnHold.Get(ctx, caller, "x"); return err },
			func() error { _, err := svc.MusicOnHold.Create(ctx, caller, telecomx.MusicInput{}); return err },
			func() error { _, err := svc.MusicOnHold.Update(ctx, caller, "x", telecomx.MusicInput{}); return err },
			func() error { return svc.MusicOnHold.Delete(ctx, caller, "x") },
		}
	}
	arrived := func(err error) bool {
		e, ok := errors.AsType[*telecomxclient.UnexpectedError](err)
		return ok && e.Status == 418
	}
	for _, c := range []struct {
		caller telecomx.Caller
		asks   bool
		wants  func(error) bool
	}{
		{viewer, true, arrived},
		{owner, true, func(err error) bool { return errors.Is(err, failure) }},
		{telecomx.Caller{}, false, func(err error) bool { return errors.Is(err, telecomx.ErrAccessDenied) }},
		{telecomx.Caller{Employee: "n", Level: telecomx.NoLogin}, false, func(err error) bool { return errors.Is(err, telecomx.ErrAccessDenied) }},
	} {
		for i, call := range of(c.caller) {
			opened = nil
			err := call()
			var want []telecomx.Caller
			if c.asks {
				want = []telecomx.Caller{c.caller}
			}
			if diff := cmp.Diff(want, opened); diff != "" || !c.wants(err) {
				t.Errorf("call %d of %v: error %v; opened (-want +got):\n%s", i, c.caller, err, diff)
			}
		}
	}
	opened = nil
	_, login := svc.Sessions.Login(t.Context(), telecomx.LoginInput{})
	_, validate := svc.Sessions.Validate(t.Context(), "x")
	if diff := cmp.Diff([]telecomx.Caller{{}, {}}, opened); diff != "" || !arrived(login) || !arrived(validate) {
		t.Errorf("errors %v and %v; opened (-want +got):\n%s", login, validate, diff)
	}
}
