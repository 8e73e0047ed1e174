package voipnowclient_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
	"github.com/pbxkit/pbxkit/voipnow/voipnowtest"
)

// accounts are clients of a PBX, one for each caller, made when they are first needed.
type accounts struct {
	url    string
	http   *http.Client
	behind voipnow.SeedService // of the store, which their tokens are put into

	mu      sync.Mutex
	clients map[string]*voipnow.Service
}

// tokenPrefix begins the tokens of callers, which are no records of a test.
const tokenPrefix = "a4c1f0de-"

// of returns the client of a caller, whom it gives a token; nobody else has one.
func (a *accounts) of(ctx context.Context, caller voipnow.Caller) (*voipnow.Service, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if svc, ok := a.clients[caller.UserID]; ok {
		return svc, nil
	}
	token := tokenPrefix + caller.UserID
	err := a.behind.Load(ctx, &voipnow.Fixture{Tokens: []voipnow.Token{{Value: token, UserID: caller.UserID}}})
	if err != nil {
		return nil, voipnow.ErrAccessDenied // there is no such user
	}
	svc, err := a.client(token)
	if err == nil {
		a.clients[caller.UserID] = svc
	}
	return svc, err
}

func (a *accounts) client(token string) (*voipnow.Service, error) {
	return voipnowclient.New(a.url, voipnowclient.Token(token), voipnowclient.WithHTTPClient(a.http))
}

// service returns the service of all accounts. Grants go through HTTP; who somebody is
// the store behind says, as no request of the API does.
func service(t testing.TB, url string, c *http.Client, behind *voipnow.Service) *voipnow.Service {
	t.Helper()
	a := &accounts{url: url, http: c, behind: behind.Seed, clients: map[string]*voipnow.Service{}}
	anyone, err := a.client("a4c1f0de")
	if err != nil {
		t.Fatal(err)
	}
	svc := voipnowclient.ByCaller(a.of)
	svc.Auth = auth{behind.Auth, anyone.Auth}
	svc.Seed = seeding{behind.Seed}
	return svc
}

// auth is the Check of one service and the Grant of another.
type auth struct {
	voipnow.AuthService
	grants voipnow.AuthService
}

func (a auth) Grant(ctx context.Context, in voipnow.GrantRequest) (voipnow.Grant, error) {
	return a.grants.Grant(ctx, in)
}

// seeding leaves the tokens of callers out of dumps.
type seeding struct{ voipnow.SeedService }

func (s seeding) Dump(ctx context.Context) (*voipnow.Fixture, error) {
	f, err := s.SeedService.Dump(ctx)
	if err == nil {
		f.Tokens = slices.DeleteFunc(f.Tokens, func(t voipnow.Token) bool { return strings.HasPrefix(t.Value, tokenPrefix) })
	}
	return f, err
}

func overPBX(t testing.TB, pbx *pbxtest.Server) *voipnow.Service {
	t.Helper()
	return service(t, pbx.URL(), pbx.Client(), pbx.VoipNow)
}

// proxy serves a service, whose methods are requests, to clients.
func proxy(t testing.TB, svc *voipnow.Service) *voipnow.Service {
	t.Helper()
	server := httptest.NewServer(handler(t, svc))
	t.Cleanup(server.Close)
	return service(t, server.URL, server.Client(), svc)
}

