package pbxtest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// setServices is a request with a path value, a query, a header and a body.
func setServices(id, body string) message {
	return message{
		method: "PUT", path: "/configmgt/api/2.0/users/" + id + "/services?page=2", body: body,
		header: []string{asXiVO, isJSON, "X-Trace: a"},
	}
}

// talk is what most of these tests look at: five requests.
func talk(t testing.TB) *pbxtest.Journal {
	t.Helper()
	c := memory(t, pbxtest.JournalLimits(1000, 200))
	for _, r := range []message{
		getLine,
		setServices("1", `{"dndEnabled":false,"busy":{"enabled":true,"destination":"1002"},"list":[1,{"a":"b"}]}`),
		setServices("99", `{"dndEnabled":true}`),
		{method: "PUT", path: "/configmgt/api/2.0/user/1/services", body: `{"dndEnabled":true}`, header: []string{asXiVO}},
		listCalls,
	} {
		c.send(t, r)
	}
	return c.pbx.Journal()
}

// TestExpectations has each expectation with what it says: "" if all is well. The
// first line of a text is not part of it.
func TestExpectations(t *testing.T) {
	const (
		services = `PUT /configmgt/api/2.0/users/1/services?page=2 (UpdateUserServices) {"dndEnabled":false,"busy":{"enabled":true,"destination":"1002"},"list":[1,{"a":"b"}]} -> 200`
		missing  = `PUT /configmgt/api/2.0/users/99/services?page=2 (UpdateUserServices) {"dndEnabled":true} -> 404`
		misspelt = `PUT /configmgt/api/2.0/user/1/services {"dndEnabled":true} -> 404; no operation is there, the closest is UpdateUserServices: PUT /configmgt/api/2.0/users/:id/services`
	)
	for _, tt := range []struct {
		name   string
		expect func(t pbxtest.TB, j *pbxtest.Journal)
		want   string
	}{
		{"Expect", func(t pbxtest.TB, j *pbxtest.Journal) { j.Expect(t, xivo.UpdateUserServices) }, ``},
		{"Expect with everything", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.Expect(t, xivo.UpdateUserServices, pbxtest.Value("id", "1"), pbxtest.Query("page", "2"), pbxtest.Header("x-trace", "a"),
				pbxtest.Status(200), pbxtest.Sender(xivo.DocumentationToken), pbxtest.Member("busy.enabled", true), pbxtest.Member("list[1].a", "b"),
				pbxtest.Member("list", []any{1, map[string]string{"a": "b"}}), pbxtest.AnswerMember("dndEnabled", false),
				pbxtest.Body(`{"list": [1.0, {"a": "b"}], "busy": {"destination": "1002", "enabled": true}, "dndEnabled": false}`))
		}, ``},
		{"Expect of any operation", func(t pbxtest.TB, j *pbxtest.Journal) { j.Expect(t, nil, pbxtest.Status(404)) }, ``},
		{"Expect the wrong values", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.Expect(t, xivo.UpdateUserServices, pbxtest.Value("id", "1"), pbxtest.Member("dndEnabled", true), pbxtest.Status(200))
		}, `
pbxtest: no request for xivo UpdateUserServices with path id "1", member dndEnabled true and status 200
the nearest:
   2. ` + services + `
      the member dndEnabled is false, want true
   3. ` + missing + `
      the path id is "99", want "1"
      the status is 404, want 200
   4. ` + misspelt},
		{"Expect what a later request is nearer to", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.Expect(t, xivo.UpdateUserServices, pbxtest.Value("id", "99"), pbxtest.Member("dndEnabled", true), pbxtest.Status(200))
		}, `
pbxtest: no request for xivo UpdateUserServices with path id "99", member dndEnabled true and status 200
the nearest:
   3. ` + missing + `
      the status is 404, want 200
   2. ` + services + `
      the path id is "1", want "99"
      the member dndEnabled is false, want true
   4. ` + misspelt},
		{"Expect an operation that nobody asked for", func(t pbxtest.TB, j *pbxtest.Journal) { j.Expect(t, voipnow.CreateSimplePhoneCall) }, `
pbxtest: no request for voipnow CreateSimplePhoneCall
the nearest:
   5. GET /uapi/phoneCalls/@me/@self (ListPhoneCalls) -> 200
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200
   2. ` + services + `
   3. ` + missing + `
   4. ` + misspelt},
		{"ExpectNone", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectNone(t, xivo.DeleteUserLine)
			j.ExpectNone(t, xivo.UpdateUserServices, pbxtest.Value("id", "2"))
			j.ExpectNone(t, nil, pbxtest.Status(500))
		}, ``},
		{"ExpectNone of one", func(t pbxtest.TB, j *pbxtest.Journal) { j.ExpectNone(t, xivo.GetUserLine) }, `
pbxtest: 1 request for xivo GetUserLine, want none:
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200`},
		{"ExpectNone of two", func(t pbxtest.TB, j *pbxtest.Journal) { j.ExpectNone(t, nil, pbxtest.Status(404)) }, `
pbxtest: 2 requests with status 404, want none:
   3. ` + missing + `
   4. ` + misspelt},
		{"ExpectOnly", func(t pbxtest.TB, j *pbxtest.Journal) { j.ExpectOnly(t, nil) }, ``},
		{"ExpectOnly what is not there", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOnly(t, xivo.GetUserLine, pbxtest.Status(404))
		}, `
pbxtest: no request for xivo GetUserLine with status 404
the nearest:
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200
      the status is 200, want 404`},
		{"ExpectOnly with others", func(t pbxtest.TB, j *pbxtest.Journal) { j.ExpectOnly(t, nil, pbxtest.Status(200)) }, `
pbxtest: want only requests with status 200, and 2 of 5 are others
the others:
   3. ` + missing + `
      the status is 404, want 200
   4. ` + misspelt + `
      the status is 404, want 200`},
		{"ExpectOnly of an operation, with others", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOnly(t, xivo.UpdateUserServices, pbxtest.Status(200))
		}, `
pbxtest: want only requests for xivo UpdateUserServices with status 200, and 4 of 5 are others
the others:
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200
   3. ` + missing + `
      the status is 404, want 200
   4. ` + misspelt + `
   5. GET /uapi/phoneCalls/@me/@self (ListPhoneCalls) -> 200`},
		{"ExpectCount", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectCount(t, 2, xivo.UpdateUserServices)
			j.ExpectCount(t, 1, xivo.UpdateUserServices, pbxtest.Status(200))
			j.ExpectCount(t, 0, xivo.DeleteUserLine)
			j.ExpectCount(t, 5, nil)
		}, ``},
		{"ExpectCount of more", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectCount(t, 2, xivo.UpdateUserServices, pbxtest.Status(200))
		}, `
pbxtest: 1 request for xivo UpdateUserServices with status 200, want 2:
   2. ` + services + `
the nearest others:
   3. ` + missing + `
      the status is 404, want 200
   4. ` + misspelt},
		{"ExpectCount of more than there are at all", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectCount(t, 2, xivo.GetUserLine)
		}, `
pbxtest: 1 request for xivo GetUserLine, want 2:
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200`},
		{"ExpectCount of some where there are none", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectCount(t, 2, xivo.GetUserLine, pbxtest.Status(404))
		}, `
pbxtest: 0 requests for xivo GetUserLine with status 404, want 2
the nearest:
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200
      the status is 200, want 404`},
		{"ExpectCount of less", func(t pbxtest.TB, j *pbxtest.Journal) { j.ExpectCount(t, 1, xivo.UpdateUserServices) }, `
pbxtest: 2 requests for xivo UpdateUserServices, want 1:
   2. ` + services + `
   3. ` + missing},
		{"ExpectOrder", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOrder(t)
			j.ExpectOrder(t, xivo.GetUserLine)
			j.ExpectOrder(t, xivo.GetUserLine, xivo.UpdateUserServices, xivo.UpdateUserServices, voipnow.ListPhoneCalls)
			j.ExpectOrder(t, xivo.GetUserLine, voipnow.ListPhoneCalls)
			j.ExpectOrder(t, nil, nil, nil, nil, nil)
			j.ExpectOrder(t, xivo.GetUserLine, nil, nil, nil, voipnow.ListPhoneCalls)
		}, ``},
		{"ExpectOrder the other way round", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOrder(t, xivo.GetUserLine, xivo.UpdateUserServices, xivo.GetUserLine)
		}, `
pbxtest: no request for xivo GetUserLine after request 2, which completes xivo GetUserLine, xivo UpdateUserServices
the last one was request 1
what follows is:
   3. ` + missing + `
   4. ` + misspelt + `
   5. GET /uapi/phoneCalls/@me/@self (ListPhoneCalls) -> 200`},
		{"ExpectOrder with too much at the end", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOrder(t, voipnow.ListPhoneCalls, nil)
		}, `
pbxtest: no request after request 5, which completes voipnow ListPhoneCalls
nothing follows`},
		{"ExpectOrder of any", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOrder(t, nil, voipnow.ListPhoneCalls, xivo.ListUsers)
		}, `
pbxtest: no request for xivo ListUsers after request 5, which completes any operation, voipnow ListPhoneCalls
nothing follows`},
		{"ExpectOrder of what is not there", func(t pbxtest.TB, j *pbxtest.Journal) {
			j.ExpectOrder(t, voipnow.HangUpPhoneCall)
		}, `
pbxtest: no request for voipnow HangUpPhoneCall
what follows is:
   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> 200
   2. ` + services + `
   3. ` + missing + `
   4. ` + misspelt + `
   5. GET /uapi/phoneCalls/@me/@self (ListPhoneCalls) -> 200`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			j := talk(t)
			got := failuresOf(func(t pbxtest.TB) { tt.expect(t, j) })
			if diff := cmp.Diff(strings.TrimPrefix(tt.want, "\n"), strings.Join(got, "\n")); diff != "" {
				t.Errorf("failures (-want +got):\n%s", diff)
			}
		})
	}
}

