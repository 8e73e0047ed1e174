package telecomx

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

// SeedService sets what no operation of the API makes, and can set everything else
// as well. It checks what the API would check. Assumed throughout: the pages do
// not say where customers, employees and songs come from.
type SeedService interface {
	// Load puts the records of a fixture into the store, in one transaction. A
	// record with the id of one that is there, or a token with its value,
	// replaces it. An error says which record is wrong, as in
	//
	//	customers[2]: settings.masterPinCode: expected 4 to 10 digits
	Load(ctx context.Context, f *Fixture) error

	// Dump returns everything in the store as a fixture that makes the same
	// state of an empty one, with all passwords and tokens.
	Dump(ctx context.Context) (*Fixture, error)
}

type seed struct{ *core }

func (s seed) Load(ctx context.Context, f *Fixture) error {
	return s.db.Update(ctx, func(tx store.Tx) error {
		l := &loader{core: s.core, tx: tx, seen: map[[2]string]bool{}}
		// The order is that of references: what refers comes after what it
		// refers to.
		return seeding.InTurn(
			func() error { return seeding.Each(ctx, "customers", f.Customers, l.customer) },
			func() error { return seeding.Each(ctx, "customers", f.Customers, l.checkReseller) },
			func() error { return seeding.Each(ctx, "employees", f.Employees, l.employee) },
			func() error { return seeding.Each(ctx, "tokens", f.Tokens, l.token) },
			func() error { return seeding.Each(ctx, "musicOnHold", f.MusicOnHold, l.class) },
			func() error { return seeding.Each(ctx, "customers", f.Customers, l.checkDefaultMusic) },
		)
	})
}

func (s seed) Dump(ctx context.Context) (*Fixture, error) {
	return store.View(ctx, s.db, func(tx store.ReadTx) (*Fixture, error) {
		f := &Fixture{}
		return f, seeding.InTurn(
			seeding.Dump(ctx, tx, customerTable, &f.Customers, seeding.Self),
			seeding.Dump(ctx, tx, employeeTable, &f.Employees, seeding.Self),
			seeding.Dump(ctx, tx, tokenTable, &f.Tokens, func(t *tokenRow) Token { return t.Token }),
			seeding.Dump(ctx, tx, musicTable, &f.MusicOnHold, seeding.Self),
		)
	})
}
