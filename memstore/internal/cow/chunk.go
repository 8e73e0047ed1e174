package cow

import (
	"math/bits"
	"slices"
)

const (
	chunkWords = 64
	chunkBits  = chunkWords * 64

	// sparseMost is how many numbers a chunk lists at most, in two bytes each. When
	// there are more it has bits, until there are half as many again.
	sparseMost = 96
)

// chunkSet is the numbers below chunkBits that are in a set, as bits.
type chunkSet [chunkWords]uint64

func (s *chunkSet) has(n uint32) bool { return s[n/64]>>(n%64)&1 != 0 }

func (s *chunkSet) add(n uint32) { s[n/64] |= 1 << (n % 64) }

func (s *chunkSet) remove(n uint32) { s[n/64] &^= 1 << (n % 64) }

// count returns how many numbers there are.
func (s *chunkSet) count() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each calls yield with the numbers in order until it returns false.
func (s *chunkSet) each(yield func(uint32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(uint32(i*64 + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}

// chunk is some neighbouring numbers of a bitmap, counted from the first that could
// be there.
type chunk struct {
	owner *Owner
	n     int
	few   []uint16  // in order, if they are few
	bits  *chunkSet // nil if they are
}

// chunkOf returns a chunk of some numbers, which are in order.
func chunkOf(o *Owner, numbers []uint32) *chunk {
	c := &chunk{owner: o}
	if len(numbers) <= sparseMost {
		c.few = make([]uint16, 0, len(numbers))
		for _, n := range numbers {
			c.add(n % chunkBits)
		}
		return c
	}
	// One that is there several times may leave fewer than are listed: bits are as right.
	c.bits = &chunkSet{}
	for _, n := range numbers {
		c.bits.add(n % chunkBits)
	}
	c.n = c.bits.count()
	return c
}

// clone returns a copy that is the owner's, with room in the list for another.
func (c *chunk) clone(o *Owner) *chunk {
	if c.bits != nil {
		words := *c.bits
		return &chunk{owner: o, n: c.n, bits: &words}
	}
	return &chunk{owner: o, n: c.n, few: append(make([]uint16, 0, c.n+1), c.few...)}
}

func (c *chunk) has(n uint32) bool {
	if c.bits != nil {
		return c.bits.has(n)
	}
	_, ok := slices.BinarySearch(c.few, uint16(n))
	return ok
}

// add reports whether the number was not there.
func (c *chunk) add(n uint32) bool {
	if c.bits == nil {
		i, ok := c.search(uint16(n))
		if ok {
			return false
		}
		if c.n < sparseMost {
			c.few = slices.Insert(c.few, i, uint16(n))
			c.n++
			return true
		}
		words := &chunkSet{}
		c.fill(words)
		c.few, c.bits = nil, words
	}
	if c.bits.has(n) {
		return false
	}
	c.bits.add(n)
	c.n++
	return true
}

// search returns the place of a number in the list, or where it would be: most often
// at the end, as rows come in the order of their numbers.
func (c *chunk) search(n uint16) (i int, ok bool) {
	if len(c.few) == 0 || c.few[len(c.few)-1] < n {
		return len(c.few), false
	}
	return slices.BinarySearch(c.few, n)
}

// remove takes out a number that is there.
func (c *chunk) remove(n uint32) {
	c.n--
	if c.bits == nil {
		i, _ := slices.BinarySearch(c.few, uint16(n))
		c.few = slices.Delete(c.few, i, i+1)
		return
	}
	c.bits.remove(n)
	if c.n < sparseMost/2 {
		c.few = make([]uint16, 0, c.n)
		for n := range c.bits.each {
			c.few = append(c.few, uint16(n))
		}
		c.bits = nil
	}
}

// fill makes words the numbers of the chunk.
func (c *chunk) fill(words *chunkSet) {
	if c.bits != nil {
		*words = *c.bits
		return
	}
	*words = chunkSet{}
	for _, n := range c.few {
		words.add(uint32(n))
	}
}

// keepIn takes out of words what is not in the chunk.
func (c *chunk) keepIn(words *chunkSet) {
	if c.bits != nil {
		for i, w := range c.bits {
			words[i] &= w
		}
		return
	}
	var kept chunkSet
	for _, n := range c.few {
		if words.has(uint32(n)) {
			kept.add(uint32(n))
		}
	}
	*words = kept
}

// takeFrom takes out of words what is in the chunk.
func (c *chunk) takeFrom(words *chunkSet) {
	if c.bits != nil {
		for i, w := range c.bits {
			words[i] &^= w
		}
		return
	}
	for _, n := range c.few {
		words.remove(uint32(n))
	}
}