func TestNothingIsNearToAnEmptyJournal(t *testing.T) {
	j := memory(t).pbx.Journal()
	got := failuresOf(func(t pbxtest.TB) {
		j.Expect(t, xivo.ListUsers)
		j.Expect(t, nil)
		j.ExpectNone(t, nil)
		j.ExpectOnly(t, xivo.ListUsers, pbxtest.Status(200))
		j.ExpectCount(t, 1, nil, pbxtest.Status(200))
		j.ExpectCount(t, 0, nil)
		j.ExpectOrder(t, xivo.ListUsers)
		j.ExpectOrder(t)
	})
	want := []string{
		"pbxtest: no request for xivo ListUsers\nthere was no other request",
		"pbxtest: no request\nthere was no other request",
		"pbxtest: no request for xivo ListUsers with status 200\nthere was no other request",
		"pbxtest: 0 requests with status 200, want 1\nthere was no other request",
		"pbxtest: no request for xivo ListUsers\nnothing follows",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}

// What each matcher says of a request that is otherwise.
func TestMatchersSayWhatDiffers(t *testing.T) {
	c := memory(t)
	sent := setServices("1", `{"dndEnabled":false,"busy":{"enabled":true,"destination":"1002"},"list":[1,{"a":"b"}],"n":9007199254740993,"text":"<a&b>","no":null}`)
	c.send(t, sent.with("X-Trace: b"))
	for _, tt := range []struct {
		matcher pbxtest.Matcher
		want    string
	}{
		{pbxtest.Value("id", "2"), `with path id "2": the path id is "1", want "2"`},
		{pbxtest.Value("login", "x"), `with path login "x": the path login is missing, want "x"`},
		{pbxtest.Value("id", ""), `with path id "": the path id is "1", want ""`},
		{pbxtest.Query("page", "3"), `with query page "3": the query page is "2", want "3"`},
		{pbxtest.Query("offset", "0"), `with query offset "0": the query offset is missing, want "0"`},
		{pbxtest.Query("offset", ""), `with query offset "": the query offset is missing, want ""`},
		{pbxtest.Header("X-Trace", "a"), `with header X-Trace "a": the header X-Trace is "a, b", want "a"`},
		{pbxtest.Header("X-Trace", "a, b"), ``},
		{pbxtest.Header("X-Other", "a"), `with header X-Other "a": the header X-Other is missing, want "a"`},
		{pbxtest.Header("X-Auth-Token", "other"), `with header X-Auth-Token "[redacted]": the header X-Auth-Token is another one`},
		{pbxtest.Header("X-Auth-Token", "secret"), ``},
		{pbxtest.Status(404), `with status 404: the status is 200, want 404`},
		{pbxtest.Sender("other"), `with the given sender: the credential is another one`},
		{pbxtest.Sender(""), `with the given sender: the credential is another one`},
		{pbxtest.Member("dndEnabled", "false"), `with member dndEnabled "false": the member dndEnabled is false, want "false"`},
		{pbxtest.Member("dndEnabld", false), `with member dndEnabld false: the member dndEnabld is missing, want false`},
		{pbxtest.Member("dndEnabled.x", false), `with member dndEnabled.x false: the member dndEnabled.x is missing, want false`},
		{pbxtest.Member("no", nil), ``},
		{pbxtest.Member("no", false), `with member no false: the member no is null, want false`},
		{pbxtest.Member("none", nil), `with member none null: the member none is missing, want null`},
		{pbxtest.Member("busy", map[string]any{"enabled": true}), `with member busy {"enabled":true}: the member busy.destination is "1002", want none`},
		{pbxtest.Member("busy", map[string]any{"enabled": true, "destination": "1002", "x": 1}), `with member busy {"destination":"1002","enabled":true,"x":1}: the member busy.x is missing, want 1`},
		{pbxtest.Member("busy", nil), `with member busy null: the member busy is {"destination":"1002","enabled":true}, want null`},
		{pbxtest.Member("busy.enabled[0]", true), `with member busy.enabled[0] true: the member busy.enabled[0] is missing, want true`},
		{pbxtest.Member("list[0]", 2), `with member list[0] 2: the member list[0] is 1, want 2`},
		{pbxtest.Member("list[0]", 1.0), ``},
		{pbxtest.Member("list[2]", 2), `with member list[2] 2: the member list[2] is missing, want 2`},
		{pbxtest.Member("list[1].a", "c"), `with member list[1].a "c": the member list[1].a is "b", want "c"`},
		{pbxtest.Member("list", []any{1, map[string]any{"a": "c"}}), `with member list [1,{"a":"c"}]: the member list[1].a is "b", want "c"`},
		{pbxtest.Member("list", []int{1}), `with member list [1]: the member list is [1,{"a":"b"}], want [1]`},
		{pbxtest.Member("list", []int{1, 2, 3}), `with member list [1,2,3]: the member list is [1,{"a":"b"}], want [1,2,3]`},
		{pbxtest.Member("list", map[string]int{}), `with member list {}: the member list is [1,{"a":"b"}], want {}`},
		{pbxtest.Member("n", 9007199254740993), ``},
		{pbxtest.Member("n", 9007199254740992), `with member n 9007199254740992: the member n is 9007199254740993, want 9007199254740992`},
		{pbxtest.Member("text", "<b>"), `with member text "<b>": the member text is "<a&b>", want "<b>"`},
		{pbxtest.AnswerMember("dndEnabled", true), `with answer member dndEnabled true: the answer member dndEnabled is false, want true`},
		{pbxtest.Body(`{"dndEnabled":false,"busy":{"enabled":false}}`), `with body {"busy":{"enabled":false},"dndEnabled":false}: the body busy.enabled is true, want false`},
		{pbxtest.Body(`[1]`), `with body [1]: the body is {"busy":{"destination":"1002","enabled":true},"dndEnabled":false,"list":[1,{"a":"b"}],"n":9007199254740993,"no":null,"te…, want [1]`},
	} {
		got := ""
		for _, failure := range failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, nil, tt.matcher) }) {
			first, rest, _ := strings.Cut(failure, "\nthe nearest:\n")
			_, reason, _ := strings.Cut(rest, "\n")
			got += strings.TrimPrefix(first, "pbxtest: no request ") + ": " + strings.TrimSpace(reason)
		}
		if got != tt.want {
			t.Errorf("%v:\n got %s\nwant %s", tt.matcher, got, tt.want)
		}
	}
}

