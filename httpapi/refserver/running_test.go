package refserver_test

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// running is a reference server that a test has started.
type running struct {
	banner banner
	stderr *output
	cancel context.CancelFunc
	ended  <-chan struct{} // closed once code is set
	code   int
}

// start starts a server as a command line and PLAY_AUTH_TOKEN say. It stops when
// the test ends.
func start(t *testing.T, token string, args ...string) *running {
	t.Helper()
	return startOn(t, openMemory, token, args...)
}

// startOn is start with a database of the test's own.
func startOn(t *testing.T, open refserver.Open, token string, args ...string) *running {
	t.Helper()
	return startIn(t, environment(token), open, args...)
}

// startIn is startOn in an environment.
func startIn(t *testing.T, getenv func(string) string, open refserver.Open, args ...string) *running {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	s := &running{stderr: &output{}, cancel: cancel, ended: ended}
	reader, stdout := io.Pipe()
	go func() {
		defer close(ended)
		s.code = refserver.Main(ctx, args, getenv, stdout, s.stderr, open)
		stdout.Close()
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	s.banner = readBanner(t, s, reader)
	go io.Copy(io.Discard, reader)
	return s
}

// stop stops the server, as a signal does, and returns its exit code.
func (s *running) stop() int {
	s.cancel()
	<-s.ended
	return s.code
}

func openMemory(_ context.Context, tables ...*store.Schema) (store.DB, error) {
	return memstore.New(tables...), nil
}

// environment is one in which only the token may be set.
func environment(token string) func(string) string { return environmentOf(token, "") }

// environmentOf is one in which only the tokens of XiVO and of the control API may be
// set.
func environmentOf(token, controlToken string) func(string) string {
	return func(name string) string {
		return map[string]string{"PLAY_AUTH_TOKEN": token, "PBX_CONTROL_TOKEN": controlToken}[name]
	}
}

// banner is what a server prints once it can be reached.
type banner struct {
	urls      []string // XiVO's, one for each address
	token     string
	generated bool
	curls     []string
	export    string

	control          string // URL of the control API; "" if it is not served
	controlToken     string
	controlGenerated bool
	controlExport    string
}

func readBanner(t *testing.T, s *running, stdout io.Reader) banner {
	t.Helper()
	var b banner
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		line := lines.Text()
		if url, ok := strings.CutPrefix(line, "listening on "); ok {
			b.urls = append(b.urls, url+"/configmgt/api")
		}
		if token, ok := strings.CutPrefix(line, "X-Auth-Token: "); ok {
			b.token, _, b.generated = strings.Cut(token, "  (generated;")
		}
		if strings.HasPrefix(line, "curl ") {
			b.curls = append(b.curls, line)
		}
		if strings.HasPrefix(line, "export PLAY_AUTH_TOKEN=") {
			b.export = line
		}
		if strings.HasPrefix(line, "export PBX_CONTROL_TOKEN=") {
			b.controlExport = line
		}
		if url, ok := strings.CutPrefix(line, "Control  "); ok {
			b.control = url
		}
		if token, ok := strings.CutPrefix(line, "Authorization: Bearer "); ok && b.control != "" {
			b.controlToken, _, b.controlGenerated = strings.Cut(token, "  (generated;")
		}
		if strings.HasPrefix(line, "Ctrl-C stops the server") {
			return b
		}
	}
	t.Fatalf("the server ended without a banner and said: %s", s.stderr)
	return banner{}
}

// request is a request to one of the API's paths. An empty token is not sent.
type request struct {
	method, path, token, body string
}

// send sends a request below a URL and returns status and body of the answer.
func send(t *testing.T, client *http.Client, url string, r request) (int, string) {
	t.Helper()
	return roundTrip(t, client, r.to(t, url))
}

// to returns the request as one below a URL.
func (r request) to(t *testing.T, url string) *http.Request {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), r.method, url+r.path, strings.NewReader(r.body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/json")
	if r.token != "" {
		req.Header.Set("X-Auth-Token", r.token)
	}
	return req
}

func roundTrip(t *testing.T, client *http.Client, req *http.Request) (int, string) {
	t.Helper()
	status, body, err := tryRoundTrip(client, req)
	if err != nil {
		t.Fatal(err)
	}
	return status, body
}

// tryRoundTrip is roundTrip for a goroutine, which cannot end the test.
func tryRoundTrip(client *http.Client, req *http.Request) (int, string, error) {
	res, err := client.Do(req)
	if err != nil {
		return 0, "", err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	return res.StatusCode, string(body), err
}

// wantStatus sends a request to the first address of a server.
func wantStatus(t *testing.T, s *running, want int, r request) {
	t.Helper()
	if status, body := send(t, newClient(t), s.banner.urls[0], r); status != want {
		t.Errorf("%s %s was answered with %d %s, want %d", r.method, r.path, status, body, want)
	}
}

// newClient returns a client that leaves no connection behind.
func newClient(t *testing.T) *http.Client {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

// output is a writer that can be read while others write.
type output struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.buf.String()
}
