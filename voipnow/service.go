package voipnow

import (
	"context"
	"crypto/rand"
	"time"

	"github.com/pbxkit/pbxkit/store"
)

// Service is a VoipNow server, one interface for each concern of its API. Any of
// them can be replaced.
type Service struct {
	Auth  AuthService // nil if the service is not meant to be served
	Calls CallService
	Seed  SeedService // nil if the PBX is a remote one
}

// New returns a VoipNow whose records are in db, which has to know the tables of
// [Tables]. It reads and writes nothing before it is used.
func New(db store.DB, opts ...Option) *Service {
	c := &core{db: db, clock: func() time.Time { return time.Now().UTC() }, ids: RandomIDs(rand.Reader)}
	for _, opt := range opts {
		opt(c)
	}
	return &Service{Auth: auth{c}, Calls: calls{c}, Seed: seed{c}}
}

// Tables returns the tables of a VoipNow, for the constructor of a backend.
func Tables() []*store.Schema {
	return []*store.Schema{
		organizationTable.Schema(), userTable.Schema(), extensionTable.Schema(),
		appTable.Schema(), tokenTable.Schema(), callTable.Schema(),
	}
}

// Option changes how a Service from [New] behaves.
type Option func(*core)

// WithClock sets the clock. Times that the service makes are whole seconds in the
// location of the clock's times. The default is [time.Now] in UTC (assumed).
func WithClock(now func() time.Time) Option { return func(c *core) { c.clock = now } }

// WithIDs sets the source of the ids of calls and of tokens. The default is
// [RandomIDs] of the system's randomness.
func WithIDs(ids IDs) Option { return func(c *core) { c.ids = ids } }

// WithDeviations has the service deviate from the documented behaviour.
func WithDeviations(d Deviations) Option { return func(c *core) { c.deviate = d } }

// Deviations are departures from the documented or assumed behaviour that a user
// may want. The zero value has none.
type Deviations struct {
	// ExpiredStatus is the status of the refusal of an expired token; 0 stands
	// for 401 (assumed). Official apps renew their token on 403 only.
	ExpiredStatus int
	// AllowHoldUnanswered lets a view hold whose status is not
	// [StatusOnCall].
	AllowHoldUnanswered bool
}

// core is what the services share.
type core struct {
	db      store.DB
	clock   func() time.Time
	ids     IDs
	deviate Deviations
}

// now returns the time as it is stored: dates have no fractions of a second.
func (c *core) now() time.Time { return c.clock().Truncate(time.Second) }

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
