package resttest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// large makes any body larger than an adapter reads by default, and is no mistake
// in one of JSON.
var large = strings.Repeat(" ", 2<<20)

// RefusesLargeBody wants an answer to a request whose body is made larger than the
// limit, before or after what is in it, and is sent with its length or in chunks.
func RefusesLargeBody(t *testing.T, h http.Handler, r *http.Request, want Answer) {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{string(body) + large, large + string(body)} {
		Expect(t, h, withBody(r, text), want.Status, want.Body)
		chunks := withBody(r, text)
		chunks.ContentLength = -1
		Expect(t, h, chunks, want.Status, want.Body)
	}
}

// RefusesInvalidUTF8 wants an answer to a request whose body is made an object with
// a text that is no UTF-8, in a member that means nothing.
func RefusesInvalidUTF8(t *testing.T, h http.Handler, r *http.Request, want Answer) {
	t.Helper()
	for _, bad := range []string{"\xff", "\xc0\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80"} {
		Expect(t, h, withBody(r, `{"ignored": "`+bad+`"}`), want.Status, want.Body)
	}
}

// withBody returns a request like another one with a body of its own.
func withBody(r *http.Request, body string) *http.Request {
	r = r.Clone(r.Context())
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(body)), int64(len(body))
	return r
}

// RefusesLargeBodyOverTheWire wants an answer to a request with a large body that
// is sent as a client of the net does: with its length, and in chunks.
func RefusesLargeBodyOverTheWire(t *testing.T, h http.Handler, r *http.Request, want Answer) {
	t.Helper()
	server := httptest.NewServer(h)
	defer server.Close()
	for name, body := range map[string]io.Reader{
		"length": strings.NewReader(large),
		"chunks": io.MultiReader(strings.NewReader(large)), // whose length is not known
	} {
		sent, err := http.NewRequestWithContext(t.Context(), r.Method, server.URL+r.URL.RequestURI(), body)
		if err != nil {
			t.Fatal(err)
		}
		sent.Header = r.Header
		if got, err := Send(server.Client(), sent); got != want || err != nil {
			t.Errorf("%s: %v, error %v, want %v", name, got, err, want)
		}
	}
}
