package memstore

import (
	"context"
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// Explain answers a query, and returns how in a few lines for a reader: which
// conditions an index answers and how many rows each of them selects, what is done
// with these, and what it came to. The query need not have been checked. The words
// may change from one version to the next.
//
// The first query after a write may do more than the same one after it, which
// Explain does not say: it brings the indexes up to date.
func (db *DB) Explain(ctx context.Context, s *store.Schema, q *store.Query) (string, error) {
	checked, err := check(s, q)
	if err != nil {
		return "", err
	}
	notes := &notes{}
	err = db.View(ctx, func(tx store.ReadTx) error {
		read := tx.(*readTx)
		t, err := read.layout.table("explain", s)
		if err != nil {
			return err
		}
		result, err := read.answer(ctx, t, checked, notes)
		if err != nil {
			return err
		}
		notes.add("rows: %d; selected: %d; on the page: %d", read.rows[t.number], result.Total, len(result.Rows))
		return nil
	})
	if err != nil {
		return "", err
	}
	return strings.Join(*notes, "\n"), nil
}

// check returns a query as a [store.Table] would ask it.
func check(s *store.Schema, q *store.Query) (*store.Query, error) {
	checked := *q
	if err := s.CheckQuery("memstore: explain", &checked); err != nil {
		return nil, err
	}
	return &checked, nil
}

// notes is what is written down about the answer to a query. Nothing is if it is
// nil.
type notes []string

func (n *notes) add(format string, args ...any) {
	if n != nil {
		*n = append(*n, fmt.Sprintf(format, args...))
	}
}

// plan describes a plan.
func (n *notes) plan(p *planner, pl plan) {
	if n == nil {
		return
	}
	for _, part := range pl.parts {
		n.add("%s", part.inWords())
	}
	switch pl.method {
	case scan:
		n.add("scan: every row is looked at")
	case walk:
		n.add("walk: every row is looked at, in the order of %s", p.order.Name)
	case cut:
		n.add("cut: the total is counted and the page found without a look at other rows")
	case read:
		n.add("read: the values are read in the index")
	case fetch:
		n.add("fetch: these rows are looked at")
	case meet:
		n.add("meet: these rows are intersected as sets")
		if len(pl.rest) > 0 {
			n.add("what is left is looked at, for %s", inWords(filter.And(pl.rest)))
		}
	}
}

func (p *part) inWords() string {
	rows, count := "%s: %d rows by %s", p.count()
	switch {
	case p.sets != nil:
		rows, count = "%s: %d rows at most by the grams of %s", p.sets[0].Len()
	case !p.exact():
		rows = "%s: some of %d rows by %s"
	}
	return fmt.Sprintf(rows, inWords(filter.And(p.exprs)), count, p.ix.Name)
}

// inWords writes a condition much as in SQL.
func inWords(e filter.Expr) string {
	switch e := e.(type) {
	case filter.And:
		return joined(e, " and ", "anything")
	case filter.Or:
		return joined(e, " or ", "nothing")
	case nil:
		return "anything"
	}
	return fmt.Sprint(e)
}

func joined(parts []filter.Expr, word, none string) string {
	switch len(parts) {
	case 0:
		return none
	case 1:
		return inWords(parts[0])
	}
	words := make([]string, len(parts))
	for i, part := range parts {
		words[i] = inWords(part)
	}
	return "(" + strings.Join(words, word) + ")"
}
