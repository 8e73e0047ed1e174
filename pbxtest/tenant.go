package pbxtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
)

// Tenant returns a server at the URL of s that only its own credentials reach. It
// begins as a fork of s, and has records, time, journal and faults of its own, so
// that tests that cannot start a server each, in whatever language, share one. It
// is gone when the test t ends; without a test, t is nil, after Close.
//
// Whose a request is can be seen from its credential: a token, a session that began
// with a login of the tenant, or the login itself. A request without one is not a
// tenant's.
//
// Its credentials do what those of s do. It has none in place of a token that is of
// nobody any more, such as one that was logged out, or of an account that cannot log
// in; a token that has only expired is of somebody.
func (s *Server) Tenant(t TB) *Server {
	tenant, err := s.NewTenant()
	if err != nil {
		if t == nil {
			panic("pbxtest: " + err.Error())
		}
		t.Helper()
		t.Fatalf("pbxtest: %v", err)
	}
	if t != nil {
		tenant.t = t
		t.Cleanup(tenant.end)
	}
	return tenant
}

// NewTenant is [Server.Tenant] outside a test.
func (s *Server) NewTenant() (*Server, error) {
	root := s
	if s.parent != nil {
		root = s.parent
	}
	tag := "t" + strings.ToLower(rand.Text())
	tenant := s.fork(nil, tag+".")
	tenant.parent = root
	tenant.minted = append(slices.Clip(s.minted), tenant.ids.prefix)
	if s.parent == nil {
		tenant.model = tenant.Credentials
	}
	tenant.Credentials = Credentials{}
	tenant.Credentials.XiVO.Token = tag + ".xivo"
	if err := tenant.assemble(); err != nil {
		return nil, err
	}
	if err := tenant.mint(context.Background()); err != nil {
		return nil, err
	}
	tenant.prepare()
	root.tenants.add(tag, tenant)
	return tenant, nil
}

// ID returns what the credentials of a tenant begin with; "" for a server that is
// no tenant.
func (s *Server) ID() string { return strings.TrimSuffix(s.ids.prefix, ".") }

// mint gives a tenant credentials that do what those of its model do.
func (s *Server) mint(ctx context.Context) error {
	for _, v := range vendors() {
		if err := v.mint(ctx, s, &s.model); err != nil {
			return fmt.Errorf("credentials of a tenant: %w", err)
		}
	}
	return nil
}

// exported returns what opens a server with what this one exports.
func (s *Server) exported() Credentials {
	if s.parent != nil {
		return s.model
	}
	return s.Credentials
}

// isMinted reports whether a token, or the name of an account, was made for a tenant.
func (s *Server) isMinted(credential string) bool {
	credential = strings.ToLower(credential) // usernames of TelecomX have no case
	return slices.ContainsFunc(s.minted, func(prefix string) bool { return strings.HasPrefix(credential, prefix) })
}

// unminted removes the records whose credential was made for a tenant, and puts those
// first of whose credential the tenant's own does what it does.
func unminted[R any](s *Server, records []R, credential func(R) string, preferred string) []R {
	if s.parent != nil {
		records = slices.DeleteFunc(records, func(r R) bool { return s.isMinted(credential(r)) })
	}
	first(records, func(r R) bool { return credential(r) == preferred })
	return records
}

// tenants are the servers behind the credentials of a server, by what those begin
// with.
type tenants struct {
	mu sync.RWMutex
	by map[string]*Server
}

func (t *tenants) add(tag string, s *Server) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.by == nil {
		t.by = map[string]*Server{}
	}
	t.by[tag] = s
}

func (t *tenants) remove(s *Server) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.by, s.ID())
}

func (t *tenants) clear() {
	for _, tenant := range t.all() {
		tenant.Close()
	}
}

// all returns the tenants, in no order.
func (t *tenants) all() []*Server {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return slices.Collect(maps.Values(t.by))
}

// of returns the tenant that a credential belongs to, or nil.
func (t *tenants) of(credential string) *Server {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if len(t.by) == 0 {
		return nil
	}
	tag, _, _ := strings.Cut(credential, ".")
	return t.by[strings.ToLower(tag)] // usernames of TelecomX have no case
}

// TenantByID returns the tenant with an ID, or nil.
func (s *Server) TenantByID(id string) *Server {
	s.tenants.mu.RLock()
	defer s.tenants.mu.RUnlock()
	return s.tenants.by[id]
}

// Tenants returns the IDs of all tenants there are, in the order of the alphabet.
func (s *Server) Tenants() []string {
	s.tenants.mu.RLock()
	defer s.tenants.mu.RUnlock()
	ids := slices.AppendSeq(make([]string, 0, len(s.tenants.by)), maps.Keys(s.tenants.by))
	slices.Sort(ids)
	return ids
}
