package cow

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestTextsAreKeptByNumber(t *testing.T) {
	for seed := range uint64(20) {
		r := rand.New(rand.NewPCG(seed, 0))
		type version struct {
			texts Texts
			want  map[uint32]string
		}
		var now version
		var kept []version
		now.want = map[uint32]string{}
		o := &Owner{}
		for i := range uint32(r.IntN(3)) {
			list := make([]string, r.IntN(TextsPerChunk+1))
			for j := range list {
				list[j] = fmt.Sprint(i, "-", j)
				now.want[i*TextsPerChunk+uint32(j)] = list[j]
			}
			now.texts.Append(o, list)
		}
		for range 500 {
			if r.IntN(50) == 0 {
				kept, o = append(kept, version{now.texts, maps.Clone(now.want)}), &Owner{}
			}
			n, text := r.Uint32N(4*TextsPerChunk), strings.Repeat("x", r.IntN(40))
			now.texts.Set(o, n, text)
			now.want[n] = text
		}
		for _, v := range append(kept, now) {
			for n := range uint32(5 * TextsPerChunk) {
				if got := v.texts.At(n); got != v.want[n] {
					t.Fatalf("seed %d: text %d is %q, want %q", seed, n, got, v.want[n])
				}
			}
		}
	}
}
