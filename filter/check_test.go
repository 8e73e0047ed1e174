package filter_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"math"
	"math/big"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/pbxkit/pbxkit/filter"
)

// Types as a program may have them: they convert as what they are made of.
type (
	name   string
	count  int
	ratio  float32
	toggle bool
)

// conversion says what Check makes of a value for a field, or why it makes
// nothing of it.
type conversion struct {
	in   any
	want any
	why  string
}

func checkConversions(t *testing.T, field string, op filter.Op, cases []conversion) {
	t.Helper()
	for _, c := range cases {
		asked := filter.Cmp{Field: field, Op: op, Value: c.in}
		got, err := fields.Check(asked)
		if c.why != "" {
			checkError(t, err, &filter.Error{Cmp: asked, Err: filter.ErrValue, Why: c.why})
			if got != nil {
				t.Errorf("Check(%v) = %v with an error, want nil", asked, got)
			}
			continue
		}
		if err != nil {
			t.Errorf("Check(%v) of %T: %v", asked, c.in, err)
			continue
		}
		want := filter.Cmp{Field: field, Op: op, Value: c.want}
		if diff := cmp.Diff(filter.Expr(want), got); diff != "" {
			t.Errorf("Check(%v) of %T (-want +got):\n%s", asked, c.in, diff)
		}
		checkIdempotent(t, got)
	}
}

// checkError compares an error from Check with the one wanted, and with its
// kind as a caller asks for it.
func checkError(t *testing.T, err error, want *filter.Error) {
	t.Helper()
	got, ok := errors.AsType[*filter.Error](err)
	if !ok {
		t.Errorf("error of %v = %v, want a *filter.Error", want.Cmp, err)
		return
	}
	if !errors.Is(err, want.Err) {
		t.Errorf("error of %v is not %v: %v", want.Cmp, want.Err, err)
	}
	if diff := cmp.Diff(want.Why, got.Why); diff != "" {
		t.Errorf("reason of %v (-want +got):\n%s", want.Cmp, diff)
	}
	if got.Field != want.Field || got.Op != want.Op {
		t.Errorf("error is about %s %v, want %s %v", got.Field, got.Op, want.Field, want.Op)
	}
}

func checkIdempotent(t *testing.T, checked filter.Expr) {
	t.Helper()
	again, err := fields.Check(checked)
	if err != nil {
		t.Errorf("Check of the checked %v: %v", checked, err)
	}
	if diff := cmp.Diff(checked, again); diff != "" {
		t.Errorf("Check of the checked %v (-want +got):\n%s", checked, diff)
	}
}

func TestCheckConvertsToText(t *testing.T) {
	checkConversions(t, "text", filter.Eq, []conversion{
		{in: "", want: ""},
		{in: " Jack ", want: " Jack "},
		{in: "\ufffd😀", want: "\ufffd😀"},
		{in: name("Jack"), want: "Jack"},
		{in: filter.UUID("x"), want: "x"},
		{in: json.Number("42"), want: "42"},
		{in: json.Number("42.0"), want: "42.0"}, // as written
		{in: json.Number("4.2E1"), want: "4.2E1"},
		{in: json.Number("9223372036854775808"), want: "9223372036854775808"},
		{in: 42, want: "42"},
		{in: int8(-42), want: "-42"},
		{in: count(42), want: "42"},
		{in: uint64(math.MaxUint64), want: "18446744073709551615"},
		{in: 1050001.0, want: "1050001"}, // a number to call, not 1.050001e+06
		{in: 0.5, want: "0.5"},
		{in: ratio(0.5), want: "0.5"},
		{in: true, want: "true"},
		{in: toggle(false), want: "false"},
		{in: nil, why: "operator '=' needs a value"},
		{in: []any{"a"}, why: "a list is not a text"},
		{in: []string{"a"}, why: "a list is not a text"},
		{in: map[string]any{}, why: "an object is not a text"},
		{in: date(2018, 7, 5), why: "a filter.Date is not a text"},
		{in: "a\x00b", why: "text must not contain U+0000"},
		{in: name("\x00"), why: "text must not contain U+0000"},
		{in: "a\xff", why: "text is not valid UTF-8"},
		{in: "\xed\xa0\x80", why: "text is not valid UTF-8"}, // a surrogate
		{in: json.Number("\xff"), why: "text is not valid UTF-8"},
	})
}

