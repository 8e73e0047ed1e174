package telecomx_test

import (
	"context"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/telecomx"
)

// watched is a database that counts its updates, and fails if it is told to.
type watched struct {
	store.DB
	updates atomic.Int64
	fail    error
}

func (db *watched) View(ctx context.Context, fn func(store.ReadTx) error) error {
	if db.fail != nil {
		return db.fail
	}
	return db.DB.View(ctx, fn)
}

func (db *watched) Update(ctx context.Context, fn func(store.Tx) error) error {
	db.updates.Add(1)
	if db.fail != nil {
		return db.fail
	}
	return db.DB.Update(ctx, fn)
}

// clock is a clock that stands still until it is moved.
type clock struct{ nanoseconds atomic.Int64 }

func (c *clock) Now() time.Time { return time.Unix(1_800_000_000, c.nanoseconds.Load()) }

func (c *clock) Advance(d time.Duration) { c.nanoseconds.Add(int64(d)) }

// documented returns a service with the documentation fixture.
func documented(t testing.TB, opts ...telecomx.Option) (*telecomx.Service, *watched) {
	t.Helper()
	svc, db := empty(opts...)
	load(t, svc, telecomx.Documentation())
	return svc, db
}

// empty returns a service without a record.
func empty(opts ...telecomx.Option) (*telecomx.Service, *watched) {
	db := &watched{DB: memstore.New(telecomx.Tables()...)}
	return telecomx.New(db, opts...), db
}

func load(t testing.TB, svc *telecomx.Service, f *telecomx.Fixture) {
	t.Helper()
	if err := svc.Seed.Load(context.Background(), f); err != nil {
		t.Fatal(err)
	}
}

