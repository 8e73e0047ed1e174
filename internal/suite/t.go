package suite

import (
	"context"
	"testing"
)

// TB is what a check needs of a test.
type TB interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// T is a test of a suite that also runs outside of go test: [Of] makes one of a
// *testing.T, and [Collect] runs one on its own.
type T interface {
	TB
	Name() string
	Context() context.Context
	Cleanup(func())
	Error(args ...any)
	Fatal(args ...any)
	Skip(args ...any)
	Skipf(format string, args ...any)
	Run(name string, test func(T)) bool
}

// Of returns a T that is a test of go test.
func Of(t *testing.T) T { return goTest{t} }

// GoTest returns the test of go test that a T is, or panics.
func GoTest(t T) *testing.T { return t.(goTest).T }

type goTest struct{ *testing.T }

// Run runs a subtest.
func (t goTest) Run(name string, test func(T)) bool {
	t.Helper()
	return t.T.Run(name, func(t *testing.T) { test(goTest{t}) })
}
