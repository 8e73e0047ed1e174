package pbxtest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// listener returns a listener on a port of its own.
func listener(t *testing.T) net.Listener {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	return l
}

// newServer returns a server without a test.
func newServer(t *testing.T, opts ...pbxtest.Option) *pbxtest.Server {
	t.Helper()
	pbx, err := pbxtest.New(opts...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pbx.Close)
	return pbx
}

// refused reports whether nobody listens at a URL.
func refused(url string) bool {
	conn, err := net.Dial("tcp", url[strings.Index(url, "//")+2:])
	if err == nil {
		conn.Close()
	}
	return errors.Is(err, syscall.ECONNREFUSED)
}

func TestAServerListensFromTheFirstURL(t *testing.T) {
	pbx := pbxtest.Run(t)
	inMemory(pbx).send(t, getLine)
	if n := serving("(*Server).listen"); n != 0 {
		t.Errorf("%d goroutines listen before anybody asked where", n)
	}
	url := pbx.URL()
	if n := serving("(*Server).listen"); n != 1 {
		t.Errorf("%d goroutines listen, want 1", n)
	}
	if !strings.HasPrefix(url, "http://127.0.0.1:") || strings.HasSuffix(url, "/") {
		t.Errorf("the URL is %s", url)
	}
	if again := pbx.URL(); again != url {
		t.Errorf("the URL is %s and then %s", url, again)
	}
	if got := get(t, http.DefaultClient, url+getSettings.path, asTelecomX); got.Status != 200 {
		t.Errorf("the answer is %d %s", got.Status, got.Body)
	}
	http.DefaultClient.CloseIdleConnections()
}

func TestTheURLIsTheSameForAll(t *testing.T) {
	pbx := pbxtest.Run(t)
	urls := make([]string, 32)
	var wg sync.WaitGroup
	for i := range urls {
		wg.Go(func() {
			pbx.Client()
			urls[i] = pbx.URL()
		})
	}
	wg.Wait()
	for _, url := range urls {
		if url != urls[0] {
			t.Errorf("the URL is %s and %s", urls[0], url)
		}
	}
	if n := serving("(*Server).listen"); n != 1 {
		t.Errorf("%d goroutines listen, want 1", n)
	}
}

func TestTheClientKeepsItsConnections(t *testing.T) {
	pbx := pbxtest.Run(t)
	if first, second := pbx.Client(), pbx.Client(); first != second {
		t.Error("each call returns another client")
	}
	c := overTCP(pbx)
	c.send(t, getLine)
	do(t, pbx.Client(), reusing(t, getLine.to(t, c.url)))
}

func TestTheClientReachesTheServerWhereverItIs(t *testing.T) {
	pbx := newServer(t)
	if pbx.URL() != "" {
		t.Errorf("a server that does not listen has the URL %s", pbx.URL())
	}
	if got := get(t, pbx.Client(), "http://anywhere"+getSettings.path, asTelecomX); got.Status != 200 {
		t.Errorf("in memory the answer is %d %s", got.Status, got.Body)
	}
	l := listener(t)
	go pbx.Serve(l)
	eventually(t, "serving", func() bool { return pbx.URL() != "" })
	if got, want := pbx.URL(), "http://"+l.Addr().String(); got != want {
		t.Errorf("the URL is %s, want %s", got, want)
	}
	if got := get(t, pbx.Client(), pbx.URL()+getSettings.path, asTelecomX); got.Status != 200 {
		t.Errorf("over TCP the answer is %d %s", got.Status, got.Body)
	}
	if _, ok := pbx.Client().Transport.(*http.Transport); !ok {
		t.Errorf("the client uses a %T, want TCP", pbx.Client().Transport)
	}
}

func TestShutdownWaitsForARequestUnderWay(t *testing.T) {
	pbx := newServer(t)
	l := listener(t)
	served := make(chan error)
	go func() { served <- pbx.Serve(l) }()
	eventually(t, "serving", func() bool { return pbx.URL() != "" })
	c := overTCP(pbx)
	rule, err := pbx.AddFault(pbxtest.Fault{Latency: time.Hour, OnClock: true})
	if err != nil {
		t.Fatal(err)
	}
	answered := make(chan answer)
	go func() { answered <- c.send(t, createRoom) }()
	eventually(t, "the request", func() bool { return rule.Hits() == 1 })

	var over atomic.Bool
	shutdown := make(chan error)
	go func() {
		err := pbx.Shutdown(t.Context())
		over.Store(true)
		shutdown <- err
	}()
	if err := <-served; err != nil {
		t.Errorf("Serve returns %v, want nil after Shutdown", err)
	}
	if over.Load() {
		t.Error("Shutdown has not waited")
	}
	pbx.Advance(time.Hour)
	if got := <-answered; got.Status != 200 {
		t.Errorf("the request under way is answered %d %s", got.Status, got.Body)
	}
	if err := <-shutdown; err != nil {
		t.Errorf("Shutdown returns %v", err)
	}
	if !refused(c.url) {
		t.Error("the port is open")
	}
}

