package memstore_test

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// person is a record much like a user of a PBX: for benchmarks.
type person struct {
	ID                              int64
	FullName, Login, Number, Entity string
	Site, Email, Mobile, Password   string
	Labels                          []string
	Rest                            [6]int64
}

func (p *person) Clone() *person {
	c := *p
	c.Labels = slices.Clone(p.Labels)
	return &c
}

var people = store.NewTable("people", func(p *person) int64 { return p.ID }, filter.NewFields(
	filter.Column("fullName", func(p *person) string { return p.FullName }),
	filter.Nullable("number", func(p *person) (string, bool) { return p.Number, p.Number != "" }),
	filter.Nullable("entity", func(p *person) (string, bool) { return p.Entity, p.Entity != "" }),
	filter.Nullable("site", func(p *person) (string, bool) { return p.Site, p.Site != "" }),
	filter.Column("label", func(p *person) []string { return p.Labels }),
	filter.Nullable("login", func(p *person) (string, bool) { return p.Login, p.Login != "" }),
)).Index("fullName", "number", "entity", "site", "label")

var _ = store.NewUnique(people, "people_login_key", func(p *person) (string, bool) {
	return p.Login, p.Login != ""
}).On("login")

// makePeople makes the same people each time. Names are syllables.
func makePeople(n int) []*person {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := []string{"ba", "do", "ri", "lu", "me", "sa", "ton", "ker", "va", "ni", "ja", "po"}
	name := func(parts int) string {
		var b strings.Builder
		for range parts {
			b.WriteString(syllables[r.IntN(len(syllables))])
		}
		text := b.String()
		return strings.ToUpper(text[:1]) + text[1:]
	}
	all := make([]*person, n)
	for i := range all {
		last := name(2 + r.IntN(2))
		if r.IntN(40) == 0 {
			last += "son"
		}
		p := &person{
			ID: int64(i + 1), FullName: name(2) + " " + last, Login: fmt.Sprintf("login%07d", i), Number: fmt.Sprint(1_000_000 + i),
			Entity: fmt.Sprintf("entity %d", r.IntN(20)), Site: fmt.Sprintf("site %d", r.IntN(10)),
			Labels: []string{fmt.Sprintf("label %d", r.IntN(20)), fmt.Sprintf("team %d", r.IntN(30))},
			Email:  fmt.Sprintf("%d@example.org", i), Mobile: fmt.Sprint(33_000_000 + i),
		}
		if r.IntN(10) == 0 {
			p.Entity = ""
		}
		all[i] = p
	}
	return all
}

func openPeople(t testing.TB, all []*person) *memstore.DB {
	t.Helper()
	db := memstore.New(people.Schema())
	must(t, db.Update(context.Background(), func(tx store.Tx) error {
		for _, p := range all {
			if err := tx.Insert(context.Background(), people.Schema(), p); err != nil { // which saves a copy
				return err
			}
		}
		return nil
	}))
	return db
}

// peopleSizes are the sizes of the benchmarks; MEMSTORE_ROWS adds one.
func peopleSizes() []int {
	all := []int{1_000, 10_000, 100_000}
	if n, err := strconv.Atoi(os.Getenv("MEMSTORE_ROWS")); err == nil {
		all = append(all, n)
	}
	return all
}

// peopleQuery is a query, and the loop that somebody would write instead.
type peopleQuery struct {
	name  string
	query store.Query
	match func(*person) bool
	order func(a, b *person) int // nil: by id, which is how they lie
}

func byName(a, b *person) int {
	return cmp.Or(strings.Compare(a.FullName, b.FullName), cmp.Compare(a.ID, b.ID))
}

func peopleQueries(n int) []peopleQuery {
	cond := func(field string, op filter.Op, value any) filter.Cmp {
		return filter.Cmp{Field: field, Op: op, Value: value}
	}
	login := fmt.Sprintf("login%07d", n/2)
	name := []filter.Order{{Field: "fullName"}}
	return []peopleQuery{
		{"unique", store.Query{Filter: cond("login", filter.Eq, login)},
			func(p *person) bool { return p.Login == login }, nil},
		{"prefix", store.Query{Filter: cond("fullName", filter.Like, "Jari%"), Order: name, Limit: 20},
			func(p *person) bool { return strings.HasPrefix(p.FullName, "Jari") }, byName},
		{"ilike", store.Query{Filter: cond("fullName", filter.ILike, "%son%"), Limit: 20},
			func(p *person) bool { return strings.Contains(strings.ToLower(p.FullName), "son") }, nil},
		{"labels", store.Query{Filter: cond("label", filter.ContainsAll, []string{"label 3", "team 7"}), Limit: 20},
			func(p *person) bool {
				return slices.Contains(p.Labels, "label 3") && slices.Contains(p.Labels, "team 7")
			}, nil},
		{"residual", store.Query{
			Filter: filter.And{cond("entity", filter.Eq, "entity 4"), cond("site", filter.Ne, "site 2")},
			Order:  []filter.Order{{Field: "fullName", Desc: true}}, Offset: 1000, Limit: 20,
		}, func(p *person) bool { return p.Entity == "entity 4" && p.Site != "" && p.Site != "site 2" },
			func(a, b *person) int { return byName(b, a) }},
		{"order", store.Query{Order: name, Limit: 20},
			func(*person) bool { return true }, byName},
	}
}

