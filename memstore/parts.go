package memstore

import (
	"cmp"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// part is a condition that an index can answer: its rows are those of some spans of
// the entries, or of those among them that match a pattern. All parts of a query
// have to be true of a row.
type part struct {
	exprs   []filter.Expr // what it stands for
	ix      *index
	entries *entries
	spans   []span

	// pattern decides about the values in the spans; nil if all of them count.
	pattern *filter.Pattern
	// sets hold the rows that the pattern matches, each set all of them, the
	// smallest first; nil if there are no such sets. Which of the rows that are
	// in all of them it matches, the texts tell; nil if it matches them all.
	sets  []*cow.Bitmap
	texts *cow.Texts
	// wanting says that there would be sets if patterns had read more.
	wanting bool
	// only is the value that all entries in the spans have, if they are all
	// that have it.
	only string
	// except are the values that the entries outside of the spans have, if
	// they are few: at most one, and that of a missing value.
	except []string
}

// span is the entries of an index from one place to before another.
type span struct{ lo, hi int }

func (s span) len() int { return s.hi - s.lo }

// mostParts bounds the work of planning, as a filter can have any number of
// conditions.
const mostParts = 32

// missing is the value of rows without one.
var missing = string([]byte{keyMissing})

// count returns how many rows the part selects, at most if it has a pattern.
func (p *part) count() int { return entriesIn(p.spans) }

// entriesIn returns how many entries there are in some spans.
func entriesIn(spans []span) (n int) {
	for _, s := range spans {
		n += s.len()
	}
	return n
}

func (p *part) exact() bool { return p.pattern == nil }

// share returns about what part of the rows a part selects.
func (p *part) share(rows int) float64 {
	share := float64(p.count()) / float64(rows)
	switch {
	case p.sets != nil:
		share = min(share, float64(p.sets[0].Len())/float64(rows))
	case p.pattern != nil:
		share /= 4 // a guess
	}
	return share
}

// split takes a filter apart into parts, of which no two are of one index if that
// can be helped, and the conditions that no index can answer.
func (r *records) split(t *table, e filter.Expr) (parts []*part, rest []filter.Expr) {
	for _, e := range conjuncts(nil, e) {
		of, ok := r.parts(t, e)
		if !ok {
			rest = append(rest, e)
		}
		for _, p := range of {
			switch {
			case slices.ContainsFunc(parts, func(other *part) bool { return other.merge(p) }):
			case len(parts) < mostParts:
				parts = append(parts, p)
			default:
				rest = append(rest, p.exprs...)
			}
		}
	}
	// What is true of every row need not be asked.
	all := r.rows.Len()
	return slices.DeleteFunc(parts, func(p *part) bool { return p.ix.listsAll() && p.exact() && p.count() == all }), rest
}

// conjuncts appends the conditions that all have to be true.
func conjuncts(all []filter.Expr, e filter.Expr) []filter.Expr {
	switch e := e.(type) {
	case nil:
		return all
	case filter.And:
		for _, part := range e {
			all = conjuncts(all, part)
		}
		return all
	case filter.Or:
		if len(e) == 1 {
			return conjuncts(all, e[0])
		}
	}
	return append(all, e)
}

// parts returns what all has to be true for a condition to be true, or false if no
// index can say.
func (r *records) parts(t *table, e filter.Expr) ([]*part, bool) {
	if or, ok := e.(filter.Or); ok {
		return r.either(t, or)
	}
	c, ok := e.(filter.Cmp)
	if !ok {
		return nil, false
	}
	ix := t.index(t.schema.IndexOn(c.Field))
	if ix == nil {
		return nil, false
	}
	p := &part{exprs: []filter.Expr{e}, ix: ix, entries: r.indexes[ix.number]}
	if !ix.Multi {
		p.compare(c)
		return []*part{p}, true
	}
	texts, ok := c.Value.([]string)
	if !ok || len(texts) == 0 {
		return nil, false // about sets that have no entry
	}
	parts := make([]*part, len(texts))
	for i, text := range texts {
		each := *p
		each.exprs = []filter.Expr{filter.Cmp{Field: c.Field, Op: filter.ContainsAll, Value: []string{text}}}
		each.equal(presentValue(text))
		parts[i] = &each
	}
	return parts, true
}

// either returns the part that stands for one condition of several being true, if
// all are about the value of one field, and none is a pattern.
func (r *records) either(t *table, or filter.Or) ([]*part, bool) {
	var union *part
	for _, e := range or {
		of, ok := r.parts(t, e)
		if !ok || len(of) != 1 || of[0].ix.Multi || !of[0].exact() || union != nil && union.ix != of[0].ix {
			return nil, false
		}
		if union == nil {
			union = &part{exprs: []filter.Expr{or}, ix: of[0].ix, entries: of[0].entries}
		}
		union.spans = append(union.spans, of[0].spans...)
	}
	if union == nil {
		return nil, false
	}
	union.spans = joinSpans(union.spans)
	return []*part{union}, true
}

// joinSpans returns what is in one of some spans.
func joinSpans(spans []span) (joined []span) {
	slices.SortFunc(spans, func(a, b span) int { return cmp.Compare(a.lo, b.lo) })
	for _, s := range spans {
		if last := len(joined) - 1; last >= 0 && s.lo <= joined[last].hi {
			joined[last].hi = max(joined[last].hi, s.hi)
		} else {
			joined = append(joined, s)
		}
	}
	return joined
}

// presentValue returns what the entries of a value begin with.
func presentValue(value any) string {
	return string([]byte{keyPresent}) + string(store.FieldKey(value))
}

// compare finds the spans of a comparison with a field that is not a set.
func (p *part) compare(c filter.Cmp) {
	tree := p.entries.tree
	present := span{0, tree.Rank([]byte(missing))}
	switch c.Op {
	case filter.IsNull:
		p.set(span{present.hi, tree.Len()})
		p.only = missing
		return
	case filter.NotNull:
		p.set(present)
		p.except = []string{missing}
		return
	case filter.Like, filter.ILike:
		p.match(c, present)
		return
	case filter.Eq:
		p.equal(presentValue(c.Value))
		return
	}
	value := presentValue(c.Value)
	equal := p.spanOf(value)
	switch c.Op {
	case filter.Ne:
		p.set(span{present.lo, equal.lo}, span{equal.hi, present.hi})
		p.except = []string{value, missing}
	case filter.Lt:
		p.set(span{present.lo, equal.lo})
	case filter.Le:
		p.set(span{present.lo, equal.hi})
	case filter.Gt:
		p.set(span{equal.hi, present.hi})
	case filter.Ge:
		p.set(span{equal.lo, present.hi})
	}
}

// equal makes p the rows with a value.
func (p *part) equal(value string) {
	p.set(p.spanOf(value))
	p.only = value
}

// match finds the spans of a pattern: those of what it begins with. What follows is
// the pattern's to decide, unless it is anything.
func (p *part) match(c filter.Cmp, present span) {
	pattern, err := filter.CompilePattern(c.Value.(string), c.Op == filter.ILike)
	if err != nil {
		panic("memstore: a query that was not checked: " + err.Error())
	}
	prefix, exact := pattern.Prefix()
	if exact {
		p.equal(presentValue(prefix))
		return
	}
	p.set(present)
	if prefix != "" {
		p.set(p.spanOf(string([]byte{keyPresent}) + prefix))
	}
	if !pattern.AnySuffix() {
		p.pattern = pattern
	} else if prefix == "" {
		p.except = []string{missing}
	}
}

// spanOf returns the entries that begin with some bytes.
func (p *part) spanOf(prefix string) span {
	tree := p.entries.tree
	return span{tree.Rank([]byte(prefix)), tree.Rank(after([]byte(prefix)))}
}

// set makes spans those given, without empty ones.
func (p *part) set(spans ...span) {
	p.spans = slices.DeleteFunc(spans, func(s span) bool { return s.len() <= 0 })
}

// merge makes p both itself and another part, if the two are about one value of a
// row.
func (p *part) merge(other *part) bool {
	if p.ix != other.ix || p.ix.Multi || p.pattern != nil && other.pattern != nil {
		return false
	}
	spans := meetSpans(p.spans, other.spans)
	only := ""
	switch count := entriesIn(spans); {
	case p.only != "" && count == p.count():
		only = p.only
	case other.only != "" && count == other.count():
		only = other.only
	}
	if p.except != nil && other.except != nil {
		p.except = slices.Compact(slices.Sorted(slices.Values(slices.Concat(p.except, other.except))))
	} else {
		p.except = nil
	}
	if p.pattern == nil {
		p.pattern = other.pattern
	}
	p.exprs, p.spans, p.only = append(p.exprs, other.exprs...), spans, only
	return true
}

// meetSpans returns what is in both of two lists of spans.
func meetSpans(a, b []span) (both []span) {
	for len(a) > 0 && len(b) > 0 {
		if s := (span{max(a[0].lo, b[0].lo), min(a[0].hi, b[0].hi)}); s.len() > 0 {
			both = append(both, s)
		}
		if a[0].hi < b[0].hi {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return both
}
