package telecomxclient_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
)

// maxAnswer is the bound of the answers that are fuzzed.
const maxAnswer = 16 << 10

// What an exchange may allocate: for the request and the first buffer of an answer, and
// for each byte of an answer. A call of a client that logs in has six exchanges at most:
// an answer that a token is refused costs two more, and some calls have two.
const (
	allocPerCall = 80 << 10
	allocPerByte = 64
	exchanges    = 6
)

// maxErrorText is how long the text of an error is.
const maxErrorText = 4 << 10

// FuzzAnswers has a server answer anything to each operation, and to logins. The client
// must not panic, must not take more memory than the bound on answers stands for, and
// must say in the vendor's terms or in its own what is wrong.
func FuzzAnswers(f *testing.F) {
	pbx := pbxtest.Run(f, pbxtest.InMemory())
	for _, credential := range []telecomxclient.Credential{telecomxclient.Token("token-owner"), telecomxclient.Login("viewer@example.com", password)} {
		svc := newClient(f, pbx.URL(), credential, telecomxclient.WithHTTPClient(pbx.Client()))
		for _, c := range calls {
			_ = c.call(f.Context(), svc)
		}
	}
	for _, e := range pbx.Journal().Entries() {
		f.Add(e.Status, "application/json", e.Answer)
	}
	f.Add(302, "https://root:pw@else.test/?token=x", []byte("<html>"))
	f.Add(404, "", []byte(`{"message":"customer"`))
	f.Add(307, "x@c\x04/"+strings.Repeat("\xc3", 500), []byte("moved"))
	f.Add(200, "text/html", []byte(strings.Repeat("[", 20_000)))
	f.Add(200, "", []byte(`{"musicOnHold":[`+strings.Repeat("{},", 8_000)))
	f.Add(200, "", []byte(`{"_id":"x","token":"x y\n","success":true,"employee":"x"}`))
	f.Add(200, "", []byte(`{"_id":".","token":"x","expiresInMinutes":9223372036854775807}`))
	f.Add(200, "", []byte(`{"_id":"x","token":"x","billing":{"invoicedUntil":"9999-12-31T23:59:59-23:59"}}`))

	f.Fuzz(func(t *testing.T, status int, header string, body []byte) {
		rt := transport(func(*http.Request) (*http.Response, error) {
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {header}, "Location": {header}, "Retry-After": {header}},
				Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(header)) << 32,
			}, nil
		})
		for _, credential := range []telecomxclient.Credential{telecomxclient.Token(token), telecomxclient.Login("u", password)} {
			svc := newClient(t, "http://pbx.test", credential, telecomxclient.WithHTTPClient(&http.Client{Transport: rt}), telecomxclient.WithMaxAnswer(maxAnswer))
			for _, c := range calls {
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				err := c.call(t.Context(), svc)
				runtime.ReadMemStats(&after)
				if got, most := after.TotalAlloc-before.TotalAlloc, uint64(exchanges*(allocPerCall+maxErrorText+allocPerByte*min(len(body), maxAnswer))); got > most {
					t.Errorf("%s: %d bytes allocated for an answer of %d, want at most %d", c.op, got, len(body), most)
				}
				checkFuzzed(t, c.op, status, err)
			}
		}
	})
}

func checkFuzzed(t *testing.T, op telecomx.Operation, status int, err error) {
	t.Helper()
	if err == nil {
		if status/100 != 2 {
			t.Errorf("%s: no error for a status of %d", op, status)
		}
		return
	}
	_, vendors := errors.AsType[*telecomx.Error](err)
	e, own := errors.AsType[*telecomxclient.UnexpectedError](err)
	if !vendors && !own || own && len(e.Body) > 4<<10 || len(err.Error()) > maxErrorText {
		t.Errorf("%s: error is a %T of %d bytes", op, err, len(err.Error()))
	}
}
