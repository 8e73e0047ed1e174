package broadworkstest

import (
	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var removalPromises = []promise{
	{"a file in use stays", fileInUse},
	{"a file that is not used goes", fileRemoved},
	{"what others refer to stays", referredStays},
	{"everything can go", everythingGoes},
	{"what is not there cannot go", nothingToRemove},
}

func announcementRef(ref broadworks.UserRef, name string, mediaType broadworks.MediaType) broadworks.Removal {
	return broadworks.Removal{Announcements: []broadworks.AnnouncementRef{{UserRef: ref, AudioFile: broadworks.AudioFile{Name: name, MediaType: mediaType}}}}
}

var fooAny = broadworks.UserRef{TenantID: "foo", GroupID: "foogroup"}

func fileInUse(t T, svc *broadworks.Service) {
	documented(t, svc)
	for _, r := range []broadworks.Removal{
		announcementRef(foouser, "My Music", broadworks.WAV),
		announcementRef(fooAny, announcement, broadworks.WAV),
	} {
		refusesSeed(t, svc, "announcements[0]: is in use", svc.Seed.Remove(t.Context(), r))
	}
	// Nor does the one before it go, that is not used.
	both := announcementRef(foouser, announcement, broadworks.WAV)
	both.Announcements = append(both.Announcements, announcementRef(foouser, "My Music", broadworks.WAV).Announcements...)
	refusesSeed(t, svc, "announcements[1]: is in use", svc.Seed.Remove(t.Context(), both))
	caller := system(t, svc)
	suite.Succeeds(t, second(svc.MusicOnHold.Update(t.Context(), caller, foouser, broadworks.MusicOnHoldInput{
		Source: with(broadworks.SelectGroup, plays("DELETE")), InternalSource: plays("My Music"),
	})))
	seed(t, svc, &broadworks.Fixture{Groups: []broadworks.GroupRecord{{
		TenantID: "foo", ID: "othergroup", Announcements: []broadworks.Announcement{file("a", broadworks.WAV), file("b", broadworks.WAV)},
		MusicOnHold: &broadworks.GroupMusicOnHoldInput{InternalSource: group(plays("b"))},
	}}})
	otherAny := broadworks.UserRef{TenantID: "foo", GroupID: "othergroup"}
	both = announcementRef(otherAny, "a", broadworks.WAV)
	both.Announcements = append(both.Announcements, announcementRef(otherAny, "b", broadworks.WAV).Announcements...)
	if err := svc.Seed.Remove(t.Context(), both); err == nil {
		t.Error("the file of a group's internal source was removed")
	}
	suite.Equal(t, "files", names(suite.Must(svc.Announcements.ListGroup(t.Context(), caller, other))(t)), []string{"a", "b"})
	before := dump(t, svc)
	if err := svc.Seed.Remove(t.Context(), announcementRef(foouser, "My Music", broadworks.WAV)); err == nil {
		t.Error("the file of the internal source, which is not selected, was removed")
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func fileRemoved(t T, svc *broadworks.Service) {
	documented(t, svc)
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), announcementRef(foouser, announcement, broadworks.WAV)))
	suite.Equal(t, "files", names(suite.Must(svc.Announcements.ListUser(t.Context(), system(t, svc), foouser))(t)), []string{"My Music"})
	suite.Succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{
		Source: group(with(broadworks.SelectSystem, plays("DELETE"))),
	})))
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), announcementRef(fooAny, announcement, broadworks.WAV)))
	suite.Equal(t, "files", names(suite.Must(svc.Announcements.ListGroup(t.Context(), system(t, svc), foo))(t)), []string{})
	left := dump(t, svc)
	seed(t, svc, left)
	suite.Equal(t, "Dump after a load of the dump", dump(t, svc), left)
}

