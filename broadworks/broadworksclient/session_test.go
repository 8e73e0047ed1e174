package broadworksclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// gate is a gateway that knows one session at a time.
type gate struct {
	mu         sync.Mutex
	valid      string
	logins     int
	attributes string // of the cookie
	refuses    bool   // whether it refuses the login
	closed     bool   // whether no session is good enough
	asked      int    // requests other than logins
	sent       []string
}

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	login := strings.HasSuffix(r.URL.Path, "/login/")
	if login {
		time.Sleep(time.Second) // in a bubble, so that others come in the meantime
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	switch {
	case login && g.refuses:
		g.logins++
		return answer(401, `{"errors":[{"code":401,"message":"authentication failure"}]}`), nil
	case login:
		g.logins++
		g.valid = fmt.Sprintf("5e55-%d", g.logins)
		return answer(200, "<no JSON is needed>", "csrf=1; Path=/", "sessionid="+g.valid+g.attributes), nil
	}
	g.asked++
	g.sent = append(g.sent, r.Header.Get("Cookie"))
	if r.Header.Get("Authorization") != "" || g.closed || g.valid == "" || r.Header.Get("Cookie") != "sessionid="+g.valid {
		return answer(401, "<html>"), nil
	}
	return answer(200, "{}"), nil
}

func (g *gate) expire() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.valid = ""
}

func (g *gate) client(t *testing.T) *broadworks.Service {
	t.Helper()
	return newClient(t, "http://apio.test", broadworksclient.Login("u", password), broadworksclient.WithHTTPClient(&http.Client{Transport: g}))
}

// all sends many requests at once and returns what became of them.
func all(ctx context.Context, svc *broadworks.Service) error {
	errs := make([]error, 50)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = svc.MusicOnHold.Get(ctx, anyone, foouser) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

func TestASessionIsBegunOnceHoweverManyNeedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{}
		svc := g.client(t)
		for want := range 3 {
			for range 2 {
				if err := all(t.Context(), svc); err != nil {
					t.Fatal(err)
				}
			}
			if g.logins != want+1 {
				t.Errorf("%d logins, want %d", g.logins, want+1)
			}
			g.expire()
		}
	})
}

func TestASessionThatHasExpiredIsNotSent(t *testing.T) {
	// A bubble's clock starts at midnight UTC on 1 January 2000.
	for attributes, logins := range map[string]int{
		"":                                1,
		"; Path=/; HttpOnly; Max-Age=120": 2,
		"; Expires=Sat, 01 Jan 2000 00:02:00 GMT":              2,
		"; Max-Age=120; Expires=Sat, 01 Jan 2000 09:00:00 GMT": 2,
	} {
		synctest.Test(t, func(t *testing.T) {
			g := &gate{attributes: attributes}
			svc := g.client(t)
			for range 2 {
				if err := all(t.Context(), svc); err != nil {
					t.Fatal(err)
				}
				time.Sleep(2 * time.Minute)
			}
			if g.logins != logins || g.asked != 100 {
				t.Errorf("%q: %d logins and %d requests, want %d and 100", attributes, g.logins, g.asked, logins)
			}
		})
	}
}

func TestARefusalOfAFreshSessionIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{closed: true}
		if _, err := g.client(t).MusicOnHold.Get(t.Context(), anyone, foouser); !errors.Is(err, broadworks.ErrUnauthorized) {
			t.Errorf("error = %v, want a %v", err, broadworks.ErrUnauthorized)
		}
		if g.asked != 2 || g.logins != 2 {
			t.Errorf("%d requests and %d logins, want 2 of each", g.asked, g.logins)
		}
	})
}

func TestARefusedLoginIsEveryonesError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{refuses: true}
		err := all(t.Context(), g.client(t))
		if !errors.Is(err, broadworks.ErrAuthentication) || strings.Count(err.Error(), "authentication failure") != 50 || g.logins != 1 || g.asked != 0 {
			t.Errorf("error = %v after %d logins and %d requests", err, g.logins, g.asked)
		}
		if strings.Contains(err.Error(), password) {
			t.Errorf("the error shows the password: %v", err)
		}
	})
}

