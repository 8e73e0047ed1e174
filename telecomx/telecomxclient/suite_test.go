package telecomxclient_test

import (
	"context"
	"maps"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
	"github.com/pbxkit/pbxkit/telecomx/telecomxtest"
)

// remotePBX is a PBX that is asked over HTTP, by a client for each caller of the suite.
type remotePBX struct {
	url  string
	http *http.Client

	mu      sync.Mutex
	clients map[string]*telecomx.Service // by token
}

// client returns the client of a token.
func (p *remotePBX) client(token string) (*telecomx.Service, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if svc := p.clients[token]; svc != nil {
		return svc, nil
	}
	svc, err := telecomxclient.New(p.url, telecomxclient.Token(token), telecomxclient.WithHTTPClient(p.http))
	if err == nil {
		p.clients[token] = svc
	}
	return svc, err
}

// of returns the client of a caller. Logins and questions about tokens, which have none,
// need no good one.
func (p *remotePBX) of(_ context.Context, caller telecomx.Caller) (*telecomx.Service, error) {
	token, ok := telecomxtest.TokenOf(caller)
	if !ok {
		token = "nobody's"
	}
	return p.client(token)
}

// service returns the PBX as a service for all callers, with the seeding of the store
// behind it.
func (p *remotePBX) service(behind *telecomx.Service) *telecomx.Service {
	svc := telecomxclient.ByCaller(p.of)
	svc.Auth, svc.Seed = remoteAuth{behind.Auth, p}, behind.Seed
	return svc
}

// remoteAuth checks a token with the client that it opens. As is the store's.
type remoteAuth struct {
	telecomx.AuthService
	pbx *remotePBX
}

func (a remoteAuth) Check(ctx context.Context, credential telecomx.Credential) (telecomx.Caller, error) {
	token, err := credential.Token()
	if err != nil {
		return telecomx.Caller{}, err
	}
	svc, err := a.pbx.client(token)
	if err != nil { // no header can hold it
		return telecomx.Caller{}, telecomx.ErrInvalidToken
	}
	return svc.Auth.Check(ctx, credential)
}

func overHTTP(pbx *pbxtest.Server) *telecomx.Service {
	p := &remotePBX{url: pbx.URL(), http: pbx.Client(), clients: map[string]*telecomx.Service{}}
	return p.service(pbx.TelecomX)
}

