package memstore_test

import (
	"fmt"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

var sizes = []int{1_000, 10_000, 100_000}

func BenchmarkFork(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db := openPhones(b, n)
			b.ReportAllocs()
			for b.Loop() {
				db.Fork()
			}
		})
	}
}

func BenchmarkForkAndFirstWrite(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			db := openPhones(b, n)
			b.ReportAllocs()
			for b.Loop() {
				setModel(b, db.Fork(), 7, "changed")
			}
		})
	}
}

// BenchmarkForkWritesAndQuery writes a number of times and then asks once for what
// an index has to answer, which pays for the writes.
func BenchmarkForkWritesAndQuery(b *testing.B) {
	query := store.Query{Order: []filter.Order{{Field: "model"}}, Limit: 20}
	for _, writes := range []int{1, 8, 32} {
		for _, n := range sizes {
			b.Run(fmt.Sprintf("writes=%d/%d", writes, n), func(b *testing.B) {
				db := openPhones(b, n)
				b.ReportAllocs()
				for b.Loop() {
					fork := db.Fork()
					for id := range int64(writes) {
						setModel(b, fork, id+1, "changed")
					}
					must(b, fork.View(b.Context(), func(tx store.ReadTx) error {
						_, err := phones.Find(b.Context(), tx, query)
						return err
					}))
				}
			})
		}
	}
}

// BenchmarkLoad inserts into an empty database in one transaction.
func BenchmarkLoad(b *testing.B) {
	for _, n := range sizes {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				openPhones(b, n)
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/row")
		})
	}
}

// BenchmarkWrite writes one record in a transaction of its own, and leaves the
// indexes to a query.
func BenchmarkWrite(b *testing.B) {
	for _, write := range []struct {
		name string
		do   func(tx store.Tx) error
	}{
		{"insert", func(tx store.Tx) error {
			return phones.Insert(b.Context(), tx, &phone{ID: 20_000, Model: "new", Number: "30000", Labels: []string{"l0", "all"}})
		}},
		{"replace", func(tx store.Tx) error {
			return phones.Replace(b.Context(), tx, &phone{ID: 7, Model: "changed", Number: "1007", Labels: []string{"l0", "all"}})
		}},
		{"delete", func(tx store.Tx) error { return phones.Delete(b.Context(), tx, 7) }},
	} {
		b.Run(write.name, func(b *testing.B) {
			db := openPhones(b, 10_000)
			b.ReportAllocs()
			for b.Loop() {
				must(b, db.Fork().Update(b.Context(), write.do))
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		memstore.New(phones.Schema())
	}
}

func BenchmarkGet(b *testing.B) {
	db := openPhones(b, 10_000)
	b.ReportAllocs()
	for b.Loop() {
		must(b, db.View(b.Context(), func(tx store.ReadTx) error {
			_, err := phoneByNumber.Get(b.Context(), tx, "6000")
			return err
		}))
	}
}

func BenchmarkQuery(b *testing.B) {
	queries := []struct {
		name  string
		query store.Query
	}{
		{"unique", store.Query{Filter: filter.Cmp{Field: "number", Op: filter.Eq, Value: "1500"}}},
		{"index", store.Query{Filter: filter.Cmp{Field: "model", Op: filter.Eq, Value: "model 3"}, Limit: 20}},
		{"scan", store.Query{Filter: filter.Cmp{Field: "number", Op: filter.ILike, Value: "%50%"}, Limit: 20}},
		{"order", store.Query{Order: []filter.Order{{Field: "model", Desc: true}}, Limit: 20}},
		{"count", store.Query{CountOnly: true}},
	}
	for _, n := range sizes {
		db := openPhones(b, n)
		for _, q := range queries {
			b.Run(fmt.Sprintf("%s/%d", q.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					must(b, db.View(b.Context(), func(tx store.ReadTx) error {
						_, err := phones.Find(b.Context(), tx, q.query)
						return err
					}))
				}
			})
		}
	}
}
