package filter_test

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestNeedIsTheLongestTextThatIsSure(t *testing.T) {
	for _, c := range []struct {
		pattern    string
		like, fold int // how long, 0 if there is none
	}{
		{"", 0, 0},
		{"%", 0, 0},
		{"a%", 0, 0},
		{"ab%", 2, 2},
		{"%son%", 3, 3},
		{"%SON", 3, 3},
		{"abc", 3, 3},
		{"a_b_cde%fg", 3, 3},
		{`%a\%b\_c%`, 5, 5},
		{"%aikb%", 4, 0}, // a letter beyond ASCII is lowered to i, and one to k
		{"%abié%", 5, 2},
		{"%é%", 2, 0},
		{"%\uFFFDab%", 2, 2},
	} {
		for fold, want := range map[bool]int{false: c.like, true: c.fold} {
			got := 0
			if need := compile(t, c.pattern, fold).Need(); need != nil {
				got = need.Len()
			}
			if got != want {
				t.Errorf("%s %q needs %d bytes, want %d", opName(fold), c.pattern, got, want)
			}
		}
	}
}

// TestOnlyIAndKAreLoweredToFromBeyondASCII is what makes bytes enough for the other
// letters.
func TestOnlyIAndKAreLoweredToFromBeyondASCII(t *testing.T) {
	for r := rune(utf8.RuneSelf); r <= unicode.MaxRune; r++ {
		if l := unicode.ToLower(r); l < utf8.RuneSelf && l != 'i' && l != 'k' {
			t.Errorf("%U is lowered to %c", r, l)
		}
	}
}

func TestNeedFindsTheFirstPlace(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for range 20_000 {
		text := narrow(randomText(random, 40), "aAbBé@[`{")
		word := narrow("ab"+randomText(random, 3), "abAB@[`{")
		for _, fold := range []bool{false, true} {
			need := compile(t, "%"+word+"%", fold).Need()
			in, sought := text, word
			if fold {
				in, sought = strings.ToLower(text), strings.ToLower(word)
			}
			if got, want := need.Index([]byte(text)), strings.Index(in, sought); got != want {
				t.Fatalf("Index of %q in %q, fold %v, is %d, want %d", word, text, fold, got, want)
			}
			straddles := false
			for i := 1; i < len(sought); i++ {
				straddles = straddles || strings.HasSuffix(in, sought[:i])
			}
			if got := need.Straddles([]byte(text)); got != straddles {
				t.Fatalf("Straddles of %q at the end of %q, fold %v, is %v", word, text, fold, got)
			}
		}
	}
}
