package pbxtest

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// Option changes what a server starts with, or how it works. Of several that say
// the same, the last one counts.
type Option func(*config)

// config is what options say. It does not change once a server has it, and is
// shared with its forks.
type config struct {
	fixture func() (*Fixture, error) // nil for the documentation fixture

	start  time.Time // zero: what the fixture says, or defaultStart
	follow func() time.Time
	seed   uint64
	random io.Reader
	script Script

	xivoToken  string
	xivo       []xivo.Option
	voipnow    []voipnow.Option
	telecomx   []telecomx.Option
	broadworks []broadworks.Option
	http       httpapi.Options
	overrides  []func(*Server)
	inMemory   bool

	journalEntries int
	journalBody    int
	failOnUnread   bool
}

func newConfig(opts []Option) *config {
	c := &config{xivoToken: xivo.DocumentationToken, journalEntries: 1000, journalBody: 8 << 10}
	for _, opt := range opts {
		opt(c)
	}
	return c
}

// Empty starts without records: nothing but XiVO's token lets anyone in. Without
// this option, or one that names records, a server starts with the [Documentation]
// fixture, on which the requests of the vendors' pages work.
func Empty() Option { return From(&Fixture{}) }

// From starts with the records of a fixture.
func From(f *Fixture) Option {
	return func(c *config) { c.fixture = func() (*Fixture, error) { return f, nil } }
}

// FromFile starts with the records of a fixture file.
func FromFile(name string) Option {
	return FromFS(os.DirFS(filepath.Dir(name)), filepath.Base(name))
}

// FromFS starts with the records of a fixture file in a file system, such as one
// that is embedded.
func FromFS(fsys fs.FS, name string) Option {
	return func(c *config) { c.fixture = func() (*Fixture, error) { return ReadFixture(fsys, name) } }
}

// Generated starts with a population that is made up, the same in every run.
func Generated(p Population) Option {
	return func(c *config) { c.fixture = func() (*Fixture, error) { return Generate(p), nil } }
}

// Built starts with the records that fn names.
func Built(fn func(b *Builder)) Option {
	return func(c *config) { c.fixture = func() (*Fixture, error) { return Build(fn) } }
}

// StartAt has the clock start at a time, whatever the fixture says. Without it, the
// clock of a vendor starts at the time that its fixture names, or at midnight UTC on
// 1 January 2026. It stands still until [Server.Advance].
func StartAt(t time.Time) Option {
	return func(c *config) { c.start, c.follow = t, nil }
}

// WithClock has the clock follow another one, such as [time.Now]. [Server.Advance]
// moves it ahead of that. now has to be safe for concurrent use.
func WithClock(now func() time.Time) Option { return func(c *config) { c.follow = now } }

// WithSeed changes the random identifiers, which otherwise are the same in every
// run.
func WithSeed(seed uint64) Option { return func(c *config) { c.seed = seed } }

// WithRandom draws random identifiers from a source of random bytes, such as that of
// crypto/rand. It has to be safe for concurrent use, and forks share it.
func WithRandom(r io.Reader) Option { return func(c *config) { c.random = r } }

// WithScript has the server give identifiers in an order.
func WithScript(s Script) Option { return func(c *config) { c.script = s } }

// WithHTTP passes options on to the vendors' HTTP adapters.
func WithHTTP(o httpapi.Options) Option { return func(c *config) { c.http = o } }

// Override has fn replace members of the services of the server, and of each of its
// forks and tenants. Nothing else of the server is there yet.
func Override(fn func(s *Server)) Option {
	return func(c *config) { c.overrides = append(c.overrides, fn) }
}

// InMemory keeps the server, its forks and tenants from ever listening: [Server.URL] is
// http://pbx.test, with [RunTLS] https://pbx.test, and [Server.Client] reaches it
// without a socket. That is the way to have a server in a testing/synctest bubble, in
// which WithClock(time.Now) makes the time of the server that of the bubble.
func InMemory() Option { return func(c *config) { c.inMemory = true } }

// JournalLimits bound the journal: how many requests it keeps, and how many bytes of
// each body. The defaults are 1,000 and 8 KiB; 0 keeps none. Of everything else a
// request keeps less than 100 KiB: 4 KiB each of the path, the query and the values in
// the path, 100 headers of 4 KiB each and 16 KiB together, and as many of the answer,
// and 100 bytes each of 100 unread members. What is cut ends in "…".
func JournalLimits(entries, bodyBytes int) Option {
	return func(c *config) { c.journalEntries, c.journalBody = max(entries, 0), max(bodyBytes, 0) }
}

// FailOnUnread fails the test at its end if a request had a member that nothing
// looked at: see [Journal.Unread].
func FailOnUnread() Option { return func(c *config) { c.failOnUnread = true } }
