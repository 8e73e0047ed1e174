package pbxtest

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// TB is what a server needs of a test: a [testing.TB] is one.
type TB interface {
	Helper()
	Cleanup(func())
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
}

// Server is a PBX of each vendor. Its methods are safe for concurrent use.
type Server struct {
	// The services work on the records that HTTP sees. Any of their members can
	// be replaced before the first request; forks and tenants have services of
	// their own, for which there is [Override].
	XiVO       *xivo.Service
	VoipNow    *voipnow.Service
	TelecomX   *telecomx.Service
	BroadWorks *broadworks.Service

	// Credentials are what opens the server. Import and Restore change them: whoever
	// reads them here must not do so meanwhile. The server's methods may be called.
	Credentials Credentials

	config *config
	db     *memstore.DB
	clock  *clock
	ids    *ids
	starts map[string]time.Time // of the clocks of vendors that have another than the server
	kin    *kin                 // of the server and its forks
	origin *Snapshot            // what Reset returns to

	// whole is held to write by what replaces records, credentials, clock and
	// identifiers, and to read by what needs those of one moment.
	whole sync.RWMutex

	api     *httpapi.Handler
	journal *Journal
	faults  faults
	tenants tenants
	parent  *Server // of a tenant: whose listener is the tenant's as well

	model  Credentials // of a tenant: what its own were made after; guarded by whole
	minted []string    // of a tenant: what credentials begin with that were made for it, and for the tenants it comes from

	held    waiters // requests that a fault holds back
	stalled waiters // answers that stopped half way

	t        TB // nil outside tests
	secure   bool
	mu       sync.Mutex // guards what follows
	url      string
	listener net.Listener
	server   *http.Server
	client   *http.Client
	closed   bool
}

// New returns a server that does not listen yet: see [Server.Serve],
// [Server.Transport] and [Server.Handler]. In a test, [Run] is shorter.
func New(opts ...Option) (*Server, error) { return newServer(nil, false, opts) }

// Run returns a server that listens on a random port of the loopback interface from
// the first call of [Server.URL] or [Server.Client], until the test ends. It fails
// the test if an option is wrong.
func Run(t TB, opts ...Option) *Server {
	t.Helper()
	return run(t, false, opts)
}

// RunTLS is [Run] for HTTPS. The certificate is one that [Server.Client] trusts.
func RunTLS(t TB, opts ...Option) *Server {
	t.Helper()
	return run(t, true, opts)
}

func run(t TB, secure bool, opts []Option) *Server {
	t.Helper()
	s, err := newServer(t, secure, opts)
	if err != nil {
		t.Fatalf("pbxtest: %v", err)
	}
	return s
}

func newServer(t TB, secure bool, opts []Option) (*Server, error) {
	c := newConfig(opts)
	if err := c.script.check(); err != nil {
		return nil, err
	}
	start, err := c.load()
	if err != nil {
		return nil, err
	}
	s := &Server{config: c, db: start.db, Credentials: start.credentials, kin: new(kin), t: t, secure: secure}
	s.Credentials.XiVO.Token = c.xivoToken
	s.clock = newClock(c.start, c.follow)
	if c.start.IsZero() {
		s.clock.start, s.starts = defaultStart, start.clocks
	}
	s.ids = newIDs(c.seed, c.random, c.script)
	return s, s.begin()
}

// begin completes a server that has its records, clock and identifiers.
func (s *Server) begin() error {
	if err := s.assemble(); err != nil {
		return err
	}
	s.prepare()
	if s.t != nil {
		s.t.Cleanup(s.end)
	}
	return nil
}

// prepare makes ready for the first request.
func (s *Server) prepare() {
	s.journal = newJournal(s.config.journalEntries, s.elsewhere)
	s.origin = s.Snapshot()
}

// end is what happens at the end of a test.
func (s *Server) end() {
	s.t.Helper()
	s.Close()
	if s.config.failOnUnread {
		for _, u := range s.journal.Unread() {
			s.t.Errorf("pbxtest: nothing looked at %v", u)
		}
	}
}

// URL returns where the server listens, such as http://127.0.0.1:34567, without a
// slash at its end. A server of [Run] begins to listen with the first call, so that
// one that is only used in memory takes no port; a server of [New] has no URL until
// [Server.Start] or [Server.Serve]. One that is [InMemory] never listens: its URL is
// http://pbx.test, which its Client reaches.
//
// In a testing/synctest bubble time stands still as long as a socket is waited for:
// use InMemory there.
func (s *Server) URL() string {
	if s.parent != nil {
		return s.parent.URL()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.config.inMemory:
		return s.scheme() + "pbx.test"
	case s.url == "" && s.t != nil && !s.closed:
		if err := s.listen(); err != nil {
			s.t.Helper()
			s.t.Fatalf("pbxtest: %v", err)
		}
	}
	return s.url
}

