package pbxtest_test

import (
	"fmt"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
)

func BenchmarkGenerate(b *testing.B) {
	for _, users := range []int{5_000, 100_000} {
		b.Run(fmt.Sprintf("users=%d", users), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if f := pbxtest.Generate(pbxtest.Population{Users: users}); len(f.XiVO.Users) != users {
					b.Fatalf("%d users, want %d", len(f.XiVO.Users), users)
				}
			}
		})
	}
}
