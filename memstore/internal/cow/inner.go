package cow

const kidsMax = 32 // nodes below a node

// inner is a node above others.
type inner struct {
	owner *Owner
	n     int
	total int
	// seps[i] is greater than every key of kids[i], and not greater than any
	// of kids[i+1].
	seps  [kidsMax]string
	sizes [kidsMax]int // of the kids
	kids  [kidsMax]node
}

func newInner(o *Owner, left node, sep string, right node) *inner {
	in := &inner{owner: o, n: 2}
	in.kids[0], in.kids[1] = left, right
	in.sizes[0], in.sizes[1] = left.size(), right.size()
	in.seps[0] = sep
	in.total = in.sizes[0] + in.sizes[1]
	return in
}

func (in *inner) size() int { return in.total }

func (in *inner) width() int { return in.n }

// child returns the place of the kid where a key belongs.
func (in *inner) child(key []byte) int {
	lo, hi := 0, in.n-1
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if in.seps[mid] <= string(key) {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return lo
}

func (in *inner) own(o *Owner) *inner {
	if in.owner == o {
		return in
	}
	c := *in
	c.owner = o
	return &c
}

func (in *inner) insert(o *Owner, key []byte, n uint32) (self, right node, sep string, added bool) {
	i := in.child(key)
	kid, split, kidSep, added := in.kids[i].insert(o, key, n)
	c := in.own(o)
	c.kids[i], c.sizes[i] = kid, kid.size()
	if added {
		c.total++
	}
	if split == nil {
		return c, nil, "", added
	}
	if c.n < kidsMax {
		c.put(i+1, kidSep, split)
		return c, nil, "", added
	}
	at := kidsMax / 2
	if i == kidsMax-1 { // as in leaf.insert
		at = kidsMax - kidsMax/8
	}
	r, sep := c.cut(o, at)
	if i < at {
		c.put(i+1, kidSep, split)
	} else {
		r.put(i+1-at, kidSep, split)
	}
	c.sum()
	r.sum()
	return c, r, sep, added
}

// put inserts a kid at a place after the first one, and what separates it from the
// kid before. The total is as it was: its keys have been counted.
func (in *inner) put(i int, sep string, kid node) {
	copy(in.kids[i+1:in.n+1], in.kids[i:in.n])
	copy(in.sizes[i+1:in.n+1], in.sizes[i:in.n])
	copy(in.seps[i:in.n], in.seps[i-1:in.n-1])
	in.kids[i], in.sizes[i], in.seps[i-1] = kid, kid.size(), sep
	in.n++
}

// cut moves the kids from a place on to a new node, and returns what separates it.
func (in *inner) cut(o *Owner, at int) (right *inner, sep string) {
	right = &inner{owner: o, n: in.n - at}
	copy(right.kids[:], in.kids[at:in.n])
	copy(right.sizes[:], in.sizes[at:in.n])
	copy(right.seps[:], in.seps[at:in.n-1])
	sep = in.seps[at-1]
	clear(in.kids[at:]) // nothing is kept alive
	clear(in.seps[at-1:])
	in.n = at
	return right, sep
}

func (in *inner) sum() {
	in.total = 0
	for _, size := range in.sizes[:in.n] {
		in.total += size
	}
}

func (in *inner) remove(o *Owner, key []byte) (self node, ok bool) {
	i := in.child(key)
	kid, ok := in.kids[i].remove(o, key)
	if !ok {
		return in, false
	}
	c := in.own(o)
	c.kids[i], c.sizes[i] = kid, kid.size()
	c.total--
	switch {
	case c.sizes[i] == 0:
		c.drop(i)
	case kid.slim() && i+1 < c.n && kid.fits(c.kids[i+1]):
		c.joinWithNext(o, i)
	case kid.slim() && i > 0 && c.kids[i-1].fits(kid):
		c.joinWithNext(o, i-1)
	}
	return c, true
}

// drop takes a kid away, with what separates it from the one before, or after.
func (in *inner) drop(i int) {
	copy(in.kids[i:], in.kids[i+1:in.n])
	copy(in.sizes[i:], in.sizes[i+1:in.n])
	sep := max(i-1, 0)
	copy(in.seps[sep:], in.seps[sep+1:in.n])
	in.n--
	in.kids[in.n], in.seps[in.n] = nil, ""
}

func (in *inner) joinWithNext(o *Owner, i int) {
	in.kids[i] = in.kids[i].join(o, in.seps[i], in.kids[i+1])
	in.sizes[i] = in.kids[i].size()
	in.drop(i + 1)
}

func (in *inner) slim() bool { return in.n < kidsMax/4 }

func (in *inner) fits(right node) bool { return in.n+right.width() <= kidsMax*3/4 }

func (in *inner) join(o *Owner, sep string, right node) node {
	r := right.(*inner)
	c := in.own(o)
	c.seps[c.n-1] = sep
	copy(c.kids[c.n:], r.kids[:r.n])
	copy(c.sizes[c.n:], r.sizes[:r.n])
	copy(c.seps[c.n:], r.seps[:r.n-1])
	c.n += r.n
	c.total += r.total
	return c
}

func (in *inner) walk(lo, hi int, yield func(Block) bool) bool {
	in.warm(lo, hi)
	for i := range in.n {
		size := in.sizes[i]
		if lo < size && !in.kids[i].walk(max(lo, 0), min(hi, size), yield) {
			return false
		}
		if lo, hi = lo-size, hi-size; hi <= 0 {
			break
		}
	}
	return true
}

func (in *inner) walkBack(lo, hi int, yield func(Block) bool) bool {
	in.warm(lo, hi)
	before := in.total // how many keys lie in the kids up to this one
	for i := in.n - 1; i >= 0; i-- {
		before -= in.sizes[i]
		if before >= hi {
			continue
		}
		if !in.kids[i].walkBack(max(lo-before, 0), min(hi-before, in.sizes[i]), yield) {
			return false
		}
		if before <= lo {
			break
		}
	}
	return true
}

// warm has the leaves below a node brought into the processor's cache, if many of
// their keys are asked for. A walk waits for memory at every leaf, and does little
// else; here, the processor waits for several at once. The sum is for the compiler,
// which would leave out what nobody uses.
//
//go:noinline
func (in *inner) warm(lo, hi int) (sum int) {
	if _, ok := in.kids[0].(*leaf); !ok || hi-lo < 8*leafMax {
		return 0
	}
	for _, kid := range in.kids[:in.n] {
		l := kid.(*leaf)
		sum += l.n + int(l.nums[0])
	}
	for _, kid := range in.kids[:in.n] {
		l := kid.(*leaf)
		if len(l.rests) > 0 {
			sum += int(l.rests[0])
		}
		if len(l.prefix) > 0 {
			sum += int(l.prefix[0])
		}
	}
	return sum
}