func equal(t testing.TB, what string, got, want any) {
	t.Helper()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func bearer(token string) telecomx.Credential {
	return telecomx.Credential{Carrier: telecomx.Bearer, Value: "Bearer " + token}
}

var userLogin = telecomx.LoginInput{Username: "user@domain.com", Password: "mysecret password"}

// use uses a token and returns the error.
func use(t testing.TB, svc *telecomx.Service, token string) error {
	t.Helper()
	_, err := svc.Auth.Check(t.Context(), bearer(token))
	return err
}

func TestASessionLastsAsLongAsItIsUsed(t *testing.T) {
	var now clock
	svc, _ := documented(t, telecomx.WithClock(now.Now))
	s, err := svc.Sessions.Login(t.Context(), userLogin)
	if err != nil {
		t.Fatal(err)
	}
	for range 5 {
		now.Advance(15*time.Minute - 1)
		if err := use(t, svc, s.Token); err != nil {
			t.Fatalf("just before the deadline: %v", err)
		}
	}
	now.Advance(15 * time.Minute)
	for range 2 { // its use when it is over does not bring it back
		if err := use(t, svc, s.Token); !errors.Is(err, telecomx.ErrExpired) {
			t.Errorf("at the deadline: %v", err)
		}
		now.Advance(time.Hour)
	}
	if _, err := svc.Sessions.Validate(t.Context(), s.Token); !errors.Is(err, telecomx.ErrExpired) {
		t.Errorf("validate: %v", err)
	}
	s, err = svc.Sessions.Login(t.Context(), telecomx.LoginInput{Username: userLogin.Username, Password: userLogin.Password, Persist: true})
	if err != nil {
		t.Fatal(err)
	}
	now.Advance(1e6 * time.Hour)
	if err := use(t, svc, s.Token); err != nil {
		t.Errorf("a persistent token: %v", err)
	}
}

func TestUsingATokenWritesOnlyIfItsDeadlineMoves(t *testing.T) {
	var now clock
	svc, db := documented(t, telecomx.WithClock(now.Now))
	load(t, svc, &telecomx.Fixture{Tokens: []telecomx.Token{
		{Value: "machine", Employee: "52f4fd7734697b28ccaf0104", Machine: true},
		{Value: "session", Employee: "52f4fd7734697b28ccaf0104"},
	}})
	for _, test := range []struct {
		token   string
		advance time.Duration
		writes  int64
	}{
		{"machine", time.Minute, 0},
		{"token-owner", time.Minute, 0},
		{"token-expired", time.Minute, 0},
		{"unknown", time.Minute, 0},
		{"session", time.Nanosecond, 1},
		{"session", 0, 0},
		{"session", -time.Minute, 0},
	} {
		now.Advance(test.advance)
		before := db.updates.Load()
		_ = use(t, svc, test.token)
		equal(t, "writes for "+test.token, db.updates.Load()-before, test.writes)
	}
}

// Between finding a session and moving its deadline, it can end.
func TestASessionThatEndsMeanwhileStaysEnded(t *testing.T) {
	var now clock
	svc, db := documented(t, telecomx.WithClock(now.Now))
	load(t, svc, &telecomx.Fixture{Tokens: []telecomx.Token{{Value: "session", Employee: "52f4fd7734697b28ccaf0104"}}})
	now.Advance(time.Minute)
	meanwhile := &interrupted{DB: db, before: func() {
		if err := svc.Sessions.Logout(t.Context(), telecomx.Caller{Employee: "52f4fd7734697b28ccaf0104", Level: telecomx.Owner}); err != nil {
			t.Error(err)
		}
	}}
	other := telecomx.New(meanwhile, telecomx.WithClock(now.Now))
	if err := use(t, other, "session"); !errors.Is(err, telecomx.ErrInvalidToken) {
		t.Errorf("error = %v, want %v", err, telecomx.ErrInvalidToken)
	}
}

// interrupted is a database with which something happens before each update.
type interrupted struct {
	store.DB
	before func()
}

func (db *interrupted) Update(ctx context.Context, fn func(store.Tx) error) error {
	db.before()
	return db.DB.Update(ctx, fn)
}

func TestAFailureOfTheStoreIsAnInternalError(t *testing.T) {
	svc, db := documented(t)
	db.fail = errors.New("disk full")
	owner := telecomx.Caller{Employee: "52f4fd7734697b28ccaf0104", Customer: "1234567890ABCDEF12345678", Level: telecomx.Owner}
	for what, call := range map[string]func() error{
		"Check":  func() error { return use(t, svc, "token-owner") },
		"As":     func() error { _, err := svc.Auth.As(t.Context(), telecomx.DocumentationOwner); return err },
		"Login":  func() error { _, err := svc.Sessions.Login(t.Context(), userLogin); return err },
		"Logout": func() error { return svc.Sessions.Logout(t.Context(), owner) },
		"Get":    func() error { _, err := svc.Settings.Get(t.Context(), owner, ""); return err },
		"Update": func() error {
			_, err := svc.Settings.Update(t.Context(), owner, "", telecomx.SettingsInput{})
			return err
		},
		"List":   func() error { _, err := svc.MusicOnHold.List(t.Context(), owner, telecomx.MusicQuery{}); return err },
		"Delete": func() error { return svc.MusicOnHold.Delete(t.Context(), owner, "123456789012345678901234") },
	} {
		err := call()
		if !errors.Is(err, telecomx.ErrInternal) || !errors.Is(err, db.fail) {
			t.Errorf("%s: error = %v, want %v because of %v", what, err, telecomx.ErrInternal, db.fail)
		}
	}
}

func TestDeviationAnyMusicOnHold(t *testing.T) {
	svc, _ := documented(t, telecomx.WithDeviations(telecomx.Deviations{AnyMusicOnHold: true}))
	owner := telecomx.Caller{Customer: "1234567890ABCDEF12345678", Level: telecomx.Owner}
	const nothing = "000000000000000000000000"
	got, err := svc.Settings.Update(t.Context(), owner, "", telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To(nothing)})
	if err != nil || got.DefaultMusicOnHold != nothing {
		t.Errorf("defaultMusicOnHold %q, error %v", got.DefaultMusicOnHold, err)
	}
	load(t, svc, &telecomx.Fixture{Customers: []telecomx.Customer{{ID: nothing, Settings: telecomx.Settings{DefaultMusicOnHold: nothing}}}})
	load(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{{ID: nothing, Name: "Of another"}}})
	load(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{{ID: nothing, Customer: nothing, Name: "Of another"}}})
	_, err = svc.Settings.Update(t.Context(), owner, "", telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To("none")})
	if !errors.Is(err, telecomx.ErrInvalidValue) {
		t.Errorf("error = %v, want %v", err, telecomx.ErrInvalidValue)
	}
}

