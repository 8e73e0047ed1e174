package pbxtest_test

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// ending is a printer with an end, at which it does what a *testing.T does at the end
// of its test.
type ending struct {
	printer
	cleanups []func()
}

func (e *ending) Cleanup(fn func()) { e.cleanups = append(e.cleanups, fn) }

func (e *ending) end() {
	for _, fn := range slices.Backward(e.cleanups) {
		fn()
	}
}

const (
	roomsPath    = "/2.0/meetingrooms"
	servicesPath = "/2.0/users/1/services"
)

// ask sends a request to the XiVO of a server and returns what is answered.
func ask(pbx *pbxtest.Server, method, path, body string) string {
	return request(pbx.Client(), pbx.Credentials.XiVO.Token, method, pbx.URLs().XiVO+path, body)
}

// A client that is given the URL and the http.Client needs no socket. In a
// testing/synctest bubble the server has to be such a one, and its time is that of the
// bubble with
//
//	pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.WithClock(time.Now))
func ExampleInMemory() {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	fmt.Println(pbx.URL())

	token := pbx.Credentials.XiVO.Token
	fmt.Println(request(pbx.Client(), token, "GET", pbx.URL()+"/configmgt/api/2.0/meetingrooms/2", ""))
	// Output:
	// http://pbx.test
	// 200 OK {"id":2,"name":"myConfRoom2","displayName":"My Conf Room 2","number":1051}
}

// fewNumbers is a service that has no numbers above 1999.
type fewNumbers struct{ xivo.MeetingRoomService }

func (s fewNumbers) Create(ctx context.Context, room xivo.MeetingRoom) (xivo.MeetingRoom, error) {
	if room.Number > 1999 {
		return xivo.MeetingRoom{}, xivo.ErrInvalidParameter.Refuse("no number %d here", room.Number)
	}
	return s.MeetingRoomService.Create(ctx, room)
}

// What no fault can say, a service of one's own can: it embeds the one that it stands
// in for, and has the methods that are different. Forks have it as well.
func ExampleOverride() {
	pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Override(func(s *pbxtest.Server) {
		s.XiVO.MeetingRooms = fewNumbers{s.XiVO.MeetingRooms}
	}))
	for _, server := range []*pbxtest.Server{pbx, pbx.Fork(t)} {
		fmt.Println(ask(server, "POST", roomsPath, `{"name": "lobby", "displayName": "Lobby", "number": 2001}`))
		fmt.Println(ask(server, "POST", roomsPath, `{"name": "lobby", "displayName": "Lobby", "number": 1060}`))
	}
	// Output:
	// 400 Bad Request {"error":"InvalidParameter","message":"no number 2001 here"}
	// 200 OK {"id":3,"name":"lobby","displayName":"Lobby","number":1060}
	// 400 Bad Request {"error":"InvalidParameter","message":"no number 2001 here"}
	// 200 OK {"id":3,"name":"lobby","displayName":"Lobby","number":1060}
}

func ExampleServer_URLs() {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	urls := pbx.URLs()
	fmt.Println(urls.XiVO)
	fmt.Println(urls.VoipNow)
	fmt.Println(urls.TelecomX)
	fmt.Println(urls.BroadWorks)
	// Output:
	// http://pbx.test/configmgt/api
	// http://pbx.test/uapi
	// http://pbx.test
	// http://pbx.test/api/v1
}

// Services that judge who is asking want to be told.
func ExampleServer_Callers() {
	pbx := pbxtest.Run(t)
	ctx := context.Background()
	callers, err := pbx.Callers(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	settings, err := pbx.TelecomX.Settings.Get(ctx, callers.TelecomX, "")
	fmt.Println(settings.DefaultLanguage, settings.Recording.Mode, err)

	page, err := pbx.VoipNow.Calls.List(ctx, callers.VoipNow, voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self}, voipnow.CallQuery{})
	fmt.Println(len(page.Calls), "calls", err)

	_, err = pbx.TelecomX.Settings.Get(ctx, telecomx.Caller{}, "") // nobody
	fmt.Println(err)
	// Output:
	// da ALWAYS <nil>
	// 3 calls <nil>
	// telecomx: access_denied: Insufficient access level
}

// What a vendor works out from the time, such as the day by which a callback is due, is
// the same in every run.
func ExampleStartAt() {
	var list xivo.UUID
	pbx := pbxtest.Run(t, pbxtest.StartAt(time.Date(2027, 12, 31, 9, 0, 0, 0, time.UTC)), pbxtest.Built(func(b *pbxtest.Builder) {
		b.XiVO.Queue("support")
		list = b.XiVO.CallbackList("urgent").For("support").UUID()
	}))
	for range 2 {
		callback, err := pbx.XiVO.Callbacks.CreateRequest(context.Background(), list, xivo.CallbackInput{PhoneNumber: "0199000001"})
		fmt.Println("due", callback.DueDate, err)
		pbx.Advance(24 * time.Hour)
	}
	// Output:
	// due 2028-01-01 <nil>
	// due 2028-01-02 <nil>
}

