package broadworkshttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/memstore"
)

// FuzzRoutes sends one request, whatever it is, to a system with the
// documentation fixture. The adapter must answer in its own terms, a refusal must
// not have changed anything, and nothing that seeding refuses must be stored.
func FuzzRoutes(f *testing.F) {
	for _, e := range golden.Exchanges(f, chapters) {
		f.Add(e.Method, e.Target, e.Header.Get("Authorization"), e.Header.Get("Cookie"), []byte(e.Body))
	}
	for _, op := range broadworkshttp.Operations() {
		f.Add(op.Method, fill(op.Path), "Bearer token-system", "", []byte(documentedBody(op)))
	}
	docs := newSystem(f, broadworkshttp.Options{SingularUserPath: true})
	before := docs.dump(f)
	f.Fuzz(func(t *testing.T, method, target, authorization, cookie string, body []byte) {
		header := http.Header{}
		if authorization != "" {
			header.Set("Authorization", authorization)
		}
		if cookie != "" {
			header.Set("Cookie", cookie)
		}
		e := golden.Exchange{Method: method, Target: target, Header: header, Body: string(body)}
		r, err := e.Request(t.Context())
		if err != nil {
			t.Skip("no server would give this to a handler")
		}

		s := docs.fork(t)
		rec := httptest.NewRecorder()
		s.ServeHTTP(rec, r)
		checkAnswer(t, r, rec.Result(), rec.Body.String())

		after := s.dump(t)
		writes := rec.Code == 200 && (method == "PUT" || method == "POST")
		if !writes && !reflect.DeepEqual(before, after) {
			t.Errorf("status %d, and the state has changed (-before +after):\n%s", rec.Code, cmp.Diff(before, after))
		}
		if writes {
			resttest.Keeps(t, broadworks.New(memstore.New(broadworks.Tables()...)).Seed, after)
		}
	})
}

// fork returns a system of its own that begins with what s holds now.
func (s *system) fork(t testing.TB) *system {
	t.Helper()
	fork := &system{db: s.db.Fork(), ids: new(countedIDs), opts: s.opts}
	if err := fork.assemble(); err != nil {
		t.Fatal(err)
	}
	return fork
}

// checkAnswer checks what holds for every answer.
func checkAnswer(t *testing.T, r *http.Request, answer *http.Response, body string) {
	t.Helper()
	var sound bool
	switch cookies := answer.Cookies(); {
	case answer.Header.Get("Location") != "" || answer.Header.Get("Content-Type") != "application/json":
	case len(cookies) > 0 && (answer.StatusCode != 200 || r.Method != "POST"):
	case r.Method == "HEAD":
		sound = body == ""
	case answer.StatusCode == 200:
		sound = json.Valid([]byte(body))
	case answer.StatusCode/100 == 4:
		sound = isErrorList(body, answer.StatusCode)
	}
	if !sound {
		t.Errorf("%s %s: status %d, %v, body %q", r.Method, r.URL, answer.StatusCode, answer.Header, body)
	}
}

// isErrorList reports whether a body is the list of one error with a code.
func isErrorList(body string, code int) bool {
	var list struct {
		Errors []struct {
			Code    int
			Message string
			Details struct{ Reason string }
		}
	}
	dec := json.NewDecoder(strings.NewReader(body))
	dec.DisallowUnknownFields()
	return dec.Decode(&list) == nil && len(list.Errors) == 1 && list.Errors[0].Code == code && list.Errors[0].Message != ""
}
