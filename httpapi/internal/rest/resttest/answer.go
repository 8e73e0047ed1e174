package resttest

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Answer is what is compared of an answer.
type Answer struct {
	Status int
	Body   string
}

// Ask returns what a handler answers.
func Ask(h http.Handler, r *http.Request) Answer {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return Answer{rec.Code, rec.Body.String()}
}

// Expect compares what a handler answers, byte for byte.
func Expect(t testing.TB, h http.Handler, r *http.Request, status int, body string) {
	t.Helper()
	target := r.Method + " " + r.URL.String()
	if diff := cmp.Diff(Answer{status, body}, Ask(h, r)); diff != "" {
		t.Errorf("%s (-want +got):\n%s", target, diff)
	}
}

// Send returns what a server answers over a real connection.
func Send(client *http.Client, r *http.Request) (Answer, error) {
	answer, err := client.Do(r)
	if err != nil {
		return Answer{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return Answer{answer.StatusCode, string(body)}, err
}
