package telecomx_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxtest"
)

func suiteClock() time.Time { return telecomxtest.Clock }

func TestBehaviour(t *testing.T) {
	telecomxtest.Run(t, func(*testing.T) *telecomx.Service {
		return telecomx.New(memstore.New(telecomx.Tables()...), telecomx.WithClock(suiteClock))
	})
}

// rerunning is a database that runs each transaction again, as one may that gives
// way to others.
type rerunning struct{ store.DB }

var errAgain = errors.New("again")

func (db rerunning) Update(ctx context.Context, fn func(store.Tx) error) error {
	err := db.DB.Update(ctx, func(tx store.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		return errAgain
	})
	if !errors.Is(err, errAgain) {
		return err
	}
	return db.DB.Update(ctx, fn)
}

func TestBehaviourIfTransactionsRunAgain(t *testing.T) {
	telecomxtest.Run(t, func(*testing.T) *telecomx.Service {
		return telecomx.New(rerunning{memstore.New(telecomx.Tables()...)}, telecomx.WithClock(suiteClock))
	})
}
