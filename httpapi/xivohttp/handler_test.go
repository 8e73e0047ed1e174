package xivohttp_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

const (
	docsToken = xivo.DocumentationToken
	jsonType  = "application/json"

	routeUnknown = `{"error":"NotFoundError","message":"Route not found"}`
	unauthorized = `{"error":"Unauthorized","message":"Missing or invalid X-Auth-Token"}`
	unhandled    = `{"error":"UnhandledError","message":"Internal error"}`
)

// request is a request with the token, and JSON if it has a body.
func request(method, path, body string) *http.Request {
	r := httptest.NewRequest(method, xivohttp.Prefix+path, strings.NewReader(body))
	r.Header.Set("X-Auth-Token", docsToken)
	r.Header.Set("Content-Type", jsonType)
	return r
}

var parameter = regexp.MustCompile(`:[a-zA-Z]+`)

// fill puts values into the parameters of an operation's path. They name what the
// documentation fixture has.
func fill(op xivohttp.Operation) string {
	values := map[string]string{
		":id": "1", ":login": "jbond", ":key": "preferred_device",
		":uuid": "9d28d8fe-0548-4d45-aa08-9623ef69a04b", ":listUuid": "9d28d8fe-0548-4d45-aa08-9623ef69a04b",
	}
	path := parameter.ReplaceAllStringFunc(op.Path, func(name string) string { return values[name] })
	return strings.TrimPrefix(path, xivohttp.Prefix)
}

func TestEveryOperationNeedsTheToken(t *testing.T) {
	h := newPBX(t)
	for _, op := range xivohttp.Operations() {
		for _, token := range []string{"", "wrong"} {
			r := request(op.Method, fill(op), "{}")
			r.Header.Set("X-Auth-Token", token)
			resttest.Expect(t, h, r, 401, unauthorized)
		}
	}
	if diff := cmp.Diff(newPBX(t).dump(t), h.dump(t)); diff != "" {
		t.Errorf("state after refusals (-before +after):\n%s", diff)
	}
}

// asked remembers what it was asked, and says yes.
type asked []string

func (a *asked) Check(_ context.Context, token string) error {
	*a = append(*a, token)
	return nil
}

// The comparison in constant time is the service's; the adapter must not decide
// anything before it.
func TestTheServiceIsAskedAboutEveryToken(t *testing.T) {
	svc := *newPBX(t).svc
	var auth asked
	svc.Auth = &auth
	h, err := xivohttp.NewHandler(&svc, xivohttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	tokens := []string{"", "x", docsToken, strings.Repeat("long", 1000), " padded", "\x00\xff"}
	for _, token := range tokens {
		r := request("GET", "/1.0/sip/ice_servers", "")
		r.Header.Set("X-Auth-Token", token)
		if got := resttest.Ask(h, r); got.Status != 200 {
			t.Errorf("token %q: %v", token, got)
		}
	}
	unknown := request("GET", "/1.0/sip", "")
	resttest.Expect(t, h, unknown, 404, routeUnknown)
	if diff := cmp.Diff(tokens, []string(auth)); diff != "" {
		t.Errorf("tokens that the service was asked about (-want +got):\n%s", diff)
	}
}

func TestDeviationAnswers403(t *testing.T) {
	h := newPBX(t, xivo.WithDeviations(xivo.Deviations{Forbidden: true}))
	r := request("GET", "/2.0/users", "")
	r.Header.Del("X-Auth-Token")
	resttest.Expect(t, h, r, 403, unauthorized)
}

func TestWithoutAuthenticationEveryTokenOpens(t *testing.T) {
	h := newPBX(t, xivo.WithoutAuthentication())
	for _, token := range []string{"", "anything"} {
		r := request("GET", "/1.0/sip/ice_servers", "")
		r.Header.Set("X-Auth-Token", token)
		resttest.Expect(t, h, r, 200, `{"stun_address":"stun:stun.l.google.com:19302"}`)
	}
}

func TestNewHandlerRefusesAServiceWithoutAuth(t *testing.T) {
	h, err := xivohttp.NewHandler(xivo.New(memstore.New(xivo.Tables()...)), xivohttp.Options{})
	if err == nil || h != nil {
		t.Errorf("handler %v, error %v", h, err)
	}
}

// brokenRooms is a chapter of a service that fails in one way; the other methods
// are those of the chapter it embeds.
type brokenRooms struct {
	xivo.MeetingRoomService
	err error
}

func (b brokenRooms) List(context.Context) ([]xivo.MeetingRoom, error) { return nil, b.err }

func (b brokenRooms) Delete(context.Context, int64) (xivo.MeetingRoom, error) {
	return xivo.MeetingRoom{ID: 1, Name: "half deleted"}, b.err
}

// brokenBy returns a handler whose meeting rooms fail, and what it logs.
func brokenBy(t *testing.T, err error) (http.Handler, *bytes.Buffer) {
	t.Helper()
	svc := *newPBX(t).svc
	svc.MeetingRooms = brokenRooms{svc.MeetingRooms, err}
	log := new(bytes.Buffer)
	h, err := xivohttp.NewHandler(&svc, xivohttp.Options{Logger: slog.New(slog.NewTextHandler(log, nil))})
	if err != nil {
		t.Fatal(err)
	}
	return h, log
}

func TestAnUnhandledErrorTellsTheLoggerAndNotTheClient(t *testing.T) {
	cause := errors.New("the disk is on fire")
	for _, err := range []error{
		cause,
		fmt.Errorf("wrapped: %w", cause),
		errors.Join(errors.New("first"), cause),
		&xivo.Error{Status: 500, Code: "UnhandledError", Message: "Internal error", Err: cause},
		&xivo.Error{Code: "NoStatus", Err: cause},
		&xivo.Error{Status: 200, Code: "NoRefusal", Err: cause},
	} {
		h, log := brokenBy(t, err)
		resttest.Expect(t, h, request("GET", "/2.0/meetingrooms?q=1", ""), 500, unhandled)
		for _, want := range []string{"level=ERROR", "method=GET", "path=/configmgt/api/2.0/meetingrooms", "the disk is on fire"} {
			if !strings.Contains(log.String(), want) {
				t.Errorf("%v: the log has no %s: %s", err, want, log)
			}
		}
		if strings.Contains(log.String(), docsToken) {
			t.Errorf("%v: the token is in the log: %s", err, log)
		}
	}
}

func TestAnUnhandledErrorKeepsTheResultToItself(t *testing.T) {
	h, _ := brokenBy(t, errors.New("no"))
	resttest.Expect(t, h, request("DELETE", "/2.0/meetingrooms/1", ""), 500, unhandled)
	resttest.Expect(t, h, request("GET", "/2.0/meetingrooms/1", ""), 200,
		`{"id":1,"name":"myConfRoom1","displayName":"My Conf Room 1","number":1050,"userPin":1234}`)
}

func TestAnEndedContextIsUnhandled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	resttest.Expect(t, newPBX(t), request("GET", "/2.0/meetingrooms/1", "").WithContext(ctx), 500, unhandled)
}

