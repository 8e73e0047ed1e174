package filter_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/filter"
)

// patternCase says whether a text matches a pattern as like and as ilike.
type patternCase struct {
	pattern, text string
	like, ilike   bool
}

// checkPatterns holds the cases against Pattern, and against the oracle, which
// other tests rely on.
func checkPatterns(t *testing.T, cases []patternCase) {
	t.Helper()
	for _, c := range cases {
		for _, fold := range []bool{false, true} {
			want := c.like
			if fold {
				want = c.ilike
			}
			if got := compile(t, c.pattern, fold).Match(c.text); got != want {
				t.Errorf("%+q %s %+q = %v, want %v", clip(c.text), opName(fold), clip(c.pattern), got, want)
			}
			if got := oracleLike(c.pattern, c.text, fold); got != want {
				t.Errorf("oracle: %+q %s %+q = %v, want %v", clip(c.text), opName(fold), clip(c.pattern), got, want)
			}
		}
	}
}

func compile(t testing.TB, pattern string, fold bool) *filter.Pattern {
	t.Helper()
	p, err := filter.CompilePattern(pattern, fold)
	if err != nil {
		t.Fatalf("CompilePattern(%+q, %v): %v", clip(pattern), fold, err)
	}
	return p
}

func opName(fold bool) string {
	if fold {
		return "ilike"
	}
	return "like"
}

// clip shortens what a failure prints.
func clip(s string) string {
	if len(s) > 200 {
		return fmt.Sprintf("%s… (%d bytes)", s[:200], len(s))
	}
	return s
}

func TestPatternMatchesTheWholeText(t *testing.T) {
	checkPatterns(t, []patternCase{
		{"", "", true, true},
		{"", "a", false, false},
		{"a", "", false, false},
		{"a", "a", true, true},
		{"a", "ab", false, false},
		{"a", "ba", false, false},
		{"a", "A", false, true},
		{"A", "a", false, true},
		{"Jack", "jACK", false, true},
		{"é", "é", true, true},
		{"é", "e\u0301", false, false}, // no normalisation
		{"a ", "a", false, false},      // no trimming
	})
}

func TestPercentMatchesAnyRun(t *testing.T) {
	checkPatterns(t, []patternCase{
		{"%", "", true, true},
		{"%", "a\nb", true, true},
		{"%%", "", true, true},
		{"%%", "abc", true, true},
		{"a%", "a", true, true},
		{"a%", "abc", true, true},
		{"a%", "ba", false, false},
		{"%a", "ba", true, true},
		{"%a", "ab", false, false},
		{"%a%", "bab", true, true},
		{"%a%", "bcd", false, false},
		{"%%a%%%b%%", "xaxbx", true, true},
		{"a%b", "ab", true, true},
		{"a%b", "axxb", true, true},
		{"a%b", "axxbc", false, false},
		{"a%a", "a", false, false}, // one a cannot be both ends
		{"a%a", "aa", true, true},
		{"ab%ba", "aba", false, false},
		{"%ab%ab%", "xabx", false, false},
		{"%ab%ab%", "abab", true, true},
		{"%ab%ba%", "aba", false, false}, // nor both middles
		{"%a%b%c%", "1a2b3c4", true, true},
		{"%a%b%c%", "1a2c3b4", false, false},
		{"%aab%", "aaaab", true, true}, // a start that fails must not lose the next
		{"a%b%c", "abc", true, true},
		{"a%bc%c", "abc", false, false}, // the tail is not there for the middle
		{"a%ab%c", "abc", false, false}, // nor is the head
		{"%ab", "aab", true, true},
	})
}

func TestUnderscoreMatchesOneCodePoint(t *testing.T) {
	checkPatterns(t, []patternCase{
		{"_", "", false, false},
		{"_", "a", true, true},
		{"_", "ab", false, false},
		{"_", "é", true, true},
		{"_", "€", true, true},
		{"_", "😀", true, true}, // above U+FFFF: two units of UTF-16, one code point
		{"__", "😀", false, false},
		{"_", "e\u0301", false, false}, // one character on the screen, two code points
		{"_b", "ab", true, true},
		{"a_", "a", false, false},
		{"a_c", "a😀c", true, true},
		{"%_", "", false, false},
		{"%_", "😀", true, true},
		{"_%", "", false, false},
		{"_%_", "😀", false, false},
		{"_%_", "😀😀", true, true},
		{"%_%", "", false, false},
		{"%_%", "x", true, true},
		{"%_%_%", "é", false, false},
		{"%_%_%", "éé", true, true},
		{"%a_c%", "xxa😀cxx", true, true},
		{"%a_c%", "xxaccxx", true, true},
		{"%a_c%", "xxacxx", false, false},
		{"%a__c%", "xaacac", true, true},
		{"%é_é%", "ééé", true, true},
		{"%_a", "a", false, false},
		{"%_a", "éa", true, true},
		{"%_é", "éA", false, false},
	})
}

