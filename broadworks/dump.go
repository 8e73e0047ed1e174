package broadworks

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

func (s seed) Dump(ctx context.Context) (*Fixture, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (*Fixture, error) {
		f := &Fixture{}
		return f, seeding.InTurn(
			dumpAll(ctx, tx, tenantTable, &f.Tenants, self),
			dumpAll(ctx, tx, groupTable, &f.Groups, (*groupRow).record),
			dumpAll(ctx, tx, userTable, &f.Users, (*userRow).record),
			dumpAll(ctx, tx, accountTable, &f.Accounts, self),
			dumpAll(ctx, tx, sessionTable, &f.Sessions, (*tokenRow).token),
			dumpAll(ctx, tx, tokenTable, &f.Tokens, (*tokenRow).token),
			func() (err error) {
				f.LastAuditID, err = tx.Last(ctx, auditSequence)
				return err
			},
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

func self[T any](v *T) T { return *v }

func (t *tokenRow) token() Token { return t.Token }

func (g *groupRow) record() GroupRecord {
	return GroupRecord{
		TenantID: g.TenantID, ID: g.GroupID, ServiceUserID: g.MusicOnHold.ServiceUserID,
		Announcements: g.Announcements.records(), MusicOnHold: g.MusicOnHold.input(),
	}
}

func (u *userRow) record() UserRecord {
	return UserRecord{
		TenantID: u.TenantID, GroupID: u.GroupID, ID: u.UserID,
		Announcements: u.Announcements.records(), MusicOnHold: u.MusicOnHold.input(), Unassigned: u.Unassigned,
	}
}

// records returns the files; nil for none.
func (r repository) records() []Announcement {
	if len(r) == 0 {
		return nil
	}
	return r
}
