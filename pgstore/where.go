package pgstore

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/pbxkit/pbxkit/filter"
)

// maxArgs is how many parameters a statement may have before the query is answered
// by a look at every row instead. The protocol has room for 65,535; a condition of
// that breadth takes PostgreSQL longer to plan than the rows take to read.
const maxArgs = 10000

// errTooBroad is a condition with more values than a statement may have.
var errTooBroad = errors.New("the condition has too many values for a statement")

// where writes a condition of SQL. As an expression has no negation, it makes no
// difference that a comparison with NULL is unknown in SQL and false in ours.
type where struct {
	t    *table
	sql  strings.Builder
	args []any
	err  error
}

// condition returns a checked expression in SQL, and its parameters.
func (t *table) condition(e filter.Expr) (sql string, args []any, err error) {
	w := &where{t: t}
	w.expr(e)
	if len(w.args) > maxArgs {
		w.err = errTooBroad
	}
	return w.sql.String(), w.args, w.err
}

// arg adds a parameter and returns its name.
func (w *where) arg(value any) string {
	encoded, err := encodeValue(value)
	if err != nil && w.err == nil {
		w.err = err
	}
	w.args = append(w.args, encoded)
	return fmt.Sprintf("$%d", len(w.args))
}

func (w *where) write(format string, args ...any) { fmt.Fprintf(&w.sql, format, args...) }

func (w *where) expr(e filter.Expr) {
	switch e := e.(type) {
	case nil:
		w.write("TRUE")
	case filter.And:
		w.join(e, " AND ", "TRUE")
	case filter.Or:
		w.join(anyOf(e), " OR ", "FALSE")
	case filter.Cmp:
		w.cmp(e)
	case oneOf:
		w.write("%s = ANY (%s)", quote(e.field), w.arg(e.values))
	default:
		w.err = fmt.Errorf("pgstore: %T, which Check rejects", e)
	}
}

func (w *where) join(parts []filter.Expr, word, none string) {
	if len(parts) == 0 {
		w.write("%s", none)
		return
	}
	w.write("(")
	for i, part := range parts {
		if i > 0 {
			w.write("%s", word)
		}
		w.expr(part)
	}
	w.write(")")
}

// operators are those that mean the same in SQL.
var operators = map[filter.Op]string{
	filter.Eq: "=", filter.Ne: "<>", filter.Lt: "<", filter.Le: "<=", filter.Gt: ">", filter.Ge: ">=",
	filter.ContainsAll: "@>",
}

func (w *where) cmp(c filter.Cmp) {
	switch c.Op {
	case filter.IsNull:
		w.write("%s IS NULL", quote(c.Field))
	case filter.NotNull:
		w.write("%s IS NOT NULL", quote(c.Field))
	case filter.Like:
		w.like(quote(c.Field), c.Value.(string))
	case filter.ILike:
		// PostgreSQL's ILIKE lowers as the locale does. What is kept was
		// lowered by us, and so is the pattern: no wildcard and no backslash is
		// the small form of anything.
		w.like(quote(loweredPrefix+c.Field), lower(c.Value.(string)))
	default:
		w.write("%s %s %s", quote(c.Field), operators[c.Op], w.arg(c.Value))
	}
}

// like writes the condition that a column matches a pattern. PostgreSQL's LIKE means
// the same as ours. What the pattern begins with is said as a range besides, as a
// plan that is made for any pattern could not know it.
func (w *where) like(column identifier, pattern string) {
	p, err := filter.CompilePattern(pattern, false)
	if err != nil {
		w.err = err
		return
	}
	prefix, exact := p.Prefix()
	if exact {
		w.write("%s = %s", column, w.arg(prefix))
		return
	}
	if p.AnySuffix() && prefix == "" {
		w.write("%s IS NOT NULL", column)
		return
	}
	w.write("(")
	if prefix != "" {
		w.write("%s >= %s", column, w.arg(prefix))
		if end, ok := afterPrefix(prefix); ok {
			w.write(" AND %s < %s", column, w.arg(end))
		}
	}
	if !p.AnySuffix() {
		if prefix != "" {
			w.write(" AND ")
		}
		w.write("%s LIKE %s", column, w.arg(pattern))
	}
	w.write(")")
}

// afterPrefix returns the least text that comes after all that begin with a prefix,
// or false if there is none. Texts are in the order of their code points.
func afterPrefix(prefix string) (string, bool) {
	for prefix != "" {
		last, size := utf8.DecodeLastRuneInString(prefix)
		prefix = prefix[:len(prefix)-size]
		switch last {
		case utf8.MaxRune:
			continue
		case 0xD7FF: // before the surrogates, which are not text
			return prefix + "\uE000", true
		}
		return prefix + string(last+1), true
	}
	return "", false
}

// oneOf is a condition that a field has one of several values. It stands in the
// place of the comparisons of an Or, so that their number does not matter.
type oneOf struct {
	filter.Expr
	field  string
	values any // a slice of one of the types that encodeValue returns
}

// anyOf returns the parts of an Or with those that compare one field with a value
// brought together.
func anyOf(parts []filter.Expr) []filter.Expr {
	equals := map[string][]any{}
	for _, part := range parts {
		if c, ok := part.(filter.Cmp); ok && c.Op == filter.Eq {
			equals[c.Field] = append(equals[c.Field], c.Value)
		}
	}
	var rest []filter.Expr
	for _, part := range parts {
		c, ok := part.(filter.Cmp)
		if !ok || c.Op != filter.Eq || len(equals[c.Field]) == 1 {
			rest = append(rest, part)
			continue
		}
		if values := equals[c.Field]; values != nil {
			rest = append(rest, oneOf{field: c.Field, values: sliceOf(values)})
			delete(equals, c.Field)
			equals[c.Field] = nil
		}
	}
	return rest
}

// sliceOf returns values of one type as pgx takes them for an array.
func sliceOf(values []any) any {
	switch values[0].(type) {
	case string:
		return typed[string](values)
	case int64:
		return typed[int64](values)
	case bool:
		return typed[bool](values)
	case filter.Date:
		return typed[pgtype.Date](values)
	default:
		return typed[pgtype.UUID](values)
	}
}

func typed[V any](values []any) []V {
	all := make([]V, len(values))
	for i, value := range values {
		encoded, _ := encodeValue(value) // Check accepts real days and UUIDs only
		all[i], _ = encoded.(V)
	}
	return all
}
