// Package golden plays files of HTTP exchanges against a handler, so that the
// tests of a vendor's adapter can be laid beside the vendor's reference. It knows
// no vendor.
//
//	# The headers before the first exchange are those of every request.
//	X-Auth-Token: secret
//	Content-Type: application/json
//
//	=== a user without a line gets one
//	fixture: docs
//	POST /configmgt/api/2.0/users/8/line
//
//	{"lineType": "phone", "context": "default", "site": "default", "extension": "1008"}
//	--- 200
//	{"id": 40, "lineType": "phone", "extension": "1008"}
//
//	=== and no second one
//	POST /configmgt/api/2.0/users/8/line
//
//	{"lineType": "phone", "context": "default", "site": "default", "extension": "1009"}
//	--- 404 exact
//	{"error":"LineNotFound","message":"Unable to create line for user Id 8"}
//
// A line that begins with # is a comment, wherever it stands. An exchange begins
// with === and a name. What follows until the request line are directives, whose
// meaning is the vendor's test's; a value goes on in the lines that are indented.
// The one directive of this package is body, which gives a body as a quoted Go
// string, for what a text file cannot hold.
//
// The request line, headers and body are as HTTP has them; so are status, headers
// and body after ---. The empty line before a body can be left out if its first
// line does not look like a header, and those at its end are not part of it. A
// header without a value is one that is not sent, or must not be answered.
//
// The whole body of an answer counts, decoded from JSON, in which numbers are
// exact; or byte for byte if the status says exact; no body stands for an empty
// one. An answer with a body is application/json unless its headers say otherwise,
// and none is a redirect. Nothing is ever masked: a test that wants repeatable
// answers makes clocks and identifiers repeatable.
package golden

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"maps"
	"net/http"
	"strings"
)

// Exchange is a request and the answer it has to have.
type Exchange struct {
	File string
	Line int // where the exchange begins
	Name string

	Directives []Directive
	Method     string
	Target     string // path and query, still escaped
	Header     http.Header
	Body       string

	Want Answer
}

// Directive is a line between the name of an exchange and its request line.
type Directive struct {
	Line        int
	Name, Value string
}

// Answer is what has to be answered.
type Answer struct {
	Line   int
	Status int
	Header http.Header // a header with the value "" must be missing
	Body   string
	Exact  bool // compare the body byte for byte
}

// String returns where an exchange is, and its name.
func (e *Exchange) String() string { return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Name) }

// Request returns the request of an exchange as a server receives it.
func (e *Exchange) Request(ctx context.Context) (*http.Request, error) {
	line := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: example.com\r\n\r\n", e.Method, e.Target)
	r, err := http.ReadRequest(bufio.NewReader(strings.NewReader(line)))
	if err != nil {
		return nil, err
	}
	maps.Copy(r.Header, e.Header.Clone())
	r.Body, r.ContentLength = io.NopCloser(strings.NewReader(e.Body)), int64(len(e.Body))
	return r.WithContext(ctx), nil
}
