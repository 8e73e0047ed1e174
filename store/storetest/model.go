package storetest

import (
	"maps"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// model is what a database of one collection should do, written in the most
// straightforward way: no index, no cleverness, nothing of package store but the
// names of its errors.
type model struct {
	collection
	rows map[int64]*specimen // by ID; never changed in place
}

func newModel(c collection) *model { return &model{c, map[int64]*specimen{}} }

func (m *model) clone() *model { return &model{m.collection, maps.Clone(m.rows)} }

// insert and the others return what the backend should: the kind of error and
// the index that it names.
func (m *model) insert(s *specimen) verdict {
	if _, ok := m.rows[s.ID]; ok {
		return verdict{store.ErrExists, m.schema.Primary().Name}
	}
	return m.put(s)
}

func (m *model) replace(s *specimen) verdict {
	if _, ok := m.rows[s.ID]; !ok {
		return verdict{err: store.ErrNotFound}
	}
	return m.put(s)
}

func (m *model) delete(id int64) verdict {
	if _, ok := m.rows[id]; !ok {
		return verdict{err: store.ErrNotFound}
	}
	delete(m.rows, id)
	return verdict{}
}

// verdict is how a write ends. The index counts for ErrExists only.
type verdict struct {
	err   error
	index string
}

// uniques are the unique indexes of a collection, in the order in which
// newCollection declares them.
var uniques = []struct {
	name string // without that of the collection
	same func(a, b *specimen) bool
}{
	{"_pkey", func(a, b *specimen) bool { return a.ID == b.ID }},
	{"_badge_key", func(a, b *specimen) bool { return sameIfAny(a.Badge, b.Badge) }},
	{"_serial_key", func(a, b *specimen) bool { return a.Serial == b.Serial }},
	{"_code_key", func(a, b *specimen) bool { return sameIfAny(a.Code, b.Code) }},
}

func sameIfAny[V comparable](a, b *V) bool { return a != nil && b != nil && *a == *b }

// put is the rest of insert and replace.
func (m *model) put(s *specimen) verdict {
	for i, unique := range uniques {
		if other := m.holder(i, s); other != nil && other.ID != s.ID {
			return verdict{store.ErrExists, m.schema.Name + unique.name}
		}
	}
	m.rows[s.ID] = s
	return verdict{}
}

// holder returns the specimen that has the key of s in a unique index, or nil.
func (m *model) holder(unique int, s *specimen) *specimen {
	for _, other := range m.rows {
		if uniques[unique].same(other, s) {
			return other
		}
	}
	return nil
}

// query filters, sorts and cuts. q has been checked.
func (m *model) query(q store.Query) page {
	var rows []*specimen
	match := specimenFields.Match(q.Filter)
	for _, s := range m.rows {
		if match(s) {
			rows = append(rows, s)
		}
	}
	total := len(rows)
	if q.CountOnly {
		return page{[]int64{}, total}
	}
	m.sort(rows, q.Order)
	rows = rows[min(q.Offset, total):]
	if q.Limit > 0 {
		rows = rows[:min(q.Limit, len(rows))]
	}
	return page{ids(rows), total}
}

func (m *model) sort(rows []*specimen, order []filter.Order) {
	compare, err := specimenFields.Compare(order)
	if err != nil {
		panic(err) // the query was checked
	}
	slices.SortFunc(rows, func(a, b *specimen) int {
		if c := compare(a, b); c != 0 {
			return c
		}
		if len(order) > 0 && order[len(order)-1].Desc {
			return m.compare(b, a)
		}
		return m.compare(a, b)
	})
}

// all returns the specimens in the order of the primary key.
func (m *model) all() []*specimen {
	rows := slices.Collect(maps.Values(m.rows))
	m.sort(rows, nil)
	return rows
}

func ids(rows []*specimen) []int64 {
	ids := make([]int64, len(rows))
	for i, s := range rows {
		ids[i] = s.ID
	}
	return ids
}
