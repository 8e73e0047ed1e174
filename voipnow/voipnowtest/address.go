package voipnowtest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testAddresses(t T, on *target) {
	check(t, on, []promise{
		{"calls are found wherever they belong", callsFound},
		{"Check finds the same", checkFinds},
	})
}

// addresses are what some callers can address, and the calls there, by time of
// publication and then by id.
var addresses = []struct {
	name            string
	caller          voipnow.Caller
	user, extension string
	want            []string
}{
	{"own extension", ann, "@me", "0003*210", []string{outgoing, documented, listed, twoParty}},
	{"@viewer", ann, "@viewer", "0003*210", []string{outgoing, documented, listed, twoParty}},
	{"@owner", ann, "@owner", "0003*210", []string{outgoing, documented, listed, twoParty}},
	{"own id", ann, "12", "0003*210", []string{outgoing, documented, listed, twoParty}},
	{"short number", ann, "@me", "210", []string{outgoing, documented, listed, twoParty}},
	{"short number, @owner", ann, "@owner", "210", []string{outgoing, documented, listed, twoParty}},
	{"short number, id", ann, "12", "210", []string{outgoing, documented, listed, twoParty}},
	{"another own extension", ann, "@me", "211", []string{ringing}},
	{"@self", ann, "@me", "@self", []string{outgoing, documented, listed, twoParty, ringing}},
	{"@self, @owner", ann, "@owner", "@self", []string{outgoing, documented, listed, twoParty, ringing}},
	{"@self, id", ann, "12", "@self", []string{outgoing, documented, listed, twoParty, ringing}},
	{"a party that is not charged", bob, "@me", "0003*024", []string{twoParty}},
	{"an extension without calls", stranger, "@me", "999", []string{}},
	{"the same short number elsewhere", stranger, "@me", "210", []string{foreign}},

	{"organization: its own extension", organization, "@me", "300", []string{twoParty}},
	{"organization: a user's extension", organization, "@me", "0003*210", []string{outgoing, documented, listed, twoParty}},
	{"organization: short", organization, "@me", "024", []string{twoParty}},
	{"organization: @self", organization, "@me", "@self", []string{outgoing, documented, listed, twoParty, ringing}},
	{"organization: a user", organization, "13", "@self", []string{twoParty}},
	{"organization: a user's extension, by user", organization, "12", "211", []string{ringing}},
	{"organization: @owner", organization, "@owner", "024", []string{twoParty}},

	{"administrator: @self", admin, "@me", "@self", []string{outgoing, documented, listed, twoParty, ringing, foreign}},
	{"administrator: extended", admin, "@me", "0004*210", []string{foreign}},
	{"administrator: short and the only one", admin, "@me", "211", []string{ringing}},
	{"administrator: @owner", admin, "@owner", "0004*210", []string{foreign}},
	{"administrator: @owner, short and the only one", admin, "@owner", "211", []string{ringing}},
	{"administrator: an organization", admin, "4", "@self", []string{foreign}},
	{"administrator: a short number of an organization", admin, "4", "210", []string{foreign}},
	{"administrator: a user", admin, "13", "024", []string{twoParty}},
	{"administrator: itself, by id", admin, "1", "0003*024", []string{twoParty}},
}

func callsFound(t T, svc *voipnow.Service) {
	all := []string{outgoing, documented, listed, twoParty, ringing, foreign}
	for _, a := range addresses {
		t.Run(a.name, func(t T) {
			ref := voipnow.Ref{User: a.user, Extension: a.extension}
			suite.Equal(t, "calls", listedIDs(t, svc, a.caller, ref), a.want)
			// One call is found exactly if it is among all.
			for _, id := range all {
				ref.Call = id
				if ref.User == voipnow.Owner && ref.Extension == voipnow.Self {
					continue // whose extensions these are depends on the call
				}
				want := []string{}
				for _, found := range a.want {
					if found == id {
						want = append(want, id)
					}
				}
				suite.Equal(t, "call "+id, listedIDs(t, svc, a.caller, ref), want)
			}
		})
	}
}

