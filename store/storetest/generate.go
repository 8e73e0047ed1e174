package storetest

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// generator makes specimens and queries. What it makes depends on its seeds
// alone. Values come from small pools, so that queries find something, with the
// ends and the oddities of each type among them.
type generator struct {
	*rand.Rand
	size int
}

func newGenerator(c collection, seed, stream uint64) generator {
	return generator{rand.New(rand.NewPCG(seed, stream)), c.size}
}

// chance is true in one of n cases.
func (g generator) chance(n int) bool { return g.IntN(n) == 0 }

func pick[V any](g generator, from ...V) V { return from[g.IntN(len(from))] }

// maybe makes a value in most cases, and else none.
func maybe[V any](g generator, value func() V) *V {
	if g.chance(4) {
		return nil
	}
	return new(value())
}

func (g generator) text() string {
	if g.chance(3) { // a text of its own
		parts := make([]string, g.IntN(5))
		for i := range parts {
			parts[i] = pick(g, "a", "b", "A", "B", "é", "É", "1", " ", "%", "_", `\`)
		}
		return strings.Join(parts, "")
	}
	return pick(g, "", " ", "%", "_", `\`, "A", "AB", "Ab", "B", "a", "a b", "a%b", "a_b", "ab", "abc", "abcabc", "b", "ba",
		"É", "é", "e\u0301", "ß", "ſ", "k", "K", "\u212A", "i", "İ", "ς", "\ufeff", "\uff5e", "\U0001D11E", "\U0010FFFF")
}

func (g generator) integer() int64 {
	return pick(g, math.MinInt64, -256, -1, 0, 1, 2, 3, 9, 10, 41, 42, 43, 255, 256, 1<<53+1, math.MaxInt64, g.Int64N(20)-10)
}

func (g generator) boolean() bool { return g.chance(2) }

func (g generator) day() filter.Date {
	if g.chance(8) {
		return pick(g, filter.Date{Year: 1, Month: 1, Day: 1}, filter.Date{Year: 9999, Month: 12, Day: 31})
	}
	return filter.Date{Year: 2018, Month: 12, Day: 25}.AddDays(g.IntN(14))
}

func (g generator) uuid() filter.UUID {
	return filter.UUID(fmt.Sprintf("%08x-0000-4000-8000-%012x", pick(g, 0, 1, 0xa, 0xffffffff), g.IntN(4)))
}

// set may hold a text twice, in any order, and may be empty or nil.
func (g generator) set() []string {
	if g.chance(8) {
		return nil
	}
	set := make([]string, g.IntN(4))
	for i := range set {
		set[i] = pick(g, "", "a", "A", "ab", "b", "é", "x y")
	}
	return set
}

func (g generator) values() values {
	return values{g.text(), g.integer(), g.boolean(), g.day(), g.uuid(), g.set()}
}

func (g generator) optional() optional {
	return optional{maybe(g, g.text), maybe(g, g.integer), maybe(g, g.boolean), maybe(g, g.day), maybe(g, g.uuid), g.set()}
}

// Keys come from pools that are a few times as large as the collection, so that
// some are taken.
func (g generator) id() int64 { return g.Int64N(2 * int64(g.size)) }

func (g generator) serial() string { return fmt.Sprintf("%x", g.IntN(8*g.size)) }

func (g generator) code() string {
	if g.chance(10) {
		return pick(g, "", "%", "a", "A")
	}
	return fmt.Sprintf("%o", g.IntN(10*g.size))
}

func (g generator) badge() badge {
	return badge{pick(g, "", "red", "redder"), fmt.Sprint(g.IntN(5 * g.size))}
}

func (g generator) specimen(id int64) *specimen {
	return &specimen{
		ID: id, Serial: g.serial(), Code: maybe(g, g.code), Badge: maybe(g, g.badge),
		Plain: g.values(), Indexed: g.values(), NullablePlain: g.optional(), NullableIndexed: g.optional(),
	}
}

// retouched is a specimen with a part of it made anew.
func (g generator) retouched(s *specimen) *specimen {
	c := s.Clone()
	switch g.IntN(6) {
	case 0:
		c.Serial = g.serial()
	case 1:
		c.Code = maybe(g, g.code)
	case 2:
		c.Badge = maybe(g, g.badge)
	case 3:
		c.Indexed = g.values()
	case 4:
		c.NullableIndexed = g.optional()
	case 5:
		c = g.specimen(s.ID)
	}
	return c
}

// query makes a query that Check has accepted.
func (g generator) query(m *model) store.Query {
	q := store.Query{CountOnly: g.chance(8)}
	if !g.chance(7) {
		q.Filter = g.expr(m, 2)
	}
	for range pick(g, 0, 0, 1, 1, 1, 1, 2, 3) {
		q.Order = append(q.Order, filter.Order{Field: g.ordered().Name, Desc: g.chance(2)})
	}
	if g.chance(2) {
		q.Offset = pick(g, 1, 2, g.IntN(20), g.IntN(2*g.size), len(m.rows), math.MaxInt)
	}
	if !g.chance(3) {
		q.Limit = pick(g, 1, 2, g.IntN(20), g.IntN(2*g.size), len(m.rows), math.MaxInt)
	}
	checked, err := specimenFields.Check(q.Filter)
	if err != nil {
		return g.query(m) // a pattern with a lone backslash, most likely
	}
	q.Filter = checked
	return q
}

func (g generator) expr(m *model, depth int) filter.Expr {
	if depth > 0 && g.chance(2) {
		parts := make([]filter.Expr, pick(g, 0, 1, 2, 2, 2, 2, 3, 3, 4))
		for i := range parts {
			parts[i] = g.expr(m, depth-1)
		}
		if g.chance(3) {
			return filter.Or(parts)
		}
		return filter.And(parts)
	}
	if g.chance(50) {
		return nil
	}
	return g.cmp(m)
}

// cmp makes a comparison, in half of the cases with a value that some specimen
// has.
func (g generator) cmp(m *model) filter.Expr {
	f := g.field()
	c := filter.Cmp{Field: f.Name}
	switch {
	case g.chance(12):
		c.Op = pick(g, filter.IsNull, filter.NotNull)
		return c
	case f.Kind == filter.Set:
		c.Op = filter.ContainsAll
	case f.Kind == filter.Text && g.chance(2):
		c.Op = pick(g, filter.Like, filter.ILike)
	default:
		c.Op = pick(g, filter.Eq, filter.Eq, filter.Eq, filter.Ne, filter.Lt, filter.Le, filter.Gt, filter.Ge)
	}
	c.Value = g.value(f.Kind)
	if s := m.rows[g.id()]; s != nil && g.chance(2) {
		if v, ok := specimenFields.Value(s, f.Name); ok {
			c.Value = v
		}
	}
	if c.Op == filter.Like || c.Op == filter.ILike {
		c.Value = g.pattern(c.Value.(string))
	}
	return c
}

func (g generator) value(k filter.Kind) any {
	switch k {
	case filter.Text:
		return g.text()
	case filter.Integer:
		return g.integer()
	case filter.Boolean:
		return g.boolean()
	case filter.Day:
		return g.day()
	case filter.ID:
		return g.uuid()
	default:
		return append([]string{}, g.set()...)
	}
}

// pattern makes a pattern of a text: as it is, with wildcards at its ends, or in
// the place of a character.
func (g generator) pattern(text string) string {
	switch runes := []rune(text); {
	case g.chance(4):
		return pick(g, "", "%", "_", "__", "%_%", `\%%`, `%\_%`, "%a%", "%É%", "a%b", "%k%", "%İ%")
	case len(runes) > 0 && g.chance(2):
		i := g.IntN(len(runes))
		return string(runes[:i]) + pick(g, "%", "_", "%%") + string(runes[i+1:])
	default:
		return pick(g, "", "", "%") + text + pick(g, "", "%", "%", "_")
	}
}

func (g generator) field() filter.FieldInfo { return pick(g, specimenFields.Info()...) }

// ordered returns a field that rows can be ordered by.
func (g generator) ordered() filter.FieldInfo {
	for {
		if f := g.field(); f.Kind != filter.Set {
			return f
		}
	}
}
