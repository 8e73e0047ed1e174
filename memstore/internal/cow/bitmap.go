package cow

import (
	"math/bits"
	"slices"
)

// Bitmap is a set of numbers. The zero Bitmap is empty. Numbers lie in chunks, so
// that a change copies one, and a set of few numbers that are close together is
// small.
type Bitmap struct {
	owner  *Owner // of the slice
	chunks []*chunk
	n      int
}

const (
	chunkWords = 64
	chunkBits  = chunkWords * 64
)

type chunk struct {
	owner *Owner
	n     int
	words [chunkWords]uint64
}

// Len returns how many numbers there are.
func (b *Bitmap) Len() int { return b.n }

// Has reports whether a number is in the set.
func (b *Bitmap) Has(n uint32) bool {
	i := n / chunkBits
	if int(i) >= len(b.chunks) || b.chunks[i] == nil {
		return false
	}
	return b.chunks[i].words[n/64%chunkWords]>>(n%64)&1 != 0
}

// Add puts a number into the set.
func (b *Bitmap) Add(o *Owner, n uint32) {
	if b.owner != o {
		b.owner, b.chunks = o, slices.Clone(b.chunks)
	}
	i := int(n / chunkBits)
	for len(b.chunks) <= i {
		b.chunks = append(b.chunks, nil)
	}
	c := b.own(o, i)
	word, bit := &c.words[n/64%chunkWords], uint64(1)<<(n%64)
	if *word&bit == 0 {
		*word |= bit
		c.n++
		b.n++
	}
}

// Remove takes a number out of the set.
func (b *Bitmap) Remove(o *Owner, n uint32) {
	if !b.Has(n) {
		return
	}
	if b.owner != o {
		b.owner, b.chunks = o, slices.Clone(b.chunks)
	}
	i := int(n / chunkBits)
	c := b.own(o, i)
	c.words[n/64%chunkWords] &^= 1 << (n % 64)
	c.n--
	b.n--
	if c.n == 0 {
		b.chunks[i] = nil
	}
}

func (b *Bitmap) own(o *Owner, i int) *chunk {
	c := b.chunks[i]
	switch {
	case c == nil:
		c = &chunk{owner: o}
	case c.owner != o:
		clone := *c
		clone.owner = o
		c = &clone
	default:
		return c
	}
	b.chunks[i] = c
	return c
}

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
	var words [chunkWords]uint64
	for i := range m.chunks() {
		if m.meet(i, &words) {
			for _, w := range words {
				n += bits.OnesCount64(w)
			}
		}
	}
	return n
}

// Each calls yield with the numbers in order until it returns false.
func (m Meet) Each(yield func(uint32) bool) {
	var words [chunkWords]uint64
	for i := range m.chunks() {
		if !m.meet(i, &words) {
			continue
		}
		for j, w := range words {
			for ; w != 0; w &= w - 1 {
				n := i*chunkBits + j*64 + bits.TrailingZeros64(w)
				if !yield(uint32(n)) {
					return
				}
			}
		}
	}
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
func (m Meet) meet(i int, words *[chunkWords]uint64) bool {
	for _, b := range m.In {
		if b.chunks[i] == nil {
			return false
		}
	}
	*words = m.In[0].chunks[i].words
	for _, b := range m.In[1:] {
		other := &b.chunks[i].words
		for j := range words {
			words[j] &= other[j]
		}
	}
	for _, b := range m.NotIn {
		if i < len(b.chunks) && b.chunks[i] != nil {
			other := &b.chunks[i].words
			for j := range words {
				words[j] &^= other[j]
			}
		}
	}
	return true
}
