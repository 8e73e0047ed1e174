package telecomxclient_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
)

const settingsBody = `{"_id":"1234567890ABCDEF12345678","defaultMusicOnHold":"123456789012345678901234","masterPinCode":"1234567890","defaultLanguage":"da",` +
	`"defaultNumber":"+4570305050","defaultVoiceAccount":"12345678901234567890DDDD","nationalPrefix":"+45","callerIdNameOutbound":"CUSTOMER","voicemailBreakout":null,` +
	`"recording":{"mode":"ALWAYS","quality":"NORMAL","retension":7},"billing":{"invoicedUntil":"2019-01-01T00:00:00.000Z"},"presentMobileOnLocalToMobile":false}`

// settingsServer answers every request with settings.
func settingsServer(t testing.TB) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, settingsBody)
	}))
	t.Cleanup(s.Close)
	return s
}

// bareGet is what a client without any of this would do: it exchanges the same bytes
// and decodes nothing.
func bareGet(t testing.TB, c *http.Client, url string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/pbx/settings/"+example, nil)
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

func clientGet(t testing.TB, svc *telecomx.Service) {
	t.Helper()
	if _, err := svc.Settings.Get(t.Context(), nobody, example); err != nil {
		t.Fatal(err)
	}
}

// BenchmarkGet compares a GET of the client with one of a bare http.Client that
// exchanges the same bytes and decodes nothing: over TCP, and with a transport that
// costs next to nothing, where the difference is not lost in the noise of the network.
func BenchmarkGet(b *testing.B) {
	server := settingsServer(b)
	constant := &http.Client{Transport: transport(func(*http.Request) (*http.Response, error) {
		return &http.Response{
			StatusCode: 200, Header: http.Header{"Content-Type": {"application/json"}},
			Body: io.NopCloser(strings.NewReader(settingsBody)), ContentLength: int64(len(settingsBody)),
		}, nil
	})}
	for _, over := range []struct {
		name string
		http *http.Client
	}{{"TCP", server.Client()}, {"nothing", constant}} {
		svc := newClient(b, server.URL, telecomxclient.Token(token), telecomxclient.WithHTTPClient(over.http))
		b.Run("over="+over.name+"/bare", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				bareGet(b, over.http, server.URL)
			}
		})
		b.Run("over="+over.name+"/client", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				clientGet(b, svc)
			}
		})
	}
}

// TestAGetCostsFewAllocations compares with the same bare client: at most 30 more.
func TestAGetCostsFewAllocations(t *testing.T) {
	server := settingsServer(t)
	svc := newClient(t, server.URL, telecomxclient.Token(token), telecomxclient.WithHTTPClient(server.Client()))
	bare := testing.AllocsPerRun(200, func() { bareGet(t, server.Client(), server.URL) })
	client := testing.AllocsPerRun(200, func() { clientGet(t, svc) })
	if client-bare > 30 {
		t.Errorf("%v allocations, and %v without the client; want at most 30 more", client, bare)
	}
}
