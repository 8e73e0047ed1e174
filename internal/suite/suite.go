// Package suite is what the vendors' behaviour suites share.
package suite

import "github.com/google/go-cmp/cmp"

// Equal checks a result.
func Equal(t TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// Must returns the result of a call that has to succeed:
//
//	line := suite.Must(svc.Lines.Get(t.Context(), 1))(t)
func Must[V any](v V, err error) func(TB) V {
	return func(t TB) V {
		t.Helper()
		Succeeds(t, err)
		return v
	}
}

// Succeeds checks the error of a call that has to succeed.
func Succeeds(t TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("error = %v, want none", err)
	}
}

// ErrOf returns the error of a call that returns a result as well:
//
//	err := suite.ErrOf(svc.Lines.Get(t.Context(), 99))
func ErrOf[V any](_ V, err error) error { return err }
