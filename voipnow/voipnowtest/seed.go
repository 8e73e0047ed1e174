package voipnowtest

import (
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testSeed(t T, on *target) {
	check(t, on, []promise{
		{"a dump makes the same state again", func(t T, svc *voipnow.Service) { dumpLoads(t, svc, on.emptyStore(t)) }},
		{"every member of a call is kept", membersKept},
		{"records with the same id are replaced", recordsReplaced},
		{"an organization has an account", organizationHasAccount},
		{"calls follow their extensions to other owners", callsFollowOwners},
		{"a short extension is one of the organization named", shortExtensions},
		{"a call without a time was published now", publishedNow},
		{"fractions of seconds are cut off", fractionsCut},
		{"an empty fixture changes nothing", emptyFixture},
		{"what a caller holds is the caller's own", recordsAreCopies},
	})
}

func dumpLoads(t T, svc, other *voipnow.Service) {
	suite.Must(svc.Calls.OnHold(t.Context(), ann, annsCall, "01"))(t)
	suite.Must(svc.Auth.Grant(t.Context(), exampleApp))(t)
	suite.Must(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, simple("210", []string{"210"}, []string{"024"})))(t)
	suite.Succeeds(t, other.Seed.Load(t.Context(), suite.Must(svc.Seed.Dump(t.Context()))(t)))
	suite.Equal(t, "dump of a loaded dump", dump(t, other), dump(t, svc))
	suite.Equal(t, "calls", listedIDs(t, other, admin, everyCall), listedIDs(t, svc, admin, everyCall))
	suite.Succeeds(t, svc.Seed.Load(t.Context(), suite.Must(svc.Seed.Dump(t.Context()))(t)))
	suite.Equal(t, "dump loaded into its own service", dump(t, svc), dump(t, other))
}

func membersKept(t T, svc *voipnow.Service) {
	full := voipnow.CallRecord{
		ID: "full", Extension: "0003*211", Answered: at(1), Published: at(2), Nonce: "n",
		Views: []voipnow.View{{
			ID: "view", Extension: "211", Answered: at(3), Ringing: at(4), Recording: at(5), Parked: at(6),
			Flow: voipnow.FlowIncoming, Status: voipnow.StatusOnCall, CallerID: "A <1>", Source: []string{"+1", "2"}, Destination: []string{"3*4"},
			ParkedPos: new(int64(0)), ParkedBy: "0003*024", Disposition: new(int64(0)), Held: at(7),
		}, {
			ID: "bare", Extension: "0003*024", Source: []string{}, Destination: []string{},
		}},
	}
	seed(t, svc, &voipnow.Fixture{Calls: []voipnow.CallRecord{full}})
	got := stored(t, svc, "full")
	suite.Equal(t, "stored", got.CallRecord, full)
	suite.Equal(t, "offset", got.Published.Format(time.RFC3339), "2012-06-27T16:08:52+02:00")
}

func recordsReplaced(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{
		Organizations: []voipnow.Organization{{ID: "3", Name: "Renamed", Prefix: "0003"}},
		Users:         []voipnow.User{{ID: "13", Role: voipnow.RoleUser, OrganizationID: "3"}},
		Extensions:    []voipnow.Extension{{Number: "0003*210", OwnerID: "12", Type: "IVR"}},
		Apps:          []voipnow.App{{ClientID: "example-app", ClientSecret: "other", UserID: "13", Trusted: true}},
		Calls:         []voipnow.CallRecord{{ID: documented, Extension: "0003*210", Published: at(0), Views: []voipnow.View{onCall("07", "210")}}},
	})
	call := stored(t, svc, documented)
	suite.Equal(t, "the organization's name", call.OwnerName, "Renamed")
	suite.Equal(t, "the same in another call", stored(t, svc, listed).OwnerName, "Renamed")
	suite.Equal(t, "views", holds(call), map[string]string{"07": ""})
	refused(t, second(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, simple("210", []string{"1"}, []string{"2"}))), voipnow.ErrExtension)
	refused(t, second(svc.Auth.Grant(t.Context(), exampleApp)), voipnow.ErrInvalidClient)
}

