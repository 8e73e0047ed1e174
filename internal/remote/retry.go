package remote

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Retry says how often a request is sent again that got no answer, or one of the
// statuses 429, 502, 503 and 504. Only requests are whose effect is the same however
// often they arrive: reads, finds, PUT, DELETE, and what the vendor's client knows to
// replace all it touches. A DELETE whose answer was lost has been done already, so that
// the next one is refused. The zero value repeats nothing.
type Retry struct {
	Attempts int           // how often a request is sent at most; 0 and 1: once
	Wait     time.Duration // up to this before the second attempt, at random; doubled for each after it; 0: 100 ms
	MaxWait  time.Duration // at most this before any; 0: 5 s. A Retry-After beyond it ends the attempts
}

// again returns how long to wait before a request is sent again after its attempt of a
// number, from 1, and whether it is to be sent at all.
func (r Retry) again(attempt int, header http.Header, now time.Time) (time.Duration, bool) {
	if attempt >= r.Attempts {
		return 0, false
	}
	wait, most := r.Wait, r.MaxWait
	if wait <= 0 {
		wait = 100 * time.Millisecond
	}
	if most <= 0 {
		most = 5 * time.Second
	}
	if asked, ok := retryAfter(header, now); ok {
		return asked, asked <= most
	}
	for range attempt - 1 {
		wait = min(2*wait, most)
	}
	return rand.N(min(wait, most) + 1), true
}

// retryAfter reads the header of that name: seconds, or a date.
func retryAfter(header http.Header, now time.Time) (time.Duration, bool) {
	value := strings.TrimSpace(header.Get("Retry-After"))
	if seconds, err := strconv.ParseInt(value, 10, 32); err == nil && seconds >= 0 {
		return time.Duration(seconds) * time.Second, true
	}
	if at, err := http.ParseTime(value); err == nil {
		return max(0, at.Sub(now)), true
	}
	return 0, false
}

// passes reports whether what went wrong may be gone the next time, in whoever's terms.
func (c *Client) passes(err error) bool {
	return passes(err) || c.vendor.Passes != nil && c.vendor.Passes(err)
}

// passes reports it of what is not in the vendor's terms.
func passes(err error) bool {
	e, ok := errors.AsType[*UnexpectedError](err)
	if !ok || errors.Is(err, ErrParam) {
		return false
	}
	if e.Status == 0 {
		return true
	}
	return StatusPasses(e.Status)
}

// StatusPasses reports whether a status says that the request may succeed later.
func StatusPasses(status int) bool {
	return slices.Contains([]int{
		http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout,
	}, status)
}

// sleep waits, unless ctx ends before that: then it does not wait at all if it is known
// beforehand.
func sleep(ctx context.Context, wait time.Duration) bool {
	if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) <= wait {
		return false
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}
