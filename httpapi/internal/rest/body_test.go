package rest_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func withBody(contentType string, length int64, body io.Reader) *http.Request {
	return &http.Request{Header: http.Header{"Content-Type": {contentType}}, ContentLength: length, Body: io.NopCloser(body)}
}

func TestReadBodyChecksTheContentType(t *testing.T) {
	for contentType, want := range map[string]error{
		"application/json":                nil,
		"text/json":                       nil,
		"Application/JSON":                nil,
		"application/json; charset=utf-8": nil,
		" application/json ;x":            nil,
		"":                                rest.ErrMediaType,
		";":                               rest.ErrMediaType,
		"application":                     rest.ErrMediaType,
		"application/json5":               rest.ErrMediaType,
		"application/json, text/plain":    rest.ErrMediaType,
		"application/problem+json":        rest.ErrMediaType,
		"text/plain; application/json":    rest.ErrMediaType,
	} {
		_, err := rest.ReadBody(withBody(contentType, 2, strings.NewReader("{}")), 10, "application/json", "text/json")
		if !errors.Is(err, want) {
			t.Errorf("content type %q: %v, want %v", contentType, err, want)
		}
	}
}

func TestReadBodyChecksTheSize(t *testing.T) {
	for _, c := range []struct {
		body   string
		length int64
		want   error
	}{
		{"", 0, nil},
		{"1234", 4, nil},
		{"1234", -1, nil},
		{"12345", 5, rest.ErrTooLarge},
		{"12345", -1, rest.ErrTooLarge},
		{"", 5, rest.ErrTooLarge},      // before it is read
		{"12345", 4, rest.ErrTooLarge}, // a server would not let it be
	} {
		body, err := rest.ReadBody(withBody("text/plain", c.length, strings.NewReader(c.body)), 4, "text/plain")
		if !errors.Is(err, c.want) || err == nil && string(body) != c.body {
			t.Errorf("a body of %q and length %d: %q, %v, want error %v", c.body, c.length, body, err, c.want)
		}
	}
}

func TestReadBodyReadsNoFurtherThanTheLimit(t *testing.T) {
	rest4 := strings.NewReader("1234567890")
	if _, err := rest.ReadBody(withBody("text/plain", -1, rest4), 4, "text/plain"); !errors.Is(err, rest.ErrTooLarge) {
		t.Errorf("error %v, want %v", err, rest.ErrTooLarge)
	}
	if left := rest4.Len(); left < 5 {
		t.Errorf("%d bytes are left, so that more than the limit was read", left)
	}
}

func TestReadBodyTellsNothingOfABrokenConnection(t *testing.T) {
	broken := io.MultiReader(strings.NewReader("12"), iotest.ErrReader(errors.New("private")))
	_, err := rest.ReadBody(withBody("text/plain", 4, broken), 4, "text/plain")
	if diff := cmp.Diff(error(&rest.BodyError{Reason: "the body ended early"}), err); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
}

func TestReadObject(t *testing.T) {
	o := rest.ReadObject(withBody("text/html", -1, strings.NewReader(`{"a": "b"}`)), 10)
	if got := o.String("a"); got != "b" || o.Err() != nil {
		t.Errorf("a is %q, error %v", got, o.Err())
	}
	o = rest.ReadObject(withBody("text/html", -1, strings.NewReader(`{"a": "bc"}`)), 10)
	if got := o.String("a"); got != "" || !errors.Is(o.Err(), rest.ErrTooLarge) {
		t.Errorf("beyond the limit a is %q, error %v", got, o.Err())
	}
	if err := rest.ReadObject(withBody("application/json", 2, strings.NewReader("[]")), 10).Err(); err == nil {
		t.Error("an array is an object")
	}
}

