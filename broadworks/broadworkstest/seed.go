package broadworkstest

import (
	"errors"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var seedPromises = []promise{
	{"an empty store dumps nothing", emptyDump},
	{"a dump loads to an equal dump", dumpLoads},
	{"a record with a known id replaces it", recordsReplaced},
	{"what is left out has its default", seedDefaults},
	{"an administrator can be a user", administratorIsUser},
}

func emptyDump(t T, svc *broadworks.Service) {
	suite.Equal(t, "Dump", dump(t, svc), &broadworks.Fixture{})
	seed(t, svc, &broadworks.Fixture{})
	suite.Equal(t, "Dump", dump(t, svc), &broadworks.Fixture{})
}

// full returns a fixture that has something of everything.
func full() *broadworks.Fixture {
	f := broadworks.Documentation()
	f.Accounts = append(f.Accounts, broadworks.Account{
		Username: "dept", Password: "p", Level: broadworks.DepartmentAdmin, TenantID: "foo", GroupID: "foogroup", HasLoggedIn: true,
	})
	f.Sessions = []broadworks.Token{
		{Value: "s1", Username: "dept"},
		{Value: "s2", Username: "system", Expires: time.Date(2999, 1, 2, 3, 4, 5, 6, time.FixedZone("", 3600))},
	}
	f.LastAuditID = 7
	f.Groups[0].MusicOnHold.InternalSource = &broadworks.GroupSourceInput{
		PreferredCodec: new(broadworks.AMR), SourceInput: *with(broadworks.SelectExternal, plays(announcement)),
	}
	f.Groups[0].Announcements[0].Description = "of the group"
	return f
}

func dumpLoads(t T, svc *broadworks.Service) {
	seed(t, svc, full())
	first := dump(t, svc)
	suite.Equal(t, "tenants", first.Tenants, []broadworks.Tenant{{ID: "Apio"}, {ID: "foo"}})
	suite.Equal(t, "users and groups", []int{len(first.Users), len(first.Groups)}, []int{4, 3})
	suite.Equal(t, "accounts and tokens", []int{len(first.Accounts), len(first.Sessions), len(first.Tokens)}, []int{7, 2, 5})
	suite.Equal(t, "last audit id", first.LastAuditID, int64(7))
	for _, s := range first.Sessions {
		suite.Equal(t, "time zone of an end", s.Expires.Location().String(), "UTC")
	}
	seed(t, svc, first)
	suite.Equal(t, "Dump after a load of the dump", dump(t, svc), first)
	want := documentedGroupMusicOnHold()
	want.InternalSource = &broadworks.GroupSource{PreferredCodec: broadworks.AMR, Source: want.Source.Source}
	want.InternalSource.Selection = broadworks.SelectExternal
	equalGroup(t, "group", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), system(t, svc), foo))(t), want)
}

func recordsReplaced(t T, svc *broadworks.Service) {
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{
		Groups:   []broadworks.GroupRecord{{TenantID: "foo", ID: "foogroup"}},
		Users:    []broadworks.UserRecord{{TenantID: "foo", GroupID: "foogroup", ID: "foouser", Unassigned: true}},
		Accounts: []broadworks.Account{{Username: "system", Password: "other", Level: broadworks.TenantAdmin, TenantID: "Apio"}},
		Tokens:   []broadworks.Token{{Value: "token-system", Username: "foouser"}},
	})
	caller := as(t, svc, "tenantadmin")
	refused(t, use(t, svc, caller, broadworks.GetUserMusicOnHold, foouser), broadworks.ErrNotAssigned.Refuse("user 'foouser' does not have Music On Hold"))
	suite.Equal(t, "service user id", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), caller, foo))(t).ServiceUserID, "foogroup")
	suite.Equal(t, "files", names(suite.Must(svc.Announcements.ListUser(t.Context(), caller, foouser))(t)), []string{})
	suite.Equal(t, "account", as(t, svc, "system"), broadworks.Caller{Username: "system", Level: broadworks.TenantAdmin, TenantID: "Apio"})
	suite.Succeeds(t, second(svc.Sessions.Login(t.Context(), "system", "other")))
	suite.Equal(t, "token", suite.Must(svc.Auth.Check(t.Context(), bearer("Bearer token-system")))(t).Username, "foouser")
}

