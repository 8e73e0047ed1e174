package pbxtest_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/xivo"
)

// vendorOperation is an operation with its vendor.
type vendorOperation struct {
	vendor string
	xivohttp.Operation
}

// allOperations returns what the vendors serve, by their tables.
func allOperations() []vendorOperation {
	var all []vendorOperation
	add := func(vendor string, operations []xivohttp.Operation) {
		for _, op := range operations {
			all = append(all, vendorOperation{vendor, op})
		}
	}
	add("xivo", xivohttp.Operations())
	add("voipnow", voipnowhttp.Operations())
	add("telecomx", telecomxhttp.Operations())
	add("broadworks", broadworkshttp.Operations())
	return all
}

// values are what the example has in the place of the operation's parameters.
func (op vendorOperation) values() map[string]string {
	var values map[string]string
	for segment := range strings.SplitSeq(op.Path, "/") {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			if values == nil {
				values = map[string]string{}
			}
			values[name] = "the-" + name
		}
	}
	return values
}

// example returns a path that the operation serves.
func (op vendorOperation) example() string { return strings.ReplaceAll(op.Path, "/:", "/the-") }

// memory is a server that is reached in memory.
func memory(t pbxtest.TB, opts ...pbxtest.Option) connection {
	return inMemory(pbxtest.Run(t, opts...))
}

// lastEntry returns what the journal says of the last request.
func lastEntry(t testing.TB, pbx *pbxtest.Server) pbxtest.Entry {
	t.Helper()
	entries := pbx.Journal().Entries()
	if len(entries) == 0 {
		t.Fatal("the journal is empty")
	}
	return entries[len(entries)-1]
}

// sameEntries compares entries, but for the rules of faults.
var sameEntries = cmp.Options{
	cmpopts.IgnoreFields(pbxtest.Entry{}, "Fault", "Duration"), cmpopts.IgnoreUnexported(pbxtest.Entry{}),
}

func TestJournalNamesTheOperationOfEveryRoute(t *testing.T) {
	c := memory(t)
	for i, op := range allOperations() {
		c.send(t, message{method: op.Method, path: op.example() + "?a=b"})
		got := lastEntry(t, c.pbx)
		want := pbxtest.Entry{
			Number: int64(i + 1), Time: c.pbx.Now(), Vendor: op.vendor, Operation: op.Name, Values: op.values(),
			Method: op.Method, Path: op.example(), Query: "a=b", Header: http.Header{},
		}
		diff := cmp.Diff(want, got, sameEntries, cmpopts.IgnoreFields(pbxtest.Entry{}, "Status", "AnswerHeader", "Answer", "AnswerSize", "Unread"))
		if diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", op.vendor, op.Name, diff)
		}
	}
}

func TestJournalNamesTheOperationUnderOtherRoutes(t *testing.T) {
	c := memory(t, pbxtest.WithHTTP(httpapi.Options{
		VoipNow: voipnowhttp.Options{LegacyPrefix: true}, TelecomX: telecomxhttp.Options{OwnUpdate: true},
	}))
	for _, tt := range []struct{ method, path, vendor, operation string }{
		{"HEAD", "/configmgt/api/2.0/users", "xivo", "ListUsers"},
		{"GET", "/unifiedapi/phoneCalls/@me/@self", "voipnow", "ListPhoneCalls"},
		{"POST", "/pbx/settings", "telecomx", "UpdateOwnSettings"},
		{"GET", "/api/v01/p1/tenants/foo/groups/foogroup/announcements/", "broadworks", "ListGroupAnnouncements"},
		{"GET", "/configmgt/api/2.0/user", "xivo", ""},
		{"PATCH", "/uapi/phoneCalls/@me/@self", "voipnow", ""},
		{"GET", "/pbx/musik", "telecomx", ""},
		{"GET", "/api/v1/session/user_login_info", "broadworks", ""},
		{"GET", "/nobody", "", ""},
	} {
		c.send(t, message{method: tt.method, path: tt.path})
		e := lastEntry(t, c.pbx)
		if e.Vendor != tt.vendor || e.Operation != tt.operation || e.Method != tt.method {
			t.Errorf("%s %s is %s %q %q in the journal, want %q %q", tt.method, tt.path, e.Method, e.Vendor, e.Operation, tt.vendor, tt.operation)
		}
	}
}

