package broadworkshttp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
)

const (
	musicPath = "/api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/"
	groupPath = "/api/v1/tenants/foo/groups/foogroup/services/music_on_hold/"
	unhandled = `{"errors":[{"code":500,"message":"Internal Server Error"}]}`
	noURI     = `{"errors":[{"code":404,"message":"Not Found","details":{"reason":"there is no such URI, or not with this method; URIs end with /"}}]}`
)

// request is a request with the token of the system's administrator.
func request(method, target, body string) *http.Request {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer token-system")
	return r
}

// fill puts what the documentation fixture has into the parameters of a path.
func fill(path string) string {
	return strings.NewReplacer(":tenant_id", "foo", ":group_id", "foogroup", ":user_id", "foouser").Replace(path)
}

// documentedBody is a body with which an operation succeeds.
func documentedBody(op broadworkshttp.Operation) string {
	if op.Name == "Login" {
		return `{"username":"system","password":"IAmAStrongPassword"}`
	}
	return "{}"
}

func TestEveryOperationButTheLoginNeedsACredential(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	before := h.dump(t)
	for _, op := range broadworkshttp.Operations() {
		if op.Name == "Login" {
			continue
		}
		r := request(op.Method, fill(op.Path), "{}")
		r.Header.Del("Authorization")
		resttest.Expect(t, h, r, 401, `{"errors":[{"code":401,"message":"Unauthorized","details":{"reason":"missing or malformed credentials"}}]}`)
		r.Header.Set("Authorization", "")
		r.AddCookie(&http.Cookie{Name: "sessionid", Value: "x"})
		resttest.Expect(t, h, r, 401, `{"errors":[{"code":401,"message":"Unauthorized","details":{"reason":"missing or malformed credentials"}}]}`)
	}
	if diff := cmp.Diff(before, h.dump(t)); diff != "" {
		t.Errorf("state after refusals (-before +after):\n%s", diff)
	}
}

func TestEveryOperationIsServedBelowEveryPrefix(t *testing.T) {
	for _, prefix := range (broadworkshttp.Options{}).ServedPrefixes() {
		h := newSystem(t, broadworkshttp.Options{})
		for _, op := range broadworkshttp.Operations() {
			path := prefix + strings.TrimPrefix(fill(op.Path), broadworkshttp.GatewayPrefix)
			got := resttest.Ask(h, request(op.Method, path, documentedBody(op)))
			want := 200
			if op.Name == "Login" && prefix == broadworkshttp.CorePrefix {
				want = 404
			}
			if got.Status != want {
				t.Errorf("%s %s: %v, want status %d", op.Method, path, got, want)
			}
			for _, wrong := range []string{path[:len(path)-1], path + "x/"} {
				if op.Name == "Login" || strings.HasPrefix(wrong, prefix) {
					resttest.Expect(t, h, request(op.Method, wrong, documentedBody(op)), 404, noURI)
				}
			}
		}
	}
}

// Every other method than those of a path is a 404, never a 405.
func TestMethodsThatAPathDoesNotHave(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	has := map[string]bool{}
	for _, op := range broadworkshttp.Operations() {
		has[op.Method+op.Path] = true
	}
	for _, op := range broadworkshttp.Operations() {
		for _, method := range []string{"GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "CONNECT", "get", "MOVE"} {
			if !has[method+op.Path] {
				resttest.Expect(t, h, request(method, fill(op.Path), "{}"), 404, noURI)
			}
		}
	}
}

func TestNewHandlerRefusesAServiceThatKeepsNobodyOut(t *testing.T) {
	svc := *newSystem(t, broadworkshttp.Options{}).svc
	svc.Audit = nil
	if _, err := broadworkshttp.NewHandler(&svc, broadworkshttp.Options{}); err != nil {
		t.Errorf("without an Audit that nothing needs: %v", err)
	}
	if h, err := broadworkshttp.NewHandler(&svc, broadworkshttp.Options{AuditField: broadworkshttp.AuditField}); h != nil || err == nil {
		t.Errorf("without an Audit: handler %v, error %v", h, err)
	}
	svc.Auth = nil
	if h, err := broadworkshttp.NewHandler(&svc, broadworkshttp.Options{}); h != nil || err == nil {
		t.Errorf("without an Auth: handler %v, error %v", h, err)
	}
}

// broken is a service that fails in one way.
type broken struct{ err error }

func (b broken) Get(context.Context, broadworks.Caller, broadworks.UserRef) (broadworks.MusicOnHold, error) {
	return broadworks.MusicOnHold{IsActive: true}, b.err
}

func (b broken) Update(context.Context, broadworks.Caller, broadworks.UserRef, broadworks.MusicOnHoldInput) (broadworks.MusicOnHold, error) {
	return broadworks.MusicOnHold{IsActive: true}, b.err
}

func (b broken) Record(context.Context) (int64, error) { return 7, b.err }

