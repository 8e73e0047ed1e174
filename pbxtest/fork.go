package pbxtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
)

// Fork returns a server of its own that begins with what s holds now: records, time
// and the identifiers to come, but neither journal nor faults. It costs the same at
// any size. Like one of [Run] it listens from the first call of [Server.URL] until
// the test t ends; without a test, t is nil, it is one of [New].
func (s *Server) Fork(t TB) *Server {
	f := s.fork(t, "")
	if s.parent != nil {
		f.kin = new(kin) // its credentials are in no snapshot of the tenant's server
	}
	if err := f.begin(); err != nil {
		panic("pbxtest: " + err.Error()) // the options are those of s, which exists
	}
	return f
}

// fork returns a server that is yet to begin.
func (s *Server) fork(t TB, prefix string) *Server {
	s.whole.RLock()
	defer s.whole.RUnlock()
	return &Server{
		config: s.config, db: s.db.Fork(), clock: s.clock.fork(), ids: s.ids.fork(prefix), starts: s.starts,
		Credentials: s.Credentials, model: s.model, kin: s.kin, secure: s.secure, t: t,
	}
}

// kin is what servers have in common that are related by Fork, and nobody else. A
// tenant is told from them by its prefix.
type kin struct{ _ byte }

// Snapshot is what a server holds at one moment.
type Snapshot struct {
	kin         *kin
	prefix      string // of the tenant that it is of; "" for none
	db          *memstore.Snapshot
	credentials Credentials
	model       Credentials
	elapsed     time.Duration
	ids         idState
}

// Snapshot returns what the server holds now: records, time and the identifiers to
// come. It costs the same at any size. What requests write meanwhile may be in it
// or not.
func (s *Server) Snapshot() *Snapshot {
	s.whole.RLock()
	defer s.whole.RUnlock()
	return &Snapshot{s.kin, s.ids.prefix, s.db.Snapshot(), s.Credentials, s.model, s.clock.elapsed(), s.ids.state()}
}

// Restore returns to a snapshot of this server, or of one that is related to it by
// Fork. It waits for a request that writes, for as long as ctx lasts. Journal and
// faults stay as they are. A snapshot of any other server is refused, and so is that of
// a tenant with any but this tenant. A fork of a tenant is related to its own forks.
func (s *Server) Restore(ctx context.Context, snapshot *Snapshot) error {
	switch {
	case snapshot.kin != s.kin:
		return errors.New("pbxtest: the snapshot is of a server that is not related")
	case snapshot.prefix != s.ids.prefix:
		return errors.New("pbxtest: the snapshot is of another tenant, or of the server of tenants, whose credentials are others")
	}
	s.whole.Lock()
	defer s.whole.Unlock()
	if err := s.db.Restore(ctx, snapshot.db); err != nil {
		return err
	}
	s.clock.set(snapshot.elapsed)
	s.ids.restore(snapshot.ids)
	s.open(snapshot.credentials, snapshot.model)
	return nil
}

// open changes what opens the server, but for XiVO's token, which is no record. The
// lock is held.
func (s *Server) open(credentials, model Credentials) {
	credentials.XiVO = s.Credentials.XiVO
	s.model = model
	if s.Credentials != credentials { // or else whoever reads them need not care
		s.Credentials = credentials
	}
}

// Reset returns to what the server was when it began, with an empty journal, and
// without faults and tenants. Requests that a fault holds back or stalls fail at once;
// those and others under way are in the journal when they end.
func (s *Server) Reset(ctx context.Context) error {
	if err := s.Restore(ctx, s.origin); err != nil {
		return err
	}
	s.faults.clear()
	s.tenants.clear()
	s.held.interrupt()
	s.stalled.interrupt()
	s.journal.Clear()
	return nil
}

// Now returns the time of the server. A vendor whose fixture has a clock of its own, as
// XiVO and VoipNow have in the documentation fixture, has another time, which goes as
// this one does; [StartAt] makes them one.
func (s *Server) Now() time.Time { return s.clock.now() }

// NowOf returns the time of a vendor, by the name of its package. It panics if there is
// no such vendor.
func (s *Server) NowOf(vendor string) time.Time {
	if !slices.Contains(vendorNames(), vendor) {
		panic(fmt.Sprintf("pbxtest: there is no vendor %q: they are %s", vendor, strings.Join(vendorNames(), ", ")))
	}
	return s.clockOf(vendor)()
}

// Advance moves the server's time ahead: what expires meanwhile has expired, and the
// answers that faults held back until then are given. With a negative duration time
// goes back, and what was given stays so. All in all it moves 292 years at most.
func (s *Server) Advance(d time.Duration) { s.clock.advance(d) }

// Export returns everything that the server holds as a fixture, with all tokens and
// passwords. A server that starts [From] it holds the same, and the clocks of vendors
// that keep one in their fixtures go on from where they are.
//
// Of a tenant it leaves out the credentials that were made for it, with the sessions of
// their logins: what is left loads anywhere, and is opened by what opens the server
// that the tenant is of.
func (s *Server) Export(ctx context.Context) (*Fixture, error) {
	moment := s.fork(nil, s.ids.prefix)
	moment.parent, moment.minted = s.parent, s.minted
	moment.makeServices()
	return moment.dump(ctx)
}

// dump returns what the services hold.
func (s *Server) dump(ctx context.Context) (*Fixture, error) {
	f := &Fixture{}
	for _, v := range vendors() {
		if err := v.dump(ctx, s, f); err != nil {
			return nil, err
		}
	}
	return f, nil
}

// Import replaces all records by those of a fixture, and the credentials by the ones
// that it has; a tenant mints its own anew. If something is wrong with the fixture,
// which the error says, everything stays as it is. The clock does not change. Nobody
// may look at the server's Credentials meanwhile.
func (s *Server) Import(ctx context.Context, f *Fixture) error {
	next, err := load(f)
	if err != nil {
		return err
	}
	credentials, model := next.credentials, Credentials{}
	if s.parent != nil {
		model = next.credentials
		if credentials, err = s.mintOn(ctx, next); err != nil {
			return err
		}
	}
	s.whole.Lock()
	defer s.whole.Unlock()
	if err := s.db.Restore(ctx, next.db.Snapshot()); err != nil {
		return err
	}
	s.open(credentials, model)
	return nil
}

// mintOn gives a tenant's records to come the credentials that it needs.
func (s *Server) mintOn(ctx context.Context, l *loaded) (Credentials, error) {
	next := &Server{config: s.config, db: l.db, clock: s.clock, ids: s.ids, starts: s.starts, model: l.credentials}
	next.makeServices()
	err := next.mint(ctx)
	return next.Credentials, err
}
