package memstore

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// card is a record for random plans: fields with few values, with many, with as
// many as there are records, and missing ones, each indexed and not.
type card struct {
	ID                  int64
	Name, PlainName     string
	Serial              *string // unique
	Code                *string // unique, but no field
	Color, PlainColor   *string
	Size                *int64
	Day                 filter.Date
	Done                bool
	Labels, PlainLabels []string
}

func (c *card) Clone() *card {
	clone := *c
	return &clone // nobody changes what the references lead to
}

func ptr[V any](p *V) (v V, ok bool) {
	if p != nil {
		v, ok = *p, true
	}
	return v, ok
}

func newCards(name string) *store.Schema {
	cards := store.NewTable(name, func(c *card) int64 { return c.ID }, filter.NewFields(
		filter.Column("id", func(c *card) int64 { return c.ID }),
		filter.Column("name", func(c *card) string { return c.Name }),
		filter.Column("plainName", func(c *card) string { return c.PlainName }),
		filter.Nullable("serial", func(c *card) (string, bool) { return ptr(c.Serial) }),
		filter.Nullable("color", func(c *card) (string, bool) { return ptr(c.Color) }),
		filter.Nullable("plainColor", func(c *card) (string, bool) { return ptr(c.PlainColor) }),
		filter.Nullable("size", func(c *card) (int64, bool) { return ptr(c.Size) }),
		filter.Column("day", func(c *card) filter.Date { return c.Day }),
		filter.Column("done", func(c *card) bool { return c.Done }),
		filter.Nullable("label", func(c *card) ([]string, bool) { return c.Labels, c.Labels != nil }),
		filter.Column("plainLabel", func(c *card) []string { return c.PlainLabels }),
	)).Index("name", "color", "size", "day", "done", "label")
	store.NewUnique(cards, "serial_key", func(c *card) (string, bool) { return ptr(c.Serial) }).On("serial")
	store.NewUnique(cards, "code_key", func(c *card) (string, bool) { return ptr(c.Code) })
	return cards.Schema()
}

// dealer makes cards, changes of them, and queries about them.
type dealer struct {
	*rand.Rand
	colors int // how many there are
}

func pick[V any](d dealer, from ...V) V { return from[d.IntN(len(from))] }

func (d dealer) name() string {
	return pick(d, "", "a", "A", "ab", "aB", "b", "é", "É", "%", "son", "Son") + pick(d, "", "", "x", "son", "é", strings.Repeat("long", 20)) + strconv.Itoa(d.IntN(40))
}

func (d dealer) color() *string {
	if d.IntN(5) == 0 {
		return nil
	}
	// The first ones are common, the others rare.
	return new(fmt.Sprint("c", min(d.IntN(d.colors), d.IntN(d.colors), d.IntN(d.colors))))
}

func (d dealer) labels() []string {
	if d.IntN(10) == 0 {
		return nil
	}
	labels := make([]string, d.IntN(4))
	for i := range labels {
		labels[i] = *cmp.Or(d.color(), new(""))
	}
	return labels
}

func (d dealer) card(id int64) *card {
	c := &card{
		ID: id, Name: d.name(), PlainName: d.name(), Color: d.color(), PlainColor: d.color(),
		Day: filter.Date{Year: 2020, Month: 1, Day: 1}.AddDays(d.IntN(30)), Done: d.IntN(8) == 0,
		Labels: d.labels(), PlainLabels: d.labels(),
	}
	if d.IntN(3) > 0 {
		c.Size = new(d.Int64N(100) - 50)
	}
	if d.IntN(3) > 0 {
		c.Serial = new(fmt.Sprintf("%s/%d", d.name(), id))
	}
	if d.IntN(3) > 0 {
		c.Code = new(fmt.Sprint(id))
	}
	return c
}

// retouched returns a card with one field made anew.
func (d dealer) retouched(c *card) *card {
	c, fresh := c.Clone(), d.card(c.ID)
	switch d.IntN(6) {
	case 0:
		c.Name = fresh.Name
	case 1:
		c.Color = fresh.Color
	case 2:
		c.Labels = fresh.Labels
	case 3:
		c.Serial = fresh.Serial
	case 4:
		c.Size = fresh.Size
	default:
		c = fresh
	}
	return c
}