// otherOperation is an operation of somebody who implements the interface.
type otherOperation struct{ vendor, name string }

func (o otherOperation) Vendor() string { return o.vendor }
func (o otherOperation) String() string { return o.name }

// An expectation that nothing can meet fails, also one that wants nothing.
func TestImpossibleExpectationsFail(t *testing.T) {
	for _, tt := range []struct {
		op       pbxtest.Operation
		matchers []pbxtest.Matcher
		want     string
	}{
		{xivo.Operation("Nope"), nil, `xivo has no operation "Nope", the closest is FindUsers`},
		{xivo.Operation("CreateMeetingroom"), nil, `xivo has no operation "CreateMeetingroom", the closest is CreateMeetingRoom`},
		{voipnow.Operation("ListCalls"), nil, `voipnow has no operation "ListCalls", the closest is ListPhoneCalls`},
		{telecomx.Operation("GetMeetingRoom"), nil, `telecomx has no operation "GetMeetingRoom", the closest is GetSettings`},
		{xivo.Operation(""), nil, `xivo has no operation "", the closest is ListUsers`},
		{xivo.Operation(strings.Repeat("x", 100_000)), nil, ""},
		{otherOperation{"asterisk", "Dial"}, nil, `no vendor is called "asterisk": there are xivo, voipnow, telecomx, broadworks`},
		{xivo.GetUserLine, []pbxtest.Matcher{pbxtest.Value("uuid", "1")}, `no path of xivo GetUserLine has a parameter "uuid": there are id`},
		{xivo.ListUsers, []pbxtest.Matcher{pbxtest.Value("id", "1")}, `no path of xivo ListUsers has a parameter "id": there are none`},
		{nil, []pbxtest.Matcher{pbxtest.Value("ID", "1")}, `no path of any operation has a parameter "ID": there are customer, extension, group_id, id, key, listUuid, login, phoneCallId, tenant_id, userId, user_id, uuid`},
		{telecomx.UpdateOwnSettings, []pbxtest.Matcher{pbxtest.Value("customer", "1")}, `no path of telecomx UpdateOwnSettings has a parameter "customer": there are none`},
		{nil, []pbxtest.Matcher{pbxtest.Status(200), pbxtest.Member("a", func() {})}, `the value for a is no JSON: json: unsupported type: func()`},
		{nil, []pbxtest.Matcher{pbxtest.Member("a..b", 1)}, `"a..b" is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.Member("a[x]", 1)}, `"a[x]" is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.Member("a[-1]", 1)}, `"a[-1]" is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.Member("a[1", 1)}, `"a[1" is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.Member("a[1]b", 1)}, `"a[1]b" is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.AnswerMember(".a", 1)}, `".a" is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.AnswerMember("a.", 1)}, `"a." is no path of a member, such as name, recording.quality or filters[0].field`},
		{nil, []pbxtest.Matcher{pbxtest.Body(`{"a":1`)}, `{"a":1 is no JSON: unexpected EOF`},
		{nil, []pbxtest.Matcher{pbxtest.Body(`{} {}`)}, `{} {} is no JSON: something follows the value`},
		{nil, []pbxtest.Matcher{{}}, `a Matcher that nothing made`},
	} {
		c := memory(t)
		c.send(t, getLine)
		j := c.pbx.Journal()
		calls := []func(t pbxtest.TB){
			func(t pbxtest.TB) { j.Expect(t, tt.op, tt.matchers...) },
			func(t pbxtest.TB) { j.ExpectNone(t, tt.op, tt.matchers...) },
			func(t pbxtest.TB) { j.ExpectOnly(t, tt.op, tt.matchers...) },
			func(t pbxtest.TB) { j.ExpectCount(t, 0, tt.op, tt.matchers...) },
		}
		if len(tt.matchers) == 0 {
			calls = append(calls, func(t pbxtest.TB) { j.ExpectOrder(t, xivo.GetUserLine, tt.op) })
		}
		for i, call := range calls {
			got := failuresOf(call)
			if len(got) != 1 || tt.want != "" && got[0] != "pbxtest: "+tt.want {
				t.Errorf("call %d of %v %v fails with\n%.300q, want\n%q", i, tt.op, tt.matchers, got, tt.want)
			}
		}
	}
}

