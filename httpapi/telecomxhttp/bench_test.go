package telecomxhttp_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/telecomx"
)

// BenchmarkGetSettings is the request that clients send most: with a token whose
// deadline each request moves, and with ones that have none.
func BenchmarkGetSettings(b *testing.B) {
	p := newPBX(b, telecomxhttp.Options{})
	fill(b, p, 1000)
	token := call(p, "GET", "/auth/login?username=user@domain.com&password=mysecret+password", "", "")
	if token.Status != http.StatusOK {
		b.Fatal(token)
	}
	for _, bench := range []struct{ name, token string }{
		{"sliding", "session-1"}, {"persistent", "token-owner"}, {"machine", "token-machine"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			r := httptest.NewRequest("GET", "/pbx/settings", nil)
			r.Header.Set("Authorization", "Bearer "+bench.token)
			s := resttest.NewSender(p, r, "")
			b.ReportAllocs()
			for b.Loop() {
				p.clock.Advance(time.Microsecond)
				s.Send(b, http.StatusOK)
			}
		})
	}
}

func BenchmarkListMusicOnHold(b *testing.B) {
	p := newPBX(b, telecomxhttp.Options{})
	fill(b, p, 1000)
	r := httptest.NewRequest("GET", "/pbx/musiconhold?filter=free", nil)
	r.Header.Set("Authorization", "Bearer token-owner")
	s := resttest.NewSender(p, r, "")
	b.ReportAllocs()
	for b.Loop() {
		s.Send(b, http.StatusOK)
	}
}

// fill adds customers, each with an employee, a token and a class, and a machine
// token of the documented owner.
func fill(b *testing.B, p *pbx, n int) {
	b.Helper()
	f := &telecomx.Fixture{Tokens: []telecomx.Token{{Value: "token-machine", Employee: "52f4fd7734697b28ccaf0104", Machine: true}}}
	for i := range n {
		id := fmt.Sprintf("aaaaaaaa%016x", i)
		f.Customers = append(f.Customers, telecomx.Customer{ID: id})
		f.Employees = append(f.Employees, telecomx.Employee{ID: id, Customer: id, Username: id, Level: telecomx.Owner})
		f.Tokens = append(f.Tokens, telecomx.Token{Value: id, Employee: id})
		f.MusicOnHold = append(f.MusicOnHold, telecomx.MusicOnHold{ID: id, Customer: id, Name: "Free"})
	}
	if err := p.svc.Seed.Load(b.Context(), f); err != nil {
		b.Fatal(err)
	}
}
