package xivohttp_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// FuzzRoutes sends one request, whatever it is, to a PBX with the documentation
// fixture. The adapter must answer in its own terms, and a refusal must not have
// changed anything.
func FuzzRoutes(f *testing.F) {
	for _, e := range golden.Exchanges(f, chapters) {
		f.Add(e.Method, e.Target, e.Header.Get("Content-Type"), []byte(e.Body))
	}
	for _, op := range xivohttp.Operations() {
		f.Add(op.Method, xivohttp.Prefix+fill(op), contentType(op), []byte("{}"))
	}
	docs := newPBX(f)
	before := docs.dump(f)
	f.Fuzz(func(t *testing.T, method, target, contentType string, body []byte) {
		header := http.Header{"X-Auth-Token": {docsToken}, "Content-Type": {contentType}}
		e := golden.Exchange{Method: method, Target: target, Header: header, Body: string(body)}
		r, err := e.Request(t.Context())
		if err != nil {
			t.Skip("no server would give this to a handler")
		}

		pbx := docs.fork(t)
		rec := httptest.NewRecorder()
		pbx.ServeHTTP(rec, r)
		checkAnswer(t, r, rec.Result(), rec.Body.String())

		after := pbx.dump(t)
		readsOnly := method == "GET" || method == "HEAD" || strings.HasSuffix(r.URL.Path, "/find")
		if (rec.Code/100 != 2 || readsOnly) && !reflect.DeepEqual(before, after) {
			t.Errorf("status %d, and the state has changed (-before +after):\n%s", rec.Code, cmp.Diff(before, after))
		}
		if rec.Code/100 == 2 && !readsOnly {
			resttest.Keeps(t, xivo.New(memstore.New(xivo.Tables()...)).Seed, after)
		}
	})
}

// fork returns a PBX of its own that begins with what p holds now.
func (p *pbx) fork(t testing.TB) *pbx {
	t.Helper()
	fork := &pbx{db: p.db.Fork(), opts: p.opts}
	if err := fork.assemble(xivo.WithIDs(new(countedIDs))); err != nil {
		t.Fatal(err)
	}
	return fork
}

var missingRoom = regexp.MustCompile(`^\{"error":"NotFoundError","message":"Meeting room -?\d+ not found"\}$`)

// checkAnswer checks what holds for every answer.
func checkAnswer(t *testing.T, r *http.Request, answer *http.Response, body string) {
	t.Helper()
	contentType := answer.Header.Get("Content-Type")
	var sound bool
	switch head := r.Method == "HEAD"; {
	case answer.Header.Get("Location") != "":
	case answer.StatusCode == 204:
		sound = body == "" && contentType == ""
	case answer.StatusCode == 200 && contentType == "text/plain":
		sound = body == ""
	case contentType != jsonType:
	case head:
		sound = body == ""
	case answer.StatusCode == 200:
		sound = json.Valid([]byte(body))
	case answer.StatusCode == 500:
		sound = missingRoom.MatchString(body)
	case 400 <= answer.StatusCode && answer.StatusCode < 500:
		sound = isEnvelope(body)
	}
	if !sound {
		t.Errorf("%s %s: status %d, %v, body %q", r.Method, r.URL, answer.StatusCode, answer.Header, body)
	}
}

// isEnvelope reports whether a body is an object of two strings, error and
// message.
func isEnvelope(body string) bool {
	var members map[string]string
	err := json.Unmarshal([]byte(body), &members)
	return err == nil && len(members) == 2 && members["error"] != "" && members["message"] != ""
}
