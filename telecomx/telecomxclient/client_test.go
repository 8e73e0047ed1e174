package telecomxclient_test

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

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
)

const (
	token    = "a4c1f0de-7b52" // no word that could be in an answer
	password = "mysecret password"
	example  = "1234567890ABCDEF12345678" // a customer of the documents
)

func newClient(t testing.TB, base string, credential telecomxclient.Credential, opts ...telecomxclient.Option) *telecomx.Service {
	t.Helper()
	svc, err := telecomxclient.New(base, credential, opts...)
	if err != nil {
		t.Fatal(err)
	}
	return svc
}

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func answer(status int, body string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

// over returns a client of what a transport answers.
func over(t testing.TB, rt transport, opts ...telecomxclient.Option) *telecomx.Service {
	t.Helper()
	return newClient(t, "http://pbx.test", telecomxclient.Token(token), append(opts, telecomxclient.WithHTTPClient(&http.Client{Transport: rt}))...)
}

// answering returns a client of a server that always answers the same, but for the first
// time if first is not "", and what the client sends.
func answering(t testing.TB, first string, status int, body string) (*telecomx.Service, *[]string) {
	t.Helper()
	var sent []string
	return over(t, func(r *http.Request) (*http.Response, error) {
		var text []byte
		if r.Body != nil {
			text, _ = io.ReadAll(r.Body)
		}
		if open := r.URL.Query().Has("token") || r.URL.Path == "/auth/login"; open == (r.Header.Get("Authorization") == "Bearer "+token) {
			t.Errorf("%s has the header %q", r.URL.Path, r.Header.Get("Authorization"))
		}
		sent = append(sent, strings.TrimSpace(strings.Join([]string{r.Method, r.URL.RequestURI(), r.Header.Get("Content-Type"), string(text)}, " ")))
		if len(sent) == 1 && first != "" {
			return answer(200, first), nil
		}
		return answer(status, body), nil
	}), &sent
}

func TestEveryOperationSendsItsRequest(t *testing.T) {
	called := map[string]bool{}
	for _, c := range calls {
		called[string(c.op)] = true
		svc, sent := answering(t, c.first, 500, "")
		if err := c.call(t.Context(), svc); err == nil {
			t.Errorf("%s: no error for a status of 500", c.op)
		}
		if diff := cmp.Diff(c.sent, *sent); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.op, diff)
		}
	}
	for _, op := range telecomxhttp.Operations() {
		if never := op.Name == string(telecomx.LoginByQuery); called[op.Name] == never {
			t.Errorf("%s is called: %t", op.Name, called[op.Name])
		}
	}
}

