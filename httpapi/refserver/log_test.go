package refserver_test

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

func TestEachRequestIsLogged(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	wantStatus(t, s, 200, request{method: "GET", path: "/2.0/users/1/line", token: "swordfish"})
	wantStatus(t, s, 204, request{method: "DELETE", path: "/2.0/users/1/line", token: "swordfish"})
	wantStatus(t, s, 404, request{method: "POST", path: "/2.0/teapots", token: "swordfish"})
	wantStatus(t, s, 401, request{method: "GET", path: "/2.0/users"})
	s.stop()

	lines := strings.Split(strings.TrimSpace(s.stderr.String()), "\n")
	want := []string{
		"GET path=/configmgt/api/2.0/users/1/line status=200",
		"DELETE path=/configmgt/api/2.0/users/1/line status=204",
		"POST path=/configmgt/api/2.0/teapots status=404",
		"GET path=/configmgt/api/2.0/users status=401",
	}
	if len(lines) != len(want) {
		t.Fatalf("the log is\n%s\nwant %d lines", s.stderr, len(want))
	}
	for i, line := range lines {
		pattern := `^time=\S+ level=INFO msg=request method=` + regexp.QuoteMeta(want[i]) + ` duration=\S+$`
		if !regexp.MustCompile(pattern).MatchString(line) {
			t.Errorf("line %d of the log is\n%s\nwant %s", i+1, line, pattern)
		}
	}
}

func TestTheLogHasNoCredentials(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	for _, r := range []request{
		{method: "GET", path: "/2.0/users", token: "swordfish"},
		{method: "GET", path: "/2.0/users", token: "not-the-swordfish"},
		{method: "GET", path: "/2.0/users?token=swordfish", token: "swordfish"},
		{method: "GET", path: "/nowhere?X-Auth-Token=swordfish"},
		{method: "POST", path: "/2.0/user/validate", token: "swordfish", body: `{"username":"john","password":"hunter2"}`},
		{method: "POST", path: "/2.0/user/validate", token: "swordfish", body: `swordfish hunter2`},
	} {
		send(t, newClient(t), s.banner.urls[0], r)
	}
	s.stop()
	for _, secret := range []string{"swordfish", "hunter2"} {
		if strings.Contains(s.stderr.String(), secret) {
			t.Errorf("%q is in the log:\n%s", secret, s.stderr)
		}
	}
	if lines := strings.Count(s.stderr.String(), "\n"); lines != 6 {
		t.Errorf("the log has %d lines, want one for each of 6 requests:\n%s", lines, s.stderr)
	}
}

func TestTheLogHasTheCauseOfAnUnhandledError(t *testing.T) {
	unreadable := func(ctx context.Context, tables ...*store.Schema) (store.DB, error) {
		return writeOnlyDB{memstore.New(tables...)}, nil
	}
	s := startOn(t, unreadable, "swordfish", "-addr", "127.0.0.1:0")
	status, body := send(t, newClient(t), s.banner.urls[0], request{method: "GET", path: "/2.0/meetingrooms", token: "swordfish"})
	if status != 500 || strings.Contains(body, "fire") {
		t.Errorf("the answer is %d %s, want 500 without the cause", status, body)
	}
	s.stop()
	if !strings.Contains(s.stderr.String(), "level=ERROR") || !strings.Contains(s.stderr.String(), "the disk is on fire") {
		t.Errorf("the log is\n%s\nwant the cause in it", s.stderr)
	}
}

// writeOnlyDB can be seeded, but not read.
type writeOnlyDB struct{ store.DB }

func (writeOnlyDB) View(context.Context, func(store.ReadTx) error) error {
	return errors.New("the disk is on fire")
}

func TestAPathCannotForgeALogLine(t *testing.T) {
	s := start(t, "swordfish", "-addr", "127.0.0.1:0")
	wantStatus(t, s, 404, request{method: "GET", path: "/x%0Atime=now%20level=INFO%20msg=request", token: "swordfish"})
	s.stop()
	if lines := strings.Count(s.stderr.String(), "\n"); lines != 1 {
		t.Errorf("one request made %d lines:\n%s", lines, s.stderr)
	}
	if want := fmt.Sprintf("path=%q", "/configmgt/api/x\ntime=now level=INFO msg=request"); !strings.Contains(s.stderr.String(), want) {
		t.Errorf("the log is %s, want %s in it", s.stderr, want)
	}
}
