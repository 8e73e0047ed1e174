package store

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/filter"
)

// Table reads and writes records of type T with primary keys of type K. It holds
// no records itself; they are in the database of the transaction it is given.
type Table[K comparable, T any] struct {
	schema *Schema
	key    func(*T) K
	fields *filter.Fields[T]
	copy   func(*T) *T
	out    func(*T) *T // what is returned of a record that is kept: copy, or the record itself
}

// NewTable declares a table. Its primary key is what key returns, also the order
// of the records; fields is what queries can ask about, and may be nil.
//
// NewTable panics, as do the declarations of indexes, if what is declared cannot
// work: if K cannot be a key (see [EncodeKey]), or if T holds pointers, slices or
// maps and has no method Clone() *T.
func NewTable[K comparable, T any](name string, key func(*T) K, fields *filter.Fields[T]) *Table[K, T] {
	checkKeyType[K]("table " + name)
	if fields == nil {
		fields = filter.NewFields[T]()
	}
	t := &Table[K, T]{key: key, fields: fields, copy: copier[T](name)}
	t.out = t.copy
	t.schema = &Schema{Name: name, Fields: fields.Info(), rows: typedRows[K, T]{t}}
	t.schema.addIndex(&Index{
		Name:   name + "_pkey",
		Unique: true,
		keys:   func(row any) []Key { return []Key{t.schema.Key(row)} },
	})
	return t
}

// Index declares an index for each of the fields: queries that compare the
// field with a value, or order by it, need not look at every record. A record is
// found under each text of a set.
func (t *Table[K, T]) Index(fields ...string) *Table[K, T] {
	for _, field := range fields {
		t.schema.addIndex(fieldIndex(t.schema, field))
	}
	return t
}

// Shared returns the same table for those who only look: Get, Find and All return
// the records of the database themselves, which nobody may ever change, nor anything
// that they refer to. It saves the copies where a record is turned into something
// else at once.
func (t *Table[K, T]) Shared() *Table[K, T] {
	shared := *t
	shared.out = func(r *T) *T { return r }
	return &shared
}

// Version says that the declaration of the table is the n-th after the first: a
// backend keeps values of fields and keys as they were declared when a record was
// written, so that another set of fields, indexes or keys needs another version.
func (t *Table[K, T]) Version(n int) *Table[K, T] {
	if n < 0 {
		panic(fmt.Sprintf("store: table %s: version %d is negative", t.schema.Name, n))
	}
	t.schema.Version = n
	return t
}

// Schema returns the table as backends see it.
func (t *Table[K, T]) Schema() *Schema { return t.schema }

// Fields returns what queries can ask about.
func (t *Table[K, T]) Fields() *filter.Fields[T] { return t.fields }

// Get returns the record with a primary key, or ErrNotFound.
func (t *Table[K, T]) Get(ctx context.Context, tx ReadTx, key K) (*T, error) {
	row, err := tx.Get(ctx, t.schema, t.schema.Primary(), EncodeKey(key))
	if err != nil {
		return nil, err
	}
	return t.out(row.(*T)), nil
}

// Has reports whether there is a record with a primary key.
func (t *Table[K, T]) Has(ctx context.Context, tx ReadTx, key K) (bool, error) {
	_, err := tx.Get(ctx, t.schema, t.schema.Primary(), EncodeKey(key))
	return found(err)
}

// found turns the error of a Get into an answer.
func found(err error) (bool, error) {
	if errors.Is(err, ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// Insert adds a record, or returns ErrExists with the name of the index.
func (t *Table[K, T]) Insert(ctx context.Context, tx Tx, r *T) error {
	return tx.Insert(ctx, t.schema, t.copy(r))
}

// Replace puts r in the place of the record with the same primary key.
func (t *Table[K, T]) Replace(ctx context.Context, tx Tx, r *T) error {
	return tx.Replace(ctx, t.schema, t.copy(r))
}

// Put inserts r, or replaces the record with the same primary key.
func (t *Table[K, T]) Put(ctx context.Context, tx Tx, r *T) error {
	has, err := t.Has(ctx, tx, t.key(r))
	switch {
	case err != nil:
		return err
	case has:
		return t.Replace(ctx, tx, r)
	}
	return t.Insert(ctx, tx, r)
}

// Update replaces the record with a primary key by what change makes of it, and
// returns that. If change returns an error, or changes the primary key, nothing
// is written.
func (t *Table[K, T]) Update(ctx context.Context, tx Tx, key K, change func(*T) error) (*T, error) {
	row, err := tx.Get(ctx, t.schema, t.schema.Primary(), EncodeKey(key))
	if err != nil {
		return nil, err
	}
	r := t.copy(row.(*T))
	if err := change(r); err != nil {
		return nil, err
	}
	if t.key(r) != key { // Replace would write to another record
		return nil, fmt.Errorf("update %s: the primary key changed from %v to %v", t.schema.Name, key, t.key(r))
	}
	if err := t.Replace(ctx, tx, r); err != nil {
		return nil, err
	}
	return r, nil
}

// Delete removes the record with a primary key, or returns ErrNotFound.
func (t *Table[K, T]) Delete(ctx context.Context, tx Tx, key K) error {
	return tx.Delete(ctx, t.schema, EncodeKey(key))
}
