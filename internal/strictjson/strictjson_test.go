package strictjson_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/internal/strictjson"
)

// document has a member of every kind that fixtures have.
type document struct {
	Name    string                     `json:"name"`
	Count   int64                      `json:"count,omitempty"`
	On      *bool                      `json:"on"`
	Part    part                       `json:"part,omitzero"`
	Other   *part                      `json:"other"`
	Parts   []part                     `json:"parts"`
	Refs    []*part                    `json:"refs"`
	Texts   []string                   `json:"texts"`
	Matrix  [][]int                    `json:"matrix"`
	Numbers map[string]int64           `json:"numbers"`
	Extra   map[string]json.RawMessage `json:"extra"`
	Raw     json.RawMessage            `json:"raw"`
	Level   level                      `json:"level"`
	Levels  map[string]level           `json:"levels"`
	Time    time.Time                  `json:"time"`
	Odd     odd                        `json:"odd"`
	Any     any                        `json:"any"`
	Plain   int
	Secret  string `json:"-"`
	//lint:ignore U1000 strictjson must not reach it
	hidden string
	base
	Named named `json:"named"`
}

type part struct {
	ID    int64   `json:"id"`
	Parts []part  `json:"parts"`
	Level *level  `json:"level"`
	Texts []level `json:"texts"`
}

// base is embedded, so that its members are those of the document.
type base struct {
	Base string `json:"base"`
	deep
}

type deep struct {
	Deep *part `json:"deep"`
}

// named is embedded nowhere.
type named struct {
	deep
}

// level is a number that is written as a text.
type level int

func (l *level) UnmarshalText(text []byte) error {
	switch string(text) {
	case "low":
		*l = 1
	case "high":
		*l = 2
	default:
		return fmt.Errorf("no level: %s", text)
	}
	return nil
}

// odd decodes itself, from any JSON.
type odd struct{ JSON string }

func (o *odd) UnmarshalJSON(data []byte) error {
	if string(data) == "0" {
		return errors.New("0 is not odd")
	}
	o.JSON = string(data)
	return nil
}

// checkDecoded checks what a text is decoded to, on top of what is there.
func checkDecoded(t *testing.T, text string, got, want document) {
	t.Helper()
	if err := strictjson.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("Unmarshal(%s): %v", text, err)
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(document{}, base{}, named{})); diff != "" {
		t.Errorf("Unmarshal(%s) (-want +got):\n%s", text, diff)
	}
}

func TestUnmarshal(t *testing.T) {
	for _, c := range []struct {
		name, text string
		want       document
	}{
		{"nothing", `{}`, document{}},
		{"white space", " \r\n\t{ } \n", document{}},
		{"basic types", `{"name":"é\u00e9","count":-7}`, document{Name: "éé", Count: -7}},
		{"pointer to a basic type", `{"on":false}`, document{On: new(false)}},
		{"struct", `{"part":{"id":1}}`, document{Part: part{ID: 1}}},
		{"pointer to a struct", `{"other":{}}`, document{Other: &part{}}},
		{"list", `{"parts":[{"id":1},{"id":2}]}`, document{Parts: []part{{ID: 1}, {ID: 2}}}},
		{"empty list", `{"parts":[],"texts":[]}`, document{Parts: []part{}, Texts: []string{}}},
		{"byte order mark", "\ufeff{\"name\":\"a\"}", document{Name: "a"}},
		{"list of pointers", `{"refs":[{"id":1},null]}`, document{Refs: []*part{{ID: 1}, nil}}},
		{"list of lists", `{"matrix":[[1],[],[2,3]]}`, document{Matrix: [][]int{{1}, {}, {2, 3}}}},
		{"lists in lists", `{"parts":[{"parts":[{"id":3}]}]}`, document{Parts: []part{{Parts: []part{{ID: 3}}}}}},
		{"map", `{"numbers":{"a":1,"A":2}}`, document{Numbers: map[string]int64{"a": 1, "A": 2}}},
		{"map of raw JSON", `{"extra":{"a":{"b":[1, 2.50]},"c":null}}`,
			document{Extra: map[string]json.RawMessage{"a": json.RawMessage(`{"b":[1, 2.50]}`), "c": json.RawMessage("null")}}},
		{"raw JSON", `{"raw":{"unknown":[ ]}}`, document{Raw: json.RawMessage(`{"unknown":[ ]}`)}},
		{"a type that decodes text", `{"level":"high"}`, document{Level: 2}},
		{"a pointer to one", `{"part":{"level":"low"}}`, document{Part: part{Level: new(level(1))}}},
		{"a list of them", `{"part":{"texts":["low","high"]}}`, document{Part: part{Texts: []level{1, 2}}}},
		{"a map of them", `{"levels":{"a":"low"}}`, document{Levels: map[string]level{"a": 1}}},
		{"a time", `{"time":"2018-07-04T10:00:00Z"}`, document{Time: time.Date(2018, 7, 4, 10, 0, 0, 0, time.UTC)}},
		{"a type that decodes itself", `{"odd":{"unknown":1}}`, document{Odd: odd{`{"unknown":1}`}}},
		{"anything", `{"any":{"a":[1,"b",null]}}`, document{Any: map[string]any{"a": []any{1.0, "b", nil}}}},
		{"a member without a tag", `{"Plain":5}`, document{Plain: 5}},
		{"members of an embedded struct", `{"base":"a","deep":{"id":1}}`, document{base: base{Base: "a", deep: deep{Deep: &part{ID: 1}}}}},
		{"members of a struct in a member", `{"named":{"deep":{"id":1}}}`, document{Named: named{deep{&part{ID: 1}}}}},
		{"an escaped name", `{"n\u0061me":"a"}`, document{Name: "a"}},
	} {
		t.Run(c.name, func(t *testing.T) { checkDecoded(t, c.text, document{}, c.want) })
	}
}