func organizationHasAccount(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Organizations: []voipnow.Organization{{ID: "5", Name: "New", Prefix: "0005"}}})
	for _, u := range suite.Must(svc.Seed.Dump(t.Context()))(t).Users {
		if u.ID == "5" {
			suite.Equal(t, "the account", u, voipnow.User{ID: "5", OrganizationID: "5", Role: voipnow.RoleOrganization})
		}
	}
	suite.Equal(t, "its calls", listedIDs(t, svc, voipnow.Caller{UserID: "5"}, everyCall), []string{})
}

func callsFollowOwners(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Extensions: []voipnow.Extension{{Number: "0003*210", OwnerID: "13", Type: voipnow.TypePhoneTerminal}}})
	suite.Equal(t, "ann's calls", listedIDs(t, svc, ann, everyCall), []string{ringing})
	suite.Equal(t, "bob's calls", listedIDs(t, svc, bob, everyCall), []string{outgoing, documented, listed, twoParty})
	suite.Equal(t, "the owner of the extension charged", stored(t, svc, documented).UserID, "13")
}

func shortExtensions(t T, svc *voipnow.Service) {
	call := func(organization string) voipnow.CallRecord {
		return voipnow.CallRecord{ID: "short", Extension: "210", OrganizationID: organization, Published: at(0), Views: []voipnow.View{onCall("00", "210")}}
	}
	for organization, user := range map[string]string{"3": "12", "4": "40"} {
		seed(t, svc, &voipnow.Fixture{Calls: []voipnow.CallRecord{call(organization)}})
		got := stored(t, svc, "short")
		suite.Equal(t, "owners", []string{got.UserID, got.OwnerID, got.OrganizationID}, []string{user, organization, organization})
		ref := voipnow.Ref{User: user, Extension: "210", Call: "short"}
		suite.Equal(t, "calls of the user", listedIDs(t, svc, admin, ref), []string{"short"})
	}
	err := svc.Seed.Load(t.Context(), &voipnow.Fixture{Calls: []voipnow.CallRecord{call("")}})
	refusedAt(t, err, "calls[0]: organizationId: is needed, as several organizations have extension 210")
	extended := call("3")
	extended.Extension, extended.Views = "0003*210", nil
	seed(t, svc, &voipnow.Fixture{Calls: []voipnow.CallRecord{extended}})
	suite.Equal(t, "an extended extension needs no organization", stored(t, svc, "short").OrganizationID, "")
}

func publishedNow(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{Calls: []voipnow.CallRecord{{ID: "now", Extension: "0003*210"}}})
	got := stored(t, svc, "now")
	suite.Equal(t, "stored", got.CallRecord, voipnow.CallRecord{ID: "now", Extension: "0003*210", Published: Clock, Views: []voipnow.View{}})
}

func fractionsCut(t T, svc *voipnow.Service) {
	exact := at(3).Add(999 * time.Millisecond)
	v := onCall("00", "0003*210")
	v.Answered, v.Ringing, v.Recording, v.Parked, v.Held = exact, exact, exact, exact, exact
	seed(t, svc, &voipnow.Fixture{
		Tokens: []voipnow.Token{{Value: "exact", UserID: "12", Expires: exact}},
		Calls:  []voipnow.CallRecord{{ID: "exact", Extension: "0003*210", Published: exact, Answered: exact, Views: []voipnow.View{v}}},
	})
	if text := dump(t, svc); strings.Contains(text, ".999") {
		t.Errorf("the dump has fractions of seconds: %s", text)
	}
	suite.Equal(t, "a time", stored(t, svc, "exact").Views[0].Held, at(3))
}