func TestShutdownWaitsNoLongerThanItsContext(t *testing.T) {
	c := overTCP(pbxtest.Run(t))
	rule := c.pbx.Fault(t, pbxtest.Fault{Latency: time.Hour, OnClock: true})
	failure := make(chan error)
	go func() { failure <- c.fails(t, createRoom) }()
	eventually(t, "the request", func() bool { return rule.Hits() == 1 })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := c.pbx.Shutdown(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown returns %v, want that its context has ended", err)
	}
	c.pbx.Close()
	<-failure
}

func TestShutdownGivesUpStalledAnswers(t *testing.T) {
	for _, f := range []pbxtest.Fault{{Break: pbxtest.Stall}, {Status: 204, Break: pbxtest.Stall}} {
		c := overTCP(pbxtest.Run(t))
		rule := c.pbx.Fault(t, f)
		failure := make(chan error)
		go func() { failure <- c.fails(t, getLine) }()
		eventually(t, "the request", func() bool { return rule.Hits() == 1 })
		if err := c.pbx.Shutdown(t.Context()); err != nil {
			t.Errorf("Shutdown returns %v", err)
		}
		if err := <-failure; err == nil {
			t.Error("the client sees no error")
		}
	}
}

func TestCloseCanBeCalledAtAnyTime(t *testing.T) {
	for name, prepare := range map[string]func(pbx *pbxtest.Server){
		"unused":         func(pbx *pbxtest.Server) {},
		"listening":      func(pbx *pbxtest.Server) { pbx.URL() },
		"used":           func(pbx *pbxtest.Server) { get(t, pbx.Client(), pbx.URL()+"/ping") },
		"closed already": func(pbx *pbxtest.Server) { pbx.URL(); pbx.Close() },
		"shut down":      func(pbx *pbxtest.Server) { pbx.URL(); pbx.Shutdown(t.Context()) },
	} {
		t.Run(name, func(t *testing.T) {
			pbx := pbxtest.Run(t)
			prepare(pbx)
			pbx.Close()
			pbx.Close()
			if err := pbx.Shutdown(t.Context()); err != nil {
				t.Errorf("Shutdown returns %v", err)
			}
			url := pbx.URL() // where it was, if it was anywhere
			if url != "" && !refused(url) {
				t.Error("the port is open")
			}
			if url == "" {
				url = "http://pbx"
			}
			if got := inMemory(pbx).send(t, createRoom); got.Status != 200 {
				t.Errorf("in memory the answer is %d %s", got.Status, got.Body)
			}
			if !hasRoom(t, pbx) {
				t.Error("the services do not work")
			}
			if pbx.Fork(t).URL() == "" {
				t.Error("a fork does not listen")
			}
		})
	}
}

func TestAClosedServerDoesNotListenAgain(t *testing.T) {
	pbx := pbxtest.Run(t)
	pbx.Close()
	if url := pbx.URL(); url != "" {
		t.Errorf("a server that has never listened is at %s", url)
	}
	if got := get(t, pbx.Client(), "http://pbx/ping"); got.Status != 401 {
		t.Errorf("its client is answered %d %s", got.Status, got.Body)
	}
	if err := pbx.Serve(listener(t)); err == nil {
		t.Error("it serves again")
	}
}

func TestServeIsForOnce(t *testing.T) {
	running := pbxtest.Run(t)
	running.URL()
	serving := newServer(t)
	go serving.Serve(listener(t))
	eventually(t, "serving", func() bool { return serving.URL() != "" })
	for name, pbx := range map[string]*pbxtest.Server{
		"of a test": running, "that serves": serving, "of a tenant": running.Tenant(t),
	} {
		if err := pbx.Serve(listener(t)); err == nil {
			t.Errorf("a server %s serves once more", name)
		}
	}
}

func TestServeReturnsWhatIsWrongWithTheListener(t *testing.T) {
	pbx := newServer(t)
	l := listener(t)
	l.Close()
	if err := pbx.Serve(l); !errors.Is(err, net.ErrClosed) {
		t.Errorf("Serve returns %v, want that the listener is closed", err)
	}
}

func TestTheEndOfATestClosesThePort(t *testing.T) {
	for name, run := range map[string]func(pbxtest.TB, ...pbxtest.Option) *pbxtest.Server{"plain": pbxtest.Run, "tls": pbxtest.RunTLS} {
		var url, fork string
		failures := failuresOf(func(tb pbxtest.TB) {
			pbx := run(tb)
			url, fork = pbx.URL(), pbx.Fork(tb).URL()
		})
		if len(failures) > 0 {
			t.Errorf("%s: %v", name, failures)
		}
		if !refused(url) || !refused(fork) {
			t.Errorf("%s: a port is open", name)
		}
	}
}

