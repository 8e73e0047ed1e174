package memstore_test

import (
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// TestASmallWriteCostsTheSameAtAnySize counts allocations, which do not depend
// on the machine. However many writes came before a fork, only the first fork may
// have to do more.
func TestASmallWriteCostsTheSameAtAnySize(t *testing.T) {
	small, large := openPhones(t, 10), openPhones(t, 5000)
	cost := func(db *memstore.DB) float64 {
		return testing.AllocsPerRun(20, func() { setModel(t, db.Fork(), 7, "changed") })
	}
	for before := range 40 {
		if a, b := cost(small), cost(large); a != b {
			t.Errorf("after %d writes: %v allocations among 10 phones, %v among 5,000", before, a, b)
		}
		setModel(t, small, 7, "before")
		setModel(t, large, 7, "before")
	}
}

// TestAQueryBringsIndexesUpToDateOnce for all forks of a state.
func TestAQueryBringsIndexesUpToDateOnce(t *testing.T) {
	query := func(db *memstore.DB) { count(t, db, filter.Cmp{Field: "model", Op: filter.Eq, Value: "model 1"}) }
	db := openPhones(t, 5)
	query(db)
	settled := testing.AllocsPerRun(100, func() { query(db.Fork()) })
	setModel(t, db, 1, "changed")
	query(db.Fork())
	if again := testing.AllocsPerRun(100, func() { query(db.Fork()) }); again > settled {
		t.Errorf("%v allocations for a query after the first one, want %v", again, settled)
	}
}

func TestQueriesOfOneStateCanBeTheFirstAtTheSameTime(t *testing.T) {
	db := openPhones(t, 100)
	for range 20 {
		setModel(t, db, 1, "before")
		setModel(t, db, 1, "changed")
		setModel(t, db, 2, "changed")
		var group sync.WaitGroup
		for range 4 {
			group.Go(func() {
				if n := count(t, db, filter.Cmp{Field: "model", Op: filter.Eq, Value: "changed"}); n != 2 {
					t.Errorf("%d phones are changed, want 2", n)
				}
			})
		}
		group.Wait()
	}
}

// TestATransactionHasEndedWhenHooksAreCalled: its writes are part of a state.
func TestATransactionHasEndedWhenHooksAreCalled(t *testing.T) {
	db := openPhones(t, 1)
	var kept store.Tx
	var refused error
	db.OnCommit(func([]store.Change) { _, refused = phones.Get(t.Context(), kept, 1) })
	must(t, db.Update(t.Context(), func(tx store.Tx) error {
		kept = tx
		return phones.Delete(t.Context(), tx, 1)
	}))
	if refused == nil || errors.Is(refused, store.ErrNotFound) {
		t.Errorf("a hook reads through the transaction: %v", refused)
	}
}

// TestAPanicOfAnIndexCommitsNothing: nor does it come back in a query.
func TestAPanicOfAnIndexCommitsNothing(t *testing.T) {
	table := store.NewTable("phones", func(p *phone) int64 { return p.ID }, filter.NewFields(
		filter.Column("model", func(p *phone) string { return p.Model }),
		filter.Column("first", func(p *phone) string { return p.Labels[0] }),
	)).Index("first")
	db := memstore.New(table.Schema())
	insert := func(p *phone) (recovered any) {
		defer func() { recovered = recover() }()
		must(t, db.Update(t.Context(), func(tx store.Tx) error { return table.Insert(t.Context(), tx, p) }))
		return nil
	}
	if insert(&phone{ID: 1}) == nil {
		t.Error("no panic for a phone without labels")
	}
	if p := insert(&phone{ID: 2, Labels: []string{"a"}}); p != nil {
		t.Errorf("panic for a phone with a label: %v", p)
	}
	must(t, db.View(t.Context(), func(tx store.ReadTx) error {
		n, err := table.Count(t.Context(), tx, filter.Cmp{Field: "model", Op: filter.Eq, Value: ""})
		if n != 1 {
			t.Errorf("%d phones, want 1", n)
		}
		return err
	}))
}

// TestAnyMixOfWritesAndReads compares databases and their forks with maps, over
// transactions of all sizes: what a reader sees must not depend on who has asked
// for what before.
func TestAnyMixOfWritesAndReads(t *testing.T) {
	for seed := range uint64(30) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(seed, 0))
			all := []*mirror{{db: openPhones(t, 0), phones: map[int64]*phone{}}}
			all[0].db.OnCommit(func([]store.Change) {}) // the changes are merged for it only
			for range 60 {
				m := all[r.IntN(len(all))]
				switch r.IntN(8) {
				case 0:
					all = append(all, &mirror{m.db.Fork(), maps.Clone(m.phones), m.last})
				case 1:
					m.view(t, m.checkQueries)
				case 2:
					m.view(t, m.checkKeys)
				default:
					m.update(t, r)
				}
			}
			for _, m := range all {
				m.view(t, m.checkKeys)
				m.view(t, m.checkQueries)
				m.view(t, m.checkKeys)
			}
		})
	}
}

// mirror is a database and what it should hold.
type mirror struct {
	db     *memstore.DB
	phones map[int64]*phone
	last   int64 // number of the sequence
}

var errGivenUp = errors.New("given up")

