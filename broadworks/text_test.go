package broadworks_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// pickyDB is a backend that cannot look for what is no text, as databases cannot.
type pickyDB struct{ *memstore.DB }

func (db pickyDB) View(ctx context.Context, fn func(store.ReadTx) error) error {
	return db.DB.View(ctx, func(tx store.ReadTx) error { return fn(pickyTx{tx}) })
}

type pickyTx struct{ store.ReadTx }

var errNoText = errors.New("invalid byte sequence")

func (tx pickyTx) Get(ctx context.Context, s *store.Schema, ix *store.Index, key store.Key) (any, error) {
	// A key ends each of its texts with two zero bytes, and has U+0000 as 00 FF.
	if text := strings.ReplaceAll(string(key), "\x00\x00", ""); !utf8.ValidString(text) || strings.Contains(text, "\x00") {
		return nil, errNoText
	}
	return tx.ReadTx.Get(ctx, s, ix, key)
}

func TestWhatIsNoTextIsNotLookedFor(t *testing.T) {
	svc := broadworks.New(pickyDB{memstore.New(broadworks.Tables()...)})
	if err := svc.Seed.Load(t.Context(), broadworks.Documentation()); err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{"\x00", "\xff", "foo\x00", "fo\xffo"} {
		for _, ref := range []broadworks.UserRef{
			{TenantID: bad, GroupID: "foogroup", UserID: "foouser"},
			{TenantID: "foo", GroupID: bad, UserID: "foouser"},
			{TenantID: "foo", GroupID: "foogroup", UserID: bad},
		} {
			if _, err := svc.MusicOnHold.Get(t.Context(), system, ref); !errors.Is(err, broadworks.ErrNotFound) {
				t.Errorf("Get(%q): error = %v, want ErrNotFound", ref, err)
			}
		}
		if _, err := svc.Auth.As(t.Context(), bad); !errors.Is(err, broadworks.ErrUnauthorized) {
			t.Errorf("As(%q): error = %v, want ErrUnauthorized", bad, err)
		}
		session, header := bad, "Bearer "+bad
		for _, c := range []broadworks.Credential{{Session: &session}, {Authorization: &header}} {
			if _, err := svc.Auth.Check(t.Context(), c); !errors.Is(err, broadworks.ErrUnauthorized) {
				t.Errorf("Check(%q): error = %v, want ErrUnauthorized", bad, err)
			}
		}
	}
}
