package cow

import (
	"iter"
)

// Tree is a B-tree of keys, each with a number, that knows how many keys lie below
// every node: how many keys come before one, and which one is at a place, take as
// long as to find a key. The zero Tree is empty.
type Tree struct{ root node }

// node is a [leaf] or an [inner]. The methods return what takes the place of the
// node: itself, if it is the owner's, or a copy.
type node interface {
	size() int  // how many keys
	width() int // how many of them, or of nodes, it has itself

	// insert also returns the right half of a node that had to be split, and
	// a key that separates the two.
	insert(o *Owner, key []byte, n uint32) (self, right node, sep string, added bool)
	remove(o *Owner, key []byte) (self node, ok bool)

	// slim says that the node is so small that it should be joined with a
	// neighbour, if the two are small enough together.
	slim() bool
	fits(right node) bool
	join(o *Owner, sep string, right node) node

	walk(lo, hi int, yield func(Block) bool) bool
	walkBack(lo, hi int, yield func(Block) bool) bool
}

// Len returns how many keys there are.
func (t Tree) Len() int {
	if t.root == nil {
		return 0
	}
	return t.root.size()
}

// Get returns the number of a key.
func (t Tree) Get(key []byte) (n uint32, ok bool) {
	for at := t.root; at != nil; {
		switch node := at.(type) {
		case *inner:
			at = node.kids[node.child(key)]
		case *leaf:
			i, ok := node.find(key)
			if !ok {
				return 0, false
			}
			return node.nums[i], true
		}
	}
	return 0, false
}

// Rank returns how many keys come before a key, which need not be there.
func (t Tree) Rank(key []byte) (rank int) {
	for at := t.root; at != nil; {
		switch node := at.(type) {
		case *inner:
			child := node.child(key)
			for _, size := range node.sizes[:child] {
				rank += size
			}
			at = node.kids[child]
		case *leaf:
			i, _ := node.find(key)
			return rank + i
		}
	}
	return rank
}

// Insert adds a key, or gives it another number if it is there.
func (t *Tree) Insert(o *Owner, key []byte, n uint32) {
	if t.root == nil {
		t.root = newLeaf(o, key, n)
		return
	}
	left, right, sep, _ := t.root.insert(o, key, n)
	if right != nil {
		left = newInner(o, left, sep, right)
	}
	t.root = left
}

// Remove takes a key away and reports whether it was there.
func (t *Tree) Remove(o *Owner, key []byte) bool {
	if t.root == nil {
		return false
	}
	root, ok := t.root.remove(o, key)
	if root.size() == 0 {
		t.root = nil
		return ok
	}
	for root.width() == 1 {
		top, isInner := root.(*inner)
		if !isInner {
			break
		}
		root = top.kids[0]
	}
	t.root = root
	return ok
}

// Blocks returns the keys at the places from lo to before hi, many at a time, from
// the first block to the last, or the reverse. Within a block they are in order
// in either case.
func (t Tree) Blocks(lo, hi int, reverse bool) iter.Seq[Block] {
	return func(yield func(Block) bool) {
		lo, hi := max(lo, 0), min(hi, t.Len())
		switch {
		case lo >= hi:
		case reverse:
			t.root.walkBack(lo, hi, yield)
		default:
			t.root.walk(lo, hi, yield)
		}
	}
}

// Block is some neighbouring keys of a tree.
type Block struct {
	leaf     *leaf
	from, to int
}

// Numbers returns the numbers of the keys, which must not be changed.
func (b Block) Numbers() []uint32 { return b.leaf.nums[b.from:b.to] }

// Prefix returns what all the keys begin with, or a part of it. It must not be
// changed.
func (b Block) Prefix() []byte { return b.leaf.prefix }

// Rests returns what follows the prefix in each of the keys, one after the other. It
// must not be changed.
func (b Block) Rests() []byte { return b.leaf.rests[b.leaf.start(b.from):b.leaf.ends[b.to-1]] }

// RestEnd returns where in Rests the rest of the key at a place of the block ends.
func (b Block) RestEnd(i int) int { return int(b.leaf.ends[b.from+i] - b.leaf.start(b.from)) }

// AppendRest appends what follows the prefix in the key at a place of the block.
func (b Block) AppendRest(key []byte, i int) []byte { return append(key, b.leaf.rest(b.from+i)...) }
