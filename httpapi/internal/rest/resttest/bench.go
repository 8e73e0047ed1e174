package resttest

import (
	"net/http"
	"strings"
	"testing"
)

// Sender sends one request over and over. There is no server and no socket: what is
// measured is the handler.
type Sender struct {
	h    http.Handler
	r    *http.Request
	text string
	body rewound
	w    sink
}

// NewSender returns a Sender of a request with a body.
func NewSender(h http.Handler, r *http.Request, body string) *Sender {
	s := &Sender{h: h, r: r, text: body, body: rewound{strings.NewReader(body)}, w: sink{header: http.Header{}}}
	r.Body, r.ContentLength = s.body, int64(len(body))
	return s
}

// Send sends the request, and ends the benchmark if it is not answered with a status.
func (s *Sender) Send(b *testing.B, status int) {
	clear(s.w.header)
	s.w.status = 0
	s.body.Reset(s.text)
	s.h.ServeHTTP(&s.w, s.r)
	if s.w.status != status {
		b.Fatalf("%s %s: status %d, want %d", s.r.Method, s.r.URL, s.w.status, status)
	}
}

// rewound is a body that can be sent again.
type rewound struct{ *strings.Reader }

func (rewound) Close() error { return nil }

// sink is a ResponseWriter that costs nothing.
type sink struct {
	header http.Header
	status int
}

func (s *sink) Header() http.Header         { return s.header }
func (s *sink) WriteHeader(status int)      { s.status = status }
func (s *sink) Write(b []byte) (int, error) { return len(b), nil }
