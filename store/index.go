package store

import (
	"context"
	"fmt"

	"github.com/pbxkit/pbxkit/filter"
)

// Index is an index of a table as a backend sees it.
type Index struct {
	Name   string // the name of the constraint in an Error
	Unique bool   // no two rows have the same key
	Multi  bool   // a row has any number of keys; otherwise one or none

	// Field is the filterable field whose value is the index's key, if there
	// is one: the index then answers comparisons with that field. Index.Keys
	// and Schema.FieldKey agree about it.
	Field string

	keys func(row any) []Key
}

// Keys returns the keys of a row: none if the value is missing. A backend that
// walks the index in place of the table must take care of rows without one.
func (ix *Index) Keys(row any) []Key { return ix.keys(row) }

// IndexOn returns an index whose key is the value of a field, a unique one
// rather than another, or nil.
func (s *Schema) IndexOn(field string) *Index {
	var found *Index
	for _, ix := range s.Indexes {
		if ix.Field == field && (found == nil || ix.Unique) {
			found = ix
		}
	}
	return found
}

// FieldKey returns the key of a value in an index on a field. The value is one
// that Check or Value returned; for a set it is one text of it.
func FieldKey(value any) Key {
	if text, ok := value.(string); ok {
		return EncodeKey(text)
	}
	key, ok := appendAny(nil, value)
	if !ok {
		panic(fmt.Sprintf("store: %T is not the value of a field", value))
	}
	return Key(key)
}

func (s *Schema) addIndex(ix *Index) {
	for _, other := range s.Indexes {
		if other.Name == ix.Name {
			panic(fmt.Sprintf("store: table %s: index %q is declared twice", s.Name, ix.Name))
		}
	}
	s.Indexes = append(s.Indexes, ix)
}

func (s *Schema) field(name string) filter.FieldInfo {
	for _, f := range s.Fields {
		if f.Name == name {
			return f
		}
	}
	panic(fmt.Sprintf("store: table %s has no field %q", s.Name, name))
}

// fieldIndex returns an index whose keys are the values of a field.
func fieldIndex(s *Schema, field string) *Index {
	info := s.field(field)
	ix := &Index{Name: s.Name + "_" + field + "_idx", Field: field, Multi: info.Kind == filter.Set}
	ix.keys = func(row any) []Key {
		value, ok := s.Value(row, field)
		if !ok {
			return nil
		}
		if !ix.Multi {
			return []Key{FieldKey(value)}
		}
		texts := value.([]string)
		keys := make([]Key, len(texts))
		for i, text := range texts {
			keys[i] = FieldKey(text)
		}
		return keys
	}
	return ix
}

// Unique is a unique index with keys of type K over records of type T.
type Unique[K comparable, T any] struct {
	schema *Schema
	index  *Index
	out    func(*T) *T
}

// NewUnique declares a unique index of a table. A record for which key returns
// false has no key and collides with nothing. The name is that of the constraint
// in an [Error]. The index of a table that is [Table.Shared] lends records as well.
func NewUnique[K, P comparable, T any](t *Table[P, T], name string, key func(*T) (K, bool)) *Unique[K, T] {
	checkKeyType[K]("index " + name)
	ix := &Index{Name: name, Unique: true}
	ix.keys = func(row any) []Key {
		if k, ok := key(row.(*T)); ok {
			return []Key{EncodeKey(k)}
		}
		return nil
	}
	t.schema.addIndex(ix)
	return &Unique[K, T]{schema: t.schema, index: ix, out: t.out}
}

// On says that the index's key is the value of a filterable field, missing where
// the field is null, so that queries about the field can use the index. It is a
// promise that nothing checks: K has to be the Go type of the field's kind, or one
// that is encoded like it.
func (u *Unique[K, T]) On(field string) *Unique[K, T] {
	u.schema.field(field)
	u.index.Field = field
	return u
}

// Get returns the record with a key, or ErrNotFound.
func (u *Unique[K, T]) Get(ctx context.Context, tx ReadTx, key K) (*T, error) {
	row, err := tx.Get(ctx, u.schema, u.index, EncodeKey(key))
	if err != nil {
		return nil, err
	}
	return u.out(row.(*T)), nil
}

// Has reports whether there is a record with a key.
func (u *Unique[K, T]) Has(ctx context.Context, tx ReadTx, key K) (bool, error) {
	_, err := tx.Get(ctx, u.schema, u.index, EncodeKey(key))
	return found(err)
}
