package cow

import (
	"iter"
	"slices"
)

// Slab gives values numbers that are small and close together. The zero Slab is
// empty. A number that is free is given again, the latest first.
type Slab[T any] struct {
	owner  *Owner // of the slice
	chunks []*slabChunk[T]
	next   uint32 // the number after the greatest that was ever given
	free   *freeNumber
	n      int
}

// slabChunkLen is the same as that of texts, which are kept by the numbers of a slab.
const slabChunkLen = TextsPerChunk

type slabChunk[T any] struct {
	owner  *Owner
	values [slabChunkLen]T
}

// freeNumber is a number that was given back, after the others.
type freeNumber struct {
	n    uint32
	rest *freeNumber
}

// Len returns how many values there are.
func (s *Slab[T]) Len() int { return s.n }

// At returns the value with a number, the zero T if it has been removed.
func (s *Slab[T]) At(n uint32) T { return s.chunks[n/slabChunkLen].values[n%slabChunkLen] }

// Chunks returns all values by number, many at a time, with the zero T where one
// has been removed or was never there. They must not be changed.
func (s *Slab[T]) Chunks() iter.Seq[[]T] {
	return func(yield func([]T) bool) {
		for _, c := range s.chunks {
			if !yield(c.values[:]) {
				return
			}
		}
	}
}

// Add adds a value and returns its number.
func (s *Slab[T]) Add(o *Owner, v T) uint32 {
	n := s.next
	if s.free != nil {
		n, s.free = s.free.n, s.free.rest
	} else {
		s.next++
	}
	s.n++
	s.Set(o, n, v)
	return n
}

// Set gives a number another value.
func (s *Slab[T]) Set(o *Owner, n uint32, v T) {
	if s.owner != o {
		s.owner, s.chunks = o, slices.Clone(s.chunks)
	}
	i := int(n / slabChunkLen)
	if i == len(s.chunks) {
		s.chunks = append(s.chunks, &slabChunk[T]{owner: o})
	}
	if s.chunks[i].owner != o {
		c := *s.chunks[i]
		c.owner = o
		s.chunks[i] = &c
	}
	s.chunks[i].values[n%slabChunkLen] = v
}

// Remove removes the value with a number.
func (s *Slab[T]) Remove(o *Owner, n uint32) {
	var none T
	s.Set(o, n, none)
	s.free = &freeNumber{n, s.free}
	s.n--
}
