package broadworkshttp_test

import (
	"io"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
)

const (
	mebibyte = 1 << 20
	tooLarge = `{"errors":[{"code":413,"message":"Request Entity Too Large"}]}`
)

func TestALargeBodyIsRefusedByEveryOperation(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	before := h.dump(t)
	for _, op := range broadworkshttp.Operations() {
		r := request(op.Method, fill(op.Path), `{"isActive":true}`)
		resttest.RefusesLargeBody(t, h, r, resttest.Answer{Status: 413, Body: tooLarge})
	}
	if diff := cmp.Diff(before, h.dump(t)); diff != "" {
		t.Errorf("state after refusals (-before +after):\n%s", diff)
	}
}

func TestInvalidUTF8IsRefusedByEveryOperation(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	for _, op := range broadworkshttp.Operations() {
		resttest.RefusesInvalidUTF8(t, h, request(op.Method, fill(op.Path), ""), resttest.Answer{
			Status: 416,
			Body:   `{"errors":[{"code":416,"message":"Bad Media Type","details":{"reason":"the body has to be a JSON object: the body is not valid UTF-8"}}]}`,
		})
	}
}

func TestABodyOfTheMostSizeIsRead(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	start, end := `{"isActive":true,"x":"`, `"}`
	body := start + strings.Repeat("x", mebibyte-len(start)-len(end)) + end
	if got := resttest.Ask(h, request("PUT", musicPath, body)); got.Status != 200 {
		t.Errorf("1 MiB: %v", got)
	}
	resttest.Expect(t, h, request("PUT", musicPath, body+" "), 413, tooLarge)
}

func TestChecksBeforeTheBodyDoNotWaitForIt(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	for path, want := range map[string]int{
		"/api/v1/nothing/": 404,
		strings.Replace(musicPath, "/foouser/", "/nobody/", 1): 404,
		strings.Replace(musicPath, "/foouser/", "/nomoh/", 1):  404,
	} {
		r := request("PUT", path, strings.Repeat("x", 2*mebibyte))
		if got := resttest.Ask(h, r); got.Status != want {
			t.Errorf("%s: %v, want status %d", path, got, want)
		}
	}
	r := request("PUT", musicPath, strings.Repeat("x", 2*mebibyte))
	r.Header.Set("Authorization", "Bearer token-readonly")
	if got := resttest.Ask(h, r); got.Status != 403 {
		t.Errorf("got %v, want status 403", got)
	}
}

func TestABodyThatEndsEarlyIsNoObject(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	r := httptest.NewRequest("PUT", musicPath, io.MultiReader(strings.NewReader(`{"isActive":true`), iotest.ErrReader(io.ErrUnexpectedEOF)))
	r.Header.Set("Authorization", "Bearer token-system")
	resttest.Expect(t, h, r, 416,
		`{"errors":[{"code":416,"message":"Bad Media Type","details":{"reason":"the body has to be a JSON object: the body ended early"}}]}`)
}

func TestDeepNestingIsNoObject(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	for _, body := range []string{strings.Repeat("[", 100_000), `{"source":` + strings.Repeat(`{"source":`, 20_000) + "1" + strings.Repeat("}", 20_001)} {
		if got := resttest.Ask(h, request("PUT", musicPath, body)); got.Status != 416 {
			t.Errorf("got %v, want status 416", got)
		}
	}
}