// An operation that is served with an option only is one nevertheless.
func TestOperationsOfOptionsCanBeExpected(t *testing.T) {
	c := memory(t, pbxtest.WithHTTP(httpapi.Options{TelecomX: telecomxhttp.Options{OwnUpdate: true}}))
	c.pbx.Journal().ExpectNone(t, telecomx.UpdateOwnSettings)
	c.send(t, message{method: "POST", path: "/pbx/settings", body: `{}`, header: []string{asTelecomX}})
	c.pbx.Journal().ExpectOnly(t, telecomx.UpdateOwnSettings)
}

// Operations of the same name with several vendors are told apart.
func TestOperationsAreThoseOfTheirVendor(t *testing.T) {
	c := memory(t)
	c.send(t, message{method: "POST", path: "/auth/login"})
	c.pbx.Journal().Expect(t, telecomx.Login)
	c.pbx.Journal().ExpectNone(t, broadworks.Login)
	c.pbx.Journal().ExpectOrder(t, telecomx.Login)
	want := []string{
		"pbxtest: no request for broadworks Login\nthe nearest:\n   1. POST /auth/login (Login) -> 400\n      it is telecomx Login",
		"pbxtest: no request for broadworks Login\nwhat follows is:\n   1. POST /auth/login (Login) -> 400",
	}
	got := failuresOf(func(t pbxtest.TB) {
		c.pbx.Journal().Expect(t, broadworks.Login)
		c.pbx.Journal().ExpectOrder(t, broadworks.Login)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}

func TestExpectReturnsTheFirstRequest(t *testing.T) {
	j := talk(t)
	e := j.Expect(t, xivo.UpdateUserServices)
	if diff := cmp.Diff(j.Entries()[1], e, sameEntries); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := e.Header.Get("X-Auth-Token"); got != "[redacted]" {
		t.Errorf("the token is %q", got)
	}
	failuresOf(func(t pbxtest.TB) { e = j.Expect(t, xivo.ListUsers) })
	if diff := cmp.Diff(pbxtest.Entry{}, e, sameEntries); diff != "" {
		t.Errorf("after a failure (-want +got):\n%s", diff)
	}
}

// A failure shows five requests, and says how many more there are.
func TestFailuresShowFiveRequests(t *testing.T) {
	c := memory(t)
	for i := range 8 {
		c.send(t, message{method: "GET", path: fmt.Sprintf("/ping?i=%d", i), header: []string{asTelecomX}})
	}
	line := func(i int) string { return fmt.Sprintf("\n   %d. GET /ping?i=%d (Ping) -> 200", i, i-1) }
	c.send(t, getLine)
	other := func(i, want int) string {
		return line(i) + fmt.Sprintf("\n      the query i is \"%d\", want \"%d\"", i-1, want)
	}
	j := c.pbx.Journal()
	for _, tt := range []struct {
		expect func(t pbxtest.TB)
		want   string
	}{
		{
			func(t pbxtest.TB) { j.ExpectNone(t, telecomx.Ping) },
			"pbxtest: 8 requests for telecomx Ping, want none:" + line(1) + line(2) + line(3) + line(4) + line(5) + "\n   and 3 more",
		},
		{
			func(t pbxtest.TB) { j.Expect(t, telecomx.Ping, pbxtest.Query("i", "9")) },
			"pbxtest: no request for telecomx Ping with query i \"9\"\nthe nearest:" + other(1, 9) + other(2, 9) + other(3, 9) + other(4, 9) + other(5, 9) + "\n   and 3 more",
		},
		{
			func(t pbxtest.TB) { j.ExpectCount(t, 7, telecomx.Ping) },
			"pbxtest: 8 requests for telecomx Ping, want 7:" + line(1) + line(2) + line(3) + line(4) + line(5) + "\n   and 3 more",
		},
		{
			func(t pbxtest.TB) { j.ExpectCount(t, 9, telecomx.Ping) },
			"pbxtest: 8 requests for telecomx Ping, want 9:" + line(1) + line(2) + line(3) + line(4) + line(5) + "\n   and 3 more",
		},
		{
			func(t pbxtest.TB) { j.ExpectCount(t, 2, telecomx.Ping, pbxtest.Query("i", "7")) },
			"pbxtest: 1 request for telecomx Ping with query i \"7\", want 2:" + line(8) +
				"\nthe nearest others:" + other(1, 7) + other(2, 7) + other(3, 7) + other(4, 7) + other(5, 7) + "\n   and 2 more",
		},
		{
			func(t pbxtest.TB) { j.ExpectOnly(t, telecomx.Ping, pbxtest.Query("i", "0")) },
			"pbxtest: want only requests for telecomx Ping with query i \"0\", and 8 of 9 are others" +
				"\nthe others:" + other(2, 0) + other(3, 0) + other(4, 0) + other(5, 0) + other(6, 0) + "\n   and 3 more",
		},
		{
			func(t pbxtest.TB) { j.Expect(t, telecomx.Login) },
			"pbxtest: no request for telecomx Login\nthe nearest:" + line(1) + line(2) + line(3) + line(4) + line(5) + "\n   and 4 more",
		},
		{
			func(t pbxtest.TB) { j.ExpectOrder(t, telecomx.Ping, telecomx.Ping, telecomx.Login) },
			"pbxtest: no request for telecomx Login after request 2, which completes telecomx Ping, telecomx Ping\nwhat follows is:" + line(3) + line(4) + line(5) + line(6) + line(7) + "\n   and 2 more",
		},
	} {
		if diff := cmp.Diff([]string{tt.want}, failuresOf(tt.expect)); diff != "" {
			t.Errorf("failures (-want +got):\n%s", diff)
		}
	}
}

// What a journal has forgotten may have been anything.
func TestExpectationsKnowWhatIsForgotten(t *testing.T) {
	c := memory(t, pbxtest.JournalLimits(2, 100))
	for i := range 3 {
		c.send(t, message{method: "GET", path: fmt.Sprintf("/ping?i=%d", i), header: []string{asTelecomX}})
	}
	j := c.pbx.Journal()
	j.Expect(t, telecomx.Ping)
	j.ExpectOrder(t, telecomx.Ping, telecomx.Ping)
	got := failuresOf(func(t pbxtest.TB) {
		j.Expect(t, telecomx.Ping, pbxtest.Query("i", "0"))
		j.Expect(t, telecomx.Login)
		j.ExpectNone(t, telecomx.Login)
		j.ExpectNone(t, telecomx.Ping)
		j.ExpectOnly(t, telecomx.Ping)
		j.ExpectOnly(t, telecomx.Ping, pbxtest.Query("i", "1"))
		j.ExpectCount(t, 2, telecomx.Ping)
		j.ExpectCount(t, 3, telecomx.Ping, pbxtest.Status(200))
		j.ExpectOrder(t, telecomx.Ping, telecomx.Ping, telecomx.Ping)
	})
	const (
		forgotten = "\nthe journal has forgotten 1 request, see JournalLimits"
		second    = "\n   2. GET /ping?i=1 (Ping) -> 200"
		third     = "\n   3. GET /ping?i=2 (Ping) -> 200"
	)
	want := []string{
		"pbxtest: no request for telecomx Ping with query i \"0\"\nthe nearest:" + second + "\n      the query i is \"1\", want \"0\"" +
			third + "\n      the query i is \"2\", want \"0\"" + forgotten,
		"pbxtest: no request for telecomx Login\nthe nearest:" + second + third + forgotten,
		"pbxtest: maybe there was a request for telecomx Login, want none" + forgotten,
		"pbxtest: 2 requests for telecomx Ping, want none:" + second + third,
		"pbxtest: want only requests for telecomx Ping, maybe there were others" + forgotten,
		"pbxtest: want only requests for telecomx Ping with query i \"1\", and 1 of 2 are others\nthe others:" +
			third + "\n      the query i is \"2\", want \"1\"" + forgotten,
		"pbxtest: maybe there were more than 2 requests for telecomx Ping" + forgotten,
		"pbxtest: 2 requests for telecomx Ping with status 200, want 3:" + second + third + forgotten,
		"pbxtest: no request for telecomx Ping after request 3, which completes telecomx Ping, telecomx Ping\nthe last one was request 3\nnothing follows" + forgotten,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	j.Clear()
	j.ExpectNone(t, nil)
	if got := failuresOf(func(t pbxtest.TB) { inMemory(unremembering(c)).pbx.Journal().ExpectNone(t, nil) }); len(got) != 1 {
		t.Errorf("a journal without entries fails with %q", got)
	}
}

// unremembering returns a server whose journal keeps nothing, and has seen one request.
func unremembering(c connection) *pbxtest.Server {
	pbx, err := pbxtest.New(pbxtest.JournalLimits(0, 0))
	if err != nil {
		panic(err)
	}
	response, err := inMemory(pbx).client.Get("http://pbx.example.com/ping")
	if err != nil {
		panic(err)
	}
	response.Body.Close()
	return pbx
}

// A body of which a part is missing cannot be judged.
func TestMembersOfBodiesThatAreNotKept(t *testing.T) {
	for _, tt := range []struct {
		limit   int
		sent    message
		matcher pbxtest.Matcher
		want    string
	}{
		{50, createRoom, pbxtest.Member("name", "board"), "the body is not known: the journal keeps 50 of its 52 bytes, see JournalLimits"},
		{52, createRoom, pbxtest.Member("name", "board"), ""},
		{0, createRoom, pbxtest.Body("{}"), "the body is not known: the journal keeps 0 of its 52 bytes, see JournalLimits"},
		{9, createRoom, pbxtest.AnswerMember("id", 3), "the answer's body is not known: the journal keeps 9 of its 59 bytes, see JournalLimits"},
		{99, getLine, pbxtest.Member("name", "board"), "the body is empty"},
		{99, createToken, pbxtest.Member("client_id", "example-app"), "the body is no JSON"},
		{99, deletePref, pbxtest.AnswerMember("id", 1), "the answer's body is empty"},
	} {
		c := memory(t, pbxtest.JournalLimits(1, tt.limit))
		c.send(t, tt.sent)
		got := strings.Join(failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, nil, tt.matcher) }), "\n")
		if !strings.HasSuffix(got, tt.want) || tt.want == "" && got != "" {
			t.Errorf("%v fails with %q, want %q", tt.matcher, got, tt.want)
		}
	}
}

