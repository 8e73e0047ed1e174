package pgstore

import (
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/store"
)

// statements are those of a table that do not depend on a query. None of the writes
// fails for what another row has, which would end the transaction: they do nothing
// instead, and holders says why. So no savepoint is needed. Each returns the number
// of the transaction, if it wrote.
type statements struct {
	insert  string                  // the columns, then the transaction's token and the table's name
	replace string                  // the same
	remove  string                  // the key, then these two
	gets    map[*store.Index]string // by the key in each unique index
	holders string                  // the unique keys of a row: whether any has the first, another row each of the rest
}

func newStatements(t *table) statements {
	n := len(t.columns)
	names, params, sets := make([]string, n), make([]string, n), make([]string, n)
	for i, c := range t.columns {
		names[i] = string(quote(c.name))
		params[i] = fmt.Sprintf("$%d", i+1)
		sets[i] = names[i] + " = " + params[i]
	}
	key, record := quote(keyColumn), quote(recordColumn)
	log := func(params int, columns, values, from string) string {
		return fmt.Sprintf("INSERT INTO %s (token, name, %s) SELECT $%d, $%d, %s FROM %s RETURNING xid::text",
			changesTable, columns, params+1, params+2, values, from)
	}
	return statements{
		insert: fmt.Sprintf("WITH put AS (INSERT INTO %s (%s) VALUES (%s) ON CONFLICT DO NOTHING RETURNING %s, %s) ",
			t.name, strings.Join(names, ", "), strings.Join(params, ", "), key, record) +
			log(n, "key, after", fmt.Sprintf("put.%s, put.%s", key, record), "put"),
		replace: fmt.Sprintf("WITH old AS (SELECT %s FROM %s WHERE %s = $1), put AS (UPDATE %s SET %s WHERE %s = $1%s RETURNING %s, %s) ",
			record, t.name, key, t.name, strings.Join(sets[1:], ", "), key, t.free(), key, record) +
			log(n, "key, before, after", fmt.Sprintf("put.%s, old.%s, put.%s", key, record, record), "old, put"),
		remove: fmt.Sprintf("WITH gone AS (DELETE FROM %s WHERE %s = $1 RETURNING %s, %s) ", t.name, key, key, record) +
			log(1, "key, before", fmt.Sprintf("gone.%s, gone.%s", key, record), "gone"),
		gets:    t.getStatements(),
		holders: t.holdersStatement(),
	}
}

// free is the condition that no other row has a unique key of the parameters.
func (t *table) free() string {
	var b strings.Builder
	for i, c := range t.columns {
		if strings.HasPrefix(c.name, uniquePrefix) {
			fmt.Fprintf(&b, " AND NOT EXISTS (SELECT FROM %s AS other WHERE other.%s = $%d AND other.%s <> $1)",
				t.name, quote(c.name), i+1, quote(keyColumn))
		}
	}
	return b.String()
}

func (t *table) holdersStatement() string {
	exists := make([]string, len(t.uniques))
	exists[0] = fmt.Sprintf("EXISTS (SELECT FROM %s WHERE %s = $1)", t.name, quote(keyColumn))
	for i, u := range t.uniques[1:] {
		exists[i+1] = fmt.Sprintf("EXISTS (SELECT FROM %s WHERE %s = $%d AND %s <> $1)", t.name, u.column, i+2, quote(keyColumn))
	}
	return "SELECT ARRAY[" + strings.Join(exists, ", ") + "]"
}

func (t *table) getStatements() map[*store.Index]string {
	gets := map[*store.Index]string{}
	for _, u := range t.uniques {
		gets[u.index] = fmt.Sprintf("SELECT %s FROM %s WHERE %s = $1", quote(recordColumn), t.name, u.column)
	}
	return gets
}
