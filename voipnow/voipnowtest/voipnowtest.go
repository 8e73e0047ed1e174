// Package voipnowtest is the behaviour of a VoipNow server as a test suite, for
// every [voipnow.Service]: the one of [voipnow.New] on any backend, or a client of
// a server elsewhere.
//
//	func TestBehaviour(t *testing.T) {
//		voipnowtest.Run(t, func(t *testing.T) *voipnow.Service {
//			clock := func() time.Time { return voipnowtest.Clock }
//			return voipnow.New(memstore.New(voipnow.Tables()...), voipnow.WithClock(clock))
//		})
//	}
//
// There is a file for each concern, and a subtest for each promise. The suite asks
// for the documented behaviour without [voipnow.Deviations], and for what package
// voipnow assumes where the vendor's pages are silent.
package voipnowtest

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/voipnow"
)

// Clock is the time at which the services of the suite have to believe to be. It is
// that of the documentation fixture.
var Clock = time.Date(2012, time.June, 27, 16, 18, 55, 0, time.FixedZone("", 3*60*60))

// opener opens a service on an empty store, whose clock shows Clock. What it has to
// clean up, it registers with t.
type opener = func(t *testing.T) *voipnow.Service

// Run tests a service. It calls open once for every promise: open returns a service
// on an empty store, whose clock is fixed at [Clock]. All records that the API reads
// but cannot make are seeded, so that a service without a [voipnow.SeedService] is
// skipped.
func Run(t *testing.T, open func(t *testing.T) *voipnow.Service) {
	for _, chapter := range []struct {
		name string
		test func(*testing.T, opener)
	}{
		{"Credentials", testCredentials},
		{"Grants", testGrants},
		{"Addresses", testAddresses},
		{"AddressErrors", testAddressErrors},
		{"OnHold", testOnHold},
		{"OnHoldAll", testOnHoldAll},
		{"OffHold", testOffHold},
		{"List", testList},
		{"ListFilters", testListFilters},
		{"HangUp", testHangUp},
		{"CreateSimple", testCreateSimple},
		{"Seed", testSeed},
		{"SeedErrors", testSeedErrors},
		{"Drivers", testDrivers},
		{"Concurrency", testConcurrency},
	} {
		t.Run(chapter.name, func(t *testing.T) { chapter.test(t, open) })
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t *testing.T, svc *voipnow.Service)
}

// check tests promises, each with a service of its own that holds the world.
func check(t *testing.T, open opener, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			svc := open(t)
			seed(t, svc, world())
			p.test(t, svc)
		})
	}
}