func emptyFixture(t T, svc *voipnow.Service) {
	before := dump(t, svc)
	seed(t, svc, &voipnow.Fixture{})
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func recordsAreCopies(t T, svc *voipnow.Service) {
	f := heldAt()
	f.Calls[0].Views[0].Disposition = new(int64(1))
	seed(t, svc, f)
	before := dump(t, svc)
	spoil := func(views []voipnow.View) {
		views[0].Source[0], views[0].Destination[0], *views[0].Disposition = "1", "2", 3
		views[0].Held = Clock
	}
	spoil(f.Calls[0].Views)
	spoil(stored(t, svc, twoParty).Views)
	spoil(suite.Must(svc.Calls.OffHold(t.Context(), admin, voipnow.Ref{User: "@me", Extension: "@self", Call: twoParty}, "00"))(t).Views)
	for _, call := range suite.Must(svc.Seed.Dump(t.Context()))(t).Calls {
		if call.ID == twoParty {
			spoil(call.Views)
		}
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

// refusedAt checks that a fixture is refused as an invalid request, in some words.
func refusedAt(t T, err error, want string) {
	t.Helper()
	if err == nil {
		t.Fatalf("error = nil, want %q", want)
	}
	suite.Equal(t, "error", err.Error(), want)
}

func testSeedErrors(t T, on *target) {
	check(t, on, []promise{
		{"a fixture with a fault is refused as a whole", fixturesRefused},
		{"what was loaded before must still make sense", groundKept},
	})
}

func fixturesRefused(t T, svc *voipnow.Service) {
	before := dump(t, svc)
	for _, c := range seedErrors() {
		t.Run(c.name, func(t T) {
			c.f.Tokens = append([]voipnow.Token{{Value: "not to be stored", UserID: "12"}}, c.f.Tokens...)
			refusedAt(t, svc.Seed.Load(t.Context(), &c.f), c.want)
			suite.Equal(t, "what is stored", dump(t, svc), before)
		})
	}
}

type seedError struct {
	name string
	f    voipnow.Fixture
	want string
}

// seedErrors are fixtures with one fault each. Every one gets a token before its own.
func seedErrors() []seedError {
	org := func(o voipnow.Organization) voipnow.Fixture {
		return voipnow.Fixture{Organizations: []voipnow.Organization{o}}
	}
	user := func(id, organization string, role voipnow.Role) voipnow.Fixture {
		return voipnow.Fixture{Users: []voipnow.User{{ID: id, OrganizationID: organization, Role: role}}}
	}
	extension := func(number, owner, kind string) voipnow.Fixture {
		return voipnow.Fixture{Extensions: []voipnow.Extension{{Number: number, OwnerID: owner, Type: kind}}}
	}
	app := func(id, secret, user string) voipnow.Fixture {
		return voipnow.Fixture{Apps: []voipnow.App{{ClientID: id, ClientSecret: secret, UserID: user}}}
	}
	token := func(tokens ...voipnow.Token) voipnow.Fixture { return voipnow.Fixture{Tokens: tokens} }
	call := func(change func(*voipnow.CallRecord)) voipnow.Fixture {
		c := voipnow.CallRecord{ID: "new", Extension: "0003*210", Published: at(0), Views: []voipnow.View{onCall("00", "0003*210"), onCall("01", "024")}}
		change(&c)
		return voipnow.Fixture{Calls: []voipnow.CallRecord{c}}
	}
	view := func(change func(*voipnow.View)) voipnow.Fixture {
		return call(func(c *voipnow.CallRecord) { change(&c.Views[1]) })
	}
	tooLate := time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	return []seedError{
		{"organization without id", org(voipnow.Organization{Name: "N", Prefix: "1"}), "organizations[0]: id: expected letters and digits"},
		{"organization without name", org(voipnow.Organization{ID: "9", Prefix: "1"}), "organizations[0]: name: must not be empty"},
		{"organization's name with U+0000", org(voipnow.Organization{ID: "9", Name: "\x00", Prefix: "1"}), "organizations[0]: name: must not contain U+0000"},
		{"organization without prefix", org(voipnow.Organization{ID: "9", Name: "N"}), "organizations[0]: prefix: expected digits"},
		{"prefix with a star", org(voipnow.Organization{ID: "9", Name: "N", Prefix: "1*"}), "organizations[0]: prefix: expected digits"},
		{"prefix of another", org(voipnow.Organization{ID: "9", Name: "N", Prefix: "0004"}), "organizations[0]: prefix: another organization has 0004"},
		{"organization with a user's id", org(voipnow.Organization{ID: "12", Name: "N", Prefix: "1"}), "organizations[0]: id: 12 is a user of another role"},
		{"organization twice", voipnow.Fixture{Organizations: []voipnow.Organization{{ID: "9", Name: "N", Prefix: "1"}, {ID: "9", Name: "N", Prefix: "1"}}}, "organizations[1]: is there twice"},

		{"user without id", user("", "3", voipnow.RoleUser), "users[0]: id: expected letters and digits"},
		{"user with a sign in its id", user("@me", "3", voipnow.RoleUser), "users[0]: id: expected letters and digits"},
		{"user without role", user("99", "3", ""), "users[0]: role: expected Administrator, Organization or User"},
		{"user without organization", user("99", "", voipnow.RoleUser), "users[0]: organizationId: unknown organization "},
		{"user of an unknown organization", user("99", "9", voipnow.RoleUser), "users[0]: organizationId: unknown organization 9"},
		{"administrator of an unknown organization", user("99", "9", voipnow.RoleAdministrator), "users[0]: organizationId: unknown organization 9"},
		{"organization's account with another role", user("3", "3", voipnow.RoleUser), "users[0]: role: the account of an organization, and no other, has its id and the role Organization"},
		{"organization's account elsewhere", user("3", "4", voipnow.RoleOrganization), "users[0]: role: the account of an organization, and no other, has its id and the role Organization"},
		{"second account of an organization", user("99", "3", voipnow.RoleOrganization), "users[0]: role: the account of an organization, and no other, has its id and the role Organization"},
		{"user twice", voipnow.Fixture{Users: []voipnow.User{{ID: "99", OrganizationID: "3", Role: "User"}, {ID: "99", OrganizationID: "3", Role: "User"}}}, "users[1]: is there twice"},

		{"extension without type", extension("0003*212", "12", ""), "extensions[0]: type: must not be empty"},
		{"extension of an unknown user", extension("0003*212", "99", "Queue"), "extensions[0]: ownerId: unknown user 99"},
		{"extension of no organization", extension("0003*212", "1", "Queue"), "extensions[0]: ownerId: user 1 is in no organization"},
		{"short extension", extension("212", "12", "Queue"), "extensions[0]: number: expected 0003*, the prefix of organization 3, and digits"},
		{"extension of another organization", extension("0004*212", "12", "Queue"), "extensions[0]: number: expected 0003*, the prefix of organization 3, and digits"},
		{"extension with letters", extension("0003*21x", "12", "Queue"), "extensions[0]: number: expected 0003*, the prefix of organization 3, and digits"},
		{"extension with two stars", extension("0003*2*1", "12", "Queue"), "extensions[0]: number: expected 0003*, the prefix of organization 3, and digits"},
		{"extension that is a prefix", extension("0003*", "12", "Queue"), "extensions[0]: number: expected 0003*, the prefix of organization 3, and digits"},
		{"extension twice", voipnow.Fixture{Extensions: []voipnow.Extension{{Number: "0003*212", OwnerID: "12", Type: "Q"}, {Number: "0003*212", OwnerID: "12", Type: "Q"}}}, "extensions[1]: is there twice"},

		{"app without id", app("", "s", "12"), "apps[0]: clientId: must not be empty"},
		{"app without secret", app("a", "", "12"), "apps[0]: clientSecret: must not be empty"},
		{"app's secret with invalid UTF-8", app("a", "\xff", "12"), "apps[0]: clientSecret: must be valid UTF-8"},
		{"app of an unknown user", app("a", "s", "99"), "apps[0]: userId: unknown user 99"},
		{"app twice", voipnow.Fixture{Apps: []voipnow.App{{ClientID: "a", ClientSecret: "s", UserID: "12"}, {ClientID: "a", ClientSecret: "s", UserID: "12"}}}, "apps[1]: is there twice"},

		{"token without value", token(voipnow.Token{UserID: "12"}), "tokens[1]: value: must not be empty"},
		{"token of an unknown user", token(voipnow.Token{Value: "t", UserID: "99"}), "tokens[1]: userId: unknown user 99"},
		{"token that expires too late", token(voipnow.Token{Value: "t", UserID: "12", Expires: tooLate}), "tokens[1]: expires: is not a time that can be written"},
		{"token twice", token(voipnow.Token{Value: "t", UserID: "12"}, voipnow.Token{Value: "t", UserID: "12"}), "tokens[2]: is there twice"},

		{"call without id", call(func(c *voipnow.CallRecord) { c.ID = "" }), "calls[0]: id: expected letters and digits"},
		{"call with a star in its id", call(func(c *voipnow.CallRecord) { c.ID = "a*" }), "calls[0]: id: expected letters and digits"},
		{"call without extension", call(func(c *voipnow.CallRecord) { c.Extension = "" }), "calls[0]: extension: unknown extension "},
		{"call of an unknown extension", call(func(c *voipnow.CallRecord) { c.Extension = "0003*999" }), "calls[0]: extension: unknown extension 0003*999"},
		{"call of an unknown short extension", call(func(c *voipnow.CallRecord) { c.Extension = "777" }), "calls[0]: extension: unknown extension 777"},
		{"call of an unknown organization", call(func(c *voipnow.CallRecord) { c.Extension, c.OrganizationID = "210", "9" }), "calls[0]: organizationId: unknown organization 9"},
		{"call of another organization", call(func(c *voipnow.CallRecord) { c.OrganizationID = "4" }), "calls[0]: organizationId: extension 0003*210 is one of organization 3"},
		{"call of a short extension elsewhere", call(func(c *voipnow.CallRecord) { c.Extension, c.OrganizationID = "211", "4" }), "calls[0]: extension: unknown extension 0004*211"},
		{"call's nonce with U+0000", call(func(c *voipnow.CallRecord) { c.Nonce = "\x00" }), "calls[0]: nonce: must not contain U+0000"},
		{"call published too late", call(func(c *voipnow.CallRecord) { c.Published = tooLate }), "calls[0]: published: is not a time that can be written"},
		{"call answered too late", call(func(c *voipnow.CallRecord) { c.Answered = tooLate }), "calls[0]: answered: is not a time that can be written"},
		{"call twice", voipnow.Fixture{Calls: []voipnow.CallRecord{{ID: "c", Extension: "0003*210"}, {ID: "c", Extension: "0003*210"}}}, "calls[1]: is there twice"},

		{"view without id", view(func(v *voipnow.View) { v.ID = "" }), "calls[0]: phoneCallView[1].id: must not be empty"},
		{"view twice", view(func(v *voipnow.View) { v.ID = "00" }), "calls[0]: phoneCallView[1].id: 00 is there twice"},
		{"view without extension", view(func(v *voipnow.View) { v.Extension = "" }), "calls[0]: phoneCallView[1].extension: expected the number of an extension"},
		{"view of an unknown extension", view(func(v *voipnow.View) { v.Extension = "999" }), "calls[0]: phoneCallView[1].extension: unknown extension 0003*999"},
		{"status too small", view(func(v *voipnow.View) { v.Status = -1 }), "calls[0]: phoneCallView[1].status: expected 0 to 5"},
		{"status too large", view(func(v *voipnow.View) { v.Status = 6 }), "calls[0]: phoneCallView[1].status: expected 0 to 5"},
		{"unknown flow", view(func(v *voipnow.View) { v.Flow = 3 }), "calls[0]: phoneCallView[1].flow: expected 2, 4 or 8"},
		{"disposition too small", view(func(v *voipnow.View) { v.Disposition = new(int64(-1)) }), "calls[0]: phoneCallView[1].disposition: expected 0 to 5"},
		{"disposition too large", view(func(v *voipnow.View) { v.Disposition = new(int64(6)) }), "calls[0]: phoneCallView[1].disposition: expected 0 to 5"},
		{"caller id", view(func(v *voipnow.View) { v.CallerID = "a_b" }), "calls[0]: phoneCallView[1].callerId: expected letters, digits, spaces and <>+*"},
		{"source", view(func(v *voipnow.View) { v.Source = []string{"a"} }), "calls[0]: phoneCallView[1].source: expected numbers"},
		{"destination", view(func(v *voipnow.View) { v.Destination = []string{""} }), "calls[0]: phoneCallView[1].destination: expected numbers"},
		{"parkedBy with U+0000", view(func(v *voipnow.View) { v.ParkedBy = "\x00" }), "calls[0]: phoneCallView[1].parkedBy: must not contain U+0000"},
		{"a view that rings cannot hold", view(func(v *voipnow.View) { v.Status, v.Held = voipnow.StatusRinging, at(0) }), "calls[0]: phoneCallView[1].held: a view with status 3 cannot hold the call"},
		{"answered too late", view(func(v *voipnow.View) { v.Answered = tooLate }), "calls[0]: phoneCallView[1].answered: is not a time that can be written"},
		{"held too late", view(func(v *voipnow.View) { v.Held = tooLate }), "calls[0]: phoneCallView[1].held: is not a time that can be written"},
	}
}

func groundKept(t T, svc *voipnow.Service) {
	before := dump(t, svc)
	for _, c := range []struct {
		name string
		f    voipnow.Fixture
		want string
	}{
		{"another prefix", voipnow.Fixture{Organizations: []voipnow.Organization{{ID: "3", Name: "N", Prefix: "0007"}}},
			"extension 0003*024: number: expected 0007*, the prefix of organization 3, and digits"},
		{"a user moves away", voipnow.Fixture{Users: []voipnow.User{{ID: "12", OrganizationID: "4", Role: voipnow.RoleUser}}},
			"extension 0003*210: number: expected 0004*, the prefix of organization 4, and digits"},
		{"a user leaves", voipnow.Fixture{Users: []voipnow.User{{ID: "12", Role: voipnow.RoleAdministrator}}},
			"extension 0003*210: ownerId: user 12 is in no organization"},
	} {
		t.Run(c.name, func(t T) {
			refusedAt(t, svc.Seed.Load(t.Context(), &c.f), c.want)
			suite.Equal(t, "what is stored", dump(t, svc), before)
		})
	}
}

func testDrivers(t T, on *target) {
	check(t, on, []promise{
		{"Answer has the parties answer who have not yet", callAnswered},
		{"End ends a call", callEnded},
	})
}

func callAnswered(t T, svc *voipnow.Service) {
	want := stored(t, svc, ringing)
	want.Answered, want.Views[0].Answered, want.Views[0].Status = Clock, Clock, voipnow.StatusOnCall
	suite.Succeeds(t, svc.Seed.Answer(t.Context(), ringing))
	suite.Equal(t, "answered", stored(t, svc, ringing), want)
	suite.Succeeds(t, svc.Seed.Answer(t.Context(), documented))
	suite.Equal(t, "answered before", stored(t, svc, documented), documentedCall())
	refuses(t, svc, voipnow.ErrPhoneCall, func() error { return svc.Seed.Answer(t.Context(), "unknown") })
}

func callEnded(t T, svc *voipnow.Service) {
	suite.Succeeds(t, svc.Seed.End(t.Context(), documented))
	suite.Equal(t, "what is left", listedIDs(t, svc, admin, everyCall), []string{outgoing, listed, twoParty, ringing, foreign})
	refuses(t, svc, voipnow.ErrPhoneCall, func() error { return svc.Seed.End(t.Context(), documented) })
}