func TestCheckConvertsToInteger(t *testing.T) {
	checkConversions(t, "num", filter.Eq, []conversion{
		{in: 42, want: int64(42)},
		{in: int8(-42), want: int64(-42)},
		{in: int64(math.MinInt64), want: int64(math.MinInt64)},
		{in: count(42), want: int64(42)},
		{in: uint8(42), want: int64(42)},
		{in: uint64(math.MaxInt64), want: int64(math.MaxInt64)},
		{in: uint64(math.MaxInt64 + 1), why: "9223372036854775808 is not an integer within 64 bits"},
		{in: 42.0, want: int64(42)},
		{in: math.Copysign(0, -1), want: int64(0)},
		{in: float32(42), want: int64(42)},
		{in: ratio(0.5), why: "0.5 is not an integer within 64 bits"},
		{in: float64(-1 << 63), want: int64(math.MinInt64)},
		{in: float64(1<<63 - 1024), want: int64(1<<63 - 1024)}, // the last float below
		{in: float64(1 << 63), why: "9.223372036854776e+18 is not an integer within 64 bits"},
		{in: math.Nextafter(-1<<63, math.Inf(-1)), why: "-9.223372036854778e+18 is not an integer within 64 bits"},
		{in: 42.5, why: "42.5 is not an integer within 64 bits"},
		{in: math.NaN(), why: "NaN is not an integer within 64 bits"},
		{in: math.Inf(1), why: "+Inf is not an integer within 64 bits"},
		{in: "42", want: int64(42)},
		{in: name("42"), want: int64(42)},
		{in: " \t+42\n", want: int64(42)},
		{in: "-9223372036854775808", want: int64(math.MinInt64)},
		{in: "9223372036854775808", why: "'9223372036854775808' is not an integer within 64 bits"},
		{in: "", why: "'' is not an integer within 64 bits"},
		{in: "4 2", why: "'4 2' is not an integer within 64 bits"},
		{in: "42.0", why: "'42.0' is not an integer within 64 bits"}, // a text is digits
		{in: "4e1", why: "'4e1' is not an integer within 64 bits"},
		{in: "0x2a", why: "'0x2a' is not an integer within 64 bits"},
		{in: "1_000", why: "'1_000' is not an integer within 64 bits"},
		{in: "٤٢", why: "'٤٢' is not an integer within 64 bits"},
		{in: strings.Repeat("é", 40), why: "'" + strings.Repeat("é", 30) + "…' is not an integer within 64 bits"},
		{in: "x" + strings.Repeat("é", 40), why: "'x" + strings.Repeat("é", 29) + "…' is not an integer within 64 bits"},
		{in: true, why: "a boolean is not an integer"},
		{in: nil, why: "operator '=' needs a value"},
		{in: []any{1}, why: "a list is not an integer"},
		{in: map[string]any{}, why: "an object is not an integer"},
	})
}

func TestCheckConvertsJSONNumbersToInteger(t *testing.T) {
	const rejected = " is not an integer within 64 bits"
	number := func(s string) json.Number { return json.Number(s) }
	cases := []conversion{}
	for literal, want := range map[string]int64{
		"0":                                 0,
		"-0":                                0,
		"-0.0":                              0,
		"42":                                42,
		"42.0":                              42,
		"42.000000000000000000000000000000": 42,
		"4.2e1":                             42,
		"4.2E+1":                            42,
		"-4200e-2":                          -42,
		"0.042e3":                           42,
		"1e18":                              1e18,
		"9223372036854775807":               math.MaxInt64,
		"9223372036854775807.0":             math.MaxInt64,
		"9.223372036854775807e18":           math.MaxInt64,
		"-9223372036854775808":              math.MinInt64,
		"-9223372036854775808.0":            math.MinInt64,
		"9007199254740993":                  1<<53 + 1, // not a float64
		"9007199254740993.0":                1<<53 + 1,
		// Zero is zero with any exponent, even one beyond int.
		"0e99999999999":               0,
		"-0.00e-99999999999":          0,
		"0e99999999999999999999999":   0,
		"0.0e-9999999999999999999999": 0,
		// An exponent is as large as the literal is long, and no larger.
		"1" + strings.Repeat("0", 5000) + "e-5000":        1,
		"0." + strings.Repeat("0", 5000) + "42e5002":      42,
		"0." + strings.Repeat("0", 5000) + "42e+00005003": 420,
	} {
		cases = append(cases, conversion{in: number(literal), want: want})
	}
	for _, literal := range []string{
		"42.5", "1e-1", "42e-2", "1e19", "1e400", "1e999999999999", "-1e999999999999", "1e-999999999999",
		"9223372036854775808", "9223372036854775808.0", "-9223372036854775809", "9.223372036854775808e18",
		// The sum of these exponents and lengths leaves int.
		"1e9223372036854775807", "1.5e-9223372036854775808", "10e9223372036854775806",
		"1e99999999999999999999999", "1e-99999999999999999999999",
		// No numbers, but a program can write them.
		"", "-", ".", "e5", "42e", "0e", "0e5x", "0ex", "--1", "+-0", "0.+5e2", "1.2.3", "inf", "0x10", "1_0.0",
	} {
		cases = append(cases, conversion{in: number(literal), why: literal + rejected})
	}
	checkConversions(t, "num", filter.Eq, cases)
}

