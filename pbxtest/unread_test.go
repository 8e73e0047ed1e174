package pbxtest_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// misspelt are requests that succeed although something in them is misspelt.
var misspelt = []struct {
	what string
	sent message
	want []string // what nothing looks at
	line string   // what is said at the end of a test
}{
	{
		"a member of XiVO's",
		message{method: "PUT", path: "/configmgt/api/2.0/users/1/services", body: `{"dndEnabled":true,"busy":{"enabled":true,"destnation":"1002"}}`, header: []string{asXiVO, isJSON}},
		[]string{"busy.destnation"},
		`pbxtest: nothing looked at busy.destnation of 1. PUT /configmgt/api/2.0/users/1/services (UpdateUserServices) {"dndEnabled":true,"busy":{"enabled":true,"destnation":"1002"}} -> 200`,
	},
	{
		"a parameter of XiVO's",
		message{method: "GET", path: "/configmgt/api/2.0/users/1/line?colour=red", header: []string{asXiVO}},
		[]string{"?colour"},
		`pbxtest: nothing looked at ?colour of 1. GET /configmgt/api/2.0/users/1/line?colour=red (GetUserLine) -> 200`,
	},
	{
		"a member of VoipNow's",
		message{method: "PUT", path: "/uapi/phoneCalls/@me/0003*210/7d280cc4feae3255a497", body: `{"action":"OnHold","phoneCallViewId":"00","coment":""}`, header: []string{asVoipNow}},
		[]string{"coment"},
		`pbxtest: nothing looked at coment of 1. PUT /uapi/phoneCalls/@me/0003*210/7d280cc4feae3255a497 (UpdatePhoneCall) {"action":"OnHold","phoneCallViewId":"00","coment":""} -> 200`,
	},
	{
		"a parameter of VoipNow's",
		message{method: "GET", path: "/uapi/phoneCalls/@me/@self?pubished=1&count=1", header: []string{asVoipNow}},
		[]string{"?pubished"},
		`pbxtest: nothing looked at ?pubished of 1. GET /uapi/phoneCalls/@me/@self?pubished=1&count=1 (ListPhoneCalls) -> 200`,
	},
	{
		"a field of VoipNow's form",
		message{method: "POST", path: "/oauth/token.php", body: tokenForm + "&scop=x", header: []string{isForm}},
		[]string{"form: scop"},
		`pbxtest: nothing looked at form: scop of 1. POST /oauth/token.php (CreateToken) grant_type=client_credentials&client_id=example-app&client_secret=[redacted]&scop=x -> 200`,
	},
	{
		"a member of TelecomX'",
		message{method: "POST", path: "/pbx/settings/1234567890ABCDEF12345678", body: `{"recording":{"mode":"ALWAYS","qualty":"HIGH"}}`, header: []string{asTelecomX}},
		[]string{"recording.qualty"},
		`pbxtest: nothing looked at recording.qualty of 1. POST /pbx/settings/1234567890ABCDEF12345678 (UpdateSettings) {"recording":{"mode":"ALWAYS","qualty":"HIGH"}} -> 200`,
	},
	{
		"a parameter of TelecomX'",
		message{method: "GET", path: "/pbx/musiconhold?custmer=1", header: []string{asTelecomX}},
		[]string{"?custmer"},
		`pbxtest: nothing looked at ?custmer of 1. GET /pbx/musiconhold?custmer=1 (ListMusicOnHold) -> 200`,
	},
	{
		"a member of BroadWorks'",
		message{method: "POST", path: "/api/v1/login/", body: `{"username":"system","password":"IAmAStrongPassword","remember":true}`},
		[]string{"remember"},
		`pbxtest: nothing looked at remember of 1. POST /api/v1/login/ (Login) {"username":"system","password":"[redacted]","remember":true} -> 200`,
	},
	{
		"a parameter of BroadWorks'",
		message{method: "GET", path: getMusic.path + "?verbos=1&a=b", header: []string{asBroadWorks}},
		[]string{"?a", "?verbos"},
		`pbxtest: nothing looked at ?a, ?verbos of 1. GET /api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/?verbos=1&a=b (GetUserMusicOnHold) -> 200`,
	},
}

