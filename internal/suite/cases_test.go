package suite_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/suite"
)

// complaints is a test that notes what it is told.
type complaints struct{ texts []string }

func (*complaints) Helper() {}
func (c *complaints) Errorf(format string, args ...any) {
	c.texts = append(c.texts, fmt.Sprintf(format, args...))
}
func (c *complaints) Fatalf(format string, args ...any) { c.Errorf(format, args...) }

func TestTargetsHaveTheSameCases(t *testing.T) {
	for name, c := range map[string]struct {
		note func(*suite.Cases)
		want string // in the only complaint; "" for none
	}{
		"the same, in another order": {func(c *suite.Cases) {
			c.NoteTest("memory", "TestX/memory", "TestX/memory/Users/a")
			c.NoteTest("memory", "TestX/memory", "TestX/memory/Users/b/and_more")
			c.NoteAll("real", []suite.Result{{Name: "Users/b"}, {Name: "Users/a/and_less"}, {Name: "Users/a/again"}})
		}, ""},
		"one less": {func(c *suite.Cases) {
			c.Note("memory", "Users/a")
			c.Note("memory", "Users/b")
			c.Note("real", "Users/b")
		}, `"Users/a"`},
		"one more": {func(c *suite.Cases) {
			c.Note("memory", "Users/a")
			c.Note("real", "Users/a")
			c.Note("real", "Lines/a")
		}, `"Lines/a"`},
		"one target": {func(c *suite.Cases) { c.Note("memory", "Users/a") }, "cases of 1 targets"},
		"none":       {func(*suite.Cases) {}, "cases of 0 targets"},
	} {
		var cases suite.Cases
		c.note(&cases)
		var got complaints
		cases.Same(&got)
		if c.want == "" && len(got.texts) > 0 || c.want != "" && (len(got.texts) != 1 || !strings.Contains(got.texts[0], c.want)) {
			t.Errorf("%s: %q, want %q", name, got.texts, c.want)
		}
	}
}
