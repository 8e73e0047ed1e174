package goldentest

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
)

// XiVO plays the exchanges of a pattern with a XiVO. The directives are
//
//	fixture: docs or empty; begins anew
//	seed:    records to load, as in a fixture file
//	remove:  records to remove, as in [xivo.Removal]
//	deviate: as in [xivo.Deviations]
func XiVO(t *testing.T, pattern string, open func(t *testing.T, tables ...*store.Schema) store.DB) {
	play(t, pattern, func(t *testing.T) (*xivoServer, error) {
		s := &xivoServer{t: t, open: open}
		return s, s.load(t.Context(), &xivo.Fixture{})
	})
}

type xivoServer struct {
	http.Handler
	t       *testing.T
	open    opener
	db      store.DB
	ids     *xivoIDs
	svc     *xivo.Service
	deviate xivo.Deviations
}

// load begins anew, with a fixture.
func (s *xivoServer) load(ctx context.Context, f *xivo.Fixture) error {
	s.db, s.ids, s.deviate = s.open(s.t, xivo.Tables()...), new(xivoIDs), xivo.Deviations{}
	if err := s.assemble(); err != nil {
		return err
	}
	return s.svc.Seed.Load(ctx, f)
}

// assemble puts the service and the adapter on the database.
func (s *xivoServer) assemble() (err error) {
	clock := xivo.Documentation().Clock
	s.svc = xivo.New(s.db, xivo.WithToken(xivo.DocumentationToken), xivo.WithIDs(s.ids), xivo.WithDeviations(s.deviate),
		xivo.WithClock(func() time.Time { return clock }))
	s.Handler, err = xivohttp.NewHandler(s.svc, xivohttp.Options{})
	return err
}

// Direct implements golden.Server.
func (s *xivoServer) Direct(ctx context.Context, name, value string) error {
	switch name {
	case "fixture":
		f, err := fixture(value, xivo.Documentation())
		if err != nil {
			return err
		}
		return s.load(ctx, f)
	case "seed":
		f, err := xivo.ParseFixture([]byte(value))
		if err != nil {
			return err
		}
		return s.svc.Seed.Load(ctx, f)
	case "remove":
		var r xivo.Removal
		if err := strictjson.Unmarshal([]byte(value), &r); err != nil {
			return err
		}
		return s.svc.Seed.Remove(ctx, r)
	case "deviate":
		s.deviate = xivo.Deviations{}
		if err := strictjson.Unmarshal([]byte(value), &s.deviate); err != nil {
			return err
		}
		return s.assemble()
	}
	return errDirective
}

// xivoIDs gives identifiers that tell in which order they were drawn.
type xivoIDs struct{ uuids, names, provisioning atomic.Int64 }

func (c *xivoIDs) UUID() (xivo.UUID, error) {
	return xivo.UUID(fmt.Sprintf("00000000-0000-4000-8000-%012d", c.uuids.Add(1))), nil
}

func (c *xivoIDs) LineName() (string, error) {
	return fmt.Sprintf("line%04d", c.names.Add(1)), nil
}

func (c *xivoIDs) ProvisioningID() (int64, error) { return 100_000 + c.provisioning.Add(1), nil }