func TestUnreadNamesWhatNothingLookedAt(t *testing.T) {
	for _, tt := range misspelt {
		t.Run(tt.what, func(t *testing.T) {
			overEveryConnection(t, func(t *testing.T, c connection) {
				if got := c.send(t, tt.sent); got.Status != http.StatusOK {
					t.Fatalf("answered %+v", got)
				}
				unread := c.pbx.Journal().Unread()
				if len(unread) != 1 {
					t.Fatalf("unread are %v", unread)
				}
				if diff := cmp.Diff(tt.want, unread[0].Members); diff != "" {
					t.Errorf("members (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(lastEntry(t, c.pbx), unread[0].Entry, sameEntries); diff != "" {
					t.Errorf("entry (-want +got):\n%s", diff)
				}
				if diff := cmp.Diff(tt.want, unread[0].Entry.Unread); diff != "" {
					t.Errorf("members of the entry (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestFailOnUnreadFailsTheTestAtItsEnd(t *testing.T) {
	for _, tt := range misspelt {
		t.Run(tt.what, func(t *testing.T) {
			test := &fakeTB{}
			c := memory(test, pbxtest.FailOnUnread())
			c.send(t, tt.sent)
			c.send(t, getLine)
			if len(test.failures) > 0 {
				t.Errorf("before its end, the test fails with %q", test.failures)
			}
			test.end()
			if diff := cmp.Diff([]string{tt.line}, test.failures); diff != "" {
				t.Errorf("failures (-want +got):\n%s", diff)
			}
		})
	}
}

func TestFailOnUnreadNamesEveryRequest(t *testing.T) {
	got := failuresOf(func(tb pbxtest.TB) {
		c := memory(tb, pbxtest.FailOnUnread())
		for _, tt := range misspelt {
			c.send(t, tt.sent)
		}
	})
	if len(got) != len(misspelt) {
		t.Errorf("failures are %s", strings.Join(got, "\n"))
	}
}

func TestWithoutFailOnUnreadNothingFails(t *testing.T) {
	got := failuresOf(func(tb pbxtest.TB) { memory(tb).send(t, misspelt[0].sent) })
	if len(got) > 0 {
		t.Errorf("failures are %q", got)
	}
}

// What was refused was not read to its end, and what a fault answered not at all.
func TestUnreadIsSilentAboutWhatFailed(t *testing.T) {
	good := misspelt[0].sent
	other := func(change func(*message)) message { m := good; change(&m); return m }
	for _, tt := range []struct {
		what  string
		sent  message
		fault *pbxtest.Fault
	}{
		{"no token", other(func(m *message) { m.header = []string{isJSON} }), nil},
		{"a value of a wrong type", other(func(m *message) { m.body = `{"dndEnabled":1,"x":2}` }), nil},
		{"no JSON", other(func(m *message) { m.body = `{"x":` }), nil},
		{"no such user", other(func(m *message) { m.path = "/configmgt/api/2.0/users/99/services?x=y" }), nil},
		{"no such operation", other(func(m *message) { m.path = "/configmgt/api/2.0/user?x=y" }), nil},
		{"nobody's path", message{method: "POST", path: "/x?y=z", body: `{"a":1}`}, nil},
		{"a status", good, &pbxtest.Fault{Status: 200}},
		{"a status that comes late", good, &pbxtest.Fault{Status: 200, Body: `{}`, Late: true}},
		{"an error", good, &pbxtest.Fault{Err: xivo.ErrUnhandled}},
		{"an error that comes late", good, &pbxtest.Fault{Err: xivo.ErrUnhandled, Late: true}},
		{"a reset", good, &pbxtest.Fault{Break: pbxtest.Reset}},
		{"a reset that comes late", good, &pbxtest.Fault{Break: pbxtest.Reset, Late: true}},
		{"half an answer", good, &pbxtest.Fault{Break: pbxtest.Truncate}},
	} {
		t.Run(tt.what, func(t *testing.T) {
			c := memory(t, pbxtest.FailOnUnread())
			if tt.fault != nil {
				c.pbx.Fault(t, *tt.fault)
			}
			if response, err := c.client.Do(tt.sent.to(t, c.url)); err == nil {
				response.Body.Close()
			}
			if unread := c.pbx.Journal().Unread(); len(unread) > 0 {
				t.Errorf("unread are %v", unread)
			}
			if e := lastEntry(t, c.pbx); len(e.Unread) > 0 {
				t.Errorf("the entry has unread %v", e.Unread)
			}
		})
	}
}

// A fault that only takes its time answers what is true.
func TestUnreadOfSlowAnswers(t *testing.T) {
	c := memory(t)
	c.pbx.Fault(t, pbxtest.Fault{Latency: 1})
	c.send(t, misspelt[0].sent)
	if unread := c.pbx.Journal().Unread(); len(unread) != 1 {
		t.Errorf("unread are %v", unread)
	}
}

func TestUnreadForgetsWithTheJournal(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(1, 100))
	c.send(t, misspelt[0].sent)
	c.send(t, misspelt[1].sent)
	if unread := c.pbx.Journal().Unread(); len(unread) != 1 || unread[0].Members[0] != "?colour" {
		t.Errorf("unread are %v", unread)
	}
	c.pbx.Journal().Clear()
	if unread := c.pbx.Journal().Unread(); len(unread) > 0 {
		t.Errorf("after Clear, unread are %v", unread)
	}
}
