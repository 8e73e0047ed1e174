package broadworks

import (
	"context"
	"crypto/rand"
	"maps"
	"time"

	"github.com/pbxkit/pbxkit/store"
)

// Service is a BroadWorks behind its gateway, one interface for each chapter. Any
// of them can be replaced.
type Service struct {
	Auth             AuthService
	Sessions         SessionService
	MusicOnHold      MusicOnHoldService
	GroupMusicOnHold GroupMusicOnHoldService
	Announcements    AnnouncementService
	Audit            AuditService // nil if nothing numbers answers
	Seed             SeedService  // nil if the system is a remote one
}

// New returns a BroadWorks whose records are in db, which has to know the tables
// of [Tables]. It reads and writes nothing before it is used.
func New(db store.DB, opts ...Option) *Service {
	c := &core{db: db, now: time.Now, ids: RandomIDs(rand.Reader), rights: defaultRights}
	for _, opt := range opts {
		opt(c)
	}
	return &Service{
		Auth:             auth{c},
		Sessions:         sessions{c},
		MusicOnHold:      musicOnHold{c},
		GroupMusicOnHold: groupMusicOnHold{c},
		Announcements:    announcements{c},
		Audit:            audit{c},
		Seed:             seed{c},
	}
}

// Tables returns the tables of a BroadWorks, for the constructor of a backend.
func Tables() []*store.Schema {
	return []*store.Schema{
		tenantTable.Schema(), groupTable.Schema(), userTable.Schema(), accountTable.Schema(),
		sessionTable.Schema(), tokenTable.Schema(),
	}
}

// Option changes how a Service from [New] behaves.
type Option func(*core)

// WithClock sets the clock, which only [Deviations.SessionTTL] and credentials
// that are seeded with an end look at. The default is [time.Now].
func WithClock(now func() time.Time) Option { return func(c *core) { c.now = now } }

// WithIDs sets the source of session ids. The default is [RandomIDs] of the
// system's randomness.
func WithIDs(ids IDs) Option { return func(c *core) { c.ids = ids } }

// WithMinimumLevel sets the level that an operation needs, as installations can.
func WithMinimumLevel(op Operation, minimum Level) Option {
	return func(c *core) {
		c.rights = maps.Clone(c.rights)
		r := c.rights[op]
		r.minimum = minimum
		c.rights[op] = r
	}
}

// WithDeviations has the service deviate from the documented behaviour.
func WithDeviations(d Deviations) Option { return func(c *core) { c.deviate = d } }

// Deviations are departures from the documented or assumed behaviour that a user
// may want. The zero value has none.
type Deviations struct {
	// RelaxCustomNeedsFile allows the selection Custom without a file. That
	// it is refused is assumed.
	RelaxCustomNeedsFile bool
	// SessionTTL is how long after its login a session ends; 0 stands for
	// never (assumed: no lifetime is documented).
	SessionTTL time.Duration
}

// core is what the services share.
type core struct {
	db      store.DB
	now     func() time.Time
	ids     IDs
	rights  rights
	deviate Deviations
}

// view runs a read and maps its error, once.
func view[R any](ctx context.Context, c *core, read func(store.ReadTx) (R, error)) (R, error) {
	result, err := store.View(ctx, c.db, read)
	return result, wireError(err)
}

// update runs a write and maps its error, once. A backend may run write again.
func update[R any](ctx context.Context, c *core, write func(store.Tx) (R, error)) (R, error) {
	result, err := store.Update(ctx, c.db, write)
	return result, wireError(err)
}
