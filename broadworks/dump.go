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
			seeding.Dump(ctx, tx, tenantTable, &f.Tenants, seeding.Self),
			seeding.Dump(ctx, tx, groupTable, &f.Groups, (*groupRow).record),
			seeding.Dump(ctx, tx, userTable, &f.Users, (*userRow).record),
			seeding.Dump(ctx, tx, accountTable, &f.Accounts, seeding.Self),
			seeding.Dump(ctx, tx, sessionTable, &f.Sessions, (*tokenRow).token),
			seeding.Dump(ctx, tx, tokenTable, &f.Tokens, (*tokenRow).token),
			func() (err error) {
				f.LastAuditID, err = tx.Last(ctx, auditSequence)
				return err
			},
		)
	})
}

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
