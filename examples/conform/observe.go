package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"mime"
	"net/http"
	"slices"
	"sync"

	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// seen is what a run of the suite has shown. It is safe for concurrent use.
type seen struct {
	mu       sync.Mutex
	shapes   shapes
	failures map[string][]string            // of operations: what kept an answer from coming
	asked    map[string]map[string]struct{} // by promise: which operations it asked for
	answers  int
	good     int // answers that are a success
	refused  int // answers that refuse the credential
}

// observer is a transport that looks at what passes.
type observer struct {
	http.RoundTripper
	match func(*http.Request) (string, bool)
	seen  *seen
}

// observe runs the suite against a PBX. A PBX that never answers, or that takes none of
// the requests because of the credential, is an error.
func observe(ctx context.Context, v vendor, p pbx, writes bool) ([]result, *seen, error) {
	s := &seen{shapes: shapes{}, failures: map[string][]string{}, asked: map[string]map[string]struct{}{}}
	results, err := s.run(ctx, v, p, writes)
	switch {
	case err != nil:
		return nil, nil, err
	case ctx.Err() != nil:
		return nil, nil, ctx.Err()
	case s.answers == 0:
		return nil, nil, fmt.Errorf("the PBX does not answer: %s", s.anyFailure())
	case s.good == 0 && s.refused > 0:
		return nil, nil, errCredential
	case s.good == 0:
		return nil, nil, errors.New("the PBX refuses everything: the credential or the URL may be wrong")
	}
	return results, s, nil
}

var errCredential = errors.New("the PBX does not take the credential")

// run runs the suite against a PBX and looks at what passes.
func (s *seen) run(ctx context.Context, v vendor, p pbx, writes bool) ([]result, error) {
	client := *p.client
	transport := client.Transport
	if transport == nil {
		transport = http.DefaultTransport
	}
	client.Transport = observer{transport, v.match, s}
	p.client = &client
	return v.check(ctx, p, writes)
}

func (s *seen) anyFailure() string {
	for _, op := range slices.Sorted(maps.Keys(s.failures)) {
		return s.failures[op][0]
	}
	return "nothing was asked"
}

// maxBody is how much of a body is looked at.
const maxBody = 16 << 20

// RoundTrip implements http.RoundTripper.
func (o observer) RoundTrip(r *http.Request) (*http.Response, error) {
	op, ok := o.match(r)
	if !ok {
		return o.RoundTripper.RoundTrip(r)
	}
	o.seen.ask(xivotest.CaseOf(r.Context()), op)
	resp, err := o.RoundTripper.RoundTrip(r)
	if err != nil {
		o.seen.fail(op, err)
		return nil, err
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody))
	if err != nil {
		o.seen.fail(op, fmt.Errorf("the answer ends early: %w", err))
	}
	resp.Body = readCloser{io.MultiReader(bytes.NewReader(body), failing{err}), resp.Body}
	o.seen.answer(op, resp, body)
	return resp, nil
}

type readCloser struct {
	io.Reader
	io.Closer
}

// failing is a reader that has nothing but an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) {
	if f.err != nil {
		return 0, f.err
	}
	return 0, io.EOF
}

func (s *seen) ask(promise, op string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.asked[promise] == nil {
		s.asked[promise] = map[string]struct{}{}
	}
	s.asked[promise][op] = struct{}{}
}

func (s *seen) fail(op string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text := "no answer: " + err.Error(); !slices.Contains(s.failures[op], text) {
		s.failures[op] = append(s.failures[op], text)
	}
}

func (s *seen) answer(op string, resp *http.Response, body []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers++
	switch {
	case resp.StatusCode/100 == 2:
		s.good++
	case resp.StatusCode == http.StatusUnauthorized || resp.StatusCode == http.StatusForbidden:
		s.refused++
	}
	contentType, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	s.shapes.learn(op, resp.StatusCode, contentType, body)
}
