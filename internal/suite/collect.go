package suite

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
)

// Verdict is what came of a test.
type Verdict string

// The verdicts.
const (
	Passed  Verdict = "passed"
	Failed  Verdict = "failed"
	Skipped Verdict = "skipped"
)

// Result is what came of a test that had no tests in it.
type Result struct {
	Name    string   `json:"name"` // as go test writes it
	Verdict Verdict  `json:"verdict"`
	Text    []string `json:"text,omitempty"` // what differs, or why it was skipped
}

// Collect runs a test, with the tests in it, outside of go test, one after the other.
// It returns what came of each that had none in it, or said something itself, in order.
// Context of the tests ends with ctx, and before what they clean up.
func Collect(ctx context.Context, test func(T)) []Result {
	root := &collected{ctx: context.WithValue(ctx, nameKey{}, "")}
	root.do(test)
	return root.results()
}

// Cases returns the names of the promises that results are of, sorted: a chapter's and
// its own. Tests in a promise are not in it, as one that is skipped has none. Whatever a
// suite is run on, the cases are the same.
func Cases(results []Result) []string {
	var names []string
	for _, r := range results {
		parts := strings.SplitN(r.Name, "/", 3)
		names = append(names, strings.Join(parts[:min(len(parts), 2)], "/"))
	}
	slices.Sort(names)
	return slices.Compact(names)
}

type nameKey struct{}

// NameOf returns the name of the test that a context is of, if [Collect] runs it and it
// is not cleaning up.
func NameOf(ctx context.Context) string {
	name, _ := ctx.Value(nameKey{}).(string)
	return name
}

// Afterwards returns a context for what a test cleans up, which does not end with the
// test.
func Afterwards(ctx context.Context) context.Context {
	return context.WithValue(context.WithoutCancel(ctx), nameKey{}, "")
}

// collected is a test that Collect runs.
type collected struct {
	ctx      context.Context
	name     string
	verdict  Verdict
	text     []string
	cleanups []func()
	inner    []*collected
}

// do runs the test in a goroutine of its own, which ends where the test is given up.
func (c *collected) do(test func(T)) {
	c.verdict = Passed
	ctx, cancel := context.WithCancel(c.ctx)
	c.ctx = ctx
	c.protect(func() { test(c) })
	cancel()
	for _, f := range slices.Backward(c.cleanups) {
		c.protect(f)
	}
}

func (c *collected) protect(f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		defer func() {
			if p := recover(); p != nil {
				c.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		f()
	}()
	<-done
}

func (c *collected) results() []Result {
	var all []Result
	if len(c.inner) == 0 || len(c.text) > 0 {
		all = append(all, Result{c.name, c.verdict, c.text})
	}
	for _, i := range c.inner {
		all = append(all, i.results()...)
	}
	return all
}

func (c *collected) Helper()                  {}
func (c *collected) Name() string             { return c.name }
func (c *collected) Context() context.Context { return c.ctx }
func (c *collected) Cleanup(f func())         { c.cleanups = append(c.cleanups, f) }

func (c *collected) Error(args ...any) {
	c.verdict = Failed
	c.text = append(c.text, strings.TrimSuffix(fmt.Sprintln(args...), "\n"))
}

func (c *collected) Errorf(format string, args ...any) { c.Error(fmt.Sprintf(format, args...)) }

func (c *collected) Fatal(args ...any) {
	c.Error(args...)
	runtime.Goexit()
}

func (c *collected) Fatalf(format string, args ...any) { c.Fatal(fmt.Sprintf(format, args...)) }

func (c *collected) Skip(args ...any) {
	c.verdict = Skipped
	c.text = append(c.text, strings.TrimSuffix(fmt.Sprintln(args...), "\n"))
	runtime.Goexit()
}

func (c *collected) Skipf(format string, args ...any) { c.Skip(fmt.Sprintf(format, args...)) }

// Run runs a test in this one.
func (c *collected) Run(name string, test func(T)) bool {
	inner := &collected{name: strings.TrimPrefix(c.name+"/"+strings.ReplaceAll(name, " ", "_"), "/")}
	inner.ctx = context.WithValue(c.ctx, nameKey{}, inner.name)
	c.inner = append(c.inner, inner)
	inner.do(test)
	if inner.verdict == Failed {
		c.verdict = Failed
		return false
	}
	return true
}