func TestJournalHasTheWholeExchange(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		sent := createRoom.with("X-Request-Id: 7").with("X-Request-Id: 8")
		sent.path += "?dry=1"
		got := c.send(t, sent)
		e := lastEntry(t, c.pbx)
		if e.Number != 1 || e.Method != "POST" || e.Path != createRoom.path || e.Query != "dry=1" || e.Operation != "CreateMeetingRoom" {
			t.Errorf("the request is %v", &e)
		}
		if diff := cmp.Diff([]string{"7", "8"}, e.Header.Values("X-Request-Id")); diff != "" {
			t.Errorf("header (-want +got):\n%s", diff)
		}
		if string(e.Body) != createRoom.body || e.Size != int64(len(createRoom.body)) {
			t.Errorf("the body is %q of %d bytes", e.Body, e.Size)
		}
		if e.Status != got.Status || string(e.Answer) != got.Body || e.AnswerSize != len(got.Body) {
			t.Errorf("the answer is %d %q of %d bytes, want %+v", e.Status, e.Answer, e.AnswerSize, got)
		}
		if got, want := e.AnswerHeader.Get("Content-Type"), got.Header.Get("Content-Type"); got != want {
			t.Errorf("the answer's content type is %q, want %q", got, want)
		}
		if e.Duration <= 0 {
			t.Errorf("the request took %v", e.Duration)
		}
	})
}

func TestJournalTellsTheTimeOfTheServer(t *testing.T) {
	start := time.Date(2030, 5, 6, 7, 8, 9, 0, time.UTC)
	c := memory(t, pbxtest.StartAt(start))
	c.send(t, getLine)
	c.pbx.Advance(time.Hour)
	c.send(t, getLine)
	var got []time.Time
	for _, e := range c.pbx.Journal().Entries() {
		got = append(got, e.Time)
	}
	if diff := cmp.Diff([]time.Time{start, start.Add(time.Hour)}, got); diff != "" {
		t.Errorf("times (-want +got):\n%s", diff)
	}
}

// A journal is compared with a slice that grows.
func TestJournalKeepsTheLatestRequests(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 40 {
		limit := random.IntN(9)
		c := memory(t, pbxtest.Empty(), pbxtest.JournalLimits(limit, 10))
		var sent []string
		for n := range random.IntN(60) {
			if random.IntN(25) == 0 {
				c.pbx.Journal().Clear()
				sent = nil
			}
			path := fmt.Sprintf("/%d", n)
			sent = append(sent, fmt.Sprintf("%d %s", len(sent)+1, path))
			c.send(t, message{method: "GET", path: path})

			var got []string
			for _, e := range c.pbx.Journal().Entries() {
				got = append(got, fmt.Sprintf("%d %s", e.Number, e.Path))
			}
			want := slices.Clone(sent[max(0, len(sent)-limit):])
			if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Fatalf("limit %d, after %d requests (-want +got):\n%s", limit, len(sent), diff)
			}
			if got := c.pbx.Journal().Len(); got != len(sent) {
				t.Fatalf("Len is %d after %d requests", got, len(sent))
			}
		}
	}
}

// room returns a request that creates a meeting room, with a body of a size.
func room(size int) message {
	r := createRoom
	const body = `{"name":"board","displayName":"%s","number":1060}`
	r.body = fmt.Sprintf(body, strings.Repeat("x", size-len(body)+len("%s")))
	return r
}

func TestJournalCutsBodies(t *testing.T) {
	for _, limit := range []int{0, 1, 99, 100, 101, 1000} {
		for _, chunked := range []bool{false, true} {
			overEveryConnection(t, func(t *testing.T, c connection) {
				r := room(100)
				r.chunked = chunked
				got := c.send(t, r)
				if got.Status != http.StatusOK || !strings.Contains(got.Body, "xxx") {
					t.Fatalf("answered %+v", got)
				}
				e := lastEntry(t, c.pbx)
				if string(e.Body) != r.body[:min(limit, 100)] || e.Size != 100 {
					t.Errorf("limit %d: the journal has %q of %d bytes", limit, e.Body, e.Size)
				}
				if string(e.Answer) != got.Body[:min(limit, len(got.Body))] || e.AnswerSize != len(got.Body) {
					t.Errorf("limit %d: the journal has the answer %q of %d bytes", limit, e.Answer, e.AnswerSize)
				}
			}, pbxtest.JournalLimits(10, limit))
		}
	}
}

