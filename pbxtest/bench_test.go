package pbxtest_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// first asks for a meeting room, as the first request of a test.
func first(b testing.TB, client *http.Client, url string) {
	r, err := http.NewRequest("GET", url+"/configmgt/api/2.0/meetingrooms/1", nil)
	if err != nil {
		b.Fatal(err)
	}
	r.Header.Set("X-Auth-Token", xivo.DocumentationToken)
	response, err := client.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer response.Body.Close()
	if body, err := io.ReadAll(response.Body); err != nil || response.StatusCode != 200 {
		b.Fatalf("%s %s, %v", response.Status, body, err)
	}
}

// floor answers as a server does for whom everything is known beforehand.
func floor() *httptest.Server {
	const room = `{"id":1,"name":"myConfRoom1","displayName":"My Conf Room 1","number":1050,"userPin":1234}`
	return httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, room)
	}))
}

// scope ends what a benchmark's iteration has begun.
type scope struct {
	testing.TB
	cleanups []func()
}

func (s *scope) Cleanup(fn func()) { s.cleanups = append(s.cleanups, fn) }

func (s *scope) end() {
	for i := len(s.cleanups) - 1; i >= 0; i-- {
		s.cleanups[i]()
	}
}

// BenchmarkFirstResponse is the time from nothing to the first answer and back to
// nothing. The floor is a server of net/http/httptest that knows no PBX.
func BenchmarkFirstResponse(b *testing.B) {
	b.Run("floor", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			s := floor()
			first(b, s.Client(), s.URL)
			s.Close()
		}
	})
	b.Run("TCP", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			t := &scope{TB: b}
			pbx := pbxtest.Run(t)
			first(b, pbx.Client(), pbx.URL())
			t.end()
		}
	})
	b.Run("memory", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			t := &scope{TB: b}
			pbx := pbxtest.Run(t)
			first(b, &http.Client{Transport: pbx.Transport()}, "http://pbx.test")
			t.end()
		}
	})
}

// BenchmarkRequest is a request to a server that has answered before.
func BenchmarkRequest(b *testing.B) {
	b.Run("floor", func(b *testing.B) {
		s := floor()
		defer s.Close()
		b.ReportAllocs()
		for b.Loop() {
			first(b, s.Client(), s.URL)
		}
	})
	pbx := pbxtest.Run(b)
	b.Run("TCP", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			first(b, pbx.Client(), pbx.URL())
		}
	})
	b.Run("memory", func(b *testing.B) {
		client := &http.Client{Transport: pbx.Transport()}
		b.ReportAllocs()
		for b.Loop() {
			first(b, client, "http://pbx.test")
		}
	})
}

// populated is a server with as many users as a benchmark is about. It is made once
// for all runs of the benchmark.
var populated = sync.OnceValue(func() *pbxtest.Server {
	pbx, err := pbxtest.New(pbxtest.Generated(pbxtest.Population{Users: 100_000}))
	if err != nil {
		panic(err)
	}
	return pbx
})

// BenchmarkForkAndFirstWrite forks a server with 100,000 users and changes one of
// them, through the service and over HTTP in memory, or makes a meeting room.
func BenchmarkForkAndFirstWrite(b *testing.B) {
	pbx := populated()
	b.Run("fork", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			pbx.Fork(nil)
		}
	})
	b.Run("service", func(b *testing.B) {
		b.ReportAllocs()
		n := int64(0)
		for b.Loop() {
			fork := pbx.Fork(nil)
			n = n%100_000 + 1
			if _, err := fork.XiVO.Services.Update(b.Context(), n, xivo.ServicesInput{DNDEnabled: new(true)}); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("HTTP", func(b *testing.B) {
		b.ReportAllocs()
		n := 0
		for b.Loop() {
			fork := pbx.Fork(nil)
			n = n%100_000 + 1
			url := fmt.Sprintf("http://pbx.test/configmgt/api/2.0/users/%d/services", n)
			r, err := http.NewRequest("PUT", url, strings.NewReader(`{"dndEnabled": true}`))
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("X-Auth-Token", fork.Credentials.XiVO.Token)
			r.Header.Set("Content-Type", "application/json")
			response, err := fork.Transport().RoundTrip(r)
			if err != nil || response.StatusCode != 200 {
				b.Fatal(response, err)
			}
		}
	})
	b.Run("room", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			fork := pbx.Fork(nil)
			if _, err := fork.XiVO.MeetingRooms.Create(b.Context(), xivo.MeetingRoom{Name: "new", DisplayName: "New", Number: 7}); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkInstances reports what 500 servers keep alive, each beside its own client
// and before any request, and after one.
func BenchmarkInstances(b *testing.B) {
	const n = 500
	for _, kind := range []string{"floor, idle", "idle", "in memory, one answer", "floor, one answer", "one answer"} {
		b.Run(kind, func(b *testing.B) {
			for b.Loop() {
				t := &scope{TB: b}
				goroutines, heap := runtime.NumGoroutine(), alive()
				kept := make([]any, 0, n)
				for range n {
					kept = append(kept, start(t, kind))
				}
				b.ReportMetric(float64(alive()-heap)/n, "B/instance")
				b.ReportMetric(float64(runtime.NumGoroutine()-goroutines)/n, "goroutines/instance")
				runtime.KeepAlive(kept)
				t.end()
			}
		})
	}
}

func start(t *scope, kind string) any {
	switch kind {
	case "floor, idle", "floor, one answer":
		s := floor()
		t.Cleanup(s.Close)
		if kind == "floor, one answer" {
			first(t, s.Client(), s.URL)
		}
		return s
	}
	pbx := pbxtest.Run(t)
	switch kind {
	case "idle":
		pbx.URL()
	case "one answer":
		first(t, pbx.Client(), pbx.URL())
	default:
		first(t, &http.Client{Transport: pbx.Transport()}, "http://pbx.test")
	}
	return pbx
}

// alive returns how many bytes are reachable.
func alive() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
