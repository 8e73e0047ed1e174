// Package broadworkstest is the behaviour of BroadWorks behind its gateway as a
// test suite, for every [broadworks.Service]. There are three kinds of target:
//
//   - The service of [broadworks.New] on any backend, see [Run].
//   - Clients of an adapter, or of a proxy: [Run] as well, with Auth and Seed of the
//     store behind it.
//   - A gateway in use, see [RunEndpoint] and, outside of go test, [CheckEndpoint].
//
// A target that is a service in memory:
//
//	func TestBehaviour(t *testing.T) {
//		broadworkstest.Run(t, func(t *testing.T) *broadworks.Service {
//			return broadworks.New(memstore.New(broadworks.Tables()...))
//		})
//	}
//
// The names of the tests are the same for all of them. What a target cannot do is
// skipped, with the reason. Every account that the suite asks as has a token in the
// store, or else a password.
//
// There is a file for each chapter, and a subtest for each promise. The suite
// asks for the documented behaviour without [broadworks.Deviations], and for what
// package broadworks assumes where the vendor is silent; of answers, it asks for what the
// API shows.
package broadworkstest

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

// T is a test, in go test or outside of it.
type T = suite.T

// Run tests a service. It calls open once for every promise: open returns a
// service on an empty store. Promises are skipped if the service has no
// [broadworks.SeedService], because nothing else makes a user.
func Run(t *testing.T, open func(t *testing.T) *broadworks.Service) {
	for _, c := range chapters() {
		t.Run(c.name, func(t *testing.T) {
			// The suite's T does not say so, but is of a *testing.T here.
			c.test(suite.Of(t), &target{empty: func(inner T) *broadworks.Service { return open(suite.GoTest(inner)) }})
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
		{"Auth", each(authPromises)},
		{"Rights", each(rightsPromises)},
		{"Sessions", each(sessionPromises)},
		{"MusicOnHold", each(musicPromises)},
		{"GroupMusicOnHold", each(groupMusicPromises)},
		{"Announcements", each(announcementPromises)},
		{"Order", each(orderPromises)},
		{"Audit", each(auditPromises)},
		{"Seed", each(seedPromises)},
		{"SeedErrors", each(seedErrorPromises)},
		{"Removal", each(removalPromises)},
		{"Concurrency", each(concurrencyPromises)},
		{"Reads", testReads},
		{"Writes", testWrites},
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t T, svc *broadworks.Service)
}

// each tests promises, each with a service of its own.
func each(promises []promise) func(T, *target) {
	return func(t T, on *target) {
		for _, p := range promises {
			t.Run(p.name, func(t T) { p.test(t, on.emptyStore(t)) })
		}
	}
}