func TestRefusalsAreNotLogged(t *testing.T) {
	h, log := brokenBy(t, xivo.ErrConflict.Refuse("taken"))
	resttest.Expect(t, h, request("GET", "/2.0/meetingrooms", ""), 409, `{"error":"Conflict","message":"taken"}`)
	resttest.Expect(t, h, request("GET", "/2.0/nothing", ""), 404, routeUnknown)
	resttest.Expect(t, h, request("GET", "/2.0/meetingrooms/99", ""), 500, `{"error":"NotFoundError","message":"Meeting room 99 not found"}`)
	if log.Len() > 0 {
		t.Errorf("logged: %s", log)
	}
}

func TestAnUnhandledErrorNeedsNoLogger(t *testing.T) {
	svc := *newPBX(t).svc
	svc.MeetingRooms = brokenRooms{svc.MeetingRooms, errors.New("no")}
	h, err := xivohttp.NewHandler(&svc, xivohttp.Options{})
	if err != nil {
		t.Fatal(err)
	}
	resttest.Expect(t, h, request("GET", "/2.0/meetingrooms", ""), 500, unhandled)
}

// The device of a line is in no answer, so that golden exchanges cannot tell.
func TestTheDeviceOfALineIsStored(t *testing.T) {
	h := newPBX(t)
	for _, body := range []string{
		`{"lineType": "phone", "context": "default", "site": "default", "extension": "1000", "device": "SEP0123"}`,
		`{"lineType": "ua", "context": "default", "site": "default", "extension": "1000"}`, // keeps it
	} {
		if got := resttest.Ask(h, request("PUT", "/2.0/users/1/line", body)); got.Status != 200 {
			t.Fatalf("got %v", got)
		}
		if device := h.dump(t).Users[0].Line.Device; device != "SEP0123" {
			t.Errorf("after %s the device is %q", body, device)
		}
	}
}

func TestHandlersShareNothing(t *testing.T) {
	one, two := newPBX(t), newPBX(t)
	if got := resttest.Ask(one, request("DELETE", "/2.0/meetingrooms/1", "")); got.Status != 200 {
		t.Fatalf("got %v", got)
	}
	if got := resttest.Ask(two, request("GET", "/2.0/meetingrooms/1", "")); got.Status != 200 {
		t.Errorf("the other handler's room: %v", got)
	}
}
