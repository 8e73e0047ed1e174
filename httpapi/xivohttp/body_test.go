package xivohttp_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/xivo"
)

const (
	tooLarge = `{"error":"RequestEntityTooLarge","message":"Request Entity Too Large"}`
	notJSON  = `{"error":"UnsupportedMediaType","message":"Expecting text/json or application/json body"}`

	mebibyte = 1 << 20
	newlist  = "/1.0/callback_lists/9d28d8fe-0548-4d45-aa08-9623ef69a04b/callback_requests"
)

// takesBody reports whether an operation reads a body. All that write do, but for
// those that delete.
func takesBody(op xivohttp.Operation) bool { return op.Method == "POST" || op.Method == "PUT" }

// contentType is that of an operation's body.
func contentType(op xivohttp.Operation) string {
	if op.Name == "ImportCallbackRequests" {
		return "text/plain"
	}
	return jsonType
}

func TestALargeBodyIsRefusedByEveryOperation(t *testing.T) {
	h := newPBX(t)
	for _, op := range xivohttp.Operations() {
		if takesBody(op) {
			r := request(op.Method, fill(op), "{}")
			r.Header.Set("Content-Type", contentType(op))
			resttest.RefusesLargeBody(t, h, r, resttest.Answer{Status: 413, Body: tooLarge})
		}
	}
}

func TestALargeBodyIsIgnoredWhereNoneIsRead(t *testing.T) {
	h := newPBX(t)
	body := strings.Repeat("x", 2*mebibyte)
	for _, op := range xivohttp.Operations() {
		if takesBody(op) {
			continue
		}
		if got := resttest.Ask(h, request(op.Method, fill(op), body)); got.Status == 413 {
			t.Errorf("%s: %v", op.Name, got)
		}
	}
}

func TestABodyMayBeAsLargeAsTheLimit(t *testing.T) {
	h := newPBX(t)
	services := `{"dndEnabled":true}`
	services += strings.Repeat(" ", mebibyte-len(services))
	csv := "phoneNumber" + strings.Repeat("\n", mebibyte-len("phoneNumber"))
	for _, length := range []int64{mebibyte, -1} {
		fits := request("PUT", "/2.0/users/1/services", services)
		fits.ContentLength = length
		resttest.Expect(t, h, fits, 200, `{"dndEnabled":true}`)

		fits = request("POST", newlist+"/csv", csv)
		fits.Header.Set("Content-Type", "text/plain")
		fits.ContentLength = length
		resttest.Expect(t, h, fits, 200, "")
	}
	for _, length := range []int64{mebibyte + 1, -1} {
		over := request("PUT", "/2.0/users/1/services", services+" ")
		over.ContentLength = length
		resttest.Expect(t, h, over, 413, tooLarge)

		over = request("POST", newlist+"/csv", csv+"\n")
		over.Header.Set("Content-Type", "text/plain")
		over.ContentLength = length
		resttest.Expect(t, h, over, 413, tooLarge)
	}
}

func TestLimitsCanBeSet(t *testing.T) {
	h, err := xivohttp.NewHandler(newPBX(t).svc, xivohttp.Options{MaxJSON: 2, MaxCSV: 12})
	if err != nil {
		t.Fatal(err)
	}
	resttest.Expect(t, h, request("PUT", "/2.0/users/1/services", "{}"), 200, "{}")
	resttest.Expect(t, h, request("PUT", "/2.0/users/1/services", "{ }"), 413, tooLarge)

	for body, want := range map[string]int{"phoneNumber\n": 200, "phoneNumber\n1": 413} {
		r := request("POST", newlist+"/csv", body)
		r.Header.Set("Content-Type", "text/plain")
		if got := resttest.Ask(h, r); got.Status != want {
			t.Errorf("import of %q: %v, want status %d", body, got, want)
		}
	}
}

// unread is a body that must not be read.
type unread struct{ t *testing.T }

func (u unread) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, io.EOF
}

func (unread) Close() error { return nil }

func TestSizeComesAfterContentTypeAndBeforeTheBody(t *testing.T) {
	h := newPBX(t)
	for _, c := range []struct {
		path, contentType, body string
		status                  int
	}{
		{"/2.0/users/abc/services", jsonType, `{"error":"InvalidParameter","message":"Cannot parse parameter id as Long: For input string: \"abc\""}`, 400},
		{"/2.0/users/1/services", "image/png", notJSON, 415},
		{"/2.0/users/1/services", jsonType, tooLarge, 413},
		{"/2.0/users/99/services", jsonType, tooLarge, 413},
	} {
		r := request("PUT", c.path, "")
		r.Header.Set("Content-Type", c.contentType)
		r.Body, r.ContentLength = unread{t}, mebibyte+1
		resttest.Expect(t, h, r, c.status, c.body)
	}
}

func TestSizeComesBeforeJSON(t *testing.T) {
	r := request("PUT", "/2.0/users/1/services", strings.Repeat("nonsense", mebibyte))
	r.ContentLength = -1
	resttest.Expect(t, newPBX(t), r, 413, tooLarge)
}

func TestALargeBodyIsRefusedOverTheWire(t *testing.T) {
	r := request("PUT", "/2.0/users/1/services", "")
	resttest.RefusesLargeBodyOverTheWire(t, newPBX(t), r, resttest.Answer{Status: 413, Body: tooLarge})
}

func TestABodyThatBreaksOffIsNotJSON(t *testing.T) {
	h := newPBX(t)
	r := request("PUT", "/2.0/users/1/services", "")
	r.Body = io.NopCloser(io.MultiReader(strings.NewReader(`{"busy":{"enabled":true}}`), iotest.ErrReader(errors.New("connection reset by secret"))))
	r.ContentLength = 100
	resttest.Expect(t, h, r, 400, `{"error":"InvalidJson","message":"Invalid Json: the body ended early"}`)
	resttest.Expect(t, h, request("PUT", "/2.0/users/1/services", `{"busy":{}}`), 200, `{"busy":{"enabled":false,"destination":"1002"}}`)
}