func TestSendersAreTheirCredentials(t *testing.T) {
	c := memory(t)
	for _, tt := range []struct {
		sent   message
		sender string
	}{
		{getLine, xivo.DocumentationToken},
		{listCalls, "token"},
		{createToken, "example-app"},
		{getSettings, "token-owner"},
		{message{method: "POST", path: "/auth/login", body: `{"username":"owner@example.com","password":"x"}`}, "owner@example.com"},
		{getMusic, "token-system"},
		{message{method: "GET", path: "/nowhere", header: []string{basic("user", "password")}}, "user"},
		{message{method: "GET", path: "/nowhere"}, ""},
	} {
		c.pbx.Journal().Clear()
		c.send(t, tt.sent)
		c.pbx.Journal().ExpectOnly(t, nil, pbxtest.Sender(tt.sender))
		c.pbx.Journal().ExpectNone(t, nil, pbxtest.Sender(tt.sender+"x"))
	}
	got := failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, nil, pbxtest.Sender("x")) })
	if len(got) != 1 || !strings.HasSuffix(got[0], "there is no credential") {
		t.Errorf("without a credential: %q", got)
	}
}

func TestNoAnswerIsNoStatus(t *testing.T) {
	c := memory(t)
	c.pbx.Fault(t, pbxtest.Fault{Break: pbxtest.Reset})
	c.fails(t, getLine)
	c.pbx.Journal().Expect(t, xivo.GetUserLine, pbxtest.Status(0))
	got := failuresOf(func(t pbxtest.TB) { c.pbx.Journal().Expect(t, xivo.GetUserLine, pbxtest.Status(200)) })
	want := "pbxtest: no request for xivo GetUserLine with status 200\nthe nearest:\n" +
		"   1. GET /configmgt/api/2.0/users/1/line (GetUserLine) -> no answer, by a fault with a reset\n      there was no answer, want status 200"
	if diff := cmp.Diff([]string{want}, got); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
}

