package rest_test

import (
	"errors"
	"math"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// written is what an answer is.
type written struct {
	Status                      int
	ContentType, Length, String string
}

func write(t *testing.T, method string, answer func(http.ResponseWriter, *http.Request)) written {
	t.Helper()
	rec := httptest.NewRecorder()
	answer(rec, httptest.NewRequest(method, "/", nil))
	return written{rec.Code, rec.Header().Get("Content-Type"), rec.Header().Get("Content-Length"), rec.Body.String()}
}

func TestWriteJSON(t *testing.T) {
	type value struct {
		Text string   `json:"text"`
		List []string `json:"list"`
	}
	v := value{"<a href='é'>&\u2028\n</a>", []string{}}
	const body = `{"text":"<a href='é'>&` + "\\u2028" + `\n</a>","list":[]}`
	for method, want := range map[string]written{
		"GET":    {201, "application/json", strconv.Itoa(len(body)), body},
		"DELETE": {201, "application/json", strconv.Itoa(len(body)), body},
		"HEAD":   {201, "application/json", strconv.Itoa(len(body)), ""},
	} {
		got := write(t, method, func(w http.ResponseWriter, r *http.Request) {
			if err := rest.WriteJSON(w, r, 201, v); err != nil {
				t.Error(err)
			}
		})
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", method, diff)
		}
	}
}

func TestWriteJSONWritesNothingOfWhatIsNoJSON(t *testing.T) {
	got := write(t, "GET", func(w http.ResponseWriter, r *http.Request) {
		if err := rest.WriteJSON(w, r, 201, []float64{1, math.NaN()}); err == nil {
			t.Error("no error")
		}
	})
	if diff := cmp.Diff(written{Status: 200}, got); diff != "" { // 200 is what a recorder begins with
		t.Errorf("answer (-want +got):\n%s", diff)
	}
}

// marshaler fails after others have written into the same buffer.
type marshaler struct{ err error }

func (m marshaler) MarshalJSON() ([]byte, error) { return nil, m.err }

func TestBuffersAreClean(t *testing.T) {
	large := strings.Repeat("x", 1<<20)
	for range 20 {
		write(t, "GET", func(w http.ResponseWriter, r *http.Request) {
			if rest.WriteJSON(w, r, 200, []any{"before", marshaler{errors.New("no")}}) == nil {
				t.Error("no error")
			}
		})
		for _, text := range []string{large, "small"} {
			got := write(t, "GET", func(w http.ResponseWriter, r *http.Request) { rest.WriteJSON(w, r, 200, text) })
			if got.String != `"`+text+`"` {
				t.Fatalf("%d bytes, want %d", len(got.String), len(text)+2)
			}
		}
	}
}

func TestWriteJSONIsSafeForConcurrentUse(t *testing.T) {
	var wg sync.WaitGroup
	for i := range 16 {
		text := strings.Repeat(string(rune('a'+i)), 100*i)
		wg.Go(func() {
			for range 50 {
				rec := httptest.NewRecorder()
				rest.WriteJSON(rec, &http.Request{Method: "GET"}, 200, text)
				if rec.Body.String() != `"`+text+`"` {
					t.Error("an answer was mixed up with another one")
				}
			}
		})
	}
	wg.Wait()
}

func TestWrite(t *testing.T) {
	for method, want := range map[string]written{
		"POST": {200, "text/plain", "5", "hello"},
		"HEAD": {200, "text/plain", "5", ""},
	} {
		got := write(t, method, func(w http.ResponseWriter, r *http.Request) { rest.Write(w, r, 200, "text/plain", []byte("hello")) })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", method, diff)
		}
	}
}