func (d dealer) pattern() string {
	text := []rune(d.name())
	switch d.IntN(6) {
	case 0:
		return string(text)
	case 1:
		return string(text[:min(len(text), 2)]) + "%"
	case 2:
		return "%" + strings.ToUpper(string(text[len(text)/2:]))
	case 3:
		return pick(d, "%", "%%", "", "_%", "%son%", "a%b%", "%SON%", "son%1", `\%%`, "__")
	case 4:
		return pick(d, "a", "s", "é", "", "A", "S") + "%"
	default:
		return "%" + string(text[:min(len(text), 1)]) + "%"
	}
}

func (d dealer) cmp() filter.Cmp {
	c := filter.Cmp{Field: pick(d, "id", "name", "name", "plainName", "serial", "color", "color", "plainColor", "size", "day", "done", "label", "label", "plainLabel")}
	c.Op = pick(d, filter.Eq, filter.Eq, filter.Ne, filter.Lt, filter.Le, filter.Gt, filter.Ge)
	null := pick(d, filter.IsNull, filter.NotNull)
	switch c.Field {
	case "id", "size":
		c.Value = d.Int64N(100) - 50
	case "name", "plainName", "serial":
		c.Value = d.name()
		if d.IntN(2) == 0 {
			c.Op, c.Value = pick(d, filter.Like, filter.ILike), d.pattern()
		}
	case "color", "plainColor":
		c.Value = *cmp.Or(d.color(), new("none"))
		if d.IntN(4) == 0 {
			c.Op, c.Value = pick(d, filter.Like, filter.ILike), pick(d, "c%", "%1%", "C_", "%")
		}
	case "day":
		c.Value = filter.Date{Year: 2020, Month: 1, Day: 1}.AddDays(d.IntN(40) - 5)
	case "done":
		c.Value = d.IntN(2) == 0
	default:
		c.Op, c.Value = filter.ContainsAll, d.labels()
		if c.Value.([]string) == nil {
			c.Value = []string{}
		}
	}
	if d.IntN(12) == 0 {
		c.Op = null
	}
	return c
}

func (d dealer) expr(depth int) filter.Expr {
	if depth == 0 || d.IntN(3) == 0 {
		return d.cmp()
	}
	parts := make([]filter.Expr, d.IntN(4))
	for i := range parts {
		parts[i] = d.expr(depth - 1)
	}
	switch d.IntN(8) {
	case 0:
		return filter.Or(parts)
	case 1: // of one field, as a list of choices is
		c := d.cmp()
		for i := range parts {
			for parts[i] = d.cmp(); parts[i].(filter.Cmp).Field != c.Field; parts[i] = d.cmp() {
			}
		}
		return filter.Or(parts)
	}
	return filter.And(parts)
}

func (d dealer) query(s *store.Schema, rows int) *store.Query {
	q := &store.Query{CountOnly: d.IntN(8) == 0}
	if d.IntN(10) > 0 {
		q.Filter = d.expr(2)
	}
	fields := []string{"id", "name", "name", "plainName", "serial", "color", "size", "day", "done"}
	for range pick(d, 0, 0, 1, 1, 1, 1, 2) {
		q.Order = append(q.Order, filter.Order{Field: pick(d, fields...), Desc: d.IntN(2) == 0})
	}
	if d.IntN(8) == 0 { // what the texts in an index can answer alone
		q.Filter = filter.Cmp{Field: "name", Op: pick(d, filter.Like, filter.ILike), Value: d.pattern()}
		q.Order = []filter.Order{{Field: "name", Desc: d.IntN(2) == 0}}
	}
	q.Offset = pick(d, 0, 0, 1, d.IntN(20), d.IntN(rows+1), rows, rows+1, math.MaxInt)
	q.Limit = pick(d, 0, 1, 2, 20, d.IntN(20), d.IntN(rows+1), rows, math.MaxInt)
	var err error
	if q.Filter, err = s.Check(q.Filter); err != nil {
		panic(err) // nothing is made that cannot be asked
	}
	return q
}

// answer is what a query should come to: filter, sort, cut.
func answer(s *store.Schema, q *store.Query, rows map[int64]*card) ([]any, int) {
	var all []any
	match := s.Match(q.Filter)
	for _, row := range rows {
		if match(row) {
			all = append(all, row)
		}
	}
	if q.CountOnly {
		return nil, len(all)
	}
	compare, err := s.Compare(q.Order)
	if err != nil {
		panic(err)
	}
	slices.SortFunc(all, compare)
	page := all[min(q.Offset, len(all)):]
	if q.Limit > 0 {
		page = page[:min(q.Limit, len(page))]
	}
	return page, len(all)
}