func TestBodiesBeyondTheLimitAreServedWhole(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		r := room(300 << 10)
		got := c.send(t, r)
		if got.Status != http.StatusOK || len(got.Body) < 300<<10 {
			t.Fatalf("answered %d with %d bytes", got.Status, len(got.Body))
		}
		if e := lastEntry(t, c.pbx); len(e.Body) != 8<<10 || e.Size != 300<<10 || len(e.Answer) != 8<<10 || e.AnswerSize != len(got.Body) {
			t.Errorf("the journal has %d of %d bytes, and %d of %d of the answer", len(e.Body), e.Size, len(e.Answer), e.AnswerSize)
		}
	})
}

// What is cut off is not kept alive by what is there.
func TestJournalDoesNotHoldWhatItCutsOff(t *testing.T) {
	const requests, size, most = 100, 128 << 10, 2 << 20
	c := memory(t, pbxtest.JournalLimits(requests, 64))
	c.pbx.Fault(t, pbxtest.Fault{Status: http.StatusOK, Body: strings.Repeat("a", size), Late: true})
	c.send(t, room(size)) // what is there once is there
	before := heap()
	for range requests {
		c.send(t, room(size))
	}
	if grown := int64(heap()) - int64(before); grown > most {
		t.Errorf("the journal of %d requests takes %d KiB, want %d at most", requests, grown>>10, most>>10)
	}
	runtime.KeepAlive(c.pbx)
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func TestJournalWithoutEntriesCounts(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(0, 0))
	c.send(t, getLine)
	c.send(t, message{method: "GET", path: "/configmgt/api/2.0/users?tpyo=1", header: []string{asXiVO}})
	j := c.pbx.Journal()
	if n, entries, unread := j.Len(), j.Entries(), j.Unread(); n != 2 || len(entries) != 0 || len(unread) != 0 {
		t.Errorf("%d requests, entries %v, unread %v", n, entries, unread)
	}
	j.Clear()
	if n := j.Len(); n != 0 {
		t.Errorf("%d requests after Clear", n)
	}
}

func TestLimitsBelowZeroAreZero(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(-1, -1))
	c.send(t, createRoom)
	if n := c.pbx.Journal().Len(); n != 1 {
		t.Errorf("%d requests in the journal", n)
	}
}

func TestRequestIsInTheJournalBeforeItsAnswerIsSeen(t *testing.T) {
	c := overTCP(pbxtest.Run(t))
	for i := range 200 {
		sent := getLine
		sent.path += fmt.Sprintf("?i=%d", i)
		response, err := c.client.Do(sent.to(t, c.url))
		if err != nil {
			t.Fatal(err)
		}
		if e := lastEntry(t, c.pbx); e.Query != fmt.Sprintf("i=%d", i) {
			t.Fatalf("answer %d is here, and the last entry is %v", i, &e)
		}
		io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if n := c.pbx.Journal().Len(); n != i+1 {
			t.Fatalf("answer %d has been read, and the journal has %d", i, n)
		}
	}
}

func TestBodiesThatNothingReadsAreInTheJournal(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		for _, path := range []string{
			"/configmgt/api/2.0/meetingroom", "/uapi/nothing", "/pbx/nothing", "/api/v1/nothing", "/nothing",
			"/configmgt/api/2.0/meetingrooms", // 401
		} {
			for _, method := range []string{"POST", "PUT"} {
				c.send(t, message{method: method, path: path, body: roomBody})
				if e := lastEntry(t, c.pbx); string(e.Body) != roomBody || e.Size != int64(len(roomBody)) {
					t.Errorf("%s %s has the body %q of %d bytes in the journal", method, path, e.Body, e.Size)
				}
			}
		}
	})
}