func checkFinds(t T, svc *voipnow.Service) {
	for _, a := range addresses {
		t.Run(a.name, func(t T) {
			suite.Succeeds(t, svc.Calls.Check(t.Context(), a.caller, voipnow.Ref{User: a.user, Extension: a.extension}))
			for _, id := range a.want {
				if a.name == "@self, @owner" && id == twoParty {
					continue // the organization is charged
				}
				suite.Succeeds(t, svc.Calls.Check(t.Context(), a.caller, voipnow.Ref{User: a.user, Extension: a.extension, Call: id}))
			}
		})
	}
}

func testAddressErrors(t T, on *target) {
	check(t, on, []promise{
		{"the first thing wrong decides", firstFaultDecides},
		{"a call that is not there is nothing to list or hang up", unknownCallIsNothing},
		{"@owner of a call is the owner of the extension charged", ownerOfCall},
		{"a caller without an account is refused", callerWithoutAccount},
		{"an organization does not reach beyond itself through an administrator", administratorOfOrganization},
	})
}

// addressErrors are what cannot be addressed, with the words and ids that are valid
// but for what is named.
var addressErrors = []struct {
	name                  string
	caller                voipnow.Caller
	user, extension, call string
	want                  *voipnow.Error
}{
	{"no user", ann, "", "0003*210", "", voipnow.ErrUser},
	{"unknown user", ann, "99", "0003*210", "", voipnow.ErrUser},
	{"unknown word", ann, "@you", "0003*210", "", voipnow.ErrUser},
	{"word in another case", ann, "@Me", "0003*210", "", voipnow.ErrUser},
	{"user with a slash", ann, "1/2", "0003*210", "", voipnow.ErrUser},
	{"user in other digits", ann, "１２", "0003*210", "", voipnow.ErrUser},
	{"user with a space", ann, "12 ", "0003*210", "", voipnow.ErrUser},
	{"invalid UTF-8", ann, "\xff", "0003*210", "", voipnow.ErrUser},
	{"U+0000", ann, "12\x00", "0003*210", "", voipnow.ErrUser},
	{"another user", ann, "13", "0003*024", "", voipnow.ErrAccessDenied},
	{"the organization of a user", ann, "3", "0003*210", "", voipnow.ErrAccessDenied},
	{"a user of another organization", organization, "40", "0004*210", "", voipnow.ErrAccessDenied},
	{"an administrator", organization, "1", "@self", "", voipnow.ErrAccessDenied},

	{"no extension", ann, "@me", "", "", voipnow.ErrExtension},
	{"unknown extension", ann, "@me", "0003*999", "", voipnow.ErrExtension},
	{"unknown short extension", ann, "@me", "999", "", voipnow.ErrExtension},
	{"extension of another user", ann, "@me", "0003*024", "", voipnow.ErrExtension},
	{"short extension of another user", ann, "@me", "024", "", voipnow.ErrExtension},
	{"extension of another organization", organization, "@me", "0004*210", "", voipnow.ErrExtension},
	{"extension of the organization", ann, "@me", "300", "", voipnow.ErrExtension},
	{"extension of another user than the one named", organization, "12", "024", "", voipnow.ErrExtension},
	{"extension of the organization, as a user's", organization, "12", "300", "", voipnow.ErrExtension},
	{"unknown word for an extension", ann, "@me", "@all", "", voipnow.ErrExtension},
	{"extension with a letter", ann, "@me", "0003*21o", "", voipnow.ErrExtension},
	{"extension with a plus", ann, "@me", "+0003*210", "", voipnow.ErrExtension},
	{"star alone", ann, "@me", "*", "", voipnow.ErrExtension},
	{"short number of several organizations", admin, "@me", "210", "", voipnow.ErrExtension},
	{"the same as the administrator's own id", admin, "1", "210", "", voipnow.ErrExtension},

	{"@owner of an unknown extension", ann, "@owner", "0003*999", "", voipnow.ErrExtension},
	{"@owner of a short number elsewhere", ann, "@owner", "999", "", voipnow.ErrExtension},
	{"@owner of no extension", ann, "@owner", "", "", voipnow.ErrExtension},
	{"@owner of several extensions", admin, "@owner", "210", "", voipnow.ErrExtension},
	{"@owner who is not seen", ann, "@owner", "0003*024", "", voipnow.ErrAccessDenied},
	{"@owner of a short number, not seen", ann, "@owner", "024", "", voipnow.ErrAccessDenied},
	{"@owner in another organization", organization, "@owner", "0004*210", "", voipnow.ErrAccessDenied},

	{"malformed call", ann, "@me", "0003*210", "b817-", voipnow.ErrPhoneCall},
	{"malformed call, @self", ann, "@me", "@self", "b8*17", voipnow.ErrPhoneCall},
	{"malformed call, @owner", ann, "@owner", "0003*210", "b8/17", voipnow.ErrPhoneCall},
	{"malformed call, @owner and @self", ann, "@owner", "@self", "é", voipnow.ErrPhoneCall},

	{"the user comes before the extension", ann, "99", "+", "+", voipnow.ErrUser},
	{"seeing the user comes before the extension", ann, "13", "+", "+", voipnow.ErrAccessDenied},
	{"the extension comes before the call", ann, "@me", "+", "+", voipnow.ErrExtension},
	{"@owner: the extension comes before the call", ann, "@owner", "+", "+", voipnow.ErrExtension},
	{"@owner: seeing the owner comes before the call", ann, "@owner", "024", "+", voipnow.ErrAccessDenied},
}