func TestALoginSetsACookie(t *testing.T) {
	for _, cookies := range [][]string{nil, {"session=5e55-1"}, {"sessionid="}, {"sessionid=5e55-1; Max-Age=0"}, {"SESSIONID=5e55-1"}} {
		rt := transport(func(*http.Request) (*http.Response, error) {
			return answer(200, `{"ids":{},"profile":{"user_level":16}}`, cookies...), nil
		})
		_, err := rt.client(t, broadworksclient.Login("u", password)).MusicOnHold.Get(t.Context(), anyone, foouser)
		_, errLogin := rt.client(t, broadworksclient.Token(token)).Sessions.Login(t.Context(), "u", password)
		for _, err := range []error{err, errLogin} {
			if _, ok := errors.AsType[*broadworksclient.UnexpectedError](err); !ok || !strings.Contains(err.Error(), "it sets no cookie sessionid") {
				t.Errorf("%q: error = %v", cookies, err)
			}
		}
	}
}

func TestATokenIsNotRenewed(t *testing.T) {
	g := &gate{}
	svc := newClient(t, "http://apio.test", broadworksclient.Token(token), broadworksclient.WithHTTPClient(&http.Client{Transport: g}))
	if _, err := svc.MusicOnHold.Get(t.Context(), anyone, foouser); !errors.Is(err, broadworks.ErrUnauthorized) || g.asked != 1 || g.logins != 0 {
		t.Errorf("error = %v after %d requests and %d logins", err, g.asked, g.logins)
	}
}

// TestAJarKeepsCookiesButNotSessions has the jar of an *http.Client hold the session of
// somebody else.
func TestAJarKeepsCookiesButNotSessions(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		at := &url.URL{Scheme: "http", Host: "apio.test", Path: "/"}
		jar.SetCookies(at, []*http.Cookie{{Name: "sessionid", Value: "of-another"}, {Name: "route", Value: "7"}})
		g := &gate{}
		own := &http.Client{Transport: g, Jar: jar}
		svc := newClient(t, "http://apio.test", broadworksclient.Login("u", password), broadworksclient.WithHTTPClient(own))
		_, _ = svc.MusicOnHold.Get(t.Context(), anyone, foouser) // refused: the gate wants one cookie
		if diff := cmp.Diff([]string{"sessionid=5e55-1; route=7; csrf=1", "sessionid=5e55-2; route=7; csrf=1"}, g.sent); diff != "" {
			t.Errorf("cookies (-want +got):\n%s", diff)
		}
		if own.Jar != jar || !slices.ContainsFunc(jar.Cookies(at), func(c *http.Cookie) bool { return c.Value == "of-another" }) {
			t.Error("the caller's client or jar was changed")
		}
	})
}

func bearer(token string) broadworks.Credential {
	return broadworks.Credential{Authorization: new("Bearer " + token)}
}

func cookie(id string) broadworks.Credential { return broadworks.Credential{Session: &id} }

func TestAProxyOpensWithTheClientsToken(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	own := pbx.Credentials.BroadWorks.Token
	svc := direct(t, pbx, broadworksclient.Token(own))
	system := broadworks.Caller{Username: "system", Level: broadworks.System}
	both := bearer(own)
	both.Session = new("5e55")
	for _, right := range []broadworks.Credential{bearer(own), {Authorization: new("bearer  " + own)}, both} {
		if got, err := svc.Auth.Check(t.Context(), right); got != system || err != nil {
			t.Errorf("Check = %+v, %v, want %+v", got, err, system)
		}
	}
	if n := len(pbx.Journal().Entries()); n != 1 {
		t.Errorf("%d requests, want 1: who the client is does not change", n)
	}
	refusesCredentials(t, svc, pbx, bearer("token-user"), bearer(own+" "), bearer(own[1:]), cookie(own), cookie(""), bearer(""), broadworks.Credential{},
		broadworks.Credential{Authorization: new("Basic " + own)}, broadworks.Credential{Authorization: new(own)})
	for username, want := range map[string]error{"system": nil, "foouser": broadworks.ErrUnauthorized, "": broadworks.ErrUnauthorized} {
		if got, err := svc.Auth.As(t.Context(), username); !errors.Is(err, want) || err == nil && got != system {
			t.Errorf("As(%q) = %+v, %v", username, got, err)
		}
	}
}