func seedDefaults(t T, svc *broadworks.Service) {
	seed(t, svc, &broadworks.Fixture{
		Tenants: []broadworks.Tenant{{ID: "t"}},
		Groups: []broadworks.GroupRecord{{
			TenantID: "t", ID: "g", Announcements: []broadworks.Announcement{file("f", broadworks.MOV)},
			MusicOnHold: &broadworks.GroupMusicOnHoldInput{Source: group(with(broadworks.SelectCustom, plays("f")))},
		}},
		Users: []broadworks.UserRecord{{
			TenantID: "t", GroupID: "g", ID: "u", Announcements: []broadworks.Announcement{file("f", broadworks.WMA)},
			MusicOnHold: &broadworks.MusicOnHoldInput{InternalSource: with(broadworks.SelectCustom, plays("f"))},
		}},
		Accounts: []broadworks.Account{{Username: "system", Level: broadworks.System}},
		Tokens:   []broadworks.Token{{Value: "token-system", Username: "system"}},
	})
	caller := system(t, svc)
	equalGroup(t, "group", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), caller, broadworks.GroupRef{TenantID: "t", GroupID: "g"}))(t), broadworks.GroupMusicOnHold{
		ServiceUserID: "g", IsActiveDuringCallPark: true, IsActiveDuringBusyCampOn: true, IsActiveDuringCallHold: true,
		Source: broadworks.GroupSource{PreferredCodec: broadworks.NoCodec, Source: broadworks.Source{
			Selection: broadworks.SelectCustom, AudioFile: broadworks.AudioFile{Name: "f", MediaType: broadworks.MOV},
		}},
	})
	ref := broadworks.UserRef{TenantID: "t", GroupID: "g", UserID: "u"}
	suite.Equal(t, "user", suite.Must(svc.MusicOnHold.Get(t.Context(), caller, ref))(t), broadworks.MusicOnHold{
		Source: broadworks.Source{Selection: broadworks.SelectGroup},
		InternalSource: broadworks.Source{
			Selection: broadworks.SelectCustom, AudioFile: broadworks.AudioFile{Name: "f", MediaType: broadworks.WMA},
		},
	})
}

func administratorIsUser(t T, svc *broadworks.Service) {
	documented(t, svc)
	for _, level := range []broadworks.Level{
		broadworks.EndUser, broadworks.DepartmentAdmin, broadworks.GroupAdmin, broadworks.TenantAdmin, broadworks.System,
	} {
		seed(t, svc, &broadworks.Fixture{Accounts: []broadworks.Account{
			{Username: "a", Level: level, TenantID: "foo", GroupID: "othergroup", UserID: "otheruser"},
		}})
		suite.Equal(t, "As", as(t, svc, "a"), broadworks.Caller{
			Username: "a", Level: level, TenantID: "foo", GroupID: "othergroup", UserID: "otheruser",
		})
	}
}

var seedErrorPromises = []promise{
	{"what is wrong is named, and nothing is loaded", seedErrors},
}

