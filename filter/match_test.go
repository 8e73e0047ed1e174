package filter_test

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pbxkit/pbxkit/filter"
)

const (
	uuid1 = filter.UUID("11111111-0000-4000-8000-000000000000")
	uuid2 = filter.UUID("99999999-0000-4000-8000-000000000000")
	uuid3 = filter.UUID("aaaaaaaa-0000-4000-8000-000000000000")
)

// match compiles an expression that must be accepted.
func match(t testing.TB, e filter.Expr) func(*record) bool {
	t.Helper()
	checked, err := fields.Check(e)
	if err != nil {
		t.Fatalf("Check(%v): %v", e, err)
	}
	return fields.Match(checked)
}

// selected lists which of the named records an expression selects.
func selected(t testing.TB, e filter.Expr, names []string, records []record) string {
	t.Helper()
	test := match(t, e)
	var hits []string
	for i := range records {
		if test(&records[i]) {
			hits = append(hits, names[i])
		}
	}
	return strings.Join(hits, " ")
}

// Each kind's values in their order; the middle one is compared with. A missing
// value is selected by IsNull alone.
func TestOperatorsCompareEveryKind(t *testing.T) {
	names := []string{"low", "mid", "high", "missing"}
	for kind, values := range map[filter.Kind][3]any{
		filter.Text:    {"10", "9", "a"},
		filter.Integer: {int64(-10), int64(9), int64(10)},
		filter.Day:     {date(2017, 12, 31), date(2018, 1, 31), date(2018, 2, 1)},
		filter.ID:      {uuid1, uuid2, uuid3},
	} {
		for op, want := range map[filter.Op]string{
			filter.Eq:      "mid",
			filter.Ne:      "low high",
			filter.Lt:      "low",
			filter.Le:      "low mid",
			filter.Gt:      "high",
			filter.Ge:      "mid high",
			filter.IsNull:  "missing",
			filter.NotNull: "low mid high",
		} {
			records := []record{with(values[0]), with(values[1]), with(values[2]), {}}
			e := filter.Cmp{Field: fieldOf[kind].nullable, Op: op, Value: values[1]}
			if diff := cmp.Diff(want, selected(t, e, names, records)); diff != "" {
				t.Errorf("%v (-want +got):\n%s", e, diff)
			}
			e.Field = fieldOf[kind].column
			if op == filter.IsNull {
				want = "" // never missing
			}
			if diff := cmp.Diff(want, selected(t, e, names[:3], records[:3])); diff != "" {
				t.Errorf("%v (-want +got):\n%s", e, diff)
			}
		}
	}
}

func TestFalseIsLessThanTrue(t *testing.T) {
	names, records := []string{"false", "true", "missing"}, []record{with(false), with(true), {}}
	for _, c := range []struct {
		op    filter.Op
		value bool
		want  string
	}{
		{filter.Eq, false, "false"},
		{filter.Eq, true, "true"},
		{filter.Ne, false, "true"},
		{filter.Ne, true, "false"},
		{filter.Lt, false, ""},
		{filter.Lt, true, "false"},
		{filter.Le, false, "false"},
		{filter.Le, true, "false true"},
		{filter.Gt, false, "true"},
		{filter.Gt, true, ""},
		{filter.Ge, false, "false true"},
		{filter.Ge, true, "true"},
		{filter.IsNull, false, "missing"},
		{filter.NotNull, false, "false true"},
	} {
		e := filter.Cmp{Field: "nFlag", Op: c.op, Value: c.value}
		if diff := cmp.Diff(c.want, selected(t, e, names, records)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", e, diff)
		}
		if e.Field = "flag"; c.op == filter.IsNull {
			continue
		}
		if diff := cmp.Diff(c.want, selected(t, e, names[:2], records[:2])); diff != "" {
			t.Errorf("%v (-want +got):\n%s", e, diff)
		}
	}
}

func TestTextComparesByBytes(t *testing.T) {
	// Each is less than the next; the empty text is not a missing one.
	ascending := []string{"", "1050", "9", "Z", "a", "aa", "é", "\uffff", "😀"}
	records := make([]record, len(ascending))
	for i, s := range ascending {
		records[i] = with(s)
	}
	for i, s := range ascending {
		e := filter.Cmp{Field: "nText", Op: filter.Lt, Value: s}
		if diff := cmp.Diff(strings.Join(ascending[:i], " "), selected(t, e, ascending, records)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", e, diff)
		}
	}
}

