package pbxtest

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// emptyDB is a database without records, of which every server's is a fork. How the
// tables lie in memory takes longer to work out than anything else at the start.
var emptyDB = sync.OnceValue(func() *memstore.DB {
	return memstore.New(slices.Concat(xivo.Tables(), voipnow.Tables(), telecomx.Tables(), broadworks.Tables())...)
})

// documented is the documentation fixture with a database that holds it.
var documented = sync.OnceValues(func() (*loaded, error) { return loadInto(emptyDB().Fork(), Documentation()) })

// loaded is a database with the records of a fixture, and what a server has to know
// of the fixture beside them.
type loaded struct {
	db          *memstore.DB
	credentials Credentials
	xivoClock   time.Time
	voipClock   time.Time
}

// load returns the records that a server is to start with. The database is the
// caller's own.
func (c *config) load() (*loaded, error) {
	if c.fixture == nil {
		docs, err := documented()
		if err != nil {
			return nil, err
		}
		own := *docs
		own.db = docs.db.Fork()
		return &own, nil
	}
	f, err := c.fixture()
	if err != nil {
		return nil, err
	}
	return loadInto(emptyDB().Fork(), f)
}

// loadInto loads a fixture. What it leaves to be drawn is the same in every run.
func loadInto(db *memstore.DB, f *Fixture) (*loaded, error) {
	s := &Server{config: newConfig(nil), db: db, clock: newClock(defaultStart, nil), ids: newIDs(0, nil, Script{})}
	s.makeServices()
	if err := f.load(context.Background(), s.XiVO, s.VoipNow, s.TelecomX, s.BroadWorks); err != nil {
		return nil, err
	}
	l := &loaded{db: db, credentials: credentialsOf(f)}
	if f.XiVO != nil {
		l.xivoClock = f.XiVO.Clock
	}
	if f.VoipNow != nil {
		l.voipClock = f.VoipNow.Clock
	}
	return l, nil
}

// makeServices makes the vendors' services on the server's database.
func (s *Server) makeServices() {
	c := s.config
	s.XiVO = xivo.New(s.db, slices.Concat([]xivo.Option{
		xivo.WithToken(s.Credentials.XiVO.Token),
		xivo.WithClock(s.clock.from(s.starts.xivo)),
		xivo.WithIDs(xivoIDs{s.ids, xivo.RandomIDs(s.ids)}),
	}, c.xivo)...)
	s.VoipNow = voipnow.New(s.db, slices.Concat([]voipnow.Option{
		voipnow.WithClock(s.clock.from(s.starts.voipnow)),
		voipnow.WithIDs(voipnowIDs{s.ids, voipnow.RandomIDs(s.ids)}),
	}, c.voipnow)...)
	s.TelecomX = telecomx.New(s.db, slices.Concat([]telecomx.Option{
		telecomx.WithClock(s.clock.now),
		telecomx.WithIDs(telecomxIDs{s.ids, telecomx.RandomIDs(s.ids)}),
	}, c.telecomx)...)
	s.BroadWorks = broadworks.New(s.db, slices.Concat([]broadworks.Option{
		broadworks.WithClock(s.clock.now),
		broadworks.WithIDs(broadworksIDs{s.ids, broadworks.RandomIDs(s.ids)}),
	}, c.broadworks)...)
}

// assemble makes the services and the handler that serves them.
func (s *Server) assemble() error {
	s.makeServices()
	api, err := httpapi.NewHandler(httpapi.Services{
		XiVO: s.XiVO, VoipNow: s.VoipNow, TelecomX: s.TelecomX, BroadWorks: s.BroadWorks,
	}, s.config.http)
	s.api = api
	return err
}
