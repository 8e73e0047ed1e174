package xivotest

import (
	"encoding/json"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testFilterErrors(t T, on *target) {
	check(t, on, []promise{
		{"filters on users", userFiltersRefused},
		{"filters on rooms", roomFiltersRefused},
		{"filters on requests", requestFiltersRefused},
		{"the first wrong filter is named by its number", wrongFilterNumbered},
	})
}

// wrongFilter is a filter and the reason for which it is refused.
type wrongFilter struct {
	name   string
	filter xivo.Filter
	reason string
}

func checkWrongFilters(t T, svc *xivo.Service, find finder, filters []wrongFilter) {
	t.Helper()
	for _, w := range filters {
		t.Run(w.name, func(t T) {
			refuses(t, svc, xivo.ErrInvalidFilter.Refuse("filter 1 (field '%s'): %s", w.filter.Field, w.reason), func() error {
				_, _, err := find(t, xivo.Find{Filters: []xivo.Filter{w.filter}})
				return err
			})
		})
	}
}

func userFiltersRefused(t T, svc *xivo.Service) {
	is := func(field, operator string, value any) xivo.Filter {
		return xivo.Filter{Field: field, Operator: operator, Value: value}
	}
	contains := func(field string, list any) xivo.Filter {
		return xivo.Filter{Field: field, Operator: "contains_all", List: list}
	}
	cases := []wrongFilter{
		{"unknown field", is("age", "=", "1"), "unknown field"},
		{"field in another case", is("fullname", "=", "1"), "unknown field"},
		{"unknown field without an operator", xivo.Filter{Field: "age"}, "unknown field"},
		{"unknown field to sort by", xivo.Filter{Field: "age", Order: "ASC"}, "unknown field"},
		{"field of another resource", is("displayName", "=", "1"), "unknown field"},
		{"field of an answer", is("provisioning", "=", "1"), "unknown field"},
		{"field that is not public: login", is("login", "=", "john"), "unknown field"},
		{"field that is not public: profile", is("profile", "is null", nil), "unknown field"},
		{"field that is not public: site", xivo.Filter{Field: "site", Order: "ASC"}, "unknown field"},
		{"unknown operator", is("fullName", "==", "1"), "unknown operator '=='"},
		{"unknown operator on an unknown field", is("age", "==", "1"), "unknown field"},
		{"operator with white space in it", is("fullName", "< =", "1"), "unknown operator '< ='"},
		{"long operator", is("fullName", strings.Repeat("é", 101), "1"), "unknown operator '" + strings.Repeat("é", 100) + "…'"},
		{"unknown order", xivo.Filter{Field: "fullName", Order: "up"}, "unknown order 'up'"},
		{"unknown order beside an operator", xivo.Filter{Field: "fullName", Operator: "is null", Order: "ASCENDING"}, "unknown order 'ASCENDING'"},
		{"operator before order", xivo.Filter{Field: "fullName", Operator: "?", Order: "?"}, "unknown operator '?'"},
		{"value before order", xivo.Filter{Field: "fullName", Operator: "=", Order: "?"}, "operator '=' needs a value"},
		{"order of labels", xivo.Filter{Field: "label", Order: "ASC"}, "a set field has no order"},
		{"order of labels by the other name", xivo.Filter{Field: "labels", Order: "DESC"}, "a set field has no order"},
		{"a list for a text", is("fullName", "=", []any{"a"}), "a list is not a text"},
		{"an object for a text", is("fullName", "=", map[string]any{}), "an object is not a text"},
		{"NUL", is("fullName", "=", "\x00"), "text must not contain U+0000"},
		{"pattern that ends in an escape", is("fullName", "like", `a\`), "pattern ends in a lone backslash"},
		{"pattern that ends in an escape, any case", is("fullName", "ilike", `\\\`), "pattern ends in a lone backslash"},
		{"long pattern", is("fullName", "like", strings.Repeat("é", 1001)), "pattern of 1001 characters is longer than 1000"},
		{"contains_all on a text", contains("fullName", []any{"a"}), "operator 'contains_all' is not allowed on text fields"},
		{"contains_all without a list", contains("label", nil), "operator 'contains_all' needs an array in list"},
		{"contains_all of a text", contains("label", "blue"), "operator 'contains_all' needs an array in list"},
		{"contains_all of an object", contains("label", map[string]any{}), "operator 'contains_all' needs an array in list"},
		{"contains_all of a value", is("label", "contains_all", "blue"), "operator 'contains_all' needs an array in list"},
		{"long list", contains("label", repeat[any](1001, "a")), "list has more than 1000 entries"},
		{"long list of strings", contains("labels", repeat(1001, "a")), "list has more than 1000 entries"},
		{"null in a list", contains("label", []any{"a", nil}), "entry 2: null is not a text"},
		{"list in a list", contains("label", []any{[]any{"a"}}), "entry 1: a list is not a text"},
		{"NUL in a list", contains("label", []any{"\x00"}), "entry 1: text must not contain U+0000"},
	}
	for _, op := range []string{"=", "!=", "<", "<=", ">", ">=", "like", "ilike"} {
		cases = append(cases,
			wrongFilter{op + " without a value", is("fullName", op, nil), "operator '" + op + "' needs a value"},
			wrongFilter{op + " on labels", is("label", op, "blue"), "operator '" + op + "' is not allowed on set fields"})
	}
	checkWrongFilters(t, svc, users(svc), cases)
}

func roomFiltersRefused(t T, svc *xivo.Service) {
	number := func(value any) xivo.Filter { return xivo.Filter{Field: "number", Operator: "=", Value: value} }
	checkWrongFilters(t, svc, rooms(svc), []wrongFilter{
		{"id", xivo.Filter{Field: "id", Operator: "=", Value: 1}, "unknown field"},
		{"like on an integer", xivo.Filter{Field: "number", Operator: "like", Value: "1%"}, "operator 'like' is not allowed on integer fields"},
		{"ilike on an integer", xivo.Filter{Field: "userPin", Operator: "ILIKE", Value: 1}, "operator 'ilike' is not allowed on integer fields"},
		{"contains_all on an integer", xivo.Filter{Field: "number", Operator: "contains_all", List: []any{1}},
			"operator 'contains_all' is not allowed on integer fields"},
		{"no value", number(nil), "operator '=' needs a value"},
		{"text", number("x"), "'x' is not an integer within 64 bits"},
		{"empty text", number(""), "'' is not an integer within 64 bits"},
		{"text with a fraction", number("1.0"), "'1.0' is not an integer within 64 bits"},
		{"text with an underscore", number("1_0"), "'1_0' is not an integer within 64 bits"},
		{"text in another base", number("0x10"), "'0x10' is not an integer within 64 bits"},
		{"text with white space in it", number("1 0"), "'1 0' is not an integer within 64 bits"},
		{"text beyond int64", number("9223372036854775808"), "'9223372036854775808' is not an integer within 64 bits"},
		{"number beyond int64", number(json.Number("9223372036854775808")), "9223372036854775808 is not an integer within 64 bits"},
		{"number with a fraction", number(json.Number("1.5")), "1.5 is not an integer within 64 bits"},
		{"boolean", number(true), "a boolean is not an integer"},
		{"list", number([]any{1}), "a list is not an integer"},
		{"object", number(map[string]any{}), "an object is not an integer"},
	})
}

func requestFiltersRefused(t T, svc *xivo.Service) {
	is := func(field string, value any) xivo.Filter {
		return xivo.Filter{Field: field, Operator: "=", Value: value}
	}
	cases := []wrongFilter{
		{"period", is("preferredPeriod", "x"), "unknown field"},
		{"voiceMessageRef", is("voiceMessageRef", "x"), "unknown field"},
		{"text for a boolean", is("clotured", "yes"), "'yes' is not a boolean"},
		{"white space around a boolean", is("clotured", " true"), "' true' is not a boolean"},
		{"number for a boolean", is("clotured", 1), "a number is not a boolean"},
		{"no boolean", is("clotured", nil), "operator '=' needs a value"},
		{"text for a date", is("dueDate", "today"), "'today' is not a date of the form YYYY-MM-DD"},
		{"no such day", is("dueDate", "2018-02-29"), "'2018-02-29' is not a date of the form YYYY-MM-DD"},
		{"date with white space", is("dueDate", "2018-07-05 "), "'2018-07-05 ' is not a date of the form YYYY-MM-DD"},
		{"number for a date", is("dueDate", 20180705), "a number is not a date"},
		{"boolean for a date", is("dueDate", true), "a boolean is not a date"},
		{"text for a UUID", is("uuid", "1"), "'1' is not a UUID"},
		{"UUID in braces", is("listUuid", "{"+string(mine)+"}"), "'{" + string(mine) + "}' is not a UUID"},
		{"UUID without dashes", is("preferredPeriodUuid", strings.ReplaceAll(string(mine), "-", "")),
			"'" + strings.ReplaceAll(string(mine), "-", "") + "' is not a UUID"},
		{"number for a UUID", is("uuid", 1), "a number is not a UUID"},
	}
	for field, kind := range map[string]string{"clotured": "boolean", "dueDate": "date", "uuid": "uuid", "queueId": "integer"} {
		for _, op := range []string{"like", "ilike"} {
			cases = append(cases, wrongFilter{op + " on " + field, xivo.Filter{Field: field, Operator: op, Value: "1"},
				"operator '" + op + "' is not allowed on " + kind + " fields"})
		}
	}
	checkWrongFilters(t, svc, requests(svc), cases)
}

func wrongFilterNumbered(t T, svc *xivo.Service) {
	good := xivo.Filter{Field: "fullName", Operator: "=", Value: "a", Order: "ASC"}
	bad := xivo.Filter{Field: "age"}
	long := xivo.Filter{Field: strings.Repeat("é", 101)}
	for _, c := range []struct {
		name    string
		filters []xivo.Filter
		message string
	}{
		{"no field", []xivo.Filter{{}}, "filter 1: field is required"},
		{"no field, but all else", []xivo.Filter{good, {Operator: "=", Value: "a", Order: "ASC"}}, "filter 2: field is required"},
		{"the third", []xivo.Filter{good, good, bad}, "filter 3 (field 'age'): unknown field"},
		{"the first of two", []xivo.Filter{good, bad, {}}, "filter 2 (field 'age'): unknown field"},
		{"the hundredth", append(repeat(99, good), bad), "filter 100 (field 'age'): unknown field"},
		{"one too many", repeat(101, good), "filter 101: at most 100 filters are allowed"},
		{"many too many, the first wrong", append([]xivo.Filter{bad}, repeat(500, good)...), "filter 101: at most 100 filters are allowed"},
		{"a long field", []xivo.Filter{long}, "filter 1 (field '" + strings.Repeat("é", 100) + "…'): unknown field"},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, xivo.ErrInvalidFilter.Refuse("%s", c.message), func() error {
				return suite.ErrOf(svc.Users.Find(t.Context(), xivo.Find{Filters: c.filters, Limit: new(0)}))
			})
		})
	}
}