func TestCheckConvertsToBoolean(t *testing.T) {
	checkConversions(t, "flag", filter.Eq, []conversion{
		{in: true, want: true},
		{in: toggle(true), want: true},
		{in: "true", want: true},
		{in: "TRUE", want: true},
		{in: "t", want: true},
		{in: "T", want: true},
		{in: "1", want: true},
		{in: name("t"), want: true},
		{in: false, want: false},
		{in: "False", want: false},
		{in: "f", want: false},
		{in: "F", want: false},
		{in: "0", want: false},
		{in: "", why: "'' is not a boolean"},
		{in: "yes", why: "'yes' is not a boolean"},
		{in: "on", why: "'on' is not a boolean"},
		{in: "falſe", why: "'falſe' is not a boolean"},
		{in: 1, why: "a number is not a boolean"},
		{in: json.Number("1"), why: "a number is not a boolean"},
		{in: 0.0, why: "a number is not a boolean"},
		{in: nil, why: "operator '=' needs a value"},
		{in: []any{true}, why: "a list is not a boolean"},
		{in: map[string]any{}, why: "an object is not a boolean"},
	})
}

func TestCheckConvertsToDate(t *testing.T) {
	checkConversions(t, "day", filter.Eq, []conversion{
		{in: "2018-07-05", want: date(2018, 7, 5)},
		{in: name("2018-07-05"), want: date(2018, 7, 5)},
		{in: date(2018, 7, 5), want: date(2018, 7, 5)},
		{in: "2018-02-29", why: "'2018-02-29' is not a date of the form YYYY-MM-DD"},
		{in: "2018-7-5", why: "'2018-7-5' is not a date of the form YYYY-MM-DD"},
		{in: "2018-07-05T00:00:00Z", why: "'2018-07-05T00:00:00Z' is not a date of the form YYYY-MM-DD"},
		{in: " 2018-07-05", why: "' 2018-07-05' is not a date of the form YYYY-MM-DD"},
		{in: date(2018, 2, 29), why: "2018-02-29 is not a date"},
		{in: filter.Date{}, why: "0000-00-00 is not a date"},
		{in: 20180705, why: "a number is not a date"},
		{in: true, why: "a boolean is not a date"},
		{in: nil, why: "operator '=' needs a value"},
		{in: []any{}, why: "a list is not a date"},
		{in: map[string]any{}, why: "an object is not a date"},
	})
}

func TestCheckConvertsToUUID(t *testing.T) {
	const lower, upper = "0a1b2c3d-0000-4000-8000-00000000000f", "0A1B2C3D-0000-4000-8000-00000000000F"
	checkConversions(t, "id", filter.Eq, []conversion{
		{in: lower, want: filter.UUID(lower)},
		{in: upper, want: filter.UUID(lower)},
		{in: filter.UUID(lower), want: filter.UUID(lower)},
		{in: filter.UUID(upper), want: filter.UUID(lower)},
		{in: name(upper), want: filter.UUID(lower)},
		{in: "{" + lower + "}", why: "'{" + lower + "}' is not a UUID"},
		{in: "42", why: "'42' is not a UUID"},
		{in: 42, why: "a number is not a UUID"},
		{in: json.Number("42"), why: "a number is not a UUID"},
		{in: true, why: "a boolean is not a UUID"},
		{in: nil, why: "operator '=' needs a value"},
		{in: []string{lower}, why: "a list is not a UUID"},
		{in: map[string]any{}, why: "an object is not a UUID"},
	})
}

