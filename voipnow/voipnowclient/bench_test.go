package voipnowclient_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
)

const callPath = "/uapi/phoneCalls/12/@self/b817"

// callBody is what the vendor's example of a list has, with one call of one view.
const callBody = `{"entry":[{"id":"b817d2618fe6f1804333","extension":"0003*210","ownerId":"3","ownerName":"Default Organization",` +
	`"answered":"2012-06-27T16:08:55+03:00","published":"2012-06-27T16:08:50+02:00","phoneCallView":[{"id":"01","extension":"0003*210",` +
	`"answered":"2012-06-27T16:08:55+03:00","status":"5","callerId":"John Doe <3333>","source":["0003*210"],"destination":["0003*024"]}],` +
	`"link":{"self":"https://x.x.x.x/uapi/phoneCalls/12/0003*210/b817d2618fe6f1804333"}}],"totalResults":1,"itemsPerPage":20,"startIndex":0}`

// noCallsBody is what there mostly is to be seen.
const noCallsBody = `{"entry":[],"totalResults":0,"itemsPerPage":20,"startIndex":0}`

// answerServer answers every request with a body.
func answerServer(t testing.TB, body string) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(s.Close)
	return s
}

// bareGet is what a client without any of this would do: it exchanges the same bytes
// and decodes nothing.
func bareGet(t testing.TB, c *http.Client, url string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+callPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set("Authorization", "Bearer "+token)
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
}

func clientGet(t testing.TB, svc *voipnow.Service) {
	t.Helper()
	if _, err := svc.Calls.List(t.Context(), nobody, one, voipnow.CallQuery{}); err != nil {
		t.Fatal(err)
	}
}

// constant is an HTTP client whose transport answers everything with a body.
func constant(body string) *http.Client {
	return &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(body)), ContentLength: int64(len(body)),
		}, nil
	})}
}

// BenchmarkGet compares a GET of the client with one of a bare http.Client that
// exchanges the same bytes and decodes nothing: over TCP, and with a transport that
// costs next to nothing, where the difference is not lost in the noise of the network.
func BenchmarkGet(b *testing.B) {
	for calls, body := range []string{noCallsBody, callBody} {
		server := answerServer(b, body)
		for _, over := range []struct {
			name string
			http *http.Client
		}{{"TCP", server.Client()}, {"nothing", constant(body)}} {
			svc := newClient(b, server.URL, voipnowclient.WithHTTPClient(over.http))
			name := fmt.Sprintf("calls=%d/over=%s/", calls, over.name)
			b.Run(name+"bare", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					bareGet(b, over.http, server.URL)
				}
			})
			b.Run(name+"client", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					clientGet(b, svc)
				}
			})
		}
	}
}

// TestAGetCostsFewAllocations compares with the same bare client. A call has fourteen texts
// and four lists, each of which is an allocation already.
func TestAGetCostsFewAllocations(t *testing.T) {
	for calls, body := range []string{noCallsBody, callBody} {
		c := constant(body)
		svc := newClient(t, "http://pbx.test", voipnowclient.WithHTTPClient(c))
		bare := testing.AllocsPerRun(200, func() { bareGet(t, c, "http://pbx.test") })
		client := testing.AllocsPerRun(200, func() { clientGet(t, svc) })
		if client-bare > 30 {
			t.Errorf("%d calls: %v allocations, and %v without the client; want at most 30 more", calls, client, bare)
		}
	}
}
