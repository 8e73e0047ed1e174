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
			seeding.Dump(ctx, tx, organizationTable, &f.Organizations, func(o *Organization) Organization { return *o }),
			seeding.Dump(ctx, tx, userTable, &f.Users, func(u *User) User { return *u }),
			seeding.Dump(ctx, tx, extensionTable, &f.Extensions, func(e *Extension) Extension { return *e }),
			seeding.Dump(ctx, tx, appTable, &f.Apps, func(a *App) App { return *a }),
			seeding.Dump(ctx, tx, tokenTable, &f.Tokens, func(t *tokenRow) Token { return t.Token }),
			seeding.Dump(ctx, tx, callTable, &f.Calls, func(c *callRow) CallRecord { return c.CallRecord }),
		)
	})
}
