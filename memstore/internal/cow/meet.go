package cow

import (
	"math/bits"
	"slices"
)

// Meet is the numbers that are in each of some sets, of which there is at least
// one, and in none of others.
type Meet struct{ In, NotIn []*Bitmap }

// Has reports whether a number is one of them.
func (m Meet) Has(n uint32) bool {
	for _, b := range m.In {
		if !b.Has(n) {
			return false
		}
	}
	for _, b := range m.NotIn {
		if b.Has(n) {
			return false
		}
	}
	return true
}

// Len returns how many they are.
func (m Meet) Len() (n int) {
	if len(m.In) == 1 && len(m.NotIn) == 0 {
		return m.In[0].n
	}
	var words chunkSet
	for i := range m.chunks() {
		if a, b := m.both(i); a != nil {
			n += countBoth(a, b)
		} else if m.meet(i, &words) {
			n += words.count()
		}
	}
	return n
}

// both returns the bits of a chunk of each set, if there are two sets and both have
// bits: what is asked for most, and counted without writing a word.
func (m Meet) both(i int) (a, b *chunkSet) {
	if len(m.In) != 2 || len(m.NotIn) != 0 || m.In[0].chunks[i] == nil || m.In[1].chunks[i] == nil {
		return nil, nil
	}
	if a, b = m.In[0].chunks[i].bits, m.In[1].chunks[i].bits; b == nil {
		return nil, nil
	}
	return a, b
}

func countBoth(a, b *chunkSet) (n int) {
	for i, w := range a {
		n += bits.OnesCount64(w & b[i])
	}
	return n
}

// Each calls yield with the numbers in order until it returns false.
func (m Meet) Each(yield func(uint32) bool) {
	var words chunkSet
	for i := range m.chunks() {
		if !m.meet(i, &words) {
			continue
		}
		for n := range words.each {
			if !yield(uint32(i*chunkBits) + n) {
				return
			}
		}
	}
}

// Flat is a set of numbers, as bits one after the other: large, and fast to look into.
type Flat []uint64

// Flat returns the numbers, and how many they are. It takes the place of an old Flat, if
// that is large enough.
func (m Meet) Flat(old Flat) (f Flat, n int) {
	size := m.chunks() * chunkWords
	f = slices.Grow(old[:0], size)[:size]
	for i := range m.chunks() {
		words := (*chunkSet)(f[i*chunkWords:])
		if m.meet(i, words) {
			n += words.count()
		} else {
			*words = chunkSet{}
		}
	}
	return f, n
}

// Has reports whether a number is in the set.
func (f Flat) Has(n uint32) bool {
	i := int(n / 64)
	return i < len(f) && f[i]>>(n%64)&1 != 0
}

// chunks returns how many chunks need a look.
func (m Meet) chunks() int {
	n := len(m.In[0].chunks)
	for _, b := range m.In[1:] {
		n = min(n, len(b.chunks))
	}
	return n
}

// meet computes a chunk, and reports whether something can be in it.
func (m Meet) meet(i int, words *chunkSet) bool {
	for _, b := range m.In {
		if b.chunks[i] == nil {
			return false
		}
	}
	m.In[0].chunks[i].fill(words)
	for _, b := range m.In[1:] {
		b.chunks[i].keepIn(words)
	}
	for _, b := range m.NotIn {
		if c := b.chunk(i); c != nil {
			c.takeFrom(words)
		}
	}
	return true
}
