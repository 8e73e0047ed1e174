package cow

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// version is a tree and the keys that it should hold.
type version struct {
	tree Tree
	keys map[string]uint32
}

func (v version) clone() version { return version{v.tree, maps.Clone(v.keys)} }

// check compares everything that a tree can be asked.
func (v version) check(t *testing.T) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(v.keys))
	if v.tree.Len() != len(keys) {
		t.Fatalf("%d keys, want %d", v.tree.Len(), len(keys))
	}
	var nums []uint32
	for i, key := range keys {
		nums = append(nums, v.keys[key])
		if n, ok := v.tree.Get([]byte(key)); !ok || n != v.keys[key] {
			t.Fatalf("Get(%q) = %d, %t, want %d", key, n, ok, v.keys[key])
		}
		if rank := v.tree.Rank([]byte(key)); rank != i {
			t.Fatalf("Rank(%q) = %d, want %d", key, rank, i)
		}
	}
	gotKeys, gotNums := v.collect(0, len(keys), false)
	if diff := cmp.Diff(keys, gotKeys); diff != "" {
		t.Fatalf("keys (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(nums, gotNums); diff != "" {
		t.Fatalf("numbers (-want +got):\n%s", diff)
	}
	if v.tree.root != nil {
		checkNode(t, v.tree.root, "", "")
	}
}

// collect returns the keys and numbers at some places, as Blocks yields them.
func (v version) collect(lo, hi int, reverse bool) (keys []string, nums []uint32) {
	for b := range v.tree.Blocks(lo, hi, reverse) {
		var rests []byte
		for at := range b.Numbers() {
			rests = b.AppendRest(rests, at)
			if string(b.Rests()[:b.RestEnd(at)]) != string(rests) {
				panic("Rests and RestEnd do not agree with AppendRest")
			}
		}
		for at := range b.Numbers() {
			if reverse {
				at = len(b.Numbers()) - 1 - at
			}
			keys = append(keys, string(b.AppendRest(slices.Clone(b.Prefix()), at)))
			nums = append(nums, b.Numbers()[at])
		}
	}
	return keys, nums
}

// checkPart compares walks of a part, and what is asked about a key that may not be
// there.
func (v version) checkPart(t *testing.T, r *rand.Rand, key string) {
	t.Helper()
	keys := slices.Sorted(maps.Keys(v.keys))
	lo, hi := r.IntN(len(keys)+2)-1, r.IntN(len(keys)+3)
	want := slices.Clone(keys[min(max(lo, 0), len(keys)):])
	want = want[:max(min(hi, len(keys))-max(lo, 0), 0)]
	for _, reverse := range []bool{false, true} {
		if got, _ := v.collect(lo, hi, reverse); !slices.Equal(want, got) {
			t.Fatalf("keys from %d to %d, reverse %t (-want +got):\n%s", lo, hi, reverse, cmp.Diff(want, got))
		}
		slices.Reverse(want)
	}
	rank, _ := slices.BinarySearch(keys, key)
	if got := v.tree.Rank([]byte(key)); got != rank {
		t.Fatalf("Rank(%q) = %d, want %d", key, got, rank)
	}
	wantNum, wantOK := v.keys[key]
	if n, ok := v.tree.Get([]byte(key)); n != wantNum || ok != wantOK {
		t.Fatalf("Get(%q) = %d, %t, want %d, %t", key, n, ok, wantNum, wantOK)
	}
}

