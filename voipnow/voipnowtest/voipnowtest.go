// Package voipnowtest is the behaviour of a VoipNow server as a test suite, for
// every [voipnow.Service]. There are three kinds of target:
//
//   - The service of [voipnow.New] on any backend, see [Run].
//   - Clients of an adapter, or of a proxy: [Run] as well, with a Seed that reaches the
//     store behind it, and one client for each caller.
//   - A PBX in use, see [RunEndpoint] and, outside of go test, [CheckEndpoint].
//
// A target that is a service in memory:
//
//	func TestBehaviour(t *testing.T) {
//		voipnowtest.Run(t, func(t *testing.T) *voipnow.Service {
//			clock := func() time.Time { return voipnowtest.Clock }
//			return voipnow.New(memstore.New(voipnow.Tables()...), voipnow.WithClock(clock))
//		})
//	}
//
// The names of the tests are the same for all of them. What a target cannot do is
// skipped, with the reason.
//
// There is a file for each concern, and a subtest for each promise. The suite asks
// for the documented behaviour without [voipnow.Deviations], and for what package
// voipnow assumes where the vendor's pages are silent.
package voipnowtest

import (
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

// Clock is the time at which the services of the suite have to believe to be. It is
// that of the documentation fixture.
var Clock = time.Date(2012, time.June, 27, 16, 18, 55, 0, time.FixedZone("", 3*60*60))

// T is a test, in go test or outside of it.
type T = suite.T

// Run tests a service. It calls open once for every promise: open returns a service
// on an empty store, whose clock is fixed at [Clock]. All records that the API reads
// but cannot make are seeded, so that a service without a [voipnow.SeedService] is
// skipped.
func Run(t *testing.T, open func(t *testing.T) *voipnow.Service) {
	for _, c := range chapters() {
		t.Run(c.name, func(t *testing.T) {
			// The suite's T does not say so, but is of a *testing.T here.
			c.test(suite.Of(t), &target{empty: func(inner T) *voipnow.Service { return open(suite.GoTest(inner)) }})
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
		{"Reads", testReads},
		{"Writes", testWrites},
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t T, svc *voipnow.Service)
}

// check tests promises, each with a service of its own that holds the world.
func check(t T, on *target, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t T) {
			svc := on.emptyStore(t)
			seed(t, svc, world())
			p.test(t, svc)
		})
	}
}