func TestLikeNeverSelectsAMissingText(t *testing.T) {
	names := []string{"empty", "Jack", "missing"}
	records := []record{with(""), with("Jack"), {}}
	for _, c := range []struct {
		op      filter.Op
		pattern string
		want    string
	}{
		{filter.Like, "%", "empty Jack"},
		{filter.ILike, "%", "empty Jack"},
		{filter.Like, "", "empty"},
		{filter.Like, "J%", "Jack"},
		{filter.Like, "j%", ""},
		{filter.ILike, "j%", "Jack"},
		{filter.ILike, "%A_K", "Jack"},
	} {
		e := filter.Cmp{Field: "nText", Op: c.op, Value: c.pattern}
		if diff := cmp.Diff(c.want, selected(t, e, names, records)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", e, diff)
		}
		e.Field = "text"
		if diff := cmp.Diff(c.want, selected(t, e, names[:2], records[:2])); diff != "" {
			t.Errorf("%v (-want +got):\n%s", e, diff)
		}
	}
}

func TestContainsAllWantsEveryEntry(t *testing.T) {
	names := []string{"none", "a", "ab", "cba", "aab", "A", "missing"}
	records := []record{
		with([]string{}), with([]string{"a"}), with([]string{"a", "b"}), with([]string{"c", "b", "a"}),
		with([]string{"a", "a", "b"}), with([]string{"A"}), {},
	}
	for _, c := range []struct {
		list []string
		want string
	}{
		{nil, "none a ab cba aab A"}, // held by every set, but NULL is none
		{[]string{"a"}, "a ab cba aab"},
		{[]string{"b", "a"}, "ab cba aab"},
		{[]string{"a", "a"}, "a ab cba aab"}, // repeats do not count
		{[]string{"a", "b", "a", "b"}, "ab cba aab"},
		{[]string{"c"}, "cba"},
		{[]string{"a", "A"}, ""},
		{[]string{""}, ""},
	} {
		e := filter.Cmp{Field: "nTags", Op: filter.ContainsAll, Value: c.list}
		if diff := cmp.Diff(c.want, selected(t, e, names, records)); diff != "" {
			t.Errorf("%v (-want +got):\n%s", e, diff)
		}
	}
	// A column's set is never missing: nil is one without entries.
	for op, want := range map[filter.Op]bool{filter.ContainsAll: true, filter.NotNull: true, filter.IsNull: false} {
		if got := match(t, filter.Cmp{Field: "tags", Op: op, Value: []string{}})(&record{}); got != want {
			t.Errorf("tags %v of a nil set = %v, want %v", op, got, want)
		}
	}
	for op, want := range map[filter.Op]string{filter.IsNull: "missing", filter.NotNull: "none a ab cba aab A"} {
		if diff := cmp.Diff(want, selected(t, filter.Cmp{Field: "nTags", Op: op}, names, records)); diff != "" {
			t.Errorf("nTags %v (-want +got):\n%s", op, diff)
		}
	}
}

func TestAndWantsAllPartsAndOrWantsOne(t *testing.T) {
	names, records := []string{"1", "2", "3", "4"}, make([]record, 4)
	for i := range records {
		records[i].num = int64(i + 1)
	}
	num := func(op filter.Op, n int) filter.Expr { return filter.Cmp{Field: "num", Op: op, Value: n} }
	for _, c := range []struct {
		name string
		expr filter.Expr
		want string
	}{
		{"nil", nil, "1 2 3 4"},
		{"empty And", filter.And{}, "1 2 3 4"},
		{"nil And", filter.And(nil), "1 2 3 4"},
		{"empty Or", filter.Or{}, ""},
		{"nil Or", filter.Or(nil), ""},
		{"And of one", filter.And{num(filter.Gt, 1)}, "2 3 4"},
		{"And of two", filter.And{num(filter.Gt, 1), num(filter.Lt, 4)}, "2 3"},
		{"And of three", filter.And{num(filter.Gt, 1), num(filter.Lt, 4), num(filter.Ne, 2)}, "3"},
		{"And with nil", filter.And{nil, num(filter.Eq, 2)}, "2"},
		{"And with an empty Or", filter.And{num(filter.Eq, 2), filter.Or{}}, ""},
		{"Or of one", filter.Or{num(filter.Gt, 1)}, "2 3 4"},
		{"Or of two", filter.Or{num(filter.Eq, 1), num(filter.Eq, 3)}, "1 3"},
		{"Or of three", filter.Or{num(filter.Eq, 1), num(filter.Eq, 3), num(filter.Eq, 1)}, "1 3"},
		{"Or with nil", filter.Or{num(filter.Eq, 1), nil}, "1 2 3 4"},
		{"Or of Ands", filter.Or{
			filter.And{num(filter.Gt, 1), num(filter.Lt, 3)},
			filter.And{num(filter.Eq, 4)},
		}, "2 4"},
		{"And of Ors", filter.And{
			filter.Or{num(filter.Eq, 1), num(filter.Eq, 2)},
			filter.Or{num(filter.Eq, 2), num(filter.Eq, 3)},
		}, "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, selected(t, c.expr, names, records)); diff != "" {
				t.Errorf("selected (-want +got):\n%s", diff)
			}
		})
	}
}

