package filter

import (
	"cmp"
	"fmt"
	"strings"
)

// Value is the set of types that a field of a record can have: text, integer,
// boolean, day, UUID, and a set of texts.
type Value interface {
	string | int64 | bool | Date | UUID | []string
}

// Kind is the type of a field.
type Kind uint8

// The kinds. A comment names the Go type of a checked value of that kind.
const (
	Text    Kind = iota + 1 // string
	Integer                 // int64
	Boolean                 // bool
	Day                     // Date
	ID                      // UUID
	Set                     // []string, sorted, without repeats
)

var kindNames = [...]string{
	Text: "text", Integer: "integer", Boolean: "boolean", Day: "date", ID: "uuid", Set: "set",
}

// String returns the name of the kind, such as integer.
func (k Kind) String() string {
	if k == 0 || int(k) >= len(kindNames) {
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
	return kindNames[k]
}

// FieldInfo describes a field.
type FieldInfo struct {
	Name     string
	Kind     Kind
	Nullable bool // whether the value can be missing
}

// Field is a field of the record type T: a name, a type, and how to read it.
// Make one with [Column] or [Nullable].
type Field[T any] struct {
	info    FieldInfo
	read    func(*T) (any, bool)
	present func(*T) bool
	compile func(Cmp) func(*T) bool
	compare func(a, b *T) int // nulls greatest; nil if the kind has no order
}

// Column declares a field that every record has. get must not keep or change
// the record; a set may be in any order. Where a date can be the zero Date, or a
// UUID empty, which are values of no database, the field is [Nullable].
func Column[T any, V Value](name string, get func(*T) V) Field[T] {
	f := newField(name, func(r *T) (V, bool) { return get(r), true })
	f.info.Nullable = false
	return f
}

// Nullable declares a field that a record may lack: get then returns false.
func Nullable[T any, V Value](name string, get func(*T) (V, bool)) Field[T] {
	return newField(name, get)
}

func newField[T any, V Value](name string, get func(*T) (V, bool)) Field[T] {
	f := Field[T]{
		info:    FieldInfo{Name: name, Nullable: true},
		present: func(r *T) bool { _, ok := get(r); return ok },
		read: func(r *T) (any, bool) {
			v, ok := get(r)
			if !ok {
				return nil, false
			}
			return v, true
		},
	}
	// Every kind but the set is ordered as text or as an integer.
	switch get := any(get).(type) {
	case func(*T) (string, bool):
		f.info.Kind, f.compile, f.compare = Text, textMatcher(get), comparer(get, strings.Compare)
	case func(*T) (int64, bool):
		f.info.Kind, f.compile, f.compare = Integer, orderedMatcher(get, integer), comparer(get, cmp.Compare)
	case func(*T) (bool, bool):
		n := via(get, boolOrdinal)
		f.info.Kind, f.compile, f.compare = Boolean, orderedMatcher(n, boolOrdinal), comparer(n, cmp.Compare)
	case func(*T) (Date, bool):
		n := via(get, Date.ordinal)
		f.info.Kind, f.compile, f.compare = Day, orderedMatcher(n, Date.ordinal), comparer(n, cmp.Compare)
	case func(*T) (UUID, bool):
		s := via(get, UUID.text)
		f.info.Kind, f.compile, f.compare = ID, orderedMatcher(s, UUID.text), comparer(s, strings.Compare)
	case func(*T) ([]string, bool):
		f.info.Kind, f.compile, f.read = Set, setMatcher(get), readSet(get)
	}
	return f
}

func integer(n int64) int64 { return n }

func text(s string) string { return s }

func (u UUID) text() string { return string(u) }

func boolOrdinal(b bool) int64 {
	if b {
		return 1
	}
	return 0
}

// via reads a value through a conversion to one that has an order.
func via[T, V, W any](get func(*T) (V, bool), conv func(V) W) func(*T) (W, bool) {
	return func(r *T) (W, bool) {
		v, ok := get(r)
		return conv(v), ok
	}
}

// readSet reads a set in the form of a checked value.
func readSet[T any](get func(*T) ([]string, bool)) func(*T) (any, bool) {
	return func(r *T) (any, bool) {
		v, ok := get(r)
		if !ok {
			return nil, false
		}
		return sortedSet(v), true
	}
}

// Fields is what can be asked about records of type T. It does not change once
// made and is safe for concurrent use.
type Fields[T any] struct {
	list  []Field[T]
	index map[string]int
}

// NewFields returns the set of the fields given. It panics if two of them have
// the same name: a mistake in the program's own declarations.
func NewFields[T any](fields ...Field[T]) *Fields[T] {
	fs := &Fields[T]{list: fields, index: make(map[string]int, len(fields))}
	for i, f := range fields {
		if _, ok := fs.index[f.info.Name]; ok || f.info.Name == "" {
			panic(fmt.Sprintf("filter: field %q is declared twice or has no name", f.info.Name))
		}
		fs.index[f.info.Name] = i
	}
	return fs
}

// Info describes the fields, in the order of their declaration.
func (fs *Fields[T]) Info() []FieldInfo {
	infos := make([]FieldInfo, len(fs.list))
	for i, f := range fs.list {
		infos[i] = f.info
	}
	return infos
}

// Value returns the value of a field of the record as its kind says, and false
// if the record has none. It panics if there is no such field.
func (fs *Fields[T]) Value(r *T, field string) (any, bool) {
	return fs.mustField(field).read(r)
}

func (fs *Fields[T]) field(name string) (*Field[T], bool) {
	i, ok := fs.index[name]
	if !ok {
		return nil, false
	}
	return &fs.list[i], true
}

func (fs *Fields[T]) mustField(name string) *Field[T] {
	f, ok := fs.field(name)
	if !ok {
		panic(fmt.Sprintf("filter: no field %q", name))
	}
	return f
}
