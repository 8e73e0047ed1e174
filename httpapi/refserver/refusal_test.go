package refserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
)

// wantRefusal starts a server that must refuse to, with an exit code and one
// line that holds all of the words.
func wantRefusal(t *testing.T, open refserver.Open, code int, token string, args []string, words ...string) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	// A server that starts in spite of all prints its banner: it is not left
	// to run then.
	stdout := writerFunc(func(p []byte) (int, error) {
		t.Errorf("the server printed %q", p)
		cancel()
		return len(p), nil
	})
	var stderr bytes.Buffer
	if got := refserver.Main(ctx, args, environment(token), stdout, &stderr, open); got != code {
		t.Errorf("exit code %d, want %d", got, code)
	}
	line, rest, _ := strings.Cut(stderr.String(), "\n")
	if !strings.HasPrefix(line, "server: ") || rest != "" {
		t.Errorf("stderr is %q, want one line that begins with server:", stderr.String())
	}
	for _, word := range words {
		if !strings.Contains(line, word) {
			t.Errorf("stderr is %q, want %q in it", line, word)
		}
	}
}

type writerFunc func([]byte) (int, error)

func (f writerFunc) Write(p []byte) (int, error) { return f(p) }

func TestWrongCommandLinesExitWith2(t *testing.T) {
	for name, test := range map[string]struct {
		token string
		args  []string
		words []string
	}{
		"unknown flag":             {args: []string{"-adress", "127.0.0.1:0"}, words: []string{"-adress", "-help"}},
		"flag without a value":     {args: []string{"-addr"}, words: []string{"-addr", "-help"}},
		"argument":                 {args: []string{"-addr", "127.0.0.1:0", "docs"}, words: []string{`"docs"`, "-help"}},
		"address without a port":   {args: []string{"-addr", "127.0.0.1"}, words: []string{`"127.0.0.1"`, "-addr", "host:port"}},
		"second address is wrong":  {args: []string{"-addr", "127.0.0.1:0", "-addr", "9100"}, words: []string{`"9100"`, "host:port"}},
		"certificate without key":  {args: []string{"-addr", "127.0.0.1:0", "-tls-cert", "cert.pem"}, words: []string{"-tls-cert", "-tls-key"}},
		"key without certificate":  {args: []string{"-addr", "127.0.0.1:0", "-tls-key", "key.pem"}, words: []string{"-tls-cert", "-tls-key"}},
		"token ends with a space":  {token: "swordfish ", args: []string{"-addr", "127.0.0.1:0"}, words: []string{"PLAY_AUTH_TOKEN"}},
		"token has a line feed":    {token: "sword\nfish", args: []string{"-addr", "127.0.0.1:0"}, words: []string{"PLAY_AUTH_TOKEN"}},
		"argument has a line feed": {args: []string{"a\nb"}},
	} {
		t.Run(name, func(t *testing.T) { wantRefusal(t, openMemory, 2, test.token, test.args, test.words...) })
	}
}

func TestARefusalDoesNotRepeatTheToken(t *testing.T) {
	var stderr bytes.Buffer
	refserver.Main(t.Context(), nil, environment("swordfish\t"), &stderr, &stderr, openMemory)
	if strings.Contains(stderr.String(), "swordfish") {
		t.Errorf("the server printed %q", stderr.String())
	}
}

func TestBrokenFixtureFilesAreRefusedByFilePathAndReason(t *testing.T) {
	for name, test := range map[string]struct {
		content string
		words   []string
	}{
		"no JSON":                {"{\n  \"xivo\": oops\n}", []string{"line 2, column 11"}},
		"nothing":                {"", []string{"JSON"}},
		"unknown vendor":         {`{"asterisk": {}}`, []string{"asterisk: unknown member"}},
		"without the vendor":     {`{"users": []}`, []string{"users: unknown member"}},
		"unknown member":         {`{"xivo": {"users": [{}, {"nickname": "Al"}]}}`, []string{"xivo.users[1].nickname: unknown member"}},
		"wrong type":             {`{"xivo": {"queues": [{"id": "one"}]}}`, []string{"xivo.queues[0].id: expected int64, found string"}},
		"impossible record":      {`{"xivo": {"users": [{"line": {"lineType": "tin can"}}]}}`, []string{"xivo.users[0].line: lineType: expected phone"}},
		"member with line feed":  {`{"xivo": {"a\nb\rc": 1}}`, []string{`xivo.a\nb\rc: unknown member`}},
		"record under two names": {`{"xivo": {"meetingRooms": [{"name": "a", "displayName": "A", "number": 1}, {"name": "b", "displayName": "B", "number": 1}]}}`, []string{"xivo.meetingRooms[1]: ", "meetingroom"}},
	} {
		t.Run(name, func(t *testing.T) {
			file := writeFile(t, "pbx.json", test.content)
			wantRefusal(t, openMemory, 1, "", []string{"-addr", "127.0.0.1:0", "-fixture", file}, append(test.words, "fixture "+file+": ")...)
		})
	}
	t.Run("missing file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "missing.json")
		wantRefusal(t, openMemory, 1, "", []string{"-addr", "127.0.0.1:0", "-fixture", file}, "fixture", file, "no such file")
	})
}

