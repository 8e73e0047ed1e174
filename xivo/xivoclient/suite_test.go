package xivoclient_test

import (
	"net/http"
	"net/http/httptest"
	"os"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// token opens the PBXs of these tests. It is no word that could be in an answer.
const token = "a4c1f0de-7b52"

// remote returns a client of a PBX, with the seeding of the store behind it.
func remote(t testing.TB, pbx *pbxtest.Server, opts ...xivoclient.Option) *xivo.Service {
	t.Helper()
	svc := newClient(t, pbx.URL(), append([]xivoclient.Option{xivoclient.WithHTTPClient(pbx.Client())}, opts...)...)
	svc.Seed = pbx.XiVO.Seed
	return svc
}

func newClient(t testing.TB, base string, opts ...xivoclient.Option) *xivo.Service {
	t.Helper()
	svc, err := xivoclient.New(base, token, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// proxy serves a service, which is a client, to a client.
func proxy(t testing.TB, svc *xivo.Service) *xivo.Service {
	t.Helper()
	h, err := xivohttp.NewHandler(svc, xivohttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	front := newClient(t, server.URL, xivoclient.WithHTTPClient(server.Client()))
	front.Seed = svc.Seed
	return front
}

// empty are the options of a PBX as the suite wants it.
func empty(opts ...pbxtest.Option) []pbxtest.Option {
	return append(opts, pbxtest.Empty(), pbxtest.StartAt(xivotest.Clock), pbxtest.WithXiVOToken(token))
}

// TestBehaviour runs the suite on every kind of target. All have the same cases: what
// one cannot do is skipped there, and not left out.
func TestBehaviour(t *testing.T) {
	want := suite.Cases(xivotest.CheckEndpoint(t.Context(), inUse(t), xivotest.Endpoint{}))
	for _, target := range []struct {
		name string
		open func(t *testing.T) *xivo.Service
	}{
		{"on memory", func(*testing.T) *xivo.Service {
			return xivo.New(memstore.New(xivo.Tables()...), xivo.WithClock(func() time.Time { return xivotest.Clock }))
		}},
		{"over TCP", func(t *testing.T) *xivo.Service { return remote(t, pbxtest.Run(t, empty()...)) }},
		{"over TLS", func(t *testing.T) *xivo.Service { return remote(t, pbxtest.RunTLS(t, empty()...)) }},
		{"in memory", func(t *testing.T) *xivo.Service { return remote(t, pbxtest.Run(t, empty(pbxtest.InMemory())...)) }},
		{"through a proxy", func(t *testing.T) *xivo.Service {
			return proxy(t, remote(t, pbxtest.Run(t, empty(pbxtest.InMemory())...)))
		}},
	} {
		t.Run(target.name, func(t *testing.T) {
			cases := suite.NewOpened(t)
			xivotest.Run(t, func(t *testing.T) *xivo.Service {
				cases.Add(t)
				return target.open(t)
			})
			cases.Check(t, want)
		})
	}
}

func TestBehaviourOfAnEndpoint(t *testing.T) {
	xivotest.RunEndpoint(t, inUse(t), xivotest.Endpoint{Writes: true})
}

// inUse returns a client of a PBX that is in use, as far as the suite knows.
func inUse(t *testing.T) *xivo.Service {
	t.Helper()
	svc := remote(t, pbxtest.Run(t, pbxtest.WithXiVOToken(token)))
	svc.Seed = nil
	return svc
}

// The XiVO that the environment names: PBXKIT_XIVO_URL and PBXKIT_XIVO_TOKEN. It is only
// read, unless PBXKIT_XIVO_WRITES is 1.
func TestBehaviourOfARealXiVO(t *testing.T) {
	url, token := os.Getenv("PBXKIT_XIVO_URL"), os.Getenv("PBXKIT_XIVO_TOKEN")
	if url == "" || token == "" {
		t.Skip("PBXKIT_XIVO_URL and PBXKIT_XIVO_TOKEN name no XiVO")
	}
	svc, err := xivoclient.New(url, token, xivoclient.WithHTTPClient(&http.Client{Timeout: xivoclient.DefaultTimeout}))
	if err != nil {
		t.Fatal(err)
	}
	xivotest.RunEndpoint(t, svc, xivotest.Endpoint{Writes: os.Getenv("PBXKIT_XIVO_WRITES") == "1"})
}