// loop is the hand-written answer: one pass, in which the first rows of the order
// are kept in a slice that is sorted.
func (q *peopleQuery) loop(all []*person) (page []*person, total int) {
	end := q.query.Offset + q.query.Limit
	for _, p := range all {
		if !q.match(p) {
			continue
		}
		total++
		switch {
		case q.order == nil:
			if end == 0 || total <= end {
				page = append(page, p)
			}
		case len(page) < end:
			i, _ := slices.BinarySearchFunc(page, p, q.order)
			page = slices.Insert(page, i, p)
		case q.order(p, page[end-1]) < 0:
			i, _ := slices.BinarySearchFunc(page, p, q.order)
			copy(page[i+1:], page[i:end-1])
			page[i] = p
		}
	}
	return page[min(q.query.Offset, len(page)):], total
}

// BenchmarkFind compares queries with a loop over a slice of the same records, in
// one run. Records are not copied, in either.
func BenchmarkFind(b *testing.B) {
	for _, n := range peopleSizes() {
		all := makePeople(n)
		db := openPeople(b, all)
		for _, q := range peopleQueries(n) {
			checked := q.query
			var err error
			checked.Filter, err = people.Schema().Check(q.query.Filter)
			must(b, err)
			find := func() *store.Result {
				result, err := store.View(b.Context(), db, func(tx store.ReadTx) (*store.Result, error) {
					return tx.Query(b.Context(), people.Schema(), &checked)
				})
				must(b, err)
				return result
			}
			page, total := q.loop(all)
			result := find()
			if result.Total != total || len(result.Rows) != len(page) {
				b.Fatalf("%s: %d of %d rows, the loop finds %d of %d", q.name, len(result.Rows), result.Total, len(page), total)
			}
			for i, p := range page {
				if result.Rows[i] != any(p) {
					b.Fatalf("%s: row %d is %v, the loop finds %v", q.name, i, result.Rows[i], p)
				}
			}
			b.Run(fmt.Sprintf("%s/%d/memstore", q.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					find()
				}
			})
			b.Run(fmt.Sprintf("%s/%d/loop", q.name, n), func(b *testing.B) {
				for b.Loop() {
					q.loop(all)
				}
			})
		}
	}
}

// BenchmarkMix does one write for each 1, 10 and 100 queries.
func BenchmarkMix(b *testing.B) {
	const n = 100_000
	all := makePeople(n)
	db := openPeople(b, all)
	query := store.Query{
		Filter: filter.Cmp{Field: "entity", Op: filter.Eq, Value: "entity 4"},
		Limit:  20,
	}
	for _, queries := range []int{1, 10, 100} {
		b.Run(fmt.Sprint("queries=", queries), func(b *testing.B) {
			b.ReportAllocs()
			r := rand.New(rand.NewPCG(1, 1))
			for b.Loop() {
				p := *all[r.IntN(n)]
				p.FullName = fmt.Sprint("Changed ", r.IntN(1000))
				must(b, db.Update(b.Context(), func(tx store.Tx) error {
					return tx.Replace(b.Context(), people.Schema(), &p)
				}))
				for range queries {
					must(b, db.View(b.Context(), func(tx store.ReadTx) error {
						_, err := tx.Query(b.Context(), people.Schema(), &query)
						return err
					}))
				}
			}
		})
	}
}

// BenchmarkLoadPeople also reports the memory that a record takes beside itself.
func BenchmarkLoadPeople(b *testing.B) {
	for _, n := range peopleSizes() {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			all := makePeople(n)
			b.ReportAllocs()
			var db *memstore.DB
			before := heap()
			for b.Loop() {
				db = openPeople(b, all)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
			b.ReportMetric(float64(heap()-before)/float64(n), "B/row")
			runtime.KeepAlive(db)
			runtime.KeepAlive(all)
		})
	}
}

func heap() uint64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
