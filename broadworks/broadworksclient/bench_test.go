package broadworksclient_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
)

const musicPath = "/api/v1/tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/"

const musicBody = `{"isActive":false,"source":{"messageSourceSelection":"Custom","audioFile":{"name":"My Music","mediaType":"WAV"}},"useAlternateSourceForInternalCalls":true,"internalSource":{"messageSourceSelection":"Group"}}`

// musicServer answers every request with a user's music and a session.
func musicServer(t testing.TB) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/login/") {
			http.SetCookie(w, &http.Cookie{Name: "sessionid", Value: token})
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, musicBody)
	}))
	t.Cleanup(s.Close)
	return s
}

// bareGet is what a client without any of this would do: it exchanges the same bytes
// and decodes nothing.
func bareGet(t testing.TB, c *http.Client, url, header, value string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+musicPath, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Accept", "application/json")
	r.Header.Set(header, value)
	resp, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
}

func clientGet(t testing.TB, svc *broadworks.Service) {
	t.Helper()
	if _, err := svc.MusicOnHold.Get(t.Context(), anyone, foouser); err != nil {
		t.Fatal(err)
	}
}

// credentials are those of a client, and the header that a bare one sends.
var credentials = []struct {
	name          string
	credential    broadworksclient.Credential
	header, value string
}{
	{"token", broadworksclient.Token(token), "Authorization", "Bearer " + token},
	{"session", broadworksclient.Login("u", password), "Cookie", "sessionid=" + token},
}

// BenchmarkGet compares a GET of the client with one of a bare http.Client that
// exchanges the same bytes and decodes nothing: over TCP, and with a transport that
// costs next to nothing, where the difference is not lost in the noise of the network.
func BenchmarkGet(b *testing.B) {
	server := musicServer(b)
	constant := &http.Client{Transport: transport(func(r *http.Request) (*http.Response, error) {
		header := http.Header{"Content-Type": {"application/json"}}
		if strings.HasSuffix(r.URL.Path, "/login/") {
			header.Set("Set-Cookie", "sessionid="+token)
		}
		return &http.Response{StatusCode: 200, Header: header, Body: io.NopCloser(strings.NewReader(musicBody)), ContentLength: int64(len(musicBody))}, nil
	})}
	for _, over := range []struct {
		name string
		http *http.Client
	}{{"TCP", server.Client()}, {"nothing", constant}} {
		for _, by := range credentials {
			svc := newClient(b, server.URL, by.credential, broadworksclient.WithHTTPClient(over.http))
			b.Run("over="+over.name+"/by="+by.name+"/bare", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					bareGet(b, over.http, server.URL, by.header, by.value)
				}
			})
			b.Run("over="+over.name+"/by="+by.name+"/client", func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					clientGet(b, svc)
				}
			})
		}
	}
}

// TestAGetCostsFewAllocations compares with the same bare client: at most 30 more.
func TestAGetCostsFewAllocations(t *testing.T) {
	server := musicServer(t)
	for _, by := range credentials {
		svc := newClient(t, server.URL, by.credential, broadworksclient.WithHTTPClient(server.Client()))
		bare := testing.AllocsPerRun(200, func() { bareGet(t, server.Client(), server.URL, by.header, by.value) })
		client := testing.AllocsPerRun(200, func() { clientGet(t, svc) })
		if client-bare > 30 {
			t.Errorf("by %s: %v allocations, and %v without the client; want at most 30 more", by.name, client, bare)
		}
	}
}
