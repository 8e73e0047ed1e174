package xivoclient_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
)

// maxAnswer is the bound of the answers that are fuzzed.
const maxAnswer = 16 << 10

// What an exchange may allocate: for the request and the first buffer of an answer, and
// for each byte of an answer. Most of it
// is for lists of empty strings and numbers, which grow while they are read. A call has
// two exchanges at most.
const (
	allocPerCall = 80 << 10
	allocPerByte = 64
)

// FuzzAnswers has a server answer anything to each operation. The client must not
// panic, must not take more memory than the bound on answers stands for, and must
// say in the vendor's terms or in its own what is wrong.
func FuzzAnswers(f *testing.F) {
	pbx := pbxtest.Run(f, pbxtest.InMemory(), pbxtest.WithXiVOToken(token))
	svc := remote(f, pbx)
	for _, c := range calls {
		_ = c.call(f.Context(), svc)
	}
	for _, e := range pbx.Journal().Entries() {
		f.Add(e.Status, "application/json", e.Answer)
	}
	f.Add(302, "https://root:pw@else.test/?token=x", []byte("<html>"))
	f.Add(404, "", []byte(`{"error":"NotFoundError"`))
	f.Add(307, "x@c\x04/"+strings.Repeat("\xc3", 500), []byte("moved"))
	f.Add(200, "text/html", []byte(strings.Repeat("[", 20_000)))
	f.Add(200, "", []byte("["+strings.Repeat("{},", 8_000)))
	f.Add(200, "", []byte(`{"type":"x","data":{"a":`+strings.Repeat(`[`, 5_000)))

	f.Fuzz(func(t *testing.T, status int, header string, body []byte) {
		rt := transport(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {header}, "Location": {header}, "Retry-After": {header}},
				Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(header)) << 32,
			}, nil
		})
		svc := newClient(t, "http://pbx.test", xivoclient.WithHTTPClient(&http.Client{Transport: rt}), xivoclient.WithMaxAnswer(maxAnswer))
		for _, c := range calls {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err := c.call(t.Context(), svc)
			runtime.ReadMemStats(&after)
			if got, most := after.TotalAlloc-before.TotalAlloc, uint64(2*(allocPerCall+maxErrorText)+2*allocPerByte*min(len(body), maxAnswer)); got > most {
				t.Errorf("%s: %d bytes allocated for an answer of %d, want at most %d", c.op, got, len(body), most)
			}
			if err == nil {
				if status/100 != 2 {
					t.Errorf("%s: no error for a status of %d", c.op, status)
				}
				continue
			}
			_, vendors := errors.AsType[*xivo.Error](err)
			e, own := errors.AsType[*xivoclient.UnexpectedError](err)
			if !vendors && !own || own && len(e.Body) > 4<<10 || len(err.Error()) > maxErrorText {
				t.Errorf("%s: error is a %T of %d bytes", c.op, err, len(err.Error()))
			}
		}
	})
}

// maxErrorText is how long the text of an error is.
const maxErrorText = 4 << 10