// proxied serves a service, which is a client, to a client.
func proxied(t cleaner, svc *telecomx.Service) *telecomx.Service {
	t.Helper()
	h, err := telecomxhttp.NewHandler(svc, telecomxhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	p := &remotePBX{url: server.URL, http: server.Client(), clients: map[string]*telecomx.Service{}}
	return p.service(svc)
}

// cleaner is a test, in go test or outside of it.
type cleaner interface {
	Helper()
	Cleanup(func())
	Fatal(...any)
}

// empty are the options of a PBX as the suite wants it.
func empty(opts ...pbxtest.Option) []pbxtest.Option {
	return append(opts, pbxtest.Empty(), pbxtest.StartAt(telecomxtest.Clock))
}

func TestBehaviourOverTCP(t *testing.T) {
	telecomxtest.Run(t, func(t *testing.T) *telecomx.Service { return overHTTP(pbxtest.Run(t, empty()...)) })
}

func TestBehaviourOverTLS(t *testing.T) {
	telecomxtest.Run(t, func(t *testing.T) *telecomx.Service { return overHTTP(pbxtest.RunTLS(t, empty()...)) })
}

func TestBehaviourInMemory(t *testing.T) {
	telecomxtest.Run(t, func(t *testing.T) *telecomx.Service {
		return overHTTP(pbxtest.Run(t, empty(pbxtest.InMemory())...))
	})
}

func TestBehaviourThroughAProxy(t *testing.T) {
	telecomxtest.Run(t, func(t *testing.T) *telecomx.Service {
		return proxied(t, overHTTP(pbxtest.Run(t, empty(pbxtest.InMemory())...)))
	})
}

// A server that leaves out what has no value, and says nothing of its refusals.
func TestBehaviourOfAServerOfFewWords(t *testing.T) {
	svc := telecomx.New(memstore.New(telecomx.Tables()...))
	if err := svc.Seed.Load(t.Context(), telecomx.Documentation()); err != nil {
		t.Fatal(err)
	}
	h, err := telecomxhttp.NewHandler(svc, telecomxhttp.Options{
		Empties: telecomxhttp.EmptiesOmit, ErrorBody: func(*telecomx.Error) any { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	for _, token := range []string{"token-personal", "token-owner", "token-reseller", "token-admin"} {
		t.Run(token, func(t *testing.T) {
			client := newClient(t, server.URL, telecomxclient.Token(token), telecomxclient.WithHTTPClient(server.Client()))
			telecomxtest.RunEndpoint(t, client, telecomxtest.Endpoint{Token: token, Writes: true})
		})
	}
}

// A PBX that is in use, as far as the suite knows, and proxies of it that are opened by
// what opens the PBX.
func TestBehaviourOfAnEndpoint(t *testing.T) {
	for _, by := range []struct {
		name       string
		credential telecomxclient.Credential
		token      string
	}{
		{"a token", telecomxclient.Token("token-reseller"), "token-reseller"},
		{"a login", telecomxclient.Login("manager@example.com", password), "token-manager"},
	} {
		t.Run(by.name, func(t *testing.T) {
			pbx := pbxtest.Run(t)
			svc := newClient(t, pbx.URL(), by.credential)
			h, err := telecomxhttp.NewHandler(svc, telecomxhttp.Options{})
			if err != nil {
				t.Fatal(err)
			}
			proxy := httptest.NewServer(h)
			t.Cleanup(proxy.Close)
			endpoint := telecomxtest.Endpoint{Token: by.token, Customer: example, Writes: true}
			before := dump(t, pbx)
			t.Run("itself", func(t *testing.T) { telecomxtest.RunEndpoint(t, svc, endpoint) })
			t.Run("through a proxy", func(t *testing.T) {
				telecomxtest.RunEndpoint(t, newClient(t, proxy.URL, by.credential), endpoint)
			})
			if diff := cmp.Diff(before, dump(t, pbx)); diff != "" {
				t.Errorf("the suite has left something (-before +after):\n%s", diff)
			}
		})
	}
}

// What the suite is allowed and told decides what it skips, and what it sends.
func TestAnEndpointIsAskedWhatItMayBe(t *testing.T) {
	for _, c := range []struct {
		name     string
		endpoint telecomxtest.Endpoint
		skipped  []string // but for what needs an empty store
		sends    []string // beside GET
	}{
		{"read by whom nobody names", telecomxtest.Endpoint{}, append([]string{"Reads/a_token_says_whose_it_is"}, ownCases...), nil},
		{"read", telecomxtest.Endpoint{Token: "token-manager", Customer: example}, ownCases, nil},
		{"written", telecomxtest.Endpoint{Token: "token-manager", Writes: true}, ownCases[4:], []string{"DELETE /pbx/musiconhold", "POST /auth/login", "POST /pbx/musiconhold"}},
		{"written as well as a customer", telecomxtest.Endpoint{Token: "token-manager", Customer: example, Writes: true}, nil,
			[]string{"DELETE /pbx/musiconhold", "POST /auth/login", "POST /pbx/musiconhold", "POST /pbx/settings"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			pbx := pbxtest.Run(t, pbxtest.InMemory())
			sent := map[string]bool{}
			rt := transport(func(r *http.Request) (*http.Response, error) {
				if parts := strings.SplitN(r.URL.Path, "/", 4); r.Method != http.MethodGet {
					sent[r.Method+" "+strings.Join(parts[:3], "/")] = true
				}
				return pbx.Client().Transport.RoundTrip(r)
			})
			svc := newClient(t, pbx.URL(), telecomxclient.Token("token-manager"), telecomxclient.WithHTTPClient(&http.Client{Transport: rt}))
			var skipped []string
			for _, r := range telecomxtest.CheckEndpoint(t.Context(), svc, c.endpoint) {
				switch {
				case r.Verdict == telecomxtest.Failed:
					t.Errorf("%s: %s", r.Name, r.Text)
				case r.Verdict == telecomxtest.Skipped && !strings.Contains(r.Text[0], "empty store"):
					skipped = append(skipped, r.Name)
				}
			}
			if diff := cmp.Diff(c.skipped, skipped); diff != "" {
				t.Errorf("skipped (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.sends, slices.Sorted(maps.Keys(sent))); diff != "" {
				t.Errorf("sent (-want +got):\n%s", diff)
			}
		})
	}
}

// ownCases are those of the chapter Writes; the last one needs a customer that is named.
var ownCases = []string{
	"Writes/a_class_is_what_was_made_of_it", "Writes/a_class_needs_a_name", "Writes/a_class_that_was_removed_is_gone",
	"Writes/a_login_that_was_made_up_is_refused", "Writes/a_setting_that_is_changed_is_shown_and_stays",
}

// dump returns what a PBX has, but for tokens: those of sessions come and slide.
func dump(t testing.TB, pbx *pbxtest.Server) *telecomx.Fixture {
	t.Helper()
	f, err := pbx.TelecomX.Seed.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	f.Tokens = nil
	return f
}

// The TelecomX that the environment names: PBXKIT_TELECOMX_URL, and either
// PBXKIT_TELECOMX_TOKEN or PBXKIT_TELECOMX_USER and PBXKIT_TELECOMX_PASSWORD. It is only
// read, unless PBXKIT_TELECOMX_WRITES is 1; the settings of a customer are changed, and
// put back, if PBXKIT_TELECOMX_CUSTOMER has its id as well.
func TestBehaviourOfARealTelecomX(t *testing.T) {
	url, token := os.Getenv("PBXKIT_TELECOMX_URL"), os.Getenv("PBXKIT_TELECOMX_TOKEN")
	user, password := os.Getenv("PBXKIT_TELECOMX_USER"), os.Getenv("PBXKIT_TELECOMX_PASSWORD")
	if url == "" || token == "" && user == "" {
		t.Skip("PBXKIT_TELECOMX_URL, and PBXKIT_TELECOMX_TOKEN or PBXKIT_TELECOMX_USER, name no TelecomX")
	}
	credential := telecomxclient.Token(token)
	if token == "" {
		credential = telecomxclient.Login(user, password)
	}
	svc := newClient(t, url, credential)
	if token == "" {
		session, err := svc.Sessions.Login(t.Context(), telecomx.LoginInput{Username: user, Password: password})
		if err != nil {
			t.Fatal(err)
		}
		token = session.Token
	}
	telecomxtest.RunEndpoint(t, svc, telecomxtest.Endpoint{
		Token: token, Customer: os.Getenv("PBXKIT_TELECOMX_CUSTOMER"), Writes: os.Getenv("PBXKIT_TELECOMX_WRITES") == "1",
	})
}

func TestTheCasesAreTheSameOnAllTargets(t *testing.T) {
	open := func(t telecomxtest.T) *pbxtest.Server {
		pbx, err := pbxtest.New(empty(pbxtest.InMemory())...)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(pbx.Close)
		return pbx
	}
	want := suite.Cases(telecomxtest.Check(t.Context(), func(t telecomxtest.T) *telecomx.Service { return open(t).TelecomX }))
	if len(want) < 90 {
		t.Errorf("%d cases: is the suite run?", len(want))
	}
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	for name, results := range map[string][]telecomxtest.Result{
		"a client": telecomxtest.Check(t.Context(), func(t telecomxtest.T) *telecomx.Service { return overHTTP(open(t)) }),
		"a proxy":  telecomxtest.Check(t.Context(), func(t telecomxtest.T) *telecomx.Service { return proxied(t, overHTTP(open(t))) }),
		"an endpoint": telecomxtest.CheckEndpoint(t.Context(), newClient(t, pbx.URL(), telecomxclient.Token("token-owner"),
			telecomxclient.WithHTTPClient(pbx.Client())), telecomxtest.Endpoint{}),
		"nothing to seed": telecomxtest.Check(t.Context(), func(telecomxtest.T) *telecomx.Service { return &telecomx.Service{} }),
	} {
		if diff := cmp.Diff(want, suite.Cases(results)); diff != "" {
			t.Errorf("cases of %s (-want +got):\n%s", name, diff)
		}
		for _, r := range results {
			if r.Verdict == telecomxtest.Failed || r.Verdict == telecomxtest.Skipped && len(r.Text) == 0 {
				t.Errorf("%s: %s: %s %q", name, r.Name, r.Verdict, r.Text)
			}
		}
	}
}
