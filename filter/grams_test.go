package filter_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
)

func gramsOf(texts ...string) (grams []filter.Gram) {
	for _, s := range texts {
		grams = append(grams, filter.Gram([]byte(s)))
	}
	return grams
}

func TestGramsOfATextAreLowered(t *testing.T) {
	for text, want := range map[string][]filter.Gram{
		"":         nil,
		"ab":       nil,
		"aBc":      gramsOf("abc"),
		"Anna":     gramsOf("ann", "nna"),
		"aaaa":     gramsOf("aaa", "aaa"),
		"aÉb":      gramsOf("a\xC3\xA9", "\xC3\xA9b"),
		"\u212A":   nil,
		"\u212Ais": gramsOf("kis"),                                 // the sign of the kelvin
		"\u0130st": gramsOf("ist"),                                 // I with a dot
		"中":        gramsOf("中"),                                   // of three bytes
		"\xFFab":   gramsOf("\xEF\xBF\xBD", "\xBF\xBDa", "\xBDab"), // a byte that is not UTF-8
	} {
		if diff := cmp.Diff(want, filter.AppendGrams(nil, text)); diff != "" {
			t.Errorf("%+q (-want +got):\n%s", text, diff)
		}
	}
}

func TestGramsOfAPatternAreThoseOfItsTexts(t *testing.T) {
	for _, c := range []struct {
		pattern string
		want    []filter.Gram
		decide  bool // if fold
	}{
		{"", nil, false},
		{"%", nil, false},
		{"%ab%", nil, false},
		{"%Son%", gramsOf("son"), true},
		{"%%son%%", gramsOf("son"), true},
		{"%中%", gramsOf("中"), true},
		{"son", gramsOf("son"), false},
		{"son%", gramsOf("son"), false},
		{"%son", gramsOf("son"), false},
		{"a%son%", gramsOf("son"), false},
		{"%son%b", gramsOf("son"), false},
		{"%son%b%", gramsOf("son"), false},
		{"%_son%", gramsOf("son"), false},
		{"%sons%", gramsOf("son", "ons"), false},
		{"abcd%e_fgh%x", gramsOf("abc", "bcd", "fgh"), false},
		{`%a\%b%`, gramsOf("a%b"), true},
		{"%a\uFFFDbcd%", gramsOf("bcd"), false},
		{"%\uFFFD%", nil, false},
	} {
		for _, fold := range []bool{false, true} {
			grams, decide := compile(t, c.pattern, fold).Grams()
			slices.SortFunc(grams, func(a, b filter.Gram) int { return slices.Compare(a[:], b[:]) })
			slices.SortFunc(c.want, func(a, b filter.Gram) int { return slices.Compare(a[:], b[:]) })
			if diff := cmp.Diff(c.want, grams); diff != "" {
				t.Errorf("%s %+q (-want +got):\n%s", opName(fold), c.pattern, diff)
			}
			if decide != (c.decide && fold) {
				t.Errorf("the grams of %s %+q decide: %t", opName(fold), c.pattern, decide)
			}
		}
	}
}

// checkGrams compares what the grams of a pattern say about a text with whether it
// matches.
func checkGrams(t *testing.T, p *filter.Pattern, text string) {
	t.Helper()
	has := filter.AppendGrams(nil, text)
	grams, decide := p.Grams()
	all := !slices.ContainsFunc(grams, func(g filter.Gram) bool { return !slices.Contains(has, g) })
	if matches := p.Match(text); matches && !all || decide && matches != all {
		t.Errorf("Match of %+q = %v, of its grams %q it has all: %v", text, matches, grams, all)
	}
}

func TestWhatMatchesHasTheGrams(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	const alphabet = "aAbBkK\u212Ai\u0130éÉ中"
	for range 50_000 {
		text := narrow(randomText(random, 12), alphabet)
		pattern := narrow(randomText(random, 4), alphabet+"%_")
		if random.IntN(2) == 0 {
			pattern = "%" + pattern + "%"
		}
		for _, fold := range []bool{false, true} {
			checkGrams(t, compile(t, pattern, fold), text)
		}
	}
}

// TestLoweringTwiceIsLoweringOnce: what an ILike pattern holds has been lowered
// before its grams are.
func TestLoweringTwiceIsLoweringOnce(t *testing.T) {
	for r := range unicode.MaxRune {
		if l := unicode.ToLower(r); unicode.ToLower(l) != l {
			t.Errorf("%U is lowered to %U, and that to %U", r, l, unicode.ToLower(l))
		}
	}
}
