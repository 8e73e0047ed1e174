package broadworkstest

import (
	"fmt"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var rightsPromises = []promise{
	{"every level reaches its scope and nothing else", scopes},
	{"nobody learns whether an id out of reach exists", nothingToProbe},
	{"an operation that there is not is forbidden", unknownOperation},
}

// callers returns one account of each kind; the administrators of departments are
// those of foogroup, like the others.
func callers(t T, svc *broadworks.Service) []broadworks.Caller {
	t.Helper()
	all := []broadworks.Caller{
		{Username: "user", Level: broadworks.EndUser, TenantID: "foo", GroupID: "foogroup", UserID: "foouser"},
		{Username: "dept", Level: broadworks.DepartmentAdmin, TenantID: "foo", GroupID: "foogroup"},
		{Username: "group", Level: broadworks.GroupAdmin, TenantID: "foo", GroupID: "foogroup"},
		{Username: "readonly", Level: broadworks.GroupAdmin, TenantID: "foo", GroupID: "foogroup", ReadOnly: true},
		{Username: "tenant", Level: broadworks.TenantAdmin, TenantID: "foo"},
		{Username: "system", Level: broadworks.System},
		{Username: "frozen", Level: broadworks.System, ReadOnly: true},
	}
	f := &broadworks.Fixture{}
	for _, c := range all {
		f.Accounts = append(f.Accounts, broadworks.Account{
			Username: c.Username, Level: c.Level, TenantID: c.TenantID, GroupID: c.GroupID, UserID: c.UserID, ReadOnly: c.ReadOnly,
		})
		f.Tokens = append(f.Tokens, broadworks.Token{Value: "token-of-" + c.Username, Username: c.Username})
	}
	seed(t, svc, f)
	return all
}

// use makes an operation on a user, or on the user's group.
func use(t T, svc *broadworks.Service, caller broadworks.Caller, op broadworks.Operation, ref broadworks.UserRef) error {
	t.Helper()
	ctx, group := t.Context(), broadworks.GroupRef{TenantID: ref.TenantID, GroupID: ref.GroupID}
	switch op {
	case broadworks.GetUserMusicOnHold:
		return second(svc.MusicOnHold.Get(ctx, caller, ref))
	case broadworks.UpdateUserMusicOnHold:
		return second(svc.MusicOnHold.Update(ctx, caller, ref, broadworks.MusicOnHoldInput{}))
	case broadworks.ListUserAnnouncements:
		return second(svc.Announcements.ListUser(ctx, caller, ref))
	case broadworks.GetGroupMusicOnHold:
		return second(svc.GroupMusicOnHold.Get(ctx, caller, group))
	case broadworks.UpdateGroupMusicOnHold:
		return second(svc.GroupMusicOnHold.Update(ctx, caller, group, broadworks.GroupMusicOnHoldInput{}))
	case broadworks.ListGroupAnnouncements:
		return second(svc.Announcements.ListGroup(ctx, caller, group))
	}
	t.Fatalf("no operation %q", op)
	return nil
}

// uses are the operations on a user, and those on a group.
var (
	userUses  = []broadworks.Operation{broadworks.GetUserMusicOnHold, broadworks.UpdateUserMusicOnHold, broadworks.ListUserAnnouncements}
	groupUses = []broadworks.Operation{broadworks.GetGroupMusicOnHold, broadworks.UpdateGroupMusicOnHold, broadworks.ListGroupAnnouncements}
)

func writes(op broadworks.Operation) bool {
	return op == broadworks.UpdateUserMusicOnHold || op == broadworks.UpdateGroupMusicOnHold
}

func scopes(t T, svc *broadworks.Service) {
	documented(t, svc)
	colleague := broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "colleague"}
	seed(t, svc, &broadworks.Fixture{Users: []broadworks.UserRecord{{TenantID: "foo", GroupID: "foogroup", ID: "colleague"}}})
	reach := map[string]map[broadworks.UserRef]bool{
		"user":     {foouser: true},
		"dept":     {foouser: true, colleague: true},
		"group":    {foouser: true, colleague: true},
		"readonly": {foouser: true, colleague: true},
		"tenant":   {foouser: true, colleague: true, otheruser: true},
		"system":   {foouser: true, colleague: true, otheruser: true, apiouser: true},
		"frozen":   {foouser: true, colleague: true, otheruser: true, apiouser: true},
	}
	for _, caller := range callers(t, svc) {
		for _, ref := range []broadworks.UserRef{foouser, colleague, otheruser, apiouser} {
			for _, op := range userUses {
				want := wantRight(caller, reach[caller.Username][ref], writes(op))
				testRight(t, svc, caller, op, ref, want)
			}
			for _, op := range groupUses {
				want := wantRight(caller, reach[caller.Username][ref], writes(op))
				if caller.Level < broadworks.GroupAdmin {
					want = errLevel8
				}
				testRight(t, svc, caller, op, ref, want)
			}
		}
	}
}

