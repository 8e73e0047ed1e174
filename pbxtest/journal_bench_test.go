package pbxtest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// discard is an http.ResponseWriter that a benchmark can use again.
type discard struct{ header http.Header }

func (d *discard) Header() http.Header         { return d.header }
func (d *discard) WriteHeader(int)             {}
func (d *discard) Write(p []byte) (int, error) { return len(p), nil }

// What journaling adds to a request: without entries, and with those of the default.
func BenchmarkJournaling(b *testing.B) {
	for _, entries := range []int{0, 1000} {
		for _, r := range []message{getLine, setServices("1", `{"dndEnabled":true}`)} {
			b.Run(fmt.Sprintf("entries=%d/%s", entries, r.method), func(b *testing.B) {
				handler := pbxtest.Run(b, pbxtest.JournalLimits(entries, 8<<10)).Handler()
				w := &discard{http.Header{}}
				sent := r.to(b, "http://pbx.example.com")
				b.ReportAllocs()
				for b.Loop() {
					if r.body != "" {
						sent.Body = http.NoBody
						sent = r.to(b, "http://pbx.example.com")
					}
					handler.ServeHTTP(w, sent)
				}
			})
		}
	}
}

// full returns a server with a full journal: requests of all vendors, and one with a
// body as large as the journal keeps.
func full(b *testing.B) connection {
	c := memory(b)
	large := room(8 << 10)
	for i := range 1000 {
		r := []message{getLine, listCalls, createToken, getSettings, getMusic, createRoom, setServices("1", `{"dndEnabled":true}`), large}[i%8]
		c.send(b, r)
	}
	return c
}

// What it costs to show all entries, without their credentials.
func BenchmarkEntries(b *testing.B) {
	c := full(b)
	b.ReportAllocs()
	for b.Loop() {
		c.pbx.Journal().Entries()
	}
}

func BenchmarkExpect(b *testing.B) {
	c := full(b)
	quiet := &fakeTB{}
	for _, bb := range []struct {
		name    string
		matcher pbxtest.Matcher
	}{
		{"met", pbxtest.Value("id", "1")},
		{"met-by-members", pbxtest.Member("dndEnabled", true)},
		{"missed", pbxtest.Value("id", "2")},
	} {
		b.Run(bb.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c.pbx.Journal().Expect(quiet, xivo.UpdateUserServices, bb.matcher)
				quiet.failures = nil
			}
		})
	}
}

// What redacting a body of 8 KiB costs: the worst is to be linear as well.
func BenchmarkRedaction(b *testing.B) {
	const size = 8 << 10
	fill := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for _, bb := range []struct{ name, body string }{
		{"json", `{"a":"` + fill("x") + `"}`},
		{"members", `{` + fill(`"name":"value",`) + `}`},
		{"credentials", `{` + fill(`"token":"value",`) + `}`},
		{"quotes", fill(`"`)},
		{"names", fill(`"token"`)},
		{"spaces", `"token"` + fill(` `)},
		{"open", fill(`"token":[`)},
		{"form", fill("a=b&")},
		{"fields", fill("token=b&")},
		{"ampersands", fill("&")},
		{"parts", fill(part(`Content-Disposition: form-data; name="token"`, "x"))},
		{"delimiters", fill("--\n")},
	} {
		b.Run(bb.name, func(b *testing.B) {
			c := memory(b, pbxtest.JournalLimits(1, 2*size))
			c.send(b, message{method: "POST", path: "/ping", body: bb.body})
			b.SetBytes(size)
			for b.Loop() {
				c.pbx.Journal().Entries()
			}
		})
	}
}

// BenchmarkJournalMillion shows that a journal does not grow: the heap in use after
// 100,000 requests and after 1,000,000. Run it with -benchtime 1x.
func BenchmarkJournalMillion(b *testing.B) {
	for b.Loop() {
		c := memory(b)
		requests := []message{getLine, setServices("1", `{"dndEnabled":true}`), getSettings, {method: "GET", path: "/nowhere"}}
		before := heap()
		for i := range 1_000_000 {
			c.send(b, requests[i%len(requests)])
			if i+1 == 100_000 {
				b.ReportMetric(float64(heap()-before)/1024, "KiB-after-100k")
			}
		}
		b.ReportMetric(float64(heap()-before)/1024, "KiB-after-1M")
		if n := c.pbx.Journal().Len(); n != 1_000_000 {
			b.Fatalf("the journal has counted %d requests", n)
		}
	}
}