// checkNode tests what holds for every node: keys are between its bounds, counts
// are right, and the first of two neighbours can be told from the second.
func checkNode(t *testing.T, n node, from, to string) {
	t.Helper()
	within := func(key string) {
		if key < from || to != "" && key >= to {
			t.Fatalf("key %q is not from %q to before %q", key, from, to)
		}
	}
	if n.size() == 0 || n.width() == 0 {
		t.Fatal("an empty node")
	}
	switch n := n.(type) {
	case *leaf:
		for i := range n.n {
			within(string(n.key(i)))
		}
	case *inner:
		total := 0
		for i, kid := range n.kids[:n.n] {
			lo, hi := from, to
			if i > 0 {
				lo = n.seps[i-1]
			}
			if i < n.n-1 {
				hi = n.seps[i]
			}
			checkNode(t, kid, lo, hi)
			if n.sizes[i] != kid.size() {
				t.Fatalf("size of kid %d is %d, noted as %d", i, kid.size(), n.sizes[i])
			}
			total += kid.size()
		}
		if n.total != total {
			t.Fatalf("the total is %d, noted as %d", total, n.total)
		}
		for i := n.n; i < kidsMax; i++ {
			if n.kids[i] != nil || n.seps[i] != "" {
				t.Fatalf("what was at place %d is kept alive", i)
			}
		}
	}
}

// keyMakers make keys that lie in the tree in different ways.
var keyMakers = map[string]func(r *rand.Rand) string{
	"few bytes": func(r *rand.Rand) string { return strings.Repeat("a", r.IntN(30)) + fmt.Sprint(r.IntN(40)) },
	"numbers": func(r *rand.Rand) string {
		return string(binary.BigEndian.AppendUint64(nil, r.Uint64N(4000)))
	},
	"common values": func(r *rand.Rand) string {
		return fmt.Sprintf("value %d\x00\x00%08d", r.IntN(3), r.IntN(1500))
	},
	"long": func(r *rand.Rand) string { return strings.Repeat("x", r.IntN(3)*3000) + fmt.Sprint(r.IntN(300)) },
	"any":  func(r *rand.Rand) string { return string([]byte{byte(r.Uint32()), byte(r.Uint32())}[:r.IntN(3)]) },
}

// TestATreeIsASortedMap does random changes for owners that come and go, and
// compares all versions at the end: those that were kept have not changed.
func TestATreeIsASortedMap(t *testing.T) {
	for name, makeKey := range keyMakers {
		t.Run(name, func(t *testing.T) {
			for seed := range uint64(2) {
				runTree(t, rand.New(rand.NewPCG(seed, 1)), makeKey, 3000)
			}
		})
	}
}

func runTree(t *testing.T, r *rand.Rand, makeKey func(*rand.Rand) string, steps int) {
	t.Helper()
	now, owner := version{keys: map[string]uint32{}}, &Owner{}
	var kept []version
	removing := 2 // of ten
	for step := range steps {
		switch {
		case step%1500 == 1499:
			removing = 2 + r.IntN(8)
		case r.IntN(200) == 0:
			kept, owner = append(kept, now.clone()), &Owner{}
		case r.IntN(400) == 0 && len(kept) > 0: // go on from another version
			kept, owner = append(kept, now), &Owner{}
			now = kept[r.IntN(len(kept))].clone()
		}
		key := makeKey(r)
		if r.IntN(10) < removing && len(now.keys) > 0 {
			if r.IntN(2) == 0 { // one that is there
				for k := range now.keys {
					key = k
					break
				}
			}
			_, want := now.keys[key]
			if ok := now.tree.Remove(owner, []byte(key)); ok != want {
				t.Fatalf("Remove(%q) = %t, want %t", key, ok, want)
			}
			delete(now.keys, key)
		} else {
			n := r.Uint32()
			now.tree.Insert(owner, []byte(key), n)
			now.keys[key] = n
		}
		if step%50 == 0 {
			now.checkPart(t, r, makeKey(r))
		}
	}
	for _, v := range append(kept, now) {
		v.check(t)
	}
}

func TestATreeThatIsEmptiedIsEmpty(t *testing.T) {
	for _, reverse := range []bool{false, true} {
		v, o := version{keys: map[string]uint32{}}, &Owner{}
		var keys []string
		for i := range 5000 {
			keys = append(keys, fmt.Sprintf("%05d", i))
			v.tree.Insert(o, []byte(keys[i]), uint32(i))
			v.keys[keys[i]] = uint32(i)
		}
		v.check(t)
		if reverse {
			slices.Reverse(keys)
		}
		for i, key := range keys {
			v.tree.Remove(o, []byte(key))
			delete(v.keys, key)
			if i%500 == 0 {
				v.check(t)
			}
		}
		v.check(t)
		if v.tree.root != nil {
			t.Error("a node is left")
		}
	}
}