// brokenBy returns a handler whose music fails, and what it logs.
func brokenBy(t *testing.T, err error) (http.Handler, *bytes.Buffer) {
	t.Helper()
	svc := *newSystem(t, broadworkshttp.Options{}).svc
	svc.MusicOnHold = broken{err}
	log := new(bytes.Buffer)
	h, err := broadworkshttp.NewHandler(&svc, broadworkshttp.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return h, log
}

func TestAnInternalErrorTellsTheLoggerAndNotTheClient(t *testing.T) {
	cause := errors.New("the disk is on fire")
	internal := *broadworks.ErrInternal
	internal.Err = cause
	for _, err := range []error{
		cause, fmt.Errorf("wrapped: %w", cause), &internal,
		&broadworks.Error{Message: "no status", Err: cause}, &broadworks.Error{Status: 200, Message: "no refusal", Err: cause},
		&broadworks.Error{Status: 1000, Message: "no status of HTTP", Err: cause},
	} {
		h, log := brokenBy(t, err)
		for _, method := range []string{"GET", "PUT"} {
			log.Reset()
			r := request(method, musicPath+"?q=1", `{"isActive":true}`)
			r.AddCookie(&http.Cookie{Name: "sessionid", Value: "secret-session"})
			resttest.Expect(t, h, r, 500, unhandled)
			for _, want := range []string{"level=ERROR", "method=" + method, "path=" + musicPath, "the disk is on fire"} {
				if !strings.Contains(log.String(), want) {
					t.Errorf("%v: the log has no %s: %s", err, want, log)
				}
			}
			for _, secret := range []string{"token-system", "secret-session", "isActive"} {
				if strings.Contains(log.String(), secret) {
					t.Errorf("%v: %s is in the log: %s", err, secret, log)
				}
			}
		}
	}
}

func TestRefusalsAreNotLogged(t *testing.T) {
	h, log := brokenBy(t, broadworks.ErrFailedToUpdate.Refuse("no"))
	resttest.Expect(t, h, request("PUT", musicPath, ""), 400, `{"errors":[{"code":400,"message":"failed to update","details":{"reason":"no"}}]}`)
	resttest.Expect(t, h, request("GET", "/nothing", ""), 404, noURI)
	if log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
}

func TestAnEndedContextIsAnInternalError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h := newSystem(t, broadworkshttp.Options{})
	resttest.Expect(t, h, request("GET", musicPath, "").WithContext(ctx), 500, unhandled)
}

// Without a number there is no answer, but for that.
func TestAFailingAuditIsAnInternalError(t *testing.T) {
	svc := *newSystem(t, broadworkshttp.Options{}).svc
	svc.Audit = broken{errors.New("no number")}
	log := new(bytes.Buffer)
	h, err := broadworkshttp.NewHandler(&svc, broadworkshttp.Options{
		AuditField: broadworkshttp.AuditField, Logger: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	resttest.Expect(t, h, request("GET", musicPath, ""), 500, unhandled)
	if !strings.Contains(log.String(), "no number") {
		t.Errorf("logged: %s", log)
	}
}

// The vendor documents more statuses than this system has reason to send. Another
// implementation of the services may have one.
func TestARefusalOfAnyStatusIsAnswered(t *testing.T) {
	for status, message := range map[int]string{
		207: "Multi-Status", 400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 406: "Not Acceptable",
		410: "Gone", 416: "Bad Media Type", 422: "Unprocessable Entity", 429: "Too Many Requests", 500: "Internal Server Error",
		502: "Bad Gateway", 503: "Service Unavailable", 504: "Gateway Timeout",
	} {
		h, _ := brokenBy(t, &broadworks.Error{Status: status, Code: status, Message: message, Details: "why"})
		want := fmt.Sprintf(`{"errors":[{"code":%d,"message":"%s","details":{"reason":"why"}}]}`, status, message)
		resttest.Expect(t, h, request("GET", musicPath, ""), status, want)
		resttest.Expect(t, h, request("PUT", musicPath, ""), status, want)
	}
}

// 304 has no body in HTTP, and is not to upset the server.
func TestNotModified(t *testing.T) {
	h, _ := brokenBy(t, &broadworks.Error{Status: 304, Code: 304, Message: "Not Modified"})
	server := httptest.NewServer(h)
	defer server.Close()
	for _, c := range []struct {
		path string
		want int
	}{{musicPath, 304}, {groupPath, 200}} {
		r := request("GET", server.URL+c.path, "")
		r.RequestURI = ""
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.want {
			t.Errorf("%s: status %d, want %d", c.path, answer.StatusCode, c.want)
		}
	}
}

func TestHandlersShareNothing(t *testing.T) {
	one, two := newSystem(t, broadworkshttp.Options{}), newSystem(t, broadworkshttp.Options{SingularUserPath: true})
	before := two.dump(t)
	if got := resttest.Ask(one, request("PUT", musicPath, `{"isActive":true}`)); got.Status != 200 {
		t.Fatalf("got %v", got)
	}
	if diff := cmp.Diff(before, two.dump(t)); diff != "" {
		t.Errorf("state of the other (-before +after):\n%s", diff)
	}
	resttest.Expect(t, one, request("GET", strings.Replace(musicPath, "/users/", "/user/", 1), ""), 404, noURI)
}
