package cow

import (
	"bytes"
	"slices"
)

const (
	leafMax = 64 // keys in a leaf
	// leafTail is how many keys go to the right when a leaf is split by a key
	// at its end. Keys that come in order leave full leaves behind that way.
	leafTail = 8
)

// leaf holds keys in order. What all of them begin with is written once, and the
// rest of each in one slice: a tree of a million keys is a burden neither to memory
// nor to the garbage collector.
type leaf struct {
	owner  *Owner
	prefix []byte // shared between leaves; never changed
	rests  []byte
	n      int
	ends   [leafMax]uint32 // of each rest in rests
	nums   [leafMax]uint32
}

func newLeaf(o *Owner, key []byte, n uint32) *leaf {
	l := &leaf{owner: o, prefix: bytes.Clone(key), n: 1}
	l.nums[0] = n
	return l
}

func (l *leaf) size() int { return l.n }

func (l *leaf) width() int { return l.n }

func (l *leaf) start(i int) uint32 {
	if i == 0 {
		return 0
	}
	return l.ends[i-1]
}

func (l *leaf) rest(i int) []byte { return l.rests[l.start(i):l.ends[i]] }

// find returns the place of a key, or where it would be.
func (l *leaf) find(key []byte) (i int, ok bool) {
	rest, ok := bytes.CutPrefix(key, l.prefix)
	if !ok {
		if bytes.Compare(key, l.prefix) < 0 {
			return 0, false
		}
		return l.n, false
	}
	lo, hi := 0, l.n
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		switch c := bytes.Compare(l.rest(mid), rest); {
		case c == 0:
			return mid, true
		case c < 0:
			lo = mid + 1
		default:
			hi = mid
		}
	}
	return lo, false
}

// own returns l, or a copy, with room for some more bytes.
func (l *leaf) own(o *Owner, room int) *leaf {
	if l.owner == o {
		return l
	}
	c := *l
	c.owner = o
	c.rests = append(make([]byte, 0, len(l.rests)+room), l.rests...)
	return &c
}

func (l *leaf) insert(o *Owner, key []byte, n uint32) (self, right node, sep string, added bool) {
	i, ok := l.find(key)
	if ok {
		c := l.own(o, 0)
		c.nums[i] = n
		return c, nil, "", false
	}
	if l.n < leafMax {
		c := l.own(o, len(key)) // more than is needed, unless the prefix shrinks
		c.put(i, key, n)
		return c, nil, "", true
	}
	at := leafMax / 2
	if i == leafMax {
		at = leafMax - leafTail
	}
	a, b := l.slice(o, 0, at), l.slice(o, at, l.n)
	if i <= at {
		a.put(i, key, n)
	} else {
		b.put(i-at, key, n)
	}
	return a, b, separator(a.key(a.n-1), b.key(0)), true
}

// put inserts a key at a place of a leaf that is the caller's and not full.
func (l *leaf) put(i int, key []byte, n uint32) {
	if !bytes.HasPrefix(key, l.prefix) {
		l.shorten(common(key, l.prefix))
	}
	rest := key[len(l.prefix):]
	start := l.start(i)
	l.rests = slices.Insert(l.rests, int(start), rest...)
	copy(l.ends[i+1:l.n+1], l.ends[i:l.n])
	copy(l.nums[i+1:l.n+1], l.nums[i:l.n])
	l.ends[i], l.nums[i] = start, n
	l.n++
	for j := i; j < l.n; j++ {
		l.ends[j] += uint32(len(rest))
	}
}

// shorten makes the prefix one of a number of bytes. Only a key outside the range
// of a leaf asks for it, so that it happens to a leaf a few times.
func (l *leaf) shorten(to int) {
	moved := l.prefix[to:]
	rests := make([]byte, 0, len(l.rests)+(l.n+1)*len(moved))
	for i := range l.n {
		rests = append(append(rests, moved...), l.rest(i)...)
	}
	for i := range l.n {
		l.ends[i] += uint32((i + 1) * len(moved))
	}
	l.prefix, l.rests = l.prefix[:to:to], rests
}

// slice returns a new leaf of some of the keys.
func (l *leaf) slice(o *Owner, from, to int) *leaf {
	more := common(l.rest(from), l.rest(to-1)) // and so of all between
	c := &leaf{owner: o, prefix: l.prefix, n: to - from}
	if more > 0 {
		c.prefix = slices.Concat(l.prefix, l.rest(from)[:more])
	}
	c.rests = make([]byte, 0, int(l.ends[to-1]-l.start(from))-more*c.n)
	for i := range c.n {
		c.rests = append(c.rests, l.rest(from + i)[more:]...)
		c.ends[i], c.nums[i] = uint32(len(c.rests)), l.nums[from+i]
	}
	return c
}

func (l *leaf) key(i int) []byte { return slices.Concat(l.prefix, l.rest(i)) }

func (l *leaf) remove(o *Owner, key []byte) (self node, ok bool) {
	i, ok := l.find(key)
	if !ok {
		return l, false
	}
	c := l.own(o, 0)
	start, end := c.start(i), c.ends[i]
	c.rests = slices.Delete(c.rests, int(start), int(end))
	copy(c.ends[i:], c.ends[i+1:c.n])
	copy(c.nums[i:], c.nums[i+1:c.n])
	c.n--
	for j := i; j < c.n; j++ {
		c.ends[j] -= end - start
	}
	return c, true
}

func (l *leaf) slim() bool { return l.n < leafMax/4 }

func (l *leaf) fits(right node) bool { return l.n+right.width() <= leafMax*3/4 }

func (l *leaf) join(o *Owner, _ string, right node) node {
	r := right.(*leaf)
	c := l.own(o, len(r.rests)+r.n*len(r.prefix))
	for i := range r.n {
		c.put(c.n, r.key(i), r.nums[i])
	}
	return c
}

func (l *leaf) walk(lo, hi int, yield func(Block) bool) bool { return yield(Block{l, lo, hi}) }

func (l *leaf) walkBack(lo, hi int, yield func(Block) bool) bool { return yield(Block{l, lo, hi}) }

// common returns how many bytes two keys begin with alike.
func common(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}

// separator returns the shortest text that is greater than one key and not greater
// than the next one.
func separator(before, after []byte) string { return string(after[:common(before, after)+1]) }
