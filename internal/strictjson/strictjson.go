// Package strictjson decodes JSON that people write by hand, such as fixture
// files: a member that the Go type does not have is an error, names match
// exactly, and every error says where in the document it is.
package strictjson

import (
	"bytes"
	"cmp"
	"encoding"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"unicode/utf8"
)

// Error says what is wrong with a document, and where.
type Error struct {
	Path   string // such as xivo.users[3].labels; "" for the document as a whole
	Reason string
}

// UnknownMember is the reason for a member that the Go type does not have.
const UnknownMember = "unknown member"

// Error returns the path and the reason.
func (e *Error) Error() string {
	if e.Path == "" {
		return e.Reason
	}
	return e.Path + ": " + e.Reason
}

// Unmarshal decodes data, exactly one JSON value, into what v points to. Structs,
// slices and pointers are walked; maps, basic types and types that decode
// themselves are left to encoding/json. Within the document null leaves a value as
// it is.
func Unmarshal(data []byte, v any) error {
	if !utf8.Valid(data) {
		return &Error{Reason: "not valid UTF-8"}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // some editors begin files with it
	var raw json.RawMessage
	if err := json.Unmarshal(data, &raw); err != nil {
		return syntaxError(data, err)
	}
	if string(raw) == "null" {
		return &Error{Reason: "expected a value, found null"}
	}
	return decode("", raw, reflect.ValueOf(v).Elem())
}

// Parse is Unmarshal into a new value.
func Parse[T any](data []byte) (*T, error) {
	v := new(T)
	if err := Unmarshal(data, v); err != nil {
		return nil, err
	}
	return v, nil
}

// MustParse is Parse of a document that is part of the program; it panics with
// the document's name if that is wrong.
func MustParse[T any](name string, data []byte) *T {
	v, err := Parse[T](data)
	if err != nil {
		panic(name + ": " + err.Error())
	}
	return v
}

func syntaxError(data []byte, err error) error {
	e, ok := errors.AsType[*json.SyntaxError](err)
	if !ok {
		return &Error{Reason: err.Error()}
	}
	before := data[:max(0, min(int(e.Offset), len(data))-1)] // the offending byte is the last one read
	line := 1 + bytes.Count(before, []byte("\n"))
	column := len(before) - bytes.LastIndexByte(before, '\n')
	return &Error{Reason: fmt.Sprintf("line %d, column %d: %v", line, column, err)}
}

func decode(path string, raw json.RawMessage, v reflect.Value) error {
	switch {
	case string(raw) == "null":
		return nil
	case decodesItself(v):
		return decodeLeaf(path, raw, v)
	}
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		return decode(path, raw, v.Elem())
	case reflect.Struct:
		return decodeStruct(path, raw, v)
	case reflect.Slice:
		return decodeSlice(path, raw, v)
	}
	return decodeLeaf(path, raw, v)
}

func decodesItself(v reflect.Value) bool {
	switch v.Addr().Interface().(type) {
	case json.Unmarshaler, encoding.TextUnmarshaler:
		return true
	}
	return false
}

func decodeLeaf(path string, raw json.RawMessage, v reflect.Value) error {
	err := json.Unmarshal(raw, v.Addr().Interface())
	if err == nil {
		return nil
	}
	if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return &Error{path, fmt.Sprintf("expected %v, found %s", e.Type, e.Value)}
	}
	return &Error{path, err.Error()}
}

func decodeSlice(path string, raw json.RawMessage, v reflect.Value) error {
	if raw[0] != '[' {
		return &Error{path, "expected an array"}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return &Error{path, err.Error()}
	}
	list := reflect.MakeSlice(v.Type(), 0, 0)
	for i := 0; dec.More(); i++ {
		var item json.RawMessage
		if err := dec.Decode(&item); err != nil {
			return &Error{path, err.Error()}
		}
		elem := reflect.New(v.Type().Elem()).Elem()
		if err := decode(fmt.Sprintf("%s[%d]", path, i), item, elem); err != nil {
			return err
		}
		list = reflect.Append(list, elem)
	}
	v.Set(list)
	return nil
}

func decodeStruct(path string, raw json.RawMessage, v reflect.Value) error {
	if raw[0] != '{' {
		return &Error{path, "expected an object"}
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if _, err := dec.Token(); err != nil {
		return &Error{path, err.Error()}
	}
	seen := map[string]bool{}
	for dec.More() {
		token, err := dec.Token()
		if err != nil && !errors.Is(err, io.EOF) {
			return &Error{path, err.Error()}
		}
		name, _ := token.(string)
		at := join(path, name)
		field, ok := fieldByName(v, name)
		switch {
		case !ok:
			return &Error{at, UnknownMember}
		case seen[name]:
			return &Error{at, "member is repeated"}
		}
		seen[name] = true
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			return &Error{at, err.Error()}
		}
		if err := decode(at, value, field); err != nil {
			return err
		}
	}
	return nil
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + "." + name
}

// fieldByName returns the field with a JSON name, also of embedded structs.
func fieldByName(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		f := v.Type().Field(i)
		tag, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		switch {
		case f.Anonymous && tag == "" && f.Type.Kind() == reflect.Struct:
			if field, ok := fieldByName(v.Field(i), name); ok {
				return field, true
			}
		case f.IsExported() && cmp.Or(tag, f.Name) == name && tag != "-":
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}