// What was misspelt for an operation is as telling as what the operation served.
func TestTheNearestAreOfTheOperation(t *testing.T) {
	j := talk(t)
	misspelt := message{method: "POST", path: "/pbx/musiconholds", body: `{}`, header: []string{asTelecomX}}
	c := memory(t)
	for _, r := range []message{getLine, misspelt, listCalls} {
		c.send(t, r)
	}
	for _, tt := range []struct {
		journal *pbxtest.Journal
		op      pbxtest.Operation
		want    []int
	}{
		{j, xivo.UpdateUserServices, []int{2, 3, 4}}, // 4 is misspelt
		{j, xivo.GetUserLine, []int{1}},
		{j, nil, []int{1, 2, 3, 4, 5}},
		{j, xivo.ListUsers, []int{1, 2, 3, 4, 5}}, // none is of the operation
		{c.pbx.Journal(), telecomx.CreateMusicOnHold, []int{2}},
	} {
		got := strings.Join(failuresOf(func(t pbxtest.TB) { tt.journal.Expect(t, tt.op, pbxtest.Status(999)) }), "\n")
		_, got, _ = strings.Cut(got, "the nearest:")
		var numbers []int
		for line := range strings.Lines(got) {
			var n int
			if _, err := fmt.Sscanf(line, "   %d. ", &n); err == nil {
				numbers = append(numbers, n)
			}
		}
		if diff := cmp.Diff(tt.want, numbers); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.op, diff)
		}
	}
}

