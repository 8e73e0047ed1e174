package refserver

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// order sends a request to the control API, with its token, from this machine.
func (c *control) order(method, path string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, controlPrefix+path, body)
	r.RemoteAddr = "127.0.0.1:1"
	r.Header.Set("Authorization", "Bearer "+testToken)
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

// mustOrder is order for what has to succeed. It returns the body of the answer.
func mustOrder(t *testing.T, c *control, method, path, body string) string {
	t.Helper()
	w := c.order(method, path, strings.NewReader(body))
	if w.Code >= 300 {
		t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return w.Body.String()
}

// vendorRequest sends a request with XiVO's token.
func (c *control) vendorRequest(method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, xivohttp.Prefix+path, strings.NewReader(body))
	r.Header.Set("X-Auth-Token", xivo.DocumentationToken)
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	c.ServeHTTP(w, r)
	return w
}

func TestBodiesOfOrdersAreBounded(t *testing.T) {
	c := newTestControl(t)
	padded := func(size int, text string) io.Reader {
		return io.MultiReader(bytes.NewReader(bytes.Repeat([]byte(" "), size-len(text))), strings.NewReader(text))
	}
	for _, test := range []struct {
		name, method, path string
		body               io.Reader
		want               int
	}{
		{"a fault as large as can be", "POST", "/faults", padded(1<<20, `{"status":503}`), 201},
		{"a fault that is larger", "POST", "/faults", padded(1<<20+1, `{"status":503}`), 413},
		{"a body where there should be none", "POST", "/reset", padded(1<<20+1, `{}`), 413},
		{"a fixture larger than a fault", "PUT", "/fixture", padded(2<<20, `{}`), 204},
		{"a fixture that is too large", "PUT", "/fixture", padded(64<<20+1, `{}`), 413},
		{"a body that breaks off", "POST", "/faults", io.MultiReader(strings.NewReader(`{"status":503}`), iotest.ErrReader(io.ErrUnexpectedEOF)), 400},
	} {
		w := c.order(test.method, test.path, test.body)
		if w.Code != test.want {
			t.Errorf("%s: %d %s, want %d", test.name, w.Code, w.Body, test.want)
		}
		var refusal struct{ Error string }
		if json.Unmarshal(w.Body.Bytes(), &refusal); w.Code >= 400 && refusal.Error == "" {
			t.Errorf("%s: the answer %s has no error", test.name, w.Body)
		}
	}
	if n := len(c.pbx.Faults()); n != 1 {
		t.Errorf("%d faults are in force, want the one that was accepted", n)
	}
}

func TestOnlyItsOwnPathsAreTheControlAPIs(t *testing.T) {
	c := newTestControl(t)
	for path, want := range map[string]string{
		"/_pbx/health": "{\"status\":\"ok\"}\n", "/%5Fpbx/health": "{\"status\":\"ok\"}\n", "/_pbx//health/": "{\"status\":\"ok\"}\n",
		"/_pbxes/health": "404 page not found\n", "/_PBX/health": "404 page not found\n", "/x/_pbx/health": "404 page not found\n", "/": "404 page not found\n",
	} {
		r := httptest.NewRequest("GET", path, nil)
		r.RemoteAddr = "127.0.0.1:1"
		w := httptest.NewRecorder()
		if c.ServeHTTP(w, r); w.Body.String() != want {
			t.Errorf("%s: %d %s, want %s", path, w.Code, w.Body, want)
		}
	}
	if n := c.pbx.Journal().Len(); n != 4 {
		t.Errorf("%d requests are in the journal, want the 4 that are not the control API's", n)
	}
}

func TestEveryOperationCanFail(t *testing.T) {
	for vendor, operations := range map[string][]xivohttp.Operation{
		"xivo": xivohttp.Operations(), "voipnow": voipnowhttp.Operations(), "telecomx": telecomxhttp.Operations(), "broadworks": broadworkshttp.Operations(),
	} {
		for _, op := range operations {
			f, err := (&faultBody{Vendor: vendor, Operation: op.Name}).fault()
			if err != nil {
				t.Error(err)
				continue
			}
			if f.Operation.Vendor() != vendor || f.Operation.String() != op.Name {
				t.Errorf("%s %s became %s %v", vendor, op.Name, f.Operation.Vendor(), f.Operation)
			}
		}
	}
}

