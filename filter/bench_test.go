package filter_test

import (
	"fmt"
	"testing"

	"github.com/pbxkit/pbxkit/filter"
)

// BenchmarkMatch walks 10,000 records; one op is one walk.
func BenchmarkMatch(b *testing.B) {
	records := make([]record, 10_000)
	labels := []string{"sales", "support", "night", "paris", "lyon"}
	for i := range records {
		records[i] = record{
			text: fmt.Sprintf("Jack%04d Robertson", i),
			num:  int64(i),
			tags: []string{labels[i%5], labels[(i/5)%5], labels[(i/25)%5]},
		}
	}
	for _, bench := range []struct {
		name string
		expr filter.Expr
		hits int
	}{
		{"eq", filter.Cmp{Field: "num", Op: filter.Eq, Value: 4242}, 1},
		{"like-prefix", filter.Cmp{Field: "text", Op: filter.Like, Value: "Jack42%"}, 100},
		{"ilike-contains", filter.Cmp{Field: "text", Op: filter.ILike, Value: "%42 rob%"}, 100},
		{"ilike-wildcard", filter.Cmp{Field: "text", Op: filter.ILike, Value: "%4_ rob%"}, 1000},
		{"contains-all", filter.Cmp{Field: "tags", Op: filter.ContainsAll, Value: []string{"sales", "paris"}}, 1920},
	} {
		b.Run(bench.name, func(b *testing.B) {
			test := match(b, bench.expr)
			b.ReportAllocs()
			for b.Loop() {
				hits := 0
				for i := range records {
					if test(&records[i]) {
						hits++
					}
				}
				if hits != bench.hits {
					b.Fatalf("%d records selected, want %d", hits, bench.hits)
				}
			}
		})
	}
}

func BenchmarkCheck(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := fields.Check(everything); err != nil {
			b.Fatal(err)
		}
	}
}