func seedErrors(t T, svc *broadworks.Service) {
	documented(t, svc)
	type fixture = broadworks.Fixture
	user := func(u broadworks.UserRecord) *fixture {
		u.TenantID, u.GroupID = "foo", "foogroup"
		return &fixture{Users: []broadworks.UserRecord{{TenantID: "foo", GroupID: "foogroup", ID: "fine"}, u}}
	}
	announcements := func(list ...broadworks.Announcement) *fixture {
		return user(broadworks.UserRecord{ID: "u", Announcements: list})
	}
	account := func(a broadworks.Account) *fixture { return &fixture{Accounts: []broadworks.Account{a}} }
	for want, f := range map[string]*fixture{
		"tenants[0]: id: must not be empty":                      {Tenants: []broadworks.Tenant{{}}},
		"tenants[1]: id: is repeated":                            {Tenants: []broadworks.Tenant{{ID: "x"}, {ID: "x"}}},
		"tenants[0]: id: must be UTF-8 without U+0000":           {Tenants: []broadworks.Tenant{{ID: "\x00"}}},
		"groups[0]: id: must not be empty":                       {Groups: []broadworks.GroupRecord{{TenantID: "foo"}}},
		"groups[0]: tenantId: unknown tenant 'bar'":              {Groups: []broadworks.GroupRecord{{TenantID: "bar", ID: "g"}}},
		"groups[1]: id: is repeated":                             {Groups: []broadworks.GroupRecord{{TenantID: "foo", ID: "g"}, {TenantID: "foo", ID: "g"}}},
		"groups[0]: serviceUserId: must be UTF-8 without U+0000": {Groups: []broadworks.GroupRecord{{TenantID: "foo", ID: "g", ServiceUserID: "\x00"}}},
		"groups[0].announcements[0]: name: must not be empty": {Groups: []broadworks.GroupRecord{
			{TenantID: "foo", ID: "g", Announcements: []broadworks.Announcement{{}}},
		}},
		"groups[0].musicOnHold: source: the selection Custom needs an audioFile": {Groups: []broadworks.GroupRecord{
			{TenantID: "foo", ID: "g", MusicOnHold: &broadworks.GroupMusicOnHoldInput{Source: group(selects(broadworks.SelectCustom))}},
		}},
		"groups[0].musicOnHold: internalSource.messageSourceSelection: expected one of [System External Custom]": {Groups: []broadworks.GroupRecord{
			{TenantID: "foo", ID: "g", MusicOnHold: &broadworks.GroupMusicOnHoldInput{InternalSource: group(selects(broadworks.SelectGroup))}},
		}},
		"users[1]: id: must not be empty":                                        user(broadworks.UserRecord{}),
		"users[1]: id: is repeated":                                              user(broadworks.UserRecord{ID: "fine"}),
		"users[1]: id: must be UTF-8 without U+0000":                             user(broadworks.UserRecord{ID: "\xff"}),
		"users[0]: group 'bar' not found":                                        {Users: []broadworks.UserRecord{{TenantID: "foo", GroupID: "bar", ID: "u"}}},
		"users[0]: tenant 'bar' not found":                                       {Users: []broadworks.UserRecord{{TenantID: "bar", GroupID: "foogroup", ID: "u"}}},
		"users[1].announcements[1]: name: must not be empty":                     announcements(file("a", broadworks.WAV), file("", broadworks.WAV)),
		"users[1].announcements[0]: name: must have 80 characters at most":       announcements(file(strings.Repeat("é", 81), broadworks.WAV)),
		"users[1].announcements[0]: name: 'DELETE' cannot be the name of a file": announcements(file("DELETE", broadworks.WAV)),
		"users[1].announcements[0]: name: must be UTF-8 without U+0000":          announcements(file("\x00", broadworks.WAV)),
		"users[1].announcements[0]: mediaType: expected WAV, WMA, 3GP or MOV":    announcements(file("a", "wav")),
		"users[1].announcements[0]: fileSize: must not be negative": announcements(
			broadworks.Announcement{Name: "a", MediaType: broadworks.WAV, FileSize: -1}),
		"users[1].announcements[0]: description: must be UTF-8 without U+0000": announcements(
			broadworks.Announcement{Name: "a", MediaType: broadworks.WAV, Description: "\x00"}),
		"users[1].announcements[2]: name: 'a' is repeated with the same mediaType": announcements(
			file("a", broadworks.WAV), file("a", broadworks.WMA), file("a", broadworks.WAV)),
		"users[1].musicOnHold: source.audioFile: the repository has no such file 'My Music'": user(broadworks.UserRecord{
			ID: "u", MusicOnHold: &broadworks.MusicOnHoldInput{Source: plays("My Music")},
		}),
		"users[1].musicOnHold: internalSource: the selection Custom needs an audioFile": user(broadworks.UserRecord{
			ID: "u", MusicOnHold: &broadworks.MusicOnHoldInput{InternalSource: selects(broadworks.SelectCustom)},
		}),
		"accounts[0]: username: must not be empty":            account(broadworks.Account{Level: broadworks.System}),
		"accounts[0]: password: must be UTF-8 without U+0000": account(broadworks.Account{Username: "a", Password: "\x00", Level: broadworks.System}),
		"accounts[0]: userLevel: expected 0, 4, 8, 12 or 16":  account(broadworks.Account{Username: "a", Level: 5}),
		"accounts[0]: userId: an end user needs one":          account(broadworks.Account{Username: "a", TenantID: "foo", GroupID: "foogroup"}),
		"accounts[0]: user 'nobody' not found":                account(broadworks.Account{Username: "a", TenantID: "foo", GroupID: "foogroup", UserID: "nobody"}),
		"accounts[0]: group 'nogroup' not found":              account(broadworks.Account{Username: "a", Level: 8, TenantID: "foo", GroupID: "nogroup"}),
		"accounts[0]: tenantId: unknown tenant 'bar'":         account(broadworks.Account{Username: "a", Level: 12, TenantID: "bar"}),
		"accounts[1]: username: is repeated":                  {Accounts: []broadworks.Account{{Username: "a", Level: 16}, {Username: "a", Level: 16}}},
		"sessions[0]: username: unknown account 'nobody'":     {Sessions: []broadworks.Token{{Value: "v", Username: "nobody"}}},
		"sessions[0]: value: must not be empty":               {Sessions: []broadworks.Token{{Username: "system"}}},
		"sessions[1]: value: is repeated":                     {Sessions: []broadworks.Token{{Value: "v", Username: "system"}, {Value: "v", Username: "system"}}},
		"tokens[0]: username: unknown account ''":             {Tokens: []broadworks.Token{{Value: "v"}}},
		"tokens[1]: value: is repeated":                       {Tokens: []broadworks.Token{{Value: "v", Username: "system"}, {Value: "v", Username: "foouser"}}},
		"lastAuditId: must not be negative":                   {LastAuditID: -1},
	} {
		t.Run(want, func(t T) { refusesSeed(t, svc, want, svc.Seed.Load(t.Context(), f)) })
	}
	for name, a := range map[string]broadworks.Account{
		"tenantId of an end user":              {UserID: "foouser"},
		"tenantId of a group's administrator":  {Level: 8, GroupID: "foogroup"},
		"tenantId of a tenant's administrator": {Level: 12},
		"tenantId for a system administrator":  {Level: 16, TenantID: "foo"},
		"tenantId of a system's who is a user": {Level: 16, GroupID: "foogroup", UserID: "foouser"},
		"groupId of an end user":               {TenantID: "foo", UserID: "foouser"},
		"groupId of a group's administrator":   {Level: 8, TenantID: "foo"},
		"groupId of a department's":            {Level: 4, TenantID: "foo"},
		"groupId for a tenant's administrator": {Level: 12, TenantID: "foo", GroupID: "foogroup"},
		"groupId for a system administrator":   {Level: 16, GroupID: "foogroup"},
		"groupId of a tenant's who is a user":  {Level: 12, TenantID: "foo", UserID: "foouser"},
	} {
		t.Run(name, func(t T) {
			a.Username = "a"
			member, _, _ := strings.Cut(name, " ")
			want := map[string]string{
				"tenantId": "accounts[0]: tenantId: accounts of users, and those below a system account, need one; others have none",
				"groupId":  "accounts[0]: groupId: accounts of users, and those below a tenant's, need one; others have none",
			}[member]
			refusesSeed(t, svc, want, svc.Seed.Load(t.Context(), account(a)))
		})
	}
}

// refusesSeed checks the error of a load or a removal, after which everything is
// as in the documentation fixture.
func refusesSeed(t T, svc *broadworks.Service, want string, err error) {
	t.Helper()
	if err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	if !errors.Is(err, broadworks.ErrBadRequest) && !errors.Is(err, broadworks.ErrNotFound) && !errors.Is(err, broadworks.ErrFailedToUpdate) {
		t.Errorf("error = %v, want a refusal in it", err)
	}
	after := dump(t, svc)
	documented(t, svc)
	suite.Equal(t, "what is stored after a refused load", after, dump(t, svc))
}