func TestEveryDocumentedErrorCanBeAskedFor(t *testing.T) {
	check := func(vendor string, want error, by errorBody) {
		f, err := (&faultBody{Vendor: vendor, Error: &by}).fault()
		if err != nil || !errors.Is(f.Err, want) {
			t.Errorf("%s %+v is %v, %v; want %v", vendor, by, f.Err, err, want)
		}
	}
	for _, e := range xivo.Errors() {
		check("xivo", e, errorBody{Code: e.Code})
		check("xivo", e, errorBody{Code: e.Code, Status: e.Status})
	}
	for _, e := range voipnow.Errors() {
		check("voipnow", e, errorBody{Code: e.Code})
	}
	for _, e := range telecomx.Errors() {
		if e.Code == "" { // of any property
			check("telecomx", e, errorBody{Code: "ringtime", Status: e.Status})
			continue
		}
		check("telecomx", e, errorBody{Code: e.Code})
		check("telecomx", e, errorBody{Code: e.Code, Status: e.Status})
	}
	for _, e := range broadworks.Errors() {
		check("broadworks", e, errorBody{Message: e.Message})
		check("broadworks", e, errorBody{Message: e.Message, Status: e.Status})
	}
}

func TestAMessageTakesThePlaceOfTheDocumentedOne(t *testing.T) {
	for vendor, test := range map[string]struct {
		by   errorBody
		want error
	}{
		"xivo":     {errorBody{Code: "Unauthorized", Message: "Go away"}, &xivo.Error{Status: 401, Code: "Unauthorized", Message: "Go away"}},
		"voipnow":  {errorBody{Code: "access_denied", Message: "Go away"}, &voipnow.Error{Status: 401, Code: "access_denied", Message: "Go away"}},
		"telecomx": {errorBody{Code: "expired", Message: "Go away"}, &telecomx.Error{Status: 401, Code: "expired", Message: "Go away"}},
	} {
		f, err := (&faultBody{Vendor: vendor, Error: &test.by}).fault()
		if diff := cmp.Diff(test.want, f.Err); diff != "" || err != nil {
			t.Errorf("%s (-want +got), %v:\n%s", vendor, err, diff)
		}
	}
	f, err := (&faultBody{Vendor: "telecomx", Error: &errorBody{Code: "name", Status: 422}}).fault()
	if diff := cmp.Diff(error(telecomx.ErrName), f.Err); diff != "" || err != nil {
		t.Errorf("without a message (-want +got), %v:\n%s", err, diff)
	}
	if f, err := (&faultBody{Vendor: "xivo", Error: &errorBody{Code: "Unauthorized"}}).fault(); err != nil || f.Err.Error() != xivo.ErrUnauthorized.Error() {
		t.Errorf("without a message: %v, %v; want the documented one", f.Err, err)
	}
}

func TestAnExportIsTheSameAfterAnImport(t *testing.T) {
	docs := pbxtest.Documentation()
	clocks := &pbxtest.Fixture{XiVO: &xivo.Fixture{Clock: docs.XiVO.Clock}, VoipNow: &voipnow.Fixture{Clock: docs.VoipNow.Clock}}
	first, second := newTestControl(t), newTestControl(t, pbxtest.From(clocks))
	for _, r := range []struct{ method, path, body string }{
		{"POST", "/2.0/meetingrooms", `{"name":"attic","displayName":"Attic","number":7}`},
		{"POST", "/2.0/users/8/line", `{"lineType":"phone","context":"default","site":"default","extension":"1008"}`},
		{"PUT", "/2.0/users/1/services", `{"dndEnabled":true}`},
	} {
		if w := first.vendorRequest(r.method, r.path, r.body); w.Code != 200 {
			t.Fatalf("%s %s: %d %s", r.method, r.path, w.Code, w.Body)
		}
	}
	want := mustOrder(t, first, "GET", "/fixture", "")
	mustOrder(t, second, "PUT", "/fixture", want)
	got := mustOrder(t, second, "GET", "/fixture", "")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("fixtures (-want +got):\n%s", diff)
	}
	if !strings.Contains(got, `"attic"`) {
		t.Error("what was written is not in the fixture")
	}
}

