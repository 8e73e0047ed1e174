package pbxtest

import (
	"context"
	"sync"
)

// waiters are requests that wait for what may never come, such as a client that gives
// up. Each has a context of its own, which is forgotten when the wait is over: in a
// testing/synctest bubble it has to be made inside, and nobody outside may end it.
type waiters struct {
	mu     sync.Mutex
	over   bool
	cancel map[*context.CancelFunc]struct{}
}

// join returns a context that ends with ctx, or by release, and a function to call
// when the wait is over.
func (w *waiters) join(ctx context.Context) (context.Context, func()) {
	ctx, cancel := context.WithCancel(ctx)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.over {
		cancel()
		return ctx, func() {}
	}
	if w.cancel == nil {
		w.cancel = map[*context.CancelFunc]struct{}{}
	}
	key := &cancel
	w.cancel[key] = struct{}{}
	return ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		delete(w.cancel, key)
		cancel()
	}
}

// release ends all waits, and those to come at once.
func (w *waiters) release() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
	w.end()
}

// interrupt ends all waits, but none to come.
func (w *waiters) interrupt() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.end()
}

// end ends all waits. The lock is held.
func (w *waiters) end() {
	for cancel := range w.cancel {
		(*cancel)()
	}
	clear(w.cancel)
}
