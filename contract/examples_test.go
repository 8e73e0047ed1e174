package contract

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

// TestThePagesExamplesAreInTheDocuments looks for what the vendors' pages print.
func TestThePagesExamplesAreInTheDocuments(t *testing.T) {
	forEach(t, func(t *testing.T, v *vendor, c *contract) {
		for _, p := range printed(t, v) {
			there, err := c.examplesAt(p.place)
			if err != nil {
				t.Fatal(err)
			}
			if !slices.ContainsFunc(there, func(value any) bool { return sameValue(p.value, value) }) {
				t.Errorf("%s has %d examples, and none is %v", p.place, len(there), p.value)
			}
		}
	})
}

// sameValue compares decoded JSON. The spaces at the end of a text are the page's.
func sameValue(a, b any) bool {
	x, isText := a.(string)
	y, _ := b.(string)
	return isText && strings.TrimSpace(x) == strings.TrimSpace(y) || reflect.DeepEqual(a, b)
}

// example is one that a page prints.
type example struct {
	place string // an operation with "request" or a status, or a schema
	value any
}

func printed(t *testing.T, v *vendor) []example {
	t.Helper()
	text, err := os.ReadFile("testdata/" + v.name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n=== ")
	var list []example
	for part := range strings.SplitSeq(rest, "\n=== ") {
		place, value, _ := strings.Cut(part, "\n")
		e := example{place: place}
		if err := json.Unmarshal([]byte(value), &e.value); err != nil {
			t.Fatalf("testdata/%s.txt: %s: %v", v.name, place, err)
		}
		list = append(list, e)
	}
	return list
}

// examplesAt returns the examples that the document has at a place.
func (c *contract) examplesAt(place string) ([]any, error) {
	name, where, ok := strings.Cut(place, " ")
	if !ok {
		schema, ok := c.doc.Components.Schemas[name]
		if !ok {
			return nil, fmt.Errorf("no schema %s", name)
		}
		return schema.Value.Examples, nil
	}
	op, ok := c.operations[name]
	if !ok {
		return nil, fmt.Errorf("no operation %s", name)
	}
	content, err := op.content(where)
	var values []any
	for _, media := range content {
		for _, e := range media.Examples {
			values = append(values, e.Value.Value)
		}
	}
	return values, err
}

// content returns that of a request or of the answer with a status.
func (op *operation) content(where string) (openapi3.Content, error) {
	if where == "request" {
		if op.RequestBody == nil {
			return nil, fmt.Errorf("%s has no body", op.OperationID)
		}
		return op.RequestBody.Value.Content, nil
	}
	code, _ := strconv.Atoi(where)
	response := op.Responses.Status(code)
	if response == nil {
		return nil, fmt.Errorf("%s has no response %s", op.OperationID, where)
	}
	return response.Value.Content, nil
}

// TestExamplesAreValid holds every example to its schema, by JSON Schema 2020-12.
func TestExamplesAreValid(t *testing.T) {
	forEach(t, func(t *testing.T, _ *vendor, c *contract) {
		n := 0
		check := func(where string, schema *openapi3.Schema, value any) {
			n++
			if err := schema.VisitJSON(value, openapi3.EnableJSONSchema2020()); err != nil {
				t.Errorf("%s: %v", where, err)
			}
		}
		for name, schema := range c.doc.Components.Schemas {
			for _, value := range schema.Value.Examples {
				check(name, schema.Value, value)
			}
		}
		for name, op := range c.operations {
			places := slices.Collect(maps.Keys(op.Responses.Map()))
			if op.RequestBody != nil {
				places = append(places, "request")
			}
			for _, place := range places {
				content, err := op.content(place)
				if err != nil {
					t.Fatal(err)
				}
				for _, media := range content {
					for key, e := range media.Examples {
						check(name+" "+place+" "+key, media.Schema.Value, e.Value.Value)
					}
				}
			}
		}
		if n == 0 {
			t.Error("there are no examples")
		}
		t.Logf("%d examples", n)
	})
}