func TestOrdersAndRequestsGoTogether(t *testing.T) {
	c := newTestControl(t)
	var group sync.WaitGroup
	repeat := func(what func(i int) *httptest.ResponseRecorder, allowed ...int) {
		group.Go(func() {
			for i := range 50 {
				if w := what(i); !slices.Contains(allowed, w.Code) {
					t.Errorf("%d %s, want one of %v", w.Code, w.Body, allowed)
				}
			}
		})
	}
	order := func(method, path, body string) func(int) *httptest.ResponseRecorder {
		return func(int) *httptest.ResponseRecorder { return c.order(method, path, strings.NewReader(body)) }
	}
	repeat(func(i int) *httptest.ResponseRecorder {
		return c.vendorRequest("POST", "/2.0/meetingrooms", fmt.Sprintf(`{"name":"room%d","displayName":"Room","number":%d}`, i, 2000+i))
	}, 200, 400, 503) // 400 as a reset may take back the numbers only
	repeat(func(int) *httptest.ResponseRecorder { return c.vendorRequest("GET", "/2.0/users", "") }, 200)
	repeat(order("GET", "/journal", ""), 200)
	repeat(order("GET", "/journal/unread", ""), 200)
	repeat(order("DELETE", "/journal", ""), 204)
	repeat(order("POST", "/reset", ""), 204)
	repeat(order("POST", "/faults", `{"operation":"CreateMeetingRoom","every":3,"status":503}`), 201)
	repeat(order("GET", "/faults", ""), 200)
	repeat(order("DELETE", "/faults", ""), 204)
	repeat(order("POST", "/clock", `{"advance":"1s"}`), 200)
	repeat(order("GET", "/fixture", ""), 200)
	repeat(func(int) *httptest.ResponseRecorder {
		w := c.order("POST", "/tenants", nil)
		var tenant tenantBody
		if err := json.Unmarshal(w.Body.Bytes(), &tenant); err != nil {
			t.Error(err)
		}
		c.order("POST", "/reset?tenant="+tenant.ID, nil)
		return c.order("DELETE", "/tenants/"+tenant.ID, nil)
	}, 204, 404) // 404 after a reset of the server
	group.Wait()
	mustOrder(t, c, "POST", "/reset", "")
	if got := mustOrder(t, c, "GET", "/journal", ""); got != `{"count":0,"entries":[]}`+"\n" {
		t.Errorf("the journal after a reset is %s", got)
	}
}

func TestAdvancesAddUp(t *testing.T) {
	c := newTestControl(t)
	before := c.pbx.Now()
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 500 {
				c.order("POST", "/clock", strings.NewReader(`{"advance":"1m"}`))
			}
		})
	}
	group.Wait()
	if passed := c.pbx.Now().Sub(before); passed.Minutes() != 4000 {
		t.Errorf("4000 advances by a minute have moved the clock by %v", passed)
	}
}

func TestTenantsAreListedInOrder(t *testing.T) {
	c := newTestControl(t)
	for range 10 {
		mustOrder(t, c, "POST", "/tenants", "")
	}
	var list struct{ Tenants []string }
	if err := json.Unmarshal([]byte(mustOrder(t, c, "GET", "/tenants", "")), &list); err != nil || len(list.Tenants) != 10 || !slices.IsSorted(list.Tenants) {
		t.Errorf("the tenants are %v, %v; want ten in order", list.Tenants, err)
	}
}

func TestTimesAreUTC(t *testing.T) {
	east := time.FixedZone("east", 3600)
	c := newTestControl(t, pbxtest.WithClock(func() time.Time { return time.Date(2026, 7, 1, 13, 0, 0, 0, east) }))
	c.vendorRequest("GET", "/2.0/users", "")
	for _, path := range []string{"/clock", "/journal"} {
		if got := mustOrder(t, c, "GET", path, ""); !strings.Contains(got, `"2026-07-01T12:00:00Z"`) {
			t.Errorf("%s is %.300s, want 12:00 UTC in it", path, got)
		}
	}
}

