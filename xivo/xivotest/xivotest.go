// Package xivotest is the behaviour of a XiVO configuration server as a test
// suite, for every [xivo.Service]: the one of [xivo.New] on any backend, or a
// client of a server elsewhere.
//
//	func TestBehaviour(t *testing.T) {
//		xivotest.Run(t, func(t *testing.T) *xivo.Service {
//			clock := func() time.Time { return xivotest.Clock }
//			return xivo.New(memstore.New(xivo.Tables()...), xivo.WithClock(clock))
//		})
//	}
//
// There is a file for each chapter of the vendor's reference, and a subtest for
// each promise. The suite asks for the documented behaviour without
// [xivo.Deviations], and for what package xivo assumes where the reference is
// silent.
package xivotest

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/xivo"
)

// Clock is the time at which the services of the suite have to believe to be.
// It is that of the documentation fixture.
var Clock = time.Date(2018, time.July, 4, 10, 0, 0, 0, time.UTC)

// opener opens a service on an empty store, whose clock shows Clock. What it has
// to clean up, it registers with t.
type opener = func(t *testing.T) *xivo.Service

// Run tests a service. It calls open once for every promise: open returns a
// service on an empty store, whose clock is fixed at [Clock]. Promises about
// records that only a [xivo.SeedService] can make are skipped if the service has
// none.
func Run(t *testing.T, open func(t *testing.T) *xivo.Service) {
	for _, chapter := range []struct {
		name string
		test func(*testing.T, opener)
	}{
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
	} {
		t.Run(chapter.name, func(t *testing.T) { chapter.test(t, open) })
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t *testing.T, svc *xivo.Service)
}

// check tests promises, each with a service of its own.
func check(t *testing.T, open opener, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) { p.test(t, open(t)) })
	}
}