func TestJournalSaysWhatTheClientSaw(t *testing.T) {
	for _, tt := range []struct {
		what   string
		fault  pbxtest.Fault
		sent   message
		status int
		body   bool
		ok     bool
	}{
		{"nothing", pbxtest.Fault{Break: pbxtest.Reset}, getLine, 0, false, false},
		{"nothing, too late", pbxtest.Fault{Break: pbxtest.Reset, Late: true}, deletePref, 0, false, false},
		{"half a body", pbxtest.Fault{Break: pbxtest.Truncate}, getLine, 200, true, false},
		{"no body of which there could be half", pbxtest.Fault{Break: pbxtest.Truncate}, deletePref, 0, false, false},
		{"another status", pbxtest.Fault{Status: 418, Body: "tea"}, getLine, 418, true, true},
		{"an error of the vendor", pbxtest.Fault{Err: xivo.ErrUnhandled}, getLine, 500, true, true},
		{"what is true, later", pbxtest.Fault{Latency: time.Nanosecond}, getLine, 200, true, true},
	} {
		t.Run(tt.what, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) {
				rule := c.pbx.Fault(t, tt.fault)
				if tt.ok {
					c.send(t, tt.sent)
				} else {
					c.fails(t, tt.sent)
				}
				e := lastEntry(t, c.pbx)
				if e.Status != tt.status || len(e.Answer) > 0 != tt.body {
					t.Errorf("the journal has %d %q, want %d", e.Status, e.Answer, tt.status)
				}
				if e.Fault != rule {
					t.Errorf("the fault is %v", e.Fault)
				}
			})
		})
	}
}

// What is done to entries, or to what was sent and received, does not reach the
// journal.
func TestEntriesAreCopies(t *testing.T) {
	c := memory(t)
	sent := room(100).to(t, c.url)
	sent.URL.RawQuery = "colour=red"
	response, err := c.client.Do(sent)
	if err != nil {
		t.Fatal(err)
	}
	answered, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	c.send(t, message{method: "PUT", path: "/configmgt/api/2.0/users/1/services", body: `{"dndEnable":true}`, header: createRoom.header})
	j := c.pbx.Journal()
	want := renderings(c.pbx)

	for name := range sent.Header {
		sent.Header[name][0] = "changed"
	}
	for name := range response.Header {
		response.Header[name][0] = "changed"
	}
	clear(answered)
	entries := j.Entries()
	for _, u := range j.Unread() {
		u.Members[0] = "changed"
		entries = append(entries, u.Entry)
	}
	fake := &fakeTB{}
	entries = append(entries, j.Expect(fake, xivo.UpdateUserServices), j.Expect(fake, xivo.CreateMeetingRoom))
	for _, e := range entries {
		spoil(e)
	}
	if diff := cmp.Diff(want, renderings(c.pbx)); diff != "" {
		t.Errorf("the journal has changed (-before +after):\n%s", diff)
	}
	if unread := j.Unread(); len(unread) != 2 || unread[1].Members[0] != "dndEnable" {
		t.Errorf("unread are %v", unread)
	}
}

// Somebody else's server may do as it likes with the header that it was given.
func TestHandlersDoNotShareHeaders(t *testing.T) {
	pbx := pbxtest.Run(t)
	w := httptest.NewRecorder()
	pbx.Handler().ServeHTTP(w, getLine.to(t, "http://pbx.example.com"))
	w.Header()["Content-Type"][0] = "changed"
	if got := lastEntry(t, pbx).AnswerHeader.Get("Content-Type"); got != "application/json" {
		t.Errorf("the journal has the content type %q", got)
	}
}

// spoil changes everything that an entry refers to.
func spoil(e pbxtest.Entry) {
	clear(e.Body)
	clear(e.Answer)
	for name := range e.Values {
		e.Values[name] = "changed"
	}
	for _, header := range []http.Header{e.Header, e.AnswerHeader} {
		for name := range header {
			header[name][0] = "changed"
		}
		header.Set("X-Added", "1")
	}
	for i := range e.Unread {
		e.Unread[i] = "changed"
	}
}

