package pbxtest

import (
	"context"
	"math"
	"slices"
	"sync"
	"time"
)

// defaultStart is the time of a server whose fixture and options name none. That
// it is always the same makes answers the same in every run.
var defaultStart = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// clock is the time of a server: it stands still until it is advanced, or follows
// another clock at the distance it was advanced by.
type clock struct {
	follow func() time.Time // nil for a clock that stands still

	mu       sync.Mutex
	start    time.Time
	advanced time.Duration
	waiting  []waiter
}

// waiter is someone who waits for a moment.
type waiter struct {
	until  time.Duration // of advanced
	passed chan struct{}
}

func newClock(start time.Time, follow func() time.Time) *clock {
	return &clock{start: start, follow: follow}
}

// fork returns a clock of its own that shows the same time.
func (c *clock) fork() *clock {
	f := newClock(c.start, c.follow)
	f.advanced = c.elapsed()
	return f
}

func (c *clock) elapsed() time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.advanced
}

// now returns the time of the server.
func (c *clock) now() time.Time { return c.from(c.start)() }

// from returns a clock that started at another time, and goes as c does. What
// follows another clock shows the same time everywhere.
func (c *clock) from(start time.Time) func() time.Time {
	return func() time.Time {
		if c.follow != nil {
			return c.follow().Add(c.elapsed())
		}
		return start.Add(c.elapsed())
	}
}

// advance moves the clock, and wakes those who waited for what is past now.
func (c *clock) advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.move(sum(c.advanced, d))
}

func (c *clock) set(advanced time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.move(advanced)
}

// move sets how far the clock was advanced. The lock is held.
func (c *clock) move(advanced time.Duration) {
	c.advanced = advanced
	c.waiting = slices.DeleteFunc(c.waiting, func(w waiter) bool {
		if w.until > advanced {
			return false
		}
		close(w.passed)
		return true
	})
}

// wait waits until the clock has been advanced by d, or, if it goes by itself,
// until that long has passed. It calls begun once no advance can be missed.
func (c *clock) wait(ctx context.Context, d time.Duration, begun func()) error {
	passed := c.after(d)
	begun()
	defer c.forget(passed)
	if c.follow == nil {
		return await(ctx, passed, nil)
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	return await(ctx, passed, timer.C)
}

// after returns a channel that is closed once the clock has been advanced by d.
func (c *clock) after(d time.Duration) <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := waiter{sum(c.advanced, d), make(chan struct{})}
	c.waiting = append(c.waiting, w)
	return w.passed
}

// forget forgets who does not wait any more.
func (c *clock) forget(passed <-chan struct{}) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.waiting = slices.DeleteFunc(c.waiting, func(w waiter) bool { return w.passed == passed })
}

// sum adds durations. What is longer than a duration can be, 292 years, is as long as
// one can be.
func sum(a, b time.Duration) time.Duration {
	switch total := a + b; {
	case a > 0 && b > 0 && total < 0:
		return math.MaxInt64
	case a < 0 && b < 0 && total >= 0:
		return math.MinInt64
	default:
		return total
	}
}

// sleep waits for real time to pass, which is that of the bubble in a
// testing/synctest bubble.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	return await(ctx, nil, timer.C)
}

func await(ctx context.Context, passed <-chan struct{}, timer <-chan time.Time) error {
	select {
	case <-passed:
		return nil
	case <-timer:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
