package filter_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/filter"
)

func TestParseOpReadsWhatStringWrites(t *testing.T) {
	for op := filter.Eq; op <= filter.ContainsAll; op++ {
		if got, ok := filter.ParseOp(op.String()); got != op || !ok {
			t.Errorf("ParseOp(%q) = %v, %v, want %v", op, got, ok, op)
		}
	}
}

func TestParseOpIgnoresCaseAndWhiteSpace(t *testing.T) {
	for _, c := range []struct {
		in   string
		want filter.Op
		ok   bool
	}{
		{"=", filter.Eq, true},
		{"!=", filter.Ne, true},
		{"<", filter.Lt, true},
		{"<=", filter.Le, true},
		{">", filter.Gt, true},
		{">=", filter.Ge, true},
		{"Like", filter.Like, true},
		{"ILIKE", filter.ILike, true},
		{" is  Null\n", filter.IsNull, true},
		{"IS NOT\tNULL", filter.NotNull, true},
		{"Contains_All", filter.ContainsAll, true},
		{"", 0, false},
		{"==", 0, false},
		{"<>", 0, false},
		{"> =", 0, false},
		{"isnull", 0, false},
		{"not null", 0, false},
		{"like like", 0, false},
		{"Op(0)", 0, false},
	} {
		if got, ok := filter.ParseOp(c.in); got != c.want || ok != c.ok {
			t.Errorf("ParseOp(%q) = %v, %v, want %v, %v", c.in, got, ok, c.want, c.ok)
		}
	}
}

func TestOpAndKindWithoutNameSayTheirNumber(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{filter.Op(0).String(), "Op(0)"},
		{(filter.ContainsAll + 1).String(), "Op(12)"},
		{filter.Op(255).String(), "Op(255)"},
		{filter.Kind(0).String(), "Kind(0)"},
		{(filter.Set + 1).String(), "Kind(7)"},
		{filter.Set.String(), "set"},
	} {
		if c.got != c.want {
			t.Errorf("String = %s, want %s", c.got, c.want)
		}
	}
}

func TestCmpReadsAsInSQL(t *testing.T) {
	for _, c := range []struct {
		cmp  filter.Cmp
		want string
	}{
		{filter.Cmp{Field: "age", Op: filter.Ge, Value: 42}, "age >= 42"},
		{filter.Cmp{Field: "name", Op: filter.Like, Value: `"J"%`}, `name like "\"J\"%"`},
		{filter.Cmp{Field: "name", Op: filter.IsNull, Value: "ignored"}, "name is null"},
		{filter.Cmp{Field: "name", Op: filter.NotNull}, "name is not null"},
		{filter.Cmp{Field: "due", Op: filter.Lt, Value: date(2018, 7, 5)}, "due < 2018-07-05"},
		{filter.Cmp{Field: "label", Op: filter.ContainsAll, Value: []string{"a", "b"}}, "label contains_all [a b]"},
	} {
		if got := c.cmp.String(); got != c.want {
			t.Errorf("String = %s, want %s", got, c.want)
		}
	}
}
