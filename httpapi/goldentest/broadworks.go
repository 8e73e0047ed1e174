package goldentest

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/store"
)

// BroadWorks plays the exchanges of a pattern with a BroadWorks. The directives are
//
//	fixture: docs, empty, or profile (docs with the options for the vendor's examples); begins anew
//	seed:    records to load, as in a fixture file
//	deviate: as in [broadworks.Deviations]
//	options: as in [broadworkshttp.Options]
func BroadWorks(t *testing.T, pattern string, open func(t *testing.T, tables ...*store.Schema) store.DB) {
	play(t, pattern, func(t *testing.T) (*broadworksServer, error) {
		s := &broadworksServer{t: t, open: open}
		return s, s.load(t.Context(), "docs")
	})
}

type broadworksServer struct {
	http.Handler
	t       *testing.T
	open    opener
	db      store.DB
	ids     *broadworksIDs
	svc     *broadworks.Service
	opts    broadworkshttp.Options
	deviate broadworks.Deviations
}

// assemble puts the service and the adapter on the database.
func (s *broadworksServer) assemble() (err error) {
	s.svc = broadworks.New(s.db, broadworks.WithIDs(s.ids), broadworks.WithDeviations(s.deviate))
	s.Handler, err = broadworkshttp.NewHandler(s.svc, s.opts)
	return err
}

// Direct implements golden.Server.
func (s *broadworksServer) Direct(ctx context.Context, name, value string) error {
	switch name {
	case "fixture":
		return s.load(ctx, value)
	case "seed":
		f, err := broadworks.ParseFixture([]byte(value))
		if err != nil {
			return err
		}
		return s.svc.Seed.Load(ctx, f)
	case "options":
		s.opts = broadworkshttp.Options{}
		if err := strictjson.Unmarshal([]byte(value), &s.opts); err != nil {
			return err
		}
		return s.assemble()
	case "deviate":
		s.deviate = broadworks.Deviations{}
		if err := strictjson.Unmarshal([]byte(value), &s.deviate); err != nil {
			return err
		}
		return s.assemble()
	}
	return errDirective
}

// load begins anew, with a fixture by name: docs or empty, or profile for docs
// with the options of the documentation profile.
func (s *broadworksServer) load(ctx context.Context, name string) error {
	s.opts = broadworkshttp.Options{}
	if name == "profile" {
		name, s.opts = "docs", broadworkshttp.Options{SingularUserPath: true, AnonymousAs: broadworks.DocumentationAccount}
	}
	f, err := fixture(name, broadworks.Documentation())
	if err != nil {
		return err
	}
	s.db, s.ids, s.deviate = s.open(s.t, broadworks.Tables()...), new(broadworksIDs), broadworks.Deviations{}
	if err := s.assemble(); err != nil {
		return err
	}
	return s.svc.Seed.Load(ctx, f)
}

// broadworksIDs gives the session id of the vendor's example first, and then ids
// that tell in which order they were drawn.
type broadworksIDs struct{ n atomic.Int64 }

func (c *broadworksIDs) SessionID() (string, error) {
	if n := c.n.Add(1); n > 1 {
		return fmt.Sprintf("session-%d", n), nil
	}
	return "0123456780", nil
}
