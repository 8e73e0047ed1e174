package cow

import "slices"

// Bitmap is a set of numbers. The zero Bitmap is empty. Numbers lie in chunks, so
// that a change copies one, and a set of few numbers, or of some that are close
// together, is small.
type Bitmap struct {
	owner  *Owner // of the slice
	chunks []*chunk
	n      int
}

// BitmapOf returns the set of some numbers, which are in order. One may be there
// several times.
func BitmapOf(o *Owner, numbers []uint32) *Bitmap {
	b := &Bitmap{owner: o}
	if len(numbers) > 0 {
		b.chunks = make([]*chunk, numbers[len(numbers)-1]/chunkBits+1)
	}
	for len(numbers) > 0 {
		i := numbers[0] / chunkBits
		end := 1
		for end < len(numbers) && numbers[end]/chunkBits == i {
			end++
		}
		c := chunkOf(o, numbers[:end])
		b.chunks[i] = c
		b.n += c.n
		numbers = numbers[end:]
	}
	return b
}

// Len returns how many numbers there are.
func (b *Bitmap) Len() int { return b.n }

// Has reports whether a number is in the set.
func (b *Bitmap) Has(n uint32) bool {
	c := b.chunk(int(n / chunkBits))
	return c != nil && c.has(n%chunkBits)
}

// chunk returns the chunk at a place, or nil.
func (b *Bitmap) chunk(i int) *chunk {
	if i >= len(b.chunks) {
		return nil
	}
	return b.chunks[i]
}

// Own returns b, if it is the owner's, or a copy that is.
func (b *Bitmap) Own(o *Owner) *Bitmap {
	if b.owner == o {
		return b
	}
	return &Bitmap{owner: o, chunks: slices.Clone(b.chunks), n: b.n}
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
	if b.own(o, i).add(n % chunkBits) {
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
	c.remove(n % chunkBits)
	b.n--
	if c.n == 0 {
		b.chunks[i] = nil
	}
}

// own returns a chunk for the owner to change.
func (b *Bitmap) own(o *Owner, i int) *chunk {
	c := b.chunks[i]
	switch {
	case c == nil:
		c = &chunk{owner: o}
	case c.owner != o:
		c = c.clone(o)
	default:
		return c
	}
	b.chunks[i] = c
	return c
}
