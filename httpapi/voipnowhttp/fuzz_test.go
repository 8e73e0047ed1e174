package voipnowhttp_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/goldentest"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

// FuzzRoutes sends one request, whatever it is, to a PBX with the documentation
// fixture and a call of two parties. The adapter must answer in its own terms, and a
// refusal must not have changed anything.
func FuzzRoutes(f *testing.F) {
	for _, e := range golden.Exchanges(f, chapters) {
		f.Add(e.Method, e.Target, e.Header.Get("Authorization"), e.Header.Get("Content-Type"), []byte(e.Body))
	}
	docs := newPBX(f)
	if err := docs.seed(context.Background(), goldentest.TwoParties); err != nil {
		f.Fatal(err)
	}
	before := docs.dump(f)
	f.Fuzz(func(t *testing.T, method, target, authorization, contentType string, body []byte) {
		header := http.Header{"Content-Type": {contentType}}
		if authorization != "" {
			header.Set("Authorization", authorization)
		}
		e := golden.Exchange{Method: method, Target: target, Header: header, Body: string(body)}
		r, err := e.Request(t.Context())
		if err != nil {
			t.Skip("no server would give this to a handler")
		}

		pbx := docs.fork(t)
		rec := httptest.NewRecorder()
		pbx.ServeHTTP(rec, r)
		checkAnswer(t, r, rec)

		after := pbx.dump(t)
		switch changed := !reflect.DeepEqual(before, after); {
		case changed && (rec.Code/100 != 2 || method == "GET"):
			t.Errorf("status %d, and the state has changed (-before +after):\n%s", rec.Code, cmp.Diff(before, after))
		case changed:
			resttest.Keeps(t, voipnow.New(memstore.New(voipnow.Tables()...)).Seed, after)
		}
	})
}

// fork returns a PBX of its own that begins with what p holds now.
func (p *pbx) fork(t testing.TB) *pbx {
	t.Helper()
	fork := &pbx{clock: p.clock, ids: new(countedIDs), db: p.db.Fork(), opts: p.opts, deviate: p.deviate}
	if err := fork.assemble(); err != nil {
		t.Fatal(err)
	}
	return fork
}

// checkAnswer checks what holds for every answer.
func checkAnswer(t *testing.T, r *http.Request, rec *httptest.ResponseRecorder) {
	t.Helper()
	body, contentType := rec.Body.Bytes(), rec.Header().Get("Content-Type")
	var sound bool
	switch {
	case rec.Header().Get("Location") != "":
	case rec.Code == 204:
		sound = len(body) == 0 && contentType == ""
	case contentType != jsonType:
	case r.Method == http.MethodHead:
		sound = len(body) == 0 && (rec.Code == 501 || rec.Code == 405)
	case rec.Code == 200:
		sound = json.Valid(body)
	case strings.Contains(string(body), `"message"`):
		sound = isEnvelope(body) && (rec.Code == 400 || rec.Code == 401 || rec.Code == 501)
	default:
		sound = isTokenFailure(body) && (rec.Code == 400 || rec.Code == 405)
	}
	if !sound {
		t.Errorf("%s %s: status %d, %v, body %q", r.Method, r.URL, rec.Code, rec.Header(), body)
	}
}

// isEnvelope reports whether a body is a refusal of the API.
func isEnvelope(body []byte) bool {
	var envelope map[string]map[string]string
	err := json.Unmarshal(body, &envelope)
	e := envelope["error"]
	return err == nil && len(envelope) == 1 && len(e) == 2 && e["code"] != "" && e["message"] != ""
}

// isTokenFailure reports whether a body is a refusal of the token endpoint.
func isTokenFailure(body []byte) bool {
	var failure map[string]string
	err := json.Unmarshal(body, &failure)
	return err == nil && len(failure) == 1 && failure["error"] != ""
}