// everything has every operator and every kind, and is true of everyRecord, so
// that no part goes without being evaluated.
var (
	everything = filter.And{
		filter.Cmp{Field: "text", Op: filter.Like, Value: "%a_c%"},
		filter.Cmp{Field: "nText", Op: filter.ILike, Value: "%É%b%"},
		filter.Cmp{Field: "text", Op: filter.Gt, Value: ""},
		filter.Cmp{Field: "nNum", Op: filter.Ge, Value: 1},
		filter.Cmp{Field: "num", Op: filter.Ne, Value: 1},
		filter.Cmp{Field: "nFlag", Op: filter.Eq, Value: true},
		filter.Cmp{Field: "flag", Op: filter.Lt, Value: true},
		filter.Cmp{Field: "nDay", Op: filter.Le, Value: "2018-07-05"},
		filter.Cmp{Field: "nID", Op: filter.Eq, Value: string(uuid1)},
		filter.Cmp{Field: "nTags", Op: filter.ContainsAll, Value: []string{"b", "a"}},
		filter.Cmp{Field: "nTags", Op: filter.NotNull},
		filter.Cmp{Field: "tags", Op: filter.NotNull},
		filter.Or{filter.Cmp{Field: "nText", Op: filter.IsNull}, filter.Cmp{Field: "num", Op: filter.Eq, Value: 42}},
	}
	everyRecord = record{
		text: "xabcx", nText: new("é and B"), num: 42, nNum: new(int64(1)), nFlag: new(true),
		nDay: new(date(2018, 7, 5)), nID: new(uuid1), nTags: []string{"a", "b", "c"},
	}
)

func TestMatchAllocatesNothingForARecord(t *testing.T) {
	test := match(t, everything)
	r := everyRecord
	if n := testing.AllocsPerRun(100, func() {
		if !test(&r) {
			t.Error("the record is not selected")
		}
	}); n != 0 {
		t.Errorf("Match allocates %v times, want 0", n)
	}
}

func TestCompareAllocatesNothing(t *testing.T) {
	var order []filter.Order
	for _, f := range fields.Info() {
		if f.Kind != filter.Set {
			order = append(order, filter.Order{Field: f.Name, Desc: f.Nullable})
		}
	}
	compare := compareBy(t, order...)
	a, b := everyRecord, everyRecord
	if n := testing.AllocsPerRun(100, func() {
		if c := compare(&a, &b); c != 0 {
			t.Errorf("a record compares with itself as %d", c)
		}
	}); n != 0 {
		t.Errorf("Compare allocates %v times, want 0", n)
	}
}

func TestMatchAndCompareAreSafeForConcurrentUse(t *testing.T) {
	test, compare := match(t, everything), compareBy(t, filter.Order{Field: "text"}, filter.Order{Field: "nDay", Desc: true})
	a, b := everyRecord, with("zzz")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 200 {
				if !test(&a) || test(&b) || compare(&a, &b) >= 0 {
					t.Error("another answer than alone")
					return
				}
			}
		})
	}
	wg.Wait()
}