// Start begins to listen on a random port of the loopback interface, for a server of
// [New]. It returns once connections are accepted, or an error if the server listens
// already, is closed, is a tenant or [InMemory].
func (s *Server) Start() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.idle(); err != nil {
		return err
	}
	return s.listen()
}

// idle returns why the server cannot begin to listen, if so. The lock is held.
func (s *Server) idle() error {
	switch {
	case s.closed:
		return errors.New("pbxtest: the server is closed")
	case s.parent != nil:
		return errors.New("pbxtest: a tenant listens where its server does")
	case s.config.inMemory:
		return errors.New("pbxtest: the server is to stay in memory")
	case s.server != nil:
		return errors.New("pbxtest: the server listens already")
	}
	return nil
}

// listen begins to serve on a random port. The lock is held.
func (s *Server) listen() error {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := s.start(l)
	go server.Serve(s.wrap(l))
	return nil
}

func (s *Server) scheme() string {
	if s.secure {
		return "https://"
	}
	return "http://"
}

// start makes the HTTP server for a listener. The lock is held.
func (s *Server) start(l net.Listener) *http.Server {
	s.url, s.listener = s.scheme()+l.Addr().String(), l
	s.server = &http.Server{
		Handler:                      s.Handler(),
		ReadHeaderTimeout:            10 * time.Second,
		MaxHeaderBytes:               64 << 10,
		Protocols:                    onlyHTTP1(),
		DisableGeneralOptionsHandler: true, // OPTIONS * is the vendors' to refuse
	}
	return s.server
}

// wrap puts TLS on a listener, if the server has it.
func (s *Server) wrap(l net.Listener) net.Listener {
	if !s.secure {
		return l
	}
	return tls.NewListener(l, &tls.Config{Certificates: []tls.Certificate{certificate().pair}})
}

// Serve serves on a listener, which should be one of the loopback interface, until
// [Server.Close] or [Server.Shutdown]. It returns nil then.
func (s *Server) Serve(l net.Listener) error {
	s.mu.Lock()
	if err := s.idle(); err != nil {
		s.mu.Unlock()
		return err
	}
	server := s.start(l)
	s.mu.Unlock()
	if err := server.Serve(s.wrap(l)); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// Client returns a client that reaches the server, over TCP if it listens and
// otherwise in memory. With TLS it trusts the server.
func (s *Server) Client() *http.Client {
	if s.parent != nil {
		return s.parent.Client()
	}
	url := s.URL()
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case s.client != nil:
	case url == "" || s.config.inMemory:
		return &http.Client{Transport: s.Transport()}
	default:
		s.client = &http.Client{Transport: s.dial()}
	}
	return s.client
}

// small is the size of the buffers of a client's connection, which with those of
// net/http are most of what an instance takes. What is larger goes past them.
const small = 1 << 10

// dial returns the transport of the client.
func (s *Server) dial() *http.Transport {
	t := &http.Transport{MaxIdleConnsPerHost: 16, ReadBufferSize: small, WriteBufferSize: small, Protocols: onlyHTTP1()}
	if s.secure {
		t.TLSClientConfig = &tls.Config{RootCAs: certificate().pool}
	}
	return t
}

// onlyHTTP1 returns what is spoken: what faults do to connections they do to those of
// HTTP/1, and what HTTP/2 needs takes room in every instance.
func onlyHTTP1() *http.Protocols {
	p := &http.Protocols{}
	p.SetHTTP1(true)
	return p
}

// Shutdown stops listening and waits for the requests under way, for as long as ctx
// lasts. Answers that a fault has stalled are given up at once.
func (s *Server) Shutdown(ctx context.Context) error {
	server, l := s.stop()
	if server == nil {
		return nil
	}
	defer l.Close() // if it was not served yet, net/http does so too late
	return server.Shutdown(ctx)
}

// Close stops listening and cuts every connection. The services, and requests in
// memory, still work, other than those that a fault holds back or stalls: they fail
// at once. A test's server is closed at its end.
func (s *Server) Close() {
	server, l := s.stop()
	s.release(func(s *Server) *waiters { return &s.held })
	if server != nil {
		server.Close()
		l.Close()
	}
}

// stop ends what the server keeps for its clients.
func (s *Server) stop() (*http.Server, net.Listener) {
	if s.parent != nil {
		s.parent.tenants.remove(s)
	}
	s.release(func(s *Server) *waiters { return &s.stalled })
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.client != nil {
		s.client.CloseIdleConnections()
	}
	s.closed = true
	return s.server, s.listener
}

// release ends the waits for the server and its tenants, which have no listener of
// their own.
func (s *Server) release(of func(*Server) *waiters) {
	of(s).release()
	for _, tenant := range s.tenants.all() {
		of(tenant).release()
	}
}
