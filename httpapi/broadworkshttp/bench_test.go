package broadworkshttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
)

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
			s := resttest.NewSender(newSystem(b, broadworkshttp.Options{}), request(bench.method, bench.path, ""), bench.body)
			b.ReportAllocs()
			for b.Loop() {
				s.Send(b, bench.want)
			}
		})
	}
}