func TestNullLeavesAValueAsItIs(t *testing.T) {
	full := func() document {
		return document{
			Name: "a", On: new(true), Part: part{ID: 1}, Other: &part{ID: 2}, Parts: []part{{ID: 3}}, Texts: []string{"b"},
			Numbers: map[string]int64{"c": 4}, Raw: json.RawMessage("5"), Level: 2, Odd: odd{"6"}, Any: "d", base: base{Base: "e"},
		}
	}
	checkDecoded(t, `{"name":null,"on":null,"part":null,"other":null,"parts":null,"texts":null,"numbers":null,"raw":null,"level":null,
		"odd":null,"any":null,"base":null}`, full(), full())
	// A list is replaced as a whole, a struct by its members.
	want := full()
	want.Parts, want.Other = []part{{}, {ID: 9}}, &part{ID: 2, Level: new(level(1))}
	checkDecoded(t, `{"parts":[null,{"id":9}],"other":{"level":"low"}}`, full(), want)
}

func TestUnmarshalTakesMoreThanStructs(t *testing.T) {
	var list []part
	if err := strictjson.Unmarshal([]byte(`[{"id":1}]`), &list); err != nil || len(list) != 1 {
		t.Errorf("list = %v, %v, want one part", list, err)
	}
	var n int
	if err := strictjson.Unmarshal([]byte(` 7 `), &n); err != nil || n != 7 {
		t.Errorf("number = %d, %v, want 7", n, err)
	}
	if err := strictjson.Unmarshal([]byte(`[{"id":1},{"di":2}]`), &list); err == nil || err.Error() != "[1].di: unknown member" {
		t.Errorf("error = %v, want [1].di: unknown member", err)
	}
}

