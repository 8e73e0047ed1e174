package remote_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/pbxkit/pbxkit/internal/remote"
)

// gate is a PBX that knows one token at a time.
type gate struct {
	mu     sync.Mutex
	valid  string
	logins atomic.Int32
	err    error // of a login
	ttl    time.Duration
	slides time.Duration
	closed bool // whether no token is good enough
	asked  int
}

func (g *gate) login(ctx context.Context) (remote.Token, error) {
	n := g.logins.Add(1)
	select {
	case <-time.After(time.Second): // so that others come in the meantime
	case <-ctx.Done():
		return remote.Token{}, ctx.Err()
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err != nil {
		return remote.Token{}, g.err
	}
	g.valid = fmt.Sprintf("token%d", n)
	token := remote.Token{Value: g.valid, Slides: g.slides}
	if g.ttl > 0 {
		token.Expires = time.Now().Add(g.ttl)
	}
	return token, nil
}

func (g *gate) RoundTrip(r *http.Request) (*http.Response, error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.asked++
	if got := r.Header.Get("X-Token"); g.closed || got == "" || got != g.valid {
		return answer(401, nil, strings.NewReader("refused: expired")), nil
	}
	return answer(200, nil, strings.NewReader("{}")), nil
}

func (g *gate) expire() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.valid = ""
}

func (g *gate) client(t *testing.T) *remote.Client {
	t.Helper()
	v := vendor
	v.Expired = func(err error) bool { return errors.Is(err, errRefused) }
	session := remote.NewSession(g.login, func(r *http.Request, token string) { r.Header.Set("X-Token", token) }, "hunter2")
	c, err := remote.New(v, "http://pbx.test", session, remote.WithHTTPClient(&http.Client{Transport: g}))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// all sends many requests at once and returns what became of them.
func all(ctx context.Context, c *remote.Client) error {
	errs := make([]error, 50)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() { _, errs[i] = c.Do(ctx, remote.Request{Operation: create}) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

func TestATokenIsRenewedOnceHoweverManyNeedIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{}
		c := g.client(t)
		for want := range int32(3) {
			if err := all(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if err := all(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if got := g.logins.Load(); got != want+1 {
				t.Errorf("%d logins, want %d", got, want+1)
			}
			g.expire()
		}
	})
}

func TestATokenThatHasExpiredIsNotSent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{ttl: time.Minute}
		c := g.client(t)
		for _, want := range []int32{1, 2} {
			if err := all(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			if got := g.logins.Load(); got != want {
				t.Errorf("%d logins, want %d", got, want)
			}
			time.Sleep(time.Minute)
		}
	})
}

func TestEachUseOfATokenThatSlidesRestartsIt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{ttl: time.Minute, slides: time.Minute}
		c := g.client(t)
		for i, step := range []struct {
			idle   time.Duration
			logins int32
		}{{0, 1}, {59 * time.Second, 1}, {59 * time.Second, 1}, {time.Minute, 2}, {59 * time.Second, 2}} {
			time.Sleep(step.idle)
			if _, err := c.Do(t.Context(), remote.Request{Operation: create}); err != nil {
				t.Fatal(err)
			}
			if got := g.logins.Load(); got != step.logins {
				t.Errorf("step %d: %d logins, want %d", i, got, step.logins)
			}
		}
		if refused := g.asked - 5; refused != 0 {
			t.Errorf("%d requests were refused, want none", refused)
		}
	})
}

func TestARefusalOfAFreshTokenIsFinal(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{closed: true}
		_, err := g.client(t).Do(t.Context(), remote.Request{Operation: create})
		if !errors.Is(err, errRefused) {
			t.Errorf("error = %v, want a %v", err, errRefused)
		}
		if g.asked != 2 || g.logins.Load() != 2 {
			t.Errorf("%d requests and %d logins, want 2 of each", g.asked, g.logins.Load())
		}
	})
}

func TestAFailedLoginIsEveryonesError(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{err: fmt.Errorf("%w: no such account", errRefused)}
		c := g.client(t)
		if err := all(t.Context(), c); err == nil || strings.Count(err.Error(), "no such account") != 50 || g.logins.Load() != 1 {
			t.Errorf("error = %v after %d logins", err, g.logins.Load())
		}
		g.err = nil // the next one logs in anew
		if err := all(t.Context(), c); err != nil || g.logins.Load() != 2 {
			t.Errorf("error = %v after %d logins", err, g.logins.Load())
		}
	})
}

func TestALoginOutlivesWhoeverWasFirst(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{}
		c := g.client(t)
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		first := make(chan error)
		go func() {
			_, err := c.Do(ctx, remote.Request{Operation: create})
			first <- err
		}()
		synctest.Wait()
		second := make(chan error)
		go func() {
			_, err := c.Do(t.Context(), remote.Request{Operation: create})
			second <- err
		}()
		if err := <-first; !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("first: error = %v, want a %v", err, context.DeadlineExceeded)
		}
		if err := <-second; err != nil || g.logins.Load() != 1 {
			t.Errorf("second: error = %v after %d logins", err, g.logins.Load())
		}
	})
}

func TestALateRefusalOfAnOldTokenDoesNotCostTheNewOne(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		g := &gate{}
		session := remote.NewSession(g.login, func(*http.Request, string) {})
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://pbx.test", nil)
		if err != nil {
			t.Fatal(err)
		}
		for i, refused := range []string{"", "token1", "token1"} {
			if !session.Renew(refused) {
				t.Error("there is nothing else to try")
			}
			if _, err := session.Authorize(t.Context(), r); err != nil {
				t.Fatal(err)
			}
			if want := int32(min(i+1, 2)); g.logins.Load() != want {
				t.Errorf("%d logins after a refusal of %q, want %d", g.logins.Load(), refused, want)
			}
		}
	})
}

func TestALoginThatHangsDoesNotHangEveryone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		session := remote.NewSession(func(ctx context.Context) (remote.Token, error) {
			<-ctx.Done()
			return remote.Token{}, ctx.Err()
		}, func(*http.Request, string) {})
		if _, err := session.Authorize(t.Context(), &http.Request{}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("error = %v, want a %v", err, context.DeadlineExceeded)
		}
	})
}
