package wire_test

import (
	"bytes"
	"encoding/json"
	"math"
	"testing"

	"github.com/pbxkit/pbxkit/internal/wire"
)

// encoded returns a value as encoding/json writes it, without the escapes for HTML.
func encoded(t *testing.T, v any) string {
	t.Helper()
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSuffix(buf.Bytes(), []byte("\n")))
}

func FuzzAppendString(f *testing.F) {
	for _, s := range []string{"", "plain", `"\`, "\x00\n\t\x1f\x7f", "é<&>", "\u2028\u2029\u202a", "\xff\xe2\x80", "a\xc3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got, want := string(wire.AppendString([]byte("x"), s)), "x"+encoded(t, s); got != want {
			t.Errorf("%q is written as %s, want %s", s, got, want)
		}
	})
}

func TestAppendStrings(t *testing.T) {
	for _, list := range [][]string{nil, {}, {"a"}, {"a", "<\n>", ""}} {
		if got, want := string(wire.AppendStrings(nil, list)), encoded(t, list); got != want {
			t.Errorf("%q is written as %s, want %s", list, got, want)
		}
		if got, err := wire.AppendList(nil, list); err != nil || string(got) != encoded(t, list) {
			t.Errorf("%q is written as %s (error %v), want %s", list, got, err, encoded(t, list))
		}
	}
}

func TestAppendLeavesEmptyMembersOut(t *testing.T) {
	b := wire.AppendMember([]byte("x"), `,"a":`, "")
	b = wire.AppendNumber(b, `,"b":`, 0)
	b = wire.AppendMember(b, `,"c":`, "<")
	b = wire.AppendNumber(b, `,"d":`, -7)
	if got, want := string(b), `x,"c":"<","d":-7`; got != want {
		t.Errorf("%s, want %s", got, want)
	}
}

func TestAppendAppendsNothingOfWhatIsNoJSON(t *testing.T) {
	for _, v := range []any{math.NaN(), []any{"before", math.Inf(1)}} {
		if got, err := wire.Append([]byte("x"), v); err == nil || string(got) != "x" {
			t.Errorf("%v is written as %s, error %v", v, got, err)
		}
	}
	if got, err := wire.AppendList([]byte("x"), []float64{1, math.NaN()}); err == nil || string(got) != "x" {
		t.Errorf("a list is written as %s, error %v", got, err)
	}
}
