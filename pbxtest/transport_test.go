package pbxtest_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// conversation is what a client of all vendors may say, in this order.
func conversation() []message {
	const json = "Content-Type: application/json"
	const music = "/pbx/musiconhold"
	const group = "/api/v1/tenants/foo/groups/foogroup"
	head := func(m message) message { m.method = http.MethodHead; return m }
	rename := `{"name":"Late ` + strings.Repeat("x", 20<<10) + `"}`
	return []message{
		getLine, listRooms, head(listRooms), deletePref, deletePref, // the second time it is not there
		createRoom, createRoom, // the second time it is a duplicate
		{method: "POST", path: "/configmgt/api/2.0/meetingrooms", body: `{"name":`, header: []string{asXiVO, json}},
		{method: "GET", path: "/configmgt/api/2.0/meetingrooms/99", header: []string{asXiVO}},
		{method: "GET", path: "/configmgt/api/2.0/users"},
		{method: "GET", path: "/configmgt/api/2.0/users/", header: []string{asXiVO}},
		{method: "GET", path: "//configmgt//api/2.0/users/1//line", header: []string{asXiVO}},
		{method: "GET", path: "/%63onfigmgt/api/2.0/users/%31/line", header: []string{asXiVO}},
		{method: "GET", path: "/configmgt/api/2.0/users%2F1/line", header: []string{asXiVO}},
		{method: "PUT", path: "/configmgt/api/2.0/users/3/preferences/a%20b%2Fc?x=y", body: `{"value":"1","value_type":"String"}`, header: []string{asXiVO, json}},
		{method: "POST", path: "/configmgt/api/2.0/meetingrooms/find", body: `{"limit":1}`, header: []string{asXiVO, json}, chunked: true},
		{method: "POST", path: "/configmgt/api/2.0/meetingrooms", body: `{"name":"` + strings.Repeat("x", 1<<20) + `"}`, header: []string{asXiVO, json}},
		{method: "POST", path: "/configmgt/api/2.0/meetingrooms", body: strings.Repeat(" ", 300<<10), header: []string{asXiVO, json}, chunked: true},
		{method: "POST", path: "/configmgt/api/2.0/meetingrooms", header: []string{asXiVO}, chunked: true}, // and nothing in it
		{method: "PATCH", path: "/configmgt/api/2.0/users", header: []string{asXiVO}},

		createToken, listCalls, head(listCalls), hangUpNone,
		{method: "GET", path: "/uapi/phoneCalls/@me/@self?count=1&startIndex=1&fields=id,link", header: []string{asVoipNow}},
		{method: "GET", path: "/uapi/phoneCalls/%40me/0003%2A210?accessRequestToken=Bearer+token"},
		{method: "POST", path: "/oauth/token.php", body: "grant_type=none", header: createToken.header},
		{method: "PUT", path: "/uapi/phoneCalls/@me/0003*210/7d280cc4feae3255a497", body: `{"action":"OnHold","phoneCallViewId":"00"}`, header: []string{asVoipNow, json}},
		{method: "GET", path: "/oauth/token.php"},

		getSettings,
		{method: "POST", path: "/auth/login", body: `{"username":"owner@example.com","password":"mysecret password","cookie":true}`, header: []string{json}},
		{method: "GET", path: "/auth/login?username=owner@example.com&password=wrong"},
		{method: "GET", path: music + "?full=true&filter=soft", header: []string{asTelecomX}},
		{method: "POST", path: music, body: rename, header: []string{asTelecomX, json}},
		{method: "POST", path: music + "/123456789012345678901234", body: rename, header: []string{asTelecomX, json}, chunked: true},
		{method: "DELETE", path: music + "/12345678901234567890ABCD", header: []string{asTelecomX}},
		{method: "GET", path: "/ping", header: []string{"X-Api-Key: token-expired"}},

		getMusic, head(getMusic),
		{method: "POST", path: "/api/v1/login/", body: `{"username":"system","password":"IAmAStrongPassword"}`, header: []string{json}},
		{method: "PUT", path: getMusic.path, body: `{"isActive":true}`, header: []string{asBroadWorks, json}},
		{method: "PUT", path: getMusic.path, header: []string{asBroadWorks}},
		{method: "GET", path: group + "/announcements/", header: []string{asBroadWorks}},
		{method: "GET", path: group + "/announcements", header: []string{asBroadWorks}},

		{method: "GET", path: ""}, {method: "GET", path: "/"}, {method: "HEAD", path: "/"}, {method: "OPTIONS", path: "/configmgt/api"},
		{method: "GET", path: "/?", header: []string{"Accept: a", "Accept: b"}},
	}
}

