// Package refserver is the reference server as a function, so that a main has
// nothing to do but choose a storage backend:
//
//	os.Exit(refserver.Main(ctx, os.Args[1:], os.Getenv, os.Stdout, os.Stderr, open))
package refserver

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"flag"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pbxkit/pbxkit/store"
)

// Open opens the database that the server keeps its records in. With -control it has
// to be a [*memstore.DB]: the server then keeps them in one of its own, which can be
// forked and reset.
type Open func(ctx context.Context, tables ...*store.Schema) (store.DB, error)

// Main runs the reference server until ctx ends, and returns the exit code: 0,
// 1 if it cannot serve, 2 if it was called wrongly. Errors are one line on
// stderr, where requests are logged as well. The flags of args are those that -help
// lists, and those that backend declares for open.
//
// The fixture is loaded once for a database: one that outlives the server keeps what
// it was made of.
func Main(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, open Open, backend ...func(*flag.FlagSet)) int {
	c, err := parseConfig(args, getenv, stdout, backend...)
	switch {
	case errors.Is(err, errHelp):
		return 0
	case err != nil:
		printError(stderr, err)
		return 2
	}
	if err := run(ctx, c, stdout, stderr, open); err != nil {
		printError(stderr, err)
		return 1
	}
	return 0
}

// printError prints an error as one line, whatever names of files and members it
// repeats.
func printError(stderr io.Writer, err error) {
	fmt.Fprintf(stderr, "server: %s\n", strings.NewReplacer("\n", `\n`, "\r", `\r`).Replace(err.Error()))
}

func run(ctx context.Context, c config, stdout, stderr io.Writer, open Open) error {
	fixture, err := loadFixture(c.fixture)
	if err != nil {
		return err
	}
	if c.xivoToken == "" {
		c.xivoToken, c.xivoTokenGenerated = rand.Text(), true
	}
	if c.control && c.controlToken == "" {
		c.controlToken, c.controlTokenGenerated = rand.Text(), true
	}
	if err := checkExposure(c, fixture); err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(stderr, nil))
	a, err := assemble(ctx, c, fixture, logger, open)
	switch {
	case ctx.Err() != nil:
		return nil // stopped before it began
	case err != nil:
		return err
	}
	handler, err := a.handler()
	if err != nil {
		return err
	}
	listeners, err := listen(c)
	if err != nil {
		return err
	}
	printBanner(stdout, a, listeners)
	server := newServer(handler, logger)
	if a.pbx != nil {
		server.RegisterOnShutdown(a.pbx.Close) // ends the answers that faults have stalled
	}
	return serve(ctx, server, listeners)
}

// listen opens every address, with TLS if there is a certificate.
func listen(c config) ([]net.Listener, error) {
	var tlsConfig *tls.Config
	if c.tlsCert != "" {
		cert, err := tls.LoadX509KeyPair(c.tlsCert, c.tlsKey)
		if err != nil {
			return nil, fmt.Errorf("certificate %s with key %s: %w", c.tlsCert, c.tlsKey, err)
		}
		tlsConfig = &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: []string{"h2", "http/1.1"}}
	}
	var listeners []net.Listener
	for _, addr := range c.addrs {
		l, err := net.Listen("tcp", addr)
		if err != nil {
			for _, open := range listeners {
				open.Close()
			}
			return nil, err
		}
		if tlsConfig != nil {
			l = tls.NewListener(l, tlsConfig)
		}
		listeners = append(listeners, l)
	}
	return listeners, nil
}

// writeTimeout is after how long a request cannot be answered any more.
const writeTimeout = time.Minute

// server is an HTTP server whose requests end when abort says so.
type server struct {
	http.Server
	abort    context.CancelFunc
	requests sync.WaitGroup // of all connections; Shutdown does not know of those that are broken
}

func newServer(handler http.Handler, logger *slog.Logger) *server {
	life, abort := context.WithCancel(context.Background())
	s := &server{abort: abort}
	s.Server = http.Server{
		Handler:           s.count(logRequests(finish(handler, life), logger)),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      writeTimeout,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),

		DisableGeneralOptionsHandler: true, // OPTIONS * is the vendors' to refuse
	}
	return s
}

func (s *server) count(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.requests.Add(1)
		defer s.requests.Done()
		next.ServeHTTP(w, r)
	})
}

// settle waits until all requests have returned, and so are in the log, or ctx ends.
func (s *server) settle(ctx context.Context) {
	done := make(chan struct{})
	go func() {
		s.requests.Wait()
		close(done)
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// finish lets a request that has arrived be answered, as long as it can be and the
// server lives: a client may close its half of the connection once it has sent
// everything, which net/http takes for one that has gone, and cancels the context of
// the request.
func finish(next http.Handler, life context.Context) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(r.Context()), writeTimeout)
		defer cancel()
		defer context.AfterFunc(life, cancel)()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}

// patience is how long requests under way may take once the server is to stop.
// It is longer than the 5 s that Shutdown gives a connection without a request,
// of which browsers like to keep one.
const patience = 8 * time.Second

// serve serves until ctx ends, and then until the requests under way are
// answered, for as long as patience lasts.
func serve(ctx context.Context, server *server, listeners []net.Listener) error {
	group, ctx := errgroup.WithContext(ctx)
	for _, l := range listeners {
		group.Go(func() error {
			if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
				return err
			}
			return nil
		})
	}
	group.Go(func() error {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), patience)
		defer cancel()
		err := server.Shutdown(grace)
		if errors.Is(err, context.DeadlineExceeded) {
			server.abort()
			server.Close()
			return fmt.Errorf("stopped with requests under way that took longer than %v", patience)
		}
		server.settle(grace)
		return err
	})
	return group.Wait()
}