// Under the race detector: requests, and everything that looks at the journal.
func TestJournalIsSafeForConcurrentUse(t *testing.T) {
	const clients, requests = 8, 25
	c := memory(t, pbxtest.JournalLimits(clients*requests/4, 100))
	j := c.pbx.Journal()
	var wg sync.WaitGroup
	for range clients {
		wg.Go(func() {
			for range requests {
				c.send(t, createRoom)
				c.send(t, message{method: "GET", path: "/nowhere"})
			}
		})
		wg.Go(func() {
			quiet := &fakeTB{}
			for range requests {
				for _, e := range j.Entries() {
					_ = e.String()
					spoil(e)
				}
				j.Unread()
				j.Summary()
				j.Len()
				j.Expect(quiet, xivo.CreateMeetingRoom, pbxtest.Member("name", "other"), pbxtest.AnswerMember("id", 1), pbxtest.Header("X", "y"))
				j.ExpectOrder(quiet, xivo.CreateMeetingRoom, xivo.ListUsers)
			}
		})
	}
	wg.Wait()
	numbers := map[int64]bool{}
	entries := j.Entries()
	for i, e := range entries {
		numbers[e.Number] = true
		if i > 0 && e.Number != entries[i-1].Number+1 {
			t.Errorf("entry %d is followed by %d", entries[i-1].Number, e.Number)
		}
	}
	if n := j.Len(); n != 2*clients*requests || len(numbers) != clients*requests/4 {
		t.Errorf("%d requests, of which %d are kept", n, len(numbers))
	}
}

func TestClearWhileRequestsAreUnderWay(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(3, 100))
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for range 50 {
				c.send(t, getLine)
				c.pbx.Journal().Clear()
				c.pbx.Journal().Entries()
			}
		})
	}
	wg.Wait()
	c.pbx.Journal().Clear()
	c.send(t, getLine)
	if e := lastEntry(t, c.pbx); e.Number != 1 {
		t.Errorf("the first request after Clear is number %d", e.Number)
	}
}

func TestEntryIsALine(t *testing.T) {
	long := strings.Repeat("x", 200)
	for _, tt := range []struct {
		sent  message
		fault pbxtest.Fault
		want  string
	}{
		{sent: getLine, want: `1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200`},
		{
			sent: message{method: "POST", path: "/configmgt/api/2.0/meetingrooms?a=b&c=d", body: "{\n  \"name\": \"lobby\"\n}\n"},
			want: `1. POST /configmgt/api/2.0/meetingrooms?a=b&c=d (CreateMeetingRoom) { "name": "lobby" } -> 401`,
		},
		{
			sent: message{method: "GET", path: "/configmgt/api/2.0/user/1/line"},
			want: `1. GET /configmgt/api/2.0/user/1/line -> 404; no operation is there, the closest is GetUserLine: GET /configmgt/api/2.0/users/:id/line`,
		},
		{
			sent: getLine, fault: pbxtest.Fault{Operation: xivo.GetUserLine, Status: 503},
			want: `1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 503, by a fault on GetUserLine answering 503`,
		},
		{
			sent: getLine, fault: pbxtest.Fault{Break: pbxtest.Reset},
			want: `1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> no answer, by a fault with a reset`,
		},
		{
			sent: message{method: "POST", path: "/ping", body: long},
			want: `1. POST /ping ` + long[:120] + `… -> 404; no operation is there, the closest is Ping: GET /ping`,
		},
		{
			sent: message{method: "PUT", path: "/configmgt/api/2.0/" + long},
			want: `1. PUT /configmgt/api/2.0/` + long[:101] + `… -> 404; no operation is there, the closest is UpdateMeetingRoom: PUT /configmgt/api/2.0/meetingrooms`,
		},
		{
			sent: message{method: "POST", path: "/ping", body: strings.Repeat("ä", 60) + "bell\a\x1b[31m\xff"},
			want: `1. POST /ping ` + strings.Repeat("ä", 60) + `… -> 404; no operation is there, the closest is Ping: GET /ping`,
		},
		{
			sent: message{method: "POST", path: "/ping", body: "bell\a\x1b[31m\xff."},
			want: `1. POST /ping bell` + "\ufffd\ufffd" + `[31m. -> 404; no operation is there, the closest is Ping: GET /ping`,
		},
		{
			sent: message{method: "POST", path: "/ping", body: strings.Repeat(" ", 5000) + "xyz"},
			want: `1. POST /ping … -> 404; no operation is there, the closest is Ping: GET /ping`,
		},
	} {
		c := memory(t)
		if tt.fault.Status != 0 || tt.fault.Break != "" {
			c.pbx.Fault(t, tt.fault)
		}
		if response, err := c.client.Do(tt.sent.to(t, c.url)); err == nil {
			response.Body.Close()
		}
		e := lastEntry(t, c.pbx)
		if got := e.String(); got != tt.want {
			t.Errorf("the entry is\n%s\nwant\n%s", got, tt.want)
		}
	}
}

