package refserver_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/refserver"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// startControl starts a server with a control API.
func startControl(t *testing.T, args ...string) *running {
	t.Helper()
	return startIn(t, environmentOf("swordfish", "shark"), openMemory, append([]string{"-addr", "127.0.0.1:0", "-control"}, args...)...)
}

// order sends a request to the control API and returns status and body of the answer.
func (s *running) order(t *testing.T, method, path, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, s.banner.control+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.banner.controlToken)
	req.Header.Set("Content-Type", "application/json")
	return roundTrip(t, newClient(t), req)
}

// mustOrder is order for what has to succeed. It decodes the answer.
func mustOrder[T any](t *testing.T, s *running, method, path, body string) (answer T) {
	t.Helper()
	status, text := s.order(t, method, path, body)
	if status >= 300 {
		t.Fatalf("%s %s: %d %s", method, path, status, text)
	}
	if err := json.Unmarshal([]byte(text), &answer); err != nil && text != "" {
		t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	return answer
}

type nothing struct{}

func TestWithoutControlThereIsNoControlAPI(t *testing.T) {
	s := startIn(t, environmentOf("swordfish", "shark"), openMemory, "-addr", "127.0.0.1:0")
	if s.banner.control != "" || s.banner.controlExport != "" {
		t.Errorf("the banner says that it is at %q", s.banner.control)
	}
	host := strings.TrimSuffix(s.banner.urls[0], "/configmgt/api")
	for _, path := range []string{"/_pbx/health", "/_pbx/", "/_pbx/journal"} {
		req, err := http.NewRequestWithContext(t.Context(), "GET", host+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer shark")
		if status, body := roundTrip(t, newClient(t), req); status != 404 || body != "404 page not found\n" {
			t.Errorf("GET %s: %d %s, want what any path is answered with that is no vendor's", path, status, body)
		}
	}
}

func TestTheControlTokenIsThatOfTheEnvironmentOrRandom(t *testing.T) {
	given := startControl(t)
	if given.banner.controlToken != "shark" || given.banner.controlGenerated {
		t.Errorf("the banner says %q, generated %v", given.banner.controlToken, given.banner.controlGenerated)
	}
	if got := shell(t, given.banner.controlExport+"\nprintf %s \"$PBX_CONTROL_TOKEN\""); got != "shark" {
		t.Errorf("%s\nsets %q, want shark", given.banner.controlExport, got)
	}
	if status, body := given.order(t, "GET", "clock", ""); status != 200 {
		t.Errorf("%d %s, want 200", status, body)
	}
	first := start(t, "swordfish", "-addr", "127.0.0.1:0", "-control")
	second := start(t, "swordfish", "-addr", "127.0.0.1:0", "-control")
	for _, s := range []*running{first, second} {
		if !s.banner.controlGenerated || len(s.banner.controlToken) < 22 {
			t.Errorf("token %q, generated %v; want 128 bits that are generated", s.banner.controlToken, s.banner.controlGenerated)
		}
		if status, body := s.order(t, "GET", "clock", ""); status != 200 {
			t.Errorf("%d %s, want 200", status, body)
		}
	}
	first.banner.controlToken = second.banner.controlToken
	if status, body := first.order(t, "GET", "clock", ""); status != 401 {
		t.Errorf("with the token of another server: %d %s, want 401", status, body)
	}
}

func TestBothTokensCanBeGenerated(t *testing.T) {
	s := start(t, "", "-addr", "127.0.0.1:0", "-control")
	if !s.banner.generated || !s.banner.controlGenerated || s.banner.token == s.banner.controlToken {
		t.Errorf("the tokens are %q and %q", s.banner.token, s.banner.controlToken)
	}
}

// The identifiers of a test double are the same in every run; a server for others
// must not give tokens that can be guessed.
func TestIdentifiersAreRandomWithControl(t *testing.T) {
	var answers [2]string
	for i := range answers {
		s := startControl(t)
		status, body := send(t, newClient(t), s.banner.urls[0], request{"POST", "/1.0/callback_lists", "swordfish", `{"name":"newlist","queueId":1}`})
		if status != 200 {
			t.Fatalf("%d %s", status, body)
		}
		answers[i] = body
	}
	if answers[0] == answers[1] {
		t.Errorf("two servers have answered with %s", answers[0])
	}
}

func TestControlStaysOnThisMachine(t *testing.T) {
	for _, addr := range append(beyondLoopback, "192.0.2.1:0", "localhost.example.com:0") {
		wantRefusal(t, openMemory, 1, "swordfish", []string{"-addr", addr, "-fixture", "empty", "-control"}, "listen on "+addr+" ", "-control")
		wantRefusal(t, openMemory, 1, "swordfish", []string{"-addr", "127.0.0.1:0", "-addr", addr, "-fixture", "empty", "-control"}, "listen on "+addr+" ", "-control")
	}
}

func TestControlNeedsRecordsInMemory(t *testing.T) {
	elsewhere := func(_ context.Context, tables ...*store.Schema) (store.DB, error) {
		return writeOnlyDB{memstore.New(tables...)}, nil
	}
	args := []string{"-addr", "127.0.0.1:0", "-control"}
	wantRefusal(t, elsewhere, 1, "swordfish", args, "-control", "in memory", "writeOnlyDB")
	broken := errors.New("the disk is on fire")
	wantRefusal(t, func(context.Context, ...*store.Schema) (store.DB, error) { return nil, broken }, 1, "swordfish", args, "server: the disk is on fire")
}

func TestBrokenFixturesAreRefusedWithControlAsWithout(t *testing.T) {
	file := writeFile(t, "pbx.json", `{"xivo": {"users": [{"line": {"lineType": "tin can"}}]}}`)
	wantRefusal(t, openMemory, 1, "swordfish", []string{"-addr", "127.0.0.1:0", "-control", "-fixture", file},
		"server: fixture "+file+": xivo.users[0].line: lineType: expected phone")
}

func TestControlTokensThatCannotBeAreRefused(t *testing.T) {
	for name, test := range map[string]struct {
		token, word string
		args        []string
		code        int
	}{
		"a space at its end":  {"shark ", "space", []string{"-control"}, 2},
		"a line feed":         {"sha\nrk", "control character", []string{"-control"}, 2},
		"the same as XiVO's":  {"swordfish", "PLAY_AUTH_TOKEN", []string{"-control"}, 2},
		"without the control": {"shark ", "70000", []string{"-addr", "127.0.0.1:70000"}, 1}, // nobody looks at it
	} {
		t.Run(name, func(t *testing.T) {
			var stdout, stderr bytes.Buffer
			code := refserver.Main(t.Context(), test.args, environmentOf("swordfish", test.token), &stdout, &stderr, openMemory)
			if code != test.code || !strings.Contains(stderr.String(), test.word) || strings.Contains(stderr.String(), test.token) {
				t.Errorf("exit code %d with %q, want %d with %q and without the token", code, stderr.String(), test.code, test.word)
			}
		})
	}
}

func TestTheClockStandsIfTheFixtureSaysSo(t *testing.T) {
	type clock struct {
		Now    time.Time
		Stands bool
	}
	for fixture, stands := range map[string]bool{
		"docs": true, "empty": false, writeFile(t, "pbx.json", `{"voipnow":{"clock":"2018-07-04T10:00:00Z"}}`): true,
	} {
		s := startControl(t, "-fixture", fixture)
		before := time.Now().Add(-time.Second)
		first := mustOrder[clock](t, s, "GET", "clock", "")
		second := mustOrder[clock](t, s, "POST", "clock", `{"advance":"1h"}`)
		if first.Stands != stands || second.Stands != stands {
			t.Errorf("-fixture %s: %v, %v; want standing to be %v", fixture, first, second, stands)
		}
		if stands && second.Now.Sub(first.Now) != time.Hour {
			t.Errorf("-fixture %s: from %v to %v, want an hour", fixture, first.Now, second.Now)
		}
		if !stands && (first.Now.Before(before) || second.Now.Sub(first.Now) < time.Hour) {
			t.Errorf("-fixture %s: from %v to %v, want the system's time and an hour more", fixture, first.Now, second.Now)
		}
	}
	s := startControl(t)
	status, body := send(t, newClient(t), s.banner.urls[0], request{
		"POST", "/1.0/callback_lists/fea963f5-1920-468c-b52a-93dc88791ba8/callback_requests", "swordfish", `{"phoneNumber":"1000"}`,
	})
	if status != 200 || !strings.Contains(body, `"dueDate":"2018-07-05"`) {
		t.Errorf("%d %s, want it due on the day after the fixture's clock", status, body)
	}
}

func TestAnonymousWorksWithControl(t *testing.T) {
	for _, args := range [][]string{nil, {"-anonymous"}} {
		s := startControl(t, args...)
		host := strings.TrimSuffix(s.banner.urls[0], "/configmgt/api")
		want := 401
		if args != nil {
			want = 200
		}
		for _, r := range []request{
			{method: "GET", path: "/pbx/settings"},
			{method: "GET", path: "/api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/"},
		} {
			if status, body := send(t, newClient(t), host, r); status != want {
				t.Errorf("%v: %s: %d %s, want %d", args, r.path, status, body, want)
			}
		}
	}
}

// credentials are what the control API says of them.
type credentials struct {
	XiVO     struct{ Token string }
	TelecomX struct{ Token string }
}

func TestTenantsShareAnAddress(t *testing.T) {
	s := startControl(t)
	type tenant struct {
		ID          string
		Credentials credentials
	}
	client, url := newClient(t), s.banner.urls[0]
	room := `{"name":"attic","displayName":"Attic","number":7}`
	for range 2 {
		own := mustOrder[tenant](t, s, "POST", "tenants", "")
		status, body := send(t, client, url, request{"POST", "/2.0/meetingrooms", own.Credentials.XiVO.Token, room})
		if status != 200 || !strings.Contains(body, `"id":3`) {
			t.Errorf("%d %s, want the third room of the tenant", status, body)
		}
		journal := mustOrder[struct{ Count int }](t, s, "GET", "journal?tenant="+own.ID, "")
		if journal.Count != 1 {
			t.Errorf("the tenant's journal has %d requests, want 1", journal.Count)
		}
	}
	wantStatus(t, s, 500, request{method: "GET", path: "/2.0/meetingrooms/3", token: "swordfish"})
	if list := mustOrder[struct{ Tenants []string }](t, s, "GET", "tenants", ""); len(list.Tenants) != 2 {
		t.Errorf("the tenants are %v, want two", list.Tenants)
	}
}

func TestAClientSeesFaults(t *testing.T) {
	s := startControl(t)
	get := request{method: "GET", path: "/2.0/users", token: "swordfish"}
	fault := func(body string) {
		t.Helper()
		mustOrder[nothing](t, s, "POST", "faults", body)
	}
	fault(`{"operation":"ListUsers","times":1,"status":429,"header":{"Retry-After":"7"},"body":"slow down"}`)
	res, err := newClient(t).Do(get.to(t, s.banner.urls[0]))
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(res.Body)
	res.Body.Close()
	if res.StatusCode != 429 || res.Header.Get("Retry-After") != "7" || string(body) != "slow down" || err != nil {
		t.Errorf("%s %v %s, %v; want the fault's 429", res.Status, res.Header, body, err)
	}
	wantStatus(t, s, 200, get)

	fault(`{"operation":"ListUsers","times":1,"break":"truncate"}`)
	if _, _, err := tryRoundTrip(newClient(t), get.to(t, s.banner.urls[0])); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("a truncated answer is %v, want an unexpected EOF", err)
	}
	fault(`{"operation":"ListUsers","times":1,"break":"reset"}`)
	if _, _, err := tryRoundTrip(newClient(t), get.to(t, s.banner.urls[0])); !errors.Is(err, syscall.ECONNRESET) {
		t.Errorf("a reset is %v, want ECONNRESET", err)
	}
	fault(`{"operation":"ListUsers","times":1,"error":{"code":"Unauthorized"}}`)
	wantStatus(t, s, 401, get)
	wantStatus(t, s, 200, get)

	type list struct {
		Faults []struct{ ID, Hits int }
	}
	for _, f := range mustOrder[list](t, s, "GET", "faults", "").Faults {
		if f.Hits != 1 {
			t.Errorf("fault %d has hit %d times, want once", f.ID, f.Hits)
		}
	}
	s.stop()
	for _, want := range []string{"path=/configmgt/api/2.0/users status=429", "status=0", "path=/_pbx/faults status=201"} {
		if !strings.Contains(s.stderr.String(), want) {
			t.Errorf("%q is not in the log:\n%s", want, s.stderr)
		}
	}
	if n := strings.Count(s.stderr.String(), "path=/configmgt/api/2.0/users "); n != 6 {
		t.Errorf("%d requests are in the log, want 6:\n%s", n, s.stderr)
	}
	if strings.Contains(s.stderr.String(), "panic") || strings.Contains(s.stderr.String(), "level=ERROR") {
		t.Errorf("the log has faults of its own:\n%s", s.stderr)
	}
}

func TestAStopDoesNotWaitForAnswersThatStall(t *testing.T) {
	s := startControl(t)
	mustOrder[nothing](t, s, "POST", "faults", `{"operation":"ListUsers","break":"stall"}`)
	res, err := newClient(t).Do(request{method: "GET", path: "/2.0/users", token: "swordfish"}.to(t, s.banner.urls[0]))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d, want 0; stderr is %s", code, s.stderr)
	}
	if _, err := io.ReadAll(res.Body); err == nil {
		t.Error("the answer arrived whole")
	}
}

func TestTheLogHasNoControlToken(t *testing.T) {
	s := startControl(t)
	s.order(t, "GET", "clock?tenant=shark", "")
	s.order(t, "POST", "faults", `{"credential":"shark","status":1}`)
	s.banner.controlToken = "shark-with-a-typo"
	s.order(t, "GET", "clock", "")
	s.stop()
	if strings.Contains(s.stderr.String(), "shark") || strings.Count(s.stderr.String(), "\n") != 3 {
		t.Errorf("the log is\n%s\nwant three lines without the token", s.stderr)
	}
}
