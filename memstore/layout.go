package memstore

import (
	"fmt"
	"strconv"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/store"
)

// layout is how tables and their indexes lie in go-memdb. It does not change.
type layout struct {
	memdb  *memdb.DBSchema
	tables map[*store.Schema]*table
}

// table is the place of one table.
type table struct {
	schema  *store.Schema
	name    string   // in memdb
	number  int      // in state.rows
	indexes []*index // the first one is the primary key
}

// index is the place of one index.
type index struct {
	*store.Index
	name string // in memdb
}

// primaryName is what go-memdb wants the primary index to be called.
const primaryName = "id"

func newLayout(schemas []*store.Schema) *layout {
	l := &layout{
		memdb:  &memdb.DBSchema{Tables: map[string]*memdb.TableSchema{sequenceTable.Name: sequenceTable}},
		tables: make(map[*store.Schema]*table, len(schemas)),
	}
	for i, s := range schemas {
		if _, ok := l.memdb.Tables[s.Name]; ok {
			panic(fmt.Sprintf("memstore: table %q is given twice", s.Name))
		}
		t := &table{schema: s, name: s.Name, number: i}
		ts := &memdb.TableSchema{Name: s.Name, Indexes: map[string]*memdb.IndexSchema{}}
		for n, ix := range s.Indexes {
			name := strconv.Itoa(n) // go-memdb takes some names apart
			if n == 0 {
				name = primaryName
			}
			t.indexes = append(t.indexes, &index{ix, name})
			ts.Indexes[name] = indexSchema(ix, name)
		}
		l.tables[s] = t
		l.memdb.Tables[s.Name] = ts
	}
	return l
}

// table returns the place of a table, or an error if New was not given it.
func (l *layout) table(op string, s *store.Schema) (*table, error) {
	if t, ok := l.tables[s]; ok {
		return t, nil
	}
	return nil, &store.Error{Op: op, Table: s.Name, Err: errUnknownTable}
}

// index returns the place of an index, or nil if it is none of the table's.
func (t *table) index(ix *store.Index) *index {
	for _, i := range t.indexes {
		if i.Index == ix {
			return i
		}
	}
	return nil
}

// uniqueKey is a key of a row in a unique index.
type uniqueKey struct {
	index *index
	key   store.Key
}

// uniqueKeys returns all of a row's, that of the primary index first.
func (t *table) uniqueKeys(row any) []uniqueKey {
	all := make([]uniqueKey, 0, len(t.indexes))
	for _, ix := range t.indexes {
		if ix.Unique {
			for _, key := range ix.Keys(row) {
				all = append(all, uniqueKey{ix, key})
			}
		}
	}
	return all
}

// indexSchema declares an index to go-memdb, which appends the primary key to
// the keys of one that is not unique. That rows do not take each other's keys in
// one that is, is checked before each write, as go-memdb does not.
func indexSchema(ix *store.Index, name string) *memdb.IndexSchema {
	keys := indexKeys{ix}
	is := &memdb.IndexSchema{Name: name, Unique: ix.Unique, AllowMissing: true}
	if ix.Multi {
		is.Indexer = multiKeys{keys}
	} else {
		is.Indexer = singleKey{keys}
	}
	return is
}

// The first byte of a key in an index that is not unique. A missing value has
// an entry as well, after all others, so that the index can stand in for the
// table: NULLS LAST if walked forwards, first if backwards.
const (
	keyPresent = 1
	keyMissing = 2
)

// indexKeys makes the keys that an index has in go-memdb, each in a slice of its
// own, to which go-memdb appends.
type indexKeys struct{ index *store.Index }

func (k indexKeys) encode(key store.Key) []byte {
	if k.index.Unique {
		return []byte(key)
	}
	b := make([]byte, 0, 1+len(key)+16) // room for most primary keys
	return append(append(b, keyPresent), key...)
}

// FromArgs takes the key as it stands in the tree.
func (k indexKeys) FromArgs(args ...any) ([]byte, error) { return rawKey(args) }

// PrefixFromArgs takes the beginning of keys as they stand in the tree.
func (k indexKeys) PrefixFromArgs(args ...any) ([]byte, error) { return rawKey(args) }

func rawKey(args []any) ([]byte, error) {
	if len(args) == 1 {
		if key, ok := args[0].([]byte); ok {
			return key, nil
		}
	}
	return nil, fmt.Errorf("memstore: a key is one []byte, not %v", args)
}

type singleKey struct{ indexKeys }

func (k singleKey) FromObject(row any) (bool, []byte, error) {
	keys := k.index.Keys(row)
	switch {
	case len(keys) > 0:
		return true, k.encode(keys[0]), nil
	case k.index.Unique:
		return false, nil, nil
	}
	return true, []byte{keyMissing}, nil
}

type multiKeys struct{ indexKeys }

func (k multiKeys) FromObject(row any) (bool, [][]byte, error) {
	keys := k.index.Keys(row)
	all := make([][]byte, len(keys))
	for i, key := range keys {
		all[i] = k.encode(key)
	}
	return len(all) > 0, all, nil
}