func firstFaultDecides(t T, svc *voipnow.Service) {
	for _, a := range addressErrors {
		t.Run(a.name, func(t T) {
			ref := voipnow.Ref{User: a.user, Extension: a.extension, Call: a.call}
			for name, call := range everyMethod(t, svc, a.caller, ref) {
				t.Run(name, func(t T) { refuses(t, svc, a.want, call) })
			}
		})
	}
}

// everyMethod returns the methods that take a Ref, with nothing else right: what a
// Ref addresses comes first.
func everyMethod(t T, svc *voipnow.Service, caller voipnow.Caller, ref voipnow.Ref) map[string]func() error {
	ctx := t.Context()
	methods := map[string]func() error{
		"Check":     func() error { return svc.Calls.Check(ctx, caller, ref) },
		"OnHold":    func() error { return second(svc.Calls.OnHold(ctx, caller, ref, "")) },
		"OffHold":   func() error { return second(svc.Calls.OffHold(ctx, caller, ref, "")) },
		"List":      func() error { return second(svc.Calls.List(ctx, caller, ref, voipnow.CallQuery{Count: -1})) },
		"HangUp":    func() error { return second(svc.Calls.HangUp(ctx, caller, ref, "")) },
		"OnHoldAll": func() error { return second(svc.Calls.OnHoldAll(ctx, caller, ref, "")) },
	}
	if ref.Call == "" {
		methods["CreateSimple"] = func() error {
			return second(svc.Calls.CreateSimple(ctx, caller, ref.User, voipnow.SimpleCall{Extension: ref.Extension}))
		}
	}
	return methods
}

