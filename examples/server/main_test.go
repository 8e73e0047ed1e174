package main

import (
	"bufio"
	"bytes"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

func TestServer(t *testing.T) {
	binary := build(t)
	t.Run("serves until SIGTERM", func(t *testing.T) { servesUntil(t, binary, syscall.SIGTERM) })
	t.Run("serves until SIGINT", func(t *testing.T) { servesUntil(t, binary, syscall.SIGINT) })
	t.Run("refuses an unknown flag", func(t *testing.T) {
		s := newServer(t, binary, "-colour", "red")
		if err := s.Run(); s.ProcessState.ExitCode() != 2 {
			t.Errorf("the server ended with %v, want exit code 2; stderr is %s", err, &s.stderr)
		}
	})
}

func servesUntil(t *testing.T, binary string, signal os.Signal) {
	s := newServer(t, binary, "-addr", "127.0.0.1:0")
	url := s.start(t)
	req, err := http.NewRequestWithContext(t.Context(), "GET", url+"/2.0/users", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Auth-Token", "swordfish")
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	res.Body.Close()
	if res.StatusCode != 200 {
		t.Errorf("the users were answered with %s, want 200", res.Status)
	}
	if err := s.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	if err := s.Wait(); err != nil {
		t.Errorf("the server ended with %v, want exit code 0; stderr is %s", err, &s.stderr)
	}
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

// server is the server as a process, which ends with the test at the latest.
type server struct {
	*exec.Cmd
	stderr bytes.Buffer // to be read once it has ended
}

func newServer(t *testing.T, binary string, args ...string) *server {
	s := &server{Cmd: exec.CommandContext(t.Context(), binary, args...)}
	s.Env = append(os.Environ(), "PLAY_AUTH_TOKEN=swordfish")
	s.Stderr = &s.stderr
	return s
}

// start starts the server and returns the URL that it prints first.
func (s *server) start(t *testing.T) string {
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
		t.Fatalf("the server printed %q first, want its address; stderr is %s", line, &s.stderr)
	}
	return url + "/configmgt/api"
}