func TestWhatIsAnsweredInMemoryIsAnsweredOverTCP(t *testing.T) {
	for name, run := range map[string]func(pbxtest.TB, ...pbxtest.Option) *pbxtest.Server{"plain": pbxtest.Run, "tls": pbxtest.RunTLS} {
		t.Run(name, func(t *testing.T) {
			tcp, memory := overTCP(run(t)), inMemory(run(t))
			memory.url = tcp.url // which is in VoipNow's links
			statuses := map[int]bool{}
			for _, m := range conversation() {
				want, got := tcp.send(t, m), memory.send(t, m)
				want.Header.Del("Date")
				if got.Header.Get("Date") == "" {
					t.Errorf("%s %s has no date", m.method, m.path)
				}
				got.Header.Del("Date")
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("%s %s differs in memory (-tcp +memory):\n%s", m.method, m.path, diff)
				}
				statuses[got.Status] = true
			}
			for _, status := range []int{200, 204, 400, 401, 404, 413, 500} {
				if !statuses[status] {
					t.Errorf("nothing is answered %d", status)
				}
			}
			sameJournals(t, tcp.pbx, memory.pbx)
		})
	}
}

// sameJournals fails the test if two servers remember different requests. net/http
// adds headers of its own.
func sameJournals(t *testing.T, tcp, memory *pbxtest.Server) {
	t.Helper()
	ignored := cmpopts.IgnoreFields(pbxtest.Entry{}, "Header", "Duration")
	private := cmpopts.IgnoreUnexported(pbxtest.Entry{})
	if diff := cmp.Diff(tcp.Journal().Entries(), memory.Journal().Entries(), ignored, private, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("the journals differ (-tcp +memory):\n%s", diff)
	}
}

func TestTheRestOfAResponseIsAsOverTCP(t *testing.T) {
	type response struct {
		Status                string
		Proto                 string
		ProtoMajor            int
		ProtoMinor            int
		ContentLength         int64
		TransferEncoding      []string
		Uncompressed, HasBody bool
		SameRequest           bool
	}
	tcp, memory := overTCP(pbxtest.Run(t)), inMemory(pbxtest.Run(t))
	of := func(c connection, m message) response {
		r := m.to(t, c.url)
		got, err := c.client.Transport.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		defer got.Body.Close()
		return response{
			got.Status, got.Proto, got.ProtoMajor, got.ProtoMinor, got.ContentLength, got.TransferEncoding,
			got.Uncompressed, got.Body != nil, got.Request == r,
		}
	}
	for _, m := range conversation() {
		if diff := cmp.Diff(of(tcp, m), of(memory, m)); diff != "" {
			t.Errorf("%s %s differs in memory (-tcp +memory):\n%s", m.method, m.path, diff)
		}
	}
	for _, f := range []pbxtest.Fault{{Status: 999, Body: "x"}, {Status: 304}, {Status: 204}, {Status: 503}} {
		tcp.pbx.Fault(t, f)
		memory.pbx.Fault(t, f)
		for _, method := range []string{"GET", "HEAD"} {
			m := message{method: method, path: "/ping"}
			if diff := cmp.Diff(of(tcp, m), of(memory, m)); diff != "" {
				t.Errorf("%s with %v differs in memory (-tcp +memory):\n%s", method, &f, diff)
			}
		}
		tcp.pbx.Faults()[0].Remove()
		memory.pbx.Faults()[0].Remove()
	}
}

