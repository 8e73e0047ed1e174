package broadworks_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

var foouser = broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}

// newService returns a service with the documentation fixture.
func newService(t testing.TB, opts ...broadworks.Option) *broadworks.Service {
	t.Helper()
	svc := broadworks.New(memstore.New(broadworks.Tables()...), opts...)
	if err := svc.Seed.Load(context.Background(), broadworks.Documentation()); err != nil {
		t.Fatal(err)
	}
	return svc
}

var system = broadworks.Caller{Username: "system", Level: broadworks.System}

func TestRelaxedCustomNeedsNoFile(t *testing.T) {
	svc := newService(t, broadworks.WithDeviations(broadworks.Deviations{RelaxCustomNeedsFile: true}))
	got, err := svc.MusicOnHold.Update(t.Context(), system, foouser, broadworks.MusicOnHoldInput{
		Source: &broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{Name: broadworks.DeleteFile}},
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(broadworks.Source{Selection: broadworks.SelectCustom}, got.Source); diff != "" {
		t.Errorf("source (-want +got):\n%s", diff)
	}
	f, err := svc.Seed.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Errorf("Load of the dump: %v", err)
	}
}

func TestSessionsEndAfterTheirTTL(t *testing.T) {
	now := time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC)
	svc := newService(t, broadworks.WithClock(func() time.Time { return now }),
		broadworks.WithDeviations(broadworks.Deviations{SessionTTL: time.Hour}))
	s, err := svc.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		after time.Duration
		alive bool
	}{{0, true}, {30 * time.Minute, true}, {time.Hour - 1, true}, {time.Hour, false}, {2 * time.Hour, false}} {
		now = time.Date(2024, 5, 6, 7, 8, 9, 0, time.UTC).Add(c.after)
		_, err := svc.Auth.Check(t.Context(), broadworks.Credential{Session: &s.ID})
		if alive := !errors.Is(err, broadworks.ErrUnauthorized); alive != c.alive {
			t.Errorf("after %v: error = %v, want alive = %t", c.after, err, c.alive)
		}
	}
}

func TestMinimumLevelsCanBeOverridden(t *testing.T) {
	svc := newService(t, broadworks.WithMinimumLevel(broadworks.GetUserMusicOnHold, broadworks.TenantAdmin),
		broadworks.WithMinimumLevel(broadworks.GetGroupMusicOnHold, broadworks.DepartmentAdmin))
	user := broadworks.Caller{Level: broadworks.EndUser, TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
	dept := broadworks.Caller{Level: broadworks.DepartmentAdmin, TenantID: "foo", GroupID: "foogroup"}
	group := broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"}
	if _, err := svc.MusicOnHold.Get(t.Context(), user, foouser); !errors.Is(err, broadworks.ErrForbidden) {
		t.Errorf("Get below the level: error = %v, want ErrForbidden", err)
	}
	if _, err := svc.MusicOnHold.Update(t.Context(), user, foouser, broadworks.MusicOnHoldInput{}); err != nil {
		t.Errorf("Update, whose right is another: %v", err)
	}
	if _, err := svc.GroupMusicOnHold.Get(t.Context(), dept, group); err != nil {
		t.Errorf("Get of a group's at the level: %v", err)
	}
	if _, err := svc.GroupMusicOnHold.Update(t.Context(), dept, group, broadworks.GroupMusicOnHoldInput{}); !errors.Is(err, broadworks.ErrForbidden) {
		t.Errorf("Update of a group's: error = %v, want ErrForbidden", err)
	}
	// One service's override is not another's.
	if _, err := newService(t).MusicOnHold.Get(t.Context(), user, foouser); err != nil {
		t.Errorf("Get of another service: %v", err)
	}
}

type fixedIDs []string

func (ids *fixedIDs) SessionID() (string, error) {
	if len(*ids) == 0 {
		return "", io.ErrUnexpectedEOF
	}
	id := (*ids)[0]
	*ids = (*ids)[1:]
	return id, nil
}

func TestSessionIDsInUseArePassedOver(t *testing.T) {
	svc := newService(t, broadworks.WithIDs(&fixedIDs{"a", "a", "a", "b"}))
	for _, want := range []string{"a", "b"} {
		s, err := svc.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword")
		if err != nil || s.ID != want {
			t.Errorf("Login = %q, %v, want %q", s.ID, err, want)
		}
	}
	_, err := svc.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword")
	if !errors.Is(err, broadworks.ErrInternal) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Login without an id: error = %v, want ErrInternal with its cause", err)
	}
}

type sameID struct{}

func (sameID) SessionID() (string, error) { return "same", nil }

func TestLoginGivesUpWithoutAFreeID(t *testing.T) {
	svc := newService(t, broadworks.WithIDs(sameID{}))
	if _, err := svc.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword"); err != nil {
		t.Fatal(err)
	}
	_, err := svc.Sessions.Login(t.Context(), "system", "IAmAStrongPassword")
	if !errors.Is(err, broadworks.ErrInternal) {
		t.Errorf("error = %v, want ErrInternal", err)
	}
}

