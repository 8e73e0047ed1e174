package voipnowhttp_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

func TestServiceWithoutAuthIsNotServed(t *testing.T) {
	if _, err := voipnowhttp.NewHandler(&voipnow.Service{Calls: newPBX(t).svc.Calls}, voipnowhttp.Options{}); err == nil {
		t.Error("a service without Auth is served")
	}
}

func TestOptionsAreChecked(t *testing.T) {
	svc := voipnow.New(memstore.New(voipnow.Tables()...))
	for _, opts := range []voipnowhttp.Options{
		{BaseURL: "pbx.example.com"}, {BaseURL: "ftp://pbx.example.com"}, {BaseURL: "https://"}, {BaseURL: "http://a b"}, {BaseURL: "/voip"},
		{BaseURL: "https://pbx.example.com?x"}, {BaseURL: "https://pbx.example.com#x"},
		{OnHoldKey: "onhOld"}, {LinkKeys: "none"}, {EmptyListStatus: 404},
	} {
		if _, err := voipnowhttp.NewHandler(svc, opts); err == nil {
			t.Errorf("%+v is accepted", opts)
		}
	}
	for _, opts := range []voipnowhttp.Options{
		{BaseURL: "http://pbx.example.com:8080/"}, {BaseURL: "https://[::1]/x"},
		{OnHoldKey: voipnowhttp.OnHoldLower, LinkKeys: voipnowhttp.LinkPlural, EmptyListStatus: 200},
	} {
		if _, err := voipnowhttp.NewHandler(svc, opts); err != nil {
			t.Errorf("%+v: %v", opts, err)
		}
	}
}

func TestServedPrefixesAreThoseOfTheOptions(t *testing.T) {
	suite.Equal(t, "by default", voipnowhttp.Options{}.ServedPrefixes(), []string{"/uapi", "/oauth"})
	suite.Equal(t, "of old, too", voipnowhttp.Options{LegacyPrefix: true}.ServedPrefixes(), []string{"/uapi", "/oauth", "/unifiedapi"})
}

// Links begin with what the client asked for, so that they lead back to the server
// behind whatever name it has.
func TestLinksFollowTheRequest(t *testing.T) {
	plain := httptest.NewServer(newPBX(t))
	defer plain.Close()
	secure := httptest.NewTLSServer(newPBX(t))
	defer secure.Close()
	for _, server := range []*httptest.Server{plain, secure} {
		body := ask(t, server, http.MethodPut, documentedPath, onHold)
		if want := `"link":{"self":"` + server.URL + documentedPath + `"}`; !strings.Contains(body, want) {
			t.Errorf("got %s, want %s in it", body, want)
		}
	}
}

// ask sends a request over a real connection and returns the body of the answer.
func ask(t *testing.T, server *httptest.Server, method, path, body string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, server.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+docsToken)
	got, err := resttest.Send(server.Client(), r)
	if err != nil || got.Status != http.StatusOK {
		t.Fatalf("%s %s: %v, error %v", method, path, got, err)
	}
	return got.Body
}

// asked remembers credentials, and lets nobody in.
type asked struct {
	voipnow.AuthService
	creds []string
}

func (a *asked) Check(_ context.Context, cred voipnow.Credential) (voipnow.Caller, error) {
	text := cred.AccessRequestToken
	if cred.Authorization != nil {
		text = "header " + *cred.Authorization
	}
	a.creds = append(a.creds, text)
	return voipnow.Caller{}, voipnow.ErrAccessDenied
}

// What a credential is worth is the service's business; the adapter must not decide
// anything before it.
func TestTheServiceIsAskedAboutEveryCredential(t *testing.T) {
	svc := *newPBX(t).svc
	auth := &asked{}
	svc.Auth = auth
	h, err := voipnowhttp.NewHandler(&svc, voipnowhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		header []string
		query  string
	}{
		{nil, ""}, {nil, "?accessRequestToken=q"}, {nil, "?accessRequestToken=Bearer%20%00"},
		{[]string{""}, "?accessRequestToken=q"}, {[]string{" Bearer x"}, ""}, {[]string{"a", "b"}, ""},
	} {
		r := httptest.NewRequest("PUT", documentedPath+c.query, strings.NewReader(onHold))
		if c.header != nil {
			r.Header["Authorization"] = c.header
		}
		suite.Equal(t, fmt.Sprint(c), resttest.Ask(h, r), refusal(voipnow.ErrAccessDenied))
	}
	suite.Equal(t, "credentials that the service was asked about", auth.creds,
		[]string{"", "q", "Bearer \x00", "header ", "header  Bearer x", "header a"})
}

// brokenCalls and brokenAuth fail where they do not take after what is in them.
type (
	brokenCalls struct {
		voipnow.CallService
		err error
	}
	brokenAuth struct {
		voipnow.AuthService
		err error
	}
)

