package xivo_test

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// newService returns a service on an empty store at the suite's time.
func newService(opts ...xivo.Option) *xivo.Service {
	return newServiceOn(memstore.New(xivo.Tables()...), opts...)
}

// newServiceOn is newService on what is stored already.
func newServiceOn(db store.DB, opts ...xivo.Option) *xivo.Service {
	clock := xivo.WithClock(func() time.Time { return xivotest.Clock })
	return xivo.New(db, append([]xivo.Option{clock}, opts...)...)
}

func TestBehaviour(t *testing.T) {
	xivotest.Run(t, func(*testing.T) *xivo.Service { return newService() })
}

// A client of a PBX elsewhere can run the suite without seeding it.
func TestBehaviourWithoutSeed(t *testing.T) {
	xivotest.Run(t, func(*testing.T) *xivo.Service {
		svc := newService()
		svc.Seed = nil
		return svc
	})
}
