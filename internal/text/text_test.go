package text_test

import (
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/text"
)

func TestCheckRefusesWhatIsNoText(t *testing.T) {
	for s, want := range map[string]string{
		"": "", "Ménage": "", "a\tb": "",
		"a\xff": "must be valid UTF-8",
		"a\x00": "must not contain U+0000",
	} {
		got := ""
		if err := text.Check(s); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("Check(%q) = %q, want %q", s, got, want)
		}
	}
}

func TestClipKeepsAHundredCharacters(t *testing.T) {
	for _, unit := range []string{"a", "é", "😀"} {
		hundred := strings.Repeat(unit, 100)
		if got := text.Clip(hundred); got != hundred {
			t.Errorf("Clip of 100 characters is %q", got)
		}
		if got := text.Clip(hundred + unit); got != hundred+"…" {
			t.Errorf("Clip of 101 characters is %q", got)
		}
	}
}
