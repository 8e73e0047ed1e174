package xivohttp_test

import (
	"context"
	"fmt"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// pbx is a XiVO behind its adapter. Its clock and identifiers are repeatable, so
// that every byte of an answer can be expected.
type pbx struct {
	http.Handler
	db   *memstore.DB
	svc  *xivo.Service
	opts []xivo.Option
}

// newPBX returns a PBX with the documentation fixture.
func newPBX(t testing.TB, opts ...xivo.Option) *pbx {
	t.Helper()
	p := emptyPBX(t, opts...)
	if err := p.svc.Seed.Load(context.Background(), xivo.Documentation()); err != nil {
		t.Fatal(err)
	}
	return p
}

func emptyPBX(t testing.TB, opts ...xivo.Option) *pbx {
	t.Helper()
	clock := xivo.Documentation().Clock
	p := &pbx{db: memstore.New(xivo.Tables()...), opts: append([]xivo.Option{
		xivo.WithToken(xivo.DocumentationToken),
		xivo.WithClock(func() time.Time { return clock }),
		xivo.WithIDs(new(countedIDs)),
	}, opts...)}
	if err := p.assemble(); err != nil {
		t.Fatal(err)
	}
	return p
}

// assemble puts the service and the adapter on the database.
func (p *pbx) assemble(opts ...xivo.Option) (err error) {
	p.svc = xivo.New(p.db, append(p.opts, opts...)...)
	p.Handler, err = xivohttp.NewHandler(p.svc, xivohttp.Options{})
	return err
}

// dump returns the whole state.
func (p *pbx) dump(t testing.TB) *xivo.Fixture {
	t.Helper()
	f, err := p.svc.Seed.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// countedIDs gives identifiers that tell in which order they were drawn.
type countedIDs struct{ uuids, names, provisioning atomic.Int64 }

func (c *countedIDs) UUID() (xivo.UUID, error) {
	return xivo.UUID(fmt.Sprintf("00000000-0000-4000-8000-%012d", c.uuids.Add(1))), nil
}

func (c *countedIDs) LineName() (string, error) {
	return fmt.Sprintf("line%04d", c.names.Add(1)), nil
}

func (c *countedIDs) ProvisioningID() (int64, error) { return 100_000 + c.provisioning.Add(1), nil }