func TestBackslashMakesTheNextCharacterLiteral(t *testing.T) {
	checkPatterns(t, []patternCase{
		{`\%`, "%", true, true},
		{`\%`, "a", false, false},
		{`\_`, "_", true, true},
		{`\_`, "a", false, false},
		{`\\`, `\`, true, true},
		{`\\`, `\\`, false, false},
		{`\a`, "a", true, true}, // any other character too: not an error, not \a
		{`\a`, `\a`, false, false},
		{`\A`, "a", false, true}, // lowered after it was unescaped
		{`\n`, "n", true, true},
		{`\é`, "é", true, true},
		{`\😀`, "😀", true, true},
		{`\\%`, `\abc`, true, true},
		{`\\\%`, `\%`, true, true},
		{`\\\%`, `\x`, false, false},
		{`\\_`, `\x`, true, true},
		{`%\%%`, "50% of", true, true},
		{`%\%%`, "50 of", false, false},
		{`%\_`, "a_", true, true},
		{`%\_`, "ab", false, false},
		{`%\__%`, "a_b", true, true},
		{`%\__%`, "a_", false, false},
		{`\__`, "_x", true, true}, // the escape is for one character
	})
}

func TestPatternEndingInALoneBackslashIsRejected(t *testing.T) {
	for _, pattern := range []string{`\`, `a\`, `%\`, `\\\`, `é\`} {
		_, err := filter.CompilePattern(pattern, false)
		if err == nil || err.Error() != "pattern ends in a lone backslash" {
			t.Errorf("CompilePattern(%q) = %v, want an error about the backslash", pattern, err)
		}
	}
}

func TestILikeLowersEachCodePoint(t *testing.T) {
	checkPatterns(t, []patternCase{
		{"É", "é", false, true},
		{"straße", "STRASSE", false, false}, // no code point lowers to two
		{"ẞ", "ß", false, true},
		{"σ", "Σ", false, true},
		// Case folding would equate all of these.
		{"ſ", "s", false, false},
		{"s", "ſ", false, false},
		{"S", "ſ", false, false},
		{"ς", "Σ", false, false},
		{"ς", "σ", false, false},
		{"\u00b5", "\u03bc", false, false}, // micro sign, small mu
		{"\u00b5", "\u039c", false, false}, // micro sign, capital mu
		// The only two that lower to ASCII.
		{"K", "\u212a", false, true},
		{"k", "\u212a", false, true},
		{"\u212a", "k", false, true},
		{"\u212a", "K", false, true},
		{"i", "İ", false, true},
		{"İ", "I", false, true},
		{"ı", "I", false, false}, // dotless i is lower already, and not i
		{"ı", "i", false, false},
	})
}

// Heads and tails are compared in one way and middles are sought in another,
// which has a table for ASCII: all must agree on every code point with a case.
func TestILikeAgreesWithToLowerOnEveryCodePoint(t *testing.T) {
	shapes := []string{"%s", "%s%%", "%%%s", "%%%s%%", "%%_%s%%"}
	for r := range unicode.MaxRune + 1 {
		variants := casesOf(r)
		if len(variants) == 1 {
			continue
		}
		for _, shape := range shapes {
			p := compile(t, fmt.Sprintf(shape, string(r)), true)
			for _, v := range variants {
				text := string(v)
				if strings.Contains(shape, "_") {
					text = "_" + text
				}
				if got, want := p.Match(text), unicode.ToLower(v) == unicode.ToLower(r); got != want {
					t.Errorf("%U ilike %q of %U = %v, want %v", v, shape, r, got, want)
				}
			}
		}
	}
}

// casesOf returns the code points that r might be confused with, and r.
func casesOf(r rune) []rune {
	variants := []rune{r, unicode.ToLower(r), unicode.ToUpper(r)}
	for v := unicode.SimpleFold(r); v != r; v = unicode.SimpleFold(v) {
		variants = append(variants, v)
	}
	slices.Sort(variants)
	return slices.Compact(variants)
}

// A segment with _ or without regard to case is sought with one bit for each
// code point, in words of 64.
func TestSegmentsLongerThanAWordMatch(t *testing.T) {
	var cases []patternCase
	for _, n := range []int{1, 2, 63, 64, 65, 128, 129, 961, 998} {
		segment := cycle("abcdefghijklmnopqrstuvwxyzé😀", n)
		upper := strings.ToUpper(segment)
		text := "##" + segment + "xy"
		cases = append(cases,
			patternCase{"%" + segment + "%", text, true, true},
			patternCase{"%" + segment + "%", "##" + upper + "xy", false, true},
			patternCase{"%" + upper + "%", text, false, true},
			patternCase{"%" + segment + "%", "##" + segment, true, true},
			patternCase{segment + "%", text, false, false},
			patternCase{"%" + segment, "##" + upper, false, true},
		)
		for _, at := range []int{0, n / 2, min(63, n-1), min(64, n-1), n - 1} {
			other := replaceRune(segment, at, "#")
			cases = append(cases,
				patternCase{"%" + replaceRune(segment, at, "_") + "%", "##" + other + "##", true, true},
				patternCase{"%" + segment + "%", "##" + other + "##", false, false},
			)
		}
		if n > 1 && n < 990 { // what follows starts after the whole of the last code point
			wild := "%_" + segment[1:] + "😀%_%"
			cases = append(cases,
				patternCase{wild, segment + "😀", false, false},
				patternCase{wild, segment + "😀é", true, true},
			)
		}
	}
	checkPatterns(t, cases)
}

// cycle repeats the code points of s until there are n.
func cycle(s string, n int) string {
	rs := []rune(s)
	out := make([]rune, n)
	for i := range out {
		out[i] = rs[i%len(rs)]
	}
	return string(out)
}

func replaceRune(s string, at int, by string) string {
	rs := []rune(s)
	return string(rs[:at]) + by + string(rs[at+1:])
}

func TestPatternHasAtMost1000CodePoints(t *testing.T) {
	for _, c := range []struct {
		name, pattern string
		ok            bool
	}{
		{"1000 letters", strings.Repeat("a", 1000), true},
		{"1001 letters", strings.Repeat("a", 1001), false},
		{"1000 code points of four bytes", strings.Repeat("😀", 1000), true},
		{"1001 code points of four bytes", strings.Repeat("😀", 1001), false},
		{"1000 %", strings.Repeat("%", 1000), true},
		{"500 escapes", strings.Repeat(`\%`, 500), true},
		{"an escape counts as written", strings.Repeat(`\%`, 500) + "a", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := filter.CompilePattern(c.pattern, true); (err == nil) != c.ok {
				t.Errorf("CompilePattern = %v, want accepted: %v", err, c.ok)
			}
		})
	}
}

func TestTooLongPatternSaysHowLong(t *testing.T) {
	_, err := filter.CompilePattern(strings.Repeat("é", 1001), false)
	if want := "pattern of 1001 characters is longer than 1000"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}

func TestPrefixIsWhatAllMatchesBeginWith(t *testing.T) {
	for _, c := range []struct {
		pattern string
		prefix  string
		exact   bool
	}{
		{"", "", true},
		{"abc", "abc", true},
		{`a\%b\_\\`, `a%b_\`, true},
		{"abc%", "abc", false},
		{"%", "", false},
		{"%abc", "", false},
		{"a%b", "a", false},
		{"ab_", "ab", false},
		{"ab_d", "ab", false},
		{"_ab", "", false},
		{"é_", "é", false},
		{"ab_c%d", "ab", false},
		{`\_b%`, "_b", false},
	} {
		prefix, exact := compile(t, c.pattern, false).Prefix()
		if prefix != c.prefix || exact != c.exact {
			t.Errorf("Prefix of %q = %q, %v, want %q, %v", c.pattern, prefix, exact, c.prefix, c.exact)
		}
		if prefix, exact := compile(t, c.pattern, true).Prefix(); prefix != "" || exact {
			t.Errorf("Prefix of %q as ilike = %q, %v, want none", c.pattern, prefix, exact)
		}
	}
}

func TestAnySuffixIsARangeOfTexts(t *testing.T) {
	for pattern, want := range map[string]bool{
		"": false, "a": false, "%": true, "%%": true, "a%": true, `a\%%`: true, "a%%": true, "é%": true,
		"_%": false, "a_%": false, "%a": false, "a%b": false, "a%b%": false, `a\%`: false,
	} {
		if got := compile(t, pattern, false).AnySuffix(); got != want {
			t.Errorf("AnySuffix of %q = %v, want %v", pattern, got, want)
		}
		want = want && strings.Trim(pattern, "%") == ""
		if got := compile(t, pattern, true).AnySuffix(); got != want {
			t.Errorf("AnySuffix of %q as ilike = %v, want %v", pattern, got, want)
		}
	}
}

// A matcher that backtracks tries the places of one % again for each place of
// the one before, and would not end within the test's life: the last doubling
// has a mebibyte.
func TestHostilePatternsAreLinear(t *testing.T) {
	patterns := map[string]string{
		"a_a_…":        "%" + strings.Repeat("a_", 498) + "%b",
		"a_a_… middle": "%" + strings.Repeat("a_", 498) + "b%",
		"a%a%…":        strings.Repeat("a%", 499) + "b",
		"%a%a%…b%":     strings.Repeat("%a", 498) + "%b%",
		"%_%_%…":       strings.Repeat("%_", 498) + "%b",
		"aaa…b":        "%" + strings.Repeat("a", 997) + "b%",
		"%a_a_a%…":     strings.Repeat("%a_a", 249) + "b%",
	}
	for name, pattern := range patterns {
		t.Run(name, func(t *testing.T) {
			for _, fold := range []bool{false, true} {
				p := compile(t, pattern, fold)
				for n := 1 << 10; n <= 1<<20; n <<= 1 {
					text := strings.Repeat("a", n)
					if p.Match(text) {
						t.Errorf("%d a's match %s %s…b", n, opName(fold), name)
					}
				}
				if text := strings.Repeat("a", 1<<20) + "b"; !p.Match(text) {
					t.Errorf("%d a's and a b do not match %s %s…b", 1<<20, opName(fold), name)
				}
			}
		})
	}
}

func TestMatchAllocatesNothing(t *testing.T) {
	long := "%" + strings.Repeat("a_", 200) + "%"
	text := strings.Repeat("aÉ", 300)
	for _, pattern := range []string{"", "aé%", "%aÉ", "%Éa%", "%é_É%", "_%_", "a%É%a_%É", long} {
		for _, fold := range []bool{false, true} {
			p := compile(t, pattern, fold)
			if n := testing.AllocsPerRun(100, func() { p.Match(text) }); n != 0 {
				t.Errorf("Match of %s %q allocates %v times, want 0", opName(fold), clip(pattern), n)
			}
		}
	}
}

func FuzzPattern(f *testing.F) {
	f.Add("", "")
	f.Add(`a\%_%é`, "a%xé")
	f.Add("%ſ_K%", "S\u212ak")
	f.Add("%İ%", "i")
	f.Add("%"+strings.Repeat("ab_", 40)+"%", strings.Repeat("abc", 50))
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		f.Add(randomText(random, 12), randomText(random, 24))
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if !utf8.ValidString(pattern) || !utf8.ValidString(text) || len(pattern)*len(text) > 1<<14 {
			return
		}
		checkAgainstOracle(t, pattern, text)
		// Few texts match a pattern by chance, unless there are few letters.
		checkAgainstOracle(t, narrow(pattern, `ab%_\`), narrow(text, "ab"))
		checkAgainstOracle(t, narrow(pattern, `kKſsS_%_%İi`+"\u212a"), narrow(text, "kKſsSİi\u212a"))
	})
}

func checkAgainstOracle(t *testing.T, pattern, text string) {
	t.Helper()
	for _, fold := range []bool{false, true} {
		p, err := filter.CompilePattern(pattern, fold)
		if ok := oracleWellFormed(pattern); (err == nil) != ok {
			t.Fatalf("CompilePattern(%+q) = %v, want accepted: %v", pattern, err, ok)
		}
		if err != nil {
			return
		}
		got, want := p.Match(text), oracleLike(pattern, text, fold)
		if got != want {
			t.Errorf("%+q %s %+q = %v, want %v", text, opName(fold), pattern, got, want)
		}
		prefix, exact := p.Prefix()
		if got && !strings.HasPrefix(text, prefix) || exact && got != (text == prefix) {
			t.Errorf("Prefix of %s %+q = %+q, %v; Match of %+q = %v", opName(fold), pattern, prefix, exact, text, got)
		}
		if p.AnySuffix() && got != strings.HasPrefix(text, prefix) {
			t.Errorf("AnySuffix of %s %+q, but Match of %+q = %v", opName(fold), pattern, text, got)
		}
		if need := p.Need(); need != nil && got && need.Index([]byte(text)) < 0 {
			t.Errorf("%s %+q matches %+q without what it needs", opName(fold), pattern, text)
		}
		checkGrams(t, p, text)
	}
}

// narrow maps each byte of s to a code point of the alphabet.
func narrow(s, alphabet string) string {
	letters := []rune(alphabet)
	out := make([]rune, len(s))
	for i := range len(s) {
		out[i] = letters[int(s[i])%len(letters)]
	}
	return string(out)
}

// randomText returns up to most code points, of ASCII in the main.
func randomText(random *rand.Rand, most int) string {
	out := make([]rune, random.IntN(most+1))
	for i := range out {
		out[i] = rune(random.IntN(128))
		if random.IntN(8) == 0 {
			out[i] = rune(random.IntN(0xd800))
		}
	}
	return string(out)
}
