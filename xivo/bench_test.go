package xivo_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// manyUsers returns a database with n users; lines says whether they have one.
func manyUsers(b *testing.B, n int, lines bool) *memstore.DB {
	b.Helper()
	f := &xivo.Fixture{Users: make([]xivo.UserRecord, n)}
	for i := range f.Users {
		u := &f.Users[i]
		u.FirstName, u.LastName, u.Labels = fmt.Sprintf("First%d", i), fmt.Sprintf("Last%d", i), []string{"blue", "green"}
		if i%100 == 0 {
			u.LastName = "Max" // one user in a hundred matches %x%
		}
		if lines {
			u.Line = &xivo.Line{
				LineType: xivo.LinePhone, Context: "default", Extension: fmt.Sprint(100000 + i), Site: "default",
				Name: fmt.Sprintf("n%07d", i), ProvisioningID: 100000 + int64(i),
			}
		}
	}
	db := memstore.New(xivo.Tables()...)
	load(b, newServiceOn(db), f)
	return db
}

func BenchmarkFind(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		svc := newServiceOn(manyUsers(b, n, true))
		for _, c := range []struct {
			name   string
			filter xivo.Filter
			total  int
		}{
			{"indexed", xivo.Filter{Field: "phoneNumber", Operator: "=", Value: fmt.Sprint(100000 + n/2)}, 1},
			{"unindexed", xivo.Filter{Field: "fullName", Operator: "ilike", Value: "%x%"}, n / 100},
		} {
			find := xivo.Find{Filters: []xivo.Filter{c.filter}, Limit: new(100)}
			b.Run(fmt.Sprintf("%s/users=%d", c.name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					page, err := svc.Users.Find(b.Context(), find)
					if err != nil || page.Total != c.total {
						b.Fatalf("total = %d, %v, want %d", page.Total, err, c.total)
					}
				}
			})
		}
	}
}

func BenchmarkLineCreate(b *testing.B) {
	const users = 10_000
	db := manyUsers(b, users, false)
	var svc *xivo.Service
	var next int64
	b.ReportAllocs()
	for b.Loop() {
		if next%users == 0 {
			svc, next = newServiceOn(db.Fork()), 0 // costs next to nothing
		}
		next++
		if _, err := svc.Lines.Create(b.Context(), next, lineInput(fmt.Sprint(next))); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkImportCSV(b *testing.B) {
	for _, rows := range []int{1_000, 10_000} {
		b.Run(fmt.Sprintf("rows=%d", rows), func(b *testing.B) {
			db := documentedDB(b)
			csv := []byte("phoneNumber|firstName|lastName|dueDate|period\n" + strings.Repeat("0230210092|John|Doe|2018-07-05|Afternoon\n", rows))
			b.SetBytes(int64(len(csv)))
			b.ReportAllocs()
			for b.Loop() {
				if err := newServiceOn(db.Fork()).Callbacks.ImportCSV(b.Context(), mine, csv); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*rows), "ns/row")
		})
	}
}