func (b brokenCalls) OnHold(context.Context, voipnow.Caller, voipnow.Ref, string) (voipnow.Call, error) {
	return voipnow.Call{}, b.err
}

func (b brokenAuth) Grant(context.Context, voipnow.GrantRequest) (voipnow.Grant, error) {
	return voipnow.Grant{}, b.err
}

func TestTheCauseOfAnInternalErrorIsLoggedAndNotTold(t *testing.T) {
	cause := errors.New("the disk is on fire")
	for _, err := range []error{cause, &voipnow.Error{
		Status: 500, Code: voipnow.ErrInternal.Code, Message: voipnow.ErrInternal.Message, Err: cause,
	}, &voipnow.Error{Code: "without_a_status", Err: cause}} {
		svc := *newPBX(t).svc
		svc.Calls, svc.Auth = brokenCalls{svc.Calls, err}, brokenAuth{svc.Auth, err}
		log := new(strings.Builder)
		h, e := voipnowhttp.NewHandler(&svc, voipnowhttp.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
		if e != nil {
			t.Fatal(e)
		}
		suite.Equal(t, "answer", resttest.Ask(h, request("PUT", documentedPath+"?accessRequestToken=hidden", onHold)), refusal(voipnow.ErrInternal))
		suite.Equal(t, "answer of the token endpoint", resttest.Ask(h, request("POST", "/oauth/token.php", "client_secret=hidden")), tokenRefusal(voipnow.ErrInternal))
		for _, want := range []string{"level=ERROR", "method=PUT", "path=" + documentedPath, "path=/oauth/token.php", cause.Error()} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("the log has no %s: %s", want, log)
			}
		}
		for _, hidden := range []string{"hidden", "Bearer"} {
			if strings.Contains(log.String(), hidden) {
				t.Errorf("a secret is in the log: %s", log)
			}
		}
		log.Reset()
		suite.Equal(t, "a refusal", resttest.Ask(h, request("PUT", "/uapi/phoneCalls/99/@self", "")), refusal(voipnow.ErrUser))
		suite.Equal(t, "a route", resttest.Ask(h, request("PUT", "/uapi", "")), refusal(voipnow.ErrNotImplemented))
		if log.Len() > 0 {
			t.Errorf("a refusal is in the log: %s", log)
		}
	}
}

func TestAnInternalErrorNeedsNoLogger(t *testing.T) {
	svc := *newPBX(t).svc
	svc.Calls = brokenCalls{svc.Calls, errors.New("no")}
	h, err := voipnowhttp.NewHandler(&svc, voipnowhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	suite.Equal(t, "answer", resttest.Ask(h, request("PUT", documentedPath, onHold)), refusal(voipnow.ErrInternal))
}

func TestAnEndedContextIsAnInternalError(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p := newPBX(t)
	suite.Equal(t, "answer", resttest.Ask(p, request("PUT", documentedPath, onHold).WithContext(ctx)), refusal(voipnow.ErrInternal))
	suite.Equal(t, "state", p.dump(t), newPBX(t).dump(t))
}

// bigList is a list of more calls than a request can reach.
type bigList struct{ voipnow.CallService }

func (bigList) List(_ context.Context, _ voipnow.Caller, _ voipnow.Ref, q voipnow.CallQuery) (voipnow.CallPage, error) {
	return voipnow.CallPage{Total: 9000, Count: q.Count, StartIndex: q.StartIndex}, nil
}

func TestNoLinkLeadsBeyondTheLastIndex(t *testing.T) {
	svc := *newPBX(t).svc
	svc.Calls = bigList{}
	h, err := voipnowhttp.NewHandler(&svc, voipnowhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for start, want := range map[int]bool{3999: true, 4000: true, 4001: false} {
		got := resttest.Ask(h, request("GET", fmt.Sprintf("/uapi/phoneCalls/@me/@self?count=1000&startIndex=%d", start), ""))
		if got.Status != 200 || strings.Contains(got.Body, `"next"`) != want {
			t.Errorf("from %d: %v, want a next page: %v", start, got, want)
		}
	}
}

func TestHandlersShareNothing(t *testing.T) {
	one, other := newPBX(t), newPBX(t)
	if got := resttest.Ask(one, request("DELETE", documentedPath, "")); got.Status != 200 {
		t.Fatalf("got %v", got)
	}
	if got := resttest.Ask(other, request("PUT", documentedPath, onHold)); got.Status != 200 {
		t.Errorf("the other handler's call: %v", got)
	}
}

func TestAnswersWithoutABodyHaveNoContentType(t *testing.T) {
	rec := httptest.NewRecorder()
	newPBX(t).ServeHTTP(rec, request("DELETE", "/uapi/phoneCalls/@me/0003*211", ""))
	if rec.Code != 204 || rec.Body.Len() != 0 || len(rec.Header()) != 0 {
		t.Errorf("status %d, headers %v, body %q", rec.Code, rec.Header(), rec.Body)
	}
}