func handler(t testing.TB, svc *voipnow.Service) http.Handler {
	t.Helper()
	h, err := voipnowhttp.NewHandler(svc, voipnowhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// empty are the options of a PBX as the suite wants it.
func empty(opts ...pbxtest.Option) []pbxtest.Option {
	return append(opts, pbxtest.Empty(), pbxtest.StartAt(voipnowtest.Clock))
}

func memory() *voipnow.Service {
	clock := voipnow.WithClock(func() time.Time { return voipnowtest.Clock })
	return voipnow.New(memstore.New(voipnow.Tables()...), clock)
}

// targets open a service on an empty store.
var targets = []struct {
	name string
	open func(t *testing.T) *voipnow.Service
}{
	{"memory", func(*testing.T) *voipnow.Service { return memory() }},
	{"TCP", func(t *testing.T) *voipnow.Service { return overPBX(t, pbxtest.Run(t, empty()...)) }},
	{"TLS", func(t *testing.T) *voipnow.Service { return overPBX(t, pbxtest.RunTLS(t, empty()...)) }},
	{"transport in memory", func(t *testing.T) *voipnow.Service {
		return overPBX(t, pbxtest.Run(t, empty(pbxtest.InMemory())...))
	}},
	{"other shapes", func(t *testing.T) *voipnow.Service { return otherShapes(t, memory()) }},
	{"proxy", func(t *testing.T) *voipnow.Service {
		return proxy(t, overPBX(t, pbxtest.Run(t, empty(pbxtest.InMemory())...)))
	}},
}

// otherShapes are what the vendor's pages print in place of what they print elsewhere.
func otherShapes(t *testing.T, behind *voipnow.Service) *voipnow.Service {
	t.Helper()
	h, err := voipnowhttp.NewHandler(behind, voipnowhttp.Options{
		NumericStatus: true, OnHoldKey: voipnowhttp.OnHoldCamel, LinkKeys: voipnowhttp.LinkPlural, EmptyListStatus: http.StatusNoContent,
	})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return service(t, server.URL, server.Client(), behind)
}

// TestBehaviour runs the suite on every kind of target. All have the same cases: what
// one cannot do is skipped there, and not left out.
func TestBehaviour(t *testing.T) {
	svc, endpoint := inUse(t)
	want := suite.Cases(voipnowtest.CheckEndpoint(t.Context(), svc, endpoint))
	for _, target := range targets {
		t.Run(target.name, func(t *testing.T) {
			cases := suite.NewOpened(t)
			voipnowtest.Run(t, func(t *testing.T) *voipnow.Service {
				cases.Add(t)
				return target.open(t)
			})
			cases.Check(t, want)
		})
	}
}

// inUse returns a client of a PBX that is in use, as far as the suite knows.
func inUse(t *testing.T) (*voipnow.Service, voipnowtest.Endpoint) {
	t.Helper()
	pbx := pbxtest.Run(t)
	of := pbx.Credentials.VoipNow
	svc, err := voipnowclient.New(pbx.URL(), voipnowclient.App(of.ClientID, of.ClientSecret), voipnowclient.WithHTTPClient(pbx.Client()))
	if err != nil {
		t.Fatal(err)
	}
	return svc, voipnowtest.Endpoint{
		Writes: true, Calls: voipnow.Ref{Extension: "0003*210", Call: "b817d2618fe6f1804333"}, View: "01",
		App: voipnow.GrantRequest{GrantType: "client_credentials", ClientID: of.ClientID, ClientSecret: of.ClientSecret},
	}
}

func TestBehaviourOfAnEndpoint(t *testing.T) {
	svc, endpoint := inUse(t)
	voipnowtest.RunEndpoint(t, svc, endpoint)
}

// What somebody else holds, the suite does not let go.
func TestACallOnHoldIsLeftAlone(t *testing.T) {
	svc, endpoint := inUse(t)
	ref := voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self, Call: endpoint.Calls.Call}
	before, err := svc.Calls.OnHold(t.Context(), voipnow.Caller{}, ref, endpoint.View)
	if err != nil {
		t.Fatal(err)
	}
	skipped := 0
	for _, r := range voipnowtest.CheckEndpoint(t.Context(), svc, endpoint) {
		if strings.HasPrefix(r.Name, "Writes/") && r.Verdict == voipnowtest.Skipped && strings.Contains(r.Text[0], "is on hold, and") {
			skipped++
		}
	}
	page, err := svc.Calls.List(t.Context(), voipnow.Caller{}, ref, voipnow.CallQuery{})
	if diff := cmp.Diff([]voipnow.Call{before}, page.Calls); diff != "" || err != nil || skipped != 3 {
		t.Errorf("%d promises skipped, want 3; error %v (-before +after):\n%s", skipped, err, diff)
	}
}

// The VoipNow that the environment names: PBXKIT_VOIPNOW_URL, and PBXKIT_VOIPNOW_TOKEN, or
// PBXKIT_VOIPNOW_APP and PBXKIT_VOIPNOW_SECRET. It is only read, unless PBXKIT_VOIPNOW_WRITES
// is 1. PBXKIT_VOIPNOW_CALLS is what to look at: user/extension/call/view, any of which may be
// left out from the end.
func TestBehaviourOfARealVoipNow(t *testing.T) {
	env := func(name string) string { return os.Getenv("PBXKIT_VOIPNOW_" + name) }
	app := voipnow.GrantRequest{GrantType: "client_credentials", ClientID: env("APP"), ClientSecret: env("SECRET")}
	credential := voipnowclient.App(app.ClientID, app.ClientSecret)
	if token := env("TOKEN"); token != "" {
		credential, app = voipnowclient.Token(token), voipnow.GrantRequest{}
	}
	if env("URL") == "" || env("TOKEN") == "" && (env("APP") == "" || env("SECRET") == "") {
		t.Skip("PBXKIT_VOIPNOW_URL and PBXKIT_VOIPNOW_TOKEN, or _APP and _SECRET, name no VoipNow")
	}
	svc, err := voipnowclient.New(env("URL"), credential)
	if err != nil {
		t.Fatal(err)
	}
	at := append(strings.Split(env("CALLS"), "/"), "", "", "")
	voipnowtest.RunEndpoint(t, svc, voipnowtest.Endpoint{
		Writes: env("WRITES") == "1", Calls: voipnow.Ref{User: at[0], Extension: at[1], Call: at[2]}, View: at[3], App: app,
	})
}
