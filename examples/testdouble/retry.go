package main

import (
	"context"
	"time"
)

// Retry says how often a request is sent at most, and how long to wait before the
// second attempt. The wait doubles with each.
type Retry struct {
	Attempts int
	Pause    time.Duration
}

// do tries until it succeeds, or fails with an error after which another attempt is
// not worth while, or not safe.
func (r Retry) do(ctx context.Context, again func(error) bool, try func() error) error {
	for attempt := 1; ; attempt++ {
		err := try()
		if err == nil || attempt >= r.Attempts || !again(err) {
			return err
		}
		if err := pause(ctx, r.Pause<<(attempt-1)); err != nil {
			return err
		}
	}
}

// pause waits, and returns early if ctx ends.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
