package pbxtest_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"runtime"
	"runtime/pprof"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// fakeTB is a test that remembers what it was told.
type fakeTB struct {
	mu       sync.Mutex
	failures []string
	cleanups []func()
}

func (f *fakeTB) Helper() {}

func (f *fakeTB) Cleanup(fn func()) { f.cleanups = append(f.cleanups, fn) }

func (f *fakeTB) Errorf(format string, args ...any) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.failures = append(f.failures, fmt.Sprintf(format, args...))
}

func (f *fakeTB) Fatalf(format string, args ...any) {
	f.Errorf(format, args...)
	runtime.Goexit()
}

// end runs the cleanups, as at the end of a test.
func (f *fakeTB) end() {
	for _, fn := range slices.Backward(f.cleanups) {
		fn()
	}
	f.cleanups = nil
}

// failuresOf runs a test to its end and returns what it failed with.
func failuresOf(run func(t pbxtest.TB)) []string {
	f := &fakeTB{}
	var wg sync.WaitGroup
	wg.Go(func() {
		defer f.end()
		run(f)
	})
	wg.Wait()
	return f.failures
}

// connection is a server with a way to reach it.
type connection struct {
	pbx    *pbxtest.Server
	client *http.Client
	url    string
	socket bool // there is one
}

// overEveryConnection runs a test on a server of its own for each way to reach one.
func overEveryConnection(t *testing.T, test func(t *testing.T, c connection), opts ...pbxtest.Option) {
	t.Helper()
	overEverySocket(t, test, opts...)
	t.Run("memory", func(t *testing.T) { test(t, inMemory(pbxtest.Run(t, opts...))) })
}

// overEverySocket is overEveryConnection without the one that has no socket.
func overEverySocket(t *testing.T, test func(t *testing.T, c connection), opts ...pbxtest.Option) {
	t.Helper()
	t.Run("tcp", func(t *testing.T) { test(t, overTCP(pbxtest.Run(t, opts...))) })
	t.Run("tls", func(t *testing.T) { test(t, overTCP(pbxtest.RunTLS(t, opts...))) })
}

func overTCP(pbx *pbxtest.Server) connection {
	return connection{pbx, pbx.Client(), pbx.URL(), true}
}

func inMemory(pbx *pbxtest.Server) connection {
	return connection{pbx, &http.Client{Transport: pbx.Transport()}, "http://pbx.example.com", false}
}

// message is a request that can be sent over any connection.
type message struct {
	method, path, body string
	header             []string // such as "X-Auth-Token: secret"
	chunked            bool     // the length is not announced
}

// with returns the request with one more header.
func (r message) with(header string) message {
	r.header = append(slices.Clip(r.header), header)
	return r
}

// to returns the request for the server at a URL.
func (r message) to(t testing.TB, url string) *http.Request {
	t.Helper()
	var body io.Reader
	switch {
	case r.chunked:
		body = io.MultiReader(strings.NewReader(r.body)) // whose length net/http does not know
	case r.body != "":
		body = strings.NewReader(r.body)
	}
	out, err := http.NewRequestWithContext(t.Context(), r.method, url+r.path, body)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range r.header {
		name, value, _ := strings.Cut(line, ": ")
		out.Header.Add(name, value)
	}
	return out
}

// answer is an answer that has arrived as a whole.
type answer struct {
	Status int
	Header http.Header
	Body   string
}

// send sends a request, which has to be answered.
func (c connection) send(t testing.TB, r message) answer {
	t.Helper()
	return do(t, c.client, r.to(t, c.url))
}

// fails sends a request that is not to be answered completely, and returns why.
func (c connection) fails(t testing.TB, r message) error {
	t.Helper()
	response, err := c.client.Do(r.to(t, c.url))
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil {
		t.Errorf("%s %s was answered %d with %q, want an error", r.method, r.path, response.StatusCode, body)
	}
	return err
}

