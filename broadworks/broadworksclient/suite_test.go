package broadworksclient_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/broadworks/broadworkstest"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// What opens the systems of these tests. They are no words that could be in an answer.
const (
	token    = "a4c1f0de-7b52"
	password = "b81d-99e0c3"
)

func newClient(t testing.TB, base string, credential broadworksclient.Credential, opts ...broadworksclient.Option) *broadworks.Service {
	t.Helper()
	svc, err := broadworksclient.New(base, credential, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// remote returns a service that asks a system as each caller, with Auth and Seed of the
// store behind it.
func remote(t testing.TB, pbx *pbxtest.Server, open opener) *broadworks.Service {
	t.Helper()
	var mu sync.Mutex
	clients := map[broadworks.Caller]*broadworks.Service{}
	svc := broadworksclient.ByCaller(func(ctx context.Context, caller broadworks.Caller) (*broadworks.Service, error) {
		mu.Lock()
		defer mu.Unlock()
		if clients[caller] == nil {
			credential, err := credentialOf(ctx, pbx, caller)
			if err != nil {
				return nil, err
			}
			clients[caller] = open(t, pbx, credential)
		}
		return clients[caller], nil
	})
	svc.Auth, svc.Seed = pbx.BroadWorks.Auth, pbx.BroadWorks.Seed
	return svc
}

// opener returns a client with a credential.
type opener func(t testing.TB, pbx *pbxtest.Server, credential broadworksclient.Credential) *broadworks.Service

func direct(t testing.TB, pbx *pbxtest.Server, credential broadworksclient.Credential) *broadworks.Service {
	t.Helper()
	return newClient(t, pbx.URL(), credential, broadworksclient.WithHTTPClient(pbx.Client()))
}

// proxied returns a client of an adapter in front of a client, both with the same
// credential.
func proxied(t testing.TB, pbx *pbxtest.Server, credential broadworksclient.Credential) *broadworks.Service {
	t.Helper()
	h, err := broadworkshttp.NewHandler(direct(t, pbx, credential), broadworkshttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return newClient(t, server.URL, credential, broadworksclient.WithHTTPClient(server.Client()))
}

// credentialOf returns the token that an account has, or else its password. Nobody has a
// token that opens nothing.
func credentialOf(ctx context.Context, pbx *pbxtest.Server, caller broadworks.Caller) (broadworksclient.Credential, error) {
	if caller == (broadworks.Caller{}) {
		return broadworksclient.Token("of-nobody"), nil
	}
	f, err := pbx.BroadWorks.Seed.Dump(ctx)
	if err != nil {
		return broadworksclient.Credential{}, err
	}
	if i := slices.IndexFunc(f.Tokens, func(t broadworks.Token) bool { return t.Username == caller.Username }); i >= 0 {
		return broadworksclient.Token(f.Tokens[i].Value), nil
	}
	if i := slices.IndexFunc(f.Accounts, func(a broadworks.Account) bool { return a.Username == caller.Username }); i >= 0 {
		return broadworksclient.Login(caller.Username, f.Accounts[i].Password), nil
	}
	return broadworksclient.Credential{}, fmt.Errorf("there is no account %q", caller.Username)
}

// TestBehaviour runs the suite on every kind of target. All have the same cases: what
// one cannot do is skipped there, and not left out.
func TestBehaviour(t *testing.T) {
	endpoint := newEndpoint(t, pbxtest.Run(t))
	want := suite.Cases(broadworkstest.CheckEndpoint(t.Context(), endpoint, broadworkstest.Endpoint{}))
	for name, open := range map[string]func(t *testing.T) *broadworks.Service{
		"on memory": func(*testing.T) *broadworks.Service { return broadworks.New(memstore.New(broadworks.Tables()...)) },
		"over TCP":  func(t *testing.T) *broadworks.Service { return remote(t, pbxtest.Run(t, pbxtest.Empty()), direct) },
		"over TLS":  func(t *testing.T) *broadworks.Service { return remote(t, pbxtest.RunTLS(t, pbxtest.Empty()), direct) },
		"in memory": func(t *testing.T) *broadworks.Service {
			return remote(t, pbxtest.Run(t, pbxtest.Empty(), pbxtest.InMemory()), direct)
		},
		"through a proxy": func(t *testing.T) *broadworks.Service {
			return remote(t, pbxtest.Run(t, pbxtest.Empty(), pbxtest.InMemory()), proxied)
		},
		"by way of APIO Core": func(t *testing.T) *broadworks.Service {
			pbx := pbxtest.Run(t, pbxtest.Empty(), pbxtest.InMemory())
			svc := remote(t, pbx, func(t testing.TB, pbx *pbxtest.Server, credential broadworksclient.Credential) *broadworks.Service {
				return newClient(t, pbx.URL()+broadworkshttp.CorePrefix, credential, broadworksclient.WithHTTPClient(pbx.Client()))
			})
			svc.Sessions = remote(t, pbx, direct).Sessions // the login is at the gateway
			return svc
		},
		"of a gateway that shows types": func(t *testing.T) *broadworks.Service {
			options := broadworkshttp.Options{GroupAudioMediaType: true}
			return remote(t, pbxtest.Run(t, pbxtest.Empty(), pbxtest.InMemory(), pbxtest.WithHTTP(httpapi.Options{BroadWorks: options})), direct)
		},
	} {
		t.Run(name, func(t *testing.T) {
			cases := suite.NewOpened(t)
			broadworkstest.Run(t, func(t *testing.T) *broadworks.Service {
				cases.Add(t)
				return open(t)
			})
			cases.Check(t, want)
		})
	}
}

// A gateway that is in use, as far as the suite knows.
func TestBehaviourOfAnEndpoint(t *testing.T) {
	svc := newEndpoint(t, pbxtest.Run(t))
	broadworkstest.RunEndpoint(t, svc, broadworkstest.Endpoint{Writes: true, Users: endpointUsers})
}

var endpointUsers = []broadworks.UserRef{{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}}

// newEndpoint returns a client of a system that is in use, as far as the suite knows.
func newEndpoint(t testing.TB, pbx *pbxtest.Server) *broadworks.Service {
	t.Helper()
	return direct(t, pbx, broadworksclient.Login(pbx.Credentials.BroadWorks.Username, pbx.Credentials.BroadWorks.Password))
}

// The BroadWorks that the environment names: PBXKIT_BROADWORKS_URL, and either
// PBXKIT_BROADWORKS_TOKEN or PBXKIT_BROADWORKS_USER and PBXKIT_BROADWORKS_PASSWORD. Looked
// at are the users in PBXKIT_BROADWORKS_ON, tenant/group/user each, with commas between
// them. It is only read, unless PBXKIT_BROADWORKS_WRITES is 1.
func TestBehaviourOfARealBroadWorks(t *testing.T) {
	env := func(name string) string { return os.Getenv("PBXKIT_BROADWORKS_" + name) }
	if env("URL") == "" || env("TOKEN") == "" && env("USER") == "" {
		t.Skip("PBXKIT_BROADWORKS_URL, and PBXKIT_BROADWORKS_TOKEN or PBXKIT_BROADWORKS_USER, name no BroadWorks")
	}
	credential := broadworksclient.Login(env("USER"), env("PASSWORD"))
	if env("TOKEN") != "" {
		credential = broadworksclient.Token(env("TOKEN"))
	}
	e := broadworkstest.Endpoint{Writes: env("WRITES") == "1"}
	for on := range strings.FieldsFuncSeq(env("ON"), func(r rune) bool { return r == ',' }) {
		ids := strings.Split(on, "/")
		if len(ids) != 3 {
			t.Fatalf("PBXKIT_BROADWORKS_ON: %q is not tenant/group/user", on)
		}
		e.Users = append(e.Users, broadworks.UserRef{TenantID: ids[0], GroupID: ids[1], UserID: ids[2]})
	}
	svc := newClient(t, env("URL"), credential, broadworksclient.WithHTTPClient(&http.Client{Timeout: broadworksclient.DefaultTimeout}))
	broadworkstest.RunEndpoint(t, svc, e)
}