func writeFile(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestADatabaseThatDoesNotOpenIsNotBlamedOnTheFixture(t *testing.T) {
	broken := errors.New("the disk is on fire")
	args := []string{"-addr", "127.0.0.1:0"}
	wantRefusal(t, func(context.Context, ...*store.Schema) (store.DB, error) { return nil, broken }, 1, "", args, "server: the disk is on fire")

	wantRefusal(t, func(context.Context, ...*store.Schema) (store.DB, error) { return brokenDB{broken}, nil }, 1, "", args,
		"server: fixture docs: the disk is on fire")
}

// brokenDB fails every transaction.
type brokenDB struct{ err error }

func (db brokenDB) View(context.Context, func(store.ReadTx) error) error { return db.err }
func (db brokenDB) Update(context.Context, func(store.Tx) error) error   { return db.err }

func TestAnAddressInUseIsRefused(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	addr := taken.Addr().String()
	wantRefusal(t, openMemory, 1, "", []string{"-addr", addr}, addr, "in use")
	// The same after an address that is free.
	wantRefusal(t, openMemory, 1, "", []string{"-addr", "127.0.0.1:0", "-addr", addr}, addr, "in use")
}

func TestARefusedAddressFreesTheOthers(t *testing.T) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := free.Addr().String()
	free.Close()
	wantRefusal(t, openMemory, 1, "", []string{"-addr", addr, "-addr", addr}, addr, "in use")
	again, err := net.Listen("tcp", addr)
	if err != nil {
		t.Fatalf("the server has left an address open: %v", err)
	}
	again.Close()
}

func TestAnImpossibleAddressIsRefused(t *testing.T) {
	wantRefusal(t, openMemory, 1, "", []string{"-addr", "127.0.0.1:70000"}, "70000")
}

// beyondLoopback are addresses at which others can reach the server.
var beyondLoopback = []string{":0", "0.0.0.0:0", "[::]:0"}

func TestTheWellKnownTokenStaysOnThisMachine(t *testing.T) {
	for _, addr := range append(beyondLoopback, "192.0.2.1:0", "pbx.example.com:0", "localhost.example.com:0") {
		t.Run(addr, func(t *testing.T) {
			for _, args := range [][]string{
				{"-addr", addr},
				{"-addr", "127.0.0.1:0", "-addr", addr},
				{"-addr", addr, "-fixture", "empty"},
			} {
				wantRefusal(t, openMemory, 1, xivo.DocumentationToken, args, "listen on "+addr+" ", "well-known", "PLAY_AUTH_TOKEN")
			}
		})
	}
	for _, addr := range []string{"127.0.0.1:0", "localhost:0", "[::1]:0"} {
		t.Run(addr, func(t *testing.T) {
			needIPv6(t, addr)
			s := start(t, xivo.DocumentationToken, "-addr", addr)
			wantStatus(t, s, 200, request{method: "GET", path: "/2.0/users", token: xivo.DocumentationToken})
		})
	}
}

// TestThePublishedCredentialsStayOnThisMachine takes each vendor's part of the
// documentation fixture alone, but XiVO's, which has no credentials in it.
func TestThePublishedCredentialsStayOnThisMachine(t *testing.T) {
	wantRefusal(t, openMemory, 1, "swordfish", []string{"-addr", ":0"}, "listen on :0 ", "well-known", "-fixture")
	docs, err := json.Marshal(pbxtest.Documentation())
	if err != nil {
		t.Fatal(err)
	}
	var parts map[string]json.RawMessage
	if err := json.Unmarshal(docs, &parts); err != nil {
		t.Fatal(err)
	}
	for vendor, part := range parts {
		t.Run(vendor, func(t *testing.T) {
			file := writeFile(t, "pbx.json", fmt.Sprintf(`{%q: %s}`, vendor, part))
			args := []string{"-addr", ":0", "-fixture", file}
			if vendor == "xivo" {
				start(t, "swordfish", args...)
				return
			}
			wantRefusal(t, openMemory, 1, "swordfish", args, "listen on :0 ", "well-known", "-fixture")
		})
	}
}

func TestAnonymousStaysOnThisMachine(t *testing.T) {
	wantRefusal(t, openMemory, 1, "swordfish", []string{"-addr", ":0", "-fixture", "empty", "-anonymous"}, "listen on :0 ", "-anonymous")
}

func TestAnotherTokenGoesAnywhere(t *testing.T) {
	for _, addr := range beyondLoopback {
		for _, token := range []string{"swordfish", ""} {
			t.Run(addr+" "+token, func(t *testing.T) {
				needIPv6(t, addr)
				s := start(t, token, "-addr", addr, "-fixture", "empty")
				if code := s.stop(); code != 0 {
					t.Errorf("exit code %d, want 0", code)
				}
			})
		}
	}
}

func needIPv6(t *testing.T, addr string) {
	t.Helper()
	if !strings.HasPrefix(addr, "[") {
		return
	}
	l, err := net.Listen("tcp", "[::1]:0")
	if err != nil {
		t.Skip("no IPv6 here")
	}
	l.Close()
}
