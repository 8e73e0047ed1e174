package suite

import (
	"flag"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/google/go-cmp/cmp"
)

// Cases notes which cases a suite has on each of its targets, to compare them: what a
// target cannot do has to be skipped there by its name, not left out. The zero value is
// empty. It is safe for concurrent use.
type Cases struct {
	mu sync.Mutex
	of map[string]map[string]struct{}
}

// Note notes a case of a target, by the name of its test in the suite, such as
// Users/a_user_is_found/by_name. What is below a promise is not compared, as nobody
// comes to it where the promise is skipped.
func (c *Cases) Note(target, name string) {
	parts := strings.SplitN(name, "/", 3)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]map[string]struct{}{}
	}
	if c.of[target] == nil {
		c.of[target] = map[string]struct{}{}
	}
	c.of[target][strings.Join(parts[:min(len(parts), 2)], "/")] = struct{}{}
}

// NoteTest notes the case that a test of go test is, which runs somewhere below root.
func (c *Cases) NoteTest(target, root, name string) {
	c.Note(target, strings.TrimPrefix(name, root+"/"))
}

// NoteAll notes the cases of results.
func (c *Cases) NoteAll(target string, results []Result) {
	for _, r := range results {
		c.Note(target, r.Name)
	}
}

// Same checks that all targets had the same cases, and some. It checks nothing if the
// flag -run of go test leaves some of them out.
func (c *Cases) Same(t TB) {
	t.Helper()
	if run := flag.Lookup("test.run"); run != nil && strings.Contains(run.Value.String(), "/") {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	targets := slices.Sorted(maps.Keys(c.of))
	if len(targets) < 2 {
		t.Errorf("cases of %d targets are known, want at least 2", len(targets))
		return
	}
	want := slices.Sorted(maps.Keys(c.of[targets[0]]))
	for _, target := range targets[1:] {
		if diff := cmp.Diff(want, slices.Sorted(maps.Keys(c.of[target]))); diff != "" {
			t.Errorf("cases (-%s +%s):\n%s", targets[0], target, diff)
		}
	}
}
