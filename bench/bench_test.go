package main

import (
	"flag"
	"testing"

	"github.com/pbxkit/pbxkit/bench/engines"
	"github.com/pbxkit/pbxkit/bench/users"
)

var benchUsers = flag.Int("users", 10_000, "how many users benchmarks are about")

func BenchmarkEngine(b *testing.B) {
	for _, kind := range engines.Kinds() {
		b.Run(kind.Name, func(b *testing.B) {
			e, err := kind.Open()
			if err != nil {
				b.Fatal(err)
			}
			defer e.Close()
			if err := e.Load(users.Generate(*benchUsers)); err != nil {
				b.Fatal(err)
			}
			s := newSubject(e, *benchUsers, newClock(false))
			for _, w := range workloads() {
				b.Run(w.name, func(b *testing.B) {
					b.ReportAllocs()
					for i := 0; b.Loop(); i++ {
						if err := s.do(&w, i); err != nil {
							b.Fatal(err)
						}
					}
				})
			}
		})
	}
}
