package xivoclient_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
)

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// answering returns a client of a server that always answers the same, and what the
// client sends.
func answering(t testing.TB, status int, body string) (*xivo.Service, *[]string) {
	t.Helper()
	var sent []string
	rt := transport(func(r *http.Request) (*http.Response, error) {
		var text []byte
		if r.Body != nil {
			text, _ = io.ReadAll(r.Body)
		}
		path := strings.TrimPrefix(r.URL.RequestURI(), xivohttp.Prefix)
		sent = append(sent, strings.TrimSpace(strings.Join([]string{r.Method, path, r.Header.Get("Content-Type"), string(text)}, " ")))
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}, nil
	})
	return newClient(t, "http://pbx.test", xivoclient.WithHTTPClient(&http.Client{Transport: rt})), &sent
}

func TestEveryOperationSendsItsRequest(t *testing.T) {
	var called []string
	for _, c := range calls {
		called = append(called, string(c.op))
		svc, sent := answering(t, 500, "")
		if err := c.call(t.Context(), svc); err == nil {
			t.Errorf("%s: no error for a status of 500", c.op)
		}
		if diff := cmp.Diff([]string{c.sent}, *sent); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.op, diff)
		}
	}
	var want []string
	for _, op := range xivohttp.Operations() {
		want = append(want, op.Name)
	}
	if diff := cmp.Diff(want, called); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

// TestNothingSentIsUnread has the double look for members that no code reads.
func TestNothingSentIsUnread(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.WithXiVOToken(token))
	svc := remote(t, pbx)
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

func TestNothingShowsThePasswordThatIsValidated(t *testing.T) {
	for _, body := range []string{"no hunter2 here", `{"error":"NotFound","message":"hunter2"}`} {
		svc, _ := answering(t, 404, body)
		err := svc.Users.Validate(t.Context(), "john", "hunter2")
		if e, ok := errors.AsType[*xivoclient.UnexpectedError](err); err == nil || strings.Contains(fmt.Sprintf("%v %+v", err, err), "hunter2") ||
			ok && strings.Contains(string(e.Body), "hunter2") {
			t.Errorf("error = %v", err)
		}
	}
}

func TestADocumentedStatusNeedsNoBody(t *testing.T) {
	kinds := map[int]map[xivo.Operation]*xivo.Error{
		404: {
			xivo.GetUserLine: xivo.ErrLineNotFound, xivo.CreateUserLine: xivo.ErrLineNotFound, xivo.UpdateUserLine: xivo.ErrLineNotFound,
			xivo.DeleteUserLine: xivo.ErrLineNotFound, xivo.ValidateUser: xivo.ErrNotFound,
			xivo.UpdateUserPreference: xivo.ErrNotFound, xivo.DeleteUserPreference: xivo.ErrNotFound,
		},
		409: {xivo.CreateUserPreference: xivo.ErrConflict},
		500: {}, 503: {}, 400: {},
	}
	everywhere := map[int]*xivo.Error{401: xivo.ErrUnauthorized, 403: xivo.ErrUnauthorized, 413: xivo.ErrTooLarge, 415: xivo.ErrUnsupportedMedia}
	for status := range everywhere {
		kinds[status] = nil
	}
	for status, ofOp := range kinds {
		for _, body := range []string{"", "<html>", `{"error":{}}`, `{"message":"x"}`, `{"error":""}`, "[]", "null"} {
			for _, c := range calls {
				svc, _ := answering(t, status, body)
				err := c.call(t.Context(), svc)
				e, ok := errors.AsType[*xivoclient.UnexpectedError](err)
				if !ok || e.Status != status || string(e.Body) != body || e.Operation != string(c.op) {
					t.Fatalf("%s, %d %s: error = %v", c.op, status, body, err)
				}
				want := everywhere[status]
				if k, ok := ofOp[c.op]; ok {
					want = k
				}
				got, isVendors := errors.AsType[*xivo.Error](err)
				if (want != nil) != isVendors || isVendors && (!errors.Is(err, want) || got.Status != status) {
					t.Errorf("%s, %d: error = %v, want a %v", c.op, status, err, want)
				}
			}
		}
	}
}