// A request may be missing because another tenant's credentials came with it.
func TestExpectationsThatFindNothingSpeakOfTenants(t *testing.T) {
	const (
		servers = "\ntenants have journals of their own, and this one is the server's"
		tenants = "\ntenants have journals of their own, and this one is a tenant's"
	)
	with := func(note string) []string {
		return []string{
			"pbxtest: no request for xivo ListUsers\nthe nearest:\n   1. GET /nowhere -> 404; no operation is there, the closest is Ping: GET /ping" + note,
			"pbxtest: no request for xivo ListUsers\nthe nearest:\n   1. GET /nowhere -> 404; no operation is there, the closest is Ping: GET /ping" + note,
			"pbxtest: 0 requests for xivo ListUsers, want 1\nthe nearest:\n   1. GET /nowhere -> 404; no operation is there, the closest is Ping: GET /ping" + note,
			"pbxtest: 1 request, want 2:\n   1. GET /nowhere -> 404; no operation is there, the closest is Ping: GET /ping" + note,
			"pbxtest: no request for xivo ListUsers\nwhat follows is:\n   1. GET /nowhere -> 404; no operation is there, the closest is Ping: GET /ping" + note,
			"pbxtest: 1 request, want none:\n   1. GET /nowhere -> 404; no operation is there, the closest is Ping: GET /ping", // which is found
		}
	}
	pbx := pbxtest.Run(t)
	tenant, err := pbx.NewTenant()
	if err != nil {
		t.Fatal(err)
	}
	nowhere := message{method: "GET", path: "/nowhere"}
	inMemory(pbx).send(t, nowhere)
	inMemory(pbx).send(t, nowhere.with("X-Auth-Token: "+tenant.Credentials.XiVO.Token))

	wantFailures := func(what string, s *pbxtest.Server, want []string) {
		t.Helper()
		j := s.Journal()
		got := failuresOf(func(t pbxtest.TB) {
			j.Expect(t, xivo.ListUsers)
			j.ExpectOnly(t, xivo.ListUsers)
			j.ExpectCount(t, 1, xivo.ListUsers)
			j.ExpectCount(t, 2, nil)
			j.ExpectOrder(t, xivo.ListUsers)
			j.ExpectNone(t, nil)
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s fails with (-want +got):\n%s", what, diff)
		}
	}
	wantFailures("the server", pbx, with(servers))
	wantFailures("the tenant", tenant, with(tenants))
	fork := pbx.Fork(t)
	inMemory(fork).send(t, nowhere)
	wantFailures("a fork, which has none", fork, with(""))
	tenant.Close()
	wantFailures("the server without tenants", pbx, with(""))

	got := failuresOf(func(t pbxtest.TB) { pbx.Tenant(t).Journal().Expect(t, nil) })
	if diff := cmp.Diff([]string{"pbxtest: no request\nthere was no other request" + tenants}, got); diff != "" {
		t.Errorf("an empty journal (-want +got):\n%s", diff)
	}
}
