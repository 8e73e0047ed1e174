// Package pbxtest is a PBX for tests: the configuration side of XiVO, VoipNow,
// TelecomX and BroadWorks, which answers byte for byte as package httpapi does,
// remembers what it is told, and is gone when the test ends.
//
//	func TestMyClient(t *testing.T) {
//		pbx := pbxtest.Run(t)
//		client := mypbx.New(pbx.URL(), pbx.Credentials.XiVO.Token)
//		...
//		pbx.Journal().Expect(t, xivo.CreateMeetingRoom, pbxtest.Member("name", "lobby"))
//	}
//
// # A server in one line
//
// [Run] returns a [Server]. It listens on a random port of the loopback interface once
// someone asks for its [Server.URL]. [Server.Transport] reaches it in memory instead,
// without a socket or a goroutine, in a testing/synctest bubble as well. The members
// XiVO, VoipNow, TelecomX and BroadWorks are the services behind it: what a test does
// with them HTTP sees, and the other way round. [Server.Credentials] open it. [RunTLS]
// is for HTTPS, [New] with [Server.Serve] for programs that are no tests.
//
// # Records
//
// A server starts with the records on which the requests of the vendors' pages work.
// [Empty], [From], [FromFile], [FromFS], [Generated] and [Built] say otherwise: none, a
// fixture, a fixture file, a made-up population of any size, a handful of records by
// name. [Server.Export] makes a fixture of what a server holds.
//
// # Independence
//
// [Server.Fork] makes a server of its own out of what another holds, at any size in a
// few microseconds: seed once, fork in each of a thousand parallel tests.
// [Server.Snapshot], [Server.Restore] and [Server.Reset] go back in one place. The only
// state of the package is what never changes: the empty database and the documentation
// fixture, which are made once per process. Tests that have to share a server, because
// they are in another process or language, take a [Server.Tenant] each.
//
// # Time and identifiers
//
// The clock stands still until [Server.Advance], so that answers are the same in every
// run, and sessions expire when a test says so. Identifiers and tokens are the same in
// every run as well, or come from a [Script].
//
// # What was asked
//
// The [Journal] holds the latest requests with what was answered, by operation.
// [Journal.Expect] and its siblings fail a test with the requests that came nearest.
// Credentials are never shown. [Journal.Unread] finds members that are misspelt, which
// no vendor reports.
//
// # What goes wrong
//
// A [Fault] is a rule about which requests fail and how: with an error in the vendor's
// own words, with any status, late, or not at all because the connection breaks.
// Operations are named by the constants of the vendors' packages, which the routes are
// declared with: a fault cannot name one that is not there.
package pbxtest