// A server can share the clock of the program under test. Advance moves it ahead of
// that, as clocks of two machines differ.
func ExampleWithClock() {
	now := time.Date(2027, 12, 31, 9, 0, 0, 0, time.UTC) // with nothing concurrent here that would need a lock
	pbx := pbxtest.Run(t, pbxtest.WithClock(func() time.Time { return now }))
	fmt.Println(pbx.Now())

	now = now.Add(time.Hour)
	fmt.Println(pbx.Now())

	pbx.Advance(5 * time.Minute)
	fmt.Println(pbx.Now())
	// Output:
	// 2027-12-31 09:00:00 +0000 UTC
	// 2027-12-31 10:00:00 +0000 UTC
	// 2027-12-31 10:05:00 +0000 UTC
}

// Several cases can begin at the same place: with the same records, at the same time,
// and with the same identifiers to come.
func ExampleServer_Snapshot() {
	pbx := pbxtest.Run(t, pbxtest.Empty())
	ctx := context.Background()
	start := pbx.Snapshot()
	for _, name := range []string{"lobby", "attic"} {
		if err := pbx.Restore(ctx, start); err != nil {
			fmt.Println(err)
		}
		room, err := pbx.XiVO.MeetingRooms.Create(ctx, xivo.MeetingRoom{Name: name, DisplayName: name, Number: 1060})
		fmt.Println(room.ID, room.Name, err, pbx.Now())
		pbx.Advance(time.Hour)
	}
	// Output:
	// 1 lobby <nil> 2026-01-01 00:00:00 +0000 UTC
	// 1 attic <nil> 2026-01-01 00:00:00 +0000 UTC
}

func ExampleJournal_Summary() {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.ListMeetingRooms, Status: 503, Times: 1})
	ask(pbx, "GET", roomsPath, "")
	ask(pbx, "GET", roomsPath, "")
	ask(pbx, "GET", "/2.0/meetingroom", "")

	for _, line := range pbx.Journal().Summary() {
		fmt.Println(line)
	}
	// Output:
	// ListMeetingRooms 503
	// ListMeetingRooms 200
	// GET /configmgt/api/2.0/meetingroom 404
}

// A client that looks first and changes then does not look at what it has changed.
func ExampleJournal_ExpectOrder() {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	ask(pbx, "GET", servicesPath, "")
	ask(pbx, "PUT", servicesPath, `{"dndEnabled": true}`)

	pbx.Journal().ExpectOrder(t, xivo.GetUserServices, xivo.UpdateUserServices) // all is well
	pbx.Journal().ExpectOrder(t, xivo.UpdateUserServices, xivo.GetUserServices)
	// Output:
	// pbxtest: no request for xivo GetUserServices after request 2, which completes xivo UpdateUserServices
	// the last one was request 1
	// nothing follows
}

// An answer that comes ten minutes late takes no time. In a testing/synctest bubble
// synctest.Wait says when the request is waiting for it; elsewhere a test goes on with
// the time until the answer is there.
func ExampleFault_onClock() {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.GetMeetingRoom, Latency: 10 * time.Minute, OnClock: true})
	asked := pbx.Now()

	answered := make(chan string, 1)
	go func() { answered <- ask(pbx, "GET", roomsPath+"/2", "") }()
	for len(answered) == 0 {
		pbx.Advance(time.Minute)
		runtime.Gosched()
	}
	fmt.Println(<-answered)
	fmt.Println("too early:", pbx.Now().Sub(asked) < 10*time.Minute)
	// Output:
	// 200 OK {"id":2,"name":"myConfRoom2","displayName":"My Conf Room 2","number":1051}
	// too early: false
}

// A journal that is too short for a test says so, rather than that all is well.
func ExampleJournalLimits() {
	pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.JournalLimits(1, 10))
	ask(pbx, "GET", servicesPath, "")
	ask(pbx, "PUT", servicesPath, `{"dndEnabled": true}`)

	journal := pbx.Journal()
	fmt.Println(journal.Len(), "requests, of which", len(journal.Entries()), "is remembered")
	journal.Expect(t, xivo.UpdateUserServices, pbxtest.Member("dndEnabled", true))
	journal.ExpectNone(t, xivo.GetMeetingRoom)
	// Output:
	// 2 requests, of which 1 is remembered
	// pbxtest: no request for xivo UpdateUserServices with member dndEnabled true
	// the nearest:
	//    2. PUT /configmgt/api/2.0/users/1/services (UpdateUserServices) {"dndEnabl -> 200
	//       the body is not known: the journal keeps 10 of its 20 bytes, see JournalLimits
	// the journal has forgotten 1 request, see JournalLimits
	// pbxtest: maybe there was a request for xivo GetMeetingRoom, want none
	// the journal has forgotten 1 request, see JournalLimits
}

// No vendor says that it does not know a member. A test can.
func ExampleFailOnUnread() {
	t := new(ending) // the *testing.T of a test
	pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.FailOnUnread())
	fmt.Println(ask(pbx, "PUT", servicesPath, `{"dndEnable": true}`))
	t.end()
	// Output:
	// 200 OK {}
	// pbxtest: nothing looked at dndEnable of 1. PUT /configmgt/api/2.0/users/1/services (UpdateUserServices) {"dndEnable": true} -> 200
}