// update makes a transaction of random writes, and gives some up.
func (m *mirror) update(t *testing.T, r *rand.Rand) {
	t.Helper()
	writes := 1 + r.IntN(3)
	if r.IntN(8) == 0 {
		writes = []int{16, 40, 1500}[r.IntN(3)] // about the limits of memstore
	}
	next := &mirror{m.db, maps.Clone(m.phones), m.last}
	err := m.db.Update(t.Context(), func(tx store.Tx) error {
		for range writes {
			next.write(t, tx, r)
			switch r.IntN(3 * writes) {
			case 0:
				next.checkQueries(t, tx)
			case 1:
				next.checkKeys(t, tx)
			}
		}
		if r.IntN(4) == 0 {
			return errGivenUp
		}
		return nil
	})
	if errors.Is(err, errGivenUp) {
		return
	}
	must(t, err)
	*m = *next
}

// write makes one random write. Phones are few, so that numbers go from one to
// another.
func (m *mirror) write(t *testing.T, tx store.Tx, r *rand.Rand) {
	t.Helper()
	p := &phone{ID: r.Int64N(12), Model: fmt.Sprint("model ", r.IntN(3)), Labels: []string{fmt.Sprint("l", r.IntN(2))}}
	if r.IntN(3) > 0 {
		p.Number = fmt.Sprint(r.IntN(12))
	}
	var err error
	switch r.IntN(8) {
	case 0:
		m.last++
		_, err = tx.Next(t.Context(), "phone")
		must(t, err)
		return
	case 1, 2:
		want := error(store.ErrNotFound)
		if m.phones[p.ID] != nil {
			want = nil
			delete(m.phones, p.ID)
		}
		if err := phones.Delete(t.Context(), tx, p.ID); !errors.Is(err, want) {
			t.Fatalf("delete of %d: %v, want %v", p.ID, err, want)
		}
		return
	}
	write := phones.Insert
	if m.phones[p.ID] != nil {
		write = phones.Replace
	}
	var want error
	if other := m.byNumber(p.Number); other != nil && other.ID != p.ID {
		want = store.ErrExists
	} else {
		m.phones[p.ID] = p
	}
	if err := write(t.Context(), tx, p); !errors.Is(err, want) {
		t.Fatalf("write of %+v: %v, want %v", *p, err, want)
	}
}

func (m *mirror) byNumber(number string) *phone {
	for _, p := range m.phones {
		if number != "" && p.Number == number {
			return p
		}
	}
	return nil
}

func (m *mirror) view(t *testing.T, check func(*testing.T, store.ReadTx)) {
	t.Helper()
	must(t, m.db.View(t.Context(), func(tx store.ReadTx) error {
		check(t, tx)
		return nil
	}))
}

// checkKeys asks what needs no index to be walked.
func (m *mirror) checkKeys(t *testing.T, tx store.ReadTx) {
	t.Helper()
	for n := range int64(12) {
		m.checkOne(t, m.phones[n])(phones.Get(t.Context(), tx, n))
		number := fmt.Sprint(n)
		m.checkOne(t, m.byNumber(number))(phoneByNumber.Get(t.Context(), tx, number))
	}
	total, err := phones.Count(t.Context(), tx, nil)
	if err != nil || total != len(m.phones) {
		t.Fatalf("%d phones are counted, %v, want %d", total, err, len(m.phones))
	}
	last, err := tx.Last(t.Context(), "phone")
	if err != nil || last != m.last {
		t.Fatalf("last number of the sequence is %d, %v, want %d", last, err, m.last)
	}
}

func (m *mirror) checkOne(t *testing.T, want *phone) func(*phone, error) {
	return func(got *phone, err error) {
		t.Helper()
		if err != nil && !errors.Is(err, store.ErrNotFound) {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("one phone (-want +got):\n%s", diff)
		}
	}
}

// checkQueries walks every index.
func (m *mirror) checkQueries(t *testing.T, tx store.ReadTx) {
	t.Helper()
	byID := func(a, b *phone) int { return int(a.ID - b.ID) }
	for _, q := range []struct {
		query store.Query
		match func(*phone) bool
		order func(a, b *phone) int
	}{
		{query: store.Query{Filter: filter.Cmp{Field: "model", Op: filter.Eq, Value: "model 1"}}, match: func(p *phone) bool { return p.Model == "model 1" }},
		{query: store.Query{Filter: filter.Cmp{Field: "label", Op: filter.ContainsAll, Value: []string{"l1"}}}, match: func(p *phone) bool { return p.Labels[0] == "l1" }},
		{query: store.Query{Filter: filter.Cmp{Field: "number", Op: filter.Eq, Value: "7"}}, match: func(p *phone) bool { return p.Number == "7" }},
		{query: store.Query{Order: []filter.Order{{Field: "model"}}}, order: func(a, b *phone) int { return strings.Compare(a.Model, b.Model) }},
		{},
	} {
		want := slices.SortedFunc(maps.Values(m.phones), byID)
		if q.match != nil {
			want = slices.DeleteFunc(want, func(p *phone) bool { return !q.match(p) })
		}
		if q.order != nil {
			slices.SortStableFunc(want, q.order)
		}
		page, err := phones.Find(t.Context(), tx, q.query)
		must(t, err)
		if diff := cmp.Diff(want, page.Rows, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("%+v (-want +got):\n%s", q.query, diff)
		}
	}
}
