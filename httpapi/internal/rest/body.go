package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// Errors of reading a body, for a vendor to put into its own words.
var (
	ErrMediaType = errors.New("unsupported media type")
	ErrTooLarge  = errors.New("request body too large")
)

// DefaultLimit is how large a body may be, in bytes, if nobody says otherwise.
// Assumed: no vendor documents a limit.
const DefaultLimit = 1 << 20

// BodyError says what is wrong with a JSON body.
type BodyError struct {
	Member string // the path of a member; "" for the body as a whole
	Reason string
}

// Error returns the member and the reason.
func (e *BodyError) Error() string {
	if e.Member == "" {
		return e.Reason
	}
	return e.Member + ": " + e.Reason
}

// ReadBody returns the body of a request if its content type is one of those
// given, parameters aside, and its size within limit.
func ReadBody(r *http.Request, limit int64, mediaTypes ...string) ([]byte, error) {
	if !hasMediaType(r, mediaTypes) {
		return nil, ErrMediaType
	}
	return ReadAnyBody(r, limit)
}

// ReadAnyBody returns the body of a request, whatever its content type says, if
// its size is within limit.
func ReadAnyBody(r *http.Request, limit int64) ([]byte, error) {
	if r.ContentLength > limit {
		return nil, ErrTooLarge
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, limit+1))
	switch {
	case err != nil:
		return nil, &BodyError{Reason: "the body ended early"}
	case int64(len(body)) > limit:
		return nil, ErrTooLarge
	}
	return body, nil
}

// ReadObject returns the JSON object that the body of a request has to be, whatever
// its content type says, if its size is within limit. What is looked at is recorded
// in the [Reads] of the request's context, if there are any.
func ReadObject(r *http.Request, limit int64) *Object {
	body, err := ReadAnyBody(r, limit)
	if err != nil {
		return FailedObject(err)
	}
	return ParseObject(r.Context(), body)
}

func hasMediaType(r *http.Request, want []string) bool {
	given, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";")
	given = strings.TrimSpace(given)
	for _, t := range want {
		if strings.EqualFold(given, t) {
			return true
		}
	}
	return false
}

// Object is a JSON object of a request. Its methods read members by their exact
// names; null is the same as no member, and of a repeated member the last one
// counts. The first mistake is kept, and every read after it returns nothing, so
// that a reader asks [Object.Err] once, at the end.
type Object struct {
	path    string // of the object, with a final dot
	members members
	*reading
}

// reading is what an object shares with the objects inside.
type reading struct {
	err   error  // the first mistake
	reads *Reads // nil if nobody wants to know what is looked at
}

// ParseObject parses a body that has to be one JSON object. What is looked at is
// recorded in the [Reads] of the context, if there are any.
func ParseObject(ctx context.Context, body []byte) *Object {
	o := &Object{reading: &reading{reads: readsOf(ctx)}}
	if !utf8.Valid(body) {
		o.err = &BodyError{Reason: "the body is not valid UTF-8"}
		return o
	}
	body, err := whole(body)
	switch {
	case err != nil:
		o.err = &BodyError{Reason: err.Error()}
	case body[0] != '{':
		o.err = &BodyError{Reason: "expected an object"}
	default:
		o.members = split(body)
	}
	o.carried()
	return o
}

// whole returns a text that has to be JSON, without the space around it.
func whole(text []byte) ([]byte, error) {
	if json.Valid(text) {
		return bytes.Trim(text, " \t\r\n"), nil
	}
	var value json.RawMessage
	return nil, json.Unmarshal(text, &value)
}

// FailedObject returns an object whose every read returns nothing, because of an
// error before there was one.
func FailedObject(err error) *Object { return &Object{reading: &reading{err: err}} }

// Err returns the first mistake, if there was one.
func (o *Object) Err() error { return o.err }

// Apart returns the object with the mistakes that it has so far. Those that are made
// with one of the two from here on are not those of the other. It is for vendors who
// do not refuse a request for what is wrong inside a member.
func (o *Object) Apart() *Object {
	shared := *o.reading
	return &Object{o.path, o.members, &shared}
}

func (o *Object) fail(member, reason string) {
	if o.err == nil {
		o.err = &BodyError{Member: o.path + member, Reason: reason}
	}
}

