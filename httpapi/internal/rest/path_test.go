package rest_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// received returns a request for a path as a server parses it.
func received(t testing.TB, path string) *http.Request {
	t.Helper()
	u, err := url.ParseRequestURI(path)
	if err != nil {
		t.Fatal(err)
	}
	return &http.Request{Method: "GET", URL: u}
}

func TestSegments(t *testing.T) {
	for _, c := range []struct {
		path  string
		want  []string
		slash bool
	}{
		{"/", []string{}, false},
		{"//", []string{}, false},
		{"/a", []string{"a"}, false},
		{"/a/b", []string{"a", "b"}, false},
		{"/a/b/", []string{"a", "b"}, true},
		{"/a/b//", []string{"a", "b"}, true},
		{"//a///b", []string{"a", "b"}, false},
		{"/a/./../b", []string{"a", ".", "..", "b"}, false},
		{"/a%2Fb/%2F", []string{"a/b", "/"}, false},
		{"/a%2fb/", []string{"a/b"}, true},
		{"/%61%20b/c+d", []string{"a b", "c+d"}, false},
		{"/a%252Fb", []string{"a%2Fb"}, false},
		{"/m%C3%A9nage/ménage", []string{"ménage", "ménage"}, false},
		{"/%FF%00", []string{"\xff\x00"}, false},
		{"/a@b.c;d=e,f:g!$&'()*~", []string{"a@b.c;d=e,f:g!$&'()*~"}, false},
		{"/a?b/c/", []string{"a"}, false},
		{"/1/2/3/4/5/6/7/8/9/10", []string{"1", "2", "3", "4", "5", "6", "7", "8", "9", "10"}, false},
	} {
		segments, slash := rest.Segments(received(t, c.path))
		if diff := cmp.Diff(c.want, segments); diff != "" || slash != c.slash {
			t.Errorf("Segments(%s): final slash %v, want %v; segments (-want +got):\n%s", c.path, slash, c.slash, diff)
		}
	}
}

// A program can make a request whose URL no server would have parsed.
func TestSegmentsOfAnOddURL(t *testing.T) {
	for _, c := range []struct {
		url  url.URL
		want []string
	}{
		{url.URL{}, []string{}},
		{url.URL{Path: "*"}, []string{"*"}},
		{url.URL{Path: "a/b"}, []string{"a", "b"}},
		{url.URL{Path: "/a%zz"}, []string{"a%zz"}},
		{url.URL{Path: "/a b", RawPath: "/not/the/same"}, []string{"a b"}},
	} {
		segments, _ := rest.Segments(&http.Request{URL: &c.url})
		if diff := cmp.Diff(c.want, segments); diff != "" {
			t.Errorf("Segments(%#v) (-want +got):\n%s", c.url, diff)
		}
	}
}
