package broadworksclient_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// transport answers requests without a network.
type transport func(*http.Request) (*http.Response, error)

func (f transport) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func (f transport) client(t testing.TB, credential broadworksclient.Credential, opts ...broadworksclient.Option) *broadworks.Service {
	t.Helper()
	return newClient(t, "http://apio.test", credential, append(opts, broadworksclient.WithHTTPClient(&http.Client{Transport: f}))...)
}

func answer(status int, body string, cookies ...string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Set-Cookie": cookies}, Body: io.NopCloser(strings.NewReader(body)), ContentLength: -1}
}

// answering returns a client of a server that always answers the same, and what the
// client sends.
func answering(t testing.TB, status int, body string) (*broadworks.Service, *[]string) {
	t.Helper()
	var sent []string
	rt := transport(func(r *http.Request) (*http.Response, error) {
		var text []byte
		if r.Body != nil {
			text, _ = io.ReadAll(r.Body)
		}
		path := strings.TrimPrefix(r.URL.RequestURI(), broadworkshttp.GatewayPrefix)
		sent = append(sent, strings.TrimSpace(strings.Join([]string{r.Method, path, r.Header.Get("Content-Type"), string(text)}, " ")))
		return answer(status, body, "sessionid=5e55-10"), nil
	})
	return rt.client(t, broadworksclient.Token(token)), &sent
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
	for _, op := range broadworkshttp.Operations() {
		want = append(want, op.Name)
	}
	if diff := cmp.Diff(want, called); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

// TestNothingSentIsUnread has the double look for members that no code reads.
func TestNothingSentIsUnread(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	svc := newEndpoint(t, pbx)
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

func TestTheAPIIsBelowTheBaseURL(t *testing.T) {
	for base, want := range map[string]string{
		"http://apio.test":                 "http://apio.test/api/v1/login/",
		"https://apio.test:8443/":          "https://apio.test:8443/api/v1/login/",
		"http://apio.test//":               "http://apio.test/api/v1/login/",
		"http://apio.test/api/v1":          "http://apio.test/api/v1/login/",
		"http://apio.test/api/v01/p1/":     "http://apio.test/api/v01/p1/login/",
		"http://apio.test/behind/api/v1//": "http://apio.test/behind/api/v1/login/",
		"http://apio.test/a%2Fb":           "http://apio.test/a%2Fb/login/",
		"apio.test":                        "must be one such as",
		"apio.test:8443":                   "must be one such as",
		"":                                 "must be one such as",
		"http:apio.test":                   "must be one such as",
		"http://root:hunter2@apio.test":    "must not have a user or a password",
		"http://hunter2%zz@apio.test":      "must be one such as",
		"http://apio.test?token=hunter2":   "must not have a query or a fragment",
		"http://apio.test#hunter2":         "must not have a query or a fragment",
	} {
		var got string
		rt := transport(func(r *http.Request) (*http.Response, error) {
			got = r.URL.String()
			return answer(404, ""), nil
		})
		svc, err := broadworksclient.New(base, broadworksclient.Token(token), broadworksclient.WithHTTPClient(&http.Client{Transport: rt}))
		if err == nil {
			_, _ = svc.Sessions.Login(t.Context(), "u", "p") // which is refused
		} else {
			got = err.Error()
		}
		if !strings.Contains(got, want) || strings.Contains(got, "hunter2") {
			t.Errorf("%s: %s, want %s", base, got, want)
		}
	}
}

func TestADocumentedStatusNeedsNoBody(t *testing.T) {
	kinds := map[int]*broadworks.Error{
		400: broadworks.ErrBadRequest, 401: broadworks.ErrUnauthorized, 403: broadworks.ErrForbidden, 404: broadworks.ErrNotFound,
		413: broadworks.ErrTooLarge, 416: broadworks.ErrMediaType, 500: broadworks.ErrInternal,
		406: nil, 410: nil, 418: nil, 422: nil, 429: nil, 502: nil, 503: nil, 504: nil,
	}
	special := map[broadworks.Operation]map[int]*broadworks.Error{
		broadworks.UpdateUserMusicOnHold:  {400: broadworks.ErrFailedToUpdate},
		broadworks.UpdateGroupMusicOnHold: {400: broadworks.ErrFailedToUpdate},
		broadworks.Login:                  {401: broadworks.ErrAuthentication},
	}
	for status, kind := range kinds {
		for _, body := range []string{
			"", "<html>", "[]", "null", "{}", `"no"`, `{"errors":[]}`, `{"errors":{}}`, `{"errors":[{}]}`, `{"errors":[7]}`, `{"errors":[{"code":404}]}`,
			`{"errors":[{"message":7,"details":[]}]}`, `{"details":{}}`, `{"error":null}`, `{"error":""}`, `{"errors":[{"message":"x"`,
		} {
			for _, c := range calls {
				svc, _ := answering(t, status, body)
				err := c.call(t.Context(), svc)
				e, ok := errors.AsType[*broadworksclient.UnexpectedError](err)
				if !ok || e.Status != status || string(e.Body) != body || e.Operation != string(c.op) {
					t.Fatalf("%s, %d %s: error = %v", c.op, status, body, err)
				}
				want := kind
				if of := special[c.op][status]; of != nil {
					want = of
				}
				got, isVendors := errors.AsType[*broadworks.Error](err)
				if (want != nil) != isVendors || isVendors && (!errors.Is(err, want) || got.Status != status) {
					t.Errorf("%s, %d: error = %v, want a %v", c.op, status, err, want)
				}
			}
		}
	}
}

// TestARefusalIsTheErrorOfTheEngine has the adapter write every kind, in every shape.
func TestARefusalIsTheErrorOfTheEngine(t *testing.T) {
	for _, shape := range []broadworkshttp.ErrorBody{broadworkshttp.ErrorList, broadworkshttp.ErrorNested, broadworkshttp.ErrorDetails, broadworkshttp.ErrorCore} {
		for _, field := range []string{"", broadworkshttp.AuditField, "_internal_record_id"} {
			pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.WithHTTP(httpapi.Options{BroadWorks: broadworkshttp.Options{ErrorBody: shape, AuditField: field}}))
			refusing := &refusing{}
			pbx.BroadWorks.MusicOnHold = refusing
			svc := direct(t, pbx, broadworksclient.Token(pbx.Credentials.BroadWorks.Token))
			for _, kind := range broadworks.Errors() {
				for _, want := range []*broadworks.Error{kind, kind.Refuse("é <why>")} {
					refusing.with = want
					_, err := svc.MusicOnHold.Update(t.Context(), anyone, foouser, broadworks.MusicOnHoldInput{})
					worded := shape == broadworkshttp.ErrorDetails || shape == broadworkshttp.ErrorCore
					if worded && want.Details != "" && (kind == broadworks.ErrBadRequest || kind == broadworks.ErrAuthentication || kind == broadworks.ErrNotAssigned) {
						continue // one text does not say which kind of a status it is
					}
					got, ok := errors.AsType[*broadworks.Error](err)
					if !ok || !errors.Is(err, kind) {
						t.Errorf("shape %d, %q: error = %v, want %v", shape, field, err, want)
						continue
					}
					if diff := cmp.Diff(want, got); diff != "" {
						t.Errorf("shape %d, %q (-want +got):\n%s", shape, field, diff)
					}
				}
			}
		}
	}
}

// refusing refuses everything.
type refusing struct {
	broadworks.MusicOnHoldService
	with error
}

func (r *refusing) Update(context.Context, broadworks.Caller, broadworks.UserRef, broadworks.MusicOnHoldInput) (broadworks.MusicOnHold, error) {
	return broadworks.MusicOnHold{}, r.with
}

func TestErrorsOfAnyShapeAreRead(t *testing.T) {
	for _, c := range []struct {
		status int
		body   string
		want   broadworks.Error
		kind   *broadworks.Error // nil for none
	}{
		{404, `{"errors":[{"code":404,"message":"the service is not assigned to the user"},{"code":1,"message":"more"}],"_record_internal_id":7}`,
			broadworks.Error{Code: 404, Message: "the service is not assigned to the user"}, broadworks.ErrNotAssigned},
		{404, `{"details":"the service is not assigned to the user"}`, broadworks.Error{Code: 404, Message: "the service is not assigned to the user"}, broadworks.ErrNotAssigned},
		{400, `{"errors":[{"code":4008,"message":"failed to update","details":{"reason":"why"}}]}`,
			broadworks.Error{Code: 4008, Message: "failed to update", Details: "why"}, broadworks.ErrFailedToUpdate},
		{400, `{"errors":[{"code":"4008","message":"No","details":"why"}]}`, broadworks.Error{Code: 400, Message: "No", Details: "why"}, broadworks.ErrFailedToUpdate},
		{400, `{"errors":[{"message":"No","details":{"errors":{"0":{"summary":"[Error 4410] no file","code":4410},"1":{}}}}]}`,
			broadworks.Error{Code: 400, Message: "No", Details: "[Error 4410] no file"}, broadworks.ErrFailedToUpdate},
		{400, `{"errors":[{"message":"No","details":{"reason":"r","errors":{"0":{"summary":"s"}}}}]}`, broadworks.Error{Code: 400, Message: "No", Details: "r"}, broadworks.ErrFailedToUpdate},
		{400, `{"errors":[{"details":{"reason":"r"}}]}`, broadworks.Error{Code: 400, Message: "failed to update", Details: "r"}, broadworks.ErrFailedToUpdate},
		{400, `{"errors":[],"details":"d","error":"e"}`, broadworks.Error{Code: 400, Message: "failed to update", Details: "d"}, broadworks.ErrFailedToUpdate},
		{401, `{"error":"Unauthorized"}`, broadworks.Error{Code: 401, Message: "Unauthorized"}, broadworks.ErrUnauthorized},
		{422, `{"error":"no such thing"}`, broadworks.Error{Code: 422, Message: "no such thing"}, nil},
		{503, `{"errors":[{"code":503,"message":"Service Unavailable","details":{"reason":"busy"}}]}`, broadworks.Error{Code: 503, Message: "Service Unavailable", Details: "busy"}, nil},
		{207, `{"errors":[{"code":207,"message":"half"}]}`, broadworks.Error{Code: 207, Message: "half"}, nil},
		{400, `{"errors":[{"code":400,"message":"Bad Request"}]}`, broadworks.Error{Code: 400, Message: "Bad Request"}, broadworks.ErrBadRequest},
		{404, `{"errors":[{"code":400,"message":"Bad Request"}]}`, broadworks.Error{Code: 400, Message: "Bad Request"}, broadworks.ErrNotFound},
	} {
		svc, _ := answering(t, c.status, c.body)
		_, err := svc.MusicOnHold.Update(t.Context(), anyone, foouser, broadworks.MusicOnHoldInput{})
		got, ok := errors.AsType[*broadworks.Error](err)
		if !ok || c.kind != nil && !errors.Is(err, c.kind) {
			t.Errorf("%d %s: error = %v, want a %v", c.status, c.body, err, c.kind)
			continue
		}
		c.want.Status = c.status
		if shown := (broadworks.Error{Status: got.Status, Code: got.Code, Message: got.Message, Details: got.Details}); shown != c.want {
			t.Errorf("%d %s: %+v, want %+v", c.status, c.body, shown, c.want)
		}
		if c.kind == nil && got.Err != nil {
			t.Errorf("%d %s: is of the kind %v", c.status, c.body, got.Err)
		}
	}
}

func TestAnAnswerIsAnObject(t *testing.T) {
	for _, status := range []int{200, 201, 204, 207} {
		for _, body := range []string{"", "OK", "<html>", "[]", "null", `{"isActive":`, `{"ids":7,"announcements":7,"source":7}`} {
			for _, c := range calls {
				svc, _ := answering(t, status, body)
				e, ok := errors.AsType[*broadworksclient.UnexpectedError](c.call(t.Context(), svc))
				if !ok || e.Status != status || string(e.Body) != body {
					t.Errorf("%s, %d %q: error = %v", c.op, status, body, e)
				}
			}
		}
	}
	for _, status := range []int{200, 201, 202, 207} {
		for _, c := range calls {
			svc, _ := answering(t, status, `{"_record_internal_id":7,"_internal_record_id":"8"}`)
			if err := c.call(t.Context(), svc); err != nil {
				t.Errorf("%s, %d: error = %v", c.op, status, err)
			}
		}
	}
}

func TestAnswersMayHaveMoreMembersAndFewer(t *testing.T) {
	custom := broadworks.Source{Selection: "Custom", AudioFile: broadworks.AudioFile{Name: "a", MediaType: "WAV"}}
	for body, want := range map[string]broadworks.MusicOnHold{
		`{"isActive":true,"source":{"messageSourceSelection":"Custom","audioFile":{"name":"a","mediaType":"WAV","level":"User"},"x":1},"more":{"a":[]}}`: {IsActive: true, Source: custom},
		`{"isActive":true,"source":{"messageSourceSelection":"Group","audioFile":null},"internalSource":null}`:                                           {IsActive: true, Source: broadworks.Source{Selection: "Group"}},
		`{}`: {},
	} {
		svc, _ := answering(t, 200, body)
		got, err := svc.MusicOnHold.Get(t.Context(), anyone, foouser)
		if got != want || err != nil {
			t.Errorf("%s: %+v, %v; want %+v", body, got, err, want)
		}
	}
	for body, want := range map[string]broadworks.Repository{
		`{"announcements":[{"name":"a","mediaType":"WAV","fileSize":"78","usages":[{"serviceName":"s","x":1}],"level":"Group"}],"totalFileSize":-1,"maxFileSize":5}`: {
			Announcements: []broadworks.ListedAnnouncement{{Announcement: broadworks.Announcement{Name: "a", MediaType: "WAV", FileSize: 78}, Usages: []string{"s"}}}, TotalFileSize: -1, MaxFileSize: 5,
		},
		`{"announcements":[{"fileSize":78},{"fileSize":null,"usages":null},{}]}`: {Announcements: []broadworks.ListedAnnouncement{
			{Announcement: broadworks.Announcement{FileSize: 78}, Usages: []string{}}, {Usages: []string{}}, {Usages: []string{}},
		}},
		`{"announcements":null}`: {Announcements: []broadworks.ListedAnnouncement{}},
		`{}`:                     {Announcements: []broadworks.ListedAnnouncement{}},
	} {
		svc, _ := answering(t, 200, body)
		got, err := svc.Announcements.ListGroup(t.Context(), anyone, foo)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: error %v (-want +got):\n%s", body, err, diff)
		}
	}
	for _, size := range []string{`"many"`, `""`, "1.5", "true", "{}"} {
		svc, _ := answering(t, 200, `{"announcements":[{"fileSize":`+size+`}]}`)
		if _, err := svc.Announcements.ListGroup(t.Context(), anyone, foo); err == nil {
			t.Errorf("a fileSize of %s is read", size)
		}
	}
}

