package openapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
)

// object is a JSON object whose members keep their order.
type object struct {
	names  []string
	values map[string]any
}

func newObject() *object { return &object{values: map[string]any{}} }

// set adds a member at the end, or changes one where it is.
func (o *object) set(name string, value any) {
	if _, ok := o.values[name]; !ok {
		o.names = append(o.names, name)
	}
	o.values[name] = value
}

// object returns a member that is an object; an empty one if there is none.
func (o *object) object(name string) *object {
	if member, ok := o.values[name].(*object); ok {
		return member
	}
	return newObject()
}

// add adds the members of another object that the object does not have.
func (o *object) add(other *object) {
	for _, name := range other.names {
		if _, ok := o.values[name]; !ok {
			o.set(name, other.values[name])
		}
	}
}

// without returns a copy that lacks some members.
func (o *object) without(names ...string) *object {
	c := &object{slices.Clone(o.names), maps.Clone(o.values)}
	for _, name := range names {
		delete(c.values, name)
	}
	c.names = slices.DeleteFunc(c.names, func(name string) bool { return slices.Contains(names, name) })
	return c
}

// sorted returns a copy with the members in the order of their names.
func (o *object) sorted() *object {
	return &object{slices.Sorted(slices.Values(o.names)), maps.Clone(o.values)}
}

// decode reads one JSON value. Objects become *object, numbers keep their digits.
func decode(text []byte) (any, error) {
	dec := json.NewDecoder(bytes.NewReader(text))
	dec.UseNumber()
	v, err := decodeNext(dec)
	if err != nil {
		return nil, fmt.Errorf("at byte %d: %w", dec.InputOffset(), err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, fmt.Errorf("at byte %d: something follows the value", dec.InputOffset())
	}
	return v, nil
}

func decodeNext(dec *json.Decoder) (any, error) {
	token, err := dec.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return decodeObject(dec)
	case json.Delim('['):
		return decodeArray(dec)
	}
	return token, nil
}

func decodeObject(dec *json.Decoder) (any, error) {
	o := newObject()
	for dec.More() {
		token, err := dec.Token()
		if err != nil {
			return nil, err
		}
		name := token.(string)
		if _, ok := o.values[name]; ok {
			return nil, fmt.Errorf("member %q is there twice", name)
		}
		v, err := decodeNext(dec)
		if err != nil {
			return nil, err
		}
		o.set(name, v)
	}
	_, err := dec.Token()
	return o, err
}

func decodeArray(dec *json.Decoder) (any, error) {
	list := []any{}
	for dec.More() {
		v, err := decodeNext(dec)
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	_, err := dec.Token()
	return list, err
}

// width is how long a line may be that holds a whole object or array.
const width = 120

// encode writes a value with what is short on one line.
func encode(v any) []byte {
	var b bytes.Buffer
	writeValue(&b, v, "", 0)
	b.WriteByte('\n')
	return b.Bytes()
}

// writeValue writes a value on a line that is indented and has used some more
// columns already.
func writeValue(b *bytes.Buffer, v any, indent string, used int) {
	line := inline(v)
	parts, open, end := elements(v)
	if len(parts) == 0 || len(indent)+used+len(line) <= width {
		b.WriteString(line)
		return
	}
	b.WriteString(open)
	for i, part := range parts {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n" + indent + "  " + part.label)
		writeValue(b, part.value, indent+"  ", len(part.label))
	}
	b.WriteString("\n" + indent + end)
}

// element is a member of an object, or an element of an array.
type element struct {
	label string // `"name": `, or "" in an array
	value any
}

// elements takes an object or an array apart; there are none in other values.
func elements(v any) (parts []element, open, end string) {
	switch v := v.(type) {
	case *object:
		for _, name := range v.names {
			parts = append(parts, element{inline(name) + ": ", v.values[name]})
		}
		return parts, "{", "}"
	case []any:
		for _, e := range v {
			parts = append(parts, element{"", e})
		}
		return parts, "[", "]"
	}
	return nil, "", ""
}

// inline returns a value on one line.
func inline(v any) string {
	parts, open, end := elements(v)
	if open == "" {
		return literal(v)
	}
	texts := make([]string, len(parts))
	for i, part := range parts {
		texts[i] = part.label + inline(part.value)
	}
	return open + strings.Join(texts, ", ") + end
}

// literal returns a string, a number, a boolean or null as JSON.
func literal(v any) string {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		panic(err) // v comes from decode
	}
	return strings.TrimSuffix(b.String(), "\n")
}
