package swaggerui_test

import (
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/swaggerui"
)

func newUI() *swaggerui.UI {
	return &swaggerui.UI{Base: "/api", Documents: []swaggerui.Document{
		{Name: "One", Path: "/one.json", JSON: func() []byte { return []byte(`{"one":1}`) }},
		{Name: "</script>", Path: "/api/two.json", JSON: func() []byte { return []byte(`{"two":2}`) }},
	}}
}

func get(h http.Handler, method, path string, header http.Header) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	r := httptest.NewRequest(method, path, nil)
	if header != nil {
		r.Header = header
	}
	h.ServeHTTP(w, r)
	return w
}

func TestDocumentsHaveTheirPathsAndTheRestIsNextS(t *testing.T) {
	next := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(http.StatusTeapot) })
	h := newUI().InFrontOf(next)
	for _, c := range []struct {
		method, path string
		status       int
		contentType  string
		body         string
	}{
		{"GET", "/one.json", 200, "application/json", `{"one":1}`},
		{"GET", "/api/two.json?x=y", 200, "application/json", `{"two":2}`},
		{"HEAD", "/one.json", 200, "application/json", ""},
		{"POST", "/one.json", 418, "", ""},
		{"GET", "/one.json/", 418, "", ""},
		{"GET", "/three.json", 418, "", ""},
		{"GET", "/api", 418, "", ""},
		{"GET", "/api/swagger-ui/", 418, "", ""},
		{"GET", "/api/swagger-ui/nothing.js", 418, "", ""},
		{"GET", "/api/swagger-ui/swagger-ui.css.gz", 418, "", ""},
		{"POST", "/api/swagger-ui/swagger-ui.css", 418, "", ""},
	} {
		w := get(h, c.method, c.path, nil)
		if w.Code != c.status || w.Header().Get("Content-Type") != c.contentType || w.Body.String() != c.body {
			t.Errorf("%s %s: %d %q %s", c.method, c.path, w.Code, w.Header().Get("Content-Type"), w.Body)
		}
	}
}

// TestThePageHasWhatItNeeds follows the links of the page.
func TestThePageHasWhatItNeeds(t *testing.T) {
	ui := newUI()
	page := get(ui, "GET", "/api", nil)
	if got := page.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("content type %q", got)
	}
	h := ui.InFrontOf(http.NotFoundHandler())
	got := map[string]string{}
	for _, m := range regexp.MustCompile(`(?:src|href)="([^"]+)"`).FindAllStringSubmatch(page.Body.String(), -1) {
		w := get(h, "GET", m[1], nil)
		if w.Code != 200 || w.Body.Len() == 0 || w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: status %d, %d bytes, encoding %q", m[1], w.Code, w.Body.Len(), w.Header().Get("Content-Encoding"))
		}
		got[m[1]] = w.Header().Get("Content-Type")
	}
	want := map[string]string{
		"/api/swagger-ui/favicon-32x32.png":               "image/png",
		"/api/swagger-ui/swagger-ui.css":                  "text/css; charset=utf-8",
		"/api/swagger-ui/swagger-ui-bundle.js":            "text/javascript; charset=utf-8",
		"/api/swagger-ui/swagger-ui-standalone-preset.js": "text/javascript; charset=utf-8",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
}

func TestThePageListsTheDocumentsAndKeepsThemHere(t *testing.T) {
	page := get(newUI(), "GET", "/api", nil).Body.String()
	want := `[{"name":"One","url":"/one.json"},{"name":"\u003c/script\u003e","url":"/api/two.json"}]`
	if !strings.Contains(page, want) {
		t.Errorf("the page has no %s:\n%s", want, page)
	}
	if !strings.Contains(page, "validatorUrl: null") {
		t.Errorf("the page lets a service elsewhere read the documents:\n%s", page)
	}
	if strings.Contains(page, "%") {
		t.Errorf("something is not filled in:\n%s", page)
	}
}

// TestFilesAreCompressedForWhoTakesThat compares both forms of a file.
func TestFilesAreCompressedForWhoTakesThat(t *testing.T) {
	h := newUI().InFrontOf(http.NotFoundHandler())
	const file = "/api/swagger-ui/swagger-ui.css"
	plain := get(h, "GET", file, nil)
	w := get(h, "GET", file, http.Header{"Accept-Encoding": {"gzip, br"}})
	if w.Header().Get("Content-Encoding") != "gzip" || w.Header().Get("Vary") != "Accept-Encoding" || w.Body.Len() >= plain.Body.Len() {
		t.Errorf("headers %v, %d bytes, plain %d", w.Header(), w.Body.Len(), plain.Body.Len())
	}
	z, err := gzip.NewReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := io.ReadAll(z)
	if err != nil || string(unpacked) != plain.Body.String() {
		t.Errorf("%d bytes unpacked, %d bytes plain: %v", len(unpacked), plain.Body.Len(), err)
	}
}
