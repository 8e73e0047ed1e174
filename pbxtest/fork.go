package pbxtest

import (
	"context"
	"errors"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
)

// Fork returns a server of its own that begins with what s holds now: records, time
// and the identifiers to come, but neither journal nor faults. It costs the same at
// any size. Like one of [Run] it listens from the first call of [Server.URL] until
// the test t ends; without a test, t is nil, it is one of [New].
func (s *Server) Fork(t TB) *Server {
	f := s.fork(t, "", s.Credentials)
	if err := f.begin(); err != nil {
		panic("pbxtest: " + err.Error()) // the options are those of s, which exists
	}
	return f
}

// fork returns a server that is yet to begin.
func (s *Server) fork(t TB, prefix string, credentials Credentials) *Server {
	return &Server{
		config: s.config, db: s.db.Fork(), clock: s.clock.fork(), ids: s.ids.fork(prefix), starts: s.starts,
		Credentials: credentials, kin: s.kin, secure: s.secure, t: t,
	}
}

// kin is what servers have in common that are related by Fork, and nobody else.
type kin struct{ _ byte }

// Snapshot is what a server holds at one moment.
type Snapshot struct {
	kin         *kin
	prefix      string // of the tenant that it is of; "" for none
	db          *memstore.Snapshot
	credentials Credentials
	elapsed     time.Duration
	ids         idState
}

// Snapshot returns what the server holds now: records, time and the identifiers to
// come. It costs the same at any size. What requests write meanwhile may be in it
// or not.
func (s *Server) Snapshot() *Snapshot {
	return &Snapshot{s.kin, s.ids.prefix, s.db.Snapshot(), s.Credentials, s.clock.elapsed(), s.ids.state()}
}

// Restore returns to a snapshot of this server, or of one that is related to it by
// Fork. It waits for a request that writes, for as long as ctx lasts. Journal and
// faults stay as they are. A snapshot of any other server is refused, and so is that of
// a tenant with any but this tenant.
func (s *Server) Restore(ctx context.Context, snapshot *Snapshot) error {
	switch {
	case snapshot.kin != s.kin:
		return errors.New("pbxtest: the snapshot is of a server that is not related")
	case snapshot.prefix != s.ids.prefix:
		return errors.New("pbxtest: the snapshot is of another tenant, or of the server of tenants, whose credentials are others")
	}
	if err := s.db.Restore(ctx, snapshot.db); err != nil {
		return err
	}
	s.clock.set(snapshot.elapsed)
	s.ids.restore(snapshot.ids)
	if s.Credentials != snapshot.credentials { // which Import has brought
		s.Credentials = snapshot.credentials
	}
	return nil
}

// Reset returns to what the server was when it began, with an empty journal, and
// without faults and tenants.
func (s *Server) Reset(ctx context.Context) error {
	if err := s.Restore(ctx, s.origin); err != nil {
		return err
	}
	s.journal.Clear()
	s.faults.clear()
	s.tenants.clear()
	return nil
}

// Now returns the time of the server. A vendor whose fixture has a clock of its own, as
// XiVO and VoipNow have in the documentation fixture, has another time, which goes as
// this one does; [StartAt] makes them one.
func (s *Server) Now() time.Time { return s.clock.now() }

// NowOf returns the time of a vendor, by the name of its package.
func (s *Server) NowOf(vendor string) time.Time { return s.clockOf(vendor)() }

// Advance moves the server's time ahead: what expires meanwhile has expired, and the
// answers that faults held back until then are given.
func (s *Server) Advance(d time.Duration) { s.clock.advance(d) }

// Export returns everything that the server holds as a fixture, with all tokens and
// passwords. A server that starts [From] it holds the same, and the clocks of vendors
// that keep one in their fixtures go on from where they are.
func (s *Server) Export(ctx context.Context) (*Fixture, error) {
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
	next.credentials.XiVO = s.Credentials.XiVO
	if s.parent != nil {
		if next.credentials, err = s.mintOn(ctx, next); err != nil {
			return err
		}
	}
	if err := s.db.Restore(ctx, next.db.Snapshot()); err != nil {
		return err
	}
	s.Credentials = next.credentials
	return nil
}

// mintOn gives a tenant's records to come the credentials that it needs.
func (s *Server) mintOn(ctx context.Context, l *loaded) (Credentials, error) {
	next := &Server{config: s.config, db: l.db, clock: s.clock, ids: s.ids, starts: s.starts}
	next.Credentials.XiVO = s.Credentials.XiVO
	next.makeServices()
	err := next.mint(ctx, l.credentials)
	return next.Credentials, err
}
