package contract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
)

// watch returns what compares each exchange of a test that passes a transport with the
// document of a vendor. When the test has ended, there have to have been enough of them.
func watch(t *testing.T, vendor string, atLeast int64) func(*testing.T, http.RoundTripper) *http.Client {
	c := load(t, vendorNamed(t, vendor))
	var seen atomic.Int64
	t.Cleanup(func() {
		if seen.Load() < atLeast {
			t.Errorf("%d exchanges were compared: is the suite run?", seen.Load())
		}
		t.Logf("%d exchanges compared", seen.Load())
	})
	return func(t *testing.T, transport http.RoundTripper) *http.Client {
		return &http.Client{Transport: &witness{t, c, transport, &seen}}
	}
}

func vendorNamed(t *testing.T, name string) *vendor {
	t.Helper()
	for i := range vendors {
		if vendors[i].name == name {
			return &vendors[i]
		}
	}
	t.Fatalf("no vendor is called %s", name)
	return nil
}

// witness is a transport that compares each exchange with a document.
type witness struct {
	t         *testing.T
	contract  *contract
	transport http.RoundTripper
	seen      *atomic.Int64
}

func (w *witness) RoundTrip(r *http.Request) (*http.Response, error) {
	x := &exchange{method: r.Method, target: r.URL.RequestURI(), header: r.Header.Clone()}
	if r.Body != nil {
		body, err := io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			return nil, err
		}
		x.body = string(body)
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	resp, err := w.transport.RoundTrip(r)
	if err != nil {
		return nil, err // the suite gives some requests up
	}
	body, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	resp.Body = io.NopCloser(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	x.status, x.answerHeader, x.answerBody = resp.StatusCode, resp.Header, string(body)
	w.compare(context.WithoutCancel(r.Context()), x)
	return resp, nil
}

func (w *witness) compare(ctx context.Context, x *exchange) {
	request, answer := w.contract.check(ctx, x)
	switch {
	case errors.Is(request, errNoOperation):
		w.t.Errorf("%v: a client asks for what no operation is", x)
	case answer != nil:
		w.t.Errorf("%v: %v", x, answer)
	case request != nil && x.status < 400:
		w.t.Errorf("%v: succeeds against the document: %v", x, request)
	}
	w.seen.Add(1)
}