func TestSummaryHasALineForEachRequest(t *testing.T) {
	c := memory(t)
	c.pbx.Fault(t, pbxtest.Fault{Operation: xivo.ListMeetingRooms, Break: pbxtest.Reset})
	c.pbx.Fault(t, pbxtest.Fault{Operation: telecomx.Ping, Break: pbxtest.Truncate})
	for _, path := range []string{
		getLine.path + "?token=x",
		listRooms.path,
		"/ping?token=x",
		"/nowhere?token=x",
		"/nowhere%3Fa=b&token=x&c=d",
		"/nowhere;a=b;token=x",
		"/now%0A%0D%09here%1b",
		"/" + strings.Repeat("x", 200),
	} {
		if response, err := c.client.Do(message{method: "GET", path: path, header: []string{asXiVO}}.to(t, c.url)); err == nil {
			response.Body.Close()
		}
	}
	want := []string{
		"GetUserLine 200",
		"ListMeetingRooms no answer",
		"Ping 401", // which breaks off
		"GET /nowhere 404",
		"GET /nowhere?a=b&token=[redacted]&c=d 404",
		"GET /nowhere;a=b;token=[redacted] 404",
		"GET /now here\ufffd 404",
		"GET /" + strings.Repeat("x", 119) + "… 404",
	}
	if diff := cmp.Diff(want, c.pbx.Journal().Summary()); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
}

// What is left of a body may well be JSON, and say something else.
func TestOnlyWholeBodiesAreDecoded(t *testing.T) {
	const number, spaced, short = `1234567890`, `{"a":1}   `, `{"password":"x"}`
	long := `{"password":"` + strings.Repeat("x", 100) + `"}` // which is shorter once it is redacted
	const all = "<nil>"
	for _, tt := range []struct {
		body  string
		limit int
		want  string
	}{
		{number, 10, all},
		{number, 9, "pbxtest: the %s is not known: the journal keeps 9 of its 10 bytes, see JournalLimits"},
		{number, 0, "pbxtest: the %s is not known: the journal keeps 0 of its 10 bytes, see JournalLimits"},
		{spaced, 7, "pbxtest: the %s is not known: the journal keeps 7 of its 10 bytes, see JournalLimits"},
		{short, 16, all},
		{short, 15, "pbxtest: the %s is not known: the journal keeps 15 of its 16 bytes, see JournalLimits"},
		{long, 115, all},
		{long, 114, "pbxtest: the %s is not known: the journal keeps 114 of its 115 bytes, see JournalLimits"},
		{"{", 10, "unexpected end of JSON input"},
		{"", 10, "unexpected end of JSON input"},
	} {
		c := memory(t, pbxtest.JournalLimits(1, tt.limit))
		c.pbx.Fault(t, pbxtest.Fault{Status: http.StatusOK, Body: tt.body, Late: true}) // once the body is read
		sent := createRoom
		sent.body = tt.body
		c.send(t, sent)
		e := lastEntry(t, c.pbx)
		for what, decode := range map[string]func(any) error{"body": e.Decode, "answer's body": e.DecodeAnswer} {
			var v any
			want := strings.ReplaceAll(tt.want, "%s", what)
			if got := fmt.Sprint(decode(&v)); got != want || v != nil != (want == all) {
				t.Errorf("of %q with the limit %d the %s is %v, error %s\nwant %s", tt.body, tt.limit, what, v, got, want)
			}
		}
	}
}