func TestErrorsSayWhere(t *testing.T) {
	for _, c := range []struct{ name, text, path, reason string }{
		{"unknown member", `{"nam":1}`, "nam", "unknown member"},
		{"unknown member in a struct", `{"part":{"x":1}}`, "part.x", "unknown member"},
		{"unknown member in a list", `{"parts":[{},{"parts":[{"x":1}]}]}`, "parts[1].parts[0].x", "unknown member"},
		{"null", ` null `, "", "expected a value, found null"},
		{"unknown member behind a pointer", `{"other":{"x":null}}`, "other.x", "unknown member"},
		{"unknown member in an embedded struct", `{"deep":{"x":1}}`, "deep.x", "unknown member"},
		{"name in another case", `{"Name":"a"}`, "Name", "unknown member"},
		{"name with white space", `{"name ":"a"}`, "name ", "unknown member"},
		{"empty name", `{"":1}`, "", "unknown member"},
		{"name of a Go field", `{"Count":1}`, "Count", "unknown member"},
		{"member without a tag in another case", `{"plain":1}`, "plain", "unknown member"},
		{"field that is not decoded", `{"Secret":"a"}`, "Secret", "unknown member"},
		{"tag of one", `{"-":"a"}`, "-", "unknown member"},
		{"field that is not exported", `{"hidden":"a"}`, "hidden", "unknown member"},
		{"name of an embedded struct", `{"base":"a","deep":{},"named":{"named":{}}}`, "named.named", "unknown member"},
		{"unknown before wrong", `{"x":1,"name":1}`, "x", "unknown member"},

		{"repeated member", `{"name":"a","count":1,"name":"a"}`, "name", "member is repeated"},
		{"repeated member, once null", `{"name":null,"name":"a"}`, "name", "member is repeated"},
		{"repeated member, once escaped", `{"name":"a","\u006eame":"a"}`, "name", "member is repeated"},
		{"repeated member in a list", `{"parts":[{"id":1},{"id":1,"id":2}]}`, "parts[1].id", "member is repeated"},

		{"text for a number", `{"count":"1"}`, "count", "expected int64, found string"},
		{"fraction for an integer", `{"count":1.5}`, "count", "expected int64, found number 1.5"},
		{"too large a number", `{"count":9223372036854775808}`, "count", "expected int64, found number 9223372036854775808"},
		{"number for a text", `{"name":1}`, "name", "expected string, found number"},
		{"text for a boolean", `{"on":"true"}`, "on", "expected bool, found string"},
		{"list for a struct", `{"part":[]}`, "part", "expected an object"},
		{"text for a struct", `{"parts":["a"]}`, "parts[0]", "expected an object"},
		{"object for a list", `{"parts":{}}`, "parts", "expected an array"},
		{"number in a list of texts", `{"texts":["a",1]}`, "texts[1]", "expected string, found number"},
		{"text in a list of lists", `{"matrix":[[1],[2,"3"]]}`, "matrix[1][1]", "expected int, found string"},
		{"text in a map of numbers", `{"numbers":{"a":"1"}}`, "numbers", "expected int64, found string"},
		{"list for a map", `{"numbers":[]}`, "numbers", "expected map[string]int64, found array"},
		{"list for the document", `[]`, "", "expected an object"},
		{"text for the document", `"a"`, "", "expected an object"},

		{"what a type does not decode", `{"level":"middle"}`, "level", "no level: middle"},
		{"number for a type that decodes text", `{"part":{"level":1}}`, "part.level", "expected *strictjson_test.level, found number"},
		{"wrong text in a list", `{"part":{"texts":["low",""]}}`, "part.texts[1]", "no level: "},
		{"what a type does not decode itself", `{"odd":0}`, "odd", "0 is not odd"},

		{"no text", ``, "", "line 1, column 1: unexpected end of JSON input"},
		{"an end too early", `{"name":`, "", "line 1, column 8: unexpected end of JSON input"},
		{"an end too early, in another line", "{\n\"name\":\n", "", "line 2, column 8: unexpected end of JSON input"},
		{"a comma too many", "{\n  \"name\": \"a\",\n}", "", "line 3, column 1: invalid character '}' looking for beginning of object key string"},
		{"a comment", "{\n\n   // no\n}", "", "line 3, column 4: invalid character '/' looking for beginning of object key string"},
		{"a line break in a text", "{\"name\":\"a\nb\"}", "", `line 1, column 11: invalid character '\n' in string literal`},
		{"more than one value", "{}\n {}", "", "line 2, column 2: invalid character '{' after top-level value"},
		{"a syntax error after an unknown member", "{\"x\":1,}", "", "line 1, column 8: invalid character '}' looking for beginning of object key string"},
		{"not UTF-8", "{\"name\":\"\xff\"}", "", "not valid UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d document
			err := strictjson.Unmarshal([]byte(c.text), &d)
			e, ok := errors.AsType[*strictjson.Error](err)
			if !ok {
				t.Fatalf("error = %v (%T), want a *strictjson.Error", err, err)
			}
			if diff := cmp.Diff(&strictjson.Error{Path: c.path, Reason: c.reason}, e); diff != "" {
				t.Errorf("error (-want +got):\n%s", diff)
			}
			want := c.reason
			if c.path != "" {
				want = c.path + ": " + c.reason
			}
			if diff := cmp.Diff(want, err.Error()); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

// A text either is one that encoding/json decodes as well, or an *Error.
func FuzzUnmarshal(f *testing.F) {
	for _, text := range []string{
		``, `{}`, `null`, `[`, `{"":1}`, `{"name":"a","count":1,"on":true}`, `{"part":{"id":1,"parts":[{"level":"low"}]}}`,
		`{"refs":[null,{}],"texts":["a"],"matrix":[[1]]}`, `{"numbers":{"a":1},"extra":{"b":[]},"raw":{}}`, `{"levels":{"a":"high"}}`,
		`{"time":"2018-07-04T10:00:00Z","odd":1,"any":[{}]}`, `{"base":"a","deep":{"texts":["low"]},"named":{"deep":{}}}`,
		`{"name":"a","name":"b"}`, `{"Name":1}`, "{\"name\":\"\xff\"}", "{\n\"name\":\"\\ud800\"}", `{"count":1e2}`, strings.Repeat(`{"part":`, 50),
	} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		var got document
		if err := strictjson.Unmarshal(text, &got); err != nil {
			if _, ok := errors.AsType[*strictjson.Error](err); !ok || err.Error() == "" {
				t.Fatalf("error = %v (%T), want a *strictjson.Error", err, err)
			}
			return
		}
		var want any
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatalf("encoding/json refuses what was decoded: %v", err)
		}
	})
}

func TestMustParsePanicsWithTheNameOfTheDocument(t *testing.T) {
	if v := strictjson.MustParse[document]("a.json", []byte(`{"name":"a"}`)); v.Name != "a" {
		t.Errorf("name is %q", v.Name)
	}
	defer func() {
		if got, want := recover(), "a.json: nobody: unknown member"; got != want {
			t.Errorf("panic %v, want %s", got, want)
		}
	}()
	strictjson.MustParse[document]("a.json", []byte(`{"nobody":1}`))
}