func TestAnswersArePlainText(t *testing.T) {
	if w := newTestControl(t).order("GET", "/clock?%3Cb%3E=1", nil); w.Body.String() != "{\"error\":\"?<b>: unknown parameter\"}\n" {
		t.Errorf("the answer is %s", w.Body)
	}
}

// The guard is not only about one step.
func TestTheClockCannotBeAdvancedForEver(t *testing.T) {
	c := newTestControl(t)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() { c.order("POST", "/clock", strings.NewReader(`{"advance":"876000h"}`)) }) // 100 years
	}
	group.Wait()
	if now := c.pbx.Now(); now.Year() != 2125 {
		t.Errorf("the clock shows %v, want it a hundred years ahead", now)
	}
	mustOrder(t, c, "GET", "/fixture", "")
}

func TestFaultsAreForgottenWithTheirRules(t *testing.T) {
	c := newTestControl(t)
	const fault = `{"operation":"ListUsers","status":503}`
	for range 10 {
		mustOrder(t, c, "POST", "/faults", fault)
	}
	mustOrder(t, c, "DELETE", "/faults", "")
	runtime.GC()
	kept := mustOrder(t, c, "POST", "/faults", fault)
	if n := len(c.faults.by); n != 1 {
		t.Errorf("%d faults are remembered, want the one in force: %s", n, kept)
	}
	// One that is in the journal keeps its number.
	c.vendorRequest("GET", "/2.0/users", "")
	mustOrder(t, c, "DELETE", "/faults", "")
	runtime.GC()
	mustOrder(t, c, "POST", "/faults", fault)
	if got := mustOrder(t, c, "GET", "/journal", ""); !strings.Contains(got, `"fault":11`) {
		t.Errorf("the journal is %s, want fault 11 in it", got)
	}
}

func TestCredentialsOfFaultsAreNotShown(t *testing.T) {
	c := newTestControl(t)
	const fault = `"credential":"hidden-token"`
	for _, body := range []string{`{` + fault + `,"status":503}`, `{` + fault + `}`, `{` + fault + `,"status":1}`, `{` + fault + `,"operation":"None"}`} {
		if w := c.order("POST", "/faults", strings.NewReader(body)); strings.Contains(w.Body.String(), "hidden-token") {
			t.Errorf("%s: %s", body, w.Body)
		}
	}
	if got := mustOrder(t, c, "GET", "/faults", ""); strings.Contains(got, "hidden-token") || !strings.Contains(got, `"[redacted]"`) {
		t.Errorf("the faults are %s", got)
	}
}

func TestBodiesInTheJournalAreTextIfTheyCanBe(t *testing.T) {
	for _, test := range []struct {
		name, body string
		cut        bool
		text       string
		bytes      []byte
	}{
		{"nothing", "", false, "", nil},
		{"text", "wörd", false, "wörd", nil},
		{"bytes", "ab\xff", false, "", []byte("ab\xff")},
		{"text that is cut", "wör", true, "wör", nil},
		{"text that is cut in a character", "w\xc3", true, "w", nil},
		{"text that is cut in a long character", "w\xf0\x9f\x98", true, "w", nil},
		{"bytes that are cut", "w\xff\xff\xff\xff\xff", true, "", []byte("w\xff\xff\xff\xff\xff")},
		{"bytes in the middle", "\xffword", true, "", []byte("\xffword")},
		{"a character alone that is cut", "\xc3", true, "", nil},
	} {
		text, bytes := textOrBytes([]byte(test.body), test.cut)
		if text != test.text || string(bytes) != string(test.bytes) {
			t.Errorf("%s: %q, %q; want %q, %q", test.name, text, bytes, test.text, test.bytes)
		}
	}
}

