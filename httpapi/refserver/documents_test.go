package refserver_test

import (
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

// TestTheServerDocumentsItself opens the page, and the documents that it lists, with
// no credential, with -control and without.
func TestTheServerDocumentsItself(t *testing.T) {
	for name, args := range map[string][]string{"plain": nil, "control": {"-control"}} {
		t.Run(name, func(t *testing.T) {
			s := start(t, "swordfish", append(args, "-addr", "127.0.0.1:0")...)
			host := strings.TrimSuffix(s.banner.urls[0], "/configmgt/api")
			page := fetch(t, s.banner.urls[0], "text/html; charset=utf-8")
			urls := regexp.MustCompile(`"url":"([^"]+)"`).FindAllStringSubmatch(page, -1)
			if len(urls) == 0 || urls[0][1] != "/configmgt/api/openapi.json" {
				t.Errorf("the page lists %v, want XiVO's document first", urls)
			}
			for _, u := range urls {
				if !strings.HasSuffix(u[1], "/openapi.json") {
					t.Errorf("a document is at %s", u[1])
				}
				var document struct{ OpenAPI string }
				text := fetch(t, host+u[1], "application/json")
				if err := json.Unmarshal([]byte(text), &document); err != nil || document.OpenAPI != "3.1.0" {
					t.Errorf("%s: version %q: %v", u[1], document.OpenAPI, err)
				}
			}
			fetch(t, host+"/pbx/openapi.json", "application/json")
			fetch(t, s.banner.urls[0]+"/swagger-ui/swagger-ui.css", "text/css; charset=utf-8")
		})
	}
}

// fetch returns what is at a URL.
func fetch(t *testing.T, url, contentType string) string {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), "GET", url, nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := newClient(t).Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	if got := res.Header.Get("Content-Type"); res.StatusCode != 200 || got != contentType {
		t.Errorf("%s: status %d, content type %q, want 200, %q", url, res.StatusCode, got, contentType)
	}
	return string(body)
}
