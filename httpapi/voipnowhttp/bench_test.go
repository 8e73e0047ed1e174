package voipnowhttp_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/voipnow"
)

// benchmark sends the bodies of a request in turn.
func benchmark(b *testing.B, h http.Handler, method, target string, want int, bodies ...string) {
	senders := make([]*resttest.Sender, len(bodies))
	for i, body := range bodies {
		senders[i] = resttest.NewSender(h, request(method, target, ""), body)
	}
	n := 0
	b.ReportAllocs()
	for b.Loop() {
		senders[n%len(senders)].Send(b, want)
		n++
	}
}

// BenchmarkOnHold is a whole request: token, address, body, one transaction, answer.
// Every other one is an OffHold, so that each of them changes the call.
func BenchmarkOnHold(b *testing.B) {
	benchmark(b, newPBX(b), "PUT", documentedPath, 200, onHold, offHold)
}

// BenchmarkOnHoldAgain finds the view holding already.
func BenchmarkOnHoldAgain(b *testing.B) { benchmark(b, newPBX(b), "PUT", documentedPath, 200, onHold) }

func BenchmarkOnHoldAmongManyCalls(b *testing.B) {
	benchmark(b, manyCalls(b, 10_000), "PUT", documentedPath, 200, onHold, offHold)
}

// BenchmarkRefusal ends at the view.
func BenchmarkRefusal(b *testing.B) {
	benchmark(b, newPBX(b), "PUT", documentedPath, 400, `{"action": "OnHold", "phoneCallViewId": "99"}`)
}

// BenchmarkList lists the three calls of an extension, among others.
func BenchmarkList(b *testing.B) {
	for _, n := range []int{0, 10_000} {
		b.Run(fmt.Sprintf("others=%d", n), func(b *testing.B) {
			benchmark(b, manyCalls(b, n), "GET", "/uapi/phoneCalls/@me/0003*210", 200, "")
		})
	}
}

// manyCalls returns a PBX with calls of another extension beside the documented ones.
func manyCalls(b *testing.B, n int) *pbx {
	f := &voipnow.Fixture{Calls: make([]voipnow.CallRecord, n)}
	for i := range f.Calls {
		f.Calls[i] = voipnow.CallRecord{ID: fmt.Sprintf("c%06d", i), Extension: "0003*024", Views: []voipnow.View{
			{ID: "00", Extension: "0003*024", Status: voipnow.StatusOnCall, Source: []string{"1"}, Destination: []string{"024"}},
		}}
	}
	p := newPBX(b)
	if err := p.svc.Seed.Load(b.Context(), f); err != nil {
		b.Fatal(err)
	}
	return p
}
