package xivotest

import (
	"encoding/json"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testRights(t T, on *target) {
	check(t, on, []promise{
		{"profiles are users with a login and a profile, by id", profilesListed},
		{"the documented rights are shown", documentedRights},
		{"set completes and reduces what is sent", rightsNormalized},
		{"set replaces everything", rightsReplaced},
		{"set gives a first profile", firstProfile},
		{"delete takes the profile, not the user", rightsDeleted},
		{"unknown logins and users without a profile are refused", rightsOfNobody},
		{"members are checked", rightsChecked},
	})
}

var (
	bond = xivo.Rights{Type: xivo.ProfileSupervisor, Data: xivo.RightsData{
		QueueIDs: []int64{3, 2, 1, 7}, GroupIDs: []int64{3, 1, 2}, IncallIDs: []int64{},
		RecordingAccess: new(true), DissuasionAccess: new(false),
	}}
	emptyTeacher = xivo.Rights{Type: xivo.ProfileTeacher, Data: xivo.RightsData{
		QueueIDs: []int64{}, GroupIDs: []int64{}, IncallIDs: []int64{},
	}}
)

func noProfile(login string) *xivo.Error {
	return xivo.ErrNotFound.Refuse("No profile for user %s", login)
}

func profilesListed(t T, svc *xivo.Service) {
	suite.Equal(t, "Profiles of an empty store", suite.Must(svc.Rights.Profiles(t.Context()))(t), []xivo.Profile{})
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{
		{LastName: "profile without a login", Rights: &xivo.Rights{Type: xivo.ProfileAdmin}},
	}})
	suite.Equal(t, "Profiles", suite.Must(svc.Rights.Profiles(t.Context()))(t), []xivo.Profile{
		{Name: "Ménage", FirstName: "Jean", Login: "jmenage", Profile: xivo.ProfileTeacher},
		{Name: "Urbain", FirstName: "Jocelyn", Login: "jurbain", Profile: xivo.ProfileAdmin},
		{Name: "Bond", FirstName: "James", Login: "jbond", Profile: xivo.ProfileSupervisor},
	})
}

func documentedRights(t T, svc *xivo.Service) {
	documented(t, svc)
	for login, want := range map[string]xivo.Rights{
		"jbond": bond, "jmenage": emptyTeacher, "jurbain": {Type: xivo.ProfileAdmin},
	} {
		suite.Equal(t, "Get "+login, suite.Must(svc.Rights.Get(t.Context(), login))(t), want)
	}
}

func rightsNormalized(t T, svc *xivo.Service) {
	documented(t, svc)
	extra := map[string]json.RawMessage{"start": json.RawMessage(`"2018-07-04"`), "QueueIds": json.RawMessage(`{"a":[1,2.50]}`)}
	full := xivo.RightsData{
		QueueIDs: []int64{5, 1, 5, 0}, GroupIDs: []int64{2}, IncallIDs: []int64{9, 8},
		RecordingAccess: new(false), DissuasionAccess: new(true), Extra: extra,
	}
	lists := xivo.RightsData{QueueIDs: full.QueueIDs, GroupIDs: full.GroupIDs, IncallIDs: full.IncallIDs, Extra: extra}
	for _, c := range []struct {
		name     string
		in, want xivo.Rights
	}{
		{"supervisor without data", xivo.Rights{Type: xivo.ProfileSupervisor}, xivo.Rights{
			Type: xivo.ProfileSupervisor, Data: xivo.RightsData{
				QueueIDs: []int64{}, GroupIDs: []int64{}, IncallIDs: []int64{},
				RecordingAccess: new(true), DissuasionAccess: new(false),
			},
		}},
		{"supervisor with all data", xivo.Rights{Type: xivo.ProfileSupervisor, Data: full}, xivo.Rights{Type: xivo.ProfileSupervisor, Data: full}},
		{"teacher without data", xivo.Rights{Type: xivo.ProfileTeacher}, emptyTeacher},
		{"teacher with all data", xivo.Rights{Type: xivo.ProfileTeacher, Data: full}, xivo.Rights{Type: xivo.ProfileTeacher, Data: lists}},
		{"admin without data", xivo.Rights{Type: xivo.ProfileAdmin}, xivo.Rights{Type: xivo.ProfileAdmin}},
		{"admin with all data", xivo.Rights{Type: xivo.ProfileAdmin, Data: full},
			xivo.Rights{Type: xivo.ProfileAdmin, Data: xivo.RightsData{Extra: extra}}},
	} {
		t.Run(c.name, func(t T) {
			suite.Equal(t, "Set", suite.Must(svc.Rights.Set(t.Context(), "jbond", c.in))(t), c.want)
			suite.Equal(t, "Get", suite.Must(svc.Rights.Get(t.Context(), "jbond"))(t), c.want)
		})
	}
}