// refusesCredentials checks that nobody is let in, and that the gateway is not asked.
func refusesCredentials(t *testing.T, svc *broadworks.Service, pbx *pbxtest.Server, wrong ...broadworks.Credential) {
	t.Helper()
	before := len(pbx.Journal().Entries())
	for _, c := range wrong {
		got, err := svc.Auth.Check(t.Context(), c)
		if got != (broadworks.Caller{}) || !errors.Is(err, broadworks.ErrUnauthorized) {
			t.Errorf("Check = %+v, %v, want none and %v", got, err, broadworks.ErrUnauthorized)
		}
	}
	if after := len(pbx.Journal().Entries()); after != before {
		t.Errorf("%d requests for credentials that are not the client's", after-before)
	}
}

// TestAProxyOpensWithTheClientsAccount logs in through a proxy whose client logs in.
func TestAProxyOpensWithTheClientsAccount(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	account := broadworksclient.Login("groupadmin", "IAmAStrongPassword")
	behind := direct(t, pbx, account)
	h, err := broadworkshttp.NewHandler(behind, broadworkshttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	through := &http.Client{Transport: serving{h}}
	front := newClient(t, "http://proxy.test", account, broadworksclient.WithHTTPClient(through))
	want, err := pbx.BroadWorks.MusicOnHold.Get(t.Context(), broadworks.Caller{Level: broadworks.System}, foouser)
	if err != nil {
		t.Fatal(err)
	}
	if got, err := front.MusicOnHold.Get(t.Context(), anyone, foouser); got != want || err != nil {
		t.Errorf("through the proxy: %+v, %v, want %+v", got, err, want)
	}
	caller, err := front.Sessions.Info(t.Context(), anyone)
	if want := (broadworks.Caller{Username: "groupadmin", Level: broadworks.GroupAdmin, TenantID: "foo", GroupID: "foogroup"}); caller != want || err != nil {
		t.Errorf("Info = %+v, %v, want %+v", caller, err, want)
	}
	// Whoever else logs in has a session, and no rights of the client's.
	other := newClient(t, "http://proxy.test", broadworksclient.Login("foouser", "IAmAStrongPassword"), broadworksclient.WithHTTPClient(through))
	if _, err := other.MusicOnHold.Get(t.Context(), anyone, foouser); !errors.Is(err, broadworks.ErrUnauthorized) {
		t.Errorf("another account through the proxy: error = %v, want a %v", err, broadworks.ErrUnauthorized)
	}
	mine, err := behind.Sessions.Login(t.Context(), "groupadmin", "IAmAStrongPassword")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := behind.Auth.Check(t.Context(), cookie(mine.ID)); err != nil {
		t.Errorf("a session of the account: %v", err)
	}
	theirs, err := behind.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword")
	if err != nil {
		t.Fatal(err)
	}
	both := cookie(mine.ID)
	both.Authorization = new("Bearer token-group")
	refusesCredentials(t, behind, pbx, cookie(theirs.ID), cookie(""), cookie(mine.ID+"0"), bearer(mine.ID), both, broadworks.Credential{})
	for range 100 {
		if _, err := behind.Sessions.Login(t.Context(), "groupadmin", "IAmAStrongPassword"); err != nil {
			t.Fatal(err)
		}
	}
	refusesCredentials(t, behind, pbx, cookie(mine.ID)) // too many others have come since
	// Which costs nobody more than another login.
	if _, err := front.MusicOnHold.Get(t.Context(), anyone, foouser); err != nil {
		t.Errorf("through the proxy, later: %v", err)
	}
}

// A gateway that takes another password of the account, or any, decides nothing here.
func TestAProxyOpensForTheClientsOwnPasswordOnly(t *testing.T) {
	logins := 0
	rt := transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/login/") {
			logins++
			return answer(200, "{}", fmt.Sprintf("sessionid=5e55-%d", logins)), nil
		}
		return answer(200, `{"username":"u"}`), nil
	})
	svc := rt.client(t, broadworksclient.Login("u", password))
	for _, c := range []struct {
		username, password string
		want               error
	}{
		{"u", password, nil}, {"u", "another", broadworks.ErrUnauthorized}, {"v", password, broadworks.ErrUnauthorized},
		{"u\x00" + password, "", broadworks.ErrUnauthorized}, {"u", "", broadworks.ErrUnauthorized},
	} {
		s, err := svc.Sessions.Login(t.Context(), c.username, c.password)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := svc.Auth.Check(t.Context(), cookie(s.ID)); !errors.Is(err, c.want) {
			t.Errorf("%q: Check = %v, want %v", c.username, err, c.want)
		}
	}
}