func TestAnAccountIsWhatTheAnswerSays(t *testing.T) {
	svc, _ := answering(t, 200, `{"ids":{"tenant_id":"t","group_id":"g","user_id":"u"},"profile":{"user_level":8,"is_first_login":true},"username":"other"}`)
	want := broadworks.Caller{Username: "u", Level: 8, TenantID: "t", GroupID: "g", UserID: "u"}
	session, err := svc.Sessions.Login(t.Context(), "u", "p")
	if want := (broadworks.Session{ID: "5e55-10", Caller: want, IsFirstLogin: true}); session != want || err != nil {
		t.Errorf("Login = %+v, %v; want %+v", session, err, want)
	}
	want.Username = "other"
	if got, err := svc.Sessions.Info(t.Context(), anyone); got != want || err != nil {
		t.Errorf("Info = %+v, %v; want %+v", got, err, want)
	}
}

func TestWhatNoPathCanHoldIsNotSent(t *testing.T) {
	no := func(what string) *broadworks.Error { return broadworks.ErrNotFound.Refuse("%s '' not found", what) }
	for name, c := range map[string]struct {
		call func(*broadworks.Service) error
		want *broadworks.Error
	}{
		"no tenant": {func(s *broadworks.Service) error {
			_, err := s.MusicOnHold.Get(t.Context(), anyone, broadworks.UserRef{GroupID: "g", UserID: "u"})
			return err
		}, no("tenant")},
		"no group": {func(s *broadworks.Service) error {
			_, err := s.MusicOnHold.Update(t.Context(), anyone, broadworks.UserRef{TenantID: "t", UserID: "u"}, broadworks.MusicOnHoldInput{})
			return err
		}, no("group")},
		"no user": {func(s *broadworks.Service) error {
			_, err := s.Announcements.ListUser(t.Context(), anyone, broadworks.UserRef{TenantID: "t", GroupID: "g"})
			return err
		}, no("user")},
		"no group of a group's music": {func(s *broadworks.Service) error {
			_, err := s.GroupMusicOnHold.Get(t.Context(), anyone, broadworks.GroupRef{TenantID: "t"})
			return err
		}, no("group")},
		"no group to update": {func(s *broadworks.Service) error {
			_, err := s.GroupMusicOnHold.Update(t.Context(), anyone, broadworks.GroupRef{TenantID: "t"}, broadworks.GroupMusicOnHoldInput{})
			return err
		}, no("group")},
		"no tenant of files": {func(s *broadworks.Service) error {
			_, err := s.Announcements.ListGroup(t.Context(), anyone, broadworks.GroupRef{})
			return err
		}, no("tenant")},
		"text that is not UTF-8": {func(s *broadworks.Service) error {
			in := broadworks.MusicOnHoldInput{Source: &broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{Name: "\xff"}}}
			_, err := s.MusicOnHold.Update(t.Context(), anyone, foouser, in)
			return err
		}, broadworks.ErrMediaType.Refuse("the body has to be a JSON object: the body is not valid UTF-8")},
		"a login that is not UTF-8": {func(s *broadworks.Service) error {
			_, err := s.Sessions.Login(t.Context(), "\xff", "p")
			return err
		}, broadworks.ErrMediaType.Refuse("the body has to be a JSON object: the body is not valid UTF-8")},
	} {
		svc, sent := answering(t, 200, "{}")
		err := c.call(svc)
		if diff := cmp.Diff(c.want, err); diff != "" || len(*sent) > 0 {
			t.Errorf("%s: after %q (-want +got):\n%s", name, *sent, diff)
		}
	}
}

