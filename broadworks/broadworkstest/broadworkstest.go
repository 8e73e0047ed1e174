// Package broadworkstest is the behaviour of BroadWorks behind its gateway as a
// test suite, for every [broadworks.Service]: the one of [broadworks.New] on any
// backend, or a client of a system elsewhere.
//
//	func TestBehaviour(t *testing.T) {
//		broadworkstest.Run(t, func(t *testing.T) *broadworks.Service {
//			return broadworks.New(memstore.New(broadworks.Tables()...))
//		})
//	}
//
// There is a file for each chapter, and a subtest for each promise. The suite
// asks for the documented behaviour without [broadworks.Deviations], and for what
// package broadworks assumes where the vendor is silent.
package broadworkstest

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
)

// opener opens a service on an empty store. What it has to clean up, it registers
// with t.
type opener = func(t *testing.T) *broadworks.Service

// Run tests a service. It calls open once for every promise: open returns a
// service on an empty store. The suite is skipped if the service has no
// [broadworks.SeedService], because nothing else makes a user.
func Run(t *testing.T, open func(t *testing.T) *broadworks.Service) {
	for _, chapter := range []struct {
		name     string
		promises []promise
	}{
		{"Auth", authPromises},
		{"Rights", rightsPromises},
		{"Sessions", sessionPromises},
		{"MusicOnHold", musicPromises},
		{"GroupMusicOnHold", groupMusicPromises},
		{"Announcements", announcementPromises},
		{"Order", orderPromises},
		{"Audit", auditPromises},
		{"Seed", seedPromises},
		{"SeedErrors", seedErrorPromises},
		{"Removal", removalPromises},
		{"Concurrency", concurrencyPromises},
	} {
		t.Run(chapter.name, func(t *testing.T) { check(t, open, chapter.promises) })
	}
}

// promise is one promise of a chapter and how it is tested.
type promise struct {
	name string
	test func(t *testing.T, svc *broadworks.Service)
}

// check tests promises, each with a service of its own.
func check(t *testing.T, open opener, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) {
			svc := open(t)
			if svc.Seed == nil {
				t.Skip("the records of this test can be made by seeding only, and Service.Seed is nil")
			}
			p.test(t, svc)
		})
	}
}