func unknownCallIsNothing(t T, svc *voipnow.Service) {
	before := dump(t, svc)
	for _, c := range []struct {
		name            string
		caller          voipnow.Caller
		user, extension string
		call            string
	}{
		{"unknown", ann, "@me", "0003*210", "b817d2618fe6f1804334"},
		{"in another case", ann, "@me", "0003*210", "B817D2618FE6F1804333"},
		{"of another extension", ann, "@me", "0003*211", documented},
		{"of another user", bob, "@me", "@self", documented},
		{"of another organization", organization, "@me", "@self", foreign},
		{"unknown, @owner and @self", ann, "@owner", "@self", "b817d2618fe6f1804334"},
	} {
		t.Run(c.name, func(t T) {
			ref := voipnow.Ref{User: c.user, Extension: c.extension, Call: c.call}
			page := suite.Must(svc.Calls.List(t.Context(), c.caller, ref, voipnow.CallQuery{}))(t)
			suite.Equal(t, "List", page, voipnow.CallPage{Calls: []voipnow.Call{}, Count: 20})
			suite.Equal(t, "HangUp", suite.Must(svc.Calls.HangUp(t.Context(), c.caller, ref, ""))(t), []string{})
			refused(t, svc.Calls.Check(t.Context(), c.caller, ref), voipnow.ErrPhoneCall)
			refused(t, second(svc.Calls.OnHold(t.Context(), c.caller, ref, "01")), voipnow.ErrPhoneCall)
			refused(t, second(svc.Calls.OffHold(t.Context(), c.caller, ref, "01")), voipnow.ErrPhoneCall)
		})
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func ownerOfCall(t T, svc *voipnow.Service) {
	of := func(id string) voipnow.Ref {
		return voipnow.Ref{User: voipnow.Owner, Extension: voipnow.Self, Call: id}
	}
	for _, id := range []string{documented, listed, outgoing, ringing} {
		suite.Equal(t, "ann: "+id, listedIDs(t, svc, ann, of(id)), []string{id})
	}
	// The organization is charged, which neither party sees.
	for _, caller := range []voipnow.Caller{ann, bob} {
		for name, call := range everyMethod(t, svc, caller, of(twoParty)) {
			t.Run(name, func(t T) { refuses(t, svc, voipnow.ErrAccessDenied, call) })
		}
	}
	suite.Equal(t, "organization", listedIDs(t, svc, organization, of(twoParty)), []string{twoParty})
	suite.Equal(t, "administrator", listedIDs(t, svc, admin, of(foreign)), []string{foreign})
}

func callerWithoutAccount(t T, svc *voipnow.Service) {
	for _, id := range []string{"", "99"} {
		for name, call := range everyMethod(t, svc, voipnow.Caller{UserID: id}, voipnow.Ref{User: "@you"}) {
			t.Run(name, func(t T) { refuses(t, svc, voipnow.ErrAccessDenied, call) })
		}
	}
}

func administratorOfOrganization(t T, svc *voipnow.Service) {
	seed(t, svc, &voipnow.Fixture{
		Users:      []voipnow.User{{ID: "2", OrganizationID: "3", Role: voipnow.RoleAdministrator}},
		Extensions: []voipnow.Extension{{Number: "0003*500", OwnerID: "2", Type: "IVR"}},
		Calls:      []voipnow.CallRecord{{ID: "admins", Extension: "0003*500", Published: at(0)}},
	})
	for _, ref := range []voipnow.Ref{
		{User: "2", Extension: voipnow.Self}, {User: "2", Extension: voipnow.Self, Call: foreign}, {User: "2", Extension: "0004*210"},
		{User: voipnow.Owner, Extension: "500"}, {User: voipnow.Owner, Extension: voipnow.Self, Call: "admins"},
	} {
		for name, call := range everyMethod(t, svc, organization, ref) {
			t.Run(name, func(t T) { refuses(t, svc, voipnow.ErrAccessDenied, call) })
		}
	}
	// The extension is in the organization all the same.
	suite.Equal(t, "by number", listedIDs(t, svc, organization, voipnow.Ref{User: voipnow.Me, Extension: "500"}), []string{"admins"})
	suite.Equal(t, "among all", listedIDs(t, svc, organization, voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self, Call: "admins"}), []string{"admins"})
}