func TestOddAnswersAreKeptAndBounded(t *testing.T) {
	for _, c := range []struct {
		name   string
		status int
		header http.Header
		body   io.Reader
		want   string // in the text of the error
		cut    bool
	}{
		{"HTML", 502, http.Header{"Content-Type": {"text/html"}}, strings.NewReader("<h1>Bad Gateway</h1>"), `status 502, text/html: the answer is a refusal that is not in the vendor's terms: "<h1>Bad Gateway</h1>"`, false},
		{"HTML as a success", 200, nil, strings.NewReader("<h1>Hello</h1>"), "it is not an object", false},
		{"nothing", 200, nil, strings.NewReader(""), "it is empty", false},
		{"half", 200, nil, strings.NewReader(`{"isActive":true`), "unexpected end of JSON input", false},
		{"a cut connection", 200, nil, io.MultiReader(strings.NewReader(`{"isActive":true`), iotest.ErrReader(io.ErrUnexpectedEOF)), "reading the answer: unexpected EOF", false},
		{"too long", 200, nil, strings.NewReader(`{"a":"` + strings.Repeat("x", 100_000)), "the answer is too large", true},
		{"a long refusal", 500, nil, strings.NewReader(strings.Repeat("x", 10_000)), "not in the vendor's terms", true},
		{"a redirect", 302, http.Header{"Location": {"https://root:pw@else.test/x?token=1"}}, strings.NewReader("moved"), "a redirect, which is not followed", false},
		{"a redirect of a PUT", 308, http.Header{"Location": {"https://apio.test/api/v1/x"}}, strings.NewReader(""), "a redirect, which is not followed", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			asked := 0
			rt := transport(func(*http.Request) (*http.Response, error) {
				asked++
				return &http.Response{StatusCode: c.status, Header: c.header, Body: io.NopCloser(c.body), ContentLength: -1}, nil
			})
			svc := rt.client(t, broadworksclient.Token(token), broadworksclient.WithMaxAnswer(50_000))
			_, err := svc.MusicOnHold.Update(t.Context(), anyone, foouser, broadworks.MusicOnHoldInput{})
			e, ok := errors.AsType[*broadworksclient.UnexpectedError](err)
			if !ok || !strings.Contains(err.Error(), c.want) || e.Cut != c.cut || len(e.Body) > 4<<10 || asked != 1 {
				t.Errorf("after %d requests, error = %v, want %q", asked, err, c.want)
			}
			if strings.Contains(err.Error()+e.Location, "pw") || strings.Contains(e.Location, "token") {
				t.Errorf("a secret of the redirect is shown: %s", e.Location)
			}
		})
	}
}

func TestAContextEndsARequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hangs := transport(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		})
		for name, credential := range map[string]broadworksclient.Credential{
			"of a request": broadworksclient.Token(token), "of a login": broadworksclient.Login("u", password),
		} {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			start := time.Now()
			_, err := hangs.client(t, credential).MusicOnHold.Get(ctx, anyone, foouser)
			if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
				t.Errorf("%s: error = %v after %v", name, err, time.Since(start))
			}
			cancel()
		}
		time.Sleep(time.Hour) // the login is everyone's, and ends by itself
	})
}

// TestOnlyALoginIsSentOnce has a gateway that is busy the first time, and says so in its
// own terms or in others'.
func TestOnlyALoginIsSentOnce(t *testing.T) {
	for _, body := range []string{"", "<html>", `{"errors":[{"code":503,"message":"Service Unavailable"}]}`, `{"error":"busy"}`} {
		for _, attempts := range []int{0, 3} {
			for _, c := range calls {
				synctest.Test(t, func(t *testing.T) {
					asked := 0
					rt := transport(func(*http.Request) (*http.Response, error) {
						asked++
						return answer(503, body), nil
					})
					svc := rt.client(t, broadworksclient.Token(token), broadworksclient.WithRetry(broadworksclient.Retry{Attempts: attempts}))
					want := max(attempts, 1)
					if c.op == broadworks.Login {
						want = 1
					}
					if err := c.call(t.Context(), svc); err == nil || asked != want {
						t.Errorf("%s %s: error %v after %d requests, want %d", c.op, body, err, asked, want)
					}
				})
			}
		}
	}
}