// The journal may keep everything of one body, and not of the other.
func TestBodiesAreDecodedEachByItself(t *testing.T) {
	for _, tt := range []struct{ sent, answer, wantSent, wantAnswer string }{
		{`1`, `234`, `<nil>`, `pbxtest: the answer's body is not known: the journal keeps 2 of its 3 bytes, see JournalLimits`},
		{`123`, `4`, `pbxtest: the body is not known: the journal keeps 2 of its 3 bytes, see JournalLimits`, `<nil>`},
	} {
		c := memory(t, pbxtest.JournalLimits(1, 2))
		c.pbx.Fault(t, pbxtest.Fault{Status: http.StatusOK, Body: tt.answer, Late: true})
		sent := createRoom
		sent.body = tt.sent
		c.send(t, sent)
		e := lastEntry(t, c.pbx)
		var v any
		got := []string{fmt.Sprint(e.Decode(&v)), fmt.Sprint(e.DecodeAnswer(&v))}
		if diff := cmp.Diff([]string{tt.wantSent, tt.wantAnswer}, got); diff != "" {
			t.Errorf("%s and %s (-want +got):\n%s", tt.sent, tt.answer, diff)
		}
	}
}

// The two ways to an entry other than Entries lead to the same.
func TestEveryEntryKnowsWhatIsMissing(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(1, 5))
	c.send(t, misspelt[0].sent)
	j := c.pbx.Journal()
	for _, e := range []pbxtest.Entry{j.Expect(t, nil), j.Unread()[0].Entry} {
		if err := e.Decode(new(any)); err == nil || !strings.Contains(err.Error(), "keeps 5 of its") {
			t.Errorf("error %v", err)
		}
	}
	made := pbxtest.Entry{Body: []byte("1"), Size: 1, Answer: []byte("2"), AnswerSize: 1} // by a test, for its own helpers
	if err := errors.Join(made.Decode(new(any)), made.DecodeAnswer(new(any))); err != nil {
		t.Error(err)
	}
}

func TestForksBeginWithEmptyJournals(t *testing.T) {
	c := memory(t)
	c.send(t, getLine)
	fork := inMemory(c.pbx.Fork(t))
	fork.send(t, listRooms)
	if e := lastEntry(t, fork.pbx); e.Number != 1 || e.Operation != "ListMeetingRooms" {
		t.Errorf("the fork's journal has %v", &e)
	}
	if n := c.pbx.Journal().Len(); n != 1 {
		t.Errorf("the other journal has %d requests", n)
	}
}

// One server has journals of all vendors, in one order.
func TestJournalIsInTheOrderOfTheAnswers(t *testing.T) {
	c := overTCP(pbxtest.Run(t))
	for _, r := range []message{getLine, listCalls, getSettings, getMusic, getLine} {
		if got := c.send(t, r); got.Status != http.StatusOK {
			t.Errorf("%s %s is answered %+v", r.method, r.path, got)
		}
	}
	c.pbx.Journal().ExpectOrder(t, xivo.GetUserLine, telecomx.GetOwnSettings, xivo.GetUserLine)
	var got bytes.Buffer
	for _, e := range c.pbx.Journal().Entries() {
		fmt.Fprintf(&got, "%d %s %s\n", e.Number, e.Vendor, e.Operation)
	}
	want := "1 xivo GetUserLine\n2 voipnow ListPhoneCalls\n3 telecomx GetOwnSettings\n4 broadworks GetUserMusicOnHold\n5 xivo GetUserLine\n"
	if diff := cmp.Diff(want, got.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// A journal that is full does not grow; BenchmarkJournalMillion shows it at length.
func TestFullJournalDoesNotGrow(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(100, 1000))
	send := func(n int) uint64 {
		for i := range n {
			c.send(t, []message{getLine, setServices("1", `{"dndEnabled":true}`), {method: "GET", path: "/nowhere"}}[i%3])
		}
		return heap()
	}
	before := send(600)
	if grown := int64(send(6000)) - int64(before); grown > 100<<10 {
		t.Errorf("6000 requests more take %d KiB", grown>>10)
	}
	runtime.KeepAlive(c.pbx)
}