func TestInvalidUTF8IsRefusedByEveryOperation(t *testing.T) {
	h := newPBX(t)
	for _, op := range xivohttp.Operations() {
		if takesBody(op) && contentType(op) == jsonType {
			resttest.RefusesInvalidUTF8(t, h, request(op.Method, fill(op), ""),
				resttest.Answer{Status: 400, Body: `{"error":"InvalidJson","message":"Invalid Json: the body is not valid UTF-8"}`})
		}
	}
}

func TestDeepNesting(t *testing.T) {
	h := newPBX(t)
	nested := func(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }
	resttest.Expect(t, h, request("PUT", "/2.0/users/1/services", `{"ignored": `+nested(9000)+`}`), 200, "{}")
	for body, bracket := range map[string]string{
		`{"ignored": ` + nested(100_000) + `}`: "[",
		strings.Repeat("[", mebibyte):          "[",
		strings.Repeat(`{"a":`, mebibyte/5):    "{",
	} {
		resttest.Expect(t, h, request("PUT", "/2.0/users/1/services", body), 400,
			`{"error":"InvalidJson","message":"Invalid Json: invalid character '`+bracket+`' exceeded max depth"}`)
	}
}

func TestDeepRightsComeBackAsTheyWere(t *testing.T) {
	h := newPBX(t)
	rights := func(depth int) string {
		return `{"type":"admin","data":{"deep":` + strings.Repeat("[", depth) + strings.Repeat("]", depth) + `}}`
	}
	resttest.Expect(t, h, request("POST", "/1.0/rights/user/jbond", rights(100)), 200, rights(100))
	resttest.Expect(t, h, request("GET", "/1.0/rights/user/jbond", ""), 200, rights(100))
	resttest.Expect(t, h, request("POST", "/1.0/rights/user/jbond", rights(101)), 400,
		`{"error":"InvalidJson","message":"data.deep: expected JSON of at most 100 levels"}`)
}

func TestFindsHaveLimits(t *testing.T) {
	h := newPBX(t)
	find := func(filters string) *http.Request {
		return request("POST", "/2.0/users/find", `{"filters": [`+filters+`], "limit": 0}`)
	}
	filter := `{"field": "fullName"}`
	resttest.Expect(t, h, find(filter+strings.Repeat(","+filter, 99)), 200, `{"total":8,"list":[]}`)
	resttest.Expect(t, h, find(filter+strings.Repeat(","+filter, 100)), 400,
		`{"error":"InvalidFilter","message":"filter 101: at most 100 filters are allowed"}`)

	labels := func(n int) string {
		return `{"field": "label", "operator": "contains_all", "list": ["red"` + strings.Repeat(`,"red"`, n-1) + `]}`
	}
	resttest.Expect(t, h, find(labels(1000)), 200, `{"total":3,"list":[]}`)
	resttest.Expect(t, h, find(labels(1001)), 400,
		`{"error":"InvalidFilter","message":"filter 1 (field 'label'): list has more than 1000 entries"}`)

	like := func(pattern string) string {
		return fmt.Sprintf(`{"field": "fullName", "operator": "like", "value": %q}`, pattern)
	}
	resttest.Expect(t, h, find(like(strings.Repeat("é", 999)+"%")), 200, `{"total":0,"list":[]}`)
	resttest.Expect(t, h, find(like(strings.Repeat("é", 1000)+"%")), 400,
		`{"error":"InvalidFilter","message":"filter 1 (field 'fullName'): pattern of 1001 characters is longer than 1000"}`)
}

// TestHostilePatternsEnd would not, if matching tried every way to place the
// wildcards.
func TestHostilePatternsEnd(t *testing.T) {
	h := emptyPBX(t)
	rooms := make([]xivo.MeetingRoom, 20)
	for i := range rooms {
		rooms[i] = xivo.MeetingRoom{Name: fmt.Sprint(i), DisplayName: strings.Repeat("aab", 3000) + "c", Number: int64(i)}
	}
	if err := h.svc.Seed.Load(t.Context(), &xivo.Fixture{MeetingRooms: rooms}); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		pattern string
		total   int
	}{
		{strings.Repeat("%a", 499) + "%d", 0},
		{strings.Repeat("%a", 499) + "%c", 20},
		{strings.Repeat("%_a", 333) + "d", 0},
		{strings.Repeat("_%", 499), 20},
		{strings.Repeat("%", 999) + "c", 20},
	} {
		for _, operator := range []string{"like", "ilike"} {
			body := fmt.Sprintf(`{"filters": [{"field": "displayName", "operator": %q, "value": %q}], "limit": 0}`, operator, c.pattern)
			resttest.Expect(t, h, request("POST", "/2.0/meetingrooms/find", body), 200, fmt.Sprintf(`{"total":%d,"list":[]}`, c.total))
		}
	}
}

func TestLongNumbersAreNoIntegers(t *testing.T) {
	h := newPBX(t)
	for _, number := range []string{
		strings.Repeat("9", 500_000), "-" + strings.Repeat("9", 500_000), "0." + strings.Repeat("0", 500_000) + "1",
		"1e" + strings.Repeat("9", 500_000), "1e1000000000", "1e-1000000000",
	} {
		body := `{"name": "n", "displayName": "n", "number": ` + number + `}`
		resttest.Expect(t, h, request("POST", "/2.0/meetingrooms", body), 400, `{"error":"InvalidJson","message":"number: expected an integer"}`)
	}
}
