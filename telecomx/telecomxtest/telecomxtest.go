// Package telecomxtest is the behaviour of a TelecomX hosted PBX as a test suite,
// for every [telecomx.Service]: the one of [telecomx.New] on any backend, or a
// client of a server elsewhere.
//
//	func TestBehaviour(t *testing.T) {
//		telecomxtest.Run(t, func(t *testing.T) *telecomx.Service {
//			clock := func() time.Time { return telecomxtest.Clock }
//			return telecomx.New(memstore.New(telecomx.Tables()...), telecomx.WithClock(clock))
//		})
//	}
//
// There is a file for each chapter of the vendor's reference, and a subtest for
// each promise. The suite asks for the documented behaviour without
// [telecomx.Deviations], and for what package telecomx assumes where the reference
// is silent.
package telecomxtest

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/telecomx"
)

// Clock is the time at which the services of the suite have to believe to be.
var Clock = time.Date(2026, time.March, 1, 12, 0, 0, 0, time.UTC)

// opener opens a service on an empty store, whose clock shows Clock. What it has
// to clean up, it registers with t.
type opener = func(t *testing.T) *telecomx.Service

// Run tests a service. It calls open once for every promise: open returns a
// service on an empty store, whose clock is fixed at [Clock]. The service has to
// have a [telecomx.SeedService]: nothing can be asked of an empty PBX.
func Run(t *testing.T, open func(t *testing.T) *telecomx.Service) {
	for _, chapter := range []struct {
		name string
		test func(*testing.T, opener)
	}{
		{"Auth", testAuth},
		{"Sessions", testSessions},
		{"Access", testAccess},
		{"Settings", testSettings},
		{"SettingsUpdate", testSettingsUpdate},
		{"MusicOnHold", testMusicOnHold},
		{"MusicOnHoldList", testMusicOnHoldList},
		{"Seed", testSeed},
		{"SeedErrors", testSeedErrors},
		{"Concurrency", testConcurrency},
	} {
		t.Run(chapter.name, func(t *testing.T) { chapter.test(t, open) })
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t *testing.T, svc *telecomx.Service)
}

// check tests promises, each with a service of its own on which everyLevel is
// loaded.
func check(t *testing.T, open opener, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			svc := open(t)
			seed(t, svc, telecomx.Documentation())
			seed(t, svc, everyLevel())
			p.test(t, svc)
		})
	}
}
