package broadworkshttp_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
)

// sink is a ResponseWriter that costs nothing: what is measured is the handler,
// without a server and a socket.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header { return s.header }

func (s *sink) WriteHeader(status int) { s.status = status }

func (s *sink) Write(b []byte) (int, error) { return len(b), nil }

// body is a body that can be sent again.
type body struct{ *strings.Reader }

func (body) Close() error { return nil }

// The update of a user's music is to cost 25 µs at most, all of it: the token, the
// rights, the transaction and both bodies.
func BenchmarkHandler(b *testing.B) {
	for _, bench := range []struct {
		name, method, path, body string
		want                     int
	}{
		{"UpdateUserMusicOnHold", "PUT", musicPath, `{"isActive":true,"source":{"messageSourceSelection":"Custom","audioFile":{"name":"My Music"}},` +
			`"useAlternateSourceForInternalCalls":true,"internalSource":{"messageSourceSelection":"Group","audioFile":{"name":"DELETE"}}}`, 200},
		{"GetUserMusicOnHold", "GET", musicPath, "", 200},
		{"UpdateGroupMusicOnHold", "PUT", groupPath, `{"useAlternateSourceForInternalCalls":true,"internalSource":{"audioFilePreferredCodec":"G722"}}`, 200},
		{"ListGroupAnnouncements", "GET", "/api/v1/tenants/foo/groups/foogroup/announcements/?addUsages=true", "", 200},
		{"Refusal", "PUT", musicPath, `{"isActive":1}`, 400},
	} {
		b.Run(bench.name, func(b *testing.B) {
			h, w, again := newSystem(b, broadworkshttp.Options{}), sink{header: http.Header{}}, body{strings.NewReader("")}
			r := request(bench.method, bench.path, bench.body)
			r.Body = again
			b.ReportAllocs()
			for b.Loop() {
				clear(w.header)
				again.Reset(bench.body)
				h.ServeHTTP(&w, r)
				if w.status != bench.want {
					b.Fatalf("status %d, want %d", w.status, bench.want)
				}
			}
		})
	}
}
