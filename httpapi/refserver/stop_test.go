package refserver_test

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

func TestAStopEndsTheServer(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-addr", "127.0.0.1:0")
	client := newClient(t) // keeps its connection, which must not hold the server up
	for _, u := range s.banner.urls {
		send(t, client, u, request{method: "GET", path: "/2.0/users", token: "swordfish"})
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0; stderr is %s", code, s.stderr)
	}
	for _, u := range s.banner.urls {
		if conn, err := net.Dial("tcp", hostOf(t, u)); err == nil {
			conn.Close()
			t.Errorf("%s is still open", u)
		}
	}
}

func TestAStopWaitsForARequestInTheServices(t *testing.T) {
	held := &heldDB{entered: make(chan struct{}), release: make(chan struct{})}
	s := startOn(t, held.open, "swordfish", "-addr", "127.0.0.1:0")
	answer := make(chan string, 1)
	client, req := newClient(t), request{method: "GET", path: "/2.0/meetingrooms/1", token: "swordfish"}.to(t, s.banner.urls[0])
	go func() {
		status, body, err := tryRoundTrip(client, req)
		answer <- fmt.Sprintf("%d %s %v", status, body, err)
	}()
	<-held.entered
	s.cancel()
	waitUntilClosed(t, s)
	select {
	case <-s.ended:
		t.Error("the server ended before the request had an answer")
	default:
	}
	close(held.release)
	want := `200 {"id":1,"name":"myConfRoom1","displayName":"My Conf Room 1","number":1050,"userPin":1234} <nil>`
	if got := <-answer; got != want {
		t.Errorf("the answer is %s, want %s", got, want)
	}
	if <-s.ended; s.code != 0 {
		t.Errorf("exit code %d, want 0; stderr is %s", s.code, s.stderr)
	}
	if !strings.Contains(s.stderr.String(), "path=/configmgt/api/2.0/meetingrooms/1 status=200") {
		t.Errorf("the request is not in the log:\n%s", s.stderr)
	}
}

func TestAStopWaitsForABodyUnderWay(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	conn, err := net.Dial("tcp", hostOf(t, s.banner.urls[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	const body = `{"name":"attic","displayName":"Attic","number":7}`
	fmt.Fprintf(conn, "POST /configmgt/api/2.0/meetingrooms HTTP/1.1\r\nHost: pbx\r\nX-Auth-Token: swordfish\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n", len(body))
	answers := bufio.NewReader(conn)
	// The server says this once it wants the body, and so has the request.
	if line, err := answers.ReadString('\n'); err != nil || !strings.HasPrefix(line, "HTTP/1.1 100 ") {
		t.Fatalf("the server said %q, %v; want it to ask for the body", line, err)
	}
	answers.ReadString('\n') // the empty line

	s.cancel()
	waitUntilClosed(t, s)
	fmt.Fprint(conn, body)
	res, err := http.ReadResponse(answers, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("the answer is %s, want 200", res.Status)
	}
	if <-s.ended; s.code != 0 {
		t.Errorf("exit code %d, want 0; stderr is %s", s.code, s.stderr)
	}
}

// waitUntilClosed returns once a server no longer takes connections.
func waitUntilClosed(t *testing.T, s *running) {
	t.Helper()
	for {
		conn, err := net.Dial("tcp", hostOf(t, s.banner.urls[0]))
		if err != nil {
			return
		}
		conn.Close()
	}
}

func hostOf(t *testing.T, rawURL string) string {
	t.Helper()
	u, err := url.Parse(rawURL)
	if err != nil {
		t.Fatal(err)
	}
	return u.Host
}

// heldDB holds its first View until it is released.
type heldDB struct {
	store.DB
	entered, release chan struct{}
}

func (db *heldDB) open(_ context.Context, tables ...*store.Schema) (store.DB, error) {
	db.DB = memstore.New(tables...)
	return db, nil
}

func (db *heldDB) View(ctx context.Context, fn func(store.ReadTx) error) error {
	close(db.entered)
	<-db.release
	return db.DB.View(ctx, fn)
}
