package telecomxhttp_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/goldentest"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/telecomx"
)

// noon is the time at which the tests begin.
var noon = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// clock is a clock that stands still until it is moved.
type clock struct{ nanoseconds atomic.Int64 }

func (c *clock) Now() time.Time { return noon.Add(time.Duration(c.nanoseconds.Load())) }

func (c *clock) Advance(d time.Duration) { c.nanoseconds.Add(int64(d)) }

// pbx is a TelecomX behind its adapter. Its clock and identifiers are repeatable,
// so that every byte of an answer can be expected.
type pbx struct {
	http.Handler
	clock   *clock
	ids     telecomx.IDs
	db      *memstore.DB
	svc     *telecomx.Service
	opts    telecomxhttp.Options
	deviate telecomx.Deviations
}

// newPBX returns a PBX with the documentation fixture.
func newPBX(t testing.TB, opts telecomxhttp.Options) *pbx {
	t.Helper()
	p := &pbx{opts: opts}
	if err := p.load(context.Background(), telecomx.Documentation()); err != nil {
		t.Fatal(err)
	}
	return p
}

// load begins anew, with a fixture.
func (p *pbx) load(ctx context.Context, f *telecomx.Fixture) error {
	p.clock, p.ids, p.db = new(clock), new(countedIDs), memstore.New(telecomx.Tables()...)
	if err := p.assemble(); err != nil {
		return err
	}
	return p.svc.Seed.Load(ctx, f)
}

// assemble puts the service and the adapter on the database.
func (p *pbx) assemble() (err error) {
	p.svc = telecomx.New(p.db, telecomx.WithClock(p.clock.Now), telecomx.WithIDs(p.ids), telecomx.WithDeviations(p.deviate))
	p.Handler, err = telecomxhttp.NewHandler(p.svc, p.opts)
	return err
}

// dump returns the whole state.
func (p *pbx) dump(t testing.TB) *telecomx.Fixture {
	t.Helper()
	f, err := p.svc.Seed.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// documentedTokens are the good tokens of the documentation fixture, by the level
// of their holders.
var documentedTokens = map[string]string{
	"PERSONAL": "token-personal", "VIEWER": "token-viewer", "MANAGER": "token-manager", "OWNER": "token-owner",
	"RESELLER": "token-reseller", "RESELLER_ADMIN": "token-reseller-admin", "ADMIN": "token-admin",
}

// newFullPBX returns a PBX with the documentation fixture and [goldentest.EveryLevel].
func newFullPBX(t testing.TB, opts telecomxhttp.Options) *pbx {
	t.Helper()
	p := newPBX(t, opts)
	f, err := telecomx.ParseFixture([]byte(goldentest.EveryLevel))
	if err == nil {
		err = p.svc.Seed.Load(context.Background(), f)
	}
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// countedIDs gives identifiers that tell in which order they were drawn.
type countedIDs struct{ ids, tokens atomic.Int64 }

func (c *countedIDs) ID() (string, error) { return fmt.Sprintf("%024x", c.ids.Add(1)), nil }

func (c *countedIDs) Token() (string, error) { return fmt.Sprintf("session-%d", c.tokens.Add(1)), nil }

// call sends a request with a token, unless that is "".
func call(h http.Handler, method, target, token, body string) resttest.Answer {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	return resttest.Ask(h, r)
}

// refusal returns the answer of a refusal.
func refusal(e *telecomx.Error) resttest.Answer {
	return resttest.Answer{Status: e.Status, Body: fmt.Sprintf(`{"code":%d,"message":%q,"description":%q}`, e.Status, e.Code, e.Message)}
}
