package voipnowhttp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/voipnow"
)

const mebibyte = 1 << 20

// withBody are the operations that read a body, and what they answer to one that
// cannot be read.
var withBody = []struct {
	method, target string
	want           answer
}{
	{"PUT", documentedPath, refusal(voipnow.ErrRequest)},
	{"PUT", "/uapi/phoneCalls/@me/@self", refusal(voipnow.ErrRequest)},
	{"POST", "/uapi/phoneCalls/@me/simple", refusal(voipnow.ErrRequest)},
	{"POST", "/oauth/token.php", tokenRefusal(voipnow.ErrInvalidRequest)},
}

func TestALargeBodyIsRefused(t *testing.T) {
	p := newPBX(t)
	before := p.dump(t)
	padding := strings.Repeat(" ", 2*mebibyte)
	for _, op := range withBody {
		for _, text := range []string{onHold + padding, padding + "{}", "grant_type=client_credentials&client_id=example-app&client_secret=example-secret&x=" + padding} {
			for _, length := range []int64{int64(len(text)), -1} { // -1: in chunks
				r := request(op.method, op.target, text)
				r.ContentLength = length
				equal(t, op.method+" "+op.target, play(p, r), op.want)
			}
		}
	}
	// What the path addresses comes first.
	equal(t, "unknown call", play(p, request("PUT", "/uapi/phoneCalls/@me/@self/x", padding)), refusal(voipnow.ErrPhoneCall))
	equal(t, "state", p.dump(t), before)
}

func TestALargeBodyIsIgnoredWhereNoneIsRead(t *testing.T) {
	p := newPBX(t)
	for _, method := range []string{"GET", "DELETE"} {
		if got := play(p, request(method, documentedPath, strings.Repeat("x", 2*mebibyte))); got.Status != 200 {
			t.Errorf("%s: %v", method, got)
		}
	}
}

func TestABodyMayBeAsLargeAsTheLimit(t *testing.T) {
	p := newPBX(t)
	fits := onHold + strings.Repeat(" ", mebibyte-len(onHold))
	for _, chunked := range []bool{false, true} {
		for text, want := range map[string]int{fits: 200, fits + " ": 400} {
			r := request("PUT", documentedPath, text)
			if chunked {
				r.ContentLength = -1
			}
			if got := play(p, r); got.Status != want {
				t.Errorf("%d bytes, in chunks: %v: %v, want status %d", len(text), chunked, got, want)
			}
		}
	}
}

func TestTheLimitCanBeSet(t *testing.T) {
	p := newPBX(t)
	p.opts = voipnowhttp.Options{MaxBody: int64(len(onHold))}
	if err := p.assemble(); err != nil {
		t.Fatal(err)
	}
	if got := play(p, request("PUT", documentedPath, onHold)); got.Status != 200 {
		t.Errorf("got %v", got)
	}
	equal(t, "one byte more", play(p, request("PUT", documentedPath, onHold+" ")), refusal(voipnow.ErrRequest))
	form := strings.Repeat("x", len(onHold)+1)
	equal(t, "token", play(p, request("POST", "/oauth/token.php", form)), tokenRefusal(voipnow.ErrInvalidRequest))
}

func TestABodyThatBreaksOffIsRefused(t *testing.T) {
	for _, op := range withBody {
		r := request(op.method, op.target, "")
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader(onHold), iotest.ErrReader(errors.New("reset"))))
		r.ContentLength = 1000
		equal(t, op.method+" "+op.target, play(newPBX(t), r), op.want)
	}
}

func TestBodiesThatAreNoObjectsAreRefused(t *testing.T) {
	p := newPBX(t)
	for _, text := range []string{
		"", " ", "{", "[]", "null", `"x"`, "{}{}", `{"action":"OnHold","phoneCallViewId":"01"`, "\xff", `{"x":"` + "\xff" + `"}`,
		strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 100_000), `{"action":"OnHold","phoneCallViewId":"01"}x`,
	} {
		for _, op := range withBody[:3] {
			equal(t, op.method+" "+op.target, play(p, request(op.method, op.target, text)), op.want)
		}
	}
}

// TestLargeBodiesOverTheWire sends what a client of the net does: with a length and
// in chunks.
func TestLargeBodiesOverTheWire(t *testing.T) {
	server := httptest.NewServer(newPBX(t))
	defer server.Close()
	text := strings.Repeat("x", 2*mebibyte)
	for name, reader := range map[string]io.Reader{
		"length": strings.NewReader(text),
		"chunks": io.MultiReader(strings.NewReader(text)), // whose length is not known
	} {
		r, err := http.NewRequestWithContext(t.Context(), "PUT", server.URL+documentedPath, reader)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+docsToken)
		got, err := send(server, r)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		equal(t, name, got, refusal(voipnow.ErrRequest))
	}
}