// TestNothingSentIsUnread has the double look for members that no code reads.
func TestNothingSentIsUnread(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	svc := newClient(t, pbx.URL(), telecomxclient.Token("token-owner"), telecomxclient.WithHTTPClient(pbx.Client()))
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

// shapes are bodies of refusals that say nothing.
var shapes = []string{"", "<html>", `{"error":{}}`, `{"message":""}`, `{"message":7}`, "[]", "null", `{"message":"id"`}

func TestAStatusNeedsNoBody(t *testing.T) {
	everywhere := map[int]*telecomx.Error{401: telecomx.ErrInvalidToken, 403: telecomx.ErrAccessDenied, 422: telecomx.ErrInvalidValue, 500: telecomx.ErrInternal}
	of := map[telecomx.Operation]map[int]*telecomx.Error{
		telecomx.GetSettings:       {404: telecomx.ErrCustomerNotFound},
		telecomx.UpdateSettings:    {404: telecomx.ErrCustomerNotFound},
		telecomx.ListMusicOnHold:   {404: telecomx.ErrCustomerNotFound},
		telecomx.GetMusicOnHold:    {404: telecomx.ErrMusicNotFound},
		telecomx.CreateMusicOnHold: {404: telecomx.ErrCustomerInvalid, 422: telecomx.ErrName},
		telecomx.UpdateMusicOnHold: {404: telecomx.ErrMusicNotFound, 422: telecomx.ErrName},
		telecomx.DeleteMusicOnHold: {404: telecomx.ErrMusicNotFound, 409: telecomx.ErrInUse},
		telecomx.Login:             {401: telecomx.ErrLoginRequired},
	}
	for _, status := range []int{400, 401, 403, 404, 405, 409, 422, 429, 500, 502, 503} {
		for _, body := range shapes {
			for _, c := range calls {
				svc, _ := answering(t, c.first, status, body)
				err := c.call(t.Context(), svc)
				if c.op == telecomx.ValidateToken && c.first != "" { // whatever comes of asking why, the token is bad
					if !errors.Is(err, telecomx.ErrInvalidToken) {
						t.Errorf("%s, %d: error = %v", c.op, status, err)
					}
					continue
				}
				e, ok := errors.AsType[*telecomxclient.UnexpectedError](err)
				if !ok || e.Status != status || string(e.Body) != body || e.Operation != string(c.op) {
					t.Fatalf("%s, %d %s: error = %v", c.op, status, body, err)
				}
				want := of[c.op][status]
				if want == nil {
					want = everywhere[status]
				}
				got, isVendors := errors.AsType[*telecomx.Error](err)
				if (want != nil) != isVendors || isVendors && (!errors.Is(err, want) || got.Status != status || got.Message != want.Message) {
					t.Errorf("%s, %d: error = %v, want a %v", c.op, status, err, want)
				}
			}
		}
	}
}

func TestARefusalIsTheErrorOfTheEngine(t *testing.T) {
	for _, kind := range telecomx.Errors() {
		code := kind.Code
		if code == "" {
			code = "recording.retension"
		}
		svc, _ := answering(t, "", kind.Status, fmt.Sprintf(`{"code":1,"message":%q,"description":"why","more":1}`, code))
		_, err := svc.MusicOnHold.Get(t.Context(), nobody, class)
		got, ok := errors.AsType[*telecomx.Error](err)
		if want := (telecomx.Error{Status: kind.Status, Code: code, Message: "why"}); !ok || !errors.Is(err, kind) || *got != want {
			t.Errorf("%s: error = %#v", code, err)
		}
		for _, other := range telecomx.Errors() {
			if errors.Is(err, other) != errors.Is(&telecomx.Error{Status: kind.Status, Code: code}, other) {
				t.Errorf("%s: is a %v", code, other)
			}
		}
	}
	// A message that no table has is kept, and the kind is that of the status.
	svc, _ := answering(t, "", 403, `{"message":"blacklisted"}`)
	err := svc.Sessions.Logout(t.Context(), nobody)
	if got, _ := errors.AsType[*telecomx.Error](err); !errors.Is(err, telecomx.ErrAccessDenied) || got.Code != "blacklisted" {
		t.Errorf("error = %#v", err)
	}
}

func TestASuccessNeedsNoBodyWhereItHasNothingToSay(t *testing.T) {
	quiet := map[telecomx.Operation]bool{telecomx.DeleteMusicOnHold: true, telecomx.Logout: true, telecomx.Ping: true}
	for _, status := range []int{200, 201, 202, 204} {
		for _, body := range []string{"", "OK", "<html>", "{", "[]"} {
			for _, c := range calls {
				svc, _ := answering(t, c.first, status, body)
				if err := c.call(t.Context(), svc); (err == nil) != quiet[c.op] {
					t.Errorf("%s, %d %q: error = %v", c.op, status, body, err)
				}
			}
		}
	}
	// But what says that nothing was done is believed.
	for _, c := range calls {
		svc, _ := answering(t, c.first, 200, `{"success":false}`)
		err := c.call(t.Context(), svc)
		e, ok := errors.AsType[*telecomxclient.UnexpectedError](err)
		if quiet[c.op] && (!ok || e.Operation != string(c.op) || !strings.Contains(err.Error(), "no success")) {
			t.Errorf("%s: error = %v", c.op, err)
		}
	}
}

func TestWhatIsMissingIsTheSameAsNull(t *testing.T) {
	defaults := telecomx.CustomerSettings{Customer: "x", PINHidden: true}
	for body, want := range map[string]telecomx.CustomerSettings{
		`{"_id":"x"}`: defaults,
		`{"_id":"x","defaultMusicOnHold":null,"defaultLanguage":null,"recording":null,"billing":null,"more":[{}]}`: defaults,
		`{"_id":"x","billing":{"invoicedUntil":null},"recording":{"mode":null},"masterPinCode":null}`:              {Customer: "x"},
		`{"_id":"x","masterPinCode":"","billing":{}}`:                                                              {Customer: "x"},
		`{"_id":"x","masterPinCode":"0001","billing":{"invoicedUntil":"2019-01-01T01:00:00+01:00"}}`: {Customer: "x", Settings: telecomx.Settings{
			MasterPINCode: "0001", Billing: telecomx.Billing{InvoicedUntil: time.Date(2019, 1, 1, 0, 0, 0, 0, time.UTC)},
		}},
	} {
		svc, _ := answering(t, "", 200, body)
		got, err := svc.Settings.Get(t.Context(), nobody, "")
		if got != want || err != nil { // also that times are in UTC
			t.Errorf("%s: error %v (-want +got):\n%s", body, err, cmp.Diff(want, got))
		}
	}
	for body, want := range map[string]telecomx.MusicOnHold{
		`{}`: {},
		`{"_id":"x","customer":null,"audio":null,"random":null}`:                                                      {ID: "x"},
		`{"_id":"x","name":"n","audio":[],"more":1}`:                                                                  {ID: "x", Name: "n"},
		`{"_id":"x","customer":"c","random":true,"audio":[{"id":"s","mp3":true},{"id":"t","name":"T","length":362}]}`: {ID: "x", Customer: "c", Random: true, Songs: []telecomx.Song{{ID: "s"}, {ID: "t", Name: "T", Length: 362}}},
	} {
		svc, _ := answering(t, "", 200, body)
		got, err := svc.MusicOnHold.Get(t.Context(), nobody, "x")
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", body, err, diff)
		}
	}
	svc, _ := answering(t, "", 200, `{"total":1}`)
	if page, err := svc.MusicOnHold.List(t.Context(), nobody, telecomx.MusicQuery{}); page.Classes == nil || page.Total != 1 || err != nil {
		t.Errorf("List = %+v, %v", page, err)
	}
	svc, _ = answering(t, "", 200, identity)
	want := telecomx.Identity{Caller: telecomx.Caller{Employee: "52f4fd7734697b28ccaf0104", Customer: example, Level: telecomx.Owner}}
	if got, err := svc.Sessions.Validate(t.Context(), "x"); got != want || err != nil {
		t.Errorf("Validate = %+v, %v", got, err)
	}
}

