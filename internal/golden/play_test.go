package golden

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// answering returns a handler that gives one answer to everything. Headers are
// given in pairs.
func answering(status int, body string, headers ...string) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		io.WriteString(w, body)
	})
}

func parseOne(t *testing.T, text string) *Exchange {
	t.Helper()
	exchanges, err := Parse("one.txt", []byte("=== one\n"+text))
	if err != nil || len(exchanges) != 1 {
		t.Fatalf("%d exchanges, %v", len(exchanges), err)
	}
	return &exchanges[0]
}

const jsonType = "application/json"

func TestPlayAcceptsTheAnswerThatIsExpected(t *testing.T) {
	for _, c := range []struct {
		name, text string
		handler    http.Handler
	}{
		{"nothing", "GET /\n--- 204", answering(204, "")},
		{"members in another order", "GET /\n--- 200\n{\"a\":1,\"b\":[]}", answering(200, ` {"b":[],"a":1}`, "Content-Type", jsonType)},
		{"exact", "GET /\n--- 404 exact\n{\"a\":1}", answering(404, `{"a":1}`, "Content-Type", jsonType)},
		{"text", "GET /\n--- 200 exact\nContent-Type: text/plain\n\nhello", answering(200, "hello", "Content-Type", "text/plain")},
		{"a missing header", "GET /\n--- 200\nAllow:", answering(200, "")},
		{"the length", "GET /\n--- 200\n{}", answering(200, "{}", "Content-Type", jsonType, "Content-Length", "2")},
		{"the length of what HEAD leaves out", "HEAD /\n--- 200", answering(200, "", "Content-Length", "2")},
	} {
		if diff := parseOne(t, c.text).Play(t.Context(), c.handler); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, diff)
		}
	}
}

func TestPlayFindsEveryDifference(t *testing.T) {
	const wantObject = "GET /\n--- 200\n{\"a\":1}"
	for _, c := range []struct {
		name, text string
		handler    http.Handler
		says       string
	}{
		{"status", wantObject, answering(201, `{"a":1}`, "Content-Type", jsonType), "201"},
		{"value", wantObject, answering(200, `{"a":2}`, "Content-Type", jsonType), `"2"`},
		{"a number in another form", wantObject, answering(200, `{"a":1.0}`, "Content-Type", jsonType), `"1.0"`},
		{"a string for a number", wantObject, answering(200, `{"a":"1"}`, "Content-Type", jsonType), `string("1")`},
		{"a null more", wantObject, answering(200, `{"a":1,"b":null}`, "Content-Type", jsonType), `"b"`},
		{"no body", wantObject, answering(200, "", "Content-Type", jsonType), "nil"},
		{"two values", wantObject, answering(200, `{"a":1}{}`, "Content-Type", jsonType), "`{\"a\":1}{}`"},
		{"bad UTF-8", "GET /\n--- 200\n\"\ufffd\"", answering(200, "\"\xff\"", "Content-Type", jsonType), `\xff`},
		{"no content type", wantObject, answering(200, `{"a":1}`), "Content-Type"},
		{"another content type", wantObject, answering(200, `{"a":1}`, "Content-Type", "text/html"), "text/html"},
		{"a body for none", "GET /\n--- 204", answering(204, "{}"), "map"},
		{"space where it is exact", "GET /\n--- 200 exact\n{\"a\":1}", answering(200, `{"a": 1}`, "Content-Type", jsonType), "`{\"a\": 1}`"},
		{"a redirect", "GET /\n--- 200", answering(301, "", "Location", "/x"), "Location"},
		{"a wrong length", wantObject, answering(200, `{"a":1}`, "Content-Type", jsonType, "Content-Length", "9"), "Content-Length"},
		{"a missing header", "GET /\n--- 200\nX-Answer: yes", answering(200, ""), "X-Answer"},
		{"a header that must be missing", "GET /\n--- 200\nAllow:", answering(200, "", "Allow", "PUT"), "PUT"},
	} {
		if diff := parseOne(t, c.text).Play(t.Context(), c.handler); !strings.Contains(diff, c.says) {
			t.Errorf("%s: the difference is %q, want one that says %s", c.name, diff, c.says)
		}
	}
}

// recorder is a server that remembers what happened to it.
type recorder struct {
	t      *testing.T
	events *[]string
}

func (r recorder) Direct(_ context.Context, name, value string) error {
	*r.events = append(*r.events, name+"="+value)
	if name == "bad" {
		return errors.New("bad")
	}
	return nil
}

func (r recorder) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	*r.events = append(*r.events, req.Method+" "+req.URL.Path)
}

func TestRunPlaysEachFileInSequence(t *testing.T) {
	var events []string
	Run(t, "testdata/*.txt", func(t *testing.T) Server {
		events = append(events, "server")
		return recorder{t, &events}
	})
	want := []string{"server", "fixture=docs", "seed={}", "GET /a/1", "PUT /a/2", "server", "GET /b"}
	if diff := cmp.Diff(want, events); diff != "" {
		t.Errorf("events (-want +got):\n%s", diff)
	}
}
