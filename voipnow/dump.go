package voipnow

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

func (s seed) Dump(ctx context.Context) (*Fixture, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (*Fixture, error) {
		f := &Fixture{}
		return f, seeding.InTurn(
			dumpAll(ctx, tx, organizationTable, &f.Organizations, func(o *Organization) Organization { return *o }),
			dumpAll(ctx, tx, userTable, &f.Users, func(u *User) User { return *u }),
			dumpAll(ctx, tx, extensionTable, &f.Extensions, func(e *Extension) Extension { return *e }),
			dumpAll(ctx, tx, appTable, &f.Apps, func(a *App) App { return *a }),
			dumpAll(ctx, tx, tokenTable, &f.Tokens, func(t *tokenRow) Token { return t.Token }),
			dumpAll(ctx, tx, callTable, &f.Calls, func(c *callRow) CallRecord { return c.CallRecord }),
		)
	})
}

// dumpAll returns the step that reads a table; an empty one stays nil.
func dumpAll[K comparable, T, V any](ctx context.Context, tx store.ReadTx, t *store.Table[K, T], to *[]V, dump func(*T) V) func() error {
	return func() error {
		rows, err := t.All(ctx, tx, nil)
		for _, row := range rows {
			*to = append(*to, dump(row))
		}
		return err
	}
}
