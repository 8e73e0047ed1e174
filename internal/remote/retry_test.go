package remote_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pbxkit/pbxkit/internal/remote"
)

// failing is a transport that fails in one way after another, and then succeeds. It
// notes when it was asked, and the bodies.
type failing struct {
	ways   []*http.Response // nil for a connection that breaks
	asked  []time.Duration
	bodies []string
	start  time.Time
}

func (f *failing) RoundTrip(r *http.Request) (*http.Response, error) {
	f.asked = append(f.asked, time.Since(f.start))
	if r.Body != nil {
		body, _ := io.ReadAll(r.Body)
		f.bodies = append(f.bodies, string(body))
	}
	n := len(f.asked) - 1
	if n >= len(f.ways) {
		return answer(200, nil, strings.NewReader("{}")), nil
	}
	if f.ways[n] == nil {
		return nil, errors.New("connection reset")
	}
	return f.ways[n], nil
}

func status(code int) *http.Response { return answer(code, nil, strings.NewReader("")) }

func after(value string) *http.Response {
	return answer(503, http.Header{"Retry-After": {value}}, strings.NewReader(""))
}

func TestRequestsAreRepeatedWhereThatIsSafeAndAsTold(t *testing.T) {
	three := remote.Retry{Attempts: 3, Wait: time.Second}
	get := remote.Request{Operation: read, Params: []string{"1"}}
	for _, c := range []struct {
		name  string
		retry remote.Retry
		r     remote.Request
		ways  []*http.Response
		asked int
		fails bool
	}{
		{"nothing unless told", remote.Retry{}, get, []*http.Response{nil}, 1, true},
		{"a broken connection", three, get, []*http.Response{nil, nil}, 3, false},
		{"no more than told", three, get, []*http.Response{nil, nil, nil}, 3, true},
		{"429, 502", three, get, []*http.Response{status(429), status(502)}, 3, false},
		{"503, 504", three, get, []*http.Response{status(503), status(504)}, 3, false},
		{"not 500, which may be an answer", three, get, []*http.Response{status(500)}, 1, true},
		{"not 404", three, get, []*http.Response{status(404)}, 1, true},
		{"not a redirect", three, get, []*http.Response{status(302)}, 1, true},
		{"not a refusal of the vendor's", three, get, []*http.Response{answer(503, nil, strings.NewReader("refused: x"))}, 1, true},
		{"half an answer is not asked for again", three, get, []*http.Response{answer(200, nil, &broken{"{"})}, 1, true},
		{"not a POST", three, remote.Request{Operation: create}, []*http.Response{nil}, 1, true},
		{"a POST that changes nothing", three, remote.Request{Operation: create, Repeatable: true}, []*http.Response{nil}, 2, false},
		{"a PUT", three, remote.Request{Operation: write, Params: []string{"1"}}, []*http.Response{status(503)}, 2, false},
		{"not a PUT that may reach something else", three, remote.Request{Operation: write, Params: []string{"1"}, Once: true}, []*http.Response{status(503)}, 1, true},
		{"not what cannot be sent", three, remote.Request{Operation: read}, nil, 0, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rt := &failing{ways: c.ways, start: time.Now()}
				_, err := newClient(t, rt, remote.WithRetry(c.retry)).Do(t.Context(), c.r)
				if len(rt.asked) != c.asked || (err != nil) != c.fails {
					t.Errorf("asked %d times, error %v; want %d times, an error: %t", len(rt.asked), err, c.asked, c.fails)
				}
			})
		})
	}
}

func TestARefusalIsRepeatedIfTheVendorSaysThatItPasses(t *testing.T) {
	for _, c := range []struct {
		name  string
		retry remote.Retry
		r     remote.Request
		text  string
		asked int
	}{
		{"as told", remote.Retry{Attempts: 3}, remote.Request{Operation: read, Params: []string{"1"}}, "refused: busy", 2},
		{"not unless told", remote.Retry{}, remote.Request{Operation: read, Params: []string{"1"}}, "refused: busy", 1},
		{"not what makes something", remote.Retry{Attempts: 3}, remote.Request{Operation: create}, "refused: busy", 1},
		{"not another refusal", remote.Retry{Attempts: 3}, remote.Request{Operation: read, Params: []string{"1"}}, "refused: x", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				v := vendor
				v.Passes = func(err error) bool { return strings.HasSuffix(err.Error(), "busy") }
				rt := &failing{ways: []*http.Response{answer(400, nil, strings.NewReader(c.text))}, start: time.Now()}
				client, err := remote.New(v, "http://pbx.test", &remote.Header{}, remote.WithHTTPClient(&http.Client{Transport: rt}), remote.WithRetry(c.retry))
				if err != nil {
					t.Fatal(err)
				}
				if _, err = client.Do(t.Context(), c.r); len(rt.asked) != c.asked || (err == nil) != (c.asked == 2) {
					t.Errorf("asked %d times, error %v; want %d times", len(rt.asked), err, c.asked)
				}
			})
		})
	}
}

