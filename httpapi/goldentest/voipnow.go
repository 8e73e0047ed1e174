package goldentest

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/voipnow"
)

// VoipNow plays the exchanges of a pattern with a VoipNow. The directives are
//
//	fixture: docs or empty; begins anew, at the time of the fixture
//	seed:    records to load, as in a fixture file, or "two parties"
//	options: as in [voipnowhttp.Options]
//	deviate: as in [voipnow.Deviations]
//	clock:   the time, from then on
//	answer:  the id of a call that is answered
func VoipNow(t *testing.T, pattern string, open func(t *testing.T, tables ...*store.Schema) store.DB) {
	play(t, pattern, func(t *testing.T) (*voipnowServer, error) {
		s := &voipnowServer{t: t, open: open}
		return s, s.load(t.Context(), voipnow.Documentation())
	})
}

type voipnowServer struct {
	http.Handler
	t       *testing.T
	open    opener
	db      store.DB
	clock   *atomic.Pointer[time.Time]
	ids     *voipnowIDs
	svc     *voipnow.Service
	opts    voipnowhttp.Options
	deviate voipnow.Deviations
}

// load begins anew, with a fixture and at its time.
func (p *voipnowServer) load(ctx context.Context, f *voipnow.Fixture) error {
	p.clock, p.ids, p.db = new(atomic.Pointer[time.Time]), new(voipnowIDs), p.open(p.t, voipnow.Tables()...)
	p.clock.Store(&f.Clock)
	if err := p.assemble(); err != nil {
		return err
	}
	return p.svc.Seed.Load(ctx, f)
}

// assemble puts the service and the adapter on the database.
func (p *voipnowServer) assemble() (err error) {
	clock := p.clock
	p.svc = voipnow.New(p.db, voipnow.WithIDs(p.ids), voipnow.WithDeviations(p.deviate),
		voipnow.WithClock(func() time.Time { return *clock.Load() }))
	p.Handler, err = voipnowhttp.NewHandler(p.svc, p.opts)
	return err
}

// Direct implements golden.Server.
func (p *voipnowServer) Direct(ctx context.Context, name, value string) error {
	switch name {
	case "fixture":
		f, err := fixture(value, voipnow.Documentation())
		if err != nil {
			return err
		}
		p.opts, p.deviate = voipnowhttp.Options{}, voipnow.Deviations{}
		return p.load(ctx, f)
	case "seed":
		return p.seed(ctx, value)
	case "answer":
		return p.svc.Seed.Answer(ctx, value)
	case "clock":
		at, err := time.Parse(time.RFC3339, value)
		p.clock.Store(&at)
		return err
	case "options":
		p.opts = voipnowhttp.Options{}
		return p.change(value, &p.opts)
	case "deviate":
		p.deviate = voipnow.Deviations{}
		return p.change(value, &p.deviate)
	}
	return errDirective
}

// TwoParties is a call that two users of the documentation fixture are on.
const TwoParties = `{"calls": [{"id": "ab00000000000000c011", "extension": "0003*210", "published": "2012-06-27T16:09:00+02:00", "phoneCallView": [
	{"id": "00", "extension": "0003*024", "status": 5, "source": ["0003*024"], "destination": ["0003*210"]},
	{"id": "01", "extension": "0003*210", "status": 5, "source": ["0003*024"], "destination": ["0003*210"]}
]}]}`

func (p *voipnowServer) seed(ctx context.Context, text string) error {
	if text == "two parties" {
		text = TwoParties
	}
	f, err := voipnow.ParseFixture([]byte(text))
	if err != nil {
		return err
	}
	return p.svc.Seed.Load(ctx, f)
}

// change reads what the PBX is made with, and makes it anew.
func (p *voipnowServer) change(text string, v any) error {
	if err := strictjson.Unmarshal([]byte(text), v); err != nil {
		return err
	}
	return p.assemble()
}

// voipnowIDs gives identifiers that tell in which order they were drawn.
type voipnowIDs struct{ calls, tokens atomic.Int64 }

func (c *voipnowIDs) CallID() (string, error) { return fmt.Sprintf("%020x", c.calls.Add(1)), nil }

func (c *voipnowIDs) Token() (string, error) {
	return fmt.Sprintf("generated-token-%d", c.tokens.Add(1)), nil
}
