package telecomx

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/pbxkit/pbxkit/store"
)

// Service is a TelecomX hosted PBX, one interface for each chapter of its
// reference. Any of them can be replaced.
type Service struct {
	Auth        AuthService // nil if the service is not meant to be served
	Sessions    SessionService
	Settings    SettingsService
	MusicOnHold MusicOnHoldService
	Seed        SeedService // nil if the PBX is a remote one
}

// New returns a TelecomX whose records are in db, which has to know the tables of
// [Tables]. It reads and writes nothing before it is used.
func New(db store.DB, opts ...Option) *Service {
	c := &core{db: db, now: time.Now, ids: RandomIDs(rand.Reader)}
	for _, opt := range opts {
		opt(c)
	}
	return &Service{
		Auth:        auth{c},
		Sessions:    sessions{c},
		Settings:    settings{c},
		MusicOnHold: musicOnHold{c},
		Seed:        seed{c},
	}
}

// Tables returns the tables of a TelecomX, for the constructor of a backend.
func Tables() []*store.Schema {
	return []*store.Schema{customerTable.Schema(), employeeTable.Schema(), tokenTable.Schema(), musicTable.Schema()}
}

// Option changes how a Service from [New] behaves.
type Option func(*core)

// WithClock sets the clock, which decides when sessions expire. The default is
// [time.Now].
func WithClock(now func() time.Time) Option { return func(c *core) { c.now = now } }

// WithIDs sets the source of ids and session tokens. The default is [RandomIDs]
// of the system's randomness.
func WithIDs(ids IDs) Option { return func(c *core) { c.ids = ids } }

// WithDeviations has the service deviate from the documented or assumed behaviour.
func WithDeviations(d Deviations) Option { return func(c *core) { c.deviate = d } }

// Deviations are departures from the documented or assumed behaviour that a user
// may want. The zero value has none.
type Deviations struct {
	// AnyMusicOnHold accepts a defaultMusicOnHold that names no class, or one
	// of another customer. It is assumed that the vendor checks.
	AnyMusicOnHold bool

	// SubResellers lets a RESELLER reach what its sub-resellers reach as well:
	// the customers of its customers, and so on. It is assumed that the vendor
	// does not.
	SubResellers bool
}

// core is what the services share.
type core struct {
	db      store.DB
	now     func() time.Time
	ids     IDs
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

// change is update for a write without a result.
func change(ctx context.Context, c *core, write func(store.Tx) error) error {
	return wireError(c.db.Update(ctx, write))
}
