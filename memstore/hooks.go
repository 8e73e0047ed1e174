package memstore

import (
	"sync"

	"github.com/pbxkit/pbxkit/store"
)

// OnCommit has fn called with the changes of each transaction from now on, after
// the commit and in the order of commits, one at a time. Each row appears once,
// as it was before and after the transaction, in the order in which rows were
// first written; a row that came and went within one transaction does not
// appear, nor does a call without changes. The next Update waits for fn, which
// must not wait for one, nor change the rows. stop ends the calls.
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
	var rest []*func([]store.Change) // a new slice: call may be reading the old one
	for _, f := range h.list {
		if f != fn {
			rest = append(rest, f)
		}
	}
	h.list = rest
}

func (h *hooks) current() []*func([]store.Change) {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.list
}

func (h *hooks) active() bool { return len(h.current()) > 0 }

func (h *hooks) call(changes []store.Change) {
	if len(changes) == 0 {
		return
	}
	for _, fn := range h.current() {
		(*fn)(changes)
	}
}

// changeLog collects the changes of a transaction. A nil log collects nothing.
type changeLog struct {
	list  []store.Change
	place map[rowID]int // in list
}

type rowID struct {
	schema *store.Schema
	key    store.Key
}

func (l *changeLog) add(s *store.Schema, before, after any) {
	if l == nil {
		return
	}
	row := after
	if row == nil {
		row = before
	}
	id := rowID{s, s.Key(row)}
	if i, ok := l.place[id]; ok {
		l.list[i].After = after
		return
	}
	if l.place == nil {
		l.place = map[rowID]int{}
	}
	l.place[id] = len(l.list)
	l.list = append(l.list, store.Change{Schema: s, Key: id.key, Before: before, After: after})
}

func (l *changeLog) changes() []store.Change {
	if l == nil {
		return nil
	}
	changes := l.list[:0]
	for _, c := range l.list {
		if c.Before != nil || c.After != nil {
			changes = append(changes, c)
		}
	}
	return changes
}
