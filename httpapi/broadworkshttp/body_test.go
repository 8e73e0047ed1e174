package broadworkshttp_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
)

const (
	mebibyte = 1 << 20
	tooLarge = `{"errors":[{"code":413,"message":"Request Entity Too Large"}]}`
)

// chunked is a body whose length is not known beforehand.
func chunked(r *http.Request) *http.Request {
	r.Body, r.ContentLength = io.NopCloser(iotest.OneByteReader(r.Body)), -1
	return r
}

func TestALargeBodyIsRefusedByEveryOperation(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	before := h.dump(t)
	body := `{"isActive":true,"x":"` + strings.Repeat("x", 2*mebibyte) + `"}`
	for _, op := range broadworkshttp.Operations() {
		expect(t, h, request(op.Method, fill(op.Path), body), 413, tooLarge)
		expect(t, h, chunked(request(op.Method, fill(op.Path), body)), 413, tooLarge)
	}
	if diff := cmp.Diff(before, h.dump(t)); diff != "" {
		t.Errorf("state after refusals (-before +after):\n%s", diff)
	}
}

func TestABodyOfTheMostSizeIsRead(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	start, end := `{"isActive":true,"x":"`, `"}`
	body := start + strings.Repeat("x", mebibyte-len(start)-len(end)) + end
	if status, answer := ask(h, request("PUT", musicPath, body)); status != 200 {
		t.Errorf("1 MiB: status %d, body %s", status, answer)
	}
	expect(t, h, request("PUT", musicPath, body+" "), 413, tooLarge)
}

func TestChecksBeforeTheBodyDoNotWaitForIt(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	for path, want := range map[string]int{
		"/api/v1/nothing/": 404,
		strings.Replace(musicPath, "/foouser/", "/nobody/", 1): 404,
		strings.Replace(musicPath, "/foouser/", "/nomoh/", 1):  404,
	} {
		r := request("PUT", path, strings.Repeat("x", 2*mebibyte))
		if status, answer := ask(h, r); status != want {
			t.Errorf("%s: status %d, want %d, body %s", path, status, want, answer)
		}
	}
	r := request("PUT", musicPath, strings.Repeat("x", 2*mebibyte))
	r.Header.Set("Authorization", "Bearer token-readonly")
	if status, answer := ask(h, r); status != 403 {
		t.Errorf("status %d, want 403, body %s", status, answer)
	}
}

func TestABodyThatEndsEarlyIsNoObject(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	r := httptest.NewRequest("PUT", musicPath, io.MultiReader(strings.NewReader(`{"isActive":true`), iotest.ErrReader(io.ErrUnexpectedEOF)))
	r.Header.Set("Authorization", "Bearer token-system")
	expect(t, h, r, 416,
		`{"errors":[{"code":416,"message":"Bad Media Type","details":{"reason":"the body has to be a JSON object: the body ended early"}}]}`)
}

func TestDeepNestingIsNoObject(t *testing.T) {
	h := newSystem(t, broadworkshttp.Options{})
	for _, body := range []string{strings.Repeat("[", 100_000), `{"source":` + strings.Repeat(`{"source":`, 20_000) + "1" + strings.Repeat("}", 20_001)} {
		if status, answer := ask(h, request("PUT", musicPath, body)); status != 416 {
			t.Errorf("status %d, body %s", status, answer)
		}
	}
}
