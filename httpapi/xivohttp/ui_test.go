package xivohttp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

// page is a UI of one page.
type page struct{}

func (page) ServeHTTP(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "the page") }

func TestTheUIHasOnePathAndNeedsNoToken(t *testing.T) {
	withUI, err := xivohttp.NewHandler(newPBX(t).svc, xivohttp.Options{UI: page{}})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, path string
		status       int
		body         string
	}{
		{"GET", "", 200, "the page"},
		{"HEAD", "", 200, "the page"}, // which a server does not send
		{"GET", "?lang=fr", 200, "the page"},
		{"POST", "", 404, routeUnknown},
		{"GET", "/", 404, routeUnknown},
		{"GET", "/index.html", 404, routeUnknown},
		{"GET", "/2.0/users", 401, unauthorized},
	} {
		r := httptest.NewRequest(c.method, xivohttp.Prefix+c.path, nil)
		w := httptest.NewRecorder()
		withUI.ServeHTTP(w, r)
		if w.Code != c.status || w.Body.String() != c.body {
			t.Errorf("%s %s: status %d, body %s, want %d, %s", c.method, r.URL, w.Code, w.Body, c.status, c.body)
		}
	}
}
