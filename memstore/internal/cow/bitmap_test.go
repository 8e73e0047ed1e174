package cow

import (
	"iter"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// bitSet is a bitmap and the numbers that it should hold.
type bitSet struct {
	bits Bitmap
	has  map[uint32]bool
}

func (b *Bitmap) each() iter.Seq[uint32] { return Meet{In: []*Bitmap{b}}.Each }

func (s *bitSet) clone() *bitSet { return &bitSet{s.bits, maps.Clone(s.has)} }

func (s *bitSet) check(t *testing.T) {
	t.Helper()
	got := slices.Collect(s.bits.each())
	if diff := cmp.Diff(slices.Sorted(maps.Keys(s.has)), got); diff != "" {
		t.Fatalf("numbers (-want +got):\n%s", diff)
	}
	if s.bits.Len() != len(s.has) {
		t.Fatalf("Len is %d, want %d", s.bits.Len(), len(s.has))
	}
	for _, c := range s.bits.chunks {
		if c != nil && (c.n == 0 || c.n > sparseMost && c.few != nil || c.n < sparseMost/2 && c.bits != nil) {
			t.Fatalf("a chunk of %d numbers is a list: %t", c.n, c.few != nil)
		}
	}
}

// change puts numbers in and takes them out, more of the one or the other for a
// while, and returns the set as it was on the way.
func (s *bitSet) change(r *rand.Rand, below uint32, times int) (kept []*bitSet) {
	o := &Owner{}
	out := 1 // of ten changes
	for i := range times {
		if r.IntN(100) == 0 {
			kept, o = append(kept, s.clone()), &Owner{}
		}
		if i%1000 == 999 {
			out = 10 - out
		}
		n := r.Uint32N(below)
		if r.IntN(10) < out {
			if have := slices.Collect(s.bits.each()); len(have) > 0 && r.IntN(4) > 0 {
				n = have[r.IntN(len(have))]
			}
			s.bits.Remove(o, n)
			delete(s.has, n)
		} else {
			s.bits.Add(o, n)
			s.has[n] = true
		}
	}
	return kept
}

func TestABitmapIsASet(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := &bitSet{has: map[uint32]bool{}}
		for _, v := range append(s.change(r, 3*chunkBits, 3000), s) {
			v.check(t)
			for range 200 {
				if n := r.Uint32N(4 * chunkBits); v.bits.Has(n) != v.has[n] {
					t.Fatalf("Has(%d) = %t", n, v.bits.Has(n))
				}
			}
		}
	}
}

func TestABitmapOfAListIsThatOfItsNumbers(t *testing.T) {
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		s := &bitSet{has: map[uint32]bool{}}
		var list []uint32
		below := 1 + r.Uint32N(4*chunkBits)
		for range r.IntN(3000) >> r.IntN(12) {
			n := r.Uint32N(below)
			list, s.has[n] = append(list, n), true
		}
		slices.Sort(list)
		o := &Owner{}
		s.bits = *BitmapOf(o, list)
		s.check(t)
		s.change(r, below, 100) // and is one that can be changed
		s.check(t)
	}
}

func TestABitmapThatIsOwnedIsChangedAlone(t *testing.T) {
	var b Bitmap
	o := &Owner{}
	b.Add(o, 1)
	if b.Own(o) != &b {
		t.Error("the owner was given a copy")
	}
	other := &Owner{}
	c := b.Own(other)
	c.Add(other, 2)
	c.Remove(other, 1)
	if !b.Has(1) || b.Has(2) || b.Len() != 1 || c.Has(1) || !c.Has(2) || c.Len() != 1 {
		t.Errorf("after a change of a copy: %v of %d, and %v of %d", slices.Collect(b.each()), b.Len(), slices.Collect(c.each()), c.Len())
	}
}

func TestMeetIsWhatIsInAllAndInNoneOfOthers(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 0))
		var m Meet
		var in, notIn []map[uint32]bool
		for range 1 + r.IntN(3) {
			s := &bitSet{has: map[uint32]bool{}}
			s.change(r, 1+r.Uint32N(2*chunkBits), r.IntN(5_000)>>r.IntN(6))
			m.In, in = append(m.In, &s.bits), append(in, s.has)
		}
		for range r.IntN(3) {
			s := &bitSet{has: map[uint32]bool{}}
			s.change(r, 1+r.Uint32N(3*chunkBits), r.IntN(5000)>>r.IntN(6))
			m.NotIn, notIn = append(m.NotIn, &s.bits), append(notIn, s.has)
		}
		var want []uint32
		old := Flat(make([]uint64, r.IntN(4*chunkWords))) // of something else
		for i := range old {
			old[i] = r.Uint64()
		}
		flat, flatLen := m.Flat(old)
		for n := range uint32(4 * chunkBits) {
			has := func(s map[uint32]bool) bool { return s[n] }
			lacks := func(s map[uint32]bool) bool { return !s[n] }
			ok := !slices.ContainsFunc(in, lacks) && !slices.ContainsFunc(notIn, has)
			if ok {
				want = append(want, n)
			}
			if m.Has(n) != ok || flat.Has(n) != ok {
				t.Fatalf("Has(%d) = %t, of the flat set %t, want %t", n, m.Has(n), flat.Has(n), ok)
			}
		}
		if diff := cmp.Diff(want, slices.Collect(m.Each)); diff != "" {
			t.Fatalf("Each (-want +got):\n%s", diff)
		}
		if m.Len() != len(want) || flatLen != len(want) {
			t.Fatalf("Len is %d, of the flat set %d, want %d", m.Len(), flatLen, len(want))
		}
		for n := range m.Each { // and stops
			if n != want[0] {
				t.Fatalf("the first is %d, want %d", n, want[0])
			}
			break
		}
	}
}

func TestASlabGivesNumbersAgain(t *testing.T) {
	for seed := range uint64(10) {
		r := rand.New(rand.NewPCG(seed, 0))
		type slabVersion struct {
			slab   Slab[int]
			values map[uint32]int
		}
		var now slabVersion
		var kept []slabVersion
		now.values = map[uint32]int{}
		o, most := &Owner{}, 0
		for range 3000 {
			if r.IntN(100) == 0 {
				kept, o = append(kept, slabVersion{now.slab, maps.Clone(now.values)}), &Owner{}
			}
			numbers := slices.Collect(maps.Keys(now.values))
			v := r.Int()
			switch {
			case r.IntN(5) < 3 || len(numbers) == 0:
				n := now.slab.Add(o, v)
				if _, ok := now.values[n]; ok {
					t.Fatalf("number %d is given twice", n)
				}
				now.values[n] = v
			case r.IntN(2) == 0:
				now.slab.Set(o, numbers[0], v)
				now.values[numbers[0]] = v
			default:
				now.slab.Remove(o, numbers[0])
				delete(now.values, numbers[0])
			}
			most = max(most, len(now.values))
		}
		for _, v := range append(kept, now) {
			got := map[uint32]int{}
			next := uint32(0)
			for values := range v.slab.Chunks() {
				for _, value := range values {
					if value != 0 {
						got[next] = value
					}
					next++
				}
			}
			if diff := cmp.Diff(v.values, got); diff != "" {
				t.Fatalf("values (-want +got):\n%s", diff)
			}
			if v.slab.Len() != len(v.values) {
				t.Fatalf("Len is %d, want %d", v.slab.Len(), len(v.values))
			}
			for n, value := range v.values {
				if v.slab.At(n) != value || int(n) >= most {
					t.Fatalf("At(%d) = %d, want %d; at most %d numbers were needed at once", n, v.slab.At(n), value, most)
				}
			}
		}
	}
}
