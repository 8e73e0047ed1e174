package memstore

import (
	"slices"
	"sync"

	"github.com/pbxkit/pbxkit/store"
)

// OnCommit has fn called with the changes of each transaction that is committed
// from now on: what a View that begins now does not see, fn will be told. The
// calls come after the commit and in the order of commits, one at a time. Each row
// appears once, as it was before and after the transaction, in the order in which
// rows were first written; a row that came and went within one transaction does
// not appear, nor does a call without changes.
//
// The next Update waits for fn, which may View, but must not wait for an Update,
// nor change the slice or the rows, which it may keep. A panic of fn goes on
// through the Update, whose writes are committed. stop ends the calls, except one
// that is under way.
func (db *DB) OnCommit(fn func([]store.Change)) (stop func()) { return db.hooks.add(fn) }

// hooks are the functions to call after a commit.
type hooks struct {
	mu   sync.Mutex
	list []*func([]store.Change)
}

func (h *hooks) add(fn func([]store.Change)) (stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.list = append(h.list, &fn)
	return func() { h.remove(&fn) }
}

func (h *hooks) remove(fn *func([]store.Change)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	var rest []*func([]store.Change) // a new slice: commit may be reading the old one
	for _, f := range h.list {
		if f != fn {
			rest = append(rest, f)
		}
	}
	h.list = rest
}

// commit publishes what writes have made and tells the hooks. A hook that was
// added before hears of it, and one that is added after can see it.
func (h *hooks) commit(publish func(), writes []store.Change) {
	h.mu.Lock()
	publish()
	list := h.list
	h.mu.Unlock()
	if len(list) == 0 {
		return
	}
	changes := merge(writes)
	if len(changes) == 0 {
		return
	}
	for _, fn := range list {
		(*fn)(changes)
	}
}

// merge makes one change of all the writes to a row, and none if it is not there
// before and after.
func merge(writes []store.Change) []store.Change {
	type rowID struct {
		schema *store.Schema
		key    store.Key
	}
	place := map[rowID]int{}
	merged := make([]store.Change, 0, len(writes)) // the state may need writes as they are
	for _, w := range writes {
		id := rowID{w.Schema, w.Key}
		if i, ok := place[id]; ok {
			merged[i].After = w.After
			continue
		}
		place[id] = len(merged)
		merged = append(merged, w)
	}
	return slices.DeleteFunc(merged, func(c store.Change) bool { return c.Before == nil && c.After == nil })
}