func TestDeviationSubResellers(t *testing.T) {
	const sub, beneath, loop = "aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb", "cccccccccccccccccccccccc"
	reseller := telecomx.Caller{Customer: "52f4fd7734697b28ccaf0001", Level: telecomx.Reseller}
	for _, deviate := range []bool{false, true} {
		svc, _ := documented(t, telecomx.WithDeviations(telecomx.Deviations{SubResellers: deviate}))
		load(t, svc, &telecomx.Fixture{
			Customers: []telecomx.Customer{
				{ID: sub, ParentReseller: "52F4FD7734697B28CCAF0001"}, {ID: beneath, ParentReseller: "AAAAAAAAAAAAAAAAAAAAAAAA"}, {ID: loop, ParentReseller: loop},
			},
			MusicOnHold: []telecomx.MusicOnHold{{ID: beneath, Customer: beneath, Name: "Of the one beneath"}},
		})
		for customer, want := range map[string]bool{
			reseller.Customer: true, sub: true, beneath: deviate, loop: false, "52f4fd7734697b28ccaf0002": false,
		} {
			_, err := svc.Settings.Get(t.Context(), reseller, customer)
			if want && err != nil || !want && !errors.Is(err, telecomx.ErrAccessDenied) {
				t.Errorf("SubResellers %v: settings of %s: %v", deviate, customer, err)
			}
		}
		err := svc.MusicOnHold.Delete(t.Context(), reseller, beneath)
		if deviate && err != nil || !deviate && !errors.Is(err, telecomx.ErrAccessDenied) {
			t.Errorf("SubResellers %v: deleting a class: %v", deviate, err)
		}
	}
}

// Whatever is refused, no error repeats a password, a token or a PIN code.
func TestErrorsHoldNoSecrets(t *testing.T) {
	svc, _ := documented(t)
	const secret = "s3cr3t"
	owner := telecomx.Caller{Customer: "1234567890ABCDEF12345678", Level: telecomx.Owner}
	_, wrongToken := svc.Auth.Check(t.Context(), telecomx.Credential{Carrier: telecomx.Bearer, Value: secret})
	_, wrongLogin := svc.Sessions.Login(t.Context(), telecomx.LoginInput{Username: secret, Password: secret})
	_, wrongPIN := svc.Settings.Update(t.Context(), owner, "", telecomx.SettingsInput{MasterPINCode: telecomx.To(secret)})
	for _, err := range []error{
		use(t, svc, secret), wrongToken, wrongLogin, wrongPIN,
		svc.Seed.Load(t.Context(), &telecomx.Fixture{Customers: []telecomx.Customer{{ID: "aaaaaaaaaaaaaaaaaaaaaaaa", Settings: telecomx.Settings{MasterPINCode: secret}}}}),
		svc.Seed.Load(t.Context(), &telecomx.Fixture{Tokens: []telecomx.Token{{Value: secret, Employee: "x"}}}),
		svc.Seed.Load(t.Context(), &telecomx.Fixture{Employees: []telecomx.Employee{{ID: "x", Password: secret}}}),
	} {
		if err == nil || strings.Contains(err.Error(), secret) {
			t.Errorf("error = %v", err)
		}
	}
}
