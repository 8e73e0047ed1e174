package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/jackc/pgx/v5"

	"github.com/pbxkit/pbxkit/pgstore/internal/cluster"
)

// TestTheServerKeepsItsRecords starts it three times: it loads the fixture, is told to
// remove a meeting room, and does not load it again. The third has another fixture.
func TestTheServerKeepsItsRecords(t *testing.T) {
	database := newSchema(t)
	binary := build(t)
	for _, start := range []struct {
		fixture, method, path, body string
		status                      int
		want                        string
	}{
		{"docs", "POST", "/2.0/meetingrooms", `{"name":"kept","displayName":"Kept","number":1060}`, 200, "Kept"},
		{"docs", "POST", "/2.0/meetingrooms", `{"name":"kept","displayName":"Kept","number":1060}`, 400, "duplicate"},
		{"empty", "GET", "/2.0/users", "", 200, "James Bond"},
	} {
		s := exec.CommandContext(t.Context(), binary, "-addr", "127.0.0.1:0", "-db", database, "-fixture", start.fixture)
		s.Env = append(os.Environ(), "PLAY_AUTH_TOKEN=swordfish")
		var stderr bytes.Buffer
		s.Stderr = &stderr
		base := begin(t, s, &stderr)
		status, body := ask(t, start.method, base+start.path, start.body)
		if status != start.status || !strings.Contains(body, start.want) {
			t.Errorf("%s %s was answered with %d: %s; want %d and %q", start.method, start.path, status, body, start.status, start.want)
		}
		if err := s.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := s.Wait(); err != nil {
			t.Fatalf("the server ended with %v, want exit code 0; stderr is %s", err, &stderr)
		}
	}
}

// newSchema returns where an empty schema is, which goes with the test.
func newSchema(t *testing.T) string {
	t.Helper()
	at := os.Getenv("PGSTORE_TEST_URL")
	if at == "" {
		c, err := cluster.Start(t.Context())
		if errors.Is(err, cluster.ErrMissing) && os.Getenv("CI") == "" {
			t.Skipf("no PostgreSQL: %v, and PGSTORE_TEST_URL is not set", err)
		}
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(c.Stop)
		return c.URL()
	}
	ctx := context.WithoutCancel(t.Context())
	conn, err := pgx.Connect(ctx, at)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprint("pgstore_example_", os.Getpid())
	execute := func(sql string) {
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Error(err)
		}
	}
	execute("CREATE SCHEMA " + name)
	t.Cleanup(func() {
		execute("DROP SCHEMA " + name + " CASCADE")
		conn.Close(ctx)
	})
	u, err := url.Parse(at)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

func TestTheServerNeedsADatabase(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), build(t)).CombinedOutput()
	if err == nil || !strings.Contains(string(out), "-db is missing") {
		t.Errorf("without -db the server ended with %v and said %s", err, out)
	}
}

func ask(t *testing.T, method, url, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("X-Auth-Token", "swordfish")
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// build builds the server.
func build(t *testing.T) string {
	t.Helper()
	// A program that is not part of the test would not be part of what go test
	// compares, either: it would repeat an old result for a new program.
	runtime.KeepAlive(main)
	binary := filepath.Join(t.TempDir(), "server")
	out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput()
	if err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return binary
}

// begin starts a server and returns where XiVO is.
func begin(t *testing.T, s *exec.Cmd, stderr *bytes.Buffer) string {
	t.Helper()
	reader, stdout, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close() }) // not before, or printing would fail
	s.Stdout = stdout
	err = s.Start()
	stdout.Close()
	if err != nil {
		t.Fatal(err)
	}
	line, _ := bufio.NewReader(reader).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if !ok {
		s.Process.Kill()
		s.Wait()
		t.Fatalf("the server printed %q first, want its address; stderr is %s", line, stderr)
	}
	return url + "/configmgt/api"
}
