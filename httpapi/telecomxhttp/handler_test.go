package telecomxhttp_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func TestNewHandlerRefusesAServiceWithoutAuth(t *testing.T) {
	h, err := telecomxhttp.NewHandler(&telecomx.Service{}, telecomxhttp.Options{})
	if err == nil || h != nil {
		t.Errorf("handler %v, error %v", h, err)
	}
}

var parameter = regexp.MustCompile(`:[a-z]+`)

// path returns an operation's path with an id that names a customer and a class.
func path(op telecomxhttp.Operation) string { return parameter.ReplaceAllString(op.Path, example) }

// open are the operations that need no token.
var open = map[string]bool{"Login": true, "LoginByQuery": true, "ValidateToken": true}

func TestEveryOperationButThreeNeedsAToken(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	before := p.dump(t)
	for _, op := range telecomxhttp.Operations() {
		if open[op.Name] {
			continue
		}
		suite.Equal(t, op.Name+" without a token", call(p, op.Method, path(op), "", "{}"), refusal(telecomx.ErrLoginRequired))
		suite.Equal(t, op.Name+" with an unknown token", call(p, op.Method, path(op), "x", "{}"), refusal(telecomx.ErrInvalidToken))
	}
	suite.Equal(t, "state after refusals", p.dump(t), before)
}

// asked remembers which credentials it was asked about, and says yes.
type asked struct {
	telecomx.AuthService
	credentials []telecomx.Credential
}

func (a *asked) Check(_ context.Context, c telecomx.Credential) (telecomx.Caller, error) {
	a.credentials = append(a.credentials, c)
	return telecomx.Caller{}, nil
}

