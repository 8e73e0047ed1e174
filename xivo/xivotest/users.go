package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testUsers(t T, on *target) {
	check(t, on, []promise{
		{"an empty store has none", noUsers},
		{"all are listed by id", usersListed},
		{"all are contacts, by id", contactsListed},
		{"the full name is trimmed", fullNameTrimmed},
		{"labels keep the order they were given in", labelsKeepOrder},
		{"a renamed media server shows at once", mediaServerRenamed},
		{"only a login with its password is valid", passwordsValidated},
	})
}

func noUsers(t T, svc *xivo.Service) {
	suite.Equal(t, "List", suite.Must(svc.Users.List(t.Context()))(t), []xivo.User{})
	suite.Equal(t, "Contacts", suite.Must(svc.Users.Contacts(t.Context()))(t), []xivo.Contact{})
	suite.Equal(t, "Find", suite.Must(svc.Users.Find(t.Context(), xivo.Find{}))(t), xivo.Page[xivo.User]{List: []xivo.User{}})
	refused(t, svc.Users.Validate(t.Context(), "john", "doe"), errUserNotFound)
}

// documentedUsers are the users of the documentation fixture.
var documentedUsers = []xivo.User{
	{
		FullName: "user A", Provisioning: 583115, LineType: xivo.LinePhone, PhoneNumber: "1000", Entity: "Test",
		MDSName: "default", MDSDisplayName: "MDS Main", Labels: []string{"blue", "green", "red"},
	},
	{
		FullName: "user B", Provisioning: 273444, LineType: xivo.LineWebRTC, PhoneNumber: "1001", Entity: "Test",
		MDSName: "default", MDSDisplayName: "MDS Main", Labels: []string{"green", "red"},
	},
	{
		FullName: "toto user", Provisioning: 401003, LineType: xivo.LineUA, PhoneNumber: "9999", Entity: "Demo",
		MDSName: "default", MDSDisplayName: "MDS Main", Labels: []string{"red", "green", "blue"},
	},
	{
		FullName: "Albert Einstein", Provisioning: 401004, LineType: xivo.LinePhone, PhoneNumber: "2019", Entity: "Demo",
		MDSName: "mds1", MDSDisplayName: "MDS 1", Labels: []string{"green", "yellow"},
	},
	// Without a line, what comes from it is missing.
	{FullName: "Jean Ménage", Entity: "Demo", Labels: []string{}},
	{FullName: "Jocelyn Urbain", Entity: "Demo", Labels: []string{}},
	{FullName: "James Bond", Entity: "Demo", Labels: []string{}},
	{FullName: "Jack Martin", Entity: "Demo", Labels: []string{}},
}

func usersListed(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "List", suite.Must(svc.Users.List(t.Context()))(t), documentedUsers)
	suite.Equal(t, "Find without filters", suite.Must(svc.Users.Find(t.Context(), xivo.Find{}))(t),
		xivo.Page[xivo.User]{Total: 8, List: documentedUsers})
}

func contactsListed(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Contacts", suite.Must(svc.Users.Contacts(t.Context()))(t), []xivo.Contact{
		{FirstName: "user", LastName: "A", InternalPhoneNumber: "1000", Labels: []string{"blue", "green", "red"}},
		{FirstName: "user", LastName: "B", InternalPhoneNumber: "1001", Labels: []string{"green", "red"}},
		{
			FirstName: "toto", LastName: "user", Email: "t.user@xivo.solutions", MobilePhoneNumber: "1000",
			InternalPhoneNumber: "9999", Labels: []string{"red", "green", "blue"}, ExternalPhoneNumber: "2000",
		},
		{
			FirstName: "Albert", LastName: "Einstein", Email: "a.einstein@xivo.solutions", MobilePhoneNumber: "2012",
			InternalPhoneNumber: "2019", Labels: []string{"green", "yellow"}, ExternalPhoneNumber: "0007",
		},
		{FirstName: "Jean", LastName: "Ménage", Labels: []string{}},
		{FirstName: "Jocelyn", LastName: "Urbain", Labels: []string{}},
		{FirstName: "James", LastName: "Bond", Labels: []string{}},
		{FirstName: "Jack", LastName: "Martin", Labels: []string{}},
	})
}

func fullNameTrimmed(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{
		{FirstName: "Ann", LastName: "Lee"},
		{FirstName: "Ann"},
		{LastName: "Lee"},
		{},
		{FirstName: " Ann ", LastName: " Lee "},
	}})
	var names []string
	for _, u := range suite.Must(svc.Users.List(t.Context()))(t) {
		names = append(names, u.FullName)
	}
	suite.Equal(t, "full names", names, []string{"Ann Lee", "Ann", "Lee", "", "Ann   Lee"})
}

func labelsKeepOrder(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{Labels: []string{"red", "Red", "blue"}}}})
	want := []string{"red", "Red", "blue"}
	suite.Equal(t, "labels of a user", suite.Must(svc.Users.List(t.Context()))(t)[0].Labels, want)
	suite.Equal(t, "labels of a contact", suite.Must(svc.Users.Contacts(t.Context()))(t)[0].Labels, want)
	// Asking for labels in another order must not put them in it.
	page := suite.Must(svc.Users.Find(t.Context(), xivo.Find{Filters: []xivo.Filter{
		{Field: "label", Operator: "contains_all", List: []any{"blue", "red"}},
	}}))(t)
	suite.Equal(t, "labels of a user that was found", page.List[0].Labels, want)
}

func mediaServerRenamed(t T, svc *xivo.Service) {
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{MediaServers: []xivo.MediaServer{{Name: "default", DisplayName: "Main"}}})
	var shown []string
	for _, u := range suite.Must(svc.Users.List(t.Context()))(t) {
		shown = append(shown, u.MDSDisplayName)
	}
	suite.Equal(t, "display names", shown, []string{"Main", "Main", "Main", "MDS 1", "", "", "", ""})
	page := suite.Must(svc.Users.Find(t.Context(), xivo.Find{Filters: []xivo.Filter{
		{Field: "mdsDisplayName", Operator: "=", Value: "Main"},
	}}))(t)
	suite.Equal(t, "users found by the new name", page.Total, 3)
}

func passwordsValidated(t T, svc *xivo.Service) {
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{FirstName: "no login", Password: "doe"}}})
	suite.Succeeds(t, svc.Users.Validate(t.Context(), "john", "doe"))
	for _, c := range []struct{ name, username, password string }{
		{"unknown login", "jane", "doe"},
		{"wrong password", "john", "Doe"},
		{"login in another case", "John", "doe"},
		{"a part of the password", "john", "do"},
		{"more than the password", "john", "doe "},
		{"empty password", "john", ""},
		{"empty login", "", "doe"},
		{"both empty", "", ""},
		{"empty password of a user without one", "jmenage", ""},
		{"any password for a user without one", "jmenage", "doe"},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, errUserNotFound, func() error { return svc.Users.Validate(t.Context(), c.username, c.password) })
		})
	}
}