func TestOPTIONSOfTheServerAreTheVendorsToRefuse(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		r := message{method: "OPTIONS"}.to(t, c.url)
		r.URL.Opaque = "*"
		if got := do(t, c.client, r); got.Status != 404 {
			t.Errorf("the answer is %d %s, want a 404", got.Status, got.Body)
		}
	})
}

// A blank in a URL is the client's mistake over TCP, too.
func TestAMalformedRequestLineIsRefused(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		r := message{method: "GET", path: "/pbx/musiconhold", header: []string{asTelecomX}}.to(t, c.url)
		r.URL.RawQuery = "filter=soft music"
		if got := do(t, c.client, r); got.Status != 400 {
			t.Errorf("the answer is %d %s, want a 400", got.Status, got.Body)
		}
		if n := c.pbx.Journal().Len(); n != 0 {
			t.Errorf("%d requests were served", n)
		}
	})
}

func TestARequestInMemoryIsNotModified(t *testing.T) {
	pbx := pbxtest.Run(t)
	for _, m := range conversation() {
		r, same := m.to(t, "http://pbx.example.com:81"), m.to(t, "http://pbx.example.com:81")
		r.Host, same.Host = "other.example.com", "other.example.com"
		response, err := pbx.Transport().RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		opts := []cmp.Option{
			cmpopts.IgnoreFields(http.Request{}, "Body", "GetBody"), cmpopts.IgnoreUnexported(http.Request{}),
		}
		if diff := cmp.Diff(same, r, opts...); diff != "" {
			t.Errorf("%s %s is modified (-want +got):\n%s", m.method, m.path, diff)
		}
		if (r.Body == nil) != (same.Body == nil) {
			t.Errorf("%s %s has another body", m.method, m.path)
		}
	}
}

func TestARequestInMemoryNeedsLittle(t *testing.T) {
	pbx := pbxtest.Run(t)
	r := &http.Request{URL: &url.URL{Scheme: "http", Host: "pbx", Path: listCalls.path, RawQuery: "accessRequestToken=token"}}
	response, err := pbx.Transport().RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil || !bytes.Contains(got, []byte("http://pbx/uapi")) {
		t.Errorf("the answer is %d %s, want the calls with links to the host of the URL: %v", response.StatusCode, got, err)
	}
}

func TestTheVendorsSeeTheHostOfTheRequest(t *testing.T) {
	pbx := pbxtest.Run(t)
	client := &http.Client{Transport: pbx.Transport()}
	for url, want := range map[string]string{
		"http://pbx.example.com":         `"self":"http://pbx.example.com/uapi/`,
		"https://pbx.example.com:8443":   `"self":"https://pbx.example.com:8443/uapi/`,
		"http://[2001:db8::1]:80":        `"self":"http://[2001:db8::1]:80/uapi/`,
		"https://owner:pw@a.example.com": `"self":"https://a.example.com/uapi/`,
	} {
		if got := get(t, client, url+listCalls.path, asVoipNow); !strings.Contains(got.Body, want) {
			t.Errorf("%s is answered with links other than %s:\n%s", url, want, got.Body)
		}
	}
}

// body is a request's body that knows whether it was closed.
type body struct {
	io.Reader
	closed atomic.Bool
}

func (b *body) Close() error {
	b.closed.Store(true)
	return nil
}

func TestTheBodyOfARequestIsClosed(t *testing.T) {
	pbx := pbxtest.Run(t)
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	for name, tt := range map[string]struct {
		ctx   context.Context
		path  string
		fault pbxtest.Fault
		want  error
	}{
		"answered":  {t.Context(), createRoom.path, pbxtest.Fault{Status: 200, MayMiss: true}, nil},
		"unknown":   {t.Context(), "/", pbxtest.Fault{Vendor: "xivo", Status: 418, MayMiss: true}, nil},
		"malformed": {t.Context(), "/?a b", pbxtest.Fault{Status: 418, MayMiss: true}, nil},
		"reset":     {t.Context(), createRoom.path, pbxtest.Fault{Break: pbxtest.Reset}, syscall.ECONNRESET},
		"ended":     {ended, createRoom.path, pbxtest.Fault{Status: 418, MayMiss: true}, context.Canceled},
	} {
		rule := pbx.Fault(t, tt.fault)
		b := &body{Reader: strings.NewReader(roomBody)}
		r, err := http.NewRequestWithContext(tt.ctx, "POST", "http://pbx"+tt.path, b)
		if err != nil {
			t.Fatal(err)
		}
		response, err := pbx.Transport().RoundTrip(r)
		if !errors.Is(err, tt.want) || tt.want == nil && err != nil {
			t.Errorf("%s: the error is %v, want %v", name, err, tt.want)
		}
		if err == nil {
			response.Body.Close()
		}
		if !b.closed.Load() {
			t.Errorf("%s: the body is open", name)
		}
		if ended := errors.Is(tt.want, context.Canceled); ended && pbx.Journal().Len() > 0 {
			t.Errorf("%s: the request was served", name)
		}
		pbx.Journal().Clear()
		rule.Remove()
	}
}

