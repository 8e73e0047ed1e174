package goldentest

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/telecomx"
)

// TelecomX plays the exchanges of a pattern with a TelecomX. The directives are
//
//	fixture: docs or empty; begins anew, at noon on 1 March 2026
//	seed:    records to load, as in a fixture file, or "every level"
//	options: as in [telecomxhttp.Options]
//	deviate: as in [telecomx.Deviations]
//	advance: how far the clock is moved, such as 15m
func TelecomX(t *testing.T, pattern string, open func(t *testing.T, tables ...*store.Schema) store.DB) {
	play(t, pattern, func(t *testing.T) (*telecomxServer, error) {
		s := &telecomxServer{t: t, open: open}
		return s, s.load(t.Context(), telecomx.Documentation())
	})
}

type telecomxServer struct {
	http.Handler
	t       *testing.T
	open    opener
	db      store.DB
	now     *atomic.Pointer[time.Time]
	ids     *telecomxIDs
	svc     *telecomx.Service
	opts    telecomxhttp.Options
	deviate telecomx.Deviations
}

// load begins anew, with a fixture.
func (p *telecomxServer) load(ctx context.Context, f *telecomx.Fixture) error {
	noon := time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)
	p.now, p.ids, p.db = new(atomic.Pointer[time.Time]), new(telecomxIDs), p.open(p.t, telecomx.Tables()...)
	p.now.Store(&noon)
	if err := p.assemble(); err != nil {
		return err
	}
	return p.svc.Seed.Load(ctx, f)
}

// assemble puts the service and the adapter on the database.
func (p *telecomxServer) assemble() (err error) {
	now := p.now
	p.svc = telecomx.New(p.db, telecomx.WithIDs(p.ids), telecomx.WithDeviations(p.deviate),
		telecomx.WithClock(func() time.Time { return *now.Load() }))
	p.Handler, err = telecomxhttp.NewHandler(p.svc, p.opts)
	return err
}

// Direct implements golden.Server.
func (p *telecomxServer) Direct(ctx context.Context, name, value string) error {
	switch name {
	case "fixture":
		f, err := fixture(value, telecomx.Documentation())
		if err != nil {
			return err
		}
		p.opts, p.deviate = telecomxhttp.Options{}, telecomx.Deviations{}
		return p.load(ctx, f)
	case "seed":
		if value == "every level" {
			value = EveryLevel
		}
		f, err := telecomx.ParseFixture([]byte(value))
		if err != nil {
			return err
		}
		return p.svc.Seed.Load(ctx, f)
	case "deviate":
		p.deviate = telecomx.Deviations{}
		if err := strictjson.Unmarshal([]byte(value), &p.deviate); err != nil {
			return err
		}
		return p.assemble()
	case "options":
		p.opts = telecomxhttp.Options{}
		if err := strictjson.Unmarshal([]byte(value), &p.opts); err != nil {
			return err
		}
		return p.assemble()
	case "advance":
		d, err := time.ParseDuration(value)
		later := p.now.Load().Add(d)
		p.now.Store(&later)
		return err
	}
	return errDirective
}

// EveryLevel completes the documentation fixture with a customer beside the
// example one, below the same reseller, and with the levels that it has nobody of.
const EveryLevel = `{
	"customers": [{"id": "52f4fd7734697b28ccaf0003", "parentReseller": "52f4fd7734697b28ccaf0001", "settings": {"masterPinCode": "333333"}},
	              {"id": "52f4fd7734697b28ccaf0002", "name": "Foreign customer", "settings": {"masterPinCode": "222222"}}],
	"employees": [{"id": "52f4fd7734697b28ccaf0108", "customer": "52f4fd7734697b28ccaf0002", "username": "reselleradmin@example.com", "level": "RESELLER_ADMIN"},
	              {"id": "52f4fd7734697b28ccaf0109", "customer": "1234567890ABCDEF12345678", "username": "nologin@example.com", "password": "mysecret password", "level": "NO_LOGIN"}],
	"tokens": [{"value": "token-reseller-admin", "employee": "52f4fd7734697b28ccaf0108", "machine": true},
	           {"value": "token-no-login", "employee": "52f4fd7734697b28ccaf0109", "persistent": true},
	           {"value": "token-machine", "employee": "52f4fd7734697b28ccaf0107", "machine": true}],
	"musicOnHold": [{"id": "52f4fd7734697b28ccaf0301", "customer": "52f4fd7734697b28ccaf0001", "name": "Of the reseller"},
	                {"id": "52f4fd7734697b28ccaf0302", "customer": "52f4fd7734697b28ccaf0002", "name": "Of the foreign one"},
	                {"id": "52f4fd7734697b28ccaf0303", "customer": "52f4fd7734697b28ccaf0003", "name": "Of the neighbour"}]
}`

// telecomxIDs gives identifiers that tell in which order they were drawn.
type telecomxIDs struct{ ids, tokens atomic.Int64 }

func (c *telecomxIDs) ID() (string, error) { return fmt.Sprintf("%024x", c.ids.Add(1)), nil }

func (c *telecomxIDs) Token() (string, error) { return fmt.Sprintf("session-%d", c.tokens.Add(1)), nil }
