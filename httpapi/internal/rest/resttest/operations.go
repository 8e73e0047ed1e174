package resttest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// Operations compares what an adapter serves with testdata/routes.txt, also after a
// caller has changed what it was told.
func Operations(t *testing.T, served func() []rest.Operation) {
	t.Helper()
	want := documented(t)
	for _, when := range []string{"at first", "after a caller changed them"} {
		ops := served()
		if diff := cmp.Diff(want, ops); diff != "" {
			t.Errorf("operations %s (-documented +served):\n%s", when, diff)
		}
		clear(ops)
	}
}

// documented reads testdata/routes.txt, where an adapter's tests keep what the
// vendor's pages describe.
func documented(t *testing.T) []rest.Operation {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	ops, err := parse(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return ops
}

// parse reads operations, one a line: number, method, path, name and evidence. A
// line that begins with # is a comment.
func parse(text string) ([]rest.Operation, error) {
	var ops []rest.Operation
	for line := range strings.Lines(text) {
		if line == "\n" || strings.HasPrefix(line, "#") {
			continue
		}
		var number int
		var op rest.Operation
		if _, err := fmt.Sscan(line, &number, &op.Method, &op.Path, &op.Name, &op.Evidence); err != nil {
			return nil, fmt.Errorf("%q: %w", line, err)
		}
		ops = append(ops, op)
		if number != len(ops) {
			return nil, fmt.Errorf("%q: the operation before has number %d", line, len(ops)-1)
		}
	}
	return ops, nil
}
