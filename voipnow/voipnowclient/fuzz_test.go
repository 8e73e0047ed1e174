package voipnowclient_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
)

// maxAnswer is the bound of the answers that are fuzzed.
const maxAnswer = 16 << 10

// What a call may allocate: for its requests and the first buffers of answers, and for
// each byte of an answer. Most of it is for lists of empty objects, which grow while they
// are read and are then made into records. A call has two exchanges at most, and a login
// as many.
const (
	allocPerCall = 320 << 10
	allocPerByte = 256
)

// maxErrorText is how long the text of an error is.
const maxErrorText = 4 << 10

// FuzzAnswers has a server answer anything to each operation, or to the login before it.
// The client must not panic, must not take more memory than the bound on answers stands
// for, and must say in the vendor's terms or in its own what is wrong.
func FuzzAnswers(f *testing.F) {
	pbx := pbxtest.Run(f, pbxtest.InMemory())
	svc, err := voipnowclient.New(pbx.URL(), voipnowclient.Token(pbx.Credentials.VoipNow.Token), voipnowclient.WithHTTPClient(pbx.Client()))
	if err != nil {
		f.Fatal(err)
	}
	for _, c := range calls {
		_ = c.call(f.Context(), svc)
	}
	for _, e := range pbx.Journal().Entries() {
		f.Add(e.Status, "application/json", e.Answer, false)
	}
	f.Add(302, "https://root:pw@else.test/?token=x", []byte("<html>"), false)
	f.Add(401, "", []byte(`{"error":{"code":"access_denied","message":"`+strings.Repeat("x", 12_000)+`"}}`), false)
	f.Add(200, "text/html", []byte(strings.Repeat("[", 20_000)), false)
	f.Add(200, "", []byte("["+strings.Repeat("{},", 900)+"{}]"), false)
	f.Add(200, "", []byte(`{"entry":[`+strings.Repeat(`{},`, 900)+"{}]}"), false)
	f.Add(200, "", []byte(`{"id":"a","phoneCallView":[{"source":[`+strings.Repeat(`"",`, 4000)+`""]}]}`), false)
	f.Add(200, "", []byte(`{"id":"a","phoneCallView":[{"status":"`+strings.Repeat("5", 100)+`"}]}`), false)
	f.Add(202, "", []byte(`{"id":"a","link":{"self":"%zz/phoneCalls/"}}`), false)
	f.Add(200, "", []byte(`{"access_token":"a4c1f0de-9","expires_in":"1e9"}`), true)
	f.Add(200, "", []byte(`{"access_token":"\u007f"}`), true)
	f.Add(400, "", []byte(`{"error":"invalid_client"}`), true)
	f.Add(307, "x@c\x04/", []byte("moved"), true)

	f.Fuzz(func(t *testing.T, status int, header string, body []byte, login bool) {
		rt := transport(func(r *http.Request) (*http.Response, error) {
			if login != (r.URL.Path == voipnowhttp.TokenPath) {
				if login {
					return answer(200, "{}"), nil
				}
				return answer(200, `{"access_token":"a4c1f0de-9"}`), nil
			}
			return &http.Response{
				StatusCode: status, Header: http.Header{"Content-Type": {header}, "Location": {header}, "Retry-After": {header}},
				Body: io.NopCloser(bytes.NewReader(body)), ContentLength: int64(len(header)) << 32,
			}, nil
		})
		for _, c := range calls {
			if login && c.op == voipnow.CreateToken {
				continue // it is the operation that is asked for
			}
			opts := []voipnowclient.Option{voipnowclient.WithHTTPClient(&http.Client{Transport: rt}), voipnowclient.WithMaxAnswer(maxAnswer)}
			svc, err := voipnowclient.New("http://pbx.test", voipnowclient.App(appID, appSecret), opts...)
			if err != nil {
				t.Fatal(err)
			}
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			err = c.call(t.Context(), svc)
			runtime.ReadMemStats(&after)
			if got, most := after.TotalAlloc-before.TotalAlloc, uint64(2*allocPerCall+2*allocPerByte*min(len(body), maxAnswer)); got > most {
				t.Errorf("%s: %d bytes allocated for an answer of %d, want at most %d", c.name, got, len(body), most)
			}
			checkError(t, c.name, err, !login && status/100 != 2 && c.op != voipnow.CreateToken)
			// A refusal of a login that tells a token is beyond help.
			if err != nil && (!login || status < 400) && strings.Contains(err.Error(), "a4c1f0de-9") {
				t.Errorf("%s: the error shows the token: %v", c.name, err)
			}
		}
	})
}

// checkError checks what holds for every error of a client.
func checkError(t *testing.T, name string, err error, expected bool) {
	t.Helper()
	if err == nil {
		if expected && !strings.HasPrefix(name, "OnHoldAll") { // for which some refusals stand for nothing
			t.Errorf("%s: no error", name)
		}
		return
	}
	_, vendors := errors.AsType[*voipnow.Error](err)
	e, own := errors.AsType[*voipnowclient.UnexpectedError](err)
	if !vendors && !own || own && len(e.Body) > 4<<10 || len(err.Error()) > maxErrorText {
		t.Errorf("%s: error is a %T of %d bytes", name, err, len(err.Error()))
	}
	if strings.Contains(err.Error(), "hunter2") {
		t.Errorf("%s: the error shows the secret: %v", name, err)
	}
}