func TestALongBodyIsCutInTheJournal(t *testing.T) {
	c := newTestControl(t, pbxtest.JournalLimits(10, 12))
	c.vendorRequest("POST", "/2.0/meetingrooms", `{"name":"fööbar"}`) // byte 12 is the first of an ö
	var journal struct {
		Entries []struct {
			Body, BodyBase64 string
			BodySize         int
		}
	}
	if err := json.Unmarshal([]byte(mustOrder(t, c, "GET", "/journal", "")), &journal); err != nil {
		t.Fatal(err)
	}
	if e := journal.Entries[0]; e.Body != `{"name":"fö` && e.Body != `{"name":"f` || e.BodyBase64 != "" || e.BodySize != 19 {
		t.Errorf("the entry is %+v", e)
	}
}

// FuzzFaultBody posts bodies of faults: what is accepted is in force, what is refused
// changes nothing.
func FuzzFaultBody(f *testing.F) {
	for _, seed := range []string{
		`{"operation":"CreateUserLine","values":{"id":"8"},"credential":"secret","times":1,"error":{"code":"LineNotFound"}}`,
		`{"vendor":"voipnow","method":"GET","skip":1,"every":2,"latency":"0.25s","status":429,"header":{"retry-after":"1","X":["a"]},"body":"b","late":true}`,
		`{"vendor":"telecomx","error":{"code":"recording.retension","status":422}}`,
		`{"vendor":"broadworks","error":{"status":403}}`,
		`{"latency":"1m","onClock":true,"break":"reset"}`, `{"header":null,"error":null,"status":503}`, `{"header":{"":[]}}`, `{}`, `[]`, ``, `{"latency":1}`,
	} {
		f.Add(seed)
	}
	c := newTestControl(f)
	f.Fuzz(func(t *testing.T, body string) {
		before := len(c.pbx.Faults())
		w := c.order("POST", "/faults", strings.NewReader(body))
		want := before
		switch w.Code {
		case http.StatusCreated:
			want++
			mustOrder(t, c, "GET", "/faults", "")
			defer c.order("DELETE", "/faults", nil)
		case http.StatusBadRequest:
		default:
			t.Errorf("%d %s, want 201 or 400", w.Code, w.Body)
		}
		if got := len(c.pbx.Faults()); got != want {
			t.Errorf("%d faults are in force, want %d after %d %s", got, want, w.Code, w.Body)
		}
		if !json.Valid(w.Body.Bytes()) {
			t.Errorf("the answer %s is no JSON", w.Body)
		}
	})
}

// FuzzFixtureBody puts fixtures: what is accepted can be exported, and imported again
// for the same export; what is refused changes nothing.
func FuzzFixtureBody(f *testing.F) {
	var docs bytes.Buffer
	if err := pbxtest.Documentation().Encode(&docs); err != nil {
		f.Fatal(err)
	}
	for _, seed := range []string{
		docs.String(), `{}`, `{"xivo":null}`, `null`, `[]`, ``, `{"xivo":{"users":[null,{"line":{"lineType":"tin can"}}]}}`,
		`{"xivo":{"users":[{"id":1,"firstname":"A"}],"meetingRooms":[{"name":"a","displayName":"A","number":1}]}}`,
		`{"voipnow":{"tokens":[{"value":"a","userId":"nobody"}]}}`, `{"telecomx":{"customers":[{"id":"1234567890ABCDEF12345678"}]}}`,
		`{"broadworks":{"accounts":[{"username":"a","level":"x"}]}}`, `{"asterisk":{}}`,
	} {
		f.Add(seed)
	}
	c := newTestControl(f)
	f.Fuzz(func(t *testing.T, body string) {
		defer c.order("POST", "/reset", nil)
		before := mustOrder(t, c, "GET", "/fixture", "")
		w := c.order("PUT", "/fixture", strings.NewReader(body))
		after := mustOrder(t, c, "GET", "/fixture", "")
		switch w.Code {
		case http.StatusNoContent:
			mustOrder(t, c, "PUT", "/fixture", after)
			if diff := cmp.Diff(after, mustOrder(t, c, "GET", "/fixture", "")); diff != "" {
				t.Errorf("export after the import of an export (-want +got):\n%s", diff)
			}
		case http.StatusBadRequest:
			if diff := cmp.Diff(before, after); diff != "" {
				t.Errorf("a fixture that was refused has changed (-want +got):\n%s", diff)
			}
		default:
			t.Errorf("%d %s, want 204 or 400", w.Code, w.Body)
		}
	})
}
