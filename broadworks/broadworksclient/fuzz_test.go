package broadworksclient_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// maxAnswer is the bound of the answers that are fuzzed.
const maxAnswer = 16 << 10

// What an exchange may allocate: for the request and the first buffer of an answer, and
// for each byte of an answer. Most of it is for lists of empty objects, which grow while
// they are read. A call has four exchanges at most: a login and what it is for, twice.
const (
	allocPerCall = 80 << 10
	allocPerByte = 64
	exchanges    = 4
)

// maxErrorText is how long the text of an error is. That of a refusal is the vendor's.
const maxErrorText = 2*maxAnswer + 4<<10

// FuzzAnswers has a server answer anything to each operation, the login among them. The
// client must not panic, must not take more memory than the bound on answers stands for,
// and must say in the vendor's terms or in its own what is wrong.
func FuzzAnswers(f *testing.F) {
	pbx := pbxtest.Run(f, pbxtest.InMemory())
	svc := newEndpoint(f, pbx)
	for _, c := range calls {
		_ = c.call(f.Context(), svc)
	}
	for _, e := range pbx.Journal().Entries() {
		f.Add(e.Status, "application/json", "sessionid=5e55; Path=/; HttpOnly", e.Answer)
	}
	f.Add(302, "https://root:pw@else.test/?token=x", "", []byte("<html>"))
	f.Add(404, "", "sessionid=", []byte(`{"errors":[{"code":404,"message":"Not Found"`))
	f.Add(401, "", "sessionid=x; Max-Age=-1", []byte(`{"error":"`+strings.Repeat("x", 8_000)))
	f.Add(207, "", "sessionid=x; Max-Age=99999999999", []byte(`{"errors":[{"code":1e9,"message":"m","details":{"errors":{"0":{"summary":"s"}}}}]}`))
	f.Add(400, "", "a=b; sessionid=x", []byte(`{"errors":[`+strings.Repeat("{},", 5_000)+`{}]}`))
	f.Add(200, "text/html", "sessionid=\"x y\"; Expires=Sat, 01 Jan 2000 00:00:00 GMT", []byte(strings.Repeat("[", 20_000)))
	f.Add(200, "", "sessionid=x", []byte(`{"announcements":[`+strings.Repeat("{},", 5_000)))
	f.Add(200, "", "sessionid=x", []byte(`{"announcements":[{"fileSize":"`+strings.Repeat("7", 1_000)+`"}]}`))
	f.Add(200, "", "sessionid=x", []byte(`{"announcements":[{"usages":[`+strings.Repeat("{},", 1_000)+`{}]}]}`))
	f.Add(200, "", "sessionid=x", []byte(`{"internalSource":{"audioFile":`+strings.Repeat(`{"a":`, 3_000)))

	f.Fuzz(func(t *testing.T, status int, header, cookie string, body []byte) {
		rt := transport(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {header}, "Location": {header}, "Retry-After": {header}, "Set-Cookie": {cookie}},
				Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(header)) << 32,
			}, nil
		})
		for _, credential := range []broadworksclient.Credential{broadworksclient.Token(token), broadworksclient.Login("u", password)} {
			svc := rt.client(t, credential, broadworksclient.WithMaxAnswer(maxAnswer))
			for _, c := range calls {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				err := c.call(t.Context(), svc)
				runtime.ReadMemStats(&after)
				if got, most := after.TotalAlloc-before.TotalAlloc, uint64(exchanges*(allocPerCall+4*len(header)+4*len(cookie)+allocPerByte*min(len(body), maxAnswer))); got > most {
					t.Errorf("%s: %d bytes allocated for an answer of %d, want at most %d", c.op, got, len(body), most)
				}
				if err == nil {
					if status/100 != 2 {
						t.Errorf("%s: no error for a status of %d", c.op, status)
					}
					continue
				}
				_, vendors := errors.AsType[*broadworks.Error](err)
				e, own := errors.AsType[*broadworksclient.UnexpectedError](err)
				if !vendors && !own || own && len(e.Body) > 4<<10 || len(err.Error()) > maxErrorText {
					t.Errorf("%s: error is a %T of %d bytes", c.op, err, len(err.Error()))
				}
			}
		}
	})
}