func TestARefusalIsTheErrorOfTheEngine(t *testing.T) {
	for _, kind := range xivo.Errors() {
		svc, _ := answering(t, kind.Status, fmt.Sprintf(`{"message":"why","error":%q,"more":1}`, kind.Code))
		_, err := svc.MeetingRooms.List(t.Context())
		got, ok := errors.AsType[*xivo.Error](err)
		if !ok || !errors.Is(err, kind) || got.Status != kind.Status || got.Message != "why" || got.Err != nil {
			t.Errorf("%s: error = %#v", kind.Code, err)
		}
	}
	// A code of which the vendor's page says nothing is kept, and the kind is that of
	// the documented status.
	svc, _ := answering(t, 409, `{"error":"Taken","message":"why"}`)
	err := svc.Preferences.Create(t.Context(), 1, xivo.Preference{Key: "k"})
	if got, _ := errors.AsType[*xivo.Error](err); !errors.Is(err, xivo.ErrConflict) || got.Code != "Taken" {
		t.Errorf("error = %#v", err)
	}
}

func TestASuccessNeedsNoBodyWhereNoneIsDocumented(t *testing.T) {
	quiet := map[xivo.Operation]bool{
		xivo.DeleteUserLine: true, xivo.ValidateUser: true, xivo.SetUserRights: true, xivo.DeleteUserProfile: true,
		xivo.CreateUserPreference: true, xivo.UpdateUserPreference: true, xivo.DeleteUserPreference: true,
		xivo.ImportCallbackRequests: true, xivo.CreateCallbackRequest: true,
		xivo.SetQueueDissuasionSoundFile: true, xivo.SetQueueDissuasionQueue: true,
	}
	for _, status := range []int{200, 201, 202, 204} {
		for _, body := range []string{"", "OK", "<html>"} {
			for _, c := range calls {
				svc, _ := answering(t, status, body)
				if err := c.call(t.Context(), svc); (err == nil) != quiet[c.op] {
					t.Errorf("%s, %d %q: error = %v", c.op, status, body, err)
				}
			}
		}
	}
	svc, _ := answering(t, 200, "")
	rights := xivo.Rights{Type: xivo.ProfileTeacher, Data: xivo.RightsData{QueueIDs: []int64{1}}}
	if got, err := svc.Rights.Set(t.Context(), "x", rights); err != nil || !cmp.Equal(got, rights) {
		t.Errorf("Set = %+v, %v", got, err)
	}
	got, err := svc.Callbacks.CreateRequest(t.Context(), list, xivo.CallbackInput{PhoneNumber: "1", Company: "c"})
	if want := (xivo.CallbackRequest{ListUUID: list, PhoneNumber: "1", Company: "c"}); err != nil || got != want {
		t.Errorf("CreateRequest = %+v, %v", got, err)
	}
}

func TestAnswersMayHaveMoreMembersAndFewer(t *testing.T) {
	for body, want := range map[string]xivo.User{
		`[{"fullName":"A","labels":["red"],"id":7,"more":{"a":[]}}]`: {FullName: "A", Labels: []string{"red"}},
		`[{"fullName":"A","labels":null}]`:                           {FullName: "A", Labels: []string{}},
		`[{}]`:                                                       {Labels: []string{}},
	} {
		svc, _ := answering(t, 200, body)
		got, err := svc.Users.List(t.Context())
		if diff := cmp.Diff([]xivo.User{want}, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", body, err, diff)
		}
	}
	svc, _ := answering(t, 200, `{"type":"teacher","data":{"QueueIds":[1],"groupIds":[2]}}`)
	got, err := svc.Rights.Get(t.Context(), "x")
	want := xivo.Rights{Type: "teacher", Data: xivo.RightsData{GroupIDs: []int64{2}, Extra: map[string]json.RawMessage{"QueueIds": json.RawMessage("[1]")}}}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("rights: error %v (-want +got):\n%s", err, diff)
	}
	svc, _ = answering(t, 200, `{"total":1}`)
	page, err := svc.Users.Find(t.Context(), xivo.Find{})
	if page.List == nil || page.Total != 1 || err != nil {
		t.Errorf("Find = %+v, %v", page, err)
	}
}

func TestServicesAreCompletedOnce(t *testing.T) {
	const all = `{"dndEnabled":true,"busy":{"enabled":true,"destination":"1"},"noanswer":{},"unconditional":{}}`
	for body, requests := range map[string]int{all: 1, `{"dndEnabled":true,"busy":{},"noanswer":{}}`: 2} {
		svc, sent := answering(t, 200, body)
		if _, err := svc.Services.Update(t.Context(), 1, xivo.ServicesInput{DNDEnabled: new(true)}); err != nil || len(*sent) != requests {
			t.Errorf("%s: error %v after %q", body, err, *sent)
		}
	}
}

