package pgstore

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

type word struct {
	ID   int64
	Text string
}

var words = store.NewTable("words", func(w *word) int64 { return w.ID }, filter.NewFields(
	filter.Column("text", func(w *word) string { return w.Text }),
)).Index("text")

func like(op filter.Op, pattern string) filter.Expr {
	return filter.Cmp{Field: "text", Op: op, Value: pattern}
}

func TestConditionsHoldParametersOnly(t *testing.T) {
	table, err := newTable(words.Schema())
	if err != nil {
		t.Fatal(err)
	}
	eq := func(value string) filter.Expr { return filter.Cmp{Field: "text", Op: filter.Eq, Value: value} }
	for _, test := range []struct {
		expr filter.Expr
		sql  string
		args []any
	}{
		{nil, `TRUE`, nil},
		{filter.And{}, `TRUE`, nil},
		{filter.Or{}, `FALSE`, nil},
		{eq("' OR 1"), `"text" = $1`, []any{"' OR 1"}},
		{filter.Or{eq("a"), like(filter.Like, "%b"), eq("c")}, `("text" = ANY ($1) OR ("text" LIKE $2))`, []any{[]string{"a", "c"}, "%b"}},
		{like(filter.Like, "abc"), `"text" = $1`, []any{"abc"}},
		{like(filter.Like, `a\%c`), `"text" = $1`, []any{"a%c"}},
		{like(filter.Like, "%"), `"text" IS NOT NULL`, nil},
		{like(filter.Like, "ab%"), `("text" >= $1 AND "text" < $2)`, []any{"ab", "ac"}},
		{like(filter.Like, "ab%c"), `("text" >= $1 AND "text" < $2 AND "text" LIKE $3)`, []any{"ab", "ac", "ab%c"}},
		{like(filter.Like, "\U0010FFFF%"), `("text" >= $1)`, []any{"\U0010FFFF"}},
		{like(filter.ILike, "İB%"), `("_lower_text" >= $1 AND "_lower_text" < $2)`, []any{"ib", "ic"}},
	} {
		sql, args, err := table.condition(test.expr)
		if err != nil {
			t.Errorf("%v: %v", test.expr, err)
		}
		if diff := cmp.Diff([]any{test.sql, test.args}, []any{sql, args}); diff != "" {
			t.Errorf("%v (-want +got):\n%s", test.expr, diff)
		}
	}
}

// TestLowerIsThatOfILike looks at every code point.
func TestLowerIsThatOfILike(t *testing.T) {
	for r := rune(1); r <= utf8.MaxRune; r++ {
		s := string(r)
		if !utf8.ValidRune(r) || strings.ContainsAny(s, `%_\`) {
			continue
		}
		p, err := filter.CompilePattern(s, true)
		if err != nil {
			t.Fatal(err)
		}
		if !p.Match(lower(s)) || lower(lower(s)) != lower(s) || utf8.RuneCountInString(lower(s)) != 1 {
			t.Errorf("%U: lower is %q", r, lower(s))
		}
	}
}

func TestAfterPrefixIsTheLeastTextAfterAllThatBeginWithIt(t *testing.T) {
	for prefix, want := range map[string]string{
		"a": "b", "az": "a{", "\u007f": "\u0080", "\uD7FF": "\uE000", "a\U0010FFFF": "b", "a\U0010FFFF\U0010FFFF": "b",
	} {
		got, ok := afterPrefix(prefix)
		if got != want || !ok {
			t.Errorf("after %q: %q, %v; want %q", prefix, got, ok, want)
		}
	}
	for _, prefix := range []string{"", "\U0010FFFF"} {
		if got, ok := afterPrefix(prefix); ok {
			t.Errorf("after %q: %q, want none", prefix, got)
		}
	}
}

func TestShortNamesStayApart(t *testing.T) {
	long := strings.Repeat("é", 40)
	one, other := short(long+"1"), short(long+"2")
	if one == other || len(one) > maxName || !utf8.ValidString(one) {
		t.Errorf("%q and %q", one, other)
	}
	if got := quote(`a"b`); got != `"a""b"` {
		t.Errorf("quote = %s", got)
	}
}
