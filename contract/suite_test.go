package contract

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// TestXiVOSuiteConforms runs the behaviour suite through the client, and compares
// whatever goes to and fro with the document.
func TestXiVOSuiteConforms(t *testing.T) {
	const token = "a4c1f0de-7b52"
	suiteConforms(t, "xivo", 1000, func(t *testing.T, watch watch) {
		xivotest.Run(t, func(t *testing.T) *xivo.Service {
			pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Empty(), pbxtest.StartAt(xivotest.Clock), pbxtest.WithXiVOToken(token))
			svc, err := xivoclient.New(pbx.URL(), token, xivoclient.WithHTTPClient(watch(t, pbx)))
			if err != nil {
				t.Fatal(err)
			}
			svc.Seed = pbx.XiVO.Seed
			return svc
		})
	})
}

// watch returns an HTTP client of a PBX whose exchanges are compared with a document.
type watch func(t *testing.T, pbx *pbxtest.Server) *http.Client

// suiteConforms compares what goes to and fro while a vendor's suite runs with the
// vendor's document.
func suiteConforms(t *testing.T, vendor string, least int64, run func(*testing.T, watch)) {
	t.Helper()
	c := load(t, vendorNamed(t, vendor))
	var seen atomic.Int64
	run(t, func(t *testing.T, pbx *pbxtest.Server) *http.Client {
		return &http.Client{Transport: &witness{t, c, pbx.Client().Transport, &seen}}
	})
	if seen.Load() < least {
		t.Errorf("%d exchanges were compared: is the suite run?", seen.Load())
	}
	t.Logf("%d exchanges compared", seen.Load())
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