func TestWhatNoPathCanHoldIsNotSent(t *testing.T) {
	for name, c := range map[string]struct {
		call func(*xivo.Service) error
		want *xivo.Error
	}{
		"Rights.Get":    {func(s *xivo.Service) error { _, err := s.Rights.Get(t.Context(), ""); return err }, xivo.ErrNotFound},
		"Rights.Set":    {func(s *xivo.Service) error { _, err := s.Rights.Set(t.Context(), "", xivo.Rights{}); return err }, xivo.ErrNotFound},
		"Rights.Delete": {func(s *xivo.Service) error { return s.Rights.Delete(t.Context(), "") }, xivo.ErrNotFound},
		"Preferences.Get": {func(s *xivo.Service) error { _, err := s.Preferences.Get(t.Context(), 1, ""); return err },
			xivo.ErrInvalidParameter},
		"Preferences.Create": {func(s *xivo.Service) error { return s.Preferences.Create(t.Context(), 1, xivo.Preference{}) }, xivo.ErrInvalidParameter},
		"Preferences.Update": {func(s *xivo.Service) error { return s.Preferences.Update(t.Context(), 1, xivo.Preference{}) }, xivo.ErrInvalidParameter},
		"Preferences.Delete": {func(s *xivo.Service) error { return s.Preferences.Delete(t.Context(), 1, "") }, xivo.ErrInvalidParameter},
		"DeleteList":         {func(s *xivo.Service) error { _, err := s.Callbacks.DeleteList(t.Context(), ""); return err }, xivo.ErrNotFound},
		"DeleteList of no UUID": {func(s *xivo.Service) error { _, err := s.Callbacks.DeleteList(t.Context(), "x"); return err },
			xivo.ErrNotFound},
		"CreateRequest": {func(s *xivo.Service) error {
			_, err := s.Callbacks.CreateRequest(t.Context(), "", xivo.CallbackInput{})
			return err
		}, xivo.ErrNotFound},
		"ImportCSV":              {func(s *xivo.Service) error { return s.Callbacks.ImportCSV(t.Context(), "", nil) }, xivo.ErrNotFound},
		"text that is not UTF-8": {func(s *xivo.Service) error { return s.Users.Validate(t.Context(), "\xff", "") }, xivo.ErrInvalidJSON},
	} {
		svc, sent := answering(t, 200, "{}")
		if err := c.call(svc); !errors.Is(err, c.want) || len(*sent) > 0 {
			t.Errorf("%s: error = %v after %q, want a %s", name, err, *sent, c.want.Code)
		}
	}
}

func TestATokenIsRequired(t *testing.T) {
	for _, token := range []string{"", "hunter2\r\n", "hunter2\x00", "hunter2\x7f"} {
		_, err := xivoclient.New("http://pbx.test", token)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%q: error = %v", token, err)
		}
	}
}

func TestAProxyOpensWithTheClientsToken(t *testing.T) {
	svc := newClient(t, "http://pbx.test")
	if err := svc.Auth.Check(t.Context(), token); err != nil {
		t.Errorf("Check of the token = %v", err)
	}
	for _, wrong := range []string{"", "x", token + " "} {
		if err := svc.Auth.Check(t.Context(), wrong); !errors.Is(err, xivo.ErrUnauthorized) {
			t.Errorf("Check(%q) = %v", wrong, err)
		}
	}
}

// TestOnlyWhatMakesSomethingIsSentOnce has a server that is busy the first time.
func TestOnlyWhatMakesSomethingIsSentOnce(t *testing.T) {
	once := map[xivo.Operation]bool{
		xivo.CreateUserLine: true, xivo.ValidateUser: true, xivo.CreateUserPreference: true, xivo.CreateCallbackList: true,
		xivo.ImportCallbackRequests: true, xivo.CreateCallbackRequest: true, xivo.CreateMeetingRoom: true,
	}
	for _, c := range calls {
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			rt := transport(func(*http.Request) (*http.Response, error) {
				asked++
				return &http.Response{StatusCode: 503, Header: http.Header{}, Body: http.NoBody}, nil
			})
			retry := xivoclient.WithRetry(xivoclient.Retry{Attempts: 3})
			svc := newClient(t, "http://pbx.test", xivoclient.WithHTTPClient(&http.Client{Transport: rt}), retry)
			want := 3
			if once[c.op] {
				want = 1
			}
			if err := c.call(t.Context(), svc); err == nil || asked != want {
				t.Errorf("%s: error %v after %d requests, want %d", c.op, err, asked, want)
			}
		})
	}
}
