package pgstore

import (
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// The columns that every table has. Names that begin with an underscore are
// pgstore's own.
const (
	keyColumn     = "_key"
	recordColumn  = "_record"
	writtenColumn = "_written_as"

	loweredPrefix = "_lower_"  // the text of a field in lower case
	uniquePrefix  = "_unique_" // the key in a unique index
)

// format counts the ways in which pgstore has laid tables out.
const format = 1

// column is a column of a table and how it is filled.
type column struct {
	name  string
	def   string // its type and what else is declared of it
	value func(row any) (any, error)
}

// table is where and how the rows of a schema are kept.
type table struct {
	schema  *store.Schema
	name    identifier
	columns []column        // the key first
	indexes []string        // the statements that make them, in the order of declaration
	uniques []unique        // the primary one first
	indexed map[string]bool // the fields with an index

	// written is what rows say that they were written as. A check refuses what a
	// process of an older declaration would write without the newer columns.
	written int64

	statements
}

// unique is a unique index and the column that it is on.
type unique struct {
	index  *store.Index
	column identifier
}

func newTable(s *store.Schema) (*table, error) {
	t := &table{
		schema: s, name: quote(s.Name),
		indexed: map[string]bool{},
		written: format<<32 | int64(s.Version),
	}
	if strings.HasPrefix(s.Name, catalogPrefix) {
		return nil, fmt.Errorf("pgstore: table %s: names that begin with %s are pgstore's own", s.Name, catalogPrefix)
	}
	t.columns = []column{
		{keyColumn, fmt.Sprintf("bytea CONSTRAINT %s PRIMARY KEY", t.indexName(s.Primary().Name)), func(row any) (any, error) { return []byte(s.Key(row)), nil }},
		{recordColumn, "json NOT NULL", func(row any) (any, error) { return encodeRecord(s, row) }},
		{writtenColumn, fmt.Sprintf("bigint NOT NULL CHECK (%s = %d)", quote(writtenColumn), t.written),
			func(any) (any, error) { return t.written, nil }},
	}
	t.uniques = []unique{{s.Primary(), quote(keyColumn)}}
	for _, f := range s.Fields {
		if strings.HasPrefix(f.Name, "_") {
			return nil, fmt.Errorf("pgstore: table %s: field %s: names that begin with _ are pgstore's own", s.Name, f.Name)
		}
		t.addField(f)
	}
	for _, ix := range s.Indexes[1:] {
		t.addIndex(ix)
	}
	t.statements = newStatements(t)
	return t, nil
}

// types are the column types of the kinds. Texts compare by bytes.
var types = [...]string{
	filter.Text: `text COLLATE "C"`, filter.Integer: "bigint", filter.Boolean: "boolean",
	filter.Day: "date", filter.ID: "uuid", filter.Set: `text[] COLLATE "C"`,
}

func (t *table) addField(f filter.FieldInfo) {
	notNull := ""
	if !f.Nullable {
		notNull = " NOT NULL"
	}
	t.columns = append(t.columns, column{f.Name, types[f.Kind] + notNull, fieldValue(t.schema, f)})
	if f.Kind == filter.Text {
		t.columns = append(t.columns, column{loweredPrefix + f.Name, types[f.Kind] + notNull, loweredValue(t.schema, f)})
	}
}

// addIndex adds the columns and indexes for a declared index. The one of a field
// ends in the key, so that it also gives rows that are alike in order.
func (t *table) addIndex(ix *store.Index) {
	if ix.Unique {
		name := uniquePrefix + ix.Name
		t.columns = append(t.columns, column{name, "bytea", uniqueValue(ix)})
		t.uniques = append(t.uniques, unique{ix, quote(name)})
		t.indexes = append(t.indexes, fmt.Sprintf("CREATE UNIQUE INDEX %s ON %s (%s)", t.indexName(ix.Name), t.name, quote(name)))
	}
	if ix.Field == "" || t.indexed[ix.Field] {
		return
	}
	t.indexed[ix.Field] = true
	how, columns := "btree", fmt.Sprintf("(%s, %s)", quote(ix.Field), quote(keyColumn))
	if ix.Multi {
		how, columns = "gin", fmt.Sprintf("(%s)", quote(ix.Field))
	}
	t.indexes = append(t.indexes, fmt.Sprintf("CREATE INDEX %s ON %s USING %s %s", t.indexName(ix.Field+" by value"), t.name, how, columns))
}

// indexName is a name for an index of the table. PostgreSQL has one room of names
// for the indexes of all tables.
func (t *table) indexName(name string) identifier { return quote(t.schema.Name + "." + name) }

// create returns the statement that makes the table, without its indexes.
func (t *table) create() string {
	defs := make([]string, len(t.columns))
	for i, c := range t.columns {
		defs[i] = string(quote(c.name)) + " " + c.def
	}
	return fmt.Sprintf("CREATE TABLE %s (\n\t%s\n)", t.name, strings.Join(defs, ",\n\t"))
}

// layout is everything that the table is made of, to be compared.
func (t *table) layout() string {
	return strings.Join(append([]string{t.create()}, t.indexes...), ";\n")
}

// trigrams returns the statements that make the indexes for patterns, which need
// the extension pg_trgm. They are not part of the layout, as answers do not depend
// on them.
func (t *table) trigrams() (statements []string) {
	for _, f := range t.schema.Fields {
		if f.Kind == filter.Text && t.indexed[f.Name] {
			statements = append(statements, fmt.Sprintf("CREATE INDEX %s ON %s USING gin (%s gin_trgm_ops)",
				t.indexName(f.Name+" by pattern"), t.name, quote(loweredPrefix+f.Name)))
		}
	}
	return statements
}
