package golden

import (
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const sample = `# A comment.

X-Token: secret
Content-Type: application/json

=== the first
fixture: docs
seed: {"a": 1,
  "b": 2}
# A comment among directives.
POST //a/b%2Fc?d=e
X-Token:
X-Extra: 1

{"name":
# A comment in a body.
 "x"}

--- 204
X-Answer: yes
Location:

=== the second
body: "\xff\n\n"
PUT /a
--- 200 exact

Not-A-Header: but text, after an empty line

of two paragraphs

=== the third
GET /
--- 200
{"Is-This": "a header?"}
`

func TestParse(t *testing.T) {
	got, err := Parse("sample.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	defaults := http.Header{"X-Token": {"secret"}, "Content-Type": {"application/json"}}
	want := []Exchange{
		{
			File: "sample.txt", Line: 6, Name: "the first",
			Directives: []Directive{{7, "fixture", "docs"}, {8, "seed", "{\"a\": 1,\n  \"b\": 2}"}},
			Method:     "POST", Target: "//a/b%2Fc?d=e",
			Header: http.Header{"Content-Type": {"application/json"}, "X-Extra": {"1"}},
			Body:   "{\"name\":\n \"x\"}",
			Want:   Answer{Line: 19, Status: 204, Header: http.Header{"X-Answer": {"yes"}, "Location": {""}}},
		}, {
			File: "sample.txt", Line: 23, Name: "the second", Directives: []Directive{},
			Method: "PUT", Target: "/a", Header: defaults, Body: "\xff\n\n",
			Want: Answer{Line: 26, Status: 200, Body: "Not-A-Header: but text, after an empty line\n\nof two paragraphs", Exact: true},
		}, {
			File: "sample.txt", Line: 32, Name: "the third", Method: "GET", Target: "/", Header: defaults,
			Want: Answer{Line: 34, Status: 200, Body: `{"Is-This": "a header?"}`},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("exchanges (-want +got):\n%s", diff)
	}
}

func TestLineEndingsDoNotMatter(t *testing.T) {
	want, err := Parse("sample.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	got, err := Parse("sample.txt", []byte(strings.ReplaceAll(sample, "\n", "\r\n")))
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("exchanges (-want +got), %v:\n%s", err, diff)
	}
}

func TestParseNamesTheLineOfAMistake(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "f:1: no exchange in the file"},
		{"# Nothing.\n\n", "f:3: no exchange in the file"},
		{"GET /\n", "f:1: expected an exchange, which begins with ==="},
		{"===\nGET /\n--- 200\n", `f:1: an exchange needs a name of its own; line 0 has ""`},
		{"=== a\nGET /\n--- 200\n=== a\n", `f:4: an exchange needs a name of its own; line 1 has "a"`},
		{"=== a\n--- 200\n", "f:1: expected a request line, such as GET /path"},
		{"=== a\nGET\n--- 200\n", "f:2: expected a request line, such as GET /path"},
		{"=== a\nGET / b\n--- 200\n", `f:2: malformed HTTP version "b HTTP/1.1"`},
		{"=== a\nGET /%zz\n--- 200\n", `f:2: parse "/%zz": invalid URL escape "%zz"`},
		{"=== a\nGET /\n", "f:3: expected the answer after this line, such as --- 200 or --- 404 exact"},
		{"=== a\nGET /\n=== b\n", "f:2: expected the answer after this line, such as --- 200 or --- 404 exact"},
		{"=== a\nGET /\n--- ok\n", "f:2: expected the answer after this line, such as --- 200 or --- 404 exact"},
		{"=== a\nGET /\n--- 302\n", "f:3: no answer is a redirect"},
		{"=== a\nGET /\n--- 200\nhello\n", "f:5: the body of the answer is not JSON, nor marked as exact"},
		{"=== a\nGET /\n--- 200\n{}{}\n", "f:5: the body of the answer is not JSON, nor marked as exact"},
		{"=== a\nbody: x\nGET /\n--- 200\n", "f:2: body: expected a quoted Go string, and no other body"},
		{"=== a\nbody: \"x\"\nGET /\n\ny\n--- 200\n", "f:2: body: expected a quoted Go string, and no other body"},
		{"=== a\nGET /\n--- 200\n--- 200\n", "f:4: expected an exchange, which begins with ==="},
	} {
		_, err := Parse("f", []byte(c.text))
		if err == nil || err.Error() != c.want {
			t.Errorf("Parse(%q) = %v, want %s", c.text, err, c.want)
		}
	}
}

func TestRequestIsWhatAServerReceives(t *testing.T) {
	exchanges, err := Parse("sample.txt", []byte(sample))
	if err != nil {
		t.Fatal(err)
	}
	r, err := exchanges[0].Request(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(r.Body)
	got := []any{r.Method, r.URL.EscapedPath(), r.URL.RawQuery, r.Header, r.ContentLength, string(body)}
	want := []any{"POST", "//a/b%2Fc", "d=e", exchanges[0].Header, int64(len(exchanges[0].Body)), exchanges[0].Body}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	if r.Header.Set("X-Extra", "2"); exchanges[0].Header.Get("X-Extra") != "1" {
		t.Error("a handler can change the headers of an exchange")
	}
}
