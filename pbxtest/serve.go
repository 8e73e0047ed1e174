package pbxtest

import (
	"bytes"
	"io"
	"net/http"
	"time"

	"github.com/pbxkit/pbxkit/httpapi"
)

// call is a request to a server.
type call struct {
	r          *http.Request
	vendor     string // whose path it is; "" for nobody's
	match      httpapi.Match
	known      bool // match is the operation that serves it
	credential string
	body       *capture
	reads      httpapi.Reads
}

// operation returns the name of the operation that serves the call, or "".
func (c *call) operation() string {
	if !c.known {
		return ""
	}
	return c.match.Name
}

// dispatch has a request answered by whose credential it carries.
func (s *Server) dispatch(r *http.Request) *answer {
	c := &call{r: r}
	c.vendor, c.match, c.known = s.api.Match(r) // tenants have the same routes
	c.credential = c.carried()
	if tenant := s.tenants.of(c.credential); tenant != nil {
		return tenant.respond(c)
	}
	return s.respond(c)
}

// respond serves a request, or lets go wrong what is to go wrong, and writes it down.
// It is in the journal before the client can see the answer.
func (s *Server) respond(c *call) *answer {
	start := time.Now()
	c.body = &capture{ReadCloser: c.r.Body, limit: s.config.journalBody}
	c.r = c.reads.Watch(c.r)
	c.r.Body = c.body
	rule := s.faults.strike(c)
	a := s.answer(c, rule)
	a.finish(c.r.Method)
	a.stalled = &s.stalled
	c.body.finish(c.r)
	s.journal.add(s.clock.now(), c, a, rule, time.Since(start))
	return a
}

// answer returns what a request is answered with, by a rule if there is one.
func (s *Server) answer(c *call, rule *Rule) *answer {
	if rule == nil {
		return s.serve(c)
	}
	f := &rule.fault
	if !f.OnClock {
		rule.hits.Add(1)
	}
	if f.Latency > 0 || f.Break != "" {
		// While a body is under way, net/http does not see that a client is gone,
		// and what it closes is reset.
		peek(c.r)
	}
	if !f.Late && s.lag(c, rule) != nil {
		return &answer{end: Reset} // nobody is there any more
	}
	a := &answer{}
	if f.Late || f.Err == nil && f.Status == 0 && f.Break != Reset {
		a = s.serve(c)
	}
	switch {
	case f.Err != nil:
		a = answerOf(c.r, func(w http.ResponseWriter, r *http.Request) { s.api.Refuse(w, r, f.Err) })
	case f.Status != 0:
		a = &answer{status: f.Status, header: f.Header.Clone(), body: []byte(f.Body)}
	}
	a.end = f.Break
	if f.Late && s.lag(c, rule) != nil {
		a.end = Reset
	}
	return a
}

// lag waits for the latency of a fault to pass. It returns an error if the client or
// the server gives up before that.
func (s *Server) lag(c *call, rule *Rule) error {
	f := &rule.fault
	if f.Latency == 0 {
		return nil
	}
	ctx, leave := s.held.join(c.r.Context())
	defer leave()
	if f.OnClock {
		return s.clock.wait(ctx, f.Latency, func() { rule.hits.Add(1) })
	}
	return sleep(ctx, f.Latency)
}

func (s *Server) serve(c *call) *answer { return answerOf(c.r, s.api.ServeHTTP) }

// answerOf returns what a handler answers.
func answerOf(r *http.Request, serve http.HandlerFunc) *answer {
	w := &recorder{}
	serve(w, r)
	return &w.answer
}

// recorder keeps an answer. It implements http.ResponseWriter.
type recorder struct{ answer }

func (w *recorder) Header() http.Header {
	if w.header == nil {
		w.header = http.Header{}
	}
	return w.header
}

func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
}

func (w *recorder) Write(p []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	w.body = append(w.body, p...)
	return len(p), nil
}

// capture is the body of a request that keeps a copy of how it begins.
type capture struct {
	io.ReadCloser
	limit int
	kept  bytes.Buffer
	size  int64 // of what was read
	ended bool
}

func (b *capture) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.size += int64(n)
	b.kept.Write(p[:min(n, b.limit-b.kept.Len())])
	b.ended = b.ended || err != nil
	return n, err
}

// finish reads what nobody has read, for the journal: as much as it keeps of a body
// whose end the client has announced.
func (b *capture) finish(r *http.Request) {
	if b.ended || r.ContentLength <= b.size {
		return
	}
	if r.ContentLength > int64(b.limit) || r.Header.Get("Expect") != "" {
		b.size = r.ContentLength // which nobody has read to its end
		return
	}
	io.Copy(io.Discard, b)
}