func TestASessionOfAProxyExpires(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		answers := transport(func(r *http.Request) (*http.Response, error) {
			return answer(200, `{"username":"u"}`, "sessionid=5e55; Max-Age=60"), nil
		})
		svc := answers.client(t, broadworksclient.Login("u", password))
		s, err := svc.Sessions.Login(t.Context(), "u", password)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range []struct {
			after time.Duration
			want  error
		}{{59 * time.Second, nil}, {time.Second, broadworks.ErrUnauthorized}} {
			time.Sleep(c.after)
			if _, err := svc.Auth.Check(t.Context(), cookie(s.ID)); !errors.Is(err, c.want) {
				t.Errorf("Check = %v, want %v", err, c.want)
			}
		}
	})
}

// serving is a transport that a handler answers.
type serving struct{ http.Handler }

func (s serving) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	if in.Body == nil {
		in.Body = http.NoBody
	}
	in.RequestURI = r.URL.RequestURI()
	w := &recorder{header: http.Header{}, status: 200}
	s.ServeHTTP(w, in)
	return &http.Response{StatusCode: w.status, Header: w.header, Body: io.NopCloser(strings.NewReader(w.body.String())), ContentLength: -1, Request: r}, nil
}

type recorder struct {
	header http.Header
	status int
	body   strings.Builder
}

func (w *recorder) Header() http.Header         { return w.header }
func (w *recorder) WriteHeader(status int)      { w.status = status }
func (w *recorder) Write(p []byte) (int, error) { return w.body.Write(p) }

// What the gateway does not tell of the client's own account does not keep it out.
func TestAProxyOpensThoughTheGatewayDoesNotSayWhoTheClientIs(t *testing.T) {
	for status, want := range map[int]error{404: nil, 403: nil, 401: broadworks.ErrUnauthorized, 500: broadworks.ErrInternal} {
		svc, _ := answering(t, status, "")
		got, err := svc.Auth.Check(t.Context(), bearer(token))
		if !errors.Is(err, want) || got != (broadworks.Caller{}) {
			t.Errorf("%d: Check = %+v, %v, want %v", status, got, err, want)
		}
	}
	rt := transport(func(r *http.Request) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/login/") {
			return answer(200, "{}", "sessionid=5e55"), nil
		}
		return answer(404, ""), nil
	})
	svc := rt.client(t, broadworksclient.Login("u", password))
	if _, err := svc.Sessions.Login(t.Context(), "u", password); err != nil {
		t.Fatal(err)
	}
	if got, err := svc.Auth.Check(t.Context(), cookie("5e55")); got != (broadworks.Caller{Username: "u"}) || err != nil {
		t.Errorf("Check = %+v, %v, want u", got, err)
	}
}

// TestAllowReadsWhatAnOperationIsAbout compares with the store behind the gateway.
func TestAllowReadsWhatAnOperationIsAbout(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	for username, token := range map[string]string{"system": "token-system", "foouser": "token-user", "groupadmin": "token-group"} {
		svc := direct(t, pbx, broadworksclient.Token(token))
		caller, err := pbx.BroadWorks.Auth.As(t.Context(), username)
		if err != nil {
			t.Fatal(err)
		}
		for _, op := range append(operations(), "EatUser") {
			for _, ref := range []broadworks.UserRef{
				foouser, {TenantID: "foo", GroupID: "foogroup", UserID: "nomoh"}, {TenantID: "foo", GroupID: "foogroup", UserID: "x"},
				{TenantID: "foo", GroupID: "othergroup", UserID: "otheruser"}, {TenantID: "foo", GroupID: "x", UserID: "x"},
			} {
				want := pbx.BroadWorks.Auth.Allow(t.Context(), caller, op, ref)
				got := svc.Auth.Allow(t.Context(), anyone, op, ref)
				if op == broadworks.Login || op == broadworks.GetUserLoginInfo {
					want = nil
				}
				if fmt.Sprint(got) != fmt.Sprint(want) {
					t.Errorf("%s, %s of %v: %v, want %v", username, op, ref, got, want)
				}
			}
		}
	}
	for _, e := range pbx.Journal().Entries() {
		if e.Method != http.MethodGet {
			t.Errorf("%v is no read", e)
		}
	}
}

func operations() []broadworks.Operation {
	var ops []broadworks.Operation
	for _, op := range broadworkshttp.Operations() {
		ops = append(ops, broadworks.Operation(op.Name))
	}
	return ops
}