// meetingRooms are a service in which something happens before rooms are listed.
type meetingRooms struct {
	xivo.MeetingRoomService
	before func()
}

func (m meetingRooms) List(ctx context.Context) ([]xivo.MeetingRoom, error) {
	m.before()
	return m.MeetingRoomService.List(ctx)
}

func TestAContextThatEndsMeanwhileEndsTheRequest(t *testing.T) {
	pbx := pbxtest.Run(t)
	ctx, cancel := context.WithCancel(t.Context())
	pbx.XiVO.MeetingRooms = meetingRooms{pbx.XiVO.MeetingRooms, cancel}
	_, err := pbx.Transport().RoundTrip(listRooms.to(t, "http://pbx").WithContext(ctx))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v, want that the context has ended", err)
	}
	pbx.Journal().Expect(t, xivo.ListMeetingRooms)
}

// A body that nobody continues to write must not hold the client for ever.
func TestAContextEndsTheWaitForABody(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inMemory(pbxtest.Run(t))
		c.client.Timeout = time.Minute
		begun, w := io.Pipe()
		go io.WriteString(w, `{"name":`)
		r, err := http.NewRequest("POST", c.url+createRoom.path, begun)
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"X-Auth-Token": {"secret"}, "Content-Type": {"application/json"}}
		start := time.Now()
		if _, err := c.client.Do(r); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("the client sees %v, want its deadline", err)
		}
		if took := time.Since(start); took != time.Minute {
			t.Errorf("the client waited %v, want a minute", took)
		}
	})
}

// A body that cannot be read to its end is the client's mistake, and no request.
func TestABodyThatFailsFailsTheRequest(t *testing.T) {
	login := `{"username":"owner@example.com","password":"mysecret password"}`
	overEveryConnection(t, func(t *testing.T, c connection) {
		for _, m := range []message{createRoom, {method: "POST", path: "/auth/login", body: login}} {
			out := m.to(t, c.url)
			out.ContentLength, out.GetBody = -1, nil
			out.Body = io.NopCloser(io.MultiReader(strings.NewReader(m.body), iotest.ErrReader(errOnce)))
			if _, err := c.client.Do(out); !errors.Is(err, errOnce) {
				t.Errorf("%s: the client sees %v, want what its body failed with", m.path, err)
			}
		}
		if hasRoom(t, c.pbx) {
			t.Error("the request took effect")
		}
		c.pbx.Journal().ExpectNone(t, nil, pbxtest.Status(200))
	})
	// What fails once may well go on after that.
	c := inMemory(pbxtest.Run(t))
	out := message{method: "POST", path: "/auth/login"}.to(t, c.url)
	out.Body = io.NopCloser(iotest.TimeoutReader(strings.NewReader(login)))
	if _, err := c.client.Do(out); !errors.Is(err, iotest.ErrTimeout) {
		t.Errorf("the client sees %v, want what its body failed with", err)
	}
	c.pbx.Journal().ExpectNone(t, nil, pbxtest.Status(200))
}

var errOnce = errors.New("out of paper")

func TestABodyCannotBeReadOnceItIsClosed(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		response, err := c.client.Do(getLine.to(t, c.url))
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if n, err := response.Body.Read(make([]byte, 1)); n != 0 || err == nil || err == io.EOF {
			t.Errorf("%d bytes are read, with %v", n, err)
		}
	})
}