func TestRandomIDsComeFromTheirSource(t *testing.T) {
	id, err := broadworks.RandomIDs(strings.NewReader("0123456789abcdef")).SessionID()
	if want := "30313233343536373839616263646566"; id != want || err != nil {
		t.Errorf("SessionID = %q, %v, want %q", id, err, want)
	}
	if _, err := broadworks.RandomIDs(iotest.ErrReader(io.ErrClosedPipe)).SessionID(); !errors.Is(err, io.ErrClosedPipe) {
		t.Errorf("error = %v, want the source's", err)
	}
}

func TestTablesBelongToTheVendor(t *testing.T) {
	seen := map[string]bool{}
	for _, table := range broadworks.Tables() {
		if !strings.HasPrefix(table.Name, "broadworks_") || seen[table.Name] {
			t.Errorf("table %q: no prefix, or twice", table.Name)
		}
		seen[table.Name] = true
	}
	_ = memstore.New(broadworks.Tables()...) // panics if a declaration is wrong
}

// brokenDB has transactions in which nothing works.
type brokenDB struct{ err error }

func (b brokenDB) View(_ context.Context, fn func(store.ReadTx) error) error {
	return fn(brokenTx{err: b.err})
}
func (b brokenDB) Update(_ context.Context, fn func(store.Tx) error) error {
	return fn(brokenTx{err: b.err})
}

type brokenTx struct {
	store.Tx
	err error
}

func (tx brokenTx) Get(context.Context, *store.Schema, *store.Index, store.Key) (any, error) {
	return nil, tx.err
}

func (tx brokenTx) Query(context.Context, *store.Schema, *store.Query) (*store.Result, error) {
	return nil, tx.err
}

func (tx brokenTx) Next(context.Context, string) (int64, error) { return 0, tx.err }

func TestAFailingStoreIsAnInternalError(t *testing.T) {
	broken := &store.Error{Op: "get", Table: "t", Err: store.ErrConflict}
	svc := broadworks.New(brokenDB{broken})
	group := broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"}
	token := "Bearer token-user"
	calls := map[string]func() error{
		"Auth.Check": func() error { return second(svc.Auth.Check(t.Context(), broadworks.Credential{Authorization: &token})) },
		"Auth.As":    func() error { return second(svc.Auth.As(t.Context(), "system")) },
		"Auth.Allow": func() error { return svc.Auth.Allow(t.Context(), system, broadworks.GetUserMusicOnHold, foouser) },
		"Sessions.Login": func() error {
			return second(svc.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword"))
		},
		"MusicOnHold.Get": func() error { return second(svc.MusicOnHold.Get(t.Context(), system, foouser)) },
		"MusicOnHold.Update": func() error {
			return second(svc.MusicOnHold.Update(t.Context(), system, foouser, broadworks.MusicOnHoldInput{}))
		},
		"GroupMusicOnHold.Get": func() error { return second(svc.GroupMusicOnHold.Get(t.Context(), system, group)) },
		"GroupMusicOnHold.Update": func() error {
			return second(svc.GroupMusicOnHold.Update(t.Context(), system, group, broadworks.GroupMusicOnHoldInput{}))
		},
		"Announcements.ListUser":  func() error { return second(svc.Announcements.ListUser(t.Context(), system, foouser)) },
		"Announcements.ListGroup": func() error { return second(svc.Announcements.ListGroup(t.Context(), system, group)) },
		"Audit.Record":            func() error { return second(svc.Audit.Record(t.Context())) },
		"Seed.Dump":               func() error { return second(svc.Seed.Dump(t.Context())) },
	}
	for name, call := range calls {
		if err := call(); !errors.Is(err, broadworks.ErrInternal) || !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: error = %v, want ErrInternal with its cause", name, err)
		}
	}
	for name, f := range map[string]*broadworks.Fixture{
		"a group":    {Groups: []broadworks.GroupRecord{{TenantID: "foo", ID: "g"}}},
		"a user":     {Users: []broadworks.UserRecord{{TenantID: "foo", GroupID: "foogroup", ID: "u"}}},
		"an account": {Accounts: []broadworks.Account{{Username: "a", Level: broadworks.TenantAdmin, TenantID: "foo"}}},
		"a session":  {Sessions: []broadworks.Token{{Value: "s", Username: "a"}}},
	} {
		if err := svc.Seed.Load(t.Context(), f); !errors.Is(err, store.ErrConflict) {
			t.Errorf("Seed.Load of %s: error = %v, want the store's", name, err)
		}
	}
	for _, ended := range []error{context.Canceled, context.DeadlineExceeded} {
		svc = broadworks.New(brokenDB{ended})
		for name, call := range calls {
			if err := call(); !errors.Is(err, ended) || errors.Is(err, broadworks.ErrInternal) {
				t.Errorf("%s: error = %v, want that of the context", name, err)
			}
		}
	}
}

func second[V any](_ V, err error) error { return err }
