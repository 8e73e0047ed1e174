package pgstore

import (
	"context"
	"math/rand/v2"
	"time"
)

const (
	shortPause = time.Millisecond
	longPause  = 100 * time.Millisecond
)

// pause waits before another attempt: for a time that chance picks, so that those
// who got in one another's way do not meet again, from a range that doubles with each
// attempt. It returns ctx's error if ctx ends before.
func pause(ctx context.Context, attempt int) error {
	most := min(shortPause<<min(attempt, 10), longPause)
	timer := time.NewTimer(rand.N(most))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}