// everyPlan returns all plans, and each way that one of them can go.
func everyPlan(p *planner) []plan {
	plans := p.plans()
	for _, pl := range plans {
		if pl.method != meet {
			continue
		}
		whole := plan{method: meet, parts: p.parts, rest: p.rest}
		plans = append(plans, whole)
		for _, one := range p.parts {
			alone := plan{method: meet, parts: []*part{one}, rest: []filter.Expr{p.q.Filter}}
			plans = append(plans, alone, plan{method: fetch, parts: alone.parts})
		}
		if p.order != nil {
			byWalking, bySorting := whole, whole
			byWalking.page, bySorting.page = byWalk, bySort
			plans = append(plans, byWalking, bySorting)
		}
	}
	return plans
}

// planned counts which plans were chosen, and which were forced.
type planned struct{ chosen, forced [meet + 1]int }

// checkPlans answers a query by every plan, and by the one that is chosen.
func checkPlans(t *testing.T, r *records, tab *table, q *store.Query, rows map[int64]*card, seen *planned) {
	t.Helper()
	wantRows, wantTotal := answer(tab.schema, q, rows)
	p := newPlanner(t.Context(), tab, r, q, nil)
	seen.chosen[p.choose().method]++
	p = newPlanner(t.Context(), tab, r, q, &notes{})
	for _, pl := range everyPlan(p) {
		seen.forced[pl.method]++
		*p.notes = nil
		got, err := p.answer(pl)
		if err != nil {
			t.Fatal(err)
		}
		if got.Total != wantTotal || !slices.Equal(got.Rows, wantRows) {
			t.Fatalf("%+v of %d rows: total %d and %d rows, want %d and %d; the rows are the same: %t\n%s",
				*q, len(rows), got.Total, len(got.Rows), wantTotal, len(wantRows), slices.Equal(got.Rows, wantRows), strings.Join(*p.notes, "\n"))
		}
	}
}

// deck is a database of cards and what it should hold.
type deck struct {
	db   *DB
	rows map[int64]*card
}

var errAborted = errors.New("aborted")

// change does some writes in one transaction, asks queries between them, and gives
// some transactions up.
func (k *deck) change(t *testing.T, d dealer, writes, size int, seen *planned) {
	t.Helper()
	s := k.schema()
	next := maps.Clone(k.rows)
	err := k.db.Update(t.Context(), func(tx store.Tx) error {
		for range writes {
			id := d.Int64N(int64(size) * 5 / 4)
			old, err := next[id], error(nil)
			switch {
			case old == nil:
				next[id] = d.card(id)
				err = tx.Insert(t.Context(), s, next[id])
			case len(next) > size || d.IntN(4) == 0:
				delete(next, id)
				err = tx.Delete(t.Context(), s, s.Key(old))
			default:
				next[id] = d.retouched(old)
				err = tx.Replace(t.Context(), s, next[id])
			}
			if err != nil {
				t.Fatal(err)
			}
			if d.IntN(writes*2) == 0 {
				k.check(t, d, asTx(tx), next, 2, seen)
			}
		}
		if d.IntN(5) == 0 {
			return errAborted
		}
		return nil
	})
	switch {
	case err == nil:
		k.rows = next
	case !errors.Is(err, errAborted):
		t.Fatal(err)
	}
}

func asTx(t store.Tx) *readTx { return &t.(*tx).readTx }

func (k *deck) schema() *store.Schema {
	for s := range k.db.layout.tables {
		return s
	}
	return nil
}

func (k *deck) check(t *testing.T, d dealer, tx *readTx, rows map[int64]*card, queries int, seen *planned) {
	t.Helper()
	s := k.schema()
	tx.settle()
	tab := k.db.layout.tables[s]
	r := tx.tables[tab.number]
	if r == nil {
		return
	}
	checkRecords(t, tab, r, rows)
	for range queries {
		checkPlans(t, r, tab, d.query(s, len(rows)), rows, seen)
	}
}

