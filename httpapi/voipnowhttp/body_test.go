package voipnowhttp_test

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

const mebibyte = 1 << 20

// withBody are the operations that read a body, and what they answer to one that
// cannot be read.
var withBody = []struct {
	method, target string
	want           resttest.Answer
}{
	{"PUT", documentedPath, refusal(voipnow.ErrRequest)},
	{"PUT", "/uapi/phoneCalls/@me/@self", refusal(voipnow.ErrRequest)},
	{"POST", "/uapi/phoneCalls/@me/simple", refusal(voipnow.ErrRequest)},
	{"POST", "/oauth/token.php", tokenRefusal(voipnow.ErrInvalidRequest)},
}

func TestALargeBodyIsRefused(t *testing.T) {
	p := newPBX(t)
	before := p.dump(t)
	for _, op := range withBody {
		for _, text := range []string{onHold, "grant_type=client_credentials&client_id=example-app&client_secret=example-secret&x="} {
			resttest.RefusesLargeBody(t, p, request(op.method, op.target, text), op.want)
		}
	}
	// What the path addresses comes first.
	unknown := request("PUT", "/uapi/phoneCalls/@me/@self/x", "")
	resttest.RefusesLargeBody(t, p, unknown, refusal(voipnow.ErrPhoneCall))
	suite.Equal(t, "state", p.dump(t), before)
}

func TestALargeBodyIsIgnoredWhereNoneIsRead(t *testing.T) {
	p := newPBX(t)
	for _, method := range []string{"GET", "DELETE"} {
		if got := resttest.Ask(p, request(method, documentedPath, strings.Repeat("x", 2*mebibyte))); got.Status != 200 {
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
			if got := resttest.Ask(p, r); got.Status != want {
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
	if got := resttest.Ask(p, request("PUT", documentedPath, onHold)); got.Status != 200 {
		t.Errorf("got %v", got)
	}
	suite.Equal(t, "one byte more", resttest.Ask(p, request("PUT", documentedPath, onHold+" ")), refusal(voipnow.ErrRequest))
	form := strings.Repeat("x", len(onHold)+1)
	suite.Equal(t, "token", resttest.Ask(p, request("POST", "/oauth/token.php", form)), tokenRefusal(voipnow.ErrInvalidRequest))
}

func TestABodyThatBreaksOffIsRefused(t *testing.T) {
	for _, op := range withBody {
		r := request(op.method, op.target, "")
		r.Body = io.NopCloser(io.MultiReader(strings.NewReader(onHold), iotest.ErrReader(errors.New("reset"))))
		r.ContentLength = 1000
		suite.Equal(t, op.method+" "+op.target, resttest.Ask(newPBX(t), r), op.want)
	}
}

func TestBodiesThatAreNoObjectsAreRefused(t *testing.T) {
	p := newPBX(t)
	for _, text := range []string{
		"", " ", "{", "[]", "null", `"x"`, "{}{}", `{"action":"OnHold","phoneCallViewId":"01"`, "\xff",
		strings.Repeat("[", 100_000), strings.Repeat(`{"a":`, 100_000), `{"action":"OnHold","phoneCallViewId":"01"}x`,
	} {
		for _, op := range withBody[:3] {
			suite.Equal(t, op.method+" "+op.target, resttest.Ask(p, request(op.method, op.target, text)), op.want)
		}
	}
	for _, op := range withBody {
		resttest.RefusesInvalidUTF8(t, p, request(op.method, op.target, ""), op.want)
	}
}

func TestALargeBodyIsRefusedOverTheWire(t *testing.T) {
	resttest.RefusesLargeBodyOverTheWire(t, newPBX(t), request("PUT", documentedPath, ""), refusal(voipnow.ErrRequest))
}
