package seeding_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/internal/seeding"
)

var errBad = errors.New("bad")

// refusal has a code that its reason leaves out.
type refusal struct{}

func (refusal) Error() string  { return "InvalidJson: name: is required" }
func (refusal) Reason() string { return "name: is required" }

func TestErrorsNameTheirPlace(t *testing.T) {
	for _, tt := range []struct {
		err  error
		want string
	}{
		{seeding.At("settings", errBad), "settings: bad"},
		{seeding.At("settings", refusal{}), "settings: name: is required"},
		{seeding.At("users[3]", seeding.At("line", errBad)), "users[3].line: bad"},
	} {
		if tt.err.Error() != tt.want || !seeding.IsError(tt.err) {
			t.Errorf("error is %q, want %q", tt.err, tt.want)
		}
	}
	if err := seeding.At("settings", errBad); !errors.Is(err, errBad) {
		t.Errorf("%v does not wrap its reason", err)
	}
	if seeding.At("settings", nil) != nil || seeding.IsError(errBad) || seeding.IsError(nil) {
		t.Error("an error was made of none, or taken for one that has a place")
	}
}

func TestEachStopsAtTheFirstError(t *testing.T) {
	var loaded []int
	err := seeding.Each(t.Context(), "users", []int{1, 2, 3}, func(_ context.Context, n int) error {
		loaded = append(loaded, n)
		if n == 2 {
			return errBad
		}
		return nil
	})
	if err == nil || err.Error() != "users[1]: bad" {
		t.Errorf("error is %v, want users[1]: bad", err)
	}
	if diff := cmp.Diff([]int{1, 2}, loaded); diff != "" {
		t.Errorf("loaded (-want +got):\n%s", diff)
	}
}

func TestInTurnStopsAtTheFirstError(t *testing.T) {
	var taken []string
	step := func(name string, err error) func() error {
		return func() error {
			taken = append(taken, name)
			return err
		}
	}
	if err := seeding.InTurn(step("a", nil), step("b", errBad), step("c", nil)); !errors.Is(err, errBad) {
		t.Errorf("error is %v, want %v", err, errBad)
	}
	if diff := cmp.Diff([]string{"a", "b"}, taken); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
}
