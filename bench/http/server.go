package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
)

// serverArg is the argument with which the command runs itself as a server.
const serverArg = "server"

// The servers.
const (
	referenceServer = "reference" // as examples/server is
	handlerServer   = "handler"   // httpapi's handler alone
	bareServer      = "bare"      // a handler that knows the answers
)

// server is a server as the client sees it.
type server struct {
	name    string
	address string
	answers map[string]answer // by path; the same for all
	command *exec.Cmd
}

// startServers starts a server of each kind, and returns those that it has started,
// whatever happens. All of them give the same answers.
func startServers(ctx context.Context, users int) ([]*server, error) {
	var servers []*server
	answers := map[string]answer{}
	for _, name := range []string{referenceServer, handlerServer, bareServer} {
		s, err := startServer(ctx, name, users, answers)
		if err != nil {
			return servers, fmt.Errorf("%s: %w", name, err)
		}
		servers = append(servers, s)
		if err := s.learn(answers); err != nil {
			return servers, fmt.Errorf("%s: %w", name, err)
		}
	}
	return servers, nil
}

// learn records the answers to all calls, which have to be those that are known
// already.
func (s *server) learn(answers map[string]answer) error {
	for _, c := range calls() {
		got, err := c.record(s.address)
		if err != nil {
			return fmt.Errorf("%s %s: %w", c.method, c.path, err)
		}
		if want, ok := answers[c.path]; ok && !cmp.Equal(want, got) {
			return fmt.Errorf("%s %s is answered otherwise (-want +got):\n%s", c.method, c.path, cmp.Diff(want, got))
		}
		answers[c.path] = got
	}
	return nil
}

func startServer(ctx context.Context, name string, users int, answers map[string]answer) (*server, error) {
	program, err := os.Executable()
	if err != nil {
		return nil, err
	}
	known, err := json.Marshal(answers)
	if err != nil {
		return nil, err
	}
	s := &server{name: name, answers: answers, command: exec.CommandContext(ctx, program, serverArg, name, strconv.Itoa(users))}
	s.command.Cancel = func() error { return s.command.Process.Signal(syscall.SIGTERM) }
	s.command.Stdin = strings.NewReader(string(known))
	out, err := s.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.command.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(out)
	for lines.Scan() {
		if url, ok := strings.CutPrefix(lines.Text(), "listening on http://"); ok {
			s.address = url
			go io.Copy(io.Discard, out) // what else it has to say
			return s, nil
		}
	}
	s.stop()
	return nil, fmt.Errorf("it ended before it listened: %v", s.command.ProcessState)
}

// stop stops the server.
func (s *server) stop() {
	s.command.Process.Signal(syscall.SIGTERM)
	s.command.Wait()
}

// serve is the main function of a server. It prints its address first.
func serve(ctx context.Context, name string, args []string, stdin io.Reader, stdout io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf("expected a number of users")
	}
	users, err := strconv.Atoi(args[0])
	if err != nil {
		return err
	}
	fixture := pbxtest.Generate(pbxtest.Population{Users: users})
	switch name {
	case referenceServer:
		return serveReference(ctx, fixture, stdout)
	case handlerServer:
		handler, err := newHandler(ctx, fixture)
		if err != nil {
			return err
		}
		return serveHandler(ctx, handler, stdout)
	case bareServer:
		handler, err := newBare(stdin)
		if err != nil {
			return err
		}
		return serveHandler(ctx, handler, stdout)
	}
	return fmt.Errorf("no server is called %q", name)
}

// serveReference is examples/server, whose log goes nowhere.
func serveReference(ctx context.Context, fixture *pbxtest.Fixture, stdout io.Writer) error {
	dir, err := os.MkdirTemp("", "bench")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	name := filepath.Join(dir, "fixture.json")
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	err = fixture.Encode(file)
	if closed := file.Close(); err == nil {
		err = closed
	}
	if err != nil {
		return err
	}
	getenv := func(name string) string {
		if name == "PLAY_AUTH_TOKEN" {
			return token
		}
		return ""
	}
	args := []string{"-addr", "127.0.0.1:0", "-fixture", name}
	var problems strings.Builder
	if code := refserver.Main(ctx, args, getenv, stdout, discardLog{&problems}, open); code != 0 {
		return fmt.Errorf("exit code %d: %s", code, &problems)
	}
	return nil
}

// discardLog discards the lines of the log and keeps what else is written.
type discardLog struct{ other *strings.Builder }

func (d discardLog) Write(line []byte) (int, error) {
	if !strings.HasPrefix(string(line), "time=") {
		d.other.Write(line)
	}
	return len(line), nil
}

func open(_ context.Context, tables ...*store.Schema) (store.DB, error) {
	return memstore.New(tables...), nil
}

// newHandler returns httpapi's handler on the XiVO of a fixture.
func newHandler(ctx context.Context, fixture *pbxtest.Fixture) (http.Handler, error) {
	svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken(token))
	if err := svc.Seed.Load(ctx, fixture.XiVO); err != nil {
		return nil, err
	}
	return httpapi.NewHandler(httpapi.Services{XiVO: svc}, httpapi.Options{})
}

// newBare returns a handler that returns what it reads beforehand. It reads the body
// of a request, as every handler of one with a body does.
func newBare(in io.Reader) (http.Handler, error) {
	var answers map[string]answer
	if err := json.NewDecoder(in).Decode(&answers); err != nil {
		return nil, err
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := answers[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if r.ContentLength != 0 {
			io.Copy(io.Discard, r.Body)
		}
		for name, value := range a.Header {
			w.Header().Set(name, value)
		}
		w.Write(a.Body)
	}), nil
}

// serveHandler serves a handler with net/http and nothing else.
func serveHandler(ctx context.Context, handler http.Handler, stdout io.Writer) error {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "listening on http://%s\n", listener.Addr())
	s := &http.Server{Handler: handler}
	context.AfterFunc(ctx, func() { s.Close() })
	if err := s.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}
