package storetest

import (
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// simplest takes parts away from a query that is answered wrongly for as long as
// it still is, and returns what is left, with its diff.
func (r *random) simplest(t *testing.T, tx store.ReadTx, m *model, q store.Query, diff string) (store.Query, string) {
	t.Helper()
	for {
		i := slices.IndexFunc(simpler(q), func(s store.Query) bool { return r.diff(t, tx, m, s) != "" })
		if i < 0 {
			return q, diff
		}
		q = simpler(q)[i]
		diff = r.diff(t, tx, m, q)
	}
}

// simpler returns queries that lack one part of q each.
func simpler(q store.Query) []store.Query {
	var queries []store.Query
	vary := func(change func(*store.Query)) {
		s := q
		change(&s)
		queries = append(queries, s)
	}
	if q.Offset > 0 {
		vary(func(s *store.Query) { s.Offset = 0 })
	}
	if q.Limit > 0 {
		vary(func(s *store.Query) { s.Limit = 0 })
	}
	for i := range q.Order {
		vary(func(s *store.Query) { s.Order = slices.Delete(slices.Clone(q.Order), i, i+1) })
	}
	if q.Filter != nil {
		for _, e := range append(simplerExprs(q.Filter), nil) {
			vary(func(s *store.Query) { s.Filter = e })
		}
	}
	return queries
}

// simplerExprs returns the parts of an expression, and the expression without
// one of them or with a simpler one.
func simplerExprs(e filter.Expr) []filter.Expr {
	switch e := e.(type) {
	case filter.And:
		return simplerParts(e, func(parts []filter.Expr) filter.Expr { return filter.And(parts) })
	case filter.Or:
		return simplerParts(e, func(parts []filter.Expr) filter.Expr { return filter.Or(parts) })
	}
	return nil
}

func simplerParts(parts []filter.Expr, join func([]filter.Expr) filter.Expr) []filter.Expr {
	exprs := slices.Clone(parts)
	for i, part := range parts {
		exprs = append(exprs, join(slices.Delete(slices.Clone(parts), i, i+1)))
		for _, s := range simplerExprs(part) {
			with := slices.Clone(parts)
			with[i] = s
			exprs = append(exprs, join(with))
		}
	}
	return exprs
}