func TestMatchPanicsOnWhatCheckRejects(t *testing.T) {
	for name, e := range map[string]filter.Expr{
		"a field that does not exist": filter.Cmp{Field: "age", Op: filter.IsNull},
		"no operator":                 filter.Cmp{Field: "num", Value: int64(1)},
		"an operator of another kind": filter.Cmp{Field: "num", Op: filter.Like, Value: int64(1)},
		"a value of another type":     filter.Cmp{Field: "num", Op: filter.Eq, Value: "1"},
		"a broken pattern":            filter.Cmp{Field: "text", Op: filter.Like, Value: `\`},
		"a pointer":                   filter.And{&filter.Or{}},
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Errorf("Match(%v) did not panic", e)
				}
			}()
			fields.Match(e)
		})
	}
}

func compareBy(t testing.TB, order ...filter.Order) func(a, b *record) int {
	t.Helper()
	compare, err := fields.Compare(order)
	if err != nil {
		t.Fatalf("Compare(%v): %v", order, err)
	}
	return compare
}

func TestMissingValuesComeLastOrFirstIfDescending(t *testing.T) {
	for kind, values := range map[filter.Kind][]any{
		filter.Text:    {"", "10", "9", "Z", "a", "\uffff", "😀"},
		filter.Integer: {int64(-1 << 63), int64(-1), int64(9), int64(10), int64(1<<63 - 1)},
		filter.Boolean: {false, true},
		filter.Day:     {date(1, 1, 1), date(2017, 12, 31), date(2018, 1, 31), date(2018, 2, 1), date(9999, 12, 31)},
		filter.ID:      {uuid1, uuid2, uuid3},
	} {
		t.Run(kind.String(), func(t *testing.T) {
			ascending := append(slices.Clone(values), nil)
			descending := slices.Clone(ascending)
			slices.Reverse(descending)
			field := fieldOf[kind].nullable
			if diff := cmp.Diff(ascending, sorted(descending, field, compareBy(t, filter.Order{Field: field}))); diff != "" {
				t.Errorf("ascending (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(descending, sorted(ascending, field, compareBy(t, filter.Order{Field: field, Desc: true}))); diff != "" {
				t.Errorf("descending (-want +got):\n%s", diff)
			}
			field = fieldOf[kind].column
			if diff := cmp.Diff(values, sorted(descending[1:], field, compareBy(t, filter.Order{Field: field}))); diff != "" {
				t.Errorf("column, ascending (-want +got):\n%s", diff)
			}
		})
	}
}

// sorted orders values by way of records that have them.
func sorted(values []any, field string, compare func(a, b *record) int) []any {
	records := make([]record, len(values))
	for i, v := range values {
		records[i] = with(v)
	}
	slices.SortStableFunc(records, func(a, b record) int { return compare(&a, &b) })
	out := make([]any, len(records))
	for i := range records {
		out[i] = records[i].value(field)
	}
	return out
}

func TestLaterTermsOrderWhatEarlierOnesLeaveEqual(t *testing.T) {
	records := []record{
		{text: "b", num: 1, nNum: new(int64(1))},
		{text: "a", num: 2},
		{text: "a", num: 1},
		{text: "b", num: 2, nNum: new(int64(2))},
	}
	names := []string{"b11", "a2-", "a1-", "b22"}
	for _, c := range []struct {
		order []filter.Order
		want  string
	}{
		{nil, "b11 a2- a1- b22"},
		{[]filter.Order{{Field: "text"}}, "a2- a1- b11 b22"},
		{[]filter.Order{{Field: "text"}, {Field: "num"}}, "a1- a2- b11 b22"},
		{[]filter.Order{{Field: "text", Desc: true}, {Field: "num"}}, "b11 b22 a1- a2-"},
		{[]filter.Order{{Field: "num", Desc: true}, {Field: "text"}}, "a2- b22 a1- b11"},
		{[]filter.Order{{Field: "nNum"}, {Field: "num"}}, "b11 b22 a1- a2-"}, // two missing are equal
		{[]filter.Order{{Field: "nNum", Desc: true}, {Field: "text"}, {Field: "num"}}, "a1- a2- b22 b11"},
		{[]filter.Order{{Field: "text"}, {Field: "text", Desc: true}}, "a2- a1- b11 b22"}, // the first decides
	} {
		compare, at := compareBy(t, c.order...), []int{0, 1, 2, 3}
		slices.SortStableFunc(at, func(a, b int) int { return compare(&records[a], &records[b]) })
		var got []string
		for _, i := range at {
			got = append(got, names[i])
		}
		if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("order %v (-want +got):\n%s", c.order, diff)
		}
	}
}

func TestCheckOrderRejects(t *testing.T) {
	for _, c := range []struct {
		order []filter.Order
		want  *filter.Error
	}{
		{[]filter.Order{{Field: "age"}},
			&filter.Error{Cmp: filter.Cmp{Field: "age"}, Err: filter.ErrField, Why: "unknown field"}},
		{[]filter.Order{{Field: "Num"}},
			&filter.Error{Cmp: filter.Cmp{Field: "Num"}, Err: filter.ErrField, Why: "unknown field"}},
		{[]filter.Order{{}},
			&filter.Error{Err: filter.ErrField, Why: "unknown field"}},
		{[]filter.Order{{Field: "num"}, {Field: "tags", Desc: true}},
			&filter.Error{Cmp: filter.Cmp{Field: "tags"}, Err: filter.ErrOp, Why: "a set field has no order"}},
		{[]filter.Order{{Field: "nTags"}, {Field: "age"}}, // the first of two
			&filter.Error{Cmp: filter.Cmp{Field: "nTags"}, Err: filter.ErrOp, Why: "a set field has no order"}},
	} {
		checkError(t, fields.CheckOrder(c.order), c.want)
		compare, err := fields.Compare(c.order)
		checkError(t, err, c.want)
		if compare != nil {
			t.Errorf("Compare(%v) returned a function with an error", c.order)
		}
		if want := "filter: field '" + c.want.Field + "': " + c.want.Why; err != nil && err.Error() != want {
			t.Errorf("message = %v, want %s", err, want)
		}
	}
	if err := fields.CheckOrder([]filter.Order{{Field: "num"}, {Field: "num", Desc: true}}); err != nil {
		t.Errorf("CheckOrder of a field that occurs twice: %v", err)
	}
}
