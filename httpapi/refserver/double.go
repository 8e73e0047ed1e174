package refserver

import (
	"crypto/rand"
	"fmt"
	"time"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// double makes the server a test double, which can be driven.
func (a *assembly) double() error {
	if _, ok := a.db.(*memstore.DB); !ok {
		return fmt.Errorf("-control needs records in memory, which can be forked and reset: these are in a %T", a.db)
	}
	options := []pbxtest.Option{
		pbxtest.From(a.fixture), pbxtest.WithXiVOToken(a.xivoToken), pbxtest.WithHTTP(a.options), pbxtest.WithRandom(rand.Reader),
	}
	if !a.stands() {
		options = append(options, pbxtest.WithClock(time.Now))
	}
	pbx, err := pbxtest.New(options...)
	if seeding.IsError(err) {
		return fmt.Errorf("fixture %s: %w", a.config.fixture, err)
	}
	a.pbx = pbx
	return err
}

// stands reports whether the fixture has a clock, which stands still.
func (a *assembly) stands() bool {
	return !a.fixture.XiVO.Clock.IsZero() || !a.fixture.VoipNow.Clock.IsZero()
}