func TestARefusalIsNotRepeated(t *testing.T) {
	for _, status := range []int{400, 401, 403, 404, 500} {
		asked := 0
		rt := transport(func(*http.Request) (*http.Response, error) {
			asked++
			return answer(status, `{"errors":[{"code":1,"message":"no"}]}`), nil
		})
		svc := rt.client(t, broadworksclient.Token(token), broadworksclient.WithRetry(broadworksclient.Retry{Attempts: 3}))
		if _, err := svc.Sessions.Info(t.Context(), anyone); err == nil || asked != 1 {
			t.Errorf("%d: error %v after %d requests", status, err, asked)
		}
	}
}

func TestACredentialIsRequired(t *testing.T) {
	for name, credential := range map[string]broadworksclient.Credential{
		"none": {}, "no token": broadworksclient.Token(""), "what no header can hold": broadworksclient.Token("hunter2\r\n"),
		"U+007F": broadworksclient.Token("hunter2\x7f"), "no username": broadworksclient.Login("", "hunter2"), "no password": broadworksclient.Login("hunter2", ""),
	} {
		if svc, err := broadworksclient.New("http://apio.test", credential); err == nil || svc != nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: error = %v", name, err)
		}
	}
}

// TestNothingShowsACredential has a gateway repeat what it is sent, and the secret
// alone, in errors and in answers of other shapes.
func TestNothingShowsACredential(t *testing.T) {
	const secret, session = `s3cr&t/"é`, "5e55-10"
	for name, credential := range map[string]broadworksclient.Credential{
		"token": broadworksclient.Token("s3cr&t"), "login": broadworksclient.Login("u", secret),
	} {
		for _, status := range []int{200, 207, 302, 401, 404, 500, 503} {
			for _, shape := range []string{"%s", `{"error":"%s"}`, `{"errors":[{"message":"%s","details":{"reason":"%[1]s"}}]}`} {
				rt := transport(func(r *http.Request) (*http.Response, error) {
					var body []byte
					if r.Body != nil {
						body, _ = io.ReadAll(r.Body)
					}
					if strings.HasSuffix(r.URL.Path, "/login/") && strings.Contains(string(body), "s3cr") {
						return answer(200, "", "sessionid="+session), nil
					}
					said := strings.ReplaceAll(string(body)+" "+secret, `"`, `\"`) + r.Header.Get("Authorization") + r.Header.Get("Cookie")
					resp := answer(status, fmt.Sprintf(shape, said), "sessionid=of-another")
					resp.Header.Set("Content-Type", strings.ReplaceAll(r.Header.Get("Authorization")+r.Header.Get("Cookie"), "\n", ""))
					resp.Header.Set("Location", "/?x="+r.Header.Get("Authorization")+r.Header.Get("Cookie"))
					return resp, nil
				})
				svc := rt.client(t, credential)
				for _, text := range []string{fmt.Sprintf("%v %+v %#v %s", svc, svc, svc, svc.Auth), fmt.Sprintf("%v %+v %#v", credential, credential, credential)} {
					if strings.Contains(text, "s3cr") {
						t.Errorf("%s: fmt shows %s", name, text)
					}
				}
				for _, c := range calls {
					err := c.call(t.Context(), svc)
					if err == nil {
						continue
					}
					text := err.Error() + fmt.Sprintf("%+v %#v", err, err)
					if e, ok := errors.AsType[*broadworksclient.UnexpectedError](err); ok {
						text += string(e.Body) + e.Location + e.ContentType
					}
					for _, hidden := range []string{"s3cr", session, "p-0c7f"} {
						if strings.Contains(text, hidden) {
							t.Errorf("%s, %s, %d %s: the error shows %s: %s", name, c.op, status, shape, hidden, text)
						}
					}
				}
			}
		}
	}
}
