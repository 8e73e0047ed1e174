package suite

import (
	"flag"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Opened are the tests of go test that have opened a service of a target, which every
// promise does, below the test that runs the suite.
type Opened struct {
	root  string
	tests []Result
}

// NewOpened returns those of a run of the suite by t. They are one goroutine's.
func NewOpened(t testing.TB) *Opened { return &Opened{root: t.Name() + "/"} }

// Add notes a test that opens a service.
func (o *Opened) Add(t testing.TB) {
	o.tests = append(o.tests, Result{Name: strings.TrimPrefix(t.Name(), o.root)})
}

// Check compares the [Cases] with those of another target, unless the command line of go
// test has some of them left out.
func (o *Opened) Check(t testing.TB, want []string) {
	t.Helper()
	for _, name := range []string{"test.run", "test.skip"} {
		if strings.Contains(flag.Lookup(name).Value.String(), "/") {
			return
		}
	}
	if diff := cmp.Diff(want, Cases(o.tests)); diff != "" {
		t.Errorf("cases (-of another target +here):\n%s", diff)
	}
}