func TestParseObjectTakesOneObject(t *testing.T) {
	for _, body := range []string{"{}", " {\n} ", `{"a":1}`, `{"a":{"b":[]},"a":2}`} {
		if err := rest.ParseObject(t.Context(), []byte(body)).Err(); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	for body, want := range map[string]string{
		"":                  "unexpected end of JSON input",
		"null":              "expected an object",
		"[]":                "expected an object",
		`"a"`:               "expected an object",
		"1":                 "expected an object",
		"{} {}":             "invalid character '{' after top-level value",
		`{"a":1`:            "unexpected end of JSON input",
		`{a:1}`:             "invalid character 'a' looking for beginning of object key string",
		"{\"a\":\"\xff\"}":  "the body is not valid UTF-8",
		"\ufeff{}":          "invalid character 'ï' looking for beginning of value",
		"{\"a\":\"\n\"}":    `invalid character '\n' in string literal`,
		`{"a":01}`:          "invalid character '1' after object key:value pair",
		`{"a":NaN}`:         "invalid character 'N' looking for beginning of value",
		`{"a":"\ud800`:      "unexpected end of JSON input",
		"{} // a comment\n": "invalid character '/' after top-level value",
	} {
		err := rest.ParseObject(t.Context(), []byte(body)).Err()
		if diff := cmp.Diff(error(&rest.BodyError{Reason: want}), err); diff != "" {
			t.Errorf("%q: error (-want +got):\n%s", body, diff)
		}
	}
}

// document has a member of each kind.
const document = `{
	"text": "a\u0062<é>", "empty": "", "null": null, "Text": "other",
	"int": 42, "point": 42.0, "exponent": 4.2e1, "negative": -7, "max": 9223372036854775807, "min": -9223372036854775808,
	"true": true, "false": false,
	"ints": [1, 2.0, 3e0], "none": [], "object": {"text": "inner", "objects": [{"int": 1}, {"int": 2}]},
	"raw": {"b": 1.50,  "a": "\u00e9"}
}`

func TestObjectReadsMembers(t *testing.T) {
	o := rest.ParseObject(t.Context(), []byte(document))
	inner := o.Object("object")
	var ints []int64
	for _, each := range inner.Objects("objects") {
		ints = append(ints, each.Int("int"))
	}
	got := map[string]any{
		"text": o.String("text"), "empty": o.String("empty"), "Text": o.String("Text"),
		"opt text": *o.OptString("text"), "or text": o.StringOr("text", "def"), "or empty": o.StringOr("empty", "def"),
		"int": o.Int("int"), "point": o.Int("point"), "exponent": o.Int("exponent"), "negative": o.Int("negative"),
		"max": o.Int("max"), "min": o.Int("min"), "opt int": *o.OptInt("int"),
		"true": *o.OptBool("true"), "false": *o.OptBool("false"),
		"ints": o.Ints("ints"), "no ints": o.Ints("none"), "array": len(o.Array("ints")),
		"inner": inner.String("text"), "objects": ints, "no objects": o.Objects("none"),
		"raw": string(o.Raw("raw")), "raw text": string(o.Raw("text")),
		"names": slices.Sorted(slices.Values(inner.Names())),
	}
	want := map[string]any{
		"text": "ab<é>", "empty": "", "Text": "other",
		"opt text": "ab<é>", "or text": "ab<é>", "or empty": "",
		"int": int64(42), "point": int64(42), "exponent": int64(42), "negative": int64(-7),
		"max": int64(9223372036854775807), "min": int64(-9223372036854775808), "opt int": int64(42),
		"true": true, "false": false,
		"ints": []int64{1, 2, 3}, "no ints": []int64{}, "array": 3,
		"inner": "inner", "objects": []int64{1, 2}, "no objects": []*rest.Object{},
		"raw": `{"b": 1.50,  "a": "\u00e9"}`, "raw text": `"a\u0062<é>"`,
		"names": []string{"objects", "text"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(rest.Object{})); diff != "" {
		t.Errorf("members (-want +got):\n%s", diff)
	}
	if err := o.Err(); err != nil {
		t.Errorf("error: %v", err)
	}
}

func TestMembersThatAreMissingOrNull(t *testing.T) {
	for _, name := range []string{"missing", "null", "TEXT", "Int"} {
		o := rest.ParseObject(t.Context(), []byte(document))
		if o.OptString(name) != nil || o.StringOr(name, "def") != "def" || o.OptInt(name) != nil || o.OptBool(name) != nil ||
			o.Ints(name) != nil || o.Array(name) != nil || o.Object(name) != nil || len(o.Objects(name)) != 0 || o.Raw(name) != nil {
			t.Errorf("%s is there", name)
		}
		if err := o.Err(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		want := error(&rest.BodyError{Member: name, Reason: "is required"})
		o.String(name)
		if diff := cmp.Diff(want, o.Err()); diff != "" {
			t.Errorf("error of String (-want +got):\n%s", diff)
		}
		o = rest.ParseObject(t.Context(), []byte(document))
		o.Int(name)
		if diff := cmp.Diff(want, o.Err()); diff != "" {
			t.Errorf("error of Int (-want +got):\n%s", diff)
		}
	}
}

func TestMembersOfTheWrongType(t *testing.T) {
	values := map[string]string{
		"string": `"42"`, "integer": `42`, "fraction": `4.25`, "huge": `9223372036854775808`, "exponent": `1e400`,
		"boolean": `true`, "array": `[]`, "object": `{}`,
	}
	for _, c := range []struct {
		read    func(*rest.Object)
		reason  string
		accepts []string
	}{
		{func(o *rest.Object) { o.String("m") }, "expected a string", []string{"string"}},
		{func(o *rest.Object) { o.OptString("m") }, "expected a string", []string{"string"}},
		{func(o *rest.Object) { o.StringOr("m", "") }, "expected a string", []string{"string"}},
		{func(o *rest.Object) { o.Int("m") }, "expected an integer", []string{"integer"}},
		{func(o *rest.Object) { o.OptInt("m") }, "expected an integer", []string{"integer"}},
		{func(o *rest.Object) { o.OptBool("m") }, "expected a boolean", []string{"boolean"}},
		{func(o *rest.Object) { o.Array("m") }, "expected an array", []string{"array"}},
		{func(o *rest.Object) { o.Ints("m") }, "expected an array", []string{"array"}},
		{func(o *rest.Object) { o.Objects("m") }, "expected an array", []string{"array"}},
		{func(o *rest.Object) { o.Object("m") }, "expected an object", []string{"object"}},
	} {
		for kind, value := range values {
			o := rest.ParseObject(t.Context(), []byte(`{"m":`+value+`}`))
			c.read(o)
			var want error
			if !slices.Contains(c.accepts, kind) {
				want = &rest.BodyError{Member: "m", Reason: c.reason}
			}
			if diff := cmp.Diff(want, o.Err()); diff != "" {
				t.Errorf("%s where it says %s (-want +got):\n%s", value, c.reason, diff)
			}
		}
	}
}

func TestAMistakeSaysWhereItIs(t *testing.T) {
	const body = `{"a": {"list": [{"n": 1}, {"n": "x"}], "ints": [1, "x"], "mixed": [{}, 5], "nul": "a\u0000"}}`
	for want, read := range map[string]func(*rest.Object){
		"a.list[1].n: expected an integer": func(o *rest.Object) { o.Objects("list")[1].Int("n") },
		"a.list[0].b: is required":         func(o *rest.Object) { o.Objects("list")[0].String("b") },
		"a.ints[1]: expected an integer":   func(o *rest.Object) { o.Ints("ints") },
		"a.mixed[1]: expected an object":   func(o *rest.Object) { o.Objects("mixed") },
		"a.nul: must not contain U+0000":   func(o *rest.Object) { o.OptString("nul") },
		"a.list: expected a string":        func(o *rest.Object) { o.String("list") },
		"a.list[1].n: expected a boolean":  func(o *rest.Object) { o.Objects("list")[1].OptBool("n") },
		"a.list[1].n: expected an object":  func(o *rest.Object) { o.Objects("list")[1].Object("n") },
		"a.list[0].: is required":          func(o *rest.Object) { o.Objects("list")[0].Int("") },
		"a.list[0].n: expected a string":   func(o *rest.Object) { o.Objects("list")[0].StringOr("n", "") },
		"a.ints: expected an object":       func(o *rest.Object) { o.Object("ints") },
	} {
		o := rest.ParseObject(t.Context(), []byte(body))
		read(o.Object("a"))
		if err := o.Err(); err == nil || err.Error() != want {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

// An empty object takes 3 bytes of a body and far more to read.
func TestAnArrayHasAThousandObjectsAtMost(t *testing.T) {
	for n, want := range map[int]error{
		1000: nil,
		1001: &rest.BodyError{Member: "list", Reason: "has more than 1000 elements"},
	} {
		o := rest.ParseObject(t.Context(), []byte(`{"list": [`+strings.Repeat("{},", n-1)+`{}]}`))
		list := o.Objects("list")
		if diff := cmp.Diff(want, o.Err()); diff != "" || want == nil && len(list) != n || want != nil && list != nil {
			t.Errorf("of %d objects, %d are read (-want +got error):\n%s", n, len(list), diff)
		}
	}
}

func TestTheFirstMistakeIsKeptAndNothingIsReadAfterIt(t *testing.T) {
	o := rest.ParseObject(t.Context(), []byte(document))
	inner := o.Object("object")
	first := error(&rest.BodyError{Member: "object.missing", Reason: "is required"})
	inner.String("missing")
	checkUnreadable(t, o, first)
	checkUnreadable(t, inner, first)

	failed := errors.New("before there was an object")
	checkUnreadable(t, rest.FailedObject(failed), failed)
	checkUnreadable(t, rest.ParseObject(t.Context(), []byte("nonsense")), &rest.BodyError{Reason: "invalid character 'o' in literal null (expecting 'u')"})
}

func TestMistakesApart(t *testing.T) {
	const body = `{"a": {"n": "x"}, "b": "x"}`
	check := func(o *rest.Object, want string) {
		t.Helper()
		if got := message(o.Err()); got != want {
			t.Errorf("error %q, want %q", got, want)
		}
	}
	o := rest.ParseObject(t.Context(), []byte(body))
	apart := o.Apart()
	apart.Object("a").Int("n")
	check(apart, "a.n: expected an integer")
	check(o, "")
	if got := o.String("b"); got != "x" {
		t.Errorf("after a mistake that is apart, b is %q", got)
	}

	o.Int("b")
	check(o, "b: expected an integer")
	check(apart, "a.n: expected an integer")
	apart = o.Apart()
	check(apart, "b: expected an integer")
	if apart.Object("a") != nil {
		t.Error("after a mistake before, something is read apart")
	}
}

func checkUnreadable(t *testing.T, o *rest.Object, want error) {
	t.Helper()
	if o.String("text") != "" || o.OptString("text") != nil || o.StringOr("text", "def") != "def" || o.Int("int") != 0 ||
		o.OptInt("int") != nil || o.OptBool("true") != nil || o.Ints("ints") != nil || o.Array("ints") != nil ||
		len(o.Objects("objects")) != 0 || o.Object("object") != nil || o.Raw("raw") != nil {
		t.Error("something was read")
	}
	if err := o.Err(); err.Error() != want.Error() {
		t.Errorf("error %v, want %v", err, want)
	}
}

// FuzzParseObject reads every member of whatever is an object in every way, and
// compares it with what encoding/json reads.
func FuzzParseObject(f *testing.F) {
	f.Add([]byte(document))
	f.Add([]byte(" { \"a\" : [ 1 , \"x,]}\\\"\" , [ ] , { \"b\" : [ { } ] } ] , \"\\u0061\":\"\\\\\",\"\":-1e9 ,\"n\":null\n}\n"))
	f.Fuzz(func(t *testing.T, body []byte) {
		o := rest.ParseObject(t.Context(), body)
		isObject := utf8.Valid(body) && json.Valid(body) && bytes.HasPrefix(bytes.TrimLeft(body, " \t\r\n"), []byte("{"))
		if isObject != (o.Err() == nil) {
			t.Fatalf("error %v, though it is an object: %v", o.Err(), isObject)
		}
		checkMembers(t, o, body)
		for _, name := range o.Names() {
			for _, read := range []func(*rest.Object){
				func(o *rest.Object) { o.String(name) }, func(o *rest.Object) { o.Int(name) },
				func(o *rest.Object) { o.OptBool(name) }, func(o *rest.Object) { o.Ints(name) },
				func(o *rest.Object) { o.Objects(name) }, func(o *rest.Object) { o.Object(name) },
			} {
				one := rest.ParseObject(t.Context(), body)
				read(one)
				if err, ok := errors.AsType[*rest.BodyError](one.Err()); one.Err() != nil && (!ok || err.Reason == "") {
					t.Fatalf("error %#v", one.Err())
				}
			}
		}
	})
}

// checkMembers compares an object with what encoding/json makes of it.
func checkMembers(t *testing.T, o *rest.Object, body []byte) {
	t.Helper()
	if o.Err() != nil {
		return
	}
	var want map[string]json.RawMessage
	if err := json.Unmarshal(body, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(slices.Sorted(maps.Keys(want)), o.Names(), cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("names (-want +got):\n%s", diff)
	}
	for name, raw := range want {
		if string(raw) == "null" {
			raw = nil // the same as none
		}
		if got := o.Raw(name); string(got) != string(raw) {
			t.Fatalf("%q is %s, want %s", name, got, raw)
		}
		if diff := cmp.Diff(valueOf(raw), rest.Value(o.Raw(name))); diff != "" {
			t.Fatalf("the value of %q (-want +got):\n%s", name, diff)
		}
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil || items == nil {
			continue
		}
		// One by one: cmp.Diff takes long for many.
		got := o.Array(name)
		if !slices.EqualFunc(items, got, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Fatalf("%q is %s, want %s", name, got, items)
		}
	}
}

func valueOf(raw json.RawMessage) (v any) {
	if raw != nil {
		dec := json.NewDecoder(bytes.NewReader(raw))
		dec.UseNumber()
		_ = dec.Decode(&v)
	}
	return v
}
