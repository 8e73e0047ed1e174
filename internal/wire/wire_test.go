package wire_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/wire"
)

func TestAValueStaysOneSegment(t *testing.T) {
	for _, c := range []struct {
		path   string
		values []string
		want   string
	}{
		{"/users", nil, "/users"},
		{"/users/:id/line", []string{"1"}, "/users/1/line"},
		{"/users/:id/preferences/:key", []string{"1", "a"}, "/users/1/preferences/a"},
		{"/users/:id/music_on_hold/", []string{"1"}, "/users/1/music_on_hold/"},
		{"/rights/:login", []string{"a/b"}, "/rights/a%2Fb"},
		{"/rights/:login", []string{"a%2Fb"}, "/rights/a%252Fb"},
		{"/rights/:login", []string{"a.b@c"}, "/rights/a.b@c"},
		{"/rights/:login", []string{"a?b#c"}, "/rights/a%3Fb%23c"},
		{"/rights/:login", []string{"Élodie Łuk"}, "/rights/%C3%89lodie%20%C5%81uk"},
		{"/rights/:login", []string{"."}, "/rights/%2E"},
		{"/rights/:login", []string{".."}, "/rights/%2E%2E"},
		{"/rights/:login/x", []string{"..."}, "/rights/%2E%2E%2E/x"},
		{"/rights/:login", []string{":id"}, "/rights/:id"},
		{"/calls/:extension", []string{"0003*210"}, "/calls/0003*210"},
		{"/calls/:extension", []string{"0003%2A210"}, "/calls/0003%252A210"},
		{"/rights/:login", []string{"\x00\xff"}, "/rights/%00%FF"},
		{"/queue/:id/:id", []string{":id", "2"}, "/queue/:id/2"},
	} {
		got, ok := (&wire.Operation{Path: c.path}).Fill(c.values...)
		if got != c.want || !ok {
			t.Errorf("Fill(%q) of %s = %q, %t, want %q", c.values, c.path, got, ok, c.want)
		}
		// What a server reads is what was put in.
		segments := strings.Split(strings.Trim(got, "/"), "/")
		var values []string
		for i, name := range strings.Split(strings.Trim(c.path, "/"), "/") {
			if strings.HasPrefix(name, ":") {
				value, err := url.PathUnescape(segments[i])
				if err != nil {
					t.Error(err)
				}
				values = append(values, value)
			}
		}
		if strings.Join(values, "|") != strings.Join(c.values, "|") {
			t.Errorf("%s is read as %q, want %q", got, values, c.values)
		}
	}
}

func TestAPathIsNotThatOfAnotherOperation(t *testing.T) {
	op := &wire.Operation{Path: "/users/:id/preferences/:key"}
	for _, values := range [][]string{nil, {"1"}, {"1", ""}, {"", "a"}, {"1", "a", "b"}} {
		if path, ok := op.Fill(values...); ok {
			t.Errorf("Fill(%q) = %q, want none", values, path)
		}
	}
	if path, ok := (&wire.Operation{Path: "/users"}).Fill("1"); ok {
		t.Errorf("Fill of a path without parameters = %q, want none", path)
	}
}

func TestAListIsNeverNil(t *testing.T) {
	if got := wire.List(nil, func(int) int { return 0 }); got == nil {
		t.Error("List(nil) = nil")
	}
}