// member returns a member's value, unless there is none.
func (o *Object) member(name string) (json.RawMessage, bool) {
	o.looked(name)
	raw, ok := o.members.get(name)
	if !ok || o.err != nil || string(raw) == "null" {
		return nil, false
	}
	return raw, true
}

func (o *Object) require(name string) (json.RawMessage, bool) {
	raw, ok := o.member(name)
	if !ok {
		o.fail(name, "is required")
	}
	return raw, ok
}

// String reads a member that has to be there.
func (o *Object) String(name string) string {
	raw, ok := o.require(name)
	if !ok {
		return ""
	}
	return o.text(name, raw)
}

// OptString reads a member that may be missing.
func (o *Object) OptString(name string) *string {
	raw, ok := o.member(name)
	if !ok {
		return nil
	}
	s := o.text(name, raw)
	return &s
}

// StringOr reads a member that stands for def if it is missing.
func (o *Object) StringOr(name, def string) string {
	if s := o.OptString(name); s != nil {
		return *s
	}
	return def
}

func (o *Object) text(name string, raw json.RawMessage) string {
	s, ok := Text(raw)
	if !ok {
		o.fail(name, "expected a string")
		return ""
	}
	if strings.IndexByte(s, 0) >= 0 {
		o.fail(name, "must not contain U+0000")
		return ""
	}
	return s
}

// Int reads a member that has to be there: a number with an integral value.
func (o *Object) Int(name string) int64 {
	raw, ok := o.require(name)
	if !ok {
		return 0
	}
	return o.integer(name, raw)
}

// OptInt reads a member that may be missing.
func (o *Object) OptInt(name string) *int64 {
	raw, ok := o.member(name)
	if !ok {
		return nil
	}
	n := o.integer(name, raw)
	return &n
}

func (o *Object) integer(name string, raw json.RawMessage) int64 {
	n, ok := Integer(raw)
	if !ok {
		o.fail(name, "expected an integer")
	}
	return n
}

// Ints reads a member that may be missing: an array of integers.
func (o *Object) Ints(name string) []int64 {
	items := o.Array(name)
	if items == nil {
		return nil
	}
	list := make([]int64, len(items))
	for i, raw := range items {
		n, ok := Integer(raw)
		if !ok {
			o.fail(fmt.Sprintf("%s[%d]", name, i), "expected an integer")
			return nil
		}
		list[i] = n
	}
	return list
}

// OptBool reads a member that may be missing.
func (o *Object) OptBool(name string) *bool {
	raw, ok := o.member(name)
	if !ok {
		return nil
	}
	b := string(raw) == "true"
	if !b && string(raw) != "false" {
		o.fail(name, "expected a boolean")
	}
	return &b
}

// Array reads a member that may be missing; nil then.
func (o *Object) Array(name string) []json.RawMessage {
	raw, ok := o.member(name)
	if !ok {
		return nil
	}
	if raw[0] != '[' {
		o.fail(name, "expected an array")
		return nil
	}
	return elements(raw)
}

// Object reads a member that may be missing; nil then.
func (o *Object) Object(name string) *Object {
	raw, ok := o.member(name)
	if !ok {
		return nil
	}
	return o.object(name, raw)
}

// maxObjects is how many objects an array may have. An empty one takes 3 bytes of
// a body and a thousand bytes to read. Assumed: no vendor documents a limit.
const maxObjects = 1000

// Objects reads a member that may be missing: an array of objects.
func (o *Object) Objects(name string) []*Object {
	items := o.Array(name)
	if len(items) > maxObjects {
		o.fail(name, fmt.Sprintf("has more than %d elements", maxObjects))
		return nil
	}
	list := make([]*Object, len(items))
	for i, raw := range items {
		list[i] = o.object(fmt.Sprintf("%s[%d]", name, i), raw)
	}
	return list
}

func (o *Object) object(name string, raw json.RawMessage) *Object {
	inner := &Object{path: o.path + name + ".", reading: o.reading}
	if raw[0] == '{' {
		inner.members = split(raw)
	} else {
		o.fail(name, "expected an object")
	}
	inner.carried()
	return inner
}

// Raw reads a member as it was sent; nil if it is missing.
func (o *Object) Raw(name string) json.RawMessage {
	raw, _ := o.member(name)
	return raw
}

// Names returns the names of all members, sorted, those that are null among them. It
// looks at none of them.
func (o *Object) Names() []string {
	return slices.Compact(slices.Sorted(o.members.names()))
}