func TestAnswersOfAnotherShapeAreRefused(t *testing.T) {
	for _, body := range []string{`{"musicOnHold":[{"audio":2}]}`, `{"musicOnHold":{}}`, `{"total":"1"}`, `[]`, `null`, `{"musicOnHold":[`} {
		svc, _ := answering(t, "", 200, body)
		_, err := svc.MusicOnHold.List(t.Context(), nobody, telecomx.MusicQuery{})
		if e, ok := errors.AsType[*telecomxclient.UnexpectedError](err); !ok || e.Status != 200 || string(e.Body) != body {
			t.Errorf("%s: error = %v", body, err)
		}
	}
}

// TestAMasterPINCodeThatIsLeftOutIsHiddenIfTheLevelSaysSo: absent and null are the same,
// but for who may not see it.
func TestAMasterPINCodeThatIsLeftOutIsHiddenIfTheLevelSaysSo(t *testing.T) {
	for _, c := range []struct {
		name, validate string
		status         int
		hidden         bool
	}{
		{"PERSONAL", strings.Replace(identity, "OWNER", "PERSONAL", 1), 200, true},
		{"VIEWER", strings.Replace(identity, "OWNER", "VIEWER", 1), 200, false},
		{"OWNER", identity, 200, false},
		{"nobody says", `{"success":false}`, 200, true},
		{"no answer", "", 502, true},
	} {
		svc := over(t, func(r *http.Request) (*http.Response, error) {
			if r.URL.Path == "/auth/validateToken" {
				return answer(c.status, c.validate), nil
			}
			return answer(200, `{"_id":"x"}`), nil
		})
		for what, call := range map[string]func() (telecomx.CustomerSettings, error){
			"Get": func() (telecomx.CustomerSettings, error) { return svc.Settings.Get(t.Context(), nobody, "x") },
			"Update": func() (telecomx.CustomerSettings, error) {
				return svc.Settings.Update(t.Context(), nobody, "x", telecomx.SettingsInput{})
			},
		} {
			if got, err := call(); got.PINHidden != c.hidden || err != nil {
				t.Errorf("%s, %s: hidden %t, error %v; want %t", c.name, what, got.PINHidden, err, c.hidden)
			}
		}
	}
}

