package pbxtest

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/pbxkit/pbxkit/internal/secret"
)

// Fault is a rule about what goes wrong. The first group of members says with which
// requests, the second with how many of those, the third what happens to them.
// A member that is zero does not count.
type Fault struct {
	Operation  Operation         // such as xivo.CreateUserLine
	Vendor     string            // such as xivo
	Method     string            // such as PUT
	Values     map[string]string // parameters of the path, such as id
	Credential string            // a token, or the username of a login

	Skip  int // how many requests are spared first
	Every int // of those after that, every second, third, …, beginning with the first
	Times int // how many requests are hit at most; 0 for all

	// Latency passes before the answer: real time, or with OnClock that of the
	// server, which somebody has to advance unless it follows another clock.
	Latency time.Duration
	OnClock bool

	// Err is the answer, in the words of its vendor. A kind such as
	// xivo.ErrLineNotFound has no message, which its method Refuse gives it. An
	// error of no vendor is answered as one that the vendor did not expect.
	Err error

	// Status is the answer, with Header and Body. It need not be one that the
	// vendor documents.
	Status int
	Header http.Header
	Body   string

	// RetryAfter is sent in a header of that name, in whole seconds, with Status
	// or else with 429, which no vendor documents.
	RetryAfter time.Duration

	// Break is what happens to the connection in place of, or while it carries,
	// the answer.
	Break Break

	// Late has the request take effect before it is answered wrongly: what a
	// client retries has been done already.
	Late bool

	// MayMiss keeps [Server.Fault] from failing the test if the fault never hits.
	MayMiss bool
}

// Break is something that happens to a connection.
type Break string

// What can happen to a connection. An answer without a body, of which nothing can be
// missing, is truncated and stalled before its first byte.
const (
	Reset    Break = "reset"    // it is reset before the answer
	Truncate Break = "truncate" // it is closed after half of the answer's body
	Stall    Break = "stall"    // nothing comes after half of the answer's body
)

// Rule is a fault in force.
type Rule struct {
	fault  Fault
	vendor string // "" for any
	faults *faults
	seen   int // requests that it is about; guarded by faults.mu
	struck int // how many of them it is to hit; guarded by faults.mu
	hits   atomic.Int64
}

// Hits returns how many requests the fault has hit. One that waits for the server's
// clock counts from then on, so that whoever sees it can advance the clock.
func (r *Rule) Hits() int { return int(r.hits.Load()) }

// Fault returns what was asked for.
func (r *Rule) Fault() Fault { return r.fault.clone() }

// clone returns a copy that shares nothing, with the headers as a client sees them.
func (f Fault) clone() Fault {
	f.Values = maps.Clone(f.Values)
	if f.Header != nil {
		header := make(http.Header, len(f.Header))
		for name, values := range f.Header {
			name = http.CanonicalHeaderKey(name)
			header[name] = append(header[name], values...)
		}
		f.Header = header
	}
	return f
}

// Remove ends the fault. It does not release the requests that it holds back already.
func (r *Rule) Remove() { r.faults.remove(r) }

// Fault puts a fault in force until the test ends. It fails the test at once if the
// fault makes no sense, and at the end if it never hit, unless it may miss.
func (s *Server) Fault(t TB, f Fault) *Rule {
	t.Helper()
	rule, err := s.AddFault(f)
	if err != nil {
		t.Fatalf("pbxtest: %v", err)
		return nil
	}
	t.Cleanup(func() {
		t.Helper()
		rule.Remove()
		if rule.Hits() == 0 && !f.MayMiss {
			t.Errorf("pbxtest: %v never hit a request", &rule.fault)
		}
	})
	return rule
}

// AddFault puts a fault in force until it is removed. It returns an error if the
// fault makes no sense, such as one about an operation that there is not. Of several
// faults that are about a request, the first that hits counts.
func (s *Server) AddFault(f Fault) (*Rule, error) {
	f = f.clone()
	f.retryLater()
	vendor, err := f.check()
	if err != nil {
		return nil, fmt.Errorf("%v: %w", &f, err)
	}
	rule := &Rule{fault: f, vendor: vendor, faults: &s.faults}
	s.faults.add(rule)
	return rule, nil
}

// retryLater makes of RetryAfter what it stands for.
func (f *Fault) retryLater() {
	if f.RetryAfter <= 0 {
		return
	}
	if f.Status == 0 {
		f.Status = http.StatusTooManyRequests
	}
	if f.Header == nil {
		f.Header = http.Header{}
	}
	seconds := (f.RetryAfter + time.Second - 1) / time.Second
	f.Header.Set("Retry-After", strconv.FormatInt(int64(seconds), 10))
}

// Faults returns the faults in force, the first one first.
func (s *Server) Faults() []*Rule { return slices.Clone(s.faults.all()) }

// faults are the rules in force.
type faults struct {
	mu    sync.Mutex
	rules atomic.Pointer[[]*Rule] // replaced, never changed
}

func (f *faults) all() []*Rule {
	if rules := f.rules.Load(); rules != nil {
		return *rules
	}
	return nil
}

func (f *faults) add(r *Rule) {
	f.mu.Lock()
	defer f.mu.Unlock()
	rules := append(slices.Clip(f.all()), r)
	f.rules.Store(&rules)
}

func (f *faults) remove(r *Rule) {
	f.mu.Lock()
	defer f.mu.Unlock()
	rules := slices.DeleteFunc(slices.Clone(f.all()), func(other *Rule) bool { return other == r })
	f.rules.Store(&rules)
}

func (f *faults) clear() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.rules.Store(nil)
}

// strike returns the rule that hits a request, or nil.
func (f *faults) strike(c *call) *Rule {
	rules := f.all()
	if len(rules) == 0 {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, r := range rules {
		if r.about(c) && r.count() {
			r.struck++
			return r
		}
	}
	return nil
}

// about reports whether a rule is about a request.
func (r *Rule) about(c *call) bool {
	f := &r.fault
	if r.vendor != "" && r.vendor != c.vendor || f.Method != "" && f.Method != c.r.Method {
		return false
	}
	if f.Operation != nil && f.Operation.String() != c.operation() {
		return false
	}
	for name, value := range f.Values {
		if c.match.Value(name) != value {
			return false
		}
	}
	return f.Credential == "" || secret.Equal(f.Credential, c.credential)
}

// count counts a request, and reports whether it is one of those to hit.
func (r *Rule) count() bool {
	f := &r.fault
	n := r.seen - f.Skip
	r.seen++
	return n >= 0 && (f.Every == 0 || n%f.Every == 0) && (f.Times == 0 || r.struck < f.Times)
}