func rightsReplaced(t T, svc *xivo.Service) {
	documented(t, svc)
	in := xivo.Rights{Type: xivo.ProfileSupervisor, Data: xivo.RightsData{GroupIDs: []int64{4}}}
	want := xivo.Rights{Type: xivo.ProfileSupervisor, Data: xivo.RightsData{
		QueueIDs: []int64{}, GroupIDs: []int64{4}, IncallIDs: []int64{}, RecordingAccess: new(true), DissuasionAccess: new(false),
	}}
	suite.Equal(t, "Set", suite.Must(svc.Rights.Set(t.Context(), "jbond", in))(t), want)
	suite.Equal(t, "Get", suite.Must(svc.Rights.Get(t.Context(), "jbond"))(t), want)
	suite.Must(svc.Rights.Set(t.Context(), "jbond", xivo.Rights{Type: xivo.ProfileAdmin}))(t)
	suite.Equal(t, "profile", suite.Must(svc.Rights.Profiles(t.Context()))(t)[2].Profile, xivo.ProfileAdmin)
}

func firstProfile(t T, svc *xivo.Service) {
	documented(t, svc)
	refuses(t, svc, noProfile("john"), func() error { return suite.ErrOf(svc.Rights.Get(t.Context(), "john")) })
	suite.Equal(t, "Set", suite.Must(svc.Rights.Set(t.Context(), "john", xivo.Rights{Type: xivo.ProfileTeacher}))(t), emptyTeacher)
	suite.Equal(t, "first profile", suite.Must(svc.Rights.Profiles(t.Context()))(t)[0],
		xivo.Profile{Name: "A", FirstName: "user", Login: "john", Profile: xivo.ProfileTeacher})
	// Nothing else of the user changes.
	suite.Equal(t, "List", suite.Must(svc.Users.List(t.Context()))(t), documentedUsers)
	suite.Succeeds(t, svc.Users.Validate(t.Context(), "john", "doe"))
}

func rightsDeleted(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Succeeds(t, svc.Rights.Delete(t.Context(), "jbond"))
	suite.Equal(t, "Profiles", suite.Must(svc.Rights.Profiles(t.Context()))(t), []xivo.Profile{
		{Name: "Ménage", FirstName: "Jean", Login: "jmenage", Profile: xivo.ProfileTeacher},
		{Name: "Urbain", FirstName: "Jocelyn", Login: "jurbain", Profile: xivo.ProfileAdmin},
	})
	refuses(t, svc, noProfile("jbond"), func() error { return suite.ErrOf(svc.Rights.Get(t.Context(), "jbond")) })
	refuses(t, svc, noProfile("jbond"), func() error { return svc.Rights.Delete(t.Context(), "jbond") })
	suite.Equal(t, "List", suite.Must(svc.Users.List(t.Context()))(t), documentedUsers)
	suite.Equal(t, "Set", suite.Must(svc.Rights.Set(t.Context(), "jbond", bond))(t), bond)
}

func rightsOfNobody(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, login := range []string{"nobody", "Jbond", ""} {
		t.Run("login "+login, func(t T) {
			refuses(t, svc, errUserNotFound, func() error { return suite.ErrOf(svc.Rights.Get(t.Context(), login)) })
			refuses(t, svc, errUserNotFound, func() error { return suite.ErrOf(svc.Rights.Set(t.Context(), login, bond)) })
			refuses(t, svc, errUserNotFound, func() error { return svc.Rights.Delete(t.Context(), login) })
		})
	}
	refuses(t, svc, noProfile("john"), func() error { return svc.Rights.Delete(t.Context(), "john") })
}

func rightsChecked(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, c := range []struct {
		name    string
		in      xivo.Rights
		message string
	}{
		{"no type", xivo.Rights{}, "type: expected admin, supervisor or teacher"},
		{"unknown type", xivo.Rights{Type: "Admin"}, "type: expected admin, supervisor or teacher"},
		{"negative queue id", xivo.Rights{Type: xivo.ProfileTeacher, Data: xivo.RightsData{QueueIDs: []int64{1, -1}}},
			"data.queueIds: ids must not be negative"},
		{"negative group id", xivo.Rights{Type: xivo.ProfileSupervisor, Data: xivo.RightsData{GroupIDs: []int64{-1}}},
			"data.groupIds: ids must not be negative"},
		{"negative incall id", xivo.Rights{Type: xivo.ProfileSupervisor, Data: xivo.RightsData{IncallIDs: []int64{-7}}},
			"data.incallIds: ids must not be negative"},
	} {
		t.Run(c.name, func(t T) {
			want := xivo.ErrInvalidJSON.Refuse("%s", c.message)
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.Rights.Set(t.Context(), "jbond", c.in)) })
			// What is wrong with the request comes before who it is about.
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.Rights.Set(t.Context(), "nobody", c.in)) })
		})
	}
}
