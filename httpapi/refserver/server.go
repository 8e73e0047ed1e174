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
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/xivo"
)

// Open opens the database that the server keeps its records in.
type Open func(ctx context.Context, tables ...*store.Schema) (store.DB, error)

// Main runs the reference server until ctx ends, and returns the exit code: 0,
// 1 if it cannot serve, 2 if it was called wrongly. Errors are one line on
// stderr, where requests are logged as well.
func Main(ctx context.Context, args []string, getenv func(string) string, stdout, stderr io.Writer, open Open) int {
	c, err := parseConfig(args, getenv, stdout)
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
	generated := c.xivoToken == ""
	if generated {
		c.xivoToken = rand.Text()
	}
	if err := checkExposure(c); err != nil {
		return err
	}
	logger := slog.New(slog.NewTextHandler(stderr, nil))
	handler, err := newHandler(ctx, c, fixture, logger, open)
	switch {
	case ctx.Err() != nil:
		return nil // stopped before it began
	case err != nil:
		return err
	}
	listeners, err := listen(c)
	if err != nil {
		return err
	}
	printBanner(stdout, c, listeners, generated)
	return serve(ctx, newServer(handler, logger), listeners)
}

// checkExposure refuses to let others in with a token that everyone knows.
func checkExposure(c config) error {
	for _, addr := range c.addrs {
		if c.xivoToken == xivo.DocumentationToken && !isLoopback(addr) {
			return fmt.Errorf("will not listen on %s beyond this machine with the well-known token %q: set another PLAY_AUTH_TOKEN", addr, c.xivoToken)
		}
	}
	return nil
}

// newHandler assembles the services and loads the fixture into them.
func newHandler(ctx context.Context, c config, fixture *Fixture, logger *slog.Logger, open Open) (http.Handler, error) {
	db, err := open(ctx, xivo.Tables()...)
	if err != nil {
		return nil, err
	}
	opts := []xivo.Option{xivo.WithToken(c.xivoToken)}
	if at := fixture.XiVO.Clock; !at.IsZero() {
		opts = append(opts, xivo.WithClock(func() time.Time { return at }))
	}
	svc := xivo.New(db, opts...)
	if err := svc.Seed.Load(ctx, fixture.XiVO); err != nil {
		if _, ok := errors.AsType[*xivo.SeedError](err); ok {
			return nil, fmt.Errorf("fixture %s: xivo.%w", c.fixture, err)
		}
		return nil, fmt.Errorf("fixture %s: %w", c.fixture, err)
	}
	return httpapi.NewHandler(httpapi.Services{XiVO: svc}, httpapi.Options{XiVO: xivohttp.Options{Logger: logger}})
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

func newServer(handler http.Handler, logger *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           logRequests(handler, logger),
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       30 * time.Second,
		WriteTimeout:      time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(logger.Handler(), slog.LevelWarn),
	}
}

// patience is how long requests under way may take once the server is to stop.
// It is longer than the 5 s that Shutdown gives a connection without a request,
// of which browsers like to keep one.
const patience = 8 * time.Second

// serve serves until ctx ends, and then until the requests under way are
// answered, for as long as patience lasts.
func serve(ctx context.Context, server *http.Server, listeners []net.Listener) error {
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
			server.Close()
			return fmt.Errorf("stopped with requests under way that took longer than %v", patience)
		}
		return err
	})
	return group.Wait()
}
