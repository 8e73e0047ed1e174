package literal_test

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/literal"
)

func TestInt64ReadsIntegralValuesInAnyForm(t *testing.T) {
	for _, tt := range []struct {
		literal string
		want    int64
		ok      bool
	}{
		{"0", 0, true}, {"-0", 0, true}, {"-0.0", 0, true}, {"0e99999999999999999999", 0, true},
		{"42", 42, true}, {"42.0", 42, true}, {"4.2e1", 42, true}, {"4200e-2", 42, true}, {"-4.2E+1", -42, true},
		{"9223372036854775807", 1<<63 - 1, true}, {"-9223372036854775808", -1 << 63, true},
		{"9007199254740993.0", 9007199254740993, true},
		{"9223372036854775808", 0, false}, {"1e19", 0, false}, {"1e400", 0, false},
		{"1e9223372036854775807", 0, false}, {"1.5e-9223372036854775808", 0, false}, {"1e999999999999999999999", 0, false},
		{"42.5", 0, false}, {"1e-1", 0, false},
		{"", 0, false}, {"x", 0, false}, {"42e", 0, false}, {".", 0, false}, {"e5", 0, false}, {"1 ", 0, false},
	} {
		if got, ok := literal.Int64(tt.literal); got != tt.want || ok != tt.ok {
			t.Errorf("Int64(%q) = %d, %v, want %d, %v", tt.literal, got, ok, tt.want, tt.ok)
		}
	}
}

// FuzzInt64 compares with big.Rat, on the numbers of JSON whose exponent big.Rat
// can take.
func FuzzInt64(f *testing.F) {
	for _, s := range []string{"42", "4.2e1", "-0.0e5", "1e400", "9223372036854775807.000", "1e-3"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, ok := literal.Int64(s)
		_, exponent, _ := strings.Cut(strings.ToLower(s), "e")
		if !json.Valid([]byte(s)) || strings.ContainsAny(s, " \t\r\n\"[{tfn") || len(exponent) > 4 {
			return
		}
		r, _ := new(big.Rat).SetString(s)
		if want := r.IsInt() && r.Num().IsInt64(); ok != want || ok && got != r.Num().Int64() {
			t.Errorf("Int64(%q) = %d, %v, want %v", s, got, ok, r)
		}
	})
}