// wantRight returns the refusal that an operation has to get, or nil.
func wantRight(caller broadworks.Caller, reaches, writes bool) *broadworks.Error {
	switch {
	case !reaches:
		return errScope
	case writes && (caller.ReadOnly || caller.Level == broadworks.DepartmentAdmin):
		return errReadOnly
	}
	return nil
}

func testRight(t T, svc *broadworks.Service, caller broadworks.Caller, op broadworks.Operation, ref broadworks.UserRef, want *broadworks.Error) {
	t.Run(fmt.Sprintf("%s %s %s", caller.Username, op, ref.UserID), func(t T) {
		if want == nil {
			suite.Succeeds(t, use(t, svc, caller, op, ref))
			suite.Succeeds(t, svc.Auth.Allow(t.Context(), caller, op, ref))
			return
		}
		refuses(t, svc, want, func() error { return use(t, svc, caller, op, ref) })
		refused(t, svc.Auth.Allow(t.Context(), caller, op, ref), want)
	})
}

// nothingToProbe compares the refusals of what exists and what does not.
func nothingToProbe(t T, svc *broadworks.Service) {
	documented(t, svc)
	foreign := map[string][]broadworks.UserRef{
		"user": {
			otheruser, apiouser, nomoh,
			{TenantID: "foo", GroupID: "foogroup", UserID: "nobody"},
			{TenantID: "foo", GroupID: "foogroup", UserID: "FOOUSER"},
			{TenantID: "foo", GroupID: "nogroup", UserID: "foouser"},
			{TenantID: "notenant", GroupID: "foogroup", UserID: "foouser"},
		},
		"group": {
			otheruser, apiouser,
			{TenantID: "foo", GroupID: "othergroup", UserID: "nobody"},
			{TenantID: "foo", GroupID: "nogroup", UserID: "foouser"},
			{TenantID: "Apio", GroupID: "foogroup", UserID: "foouser"},
			{TenantID: "notenant", GroupID: "foogroup", UserID: "foouser"},
			{TenantID: "foo", GroupID: "foogroup\x00", UserID: "foouser"},
		},
		"tenant": {
			apiouser,
			{TenantID: "Apio", GroupID: "nogroup", UserID: "nobody"},
			{TenantID: "notenant", GroupID: "foogroup", UserID: "foouser"},
			{TenantID: "Foo", GroupID: "foogroup", UserID: "foouser"},
		},
	}
	for _, caller := range callers(t, svc) {
		for _, ref := range foreign[caller.Username] {
			for _, op := range userUses {
				refuses(t, svc, errScope, func() error { return use(t, svc, caller, op, ref) })
			}
			for _, op := range groupUses {
				want := errScope
				if caller.Level < broadworks.GroupAdmin {
					want = errLevel8
				}
				if ref.TenantID == "foo" && ref.GroupID == "foogroup" && want == errScope {
					continue // its own group
				}
				refuses(t, svc, want, func() error { return use(t, svc, caller, op, ref) })
			}
		}
	}
}

func unknownOperation(t T, svc *broadworks.Service) {
	documented(t, svc)
	refused(t, svc.Auth.Allow(t.Context(), system(t, svc), "EatUser", foouser), broadworks.ErrForbidden.Refuse(`there is no operation "EatUser"`))
}