// checkRecords tests that every index has what the rows say, and nothing else, and
// so has every bitmap.
func checkRecords(t *testing.T, tab *table, r *records, rows map[int64]*card) {
	t.Helper()
	if r.rows.Len() != len(rows) {
		t.Fatalf("%d rows, want %d", r.rows.Len(), len(rows))
	}
	for _, ix := range tab.indexes {
		e, keys := r.indexes[ix.number], 0
		often := map[string]map[uint32]bool{}
		for _, row := range rows {
			primary := tab.schema.Key(row)
			entries := []entryKey{{bytes: []byte(primary)}}
			if ix.number > 0 {
				entries = ix.entryKeys(nil, row, primary)
			}
			keys += len(entries)
			for _, key := range entries {
				n, ok := e.tree.Get(key.bytes)
				if !ok || r.rows.At(n) != any(row) {
					t.Fatalf("index %s has another row for %q", ix.Name, key.bytes)
				}
				value := string(key.bytes[:key.value])
				if often[value] == nil {
					often[value] = map[uint32]bool{}
				}
				often[value][n] = true
			}
		}
		if e.tree.Len() != keys {
			t.Fatalf("index %s has %d entries, want %d", ix.Name, e.tree.Len(), keys)
		}
		checkGrams(t, tab, ix, r)
		list, _, _ := e.often.find("")
		for _, v := range list {
			if v.bits.Len() != len(often[v.value]) {
				t.Fatalf("bitmap of %q in %s has %d rows, want %d", v.value, ix.Name, v.bits.Len(), len(often[v.value]))
			}
			for n := range often[v.value] {
				if !v.bits.Has(n) {
					t.Fatalf("bitmap of %q in %s lacks row %d", v.value, ix.Name, n)
				}
			}
		}
	}
}

func (k *deck) view(t *testing.T, fn func(*readTx)) {
	t.Helper()
	if err := k.db.View(t.Context(), func(tx store.ReadTx) error {
		fn(tx.(*readTx))
		return nil
	}); err != nil {
		t.Fatal(err)
	}
}

// TestEveryPlanComesToTheSame asks random queries about random cards, by every plan
// that can answer them, between changes, in forks and beside aborted transactions.
// MEMSTORE_QUERIES says how many, MEMSTORE_SEED which.
func TestEveryPlanComesToTheSame(t *testing.T) {
	queries := number(t, "MEMSTORE_QUERIES", 3000)
	seed := uint64(number(t, "MEMSTORE_SEED", int(rand.Uint32())))
	var seen planned
	for i, size := range []int{small / 2, 90, 400, 1200} {
		t.Run(fmt.Sprint(size), func(t *testing.T) {
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("to repeat: MEMSTORE_QUERIES=%d MEMSTORE_SEED=%d", queries, seed)
				}
			})
			d := dealer{rand.New(rand.NewPCG(seed, uint64(i))), pick(dealer{rand.New(rand.NewPCG(seed, 9)), 0}, 3, 8, 60)}
			runDecks(t, d, size, queries*[]int{10, 40, 35, 15}[i]/100, &seen)
		})
	}
	t.Logf("chosen %v, forced %v, for scan, walk, cut, read, fetch, meet", seen.chosen[1:], seen.forced[1:])
	if queries < 1000 || t.Failed() {
		return
	}
	for m := scan; m <= meet; m++ {
		if seen.chosen[m] == 0 || seen.forced[m] == 0 {
			t.Errorf("plan %d was chosen %d times and forced %d times", m, seen.chosen[m], seen.forced[m])
		}
	}
}

func number(t *testing.T, name string, otherwise int) int {
	t.Helper()
	if text := os.Getenv(name); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		return n
	}
	return otherwise
}

func runDecks(t *testing.T, d dealer, size, queries int, seen *planned) {
	t.Helper()
	const perRound = 10
	decks := []*deck{{New(newCards("cards")), map[int64]*card{}}}
	for rounds := 0; rounds*perRound < queries; rounds++ {
		k := decks[d.IntN(len(decks))]
		writes := pick(d, 1, 2, 5, 30)
		if len(k.rows) < size/2 {
			writes = size
		}
		k.change(t, d, writes, size, seen)
		k.view(t, func(tx *readTx) { k.check(t, d, tx, k.rows, perRound, seen) })
		switch {
		case d.IntN(6) == 0 && len(decks) < 4:
			decks = append(decks, &deck{k.db.Fork(), maps.Clone(k.rows)})
		case d.IntN(20) == 0:
			if err := k.db.Update(t.Context(), func(tx store.Tx) error { return errAborted }); !errors.Is(err, errAborted) {
				t.Fatal(err)
			}
		}
	}
	for _, k := range decks { // none has changed for the others
		k.view(t, func(tx *readTx) { k.check(t, d, tx, k.rows, 1, seen) })
	}
}

// FuzzPlans is TestEveryPlanComesToTheSame on seeds that the fuzzer chooses.
func FuzzPlans(f *testing.F) {
	f.Add(uint64(1), uint16(100), uint8(4))
	f.Fuzz(func(t *testing.T, seed uint64, size uint16, colors uint8) {
		d := dealer{rand.New(rand.NewPCG(seed, 0)), int(colors)%100 + 1}
		runDecks(t, d, int(size)%200+1, 10, &planned{})
	})
}