// TestALeafIsNeverMostlyEmpty whatever the order in which keys come, and however
// many go again.
func TestALeafIsNeverMostlyEmpty(t *testing.T) {
	const n = 20_000
	r := rand.New(rand.NewPCG(1, 2))
	for name, c := range map[string]struct {
		keys []int
		most int // leaves
	}{
		"ascending":  {ascending(n), n/(leafMax-leafTail) + 1},
		"descending": {descending(n), n/(leafMax/2) + 1},
		"random":     {r.Perm(n), n * 10 / (leafMax * 6)},
	} {
		t.Run(name, func(t *testing.T) {
			var tree Tree
			o := &Owner{}
			key := func(i int) []byte { return binary.BigEndian.AppendUint32(nil, uint32(i)) }
			for _, i := range c.keys {
				tree.Insert(o, key(i), uint32(i))
			}
			if got := leaves(tree); got > c.most {
				t.Errorf("%d keys are in %d leaves, want at most %d", n, got, c.most)
			}
			for place, i := range c.keys {
				if place%10 > 0 {
					tree.Remove(o, key(i))
				}
			}
			if got, most := leaves(tree), n/10/(leafMax/4)*2; got > most {
				t.Errorf("a tenth of them is in %d leaves, want at most %d", got, most)
			}
		})
	}
}

func ascending(n int) (keys []int) {
	for i := range n {
		keys = append(keys, i)
	}
	return keys
}

func descending(n int) []int {
	keys := ascending(n)
	slices.Reverse(keys)
	return keys
}

func leaves(t Tree) (n int) {
	for range t.Blocks(0, t.Len(), false) {
		n++
	}
	return n
}

// TestManyChangesByOneOwnerCopyOnce counts allocations.
func TestManyChangesByOneOwnerCopyOnce(t *testing.T) {
	var tree Tree
	o := &Owner{}
	key := func(i int) []byte { return fmt.Appendf(nil, "%06d", i) }
	for i := range 50_000 {
		tree.Insert(o, key(i), 0)
	}
	change := key(31_000)
	if n := testing.AllocsPerRun(100, func() { tree.Insert(o, change, 1) }); n > 0 {
		t.Errorf("%v allocations for a change by the owner, want none", n)
	}
	if n := testing.AllocsPerRun(100, func() { next := tree; next.Insert(&Owner{}, change, 1) }); n > 6 {
		t.Errorf("%v allocations for a change by another, want a path", n)
	}
}

func TestBlocksEndWithTheLoop(t *testing.T) {
	var tree Tree
	o := &Owner{}
	for i := range 5000 {
		tree.Insert(o, fmt.Appendf(nil, "%06d", i), uint32(i))
	}
	for _, reverse := range []bool{false, true} {
		n := 0
		for range tree.Blocks(10, 4000, reverse) {
			if n++; n == 3 {
				break
			}
		}
		if n != 3 {
			t.Errorf("%d blocks", n)
		}
	}
	for range (Tree{}).Blocks(0, 10, false) {
		t.Error("a block of nothing")
	}
}

func FuzzTree(f *testing.F) {
	for seed := range uint64(5) {
		f.Add(seed, []byte("abcdefgh"))
	}
	f.Fuzz(func(t *testing.T, seed uint64, alphabet []byte) {
		if len(alphabet) == 0 {
			alphabet = []byte{0}
		}
		runTree(t, rand.New(rand.NewPCG(seed, 0)), func(r *rand.Rand) string {
			var key bytes.Buffer
			for range r.IntN(6) {
				key.WriteByte(alphabet[r.IntN(len(alphabet))])
			}
			return key.String()
		}, 400)
	})
}
