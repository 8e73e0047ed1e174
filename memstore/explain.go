package memstore

import (
	"context"
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/store"
)

// Explain answers a query like [store.ReadTx], and says how, in a few lines for a
// reader: which index is used for what, and how many rows each condition selects.
// The words may change.
func (db *DB) Explain(ctx context.Context, s *store.Schema, q *store.Query) (string, error) {
	checked := *q
	var err error
	if checked.Filter, err = s.Check(q.Filter); err != nil {
		return "", err
	}
	if _, err := s.Compare(q.Order); err != nil {
		return "", err
	}
	notes := &notes{}
	err = db.View(ctx, func(tx store.ReadTx) error {
		read := tx.(*readTx)
		t, err := read.layout.table("explain", s)
		if err != nil {
			return err
		}
		result, err := read.answer(ctx, t, &checked, notes)
		if err == nil {
			notes.add("%d of %d rows, %d on the page", result.Total, read.rows[t.number], len(result.Rows))
		}
		return err
	})
	if err != nil {
		return "", err
	}
	return strings.Join(*notes, "\n"), nil
}

// notes is what is written down about the answer to a query. Nothing is, if it is
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
		n.add("every row is looked at")
	case walk:
		n.add("every row is looked at, in the order of the index %s", p.order.Name)
	case cut:
		n.add("the total is known, and the page is a piece of the index")
	case read:
		n.add("the values are read in the index")
	case fetch:
		n.add("these rows are looked at")
	case meet:
		n.add("these rows are intersected as sets")
		if len(pl.rest) > 0 {
			n.add("what is left is looked at")
		}
	}
}

func (p *part) inWords() string {
	words := make([]string, len(p.exprs))
	for i, e := range p.exprs {
		words[i] = fmt.Sprint(e)
	}
	count := fmt.Sprint(p.count())
	if !p.exact() {
		count = "some of " + count
	}
	return fmt.Sprintf("%s: %s rows by the index %s", strings.Join(words, " and "), count, p.ix.Name)
}
