package suite_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/internal/suite"
)

// said is a test that notes what is wrong.
type said struct{ text []string }

func (s *said) Helper() {}

func (s *said) Errorf(format string, args ...any) {
	s.text = append(s.text, fmt.Sprintf(format, args...))
}

func (s *said) Fatalf(format string, args ...any) { s.Errorf(format, args...) }

func TestCasesAreComparedBetweenTargets(t *testing.T) {
	var c suite.Cases
	c.Note("TCP", "TestX/TCP", "TestX/TCP/List/pages")
	c.Note("TCP", "TestX/TCP", "TestX/TCP/List/pages")
	c.Note("TCP", "TestX/TCP", "TestX/TCP/Seed/loads")
	c.NoteResults("endpoint", []suite.Result{{Name: "List/pages/first"}, {Name: "List/pages/last"}, {Name: "List/order"}})
	var got said
	c.Check(&got, 2)
	want := []string{"TCP: there is no List/order", "endpoint: there is no Seed/loads"}
	if diff := cmp.Diff(want, got.text); diff != "" {
		t.Errorf("what is said (-want +got):\n%s", diff)
	}
	got = said{}
	c.Check(&got, 3)
	if len(got.text) != 4 {
		t.Errorf("what is said = %q, want 2 more", got.text)
	}
}