func TestABodyCannotBeReadOnceTheContextHasEnded(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	ctx, cancel := context.WithCancel(t.Context())
	response, err := c.client.Do(getLine.to(t, c.url).WithContext(ctx))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	cancel()
	if _, err := io.ReadAll(response.Body); !errors.Is(err, context.Canceled) {
		t.Errorf("reading ends with %v, want that the context has ended", err)
	}
}

// What a client does to an answer's header is its own business.
func TestAnswersShareNothingWithTheJournal(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	response, err := c.client.Do(getLine.to(t, c.url))
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	response.Header["Content-Type"][0] = "changed"
	response.Header.Set("X-New", "1")
	e := c.pbx.Journal().Expect(t, xivo.GetUserLine)
	want := http.Header{"Content-Type": {"application/json"}}
	got := e.AnswerHeader.Clone()
	got.Del("Content-Length")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the journal has another header (-want +got):\n%s", diff)
	}
}

func TestCookiesWorkInMemory(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		jar, err := cookiejar.New(nil)
		if err != nil {
			t.Fatal(err)
		}
		c.client.Jar = jar
		c.send(t, message{method: "POST", path: "/auth/login", body: `{"username":"owner@example.com","password":"mysecret password","cookie":true}`})
		if got := c.send(t, message{method: "GET", path: "/pbx/settings"}); got.Status != 200 {
			t.Errorf("TelecomX answers %d %s", got.Status, got.Body)
		}
		c.send(t, message{method: "POST", path: "/api/v1/login/", body: `{"username":"system","password":"IAmAStrongPassword"}`})
		if got := c.send(t, message{method: "GET", path: "/api/v1/session/user_login_info/"}); got.Status != 200 {
			t.Errorf("BroadWorks answers %d %s", got.Status, got.Body)
		}
	})
}

func TestRequestsInMemoryAreConcurrent(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	all := conversation()
	var wg sync.WaitGroup
	for i := range 16 {
		wg.Go(func() {
			for j := range all {
				c.send(t, all[(i*7+j)%len(all)])
			}
		})
	}
	wg.Wait()
	if got, want := c.pbx.Journal().Len(), 16*len(all); got != want {
		t.Errorf("%d requests were served, want %d", got, want)
	}
}

func TestAServerInABubbleLivesOnItsTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inMemory(pbxtest.Run(t, pbxtest.WithClock(time.Now)))
		for _, m := range conversation() {
			c.send(t, m)
		}
		login := c.send(t, message{method: "GET", path: "/auth/login?username=owner@example.com&password=mysecret+password"})
		session := message{method: "GET", path: "/ping", header: []string{"X-Api-Key: " + memberOf(t, login, "token")}}
		time.Sleep(14 * time.Minute)
		if got := c.send(t, session); got.Status != 200 {
			t.Errorf("after 14 minutes the answer is %d %s", got.Status, got.Body)
		}
		time.Sleep(15 * time.Minute)
		if got := c.send(t, session); got.Status != 401 {
			t.Errorf("after 15 minutes the answer is %d %s, want that the session has expired", got.Status, got.Body)
		}
		if got, want := c.send(t, session).Header.Get("Date"), time.Now().UTC().Format(http.TimeFormat); got != want {
			t.Errorf("the date is %s, want %s", got, want)
		}
	})
}

// The database that every server begins with is of no bubble.
func TestBubblesShareNothing(t *testing.T) {
	for range 3 {
		synctest.Test(t, func(t *testing.T) {
			c := inMemory(pbxtest.Run(t))
			if got := c.send(t, createRoom); got.Status != 200 {
				t.Errorf("the answer is %d %s", got.Status, got.Body)
			}
			inMemory(c.pbx.Fork(t)).send(t, deletePref)
			inMemory(c.pbx.Tenant(t)).send(t, getLine)
		})
	}
	if got := inMemory(pbxtest.Run(t)).send(t, createRoom); !bytes.Contains([]byte(got.Body), []byte("board")) {
		t.Errorf("the answer is %d %s", got.Status, got.Body)
	}
}
