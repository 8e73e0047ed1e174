// Package xivotest is the behaviour of a XiVO configuration server as a test
// suite, for every [xivo.Service]. There are three kinds of target:
//
//   - The service of [xivo.New] on any backend, see [Run].
//   - A client of an adapter, or of a proxy: [Run] as well, with a Seed that reaches the
//     store behind it. Without one, what only seeding can make is skipped.
//   - A PBX in use, see [RunEndpoint] and, outside of go test, [CheckEndpoint].
//
// A target that is a service in memory:
//
//	func TestBehaviour(t *testing.T) {
//		xivotest.Run(t, func(t *testing.T) *xivo.Service {
//			clock := func() time.Time { return xivotest.Clock }
//			return xivo.New(memstore.New(xivo.Tables()...), xivo.WithClock(clock))
//		})
//	}
//
// The names of the tests are the same for all of them. What a target cannot do is
// skipped, with the reason.
//
// There is a file for each chapter of the vendor's reference, and a subtest for
// each promise. The suite asks for the documented behaviour without
// [xivo.Deviations], and for what package xivo assumes where the reference is
// silent.
package xivotest

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

// Clock is the time at which the services of the suite have to believe to be.
// It is that of the documentation fixture.
var Clock = time.Date(2018, time.July, 4, 10, 0, 0, 0, time.UTC)

// T is a test, in go test or outside of it.
type T = suite.T

// Run tests a service. It calls open once for every promise: open returns a
// service on an empty store, whose clock is fixed at [Clock]. Promises about
// records that only a [xivo.SeedService] can make are skipped if the service has
// none.
func Run(t *testing.T, open func(t *testing.T) *xivo.Service) {
	for _, c := range chapters() {
		t.Run(c.name, func(t *testing.T) {
			// The suite's T does not say so, but is of a *testing.T here.
			c.test(suite.Of(t), &target{empty: func(inner T) *xivo.Service { return open(suite.GoTest(inner)) }})
		})
	}
}

// chapter is a chapter of the suite.
type chapter struct {
	name string
	test func(T, *target)
}

func chapters() []chapter {
	return []chapter{
		{"Users", testUsers},
		{"Lines", testLines},
		{"Services", testServices},
		{"Preferences", testPreferences},
		{"Rights", testRights},
		{"Callbacks", testCallbacks},
		{"CSV", testCSV},
		{"Periods", testPeriods},
		{"Agents", testAgents},
		{"Dissuasion", testDissuasion},
		{"SIP", testSIP},
		{"MeetingRooms", testMeetingRooms},
		{"Filters", testFilters},
		{"FilterErrors", testFilterErrors},
		{"Pages", testPages},
		{"Seed", testSeed},
		{"SeedErrors", testSeedErrors},
		{"Removal", testRemoval},
		{"Concurrency", testConcurrency},
		{"Reads", testReads},
		{"Writes", testWrites},
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t T, svc *xivo.Service)
}

// check tests promises, each with an empty store to itself.
func check(t T, on *target, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) { p.test(t, on.emptyStore(t)) })
	}
}
