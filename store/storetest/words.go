package storetest

import (
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// inWords writes a query for a reader, much as in SQL.
func inWords(q store.Query) string {
	var b strings.Builder
	b.WriteString("select")
	if q.CountOnly {
		b.WriteString(" count only")
	}
	if q.Filter != nil {
		b.WriteString(" where " + exprInWords(q.Filter))
	}
	for i, o := range q.Order {
		b.WriteString([]string{" order by ", ", "}[min(i, 1)] + o.Field)
		if o.Desc {
			b.WriteString(" desc")
		}
	}
	if q.Offset != 0 {
		fmt.Fprintf(&b, " offset %d", q.Offset)
	}
	if q.Limit != 0 {
		fmt.Fprintf(&b, " limit %d", q.Limit)
	}
	return b.String()
}

func exprInWords(e filter.Expr) string {
	switch e := e.(type) {
	case nil:
		return "anything"
	case filter.Cmp:
		if set, ok := e.Value.([]string); ok {
			return fmt.Sprintf("%s %v %q", e.Field, e.Op, set)
		}
		return e.String()
	case filter.And:
		return joined(e, " and ", "(all of none)")
	case filter.Or:
		return joined(e, " or ", "(any of none)")
	}
	return fmt.Sprintf("%#v", e)
}

func joined(parts []filter.Expr, word, none string) string {
	if len(parts) == 0 {
		return none
	}
	words := make([]string, len(parts))
	for i, p := range parts {
		words[i] = exprInWords(p)
	}
	return "(" + strings.Join(words, word) + ")"
}
