package voipnowclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
)

// token opens the PBXs of these tests. It is no word that could be in an answer.
const token = "a4c1f0de-7b52"

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func newClient(t testing.TB, base string, opts ...voipnowclient.Option) *voipnow.Service {
	t.Helper()
	svc, err := voipnowclient.New(base, voipnowclient.Token(token), opts...)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

func answer(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

// answering returns a client of a server that always answers the same, and what the
// client sends.
func answering(t testing.TB, status int, body string) (*voipnow.Service, *[]string) {
	t.Helper()
	var sent []string
	rt := transport(func(r *http.Request) (*http.Response, error) {
		sent = append(sent, line(r))
		return answer(status, body), nil
	})
	return newClient(t, "http://pbx.test/uapi/", voipnowclient.WithHTTPClient(&http.Client{Transport: rt})), &sent
}

// line is a request in a line.
func line(r *http.Request) string {
	var text []byte
	if r.Body != nil {
		text, _ = io.ReadAll(r.Body)
	}
	return strings.TrimSpace(strings.Join([]string{r.Method, r.URL.RequestURI(), r.Header.Get("Content-Type"), string(text)}, " "))
}

func TestEveryOperationSendsItsRequest(t *testing.T) {
	called := map[string]bool{}
	for _, c := range calls {
		called[string(c.op)] = true
		svc, sent := answering(t, 503, "")
		if err := c.call(t.Context(), svc); err == nil {
			t.Errorf("%s: no error for a status of 503", c.name)
		}
		if diff := cmp.Diff([]string{c.sent}, *sent); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
	for _, op := range voipnowhttp.Operations() {
		if !called[op.Name] {
			t.Errorf("nothing calls %s", op.Name)
		}
		delete(called, op.Name)
	}
	if len(called) > 0 {
		t.Errorf("no operations: %v", called)
	}
}

func TestTheTokenIsSentButForLogins(t *testing.T) {
	for _, c := range calls {
		rt := transport(func(r *http.Request) (*http.Response, error) {
			want := "Bearer " + token
			if c.op == voipnow.CreateToken {
				want = ""
			}
			if got := r.Header.Get("Authorization"); got != want {
				t.Errorf("%s: Authorization = %q, want %q", c.name, got, want)
			}
			return answer(204, ""), nil
		})
		_ = c.call(t.Context(), newClient(t, "http://pbx.test", voipnowclient.WithHTTPClient(&http.Client{Transport: rt})))
	}
}

// TestNothingSentIsUnread has the double look for members that no code reads.
func TestNothingSentIsUnread(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	svc, err := voipnowclient.New(pbx.URL(), voipnowclient.Token(pbx.Credentials.VoipNow.Token), voipnowclient.WithHTTPClient(pbx.Client()))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range calls {
		_ = c.call(t.Context(), svc) // refused or not
	}
	for _, x := range pbx.Journal().Unread() {
		t.Errorf("nothing reads %v", x)
	}
	if n := len(pbx.Journal().Entries()); n < len(calls) {
		t.Errorf("%d requests arrived, want at least %d", n, len(calls))
	}
}

// unexpected returns the error of a call that has to be an *UnexpectedError.
func unexpected(t *testing.T, what string, err error) *voipnowclient.UnexpectedError {
	t.Helper()
	e, ok := errors.AsType[*voipnowclient.UnexpectedError](err)
	if !ok {
		t.Fatalf("%s: error is a %T (%v), want an *UnexpectedError", what, err, err)
	}
	return e
}

func TestADocumentedStatusNeedsNoBody(t *testing.T) {
	kinds := map[int]*voipnow.Error{
		401: voipnow.ErrAccessDenied, 403: voipnow.ErrAccessDenied, 500: voipnow.ErrInternal, 501: voipnow.ErrNotImplemented,
		400: nil, 404: nil, 405: nil, 409: nil, 502: nil,
	}
	for status, kind := range kinds {
		for _, body := range []string{"", "<html>", `{"error":{}}`, `{"error":{"code":""}}`, `{"message":"x"}`, `{"error":""}`, `{"error":null}`, "[]", "null"} {
			for _, c := range calls {
				svc, _ := answering(t, status, body)
				err := c.call(t.Context(), svc)
				e := unexpected(t, c.name, err)
				if e.Status != status || string(e.Body) != body || e.Operation != string(c.op) {
					t.Fatalf("%s, %d %s: error = %#v", c.name, status, body, e)
				}
				want := kind
				if c.op == voipnow.CreateToken && kind == voipnow.ErrAccessDenied {
					want = voipnow.ErrInvalidClient
				}
				got, isVendors := errors.AsType[*voipnow.Error](err)
				if (want != nil) != isVendors || isVendors && (!errors.Is(err, want) || got.Status != status) {
					t.Errorf("%s, %d: error = %v, want a %v", c.name, status, err, want)
				}
			}
		}
	}
}

func TestRefusalsAreTheVendorsErrors(t *testing.T) {
	for _, want := range voipnow.Errors() {
		ofToken := want.Message == ""
		body := fmt.Sprintf(`{"error":{"code":%q,"message":%q}}`, want.Code, want.Message)
		if ofToken {
			body = fmt.Sprintf(`{"error":%q}`, want.Code)
		}
		for _, c := range calls {
			if (c.op == voipnow.CreateToken) != ofToken || c.name == "OnHoldAll" || c.name == "OnHoldAll of one" {
				continue
			}
			svc, _ := answering(t, want.Status, body)
			got, ok := errors.AsType[*voipnow.Error](c.call(t.Context(), svc))
			if !ok || *got != *want {
				t.Errorf("%s: error = %#v, want %#v", c.name, got, want)
			}
		}
	}
}

func TestTheStatusDecidesWhatIsMisspelt(t *testing.T) {
	svc, _ := answering(t, 401, `{"error":{"code":"access_denided","message":"You are not authorized."}}`)
	err := svc.Calls.Check(t.Context(), nobody, all)
	if got, _ := errors.AsType[*voipnow.Error](err); !errors.Is(err, voipnow.ErrAccessDenied) || got.Code != "access_denided" || got.Message != "You are not authorized." {
		t.Errorf("error = %#v", err)
	}
	svc, _ = answering(t, 400, `{"error":{"code":"pc_unheard_of","message":"`+strings.Repeat("x", 10_000)+`"}}`)
	err = svc.Calls.Check(t.Context(), nobody, all)
	if got, _ := errors.AsType[*voipnow.Error](err); got == nil || got.Code != "pc_unheard_of" || len(got.Message) > 1100 {
		t.Errorf("error = %.200v", err)
	}
}

func TestOfOneCallThereMayBeNothingToHold(t *testing.T) {
	refusal := func(e *voipnow.Error) string { return fmt.Sprintf(`{"error":{"code":%q,"message":"m"}}`, e.Code) }
	malformed := one
	malformed.Call = "b8-17"
	for _, c := range []struct {
		name    string
		refusal *voipnow.Error
		ref     voipnow.Ref
		view    string
		want    *voipnow.Error // nil for nothing
	}{
		{"no such view", voipnow.ErrView, one, "01", nil},
		{"no such view of any", voipnow.ErrView, all, "01", nil},
		{"no view at all", voipnow.ErrView, one, "", voipnow.ErrView},
		{"no such call", voipnow.ErrPhoneCall, one, "01", nil},
		{"no id of a call", voipnow.ErrPhoneCall, malformed, "01", voipnow.ErrPhoneCall},
		{"a call though none was named", voipnow.ErrPhoneCall, all, "01", voipnow.ErrPhoneCall},
		{"another refusal", voipnow.ErrUser, one, "01", voipnow.ErrUser},
	} {
		svc, _ := answering(t, 400, refusal(c.refusal))
		got, err := svc.Calls.OnHoldAll(t.Context(), nobody, c.ref, c.view)
		if c.want == nil && (err != nil || got == nil || len(got) > 0) || c.want != nil && !errors.Is(err, c.want) {
			t.Errorf("%s: OnHoldAll = %v, %v, want %v", c.name, got, err, c.want)
		}
	}
}

// Nothing, and no answer yet, are successes.
func TestASuccessNeedsNoBody(t *testing.T) {
	for _, status := range []int{200, 201, 202, 204} {
		for _, body := range []string{"", " \r\n"} {
			for _, c := range calls {
				svc, _ := answering(t, status, body)
				err := c.call(t.Context(), svc)
				var want *voipnow.Error
				if c.name == "Check of one" {
					want = voipnow.ErrPhoneCall // it is not there
				}
				if c.op == voipnow.CreateToken {
					unexpected(t, c.name, err)
				} else if want == nil && err != nil || want != nil && !errors.Is(err, want) {
					t.Errorf("%s, %d %q: error = %v, want %v", c.name, status, body, err, want)
				}
			}
		}
	}
	svc, _ := answering(t, 204, "")
	held, err := svc.Calls.OnHold(t.Context(), nobody, one, "01")
	if diff := cmp.Diff(voipnow.Call{CallRecord: voipnow.CallRecord{ID: "b817", Views: []voipnow.View{}}}, held); diff != "" || err != nil {
		t.Errorf("OnHold: error %v (-want +got):\n%s", err, diff)
	}
	made, err := svc.Calls.CreateSimple(t.Context(), nobody, "@me", voipnow.SimpleCall{Extension: "210", Nonce: "n"})
	if diff := cmp.Diff(voipnow.Call{CallRecord: voipnow.CallRecord{Extension: "210", Nonce: "n", Views: []voipnow.View{}}}, made); diff != "" || err != nil {
		t.Errorf("CreateSimple: error %v (-want +got):\n%s", err, diff)
	}
	page, err := svc.Calls.List(t.Context(), nobody, all, voipnow.CallQuery{Count: 5, StartIndex: 2})
	if diff := cmp.Diff(voipnow.CallPage{Calls: []voipnow.Call{}, Count: 5, StartIndex: 2}, page); diff != "" || err != nil {
		t.Errorf("List: error %v (-want +got):\n%s", err, diff)
	}
	for what, err := range map[string]error{
		"OnHoldAll": isEmptyList(svc.Calls.OnHoldAll(t.Context(), nobody, all, "01")),
		"HangUp":    isEmptyList(svc.Calls.HangUp(t.Context(), nobody, all, "")),
	} {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
	}
}

func isEmptyList[V any](list []V, err error) error {
	if err == nil && (list == nil || len(list) > 0) {
		return fmt.Errorf("%v is not the empty list", list)
	}
	return err
}

func TestAnAnswerOfAnotherShapeIsAnError(t *testing.T) {
	for _, body := range []string{
		"<html>", "OK", "null", "1", `"b817"`, `{"id":1}`, `[[]]`, `[{"id":1}]`, `{"entry":{}}`, `{"access_token":1}`, `{"id":"b817","published":"today"`,
	} {
		for _, c := range calls {
			svc, _ := answering(t, 200, body)
			// An object or a list that says nothing of the call is tolerated like an empty one.
			err := c.call(t.Context(), svc)
			if strings.HasPrefix(body, "{") && err == nil || c.name == "Check of one" && errors.Is(err, voipnow.ErrPhoneCall) {
				continue
			}
			if e := unexpected(t, c.name+" "+body, err); e.Status != 200 || e.Body == nil != (c.op == voipnow.CreateToken) {
				t.Errorf("%s, %s: error = %#v", c.name, body, e)
			}
		}
	}
	for _, body := range []string{
		`{"id":"b817","published":"today"}`, `{"id":"b817","answered":5}`, `{"id":"b817","phoneCallView":[{"status":"on call"}]}`,
		`{"id":"b817","phoneCallView":[{"flow":2.5}]}`, `{"id":"b817","phoneCallView":[{"source":[1]}]}`, `{"id":"b817","phoneCallView":{}}`,
	} {
		svc, _ := answering(t, 200, body)
		unexpected(t, body, second(svc.Calls.OnHold(t.Context(), nobody, one, "01")))
	}
}

func TestWhatThePagesPrintInTwoFormsIsReadInBoth(t *testing.T) {
	at := time.Date(2012, time.June, 27, 16, 8, 50, 0, time.FixedZone("", 2*60*60))
	want := voipnow.Call{
		UserID: "12", OwnerID: "3", OwnerName: "Org",
		CallRecord: voipnow.CallRecord{ID: "b817", Extension: "210", OrganizationID: "3", Published: at, Views: []voipnow.View{
			{
				ID: "01", Extension: "210", Flow: voipnow.FlowOutgoing, Status: voipnow.StatusOnCall, CallerID: "J", Held: at,
				Source: []string{"1"}, Destination: []string{"2"}, ParkedPos: new(int64(7)), Disposition: new(int64(0)),
			},
			{ID: "02", Extension: "024", Status: voipnow.StatusOnCall, Source: []string{}, Destination: []string{}},
		}},
	}
	const call = `{"id":"b817","extension":"210","ownerId":"3","ownerName":"Org","published":"2012-06-27T16:08:50+02:00","nonce":null,"answered":"",
		"phoneCallView":[{"id":"01","extension":"210",%s},{"id":"02","extension":"024","status":"5","onhold":"2012-06-27T16:08:50+02:00"}],%s,"more":{"a":[]}}`
	for name, body := range map[string]string{
		"as the example": fmt.Sprintf(call, `"status":"5","flow":4,"source":["1"],"destination":["2"],"onhold":"2012-06-27T16:08:50+02:00","holder":1,"callerId":"J","parkedPos":7,"disposition":0`,
			`"link":{"self":"https://x.x.x.x//uapi/phoneCalls/12/210/b817"}`),
		"as the tables": fmt.Sprintf(call, `"status":5,"flow":"4","source":"1","destination":"2","onHold":"2012-06-27T16:08:50+02:00","holder":"1","callerID":"J","parkedPos":"7","disposition":"0"`,
			`"links":{"self":"https://x.x.x.x/unifiedapi/phoneCalls/12/0003*210/b817","up":"x"}`),
	} {
		svc, _ := answering(t, 200, body)
		got, err := svc.Calls.OnHold(t.Context(), nobody, one, "01")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
		}
		svc, _ = answering(t, 200, `{"entry":[`+body+`],"totalResults":"21","itemsPerPage":20,"startIndex":"1"}`)
		page, err := svc.Calls.List(t.Context(), nobody, all, voipnow.CallQuery{})
		if diff := cmp.Diff(voipnow.CallPage{Calls: []voipnow.Call{want}, Total: 21, Count: 20, StartIndex: 1}, page); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestTextMeansTheSameHoweverItIsEscaped(t *testing.T) {
	at := time.Date(2012, time.June, 27, 16, 8, 50, 0, time.FixedZone("", 2*60*60))
	for source, want := range map[string][]string{
		`["\u0031"]`: {"1"}, `"\u0031"`: {"1"}, `["a\"b"]`: {`a"b`}, `["a","b"]`: {"a", "b"}, `[ "a" ]`: {"a"}, `["\\"]`: {`\`},
		"[\"\xff\"]": {"\ufffd"}, `[""]`: {""}, `""`: {""}, `[]`: {}, `null`: {}, `["a", null]`: {"a", ""}, `["é"]`: {"é"},
	} {
		svc, _ := answering(t, 200, `{"id":"b817","published":"2012-06-27T16:08:50\u002b02:00","phoneCallView":[{"source":`+source+`}]}`)
		got, err := svc.Calls.OnHold(t.Context(), nobody, one, "01")
		if err != nil || !got.Published.Equal(at) || !slices.Equal(got.Views[0].Source, want) {
			t.Errorf("%s: %+v, %v, want %q", source, got, err, want)
		}
	}
}

func TestOneCallMayComeAloneOrInAList(t *testing.T) {
	for body, want := range map[string][]string{
		`{"id":"a"}`: {"a"}, `[{"id":"a"}]`: {"a"}, ` [{"id":"a"},{"id":"b"}]`: {"a", "b"}, `[]`: {}, "": {},
	} {
		svc, _ := answering(t, 200, body)
		held, err := svc.Calls.OnHoldAll(t.Context(), nobody, all, "01")
		got := []string{}
		for _, c := range held {
			got = append(got, c.ID)
		}
		if !slices.Equal(got, want) || err != nil {
			t.Errorf("%s: OnHoldAll = %q, %v, want %q", body, got, err, want)
		}
		if got, err := svc.Calls.HangUp(t.Context(), nobody, all, ""); !slices.Equal(got, want) || err != nil {
			t.Errorf("%s: HangUp = %q, %v, want %q", body, got, err, want)
		}
		if len(want) > 0 {
			if got, err := svc.Calls.CreateSimple(t.Context(), nobody, "@me", voipnow.SimpleCall{}); got.ID != want[0] || err != nil {
				t.Errorf("%s: CreateSimple = %q, %v, want %q", body, got.ID, err, want[0])
			}
		}
	}
	svc, _ := answering(t, 200, `["a","b"]`)
	if got, err := svc.Calls.HangUp(t.Context(), nobody, all, ""); !slices.Equal(got, []string{"a", "b"}) || err != nil {
		t.Errorf("HangUp = %q, %v", got, err)
	}
}

// The answer 202 that the OnHold page prints has no more than this.
func TestAStubIsTheCallAsFarAsItIsShown(t *testing.T) {
	svc, _ := answering(t, 202, `{"id":"b817","extension":"0003*210","link":{"self":"https://x.x.x.x/uapi/phoneCalls/12/0003*210/b817"}}`)
	want := voipnow.Call{UserID: "12", CallRecord: voipnow.CallRecord{ID: "b817", Extension: "0003*210", Views: []voipnow.View{}}}
	for name, hold := range map[string]func(context.Context, voipnow.Caller, voipnow.Ref, string) (voipnow.Call, error){
		"OnHold": svc.Calls.OnHold, "OffHold": svc.Calls.OffHold,
	} {
		got, err := hold(t.Context(), nobody, one, "01")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", name, err, diff)
		}
	}
}

func TestALinkSaysWhoseTheExtensionIs(t *testing.T) {
	for body, want := range map[string][2]string{
		`{"id":"a","link":{"self":"http://h/uapi/phoneCalls/12/0003*210/a"}}`:                 {"12", "0003*210"},
		`{"id":"a","extension":"7","link":{"self":"http://h/uapi/phoneCalls/12/0003*210/a"}}`: {"12", "7"},
		`{"id":"a","link":{"self":"http://h/uapi/phoneCalls/@me/@self/a"}}`:                   {"", ""},
		`{"id":"a","link":{"self":"/elsewhere"}}`:                                             {"", ""},
		`{"id":"a","link":{"self":"%zz"},"links":{"self":"/uapi/phoneCalls/1/2/a"}}`:          {"", ""},
		`{"id":"a","link":null,"links":{"self":"/uapi/phoneCalls/1/2/a"}}`:                    {"1", "2"},
		`{"id":"a"}`: {"", ""},
	} {
		svc, _ := answering(t, 200, body)
		got, err := svc.Calls.OnHold(t.Context(), nobody, one, "01")
		if err != nil || [2]string{got.UserID, got.Extension} != want {
			t.Errorf("%s: user %q and extension %q, %v, want %q", body, got.UserID, got.Extension, err, want)
		}
	}
}

// What would be a request for all calls, or for something else, is not sent.
func TestWhatNoRequestCanHoldIsRefusedWithoutIt(t *testing.T) {
	const none = `{"entry":[],"totalResults":0}`
	const someCall = `{"entry":[{"id":"b817"}],"totalResults":1}`
	check := func(ref voipnow.Ref) string {
		target := "GET /uapi/phoneCalls/" + ref.User + "/" + ref.Extension
		if ref.Call != "" {
			return target + "/" + ref.Call + "?fields=id"
		}
		return target + "?count=1&fields=id"
	}
	noUser, noExtension := all, all
	noUser.User, noExtension.Extension = "", ""
	for _, c := range []struct {
		name   string
		answer string
		call   func(voipnow.CallService) error
		want   *voipnow.Error
		sent   []string
	}{
		{"OnHold of all", none, func(s voipnow.CallService) error { return second(s.OnHold(t.Context(), nobody, all, "01")) }, voipnow.ErrPhoneCall, []string{check(all)}},
		{"OffHold of all", none, func(s voipnow.CallService) error { return second(s.OffHold(t.Context(), nobody, all, "01")) }, voipnow.ErrPhoneCall, []string{check(all)}},
		{"a view that is no text", someCall, func(s voipnow.CallService) error { return second(s.OnHold(t.Context(), nobody, one, "\xff")) }, voipnow.ErrView, []string{check(one)}},
		{"a view that is no text, of no call", none, func(s voipnow.CallService) error { return second(s.OnHold(t.Context(), nobody, one, "\xff")) }, voipnow.ErrPhoneCall, []string{check(one)}},
		{"a nonce that is no text", none, func(s voipnow.CallService) error {
			return second(s.CreateSimple(t.Context(), nobody, "@me", voipnow.SimpleCall{Extension: "0003*210", Nonce: "\xff"}))
		}, voipnow.ErrRequest, []string{check(all)}},
		{"CreateSimple of nobody", none, func(s voipnow.CallService) error {
			return second(s.CreateSimple(t.Context(), nobody, "", voipnow.SimpleCall{Extension: "210"}))
		}, voipnow.ErrUser, nil},
		{"List of nobody", none, func(s voipnow.CallService) error {
			return second(s.List(t.Context(), nobody, noUser, voipnow.CallQuery{}))
		}, voipnow.ErrUser, nil},
		{"List of no extension", none, func(s voipnow.CallService) error {
			return second(s.List(t.Context(), nobody, noExtension, voipnow.CallQuery{}))
		}, voipnow.ErrExtension, nil},
		{"OnHoldAll of no extension", none, func(s voipnow.CallService) error { return second(s.OnHoldAll(t.Context(), nobody, noExtension, "01")) }, voipnow.ErrExtension, nil},
		{"HangUp of no extension", none, func(s voipnow.CallService) error { return second(s.HangUp(t.Context(), nobody, noExtension, "")) }, voipnow.ErrExtension, nil},
		{"HangUp of nobody", none, func(s voipnow.CallService) error { return second(s.HangUp(t.Context(), nobody, noUser, "")) }, voipnow.ErrUser, nil},
	} {
		svc, sent := answering(t, 200, c.answer)
		if err := c.call(svc.Calls); !errors.Is(err, c.want) {
			t.Errorf("%s: error = %v, want a %s", c.name, err, c.want.Code)
		}
		if !slices.Equal(*sent, c.sent) {
			t.Errorf("%s: sent %q, want %q", c.name, *sent, c.sent)
		}
	}
}

// TestOnlyWhatReachesTheSameIsSentAgain has a server that is busy the first time.
func TestOnlyWhatReachesTheSameIsSentAgain(t *testing.T) {
	once := map[string]bool{"CreateSimple": true, "CreateSimple of nothing": true, "OnHoldAll": true, "HangUp": true, "Grant": true}
	for _, c := range calls {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			rt := transport(func(*http.Request) (*http.Response, error) {
				asked++
				return answer(503, ""), nil
			})
			retry := voipnowclient.WithRetry(voipnowclient.Retry{Attempts: 3})
			svc := newClient(t, "http://pbx.test", voipnowclient.WithHTTPClient(&http.Client{Transport: rt}), retry)
			want := 3
			if once[c.name] {
				want = 1
			}
			if err := c.call(t.Context(), svc); err == nil || asked != want {
				t.Errorf("%s: error %v after %d requests, want %d", c.name, err, asked, want)
			}
		})
	}
}

func TestARedirectIsNotFollowed(t *testing.T) {
	for _, c := range calls {
		asked := 0
		rt := transport(func(*http.Request) (*http.Response, error) {
			asked++
			resp := answer(307, "")
			resp.Header.Set("Location", "http://else.test/x?token="+token)
			return resp, nil
		})
		err := c.call(t.Context(), newClient(t, "http://pbx.test", voipnowclient.WithHTTPClient(&http.Client{Transport: rt})))
		if e := unexpected(t, c.name, err); e.Status != 307 || e.Location != "http://else.test/x" || asked != 1 {
			t.Errorf("%s: error = %#v after %d requests", c.name, e, asked)
		}
	}
}

func TestAnEndedContextEndsACall(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	rt := transport(func(r *http.Request) (*http.Response, error) {
		cancel()
		<-r.Context().Done()
		return nil, r.Context().Err()
	})
	svc := newClient(t, "http://pbx.test", voipnowclient.WithHTTPClient(&http.Client{Transport: rt}))
	for _, c := range calls {
		if err := c.call(ctx, svc); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: error = %v, want a %v", c.name, err, context.Canceled)
		}
	}
}

func TestEachCallIsItsCallersToMake(t *testing.T) {
	made := map[string]*[]string{}
	svc := voipnowclient.ByCaller(func(_ context.Context, caller voipnow.Caller) (*voipnow.Service, error) {
		if caller.UserID == "99" {
			return nil, voipnow.ErrAccessDenied
		}
		svc, sent := answering(t, 204, "")
		made[caller.UserID] = sent
		return svc, nil
	})
	if svc.Auth != nil || svc.Seed != nil {
		t.Errorf("Auth = %v and Seed = %v, want neither", svc.Auth, svc.Seed)
	}
	for name, call := range map[string]func(voipnow.Caller) error{
		"GET /uapi/phoneCalls/@me/0003*210?count=1&fields=id":   func(c voipnow.Caller) error { return svc.Calls.Check(t.Context(), c, all) },
		"GET /uapi/phoneCalls/@me/0003*210?sortOrder=ascending": func(c voipnow.Caller) error { return second(svc.Calls.List(t.Context(), c, all, voipnow.CallQuery{})) },
		"DELETE /uapi/phoneCalls/@me/0003*210?phoneNumber=1":    func(c voipnow.Caller) error { return second(svc.Calls.HangUp(t.Context(), c, all, "1")) },
		"POST /uapi/phoneCalls/@me/simple": func(c voipnow.Caller) error {
			return second(svc.Calls.CreateSimple(t.Context(), c, "@me", voipnow.SimpleCall{}))
		},
		`PUT /uapi/phoneCalls/12/@self/b817 application/json {"action":"OnHold","phoneCallViewId":"1"}`:  func(c voipnow.Caller) error { return second(svc.Calls.OnHold(t.Context(), c, one, "1")) },
		`PUT /uapi/phoneCalls/12/@self/b817 application/json {"action":"OffHold","phoneCallViewId":"2"}`: func(c voipnow.Caller) error { return second(svc.Calls.OffHold(t.Context(), c, one, "2")) },
		`PUT /uapi/phoneCalls/@me/0003*210 application/json {"action":"OnHold","phoneCallViewId":"3"}`:   func(c voipnow.Caller) error { return second(svc.Calls.OnHoldAll(t.Context(), c, all, "3")) },
	} {
		for _, user := range []string{"12", "13"} {
			if err := call(voipnow.Caller{UserID: user}); err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if sent := *made[user]; len(sent) != 1 || !strings.HasPrefix(sent[0], name) {
				t.Errorf("%s sent %q, want %s", user, sent, name)
			}
		}
		if err := call(voipnow.Caller{UserID: "99"}); !errors.Is(err, voipnow.ErrAccessDenied) {
			t.Errorf("%s: error = %v", name, err)
		}
	}
}
