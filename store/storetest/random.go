package storetest

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/store"
)

// testRandomQueries compares a backend with the model: random writes, and the
// answers to random queries between them.
func testRandomQueries(t *testing.T, open opener) {
	queries := setting(t, "STORETEST_QUERIES", 2000)
	seed := setting(t, "STORETEST_SEED", rand.Uint64())
	all := collections()
	for i, c := range all {
		t.Run(c.schema.Name, func(t *testing.T) {
			// The seed is enough to run the same again, unless the number
			// of queries changes.
			t.Cleanup(func() {
				if t.Failed() {
					t.Logf("to repeat: STORETEST_QUERIES=%d STORETEST_SEED=%d", queries, seed)
				}
			})
			share := int(queries * []uint64{60, 30, 10}[i] / 100) // a large one takes longer
			if share < queriesPerRound {
				t.Skip("too few queries to be worth filling the table")
			}
			r := &random{db: open(t, c.schema), model: newModel(c), seed: seed}
			r.run(t, share)
		})
	}
}

// setting returns a number from the environment.
func setting(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

// random is a run: a database, the model of what is committed in it, and how far
// the numbers of the generators have been used.
type random struct {
	db     store.DB
	model  *model
	seed   uint64
	stream uint64
}

// generator returns a new generator. What runs inside an Update begins with one
// of its own, since it may run again and has to do the same then.
func (r *random) generator() generator {
	r.stream++
	return newGenerator(r.model.collection, r.seed, r.stream)
}

const (
	queriesPerRound = 20 // at most
	writesPerRound  = 16
)

func (r *random) run(t *testing.T, queries int) {
	for r.fill(t); queries > 0 && !t.Failed(); {
		queries -= r.round(t)
	}
	if !t.Failed() {
		r.compareRows(t)
	}
}

// fill inserts specimens until the collection has its size.
func (r *random) fill(t *testing.T) {
	for len(r.model.rows) < r.model.size && !t.Failed() {
		r.update(t, 200, 0, false)
	}
	r.compareRows(t)
}

// round asks queries in a View, changes something beside it, asks about the old
// moment again, then about the new one. It returns how many queries it asked.
func (r *random) round(t *testing.T) int {
	g, again, after := r.generator(), r.generator(), r.generator()
	before := r.model
	rollback := g.chance(5)
	inside := pick(g, 0, queriesPerRound/4) // without, nothing but Get reads what was just written
	view(t, r.db, func(tx store.ReadTx) error {
		r.ask(t, tx, before, g, queriesPerRound/4)
		r.update(t, writesPerRound, inside, rollback)
		r.ask(t, tx, before, again, queriesPerRound/4)
		return nil
	})
	view(t, r.db, func(tx store.ReadTx) error {
		r.ask(t, tx, r.model, after, queriesPerRound/4)
		return r.look(t, tx, r.model, after)
	})
	if g.chance(8) {
		r.compareRows(t)
	}
	return queriesPerRound*3/4 + inside
}

var errRollback = errors.New("roll back")

// update does random writes in one transaction, with queries between them, and
// makes the model what should be committed then.
func (r *random) update(t *testing.T, writes, queries int, rollback bool) {
	t.Helper()
	r.stream++
	stream := r.stream
	var next *model
	err := tryUpdate(t, r.db, func(tx store.Tx) error {
		g := newGenerator(r.model.collection, r.seed, stream)
		next = r.model.clone()
		for i := range writes {
			if err := r.write(t, tx, next, g); err != nil {
				return err
			}
			if err := r.look(t, tx, next, g); err != nil {
				return err
			}
			if queries > 0 && i%(writes/queries) == 0 {
				r.ask(t, tx, next, g, 1)
			}
		}
		if rollback {
			return errRollback
		}
		return nil
	})
	switch {
	case rollback && err != errRollback || !rollback && err != nil:
		t.Fatalf("Update: %v", err)
	case !rollback:
		r.model = next
	}
}

// write does one write to the database and to the model, which must end alike.
func (r *random) write(t *testing.T, tx store.Tx, m *model, g generator) error {
	t.Helper()
	s, id := m.schema, g.id()
	old := m.rows[id]
	what, want, err := "", verdict{}, error(nil)
	switch kind := g.IntN(10); {
	case old == nil && kind < 8 && len(m.rows) < m.size || kind == 0:
		row := g.specimen(id)
		what, want, err = "insert", m.insert(row), tx.Insert(t.Context(), s, row.Clone())
	case old != nil && kind < 7 || kind == 1:
		row := g.specimen(id)
		if old != nil {
			row = g.retouched(old)
		}
		what, want, err = "replace", m.replace(row), tx.Replace(t.Context(), s, row.Clone())
	default:
		key := s.Key(&specimen{ID: id})
		what, want, err = "delete", m.delete(id), tx.Delete(t.Context(), s, key)
	}
	switch want.err {
	case nil:
		if err != nil {
			t.Errorf("%s %d: %v", what, id, err)
		}
	case store.ErrNotFound:
		missing(t, err, what, s)
	case store.ErrExists:
		exists(t, err, what, s, want.index)
	}
	if t.Failed() {
		return fmt.Errorf("%s of specimen %d was not what it should be", what, id)
	}
	return nil
}

// look gets a specimen by one of the unique indexes, by a key that is in use, was
// in use, or never was.
func (r *random) look(t *testing.T, tx store.ReadTx, m *model, g generator) error {
	t.Helper()
	key := m.rows[g.id()]
	if key == nil || g.chance(2) {
		key = g.specimen(g.id())
	}
	unique := g.IntN(len(uniques))
	name := m.schema.Name + uniques[unique].name
	ix := m.schema.Indexes[slices.IndexFunc(m.schema.Indexes, func(ix *store.Index) bool { return ix.Name == name })]
	keys := ix.Keys(key)
	if len(keys) == 0 {
		return nil
	}
	row, err := tx.Get(t.Context(), m.schema, ix, keys[0])
	want := m.holder(unique, key)
	if want == nil {
		refused(t, err, store.ErrNotFound, "get", m.schema, name)
		return nil
	}
	if err != nil {
		return err
	}
	if diff := cmp.Diff(any(want), row); diff != "" {
		t.Errorf("Get by %s (-want +got):\n%s", name, diff)
	}
	return nil
}

// ask compares answers with those of a model.
func (r *random) ask(t *testing.T, tx store.ReadTx, m *model, g generator, queries int) {
	t.Helper()
	for range queries {
		q := g.query(m)
		diff := r.diff(t, tx, m, q)
		if diff == "" {
			continue
		}
		simple, diff := r.simplest(t, tx, m, q, diff)
		t.Fatalf("%s, of %d rows\n  in full: %s\n(-want +got):\n%s", inWords(simple), len(m.rows), inWords(q), diff)
	}
}

// diff returns how the answer to a query differs from the model's; "" if it
// does not.
func (r *random) diff(t *testing.T, tx store.ReadTx, m *model, q store.Query) string {
	t.Helper()
	result, err := tx.Query(t.Context(), m.schema, &q)
	if err != nil {
		return "error " + err.Error()
	}
	want, got := m.query(q), page{make([]int64, len(result.Rows)), result.Total}
	for i, row := range result.Rows {
		got.IDs[i] = row.(*specimen).ID
	}
	if want.Total == got.Total && slices.Equal(want.IDs, got.IDs) {
		return ""
	}
	return cmp.Diff(want, got)
}

// compareRows compares all that is committed with the model.
func (r *random) compareRows(t *testing.T) {
	t.Helper()
	view(t, r.db, func(tx store.ReadTx) error {
		result, err := tx.Query(t.Context(), r.model.schema, &store.Query{})
		if err != nil {
			return err
		}
		got := make([]*specimen, len(result.Rows))
		for i, row := range result.Rows {
			got[i] = row.(*specimen)
		}
		if diff := cmp.Diff(r.model.all(), got); diff != "" {
			t.Errorf("all rows (-want +got):\n%s", diff)
		}
		return nil
	})
}