func do(t testing.TB, client *http.Client, r *http.Request) answer {
	t.Helper()
	response, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// get returns the answer to a GET with headers such as "X-Auth-Token: secret".
func get(t testing.TB, client *http.Client, url string, header ...string) answer {
	t.Helper()
	return do(t, client, message{method: http.MethodGet, header: header}.to(t, url))
}

// reusing returns a copy of a request that fails the test if it is not sent over a
// connection that was used before.
func reusing(t testing.TB, r *http.Request) *http.Request {
	return r.WithContext(httptrace.WithClientTrace(r.Context(), &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			if !info.Reused {
				t.Errorf("%s %s goes over a fresh connection", r.Method, r.URL)
			}
		},
	}))
}

// eventually waits for what other goroutines are about to do, and gives up when that
// is out of the question. It is not for bubbles, which have synctest.Wait.
func eventually(t testing.TB, what string, done func() bool) {
	t.Helper()
	for start := time.Now(); time.Since(start) < time.Minute; runtime.Gosched() {
		if done() {
			return
		}
	}
	t.Fatalf("%s did not come to pass", what)
}

// serving returns how many goroutines are in a function of pbxtest.
func serving(function string) int {
	var stacks strings.Builder
	pprof.Lookup("goroutine").WriteTo(&stacks, 2)
	n := 0
	for stack := range strings.SplitSeq(stacks.String(), "\n\n") {
		if strings.Contains(stack, "pbxtest."+function) {
			n++
		}
	}
	return n
}

// The headers that open each vendor of the documentation fixture.
const (
	asXiVO       = "X-Auth-Token: " + xivo.DocumentationToken
	asVoipNow    = "Authorization: Bearer token"
	asTelecomX   = "X-Api-Key: token-owner"
	asBroadWorks = "Authorization: Bearer token-system"
)

// The requests that most tests send.
var (
	getLine     = message{method: "GET", path: "/configmgt/api/2.0/users/1/line", header: []string{asXiVO}}
	listRooms   = message{method: "GET", path: "/configmgt/api/2.0/meetingrooms", header: []string{asXiVO}}
	deletePref  = message{method: "DELETE", path: "/configmgt/api/2.0/users/3/preferences/preferred_device", header: []string{asXiVO}}
	createRoom  = message{method: "POST", path: "/configmgt/api/2.0/meetingrooms", body: roomBody, header: []string{asXiVO, "Content-Type: application/json"}}
	listCalls   = message{method: "GET", path: "/uapi/phoneCalls/@me/@self", header: []string{asVoipNow}}
	hangUpNone  = message{method: "DELETE", path: "/uapi/phoneCalls/@me/0003*211", header: []string{asVoipNow}}
	createToken = message{method: "POST", path: "/oauth/token.php", body: tokenForm, header: []string{"Content-Type: application/x-www-form-urlencoded"}}
	getSettings = message{method: "GET", path: "/pbx/settings", header: []string{asTelecomX}}
	getMusic    = message{method: "GET", path: "/api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/", header: []string{asBroadWorks}}
)

const (
	roomBody  = `{"name":"board","displayName":"Board","number":1060}`
	tokenForm = "grant_type=client_credentials&client_id=example-app&client_secret=example-secret"
)

// hasRoom reports whether there is the meeting room that createRoom creates.
func hasRoom(t testing.TB, pbx *pbxtest.Server) bool {
	t.Helper()
	rooms, err := pbx.XiVO.MeetingRooms.List(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return slices.ContainsFunc(rooms, func(r xivo.MeetingRoom) bool { return r.Name == "board" })
}

// memberOf returns a text in the JSON object that is an answer's body.
func memberOf(t testing.TB, a answer, name string) string {
	t.Helper()
	var members map[string]any
	if err := json.Unmarshal([]byte(a.Body), &members); err != nil {
		t.Fatalf("%d %s: %v", a.Status, a.Body, err)
	}
	s, ok := members[name].(string)
	if !ok {
		t.Fatalf("%d %s has no text %s", a.Status, a.Body, name)
	}
	return s
}