func referredStays(t T, svc *broadworks.Service) {
	documented(t, svc)
	for want, r := range map[string]broadworks.Removal{
		"accounts[0]: is in use": {Accounts: []string{"system"}},
		"users[1]: is in use":    {Users: []broadworks.UserRef{otheruser, foouser}},
		"groups[0]: is in use":   {Groups: []broadworks.GroupRef{foo}},
		"tenants[0]: is in use":  {Tenants: []string{"foo"}},
	} {
		refusesSeed(t, svc, want, svc.Seed.Remove(t.Context(), r))
	}
	// Users and accounts hold a group each, accounts and groups a tenant.
	refusesSeed(t, svc, "groups[0]: is in use", svc.Seed.Remove(t.Context(), broadworks.Removal{
		Tokens:   []string{"token-user", "token-group", "token-readonly"},
		Accounts: []string{"foouser", "groupadmin"},
		Users:    []broadworks.UserRef{foouser, nomoh},
		Groups:   []broadworks.GroupRef{foo},
	}))
	refusesSeed(t, svc, "groups[0]: is in use", svc.Seed.Remove(t.Context(), broadworks.Removal{Groups: []broadworks.GroupRef{other}}))
	seed(t, svc, &broadworks.Fixture{Tenants: []broadworks.Tenant{{ID: "bar"}}, Accounts: []broadworks.Account{{Username: "b", Level: 12, TenantID: "bar"}}})
	if err := svc.Seed.Remove(t.Context(), broadworks.Removal{Tenants: []string{"bar"}}); err == nil {
		t.Error("the tenant of an account was removed")
	}
	seed(t, svc, &broadworks.Fixture{Tenants: []broadworks.Tenant{{ID: "baz"}}, Groups: []broadworks.GroupRecord{{TenantID: "baz", ID: "g"}}})
	if err := svc.Seed.Remove(t.Context(), broadworks.Removal{Tenants: []string{"baz"}}); err == nil {
		t.Error("the tenant of a group was removed")
	}
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), broadworks.Removal{Accounts: []string{"b"}, Tenants: []string{"bar"}}))
	// The same ids elsewhere are others.
	twin := broadworks.GroupRef{TenantID: "Apio", GroupID: "foogroup"}
	twinUser := broadworks.UserRef{TenantID: "Apio", GroupID: "foogroup", UserID: "foouser"}
	seed(t, svc, &broadworks.Fixture{
		Groups: []broadworks.GroupRecord{{TenantID: "Apio", ID: "foogroup"}},
		Users:  []broadworks.UserRecord{{TenantID: "Apio", GroupID: "foogroup", ID: "foouser"}},
	})
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), broadworks.Removal{Users: []broadworks.UserRef{twinUser}, Groups: []broadworks.GroupRef{twin}}))
	s := suite.Must(svc.Sessions.Login(t.Context(), "ApioUser1@sip.netaxis.be", password))(t)
	if err := svc.Seed.Remove(t.Context(), broadworks.Removal{Accounts: []string{"ApioUser1@sip.netaxis.be"}}); err == nil {
		t.Error("the account of a session was removed")
	}
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), broadworks.Removal{Sessions: []string{s.ID}, Accounts: []string{"ApioUser1@sip.netaxis.be"}}))
	refused(t, second(svc.Auth.Check(t.Context(), cookie(s.ID))), broadworks.ErrUnauthorized.Refuse("unknown credentials"))
}

func everythingGoes(t T, svc *broadworks.Service) {
	f := broadworks.Documentation()
	seed(t, svc, f)
	r := broadworks.Removal{}
	for _, token := range f.Tokens {
		r.Tokens = append(r.Tokens, token.Value)
	}
	for _, a := range f.Accounts {
		r.Accounts = append(r.Accounts, a.Username)
	}
	for _, u := range f.Users {
		r.Users = append(r.Users, broadworks.UserRef{TenantID: u.TenantID, GroupID: u.GroupID, UserID: u.ID})
	}
	for _, g := range f.Groups {
		r.Groups = append(r.Groups, broadworks.GroupRef{TenantID: g.TenantID, GroupID: g.ID})
	}
	for _, tenant := range f.Tenants {
		r.Tenants = append(r.Tenants, tenant.ID)
	}
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), r))
	suite.Equal(t, "what is stored", dump(t, svc), &broadworks.Fixture{})
}

func nothingToRemove(t T, svc *broadworks.Service) {
	documented(t, svc)
	before := dump(t, svc)
	for _, r := range []broadworks.Removal{
		{Sessions: []string{"none"}}, {Tokens: []string{"token-user", "none"}}, {Accounts: []string{"none"}}, {Tenants: []string{"none"}},
		{Groups: []broadworks.GroupRef{{TenantID: "foo", GroupID: "none"}}},
		{Users: []broadworks.UserRef{{TenantID: "foo", GroupID: "foogroup", UserID: "none"}}},
		announcementRef(foouser, "none", broadworks.WAV), announcementRef(foouser, "My Music", broadworks.WMA),
		announcementRef(fooAny, "none", broadworks.WAV),
		announcementRef(broadworks.UserRef{TenantID: "foo", GroupID: "none"}, announcement, broadworks.WAV),
		announcementRef(broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "none"}, announcement, broadworks.WAV),
	} {
		if err := svc.Seed.Remove(t.Context(), r); err == nil {
			t.Errorf("Remove(%+v): no error", r)
		}
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}
