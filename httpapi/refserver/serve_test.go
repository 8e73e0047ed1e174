package refserver

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// These tests are about minutes, and so they are inside: they serve on pipes,
// in a bubble whose time passes at once.

func TestTimeoutsEndConnectionsThatDoNothing(t *testing.T) {
	const request = "POST / HTTP/1.1\r\nHost: pbx\r\nContent-Length: 4\r\n\r\n"
	for name, test := range map[string]struct {
		send   string
		within time.Duration
	}{
		"header that does not end": {"POST / HTTP/1.1\r\nHo", 10 * time.Second},
		"body that does not come":  {request + "bo", 30 * time.Second},
		"no next request":          {request + "body", 2 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := serveOnPipes(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { io.ReadAll(r.Body) }))
				conn := l.dial()
				io.WriteString(conn, test.send)
				began := time.Now()
				io.Copy(io.Discard, conn) // until the server hangs up
				if passed := time.Since(began); passed > test.within {
					t.Errorf("the server waited for %v, want %v at most", passed, test.within)
				}
			})
		})
	}
}

func TestARequestEndsWhenItCannotBeAnsweredAnyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		handled := make(chan struct{})
		l := serveOnPipes(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			defer close(handled)
			<-r.Context().Done()
		}))
		conn := l.dial()
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: pbx\r\n\r\n")
		began := time.Now()
		conn.Close()
		<-handled
		if passed := time.Since(began); passed > time.Minute {
			t.Errorf("the request ended after %v", passed)
		}
	})
}

func TestATimeoutEndsAnswersThatNobodyReads(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := make(chan error)
		l := serveOnPipes(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			page := make([]byte, 1<<16)
			for {
				if _, err := w.Write(page); err != nil {
					ended <- err
					return
				}
			}
		}))
		conn := l.dial()
		io.WriteString(conn, "GET / HTTP/1.1\r\nHost: pbx\r\n\r\n")
		began := time.Now()
		<-ended
		if passed := time.Since(began); passed > time.Minute {
			t.Errorf("the server waited for %v, want a minute at most", passed)
		}
	})
}

func TestHeadersAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		conn := serveOnPipes(t, http.NotFoundHandler()).dial()
		go io.WriteString(conn, "GET / HTTP/1.1\r\nHost: pbx\r\nX-Long: "+strings.Repeat("x", 1<<17)+"\r\n\r\n")
		if line, err := bufio.NewReader(conn).ReadString('\n'); !strings.Contains(line, " 431 ") {
			t.Errorf("the server said %q, %v; want 431", line, err)
		}
		io.Copy(io.Discard, conn)
		conn.Close() // the rest of the header is not sent
	})
}

// Browsers keep connections in stock that they have not used yet.
func TestAConnectionWithoutARequestDoesNotSpoilTheStop(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- serve(ctx, quietServer(http.NotFoundHandler()), []net.Listener{l}) }()
		conn := l.dial()
		synctest.Wait()
		stop()
		if err := <-ended; err != nil {
			t.Errorf("serve returned %v", err)
		}
		io.Copy(io.Discard, conn)
	})
}

func TestARequestThatDoesNotEndIsCutOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		ctx, stop := context.WithCancel(t.Context())
		ended, handled := make(chan error, 1), make(chan struct{})
		handler := http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			defer close(handled)
			<-r.Context().Done()
		})
		go func() { ended <- serve(ctx, quietServer(handler), []net.Listener{l}) }()
		io.WriteString(l.dial(), "GET / HTTP/1.1\r\nHost: pbx\r\n\r\n")
		synctest.Wait()
		began := time.Now()
		stop()
		err := <-ended
		if err == nil || !strings.Contains(err.Error(), "requests under way") {
			t.Errorf("serve returned %v, want it to say what was cut off", err)
		}
		// Containers are killed after 10 s.
		if passed := time.Since(began); passed >= 10*time.Second {
			t.Errorf("the stop took %v", passed)
		}
		<-handled
	})
}

func TestAListenerThatFailsEndsTheServer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		broken := newPipes()
		broken.err = errors.New("out of files")
		whole := newPipes()
		go broken.Close()
		err := serve(t.Context(), quietServer(http.NotFoundHandler()), []net.Listener{whole, broken})
		if !errors.Is(err, broken.err) {
			t.Errorf("serve returned %v, want %v", err, broken.err)
		}
		<-whole.closed
	})
}

func TestAListenerThatDoesNotCloseIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := newPipes()
		l.closeErr = errors.New("out of luck")
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- serve(ctx, quietServer(http.NotFoundHandler()), []net.Listener{l}) }()
		synctest.Wait()
		stop()
		if err := <-ended; !errors.Is(err, l.closeErr) {
			t.Errorf("serve returned %v, want %v", err, l.closeErr)
		}
	})
}

func TestAnswersCanBeFlushedThroughTheLog(t *testing.T) {
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if err := http.NewResponseController(w).Flush(); err != nil {
			t.Error(err)
		}
	})
	answer := httptest.NewRecorder()
	logRequests(handler, slog.New(slog.DiscardHandler)).ServeHTTP(answer, httptest.NewRequest("GET", "/", nil))
	if !answer.Flushed {
		t.Error("the answer was not flushed")
	}
}

func TestTheLogHasTheStatusThatTheClientSees(t *testing.T) {
	for name, test := range map[string]struct {
		serve http.HandlerFunc
		want  string
	}{
		"nothing said":       {func(http.ResponseWriter, *http.Request) {}, "status=200"},
		"a status":           {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(418) }, "status=418"},
		"an abort":           {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, "status=0"},
		"an abort in a body": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(418); panic(http.ErrAbortHandler) }, "status=418"},
		"a connection taken": {func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
				conn.Close()
			}
		}, "status=0"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var log bytes.Buffer
				logged := make(chan struct{})
				handler := logRequests(test.serve, slog.New(slog.NewTextHandler(&log, nil)))
				l := serveOnPipes(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					defer close(logged)
					handler.ServeHTTP(w, r)
				}))
				conn := l.dial()
				go io.Copy(io.Discard, conn)
				io.WriteString(conn, "GET / HTTP/1.1\r\nHost: pbx\r\nConnection: close\r\n\r\n")
				<-logged
				if !strings.Contains(log.String(), test.want+" ") {
					t.Errorf("the log is %s, want %s", &log, test.want)
				}
				synctest.Wait()
				conn.Close()
			})
		})
	}
}

// serveOnPipes serves until the test ends.
func serveOnPipes(t *testing.T, handler http.Handler) *pipes {
	t.Helper()
	l := newPipes()
	server := quietServer(handler)
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	return l
}

func quietServer(handler http.Handler) *server {
	return newServer(handler, slog.New(slog.DiscardHandler))
}

// pipes is a listener whose connections are pipes.
type pipes struct {
	conns    chan net.Conn
	closed   chan struct{}
	close    sync.Once
	err      error // of Accept once it is closed
	closeErr error // of Close
}

func newPipes() *pipes {
	return &pipes{conns: make(chan net.Conn), closed: make(chan struct{}), err: net.ErrClosed}
}

func (p *pipes) dial() net.Conn {
	client, server := net.Pipe()
	p.conns <- server
	return client
}

func (p *pipes) Accept() (net.Conn, error) {
	select {
	case conn := <-p.conns:
		return conn, nil
	case <-p.closed:
		return nil, p.err
	}
}

func (p *pipes) Close() error {
	p.close.Do(func() { close(p.closed) })
	return p.closeErr
}

func (p *pipes) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 9100} }
