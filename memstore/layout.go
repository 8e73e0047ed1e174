package memstore

import (
	"fmt"

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
	name    string // in memdb
	number  int    // in state.rows
	indexes []index
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
			name := ix.Name
			if n == 0 {
				name = primaryName
			}
			t.indexes = append(t.indexes, index{ix, name})
			ts.Indexes[name] = indexSchema(s, ix, name)
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

func (t *table) index(ix *store.Index) (index, bool) {
	for _, i := range t.indexes {
		if i.Index == ix {
			return i, true
		}
	}
	return index{}, false
}

// indexSchema declares an index to go-memdb. All of them are unique there,
// because the keys of those that are not carry the primary key at their end;
// that rows do not take each other's keys is checked before each write, as
// go-memdb does not.
func indexSchema(s *store.Schema, ix *store.Index, name string) *memdb.IndexSchema {
	keys := indexKeys{schema: s, index: ix}
	is := &memdb.IndexSchema{Name: name, Unique: true, AllowMissing: true}
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

// indexKeys makes the keys that an index has in go-memdb.
type indexKeys struct {
	schema *store.Schema
	index  *store.Index
}

func (k indexKeys) of(row any) [][]byte {
	keys := k.index.Keys(row)
	if len(keys) == 0 && !k.index.Unique && !k.index.Multi {
		return [][]byte{append([]byte{keyMissing}, k.schema.Key(row)...)}
	}
	all := make([][]byte, len(keys))
	for i, key := range keys {
		if k.index.Unique {
			all[i] = []byte(key)
			continue
		}
		primary := k.schema.Key(row)
		b := make([]byte, 0, 1+len(key)+len(primary))
		b = append(b, keyPresent)
		b = append(b, key...)
		all[i] = append(b, primary...)
	}
	return all
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
	keys := k.of(row)
	if len(keys) == 0 {
		return false, nil, nil
	}
	return true, keys[0], nil
}

type multiKeys struct{ indexKeys }

func (k multiKeys) FromObject(row any) (bool, [][]byte, error) {
	keys := k.of(row)
	return len(keys) > 0, keys, nil
}
