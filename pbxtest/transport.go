package pbxtest

import (
	"cmp"
	"context"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// Transport returns a transport that reaches the server in memory, without a socket
// and without a goroutine: whatever the host, scheme and port of a request are, the
// server answers. It works in a testing/synctest bubble.
func (s *Server) Transport() http.RoundTripper { return transport{s} }

type transport struct{ server *Server }

// RoundTrip implements http.RoundTripper.
func (t transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body := r.Body
	if body == nil {
		body = http.NoBody
	}
	defer body.Close()
	ctx := r.Context()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if body != http.NoBody && ctx.Done() != nil {
		// Whoever waits for the rest of the body does not after that.
		defer context.AfterFunc(ctx, func() { body.Close() })()
	}
	sent := &outgoing{ReadCloser: body}
	in, ok := incoming(r, sent)
	if !ok {
		return malformed().response(r)
	}
	a := t.server.dispatch(in)
	if err := cmp.Or(ctx.Err(), sent.err); err != nil {
		return nil, err
	}
	return a.response(r)
}

// outgoing is the body of a request that a client sends. What it fails with is the
// client's to see, whatever the server makes of the part before.
type outgoing struct {
	io.ReadCloser
	err error
}

func (b *outgoing) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		b.err = err
	}
	return n, err
}

// malformed is what net/http answers if the first line of a request is none.
func malformed() *answer {
	a := &answer{status: http.StatusBadRequest, header: http.Header{}, body: []byte("400 Bad Request")}
	a.header.Set("Content-Type", "text/plain; charset=utf-8")
	a.header.Set("Connection", "close")
	return a
}

// incoming returns a request as a server sees it, and false if it would see none.
func incoming(r *http.Request, body io.ReadCloser) (*http.Request, bool) {
	uri := r.URL.RequestURI()
	address, err := url.ParseRequestURI(uri)
	if err != nil || strings.Contains(uri, " ") {
		return nil, false
	}
	in := *r // a transport must not change r, and nothing below does
	in.Body = body
	if in.ContentLength == 0 && r.Body != nil && r.Body != http.NoBody {
		in.ContentLength = -1 // with a client, 0 stands for unknown
	}
	in.URL = address
	in.RequestURI = uri
	in.Proto, in.ProtoMajor, in.ProtoMinor = "HTTP/1.1", 1, 1
	in.RemoteAddr = "127.0.0.1:1" // an address that net/http could give
	in.Host = cmp.Or(in.Host, r.URL.Host)
	in.Method = cmp.Or(in.Method, http.MethodGet)
	if in.Header == nil {
		in.Header = http.Header{}
	}
	if r.URL.Scheme == "https" {
		in.TLS = &tls.ConnectionState{}
	}
	in.Response = nil
	return &in, true
}

// errReset is what a client of TCP gets when the connection is reset.
var errReset = &net.OpError{Op: "read", Net: "tcp", Err: os.NewSyscallError("read", syscall.ECONNRESET)}

// response returns the answer, or the error, that a client over TCP would get.
func (a *answer) response(r *http.Request) (*http.Response, error) {
	if a.breaksFirst() {
		return nil, a.failure(r.Context())
	}
	if _, ok := a.header["Date"]; !ok {
		a.header.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	}
	code := strconv.Itoa(a.status)
	response := &http.Response{
		Status: code + " " + cmp.Or(http.StatusText(a.status), "status code "+code), StatusCode: a.status,
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: a.header, Request: r, ContentLength: int64(len(a.body)),
	}
	if r.Method == http.MethodHead {
		response.ContentLength = announced(a.header)
	}
	response.Body = a.arriving(r.Context())
	return response, nil
}

// failure waits until it is clear what a client gets in the place of what it does
// not get of an answer, and returns it.
func (a *answer) failure(ctx context.Context) error {
	switch a.end {
	case Reset:
		return errReset
	case Stall:
		wait, leave := a.stalled.join(ctx)
		defer leave()
		<-wait.Done()
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return io.ErrUnexpectedEOF
}

// announced returns the length that a header announces, or -1.
func announced(h http.Header) int64 {
	n, err := strconv.ParseInt(h.Get("Content-Length"), 10, 64)
	if err != nil {
		return -1
	}
	return n
}

// arriving is the body of an answer. As with net/http, it can be closed while it is
// read, and the context of the request is that of reading as well.
type arriving struct {
	rest   []byte
	answer *answer
	ctx    context.Context
	cancel context.CancelFunc // nil unless reading can wait
	closed atomic.Bool
}

func (a *answer) arriving(ctx context.Context) *arriving {
	b := &arriving{rest: a.body, answer: a, ctx: ctx}
	if a.end != "" {
		b.rest = a.half()
		b.ctx, b.cancel = context.WithCancel(ctx)
	}
	return b
}

func (b *arriving) Read(p []byte) (int, error) {
	if err := b.err(); err != nil {
		return 0, err
	}
	if len(b.rest) > 0 {
		n := copy(p, b.rest)
		b.rest = b.rest[n:]
		return n, nil
	}
	if b.answer.end == "" {
		return 0, io.EOF
	}
	err := b.answer.failure(b.ctx)
	return 0, cmp.Or(b.err(), err)
}

// err returns why nothing can be read, if so.
func (b *arriving) err() error {
	if b.closed.Load() {
		return http.ErrBodyReadAfterClose
	}
	return b.ctx.Err()
}

func (b *arriving) Close() error {
	b.closed.Store(true)
	if b.cancel != nil {
		b.cancel()
	}
	return nil
}
