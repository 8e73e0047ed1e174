package resttest

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Seed loads and dumps the whole state of a service.
type Seed[F any] interface {
	Load(context.Context, F) error
	Dump(context.Context) (F, error)
}

// Keeps checks that an empty service accepts a state and keeps it. If so, whoever
// came to that state could not store what the rules forbid.
func Keeps[F any](t *testing.T, empty Seed[F], state F) {
	t.Helper()
	if err := empty.Load(t.Context(), state); err != nil {
		t.Fatalf("the state cannot be seeded: %v", err)
	}
	again, err := empty.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(state, again); diff != "" {
		t.Errorf("the state, seeded, is another one (-state +seeded):\n%s", diff)
	}
}
