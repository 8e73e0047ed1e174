package pbxtest

import (
	"context"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// emptyDB is a database without records, of which every server's is a fork. How the
// tables lie in memory takes longer to work out than anything else at the start.
var emptyDB = sync.OnceValue(func() *memstore.DB {
	var tables []*store.Schema
	for _, v := range vendors() {
		tables = append(tables, v.tables()...)
	}
	return memstore.New(tables...)
})

// documented is the documentation fixture in a database.
var documented = sync.OnceValues(func() (*loaded, error) { return load(Documentation()) })

// loaded is a database with the records of a fixture, and what a server has to know
// of the fixture beside them.
type loaded struct {
	db          *memstore.DB
	credentials Credentials          // but for XiVO's token
	clocks      map[string]time.Time // of the vendors that have one
}

// load loads a fixture. What it leaves to be drawn is the same in every run.
func load(f *Fixture) (*loaded, error) {
	s := &Server{config: newConfig(nil), db: emptyDB().Fork(), clock: newClock(defaultStart, nil), ids: newIDs(0, nil, Script{})}
	s.makeServices()
	if err := f.load(context.Background(), s); err != nil {
		return nil, err
	}
	return &loaded{s.db, credentialsOf(f, ""), clocksOf(f)}, nil
}

// load returns the records that a server is to start with. The database is the
// caller's own.
func (c *config) load() (*loaded, error) {
	if c.fixture == nil {
		docs, err := documented()
		if err != nil {
			return nil, err
		}
		return &loaded{docs.db.Fork(), docs.credentials, docs.clocks}, nil
	}
	f, err := c.fixture()
	if err != nil {
		return nil, err
	}
	return load(f)
}

// makeServices makes the vendors' services on the server's database.
func (s *Server) makeServices() {
	for _, v := range vendors() {
		v.serve(s)
	}
}

// assemble makes the services and the handler that serves them.
func (s *Server) assemble() error {
	s.makeServices()
	for _, override := range s.config.overrides {
		override(s)
	}
	api, err := httpapi.NewHandler(httpapi.Services{
		XiVO: s.XiVO, VoipNow: s.VoipNow, TelecomX: s.TelecomX, BroadWorks: s.BroadWorks,
	}, s.config.http)
	s.api = api
	return err
}

// clockOf returns the clock of a vendor.
func (s *Server) clockOf(vendor string) func() time.Time {
	if start, ok := s.starts[vendor]; ok {
		return s.clock.from(start)
	}
	return s.clock.now
}

// standing returns the time of a vendor whose clock stands still; zero if it goes.
func (s *Server) standing(vendor string) time.Time {
	if s.clock == nil || s.clock.follow != nil {
		return time.Time{}
	}
	return s.clockOf(vendor)()
}
