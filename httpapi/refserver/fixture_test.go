package refserver_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

func TestADumpInAFileMakesTheSameServer(t *testing.T) {
	docs := start(t, "swordfish", "-addr", "127.0.0.1:0")
	file := start(t, "swordfish", "-addr", "127.0.0.1:0", "-fixture", writeFixture(t, dumpDocumentation(t)))
	client := newClient(t)
	for _, r := range []request{
		{method: "GET", path: "/2.0/users"},
		{method: "GET", path: "/2.0/users/ascontact"},
		{method: "GET", path: "/2.0/users/1/line"},
		{method: "GET", path: "/2.0/users/1/services"},
		{method: "GET", path: "/2.0/users/3/preferences"},
		{method: "GET", path: "/1.0/users"},
		{method: "GET", path: "/1.0/rights/user/jbond"},
		{method: "GET", path: "/1.0/callback_lists"},
		{method: "GET", path: "/1.0/agent_config"},
		{method: "GET", path: "/1.0/queue/3/dissuasion"},
		{method: "GET", path: "/1.0/queue/3/dissuasions"},
		{method: "GET", path: "/1.0/sip/ice_servers"},
		{method: "GET", path: "/2.0/meetingrooms"},
		// What is made has the next numbers, and the fixture's date.
		{method: "POST", path: "/2.0/users/8/line", body: `{"lineType":"phone","extension":"1008","context":"default","site":"default"}`},
		{method: "POST", path: "/2.0/meetingrooms", body: `{"name":"attic","displayName":"Attic","number":7}`},
		{method: "PUT", path: "/2.0/users/1/services", body: `{"dndEnabled":true}`},
	} {
		r.token = "swordfish"
		wantStatus, want := send(t, client, docs.banner.urls[0], r)
		status, got := send(t, client, file.banner.urls[0], r)
		if wantStatus != 200 || status != 200 {
			t.Errorf("%s %s: docs says %d, the file %d; want 200", r.method, r.path, wantStatus, status)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %s (-docs +file):\n%s", r.method, r.path, diff)
		}
	}
}

func TestAFixtureSetsTheClock(t *testing.T) {
	withoutClock := dumpDocumentation(t)
	withoutClock.Clock = xivo.Fixture{}.Clock
	// The default due date is the day after that of the clock. The test may run
	// over midnight.
	tomorrow := func() string { return time.Now().AddDate(0, 0, 1).Format(time.DateOnly) }
	for name, test := range map[string]struct {
		fixture string
		due     func() string
	}{
		"docs":               {"docs", func() string { return "2018-07-05" }},
		"file with clock":    {writeFixture(t, dumpDocumentation(t)), func() string { return "2018-07-05" }},
		"file without clock": {writeFixture(t, withoutClock), tomorrow},
	} {
		t.Run(name, func(t *testing.T) {
			before := test.due()
			s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-fixture", test.fixture)
			status, body := send(t, newClient(t), s.banner.urls[0], request{
				"POST", "/1.0/callback_lists/fea963f5-1920-468c-b52a-93dc88791ba8/callback_requests", "swordfish", `{"phoneNumber":"1000"}`,
			})
			if status != 200 {
				t.Fatalf("%d %s", status, body)
			}
			if after := test.due(); !strings.Contains(body, `"dueDate":"`+before+`"`) && !strings.Contains(body, `"dueDate":"`+after+`"`) {
				t.Errorf("the answer is %s, want it due on %s", body, after)
			}
		})
	}
}

func TestEmptyFixturesHaveNoRecords(t *testing.T) {
	for _, fixture := range []string{"empty", writeFile(t, "pbx.json", "{}"), writeFile(t, "pbx.json", `{"xivo": null}`)} {
		s := start(t, "swordfish", "-addr", "127.0.0.1:0", "-fixture", fixture)
		status, body := send(t, newClient(t), s.banner.urls[0], request{"GET", "/2.0/users", "swordfish", ""})
		if status != 200 || strings.TrimSpace(body) != "[]" {
			t.Errorf("-fixture %s: users are %d %s, want none", fixture, status, body)
		}
	}
}

// dumpDocumentation returns the documentation fixture as a service dumps it.
func dumpDocumentation(t *testing.T) *xivo.Fixture {
	t.Helper()
	svc := xivo.New(memstore.New(xivo.Tables()...))
	if err := svc.Seed.Load(t.Context(), xivo.Documentation()); err != nil {
		t.Fatal(err)
	}
	dump, err := svc.Seed.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dump.Clock = xivo.Documentation().Clock // which the store does not keep
	return dump
}

func writeFixture(t *testing.T, f *xivo.Fixture) string {
	t.Helper()
	data, err := json.Marshal(pbxtest.Fixture{XiVO: f})
	if err != nil {
		t.Fatal(err)
	}
	return writeFile(t, "pbx.json", string(data))
}
