package suite_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/internal/suite"
)

func TestCollectRunsTestsAsGoTestDoes(t *testing.T) {
	var done []string
	results := suite.Collect(t.Context(), func(t suite.T) {
		t.Run("a chapter", func(t suite.T) {
			t.Run("passes", func(t suite.T) {
				suite.Equal(t, "one", 1, 1)
				done = append(done, suite.NameOf(t.Context()))
			})
			t.Run("fails", func(t suite.T) {
				ctx := suite.Afterwards(t.Context())
				t.Cleanup(func() { done = append(done, "first cleanup") })
				t.Cleanup(func() {
					if suite.NameOf(ctx) == "" && ctx.Err() == nil && t.Context().Err() != nil {
						done = append(done, "second cleanup")
					}
				})
				t.Errorf("%s", "goes on")
				t.Fatalf("%s", "ends")
				done = append(done, "never")
			})
			t.Run("is skipped", func(t suite.T) { t.Skipf("needs %d", 1) })
			t.Run("panics", func(suite.T) { panic("at once") })
			if t.Run("fails inside", func(t suite.T) { t.Run("here", func(t suite.T) { t.Error("a", 1) }) }) {
				done = append(done, "never")
			}
		})
	})
	for i := range results {
		if results[i].Name == "a_chapter/panics" {
			if text := results[i].Text[0]; len(text) < 15 || text[:14] != "panic: at once" {
				t.Errorf("panics: %s", text)
			}
			results[i].Text = nil
		}
	}
	want := []suite.Result{
		{Name: "a_chapter/passes", Verdict: suite.Passed},
		{Name: "a_chapter/fails", Verdict: suite.Failed, Text: []string{"goes on", "ends"}},
		{Name: "a_chapter/is_skipped", Verdict: suite.Skipped, Text: []string{"needs 1"}},
		{Name: "a_chapter/panics", Verdict: suite.Failed},
		{Name: "a_chapter/fails_inside/here", Verdict: suite.Failed, Text: []string{"a 1"}},
	}
	if diff := cmp.Diff(want, results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a_chapter/passes", "second cleanup", "first cleanup"}, done); diff != "" {
		t.Errorf("done (-want +got):\n%s", diff)
	}
}

func TestCollectEndsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	results := suite.Collect(ctx, func(t suite.T) {
		if t.Context().Err() == nil {
			t.Error("the context of a test goes on")
		}
	})
	if diff := cmp.Diff([]suite.Result{{Verdict: suite.Passed}}, results); diff != "" {
		t.Errorf("results (-want +got):\n%s", diff)
	}
}

func TestCasesAreTheSameWhetherTheyRunOrNot(t *testing.T) {
	run := func(skip bool) []string {
		return suite.Cases(suite.Collect(t.Context(), func(t suite.T) {
			t.Run("b", func(t suite.T) {
				t.Run("two", func(t suite.T) {
					if skip {
						t.Skip("why")
					}
					t.Run("x", func(suite.T) {})
					t.Run("y", func(suite.T) {})
				})
				t.Run("one", func(suite.T) {})
			})
			t.Run("a", func(suite.T) {})
		}))
	}
	for _, skip := range []bool{false, true} {
		if diff := cmp.Diff([]string{"a", "b/one", "b/two"}, run(skip)); diff != "" {
			t.Errorf("cases, skipped %t (-want +got):\n%s", skip, diff)
		}
	}
}
