package refserver_test

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
)

func TestHelpListsTheFlags(t *testing.T) {
	for _, arg := range []string{"-help", "-h", "--help"} {
		var stdout, stderr bytes.Buffer
		if code := refserver.Main(t.Context(), []string{arg}, environment(""), &stdout, &stderr, openMemory); code != 0 {
			t.Errorf("%s: exit code %d, want 0", arg, code)
		}
		if stderr.Len() > 0 {
			t.Errorf("%s: stderr is %q, want nothing", arg, stderr.String())
		}
		for _, word := range []string{"-addr", "127.0.0.1:9100", "-fixture", "-anonymous", "-tls-cert", "-tls-key", "PLAY_AUTH_TOKEN", "-control", "PBX_CONTROL_TOKEN"} {
			if !strings.Contains(stdout.String(), word) {
				t.Errorf("%s: the help has no %s in it:\n%s", arg, word, stdout.String())
			}
		}
	}
}

func TestTheEnvironmentSetsTheToken(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	if s.banner.token != "swordfish" || s.banner.generated {
		t.Errorf("the banner says %q, generated %v", s.banner.token, s.banner.generated)
	}
	wantStatus(t, s, 200, request{method: "GET", path: "/2.0/users", token: "swordfish"})
	wantStatus(t, s, 401, request{method: "GET", path: "/2.0/users", token: "secret"})
	wantStatus(t, s, 401, request{method: "GET", path: "/2.0/users"})
}

func TestWithoutATokenARandomOneIsGenerated(t *testing.T) {
	first, second := start(t, "", "-addr", "127.0.0.1:0"), start(t, "", "-addr", "127.0.0.1:0")
	for _, s := range []*running{first, second} {
		if !s.banner.generated {
			t.Error("the banner does not say that the token is generated")
		}
		wantStatus(t, s, 200, request{method: "GET", path: "/2.0/users", token: s.banner.token})
		// 128 bits, at no more than 6 bits for a character.
		if len(s.banner.token) < 22 {
			t.Errorf("token %q can be guessed", s.banner.token)
		}
	}
	if first.banner.token == second.banner.token {
		t.Errorf("both servers have the token %q", first.banner.token)
	}
	wantStatus(t, first, 401, request{method: "GET", path: "/2.0/users", token: second.banner.token})
}

func TestAnonymousDoesNotOpenXiVO(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-anonymous")
	wantStatus(t, s, 401, request{method: "GET", path: "/2.0/users"})
	wantStatus(t, s, 200, request{method: "GET", path: "/2.0/users", token: "swordfish"})
}

func TestEveryAddressServesTheSameRecords(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-addr", "127.0.0.1:0", "-addr", "localhost:0")
	urls := s.banner.urls
	if len(urls) != 3 || urls[0] == urls[1] {
		t.Fatalf("the server is at %v, want three addresses", urls)
	}
	client := newClient(t)
	status, body := send(t, client, urls[0], request{"POST", "/2.0/meetingrooms", "swordfish", `{"name":"attic","displayName":"Attic","number":7}`})
	if status != 200 {
		t.Fatalf("%d %s", status, body)
	}
	for _, url := range urls {
		status, room := send(t, client, url, request{"GET", "/2.0/meetingrooms/3", "swordfish", ""})
		if status != 200 || room != body {
			t.Errorf("%s says %d %s, want what was stored: %s", url, status, room, body)
		}
	}
}

func TestAStopBeforeTheStartIsNoFailure(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stdout, stderr bytes.Buffer
	code := refserver.Main(ctx, []string{"-addr", "127.0.0.1:0"}, environment(""), &stdout, &stderr, openMemory)
	if code != 0 || stdout.Len() > 0 || stderr.Len() > 0 {
		t.Errorf("exit code %d, stdout %q, stderr %q; want 0 and silence", code, stdout.String(), stderr.String())
	}
}
