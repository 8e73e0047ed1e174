package broadworkshttp_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/memstore"
)

// system is a BroadWorks behind its adapter. Its session ids are repeatable, so
// that every byte of an answer can be expected.
type system struct {
	http.Handler
	db      *memstore.DB
	svc     *broadworks.Service
	ids     broadworks.IDs
	deviate broadworks.Deviations
	opts    broadworkshttp.Options
}

// newSystem returns a system with the documentation fixture.
func newSystem(t testing.TB, opts broadworkshttp.Options) *system {
	t.Helper()
	s := emptySystem(t, opts)
	if err := s.svc.Seed.Load(context.Background(), broadworks.Documentation()); err != nil {
		t.Fatal(err)
	}
	return s
}

func emptySystem(t testing.TB, opts broadworkshttp.Options) *system {
	t.Helper()
	s := &system{db: memstore.New(broadworks.Tables()...), ids: new(countedIDs), opts: opts}
	if err := s.assemble(); err != nil {
		t.Fatal(err)
	}
	return s
}

// assemble puts the service and the adapter on the database.
func (s *system) assemble() (err error) {
	s.svc = broadworks.New(s.db, broadworks.WithIDs(s.ids), broadworks.WithDeviations(s.deviate))
	s.Handler, err = broadworkshttp.NewHandler(s.svc, s.opts)
	return err
}

// dump returns the whole state.
func (s *system) dump(t testing.TB) *broadworks.Fixture {
	t.Helper()
	f, err := s.svc.Seed.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// countedIDs gives the session id of the vendor's example first, and then ids
// that tell in which order they were drawn.
type countedIDs struct{ n atomic.Int64 }

func (c *countedIDs) SessionID() (string, error) {
	if n := c.n.Add(1); n > 1 {
		return fmt.Sprintf("session-%d", n), nil
	}
	return "0123456780", nil
}