func TestAnOptionThatIsWrongFailsTheTest(t *testing.T) {
	wrong := pbxtest.FromFS(fstest.MapFS{}, "none.json")
	failures := failuresOf(func(tb pbxtest.TB) {
		pbxtest.Run(tb, wrong)
		t.Error("Run has returned")
	})
	if len(failures) != 1 || !strings.Contains(failures[0], "none.json") {
		t.Errorf("the test fails with %v, want the file", failures)
	}
	if _, err := pbxtest.New(wrong); err == nil || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("New returns %v, want the file", err)
	}
}

func TestServicesAndHTTPShareTheirState(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		c.send(t, createRoom)
		if !hasRoom(t, c.pbx) {
			t.Error("the services do not see what came by HTTP")
		}
		if _, err := c.pbx.XiVO.MeetingRooms.Delete(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		if got := c.send(t, listRooms); strings.Contains(got.Body, "myConfRoom1") {
			t.Errorf("HTTP shows %s, which was deleted", got.Body)
		}
	})
}

func TestAReplacedServiceIsServed(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	asked := 0
	c.pbx.XiVO.MeetingRooms = meetingRooms{c.pbx.XiVO.MeetingRooms, func() { asked++ }}
	if got := c.send(t, listRooms); got.Status != 200 || asked != 1 {
		t.Errorf("the answer is %d and the service was asked %d times", got.Status, asked)
	}
	c.pbx.XiVO.MeetingRooms = refusing{}
	if got := c.send(t, listRooms); got.Status != 409 {
		t.Errorf("the answer is %d %s, want that of the service", got.Status, got.Body)
	}
}

// refusing is a service that refuses to list rooms.
type refusing struct{ xivo.MeetingRoomService }

func (refusing) List(context.Context) ([]xivo.MeetingRoom, error) { return nil, xivo.ErrConflict }

func TestTheHandlerCanBeMountedAnywhere(t *testing.T) {
	pbx := newServer(t)
	mux := http.NewServeMux()
	mux.Handle("/one/", http.StripPrefix("/one", pbx.Handler()))
	mux.Handle("/", pbx.Handler())
	host := httptest.NewServer(mux)
	defer host.Close()
	for _, path := range []string{"/one" + getLine.path, getLine.path} {
		if got := get(t, host.Client(), host.URL+path, asXiVO); got.Status != 200 {
			t.Errorf("%s is answered %d %s", path, got.Status, got.Body)
		}
	}
	pbx.Journal().ExpectCount(t, 2, xivo.GetUserLine)
	tenant := pbx.Tenant(t)
	if got := get(t, host.Client(), host.URL+getLine.path, "X-Auth-Token: "+tenant.Credentials.XiVO.Token); got.Status != 200 {
		t.Errorf("a tenant is answered %d %s", got.Status, got.Body)
	}
	tenant.Journal().ExpectCount(t, 1, xivo.GetUserLine)

	rule := pbx.Fault(t, pbxtest.Fault{Break: pbxtest.Reset, Times: 1})
	_, err := host.Client().Get(host.URL + getLine.path)
	if !errors.Is(err, syscall.ECONNRESET) || rule.Hits() != 1 {
		t.Errorf("a reset is %v at the %d. attempt", err, rule.Hits())
	}
}

// A recorder has no connection: the answer is all there is.
func TestTheHandlerAnswersARecorder(t *testing.T) {
	w := httptest.NewRecorder()
	r := httptest.NewRequest("GET", getLine.path, nil)
	r.Header.Set("X-Auth-Token", "secret")
	newServer(t).Handler().ServeHTTP(w, r)
	if w.Code != 200 || !strings.Contains(w.Body.String(), `"1000"`) {
		t.Errorf("the answer is %d %s", w.Code, w.Body)
	}
}

func TestNothingIsLeftOfAServer(t *testing.T) {
	stacks := func() int {
		var b strings.Builder
		pprof.Lookup("goroutine").WriteTo(&b, 2)
		n := 0
		for stack := range strings.SplitSeq(b.String(), "\n\n") {
			if strings.Contains(stack, "net/http.") || strings.Contains(stack, "pbxtest.(*") {
				n++
			}
		}
		return n
	}
	http.DefaultClient.CloseIdleConnections()
	eventually(t, "the end of earlier tests", func() bool { return serving("(*Server)") == 0 })
	before := stacks()
	failures := failuresOf(func(tb pbxtest.TB) {
		for _, pbx := range []*pbxtest.Server{pbxtest.Run(tb), pbxtest.RunTLS(tb), pbxtest.Run(tb).Fork(tb)} {
			c := overTCP(pbx)
			for _, m := range conversation() {
				c.send(t, m)
			}
			for _, f := range held {
				rule := pbx.Fault(tb, f)
				go c.fails(t, createRoom)
				eventually(t, "the request", func() bool { return rule.Hits() == 1 })
				rule.Remove()
			}
			inMemory(pbx).send(t, getLine)
			overTCP(pbx.Tenant(tb)).send(t, getLine)
		}
	})
	if len(failures) > 0 {
		t.Error(failures)
	}
	eventually(t, "the end of all goroutines", func() bool { return stacks() <= before })
}
