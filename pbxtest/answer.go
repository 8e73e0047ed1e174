package pbxtest

import (
	"context"
	"crypto/tls"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"strconv"
	"time"
)

// answer is what a client is to see.
type answer struct {
	status  int
	header  http.Header
	body    []byte
	end     Break    // "" if it arrives whole
	stalled *waiters // of the server that gives the answer
}

// finish completes an answer to a method as net/http would, so that it is the same
// in memory.
func (a *answer) finish(method string) {
	if a.header == nil {
		a.header = http.Header{}
	}
	if a.status == 0 {
		a.status = http.StatusOK
	}
	if len(a.body) > 0 {
		a.header.Set("Content-Length", strconv.Itoa(len(a.body)))
		if _, ok := a.header["Content-Type"]; !ok {
			a.header.Set("Content-Type", http.DetectContentType(a.body))
		}
	}
	switch {
	case method == http.MethodHead, !allowsBody(a.status):
		a.body = nil
	case len(a.body) == 0:
		a.header.Set("Content-Length", "0")
	}
}

// allowsBody reports whether an answer with a status can have a body.
func allowsBody(status int) bool {
	return status != http.StatusNoContent && status != http.StatusNotModified
}

// half returns what arrives of the body if not all of it does.
func (a *answer) half() []byte { return a.body[:len(a.body)/2] }

// breaksFirst reports whether the connection breaks before there is an answer.
func (a *answer) breaksFirst() bool { return a.end == Reset || a.end != "" && len(a.body) == 0 }

// send answers over a connection.
func (a *answer) send(w http.ResponseWriter, r *http.Request) {
	if a.breaksFirst() {
		a.cut(w, r)
		return
	}
	maps.Copy(w.Header(), a.header)
	w.WriteHeader(a.status)
	if a.end == "" {
		w.Write(a.body)
		return
	}
	w.Write(a.half())
	http.NewResponseController(w).Flush()
	a.abort(w, r)
}

// abort has net/http close the connection as it is, once nobody waits any more.
func (a *answer) abort(w http.ResponseWriter, r *http.Request) {
	if a.end == Stall {
		a.hold(w, r)
	}
	panic(http.ErrAbortHandler)
}

// hold waits until the client is gone, or the server releases whoever waits. While
// there is more of the request's body to come, net/http does not see that a client
// goes: what is left of it is read first.
func (a *answer) hold(w http.ResponseWriter, r *http.Request) {
	ctx, leave := a.stalled.join(r.Context())
	defer leave()
	stop := context.AfterFunc(ctx, func() { http.NewResponseController(w).SetReadDeadline(time.Unix(1, 0)) })
	defer stop()
	if _, err := io.Copy(io.Discard, r.Body); err != nil && !errors.Is(err, http.ErrBodyReadAfterClose) {
		return // nothing of the body can come any more
	}
	<-ctx.Done()
}

// begun says that an answer is to come. A client that has seen nothing at all may well
// ask again on another connection, as that of net/http does with one that it has used
// before: the fault would hit a request that it was not meant for, and nobody see it.
const begun = "HTTP/1.1 100 Continue\r\n\r\n"

// cut breaks a connection before there is an answer.
func (a *answer) cut(w http.ResponseWriter, r *http.Request) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil { // HTTP/2, or no connection at all
		a.abort(w, r)
	}
	defer conn.Close()
	io.WriteString(conn, begun)
	switch a.end {
	case Stall:
		a.waitForClose(conn)
	case Reset:
		reset(conn)
	}
}

// reset closes a connection without a goodbye.
func reset(conn net.Conn) {
	if secure, ok := conn.(*tls.Conn); ok {
		conn = secure.NetConn() // TLS would say one
	}
	if tcp, ok := conn.(*net.TCPConn); ok {
		tcp.SetLinger(0)
	}
	conn.Close()
}

// waitForClose waits until the client closes a connection that has been taken from
// net/http, or the server those of its clients.
func (a *answer) waitForClose(conn net.Conn) {
	ctx, leave := a.stalled.join(context.Background())
	defer leave()
	defer context.AfterFunc(ctx, func() { conn.Close() })()
	io.Copy(io.Discard, conn)
}

// Handler returns a handler that serves as the server does, its tenants included,
// for a server of another make. Faults that break connections need one of net/http.
func (s *Server) Handler() http.Handler { return http.HandlerFunc(s.serveHTTP) }

func (s *Server) serveHTTP(w http.ResponseWriter, r *http.Request) { s.dispatch(r).send(w, r) }
