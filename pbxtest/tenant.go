package pbxtest

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
)

// Tenant returns a server at the URL of s that only its own credentials reach. It
// begins as a fork of s, and has records, time, journal and faults of its own, so
// that tests that cannot start a server each, in whatever language, share one. It
// is gone when the test t ends; without a test, t is nil, after Close.
//
// Whose a request is can be seen from its credential: a token, a session that began
// with a login of the tenant, or the login itself. A request without one is not a
// tenant's.
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
	tenant := s.fork(nil, tag+".", Credentials{})
	tenant.parent = root
	tenant.Credentials.XiVO.Token = tag + ".xivo"
	if err := tenant.assemble(); err != nil {
		return nil, err
	}
	if err := tenant.mint(context.Background(), s.Credentials); err != nil {
		return nil, fmt.Errorf("credentials of a tenant: %w", err)
	}
	tenant.prepare()
	root.tenants.add(tag, tenant)
	return tenant, nil
}

// ID returns what the credentials of a tenant begin with; "" for a server that is
// no tenant.
func (s *Server) ID() string { return strings.TrimSuffix(s.ids.prefix, ".") }

// mint gives a tenant credentials that do what those of the server do that it was
// forked from.
func (s *Server) mint(ctx context.Context, of Credentials) error {
	if err := s.mintVoipNow(ctx, of); err != nil {
		return err
	}
	if err := s.mintTelecomX(ctx, of); err != nil {
		return err
	}
	return s.mintBroadWorks(ctx, of)
}

func (s *Server) mintVoipNow(ctx context.Context, of Credentials) error {
	if of.VoipNow.Token == "" {
		return nil
	}
	bearer := "Bearer " + of.VoipNow.Token
	caller, err := s.VoipNow.Auth.Check(ctx, voipnow.Credential{Authorization: &bearer})
	if err != nil {
		return err
	}
	own := &s.Credentials.VoipNow
	own.Token = s.ids.prefix + "voipnow"
	f := &voipnow.Fixture{Tokens: []voipnow.Token{{Value: own.Token, UserID: caller.UserID}}}
	if of.VoipNow.ClientID != "" {
		own.ClientID, own.ClientSecret = s.ids.prefix+of.VoipNow.ClientID, of.VoipNow.ClientSecret
		f.Apps = []voipnow.App{{ClientID: own.ClientID, ClientSecret: own.ClientSecret, UserID: caller.UserID, Trusted: true}}
	}
	return s.VoipNow.Seed.Load(ctx, f)
}

func (s *Server) mintTelecomX(ctx context.Context, of Credentials) error {
	f := &telecomx.Fixture{}
	own := &s.Credentials.TelecomX
	if of.TelecomX.Token != "" {
		caller, err := s.TelecomX.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.APIKey, Value: of.TelecomX.Token})
		if err != nil {
			return err
		}
		own.Token = s.ids.prefix + "telecomx"
		f.Tokens = []telecomx.Token{{Value: own.Token, Employee: caller.Employee, Persistent: true}}
	}
	if of.TelecomX.Username != "" {
		caller, err := s.TelecomX.Auth.As(ctx, of.TelecomX.Username)
		if err != nil {
			return err
		}
		id, err := telecomx.RandomIDs(s.ids).ID()
		if err != nil {
			return err
		}
		own.Username, own.Password = s.ids.prefix+of.TelecomX.Username, of.TelecomX.Password
		f.Employees = []telecomx.Employee{{
			ID: id, Customer: caller.Customer, Username: own.Username, Password: own.Password, Level: caller.Level,
		}}
	}
	return s.TelecomX.Seed.Load(ctx, f)
}

func (s *Server) mintBroadWorks(ctx context.Context, of Credentials) error {
	f := &broadworks.Fixture{}
	own := &s.Credentials.BroadWorks
	if of.BroadWorks.Token != "" {
		bearer := "Bearer " + of.BroadWorks.Token
		caller, err := s.BroadWorks.Auth.Check(ctx, broadworks.Credential{Authorization: &bearer})
		if err != nil {
			return err
		}
		own.Token = s.ids.prefix + "broadworks"
		f.Tokens = []broadworks.Token{{Value: own.Token, Username: caller.Username}}
	}
	if of.BroadWorks.Username != "" {
		caller, err := s.BroadWorks.Auth.As(ctx, of.BroadWorks.Username)
		if err != nil {
			return err
		}
		own.Username, own.Password = s.ids.prefix+of.BroadWorks.Username, of.BroadWorks.Password
		f.Accounts = []broadworks.Account{{
			Username: own.Username, Password: own.Password, Level: caller.Level,
			TenantID: caller.TenantID, GroupID: caller.GroupID, UserID: caller.UserID, ReadOnly: caller.ReadOnly,
		}}
	}
	return s.BroadWorks.Seed.Load(ctx, f)
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
func (s *Server) TenantByID(id string) *Server { return s.tenants.of(id) }

// Tenants returns the IDs of all tenants there are, in the order of the alphabet.
func (s *Server) Tenants() []string {
	s.tenants.mu.RLock()
	defer s.tenants.mu.RUnlock()
	ids := slices.AppendSeq(make([]string, 0, len(s.tenants.by)), maps.Keys(s.tenants.by))
	slices.Sort(ids)
	return ids
}