// Which credential is good is the service's to say; the adapter must not decide
// anything before it.
func TestTheServiceIsAskedAboutEveryCredential(t *testing.T) {
	var auth asked
	svc := *newPBX(t, telecomxhttp.Options{}).svc
	svc.Auth = &auth
	h, err := telecomxhttp.NewHandler(&svc, telecomxhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, header := range []http.Header{
		{},
		{"Authorization": {""}},
		{"Authorization": {" Bearer  x y\xff"}},
		{"X-Api-Key": {""}},
		{"X-Api-Key": {strings.Repeat("long", 1000)}},
		{"Cookie": {"token="}},
		{"Cookie": {`token="quoted"`}},
	} {
		r := httptest.NewRequest("GET", "/ping", nil)
		r.Header = header
		resttest.Ask(h, r)
	}
	call(h, "POST", "/pbx/musiconhold", "", `{"token":""}`)
	call(h, "POST", "/pbx/musiconhold", "", `{"token":{}}`)
	call(h, "GET", "/ping?token=a&token=b", "", "")
	call(h, "GET", "/pbx", "x", "")
	suite.Equal(t, "credentials", auth.credentials, []telecomx.Credential{
		{},
		{Carrier: telecomx.Bearer, Value: ""},
		{Carrier: telecomx.Bearer, Value: " Bearer  x y\xff"},
		{Carrier: telecomx.APIKey, Value: ""},
		{Carrier: telecomx.APIKey, Value: strings.Repeat("long", 1000)},
		{Carrier: telecomx.InCookie, Value: ""},
		{Carrier: telecomx.InCookie, Value: "quoted"},
		{Carrier: telecomx.InBody, Value: ""},
		{Carrier: telecomx.InBody, Value: ""},
		{Carrier: telecomx.InQuery, Value: "a"},
	})
}

// broken is a chapter that fails in one way.
type broken struct {
	telecomx.MusicOnHoldService
	err error
}

func (b broken) Delete(context.Context, telecomx.Caller, string) error { return b.err }

func TestWhatGoesWrongIsLoggedAndNotTold(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	for _, err := range []error{
		errors.New("disk full"),
		&telecomx.Error{Status: 500, Code: "internal_error", Message: "Internal server error", Err: errors.New("disk full")},
		&telecomx.Error{Code: "without a status", Err: errors.New("disk full")},
	} {
		var log bytes.Buffer
		svc := *p.svc
		svc.MusicOnHold = broken{svc.MusicOnHold, err}
		h, err := telecomxhttp.NewHandler(&svc, telecomxhttp.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		got := call(h, "DELETE", "/pbx/musiconhold/"+example+"?token=in-the-query", "token-owner", "")
		suite.Equal(t, "answer", got, refusal(telecomx.ErrInternal))
		if line := log.String(); !strings.Contains(line, "disk full") || !strings.Contains(line, "method=DELETE") {
			t.Errorf("log %q", line)
		} else if strings.Contains(line, "token-owner") || strings.Contains(line, "in-the-query") {
			t.Errorf("the log has a token in it: %q", line)
		}
	}
}

// brokenSessions is a chapter that fails in one way.
type brokenSessions struct {
	telecomx.SessionService
	err error
}

func (b brokenSessions) Validate(context.Context, string) (telecomx.Identity, error) {
	return telecomx.Identity{}, b.err
}

// That a token cannot be looked at is no answer about it.
func TestValidateTokenAnswersAboutTokensOnly(t *testing.T) {
	svc := *newPBX(t, telecomxhttp.Options{}).svc
	svc.Sessions = brokenSessions{svc.Sessions, errors.New("disk full")}
	h, err := telecomxhttp.NewHandler(&svc, telecomxhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, query := range []string{"", "&simple=1", "&extend=1"} {
		suite.Equal(t, "answer", call(h, "GET", "/auth/validateToken?token=x"+query, "", ""), refusal(telecomx.ErrInternal))
	}
}

// elsewhere is a chapter whose times are not in UTC.
type elsewhere struct{ telecomx.SettingsService }

func (e elsewhere) Get(ctx context.Context, caller telecomx.Caller, id string) (telecomx.CustomerSettings, error) {
	s, err := e.SettingsService.Get(ctx, caller, id)
	s.Billing.InvoicedUntil = s.Billing.InvoicedUntil.In(time.FixedZone("CET", 3600))
	return s, err
}

func TestTimesAreWrittenInUTC(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	svc := *p.svc
	svc.Settings = elsewhere{svc.Settings}
	h, err := telecomxhttp.NewHandler(&svc, telecomxhttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	suite.Equal(t, "answer", call(h, "GET", "/pbx/settings", "token-owner", ""), call(p, "GET", "/pbx/settings", "token-owner", ""))
}

func TestAPrefixCanStandBeforeThePaths(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	h := http.StripPrefix("/telecomx", p)
	suite.Equal(t, "answer", call(h, "GET", "/telecomx/pbx/settings/%31234567890ABCDEF12345678/", "token-owner", ""), call(p, "GET", "/pbx/settings", "token-owner", ""))
}

func TestRefusalsAreNotLogged(t *testing.T) {
	var log bytes.Buffer
	p := newPBX(t, telecomxhttp.Options{Logger: slog.New(slog.NewTextHandler(&log, nil))})
	call(p, "GET", "/ping", "wrong", "")
	call(p, "POST", "/auth/login", "", `{"username":"user@domain.com","password":"wrong"}`)
	call(p, "GET", "/unknown", "", "")
	suite.Equal(t, "log", log.String(), "")
}

func TestErrorBodyReplacesTheBodyOfEveryRefusal(t *testing.T) {
	type body struct {
		Errors []string `json:"errors"`
	}
	p := newPBX(t, telecomxhttp.Options{ErrorBody: func(e *telecomx.Error) any { return body{[]string{e.Code, e.Message}} }})
	suite.Equal(t, "an unknown route", call(p, "GET", "/x", "", ""), resttest.Answer{Status: 404, Body: `{"errors":["not_found","Not found"]}`})
	suite.Equal(t, "no token", call(p, "GET", "/ping", "", ""), resttest.Answer{Status: 401, Body: `{"errors":["credentials_invalid","Authorization required, please login"]}`})
	suite.Equal(t, "a wrong value", call(p, "POST", "/pbx/settings/"+example, "token-owner", `{"masterPinCode":""}`),
		resttest.Answer{Status: 422, Body: `{"errors":["masterPinCode","Invalid value"]}`})
}

func TestErrorBodyCanBeNone(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{ErrorBody: func(*telecomx.Error) any { return nil }})
	w := httptest.NewRecorder()
	p.ServeHTTP(w, httptest.NewRequest("GET", "/ping", nil))
	suite.Equal(t, "status", w.Code, 401)
	suite.Equal(t, "body", w.Body.String(), "")
	suite.Equal(t, "headers", w.Header(), http.Header{"Content-Length": {"0"}})
}

func TestAnErrorBodyThatIsNoJSONIsNotUsed(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{ErrorBody: func(*telecomx.Error) any { return func() {} }})
	suite.Equal(t, "answer", call(p, "GET", "/ping", "", ""), refusal(telecomx.ErrLoginRequired))
}

func TestABodyThatIsTooLargeIsNoObject(t *testing.T) {
	name := func(n int) string { return `{"name":"` + strings.Repeat("x", n) + `"}` }
	p := newPBX(t, telecomxhttp.Options{})
	before := p.dump(t)
	for _, op := range telecomxhttp.Operations() {
		if op.Method == "POST" {
			r := httptest.NewRequest(op.Method, path(op), strings.NewReader(name(3)))
			r.Header.Set("Authorization", "Bearer token-owner")
			resttest.RefusesLargeBody(t, p, r, refusal(telecomx.ErrBadRequest))
			resttest.RefusesInvalidUTF8(t, p, r, refusal(telecomx.ErrBadRequest))
		}
	}
	token := `{"token":"token-owner","name":"` + strings.Repeat("x", 2<<20) + `"}`
	suite.Equal(t, "a token in it", call(p, "POST", "/pbx/musiconhold", "", token), refusal(telecomx.ErrLoginRequired))
	suite.Equal(t, "state", p.dump(t), before)

	small := newPBX(t, telecomxhttp.Options{MaxBody: int64(len(name(3)))})
	suite.Equal(t, "as large as can be", call(small, "POST", "/pbx/musiconhold", "token-owner", name(3)).Status, 200)
	suite.Equal(t, "one byte more", call(small, "POST", "/pbx/musiconhold", "token-owner", name(4)), refusal(telecomx.ErrBadRequest))

	large := strings.Repeat(" ", 1<<20-len(name(3))) + name(3)
	suite.Equal(t, "1 MiB", call(p, "POST", "/pbx/musiconhold", "token-owner", large).Status, 200)
	suite.Equal(t, "a GET with a large body", call(p, "GET", "/ping", "token-owner", name(2<<20)), resttest.Answer{Status: 200, Body: `{"success":true}`})
}

// A body that ends early is none; what was sent before may not be what was meant.
func TestABodyThatEndsEarlyIsNoObject(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	r := httptest.NewRequest("POST", "/pbx/musiconhold", io.MultiReader(strings.NewReader(`{"name":"x"}`), iotest.ErrReader(errors.New("connection lost"))))
	r.Header.Set("X-Api-Key", "token-owner")
	suite.Equal(t, "answer", resttest.Ask(p, r), refusal(telecomx.ErrBadRequest))
}