func TestACredentialIsRequired(t *testing.T) {
	for name, credential := range map[string]telecomxclient.Credential{
		"none": {}, "no token": telecomxclient.Token(""), "two lines": telecomxclient.Token("hunter2\r\n"), "two words": telecomxclient.Token("hunter2 x"),
		"a control character": telecomxclient.Token("hunter2\x7f"), "no username": telecomxclient.Login("", "hunter2"), "no password": telecomxclient.Login("hunter2", ""),
	} {
		_, err := telecomxclient.New("http://pbx.test", credential)
		if err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error = %v", name, err)
		}
	}
	if _, err := telecomxclient.New("http://hunter2@pbx.test", telecomxclient.Token("x")); err == nil || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a URL with a user: error = %v", err)
	}
}

// TestOnlyWhatMakesSomethingIsSentOnce has a server that is busy the first time.
func TestOnlyWhatMakesSomethingIsSentOnce(t *testing.T) {
	once := []telecomx.Operation{telecomx.CreateMusicOnHold, telecomx.Login}
	for _, c := range calls {
		if c.first != "" {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			asked := 0
			svc := over(t, func(*http.Request) (*http.Response, error) {
				asked++
				return answer(503, ""), nil
			}, telecomxclient.WithRetry(telecomxclient.Retry{Attempts: 3}))
			want := 3
			if slices.Contains(once, c.op) {
				want = 1
			}
			if err := c.call(t.Context(), svc); err == nil || asked != want {
				t.Errorf("%s: error %v after %d requests, want %d", c.op, err, asked, want)
			}
		})
	}
}

func TestRedirectsAndLongAnswersAreNotFollowed(t *testing.T) {
	for _, c := range calls {
		asked := 0
		svc := over(t, func(*http.Request) (*http.Response, error) {
			asked++
			resp := answer(307, "moved")
			resp.Header.Set("Location", "http://else.test/login?token="+token)
			return resp, nil
		})
		err := c.call(t.Context(), svc)
		e, ok := errors.AsType[*telecomxclient.UnexpectedError](err)
		if !ok || asked != 1 || e.Status != 307 || e.Location != "http://else.test/login" {
			t.Errorf("%s: error = %v after %d requests", c.op, err, asked)
		}
		svc = over(t, func(*http.Request) (*http.Response, error) { return answer(200, strings.Repeat("{", 101)), nil }, telecomxclient.WithMaxAnswer(100))
		if err := c.call(t.Context(), svc); err == nil || !strings.Contains(err.Error(), "too large") {
			t.Errorf("%s: error of a long answer = %v", c.op, err)
		}
	}
}

func TestAnEndedContextEndsEveryCall(t *testing.T) {
	for _, c := range calls {
		synctest.Test(t, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			defer cancel()
			first := c.first
			svc := over(t, func(r *http.Request) (*http.Response, error) {
				if first != "" {
					body := first
					first = ""
					return answer(200, body), nil
				}
				<-r.Context().Done()
				return nil, r.Context().Err()
			}, telecomxclient.WithRetry(telecomxclient.Retry{Attempts: 3}))
			start := time.Now()
			if err := c.call(ctx, svc); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("%s: error = %v after %v", c.op, err, time.Since(start))
			}
		})
	}
}