func TestCheckConvertsToSet(t *testing.T) {
	checkConversions(t, "tags", filter.ContainsAll, []conversion{
		{in: []string{"b", "a", "b"}, want: []string{"a", "b"}},
		{in: []any{"b", "a", name("b")}, want: []string{"a", "b"}},
		{in: []any{json.Number("1.0"), 2, true}, want: []string{"1.0", "2", "true"}},
		{in: []string{"a", "A"}, want: []string{"A", "a"}},
		// Never a nil slice, which a database driver can take for NULL.
		{in: []string{}, want: []string{}},
		{in: []string(nil), want: []string{}},
		{in: []any{}, want: []string{}},
		{in: []any(nil), want: []string{}},
		{in: []any{"a", nil}, why: "entry 2: null is not a text"},
		{in: []any{[]any{}}, why: "entry 1: a list is not a text"},
		{in: []any{"a", "b", map[string]any{}}, why: "entry 3: an object is not a text"},
		{in: []any{"\x00"}, why: "entry 1: text must not contain U+0000"},
		{in: []string{"a", "\x00"}, why: "text must not contain U+0000"},
		{in: []string{"\xff"}, why: "text is not valid UTF-8"},
		{in: nil, why: "operator 'contains_all' needs a value"},
		{in: "a", why: "a text is not a list"},
		{in: 1, why: "a number is not a list"},
		{in: true, why: "a boolean is not a list"},
		{in: map[string]any{}, why: "an object is not a list"},
	})
}

