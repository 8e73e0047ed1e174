package suite

import (
	"maps"
	"slices"
	"strings"
	"sync"
)

// Cases are the names of the promises that runs of one suite have, by target: they have
// to be the same everywhere, so that results can be compared. It is safe for concurrent
// use.
type Cases struct {
	mu sync.Mutex
	of map[string]map[string]bool // by target
}

// Note notes the promise that a test of go test is of: the two names below root.
func (c *Cases) Note(target, root, name string) {
	c.add(target, strings.TrimPrefix(name, root+"/"))
}

// NoteResults notes the promises that [Collect] has results of.
func (c *Cases) NoteResults(target string, results []Result) {
	for _, r := range results {
		c.add(target, r.Name)
	}
}

// add adds a promise by the name of a test in it: a chapter and a promise.
func (c *Cases) add(target, name string) {
	parts := strings.SplitN(name, "/", 3)
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.of == nil {
		c.of = map[string]map[string]bool{}
	}
	if c.of[target] == nil {
		c.of[target] = map[string]bool{}
	}
	c.of[target][strings.Join(parts[:min(2, len(parts))], "/")] = true
}

// Check reports each promise that some targets have and others lack, and targets that
// have fewer than there must be.
func (c *Cases) Check(t TB, least int) {
	t.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	all := map[string]bool{}
	for _, names := range c.of {
		maps.Copy(all, names)
	}
	for _, target := range slices.Sorted(maps.Keys(c.of)) {
		if n := len(c.of[target]); n < least {
			t.Errorf("%s: %d promises, want %d at least", target, n, least)
		}
		for _, name := range slices.Sorted(maps.Keys(all)) {
			if !c.of[target][name] {
				t.Errorf("%s: there is no %s", target, name)
			}
		}
	}
}
