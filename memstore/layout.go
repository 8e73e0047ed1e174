package memstore

import (
	"fmt"

	"github.com/hashicorp/go-memdb"

	"github.com/pbxkit/pbxkit/store"
)

// layout is the places of tables and their indexes. It does not change.
type layout struct {
	memdb  *memdb.DBSchema
	tables map[*store.Schema]*table
}

// table is the place of one table.
type table struct {
	schema  *store.Schema
	name    string   // in memdb
	number  int      // in state.rows and data.tables
	indexes []*index // the first one is the primary key
}

// index is the place of one index.
type index struct {
	*store.Index
	number int // in records.indexes
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
		for n, ix := range s.Indexes {
			t.indexes = append(t.indexes, &index{ix, n})
		}
		l.tables[s] = t
		l.memdb.Tables[s.Name] = &memdb.TableSchema{
			Name:    s.Name,
			Indexes: map[string]*memdb.IndexSchema{primaryName: primarySchema(s.Primary())},
		}
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

// primarySchema declares the primary index to go-memdb. The others are not its
// business: see records.
func primarySchema(ix *store.Index) *memdb.IndexSchema {
	return &memdb.IndexSchema{Name: primaryName, Unique: true, Indexer: primaryKey{ix}}
}

// primaryKey makes the key of a row in go-memdb, in a slice of its own, to which
// go-memdb appends.
type primaryKey struct{ index *store.Index }

func (k primaryKey) FromObject(row any) (bool, []byte, error) {
	return true, []byte(k.index.Keys(row)[0]), nil
}

// FromArgs takes the key as it stands in the tree.
func (k primaryKey) FromArgs(args ...any) ([]byte, error) { return rawKey(args) }

func rawKey(args []any) ([]byte, error) {
	if len(args) == 1 {
		if key, ok := args[0].([]byte); ok {
			return key, nil
		}
	}
	return nil, fmt.Errorf("memstore: a key is one []byte, not %v", args)
}