func TestCheckCompilesPatterns(t *testing.T) {
	for _, op := range []filter.Op{filter.Like, filter.ILike} {
		checkConversions(t, "text", op, []conversion{
			{in: "A%", want: "A%"}, // kept as written
			{in: 42, want: "42"},
			{in: `a\`, why: "pattern ends in a lone backslash"},
			{in: strings.Repeat("a", 1001), why: "pattern of 1001 characters is longer than 1000"},
			{in: "%\x00", why: "text must not contain U+0000"},
			{in: "\xff%", why: "text is not valid UTF-8"},
		})
	}
	checkConversions(t, "text", filter.Eq, []conversion{
		{in: `a\`, want: `a\`}, // a pattern only if it is used as one
		{in: strings.Repeat("a", 1001), want: strings.Repeat("a", 1001)},
	})
}

func TestCheckDoesNotChangeWhatItIsGiven(t *testing.T) {
	list := []string{"b", "a", "a"}
	asked := filter.And{filter.Cmp{Field: "tags", Op: filter.ContainsAll, Value: list}}
	checked, err := fields.Check(asked)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"b", "a", "a"}, list); diff != "" {
		t.Errorf("list after Check (-want +got):\n%s", diff)
	}
	list[0] = "z"
	want := filter.And{filter.Cmp{Field: "tags", Op: filter.ContainsAll, Value: []string{"a", "b"}}}
	if diff := cmp.Diff(filter.Expr(want), checked); diff != "" {
		t.Errorf("checked, after the list changed (-want +got):\n%s", diff)
	}
}

// The matrix of operators and kinds.
func TestEachKindHasItsOperators(t *testing.T) {
	const compared = "= != < <= > >="
	values := map[filter.Kind]any{
		filter.Text: "a", filter.Integer: 1, filter.Boolean: true, filter.Day: "2018-07-05",
		filter.ID: "00000000-0000-4000-8000-000000000000", filter.Set: []string{},
	}
	for kind, has := range map[filter.Kind]string{
		filter.Text:    compared + " like ilike is null is not null",
		filter.Integer: compared + " is null is not null",
		filter.Boolean: compared + " is null is not null",
		filter.Day:     compared + " is null is not null",
		filter.ID:      compared + " is null is not null",
		filter.Set:     "is null is not null contains_all",
	} {
		var accepted []string
		for op := filter.Eq; op <= filter.ContainsAll; op++ {
			for _, field := range []string{fieldOf[kind].column, fieldOf[kind].nullable} {
				asked := filter.Cmp{Field: field, Op: op, Value: values[kind]}
				_, err := fields.Check(asked)
				switch {
				case err != nil:
					why := "operator '" + op.String() + "' is not allowed on " + kind.String() + " fields"
					checkError(t, err, &filter.Error{Cmp: asked, Err: filter.ErrOp, Why: why})
				case field == fieldOf[kind].column:
					accepted = append(accepted, op.String())
				}
			}
		}
		if diff := cmp.Diff(has, strings.Join(accepted, " ")); diff != "" {
			t.Errorf("operators of %v (-want +got):\n%s", kind, diff)
		}
	}
}

func TestNullTestsIgnoreTheValue(t *testing.T) {
	for _, op := range []filter.Op{filter.IsNull, filter.NotNull} {
		for _, field := range []string{"num", "nTags"} {
			checkConversions(t, field, op, []conversion{
				{in: nil, want: nil},
				{in: "not an integer\xff", want: nil},
				{in: map[string]any{}, want: nil},
			})
		}
	}
}

func TestCheckRejects(t *testing.T) {
	for _, c := range []struct {
		name    string
		expr    filter.Expr
		kind    error
		message string
	}{
		{"a field that does not exist", filter.Cmp{Field: "age", Op: filter.Eq, Value: "42"},
			filter.ErrField, `filter: age = "42": unknown field`},
		{"a field in another case", filter.Cmp{Field: "Num", Op: filter.IsNull},
			filter.ErrField, `filter: Num is null: unknown field`},
		{"no field", filter.Cmp{Op: filter.NotNull},
			filter.ErrField, `filter:  is not null: unknown field`},
		{"no field and no operator", filter.Cmp{},
			filter.ErrField, `filter: field '': unknown field`},
		{"no operator", filter.Cmp{Field: "num", Value: 1},
			filter.ErrOp, `filter: field 'num': unknown operator`},
		{"an operator that does not exist", filter.Cmp{Field: "num", Op: filter.ContainsAll + 1, Value: 1},
			filter.ErrOp, `filter: num Op(12) 1: unknown operator`},
		{"an operator of another kind", filter.Cmp{Field: "num", Op: filter.Like, Value: "4%"},
			filter.ErrOp, `filter: num like "4%": operator 'like' is not allowed on integer fields`},
		{"a value that does not convert", filter.Cmp{Field: "num", Op: filter.Ge, Value: json.Number("4.2")},
			filter.ErrValue, `filter: num >= 4.2: 4.2 is not an integer within 64 bits`},
		{"no value", filter.Cmp{Field: "nText", Op: filter.Like},
			filter.ErrValue, `filter: nText like <nil>: operator 'like' needs a value`},
		{"a part of And", filter.And{filter.Cmp{Field: "num", Op: filter.IsNull}, filter.Cmp{Field: "age", Op: filter.IsNull}},
			filter.ErrField, `filter: age is null: unknown field`},
		{"a part of Or", filter.Or{filter.And{}, filter.Or{filter.Cmp{Field: "flag", Op: filter.Eq, Value: 1}}},
			filter.ErrValue, `filter: flag = 1: a number is not a boolean`},
		{"a pointer", &filter.Cmp{Field: "num", Op: filter.IsNull},
			filter.ErrOp, `filter: *filter.Cmp is not a condition`},
	} {
		t.Run(c.name, func(t *testing.T) {
			checked, err := fields.Check(c.expr)
			if checked != nil {
				t.Errorf("Check = %v with an error, want nil", checked)
			}
			if !errors.Is(err, c.kind) {
				t.Fatalf("error = %v, want a kind of %v", err, c.kind)
			}
			if _, ok := errors.AsType[*filter.Error](err); !ok {
				t.Errorf("error is a %T, want a *filter.Error", err)
			}
			if diff := cmp.Diff(c.message, err.Error()); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

// The error shows the comparison as it came, so that a caller can name it.
func TestErrorHoldsTheComparisonAsGiven(t *testing.T) {
	asked := filter.Cmp{Field: "num", Op: filter.Eq, Value: json.Number("4.2")}
	_, err := fields.Check(filter.Or{asked})
	e, ok := errors.AsType[*filter.Error](err)
	if !ok {
		t.Fatalf("error = %v, want a *filter.Error", err)
	}
	if diff := cmp.Diff(asked, e.Cmp); diff != "" {
		t.Errorf("Cmp (-want +got):\n%s", diff)
	}
}

func TestCheckBoundsTheDepth(t *testing.T) {
	for _, wrap := range []func(filter.Expr) filter.Expr{
		func(e filter.Expr) filter.Expr { return filter.And{e} },
		func(e filter.Expr) filter.Expr { return filter.Or{nil, e} },
	} {
		var e filter.Expr = filter.Cmp{Field: "num", Op: filter.Eq, Value: int64(1)}
		for range filter.MaxDepth {
			e = wrap(e)
		}
		// Not cmp.Diff, whose time doubles with each level.
		if got, err := fields.Check(e); err != nil || !reflect.DeepEqual(got, e) {
			t.Errorf("Check of %d levels = %v, %v, want it unchanged", filter.MaxDepth, got, err)
		}
		_, err := fields.Check(wrap(e))
		checkError(t, err, &filter.Error{Err: filter.ErrOp, Why: "more than 100 levels"})
		if want := "filter: more than 100 levels"; err == nil || err.Error() != want {
			t.Errorf("error = %v, want %s", err, want)
		}
	}
}

func TestCheckKeepsTheShape(t *testing.T) {
	num := func(v any) filter.Expr { return filter.Cmp{Field: "num", Op: filter.Eq, Value: v} }
	for _, c := range []struct{ in, want filter.Expr }{
		{nil, nil},
		{filter.And{}, filter.And{}},
		{filter.And(nil), filter.And{}},
		{filter.Or(nil), filter.Or{}},
		{filter.And{nil, num("1")}, filter.And{nil, num(int64(1))}},
		{
			filter.Or{num("2"), filter.And{num("1"), filter.Or{}}, num("2")},
			filter.Or{num(int64(2)), filter.And{num(int64(1)), filter.Or{}}, num(int64(2))},
		},
	} {
		got, err := fields.Check(c.in)
		if err != nil {
			t.Errorf("Check(%v): %v", c.in, err)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("Check(%v) (-want +got):\n%s", c.in, diff)
		}
		checkIdempotent(t, got)
	}
}

// Whatever JSON says the value is, Check answers with one of its errors or with
// an expression that Match takes.
func FuzzCheck(f *testing.F) {
	for _, v := range []string{`4.2e1`, `-1.50e1`, `1e-1`, `0e99999999999`, `9223372036854775808`, `"a%"`, `" 42 "`, `1e9223372036854775807`, `[1,"a",true]`, `{"a":null}`, `null`, `"2018-07-05"`, `true`} {
		f.Add(uint8(1), uint8(1), v)
		f.Add(uint8(0), uint8(7), v)
		f.Add(uint8(5), uint8(11), v)
	}
	infos := fields.Info()
	f.Fuzz(func(t *testing.T, field, op uint8, value string) {
		info := infos[int(field)%len(infos)]
		d := json.NewDecoder(bytes.NewReader([]byte(value)))
		d.UseNumber()
		var v any
		if d.Decode(&v) != nil {
			return
		}
		checked, err := fields.Check(filter.Cmp{Field: info.Name, Op: filter.Op(op % 13), Value: v})
		if n, ok := v.(json.Number); ok && info.Kind == filter.Integer && !errors.Is(err, filter.ErrOp) {
			checkInteger(t, n, checked)
		}
		if err != nil {
			if _, ok := errors.AsType[*filter.Error](err); !ok || checked != nil {
				t.Errorf("Check = %v, %v, want nil and a *filter.Error", checked, err)
			}
			return
		}
		checkIdempotent(t, checked)
		fields.Match(checked)(&record{})
	})
}

// checkInteger compares what Check made of a literal, nil if it rejected it,
// with exact arithmetic.
func checkInteger(t *testing.T, literal json.Number, checked filter.Expr) {
	t.Helper()
	if c, ok := checked.(filter.Cmp); ok && c.Value == nil {
		return // a null test
	}
	mantissa, exponent, _ := strings.Cut(strings.ToLower(literal.String()), "e")
	if len(exponent) > 5 && strings.Trim(mantissa, "-0.") != "" {
		return // more digits than a test should compute
	}
	if strings.Trim(mantissa, "-0.") == "" {
		mantissa, exponent = "0", "0"
	}
	if exponent == "" {
		exponent = "0"
	}
	exact, ok := new(big.Rat).SetString(mantissa + "e" + exponent)
	if !ok {
		t.Fatalf("%s is not a number", literal)
	}
	var want any
	if exact.IsInt() && exact.Num().IsInt64() {
		want = exact.Num().Int64()
	}
	var got any
	if checked != nil {
		got = checked.(filter.Cmp).Value
	}
	if got != want {
		t.Errorf("Check made %v of %s, want %v", got, literal, want)
	}
}