func TestABodyIsSentAgainWhole(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		rt := &failing{ways: []*http.Response{nil, status(503)}, start: time.Now()}
		r, _ := remote.Request{Operation: write, Params: []string{"1"}}.WithJSON("body")
		if _, err := newClient(t, rt, remote.WithRetry(remote.Retry{Attempts: 3})).Do(t.Context(), r); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(rt.bodies, " "); got != `"body" "body" "body"` {
			t.Errorf("bodies = %s", got)
		}
	})
}

func TestWaitsAreBounded(t *testing.T) {
	for _, c := range []struct {
		name     string
		retry    remote.Retry
		ways     []*http.Response
		min, max []time.Duration // of each wait
		fails    bool
	}{
		{"doubled, at random", remote.Retry{Attempts: 4, Wait: time.Second, MaxWait: 3 * time.Second}, []*http.Response{nil, nil, nil},
			[]time.Duration{0, 0, 0}, []time.Duration{time.Second, 2 * time.Second, 3 * time.Second}, false},
		{"by default", remote.Retry{Attempts: 3}, []*http.Response{nil, nil},
			[]time.Duration{0, 0}, []time.Duration{100 * time.Millisecond, 200 * time.Millisecond}, false},
		{"Retry-After in seconds", remote.Retry{Attempts: 2}, []*http.Response{after("3")},
			[]time.Duration{3 * time.Second}, []time.Duration{3 * time.Second}, false},
		// A bubble's clock starts at midnight UTC on 1 January 2000.
		{"Retry-After as a date", remote.Retry{Attempts: 2}, []*http.Response{after("Sat, 01 Jan 2000 00:00:04 GMT")},
			[]time.Duration{4 * time.Second}, []time.Duration{4 * time.Second}, false},
		{"Retry-After that has passed", remote.Retry{Attempts: 2}, []*http.Response{after("Fri, 31 Dec 1999 00:00:00 GMT")},
			[]time.Duration{0}, []time.Duration{0}, false},
		{"Retry-After that makes no sense", remote.Retry{Attempts: 2}, []*http.Response{after("-1")},
			[]time.Duration{0}, []time.Duration{100 * time.Millisecond}, false},
		{"Retry-After beyond the longest wait", remote.Retry{Attempts: 2}, []*http.Response{after("6")}, nil, nil, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				rt := &failing{ways: c.ways, start: time.Now()}
				_, err := newClient(t, rt, remote.WithRetry(c.retry)).Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}})
				if (err != nil) != c.fails || len(rt.asked) != len(c.min)+1 {
					t.Fatalf("error %v after %d requests", err, len(rt.asked))
				}
				for i := range c.min {
					if wait := rt.asked[i+1] - rt.asked[i]; wait < c.min[i] || wait > c.max[i] {
						t.Errorf("wait %d = %v, want from %v to %v", i+1, wait, c.min[i], c.max[i])
					}
				}
			})
		})
	}
}

func TestAWaitEndsWithTheContext(t *testing.T) {
	for _, c := range []struct {
		name  string
		end   func(context.Context) (context.Context, context.CancelFunc)
		after time.Duration
	}{
		{"at once if its deadline is too early", func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, time.Second)
		}, 0},
		{"when it is cancelled", func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(time.Second, cancel)
			return ctx, cancel
		}, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := c.end(t.Context())
				defer cancel()
				rt := &failing{ways: []*http.Response{after("3")}, start: time.Now()}
				_, err := newClient(t, rt, remote.WithRetry(remote.Retry{Attempts: 2})).Do(ctx, remote.Request{Operation: read, Params: []string{"1"}})
				if err == nil || len(rt.asked) != 1 || time.Since(rt.start) != c.after {
					t.Errorf("error %v after %d requests and %v", err, len(rt.asked), time.Since(rt.start))
				}
			})
		})
	}
}
