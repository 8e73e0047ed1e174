package voipnowhttp_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

const (
	// documentedPath and onHold are the request that the OnHold page prints.
	documentedPath = "/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333"
	onHold         = `{"action": "OnHold", "phoneCallViewId": "01"}`
	offHold        = `{"action": "OffHold", "phoneCallViewId": "01"}`

	docsToken = voipnow.DocumentationToken
	jsonType  = "application/json"
)

// pbx is a VoipNow behind its adapter. Its clock and identifiers are repeatable, so
// that every byte of an answer can be expected.
type pbx struct {
	http.Handler
	clock   *atomic.Pointer[time.Time]
	ids     voipnow.IDs
	db      *memstore.DB
	svc     *voipnow.Service
	opts    voipnowhttp.Options
	deviate voipnow.Deviations
}

// newPBX returns a PBX with the documentation fixture.
func newPBX(t testing.TB) *pbx {
	t.Helper()
	p := &pbx{}
	if err := p.load(context.Background(), voipnow.Documentation()); err != nil {
		t.Fatal(err)
	}
	return p
}

// load begins anew, with a fixture and at its time.
func (p *pbx) load(ctx context.Context, f *voipnow.Fixture) error {
	p.clock, p.ids, p.db = new(atomic.Pointer[time.Time]), new(countedIDs), memstore.New(voipnow.Tables()...)
	p.clock.Store(&f.Clock)
	if err := p.assemble(); err != nil {
		return err
	}
	return p.svc.Seed.Load(ctx, f)
}

// assemble puts the service and the adapter on the database.
func (p *pbx) assemble() (err error) {
	clock := p.clock
	p.svc = voipnow.New(p.db, voipnow.WithIDs(p.ids), voipnow.WithDeviations(p.deviate),
		voipnow.WithClock(func() time.Time { return *clock.Load() }))
	p.Handler, err = voipnowhttp.NewHandler(p.svc, p.opts)
	return err
}

// dump returns the whole state.
func (p *pbx) dump(t testing.TB) *voipnow.Fixture {
	t.Helper()
	f, err := p.svc.Seed.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func (p *pbx) seed(ctx context.Context, text string) error {
	f, err := voipnow.ParseFixture([]byte(text))
	if err != nil {
		return err
	}
	return p.svc.Seed.Load(ctx, f)
}

// countedIDs gives identifiers that tell in which order they were drawn.
type countedIDs struct{ calls, tokens atomic.Int64 }

func (c *countedIDs) CallID() (string, error) { return fmt.Sprintf("%020x", c.calls.Add(1)), nil }

func (c *countedIDs) Token() (string, error) {
	return fmt.Sprintf("generated-token-%d", c.tokens.Add(1)), nil
}

// refusal is the answer for an error.
func refusal(e *voipnow.Error) resttest.Answer {
	return resttest.Answer{Status: e.Status, Body: fmt.Sprintf(`{"error":{"code":%q,"message":%q}}`, e.Code, e.Message)}
}

// tokenRefusal is the answer of the token endpoint for an error.
func tokenRefusal(e *voipnow.Error) resttest.Answer {
	return resttest.Answer{Status: e.Status, Body: fmt.Sprintf(`{"error":%q}`, e.Code)}
}

// request is a request with the token of the documentation fixture.
func request(method, target, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+docsToken)
	return r
}
