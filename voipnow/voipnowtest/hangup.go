package voipnowtest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testHangUp(t T, on *target) {
	check(t, on, []promise{
		{"the calls of an extension end", extensionHungUp},
		{"one call ends", callHungUp},
		{"a number decides which calls end", numberHungUp},
		{"a party that is an extension has its number in both forms", partyInBothForms},
		{"what has ended is gone", endedIsGone},
	})
}

func extensionHungUp(t T, svc *voipnow.Service) {
	ref := voipnow.Ref{User: voipnow.Me, Extension: "210"}
	suite.Equal(t, "HangUp", suite.Must(svc.Calls.HangUp(t.Context(), ann, ref, ""))(t), []string{outgoing, documented, listed, twoParty})
	suite.Equal(t, "what is left", listedIDs(t, svc, admin, everyCall), []string{ringing, foreign})
	suite.Equal(t, "HangUp again", suite.Must(svc.Calls.HangUp(t.Context(), ann, ref, ""))(t), []string{})
}

func callHungUp(t T, svc *voipnow.Service) {
	suite.Equal(t, "HangUp", suite.Must(svc.Calls.HangUp(t.Context(), ann, annsCall, ""))(t), []string{documented})
	suite.Equal(t, "what is left", listedIDs(t, svc, admin, everyCall), []string{outgoing, listed, twoParty, ringing, foreign})
}

func numberHungUp(t T, svc *voipnow.Service) {
	all := voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self}
	for _, c := range []struct {
		name   string
		caller voipnow.Caller
		ref    voipnow.Ref
		number string
		want   []string
	}{
		{"destination", ann, all, "8887777", []string{outgoing}},
		{"source of some, destination of others", ann, all, "0003*024", []string{documented, listed, twoParty, ringing}},
		{"the same number, short", ann, all, "024", []string{documented, listed, twoParty, ringing}},
		{"extension of a view", admin, all, "0004*210", []string{foreign}},
		{"extension of a view, sent short", ann, all, "0003*210", []string{outgoing, documented, listed, twoParty}},
		{"short, also elsewhere", admin, all, "210", []string{outgoing, documented, listed, twoParty, foreign}},
		{"a part of a number", ann, all, "888777", []string{}},
		{"a public number is not one of the organization", ann, all, "0003*8887777", []string{}},
		{"the extension charged is no party", organization, all, "0003*300", []string{}},
		{"not among the calls addressed", ann, voipnow.Ref{User: voipnow.Me, Extension: "211"}, "8887777", []string{}},
		{"in the call", ann, voipnow.Ref{User: voipnow.Me, Extension: "210", Call: outgoing}, "8887777", []string{outgoing}},
		{"not in the call", ann, annsCall, "8887777", []string{}},
		{"no number", ann, all, "888 7777", []string{}},
		{"U+0000", ann, all, "8887777\x00", []string{}},
	} {
		t.Run(c.name, func(t T) {
			seed(t, svc, world())
			suite.Equal(t, "HangUp", suite.Must(svc.Calls.HangUp(t.Context(), c.caller, c.ref, c.number))(t), c.want)
			suite.Equal(t, "how many are left", len(listedIDs(t, svc, admin, everyCall)), 6-len(c.want))
		})
	}
}

func partyInBothForms(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		destination, number string
		want                []string
	}{
		{"024", "0003*024", []string{"new"}}, {"024", "024", []string{"new"}},
		{"0003*024", "0003*024", []string{"new"}}, {"0003*024", "024", []string{"new"}},
		{"0004*999", "0004*999", []string{"new"}}, {"0004*999", "999", []string{}}, {"999", "0004*999", []string{}},
		{"888", "0003*888", []string{}}, {"0003*888", "888", []string{}}, // no extension
	} {
		v := onCall("00", "0003*211")
		v.Source, v.Destination = nil, []string{c.destination}
		seed(t, svc, &voipnow.Fixture{Calls: []voipnow.CallRecord{{ID: "new", Extension: "0003*211", Views: []voipnow.View{v}}}})
		ref := voipnow.Ref{User: voipnow.Me, Extension: "211", Call: "new"}
		suite.Equal(t, c.number+" of "+c.destination, suite.Must(svc.Calls.HangUp(t.Context(), ann, ref, c.number))(t), c.want)
	}
}

func endedIsGone(t T, svc *voipnow.Service) {
	suite.Must(svc.Calls.HangUp(t.Context(), ann, annsCall, ""))(t)
	for name, call := range map[string]func() error{
		"Check":   func() error { return svc.Calls.Check(t.Context(), ann, annsCall) },
		"OnHold":  func() error { return second(svc.Calls.OnHold(t.Context(), ann, annsCall, "01")) },
		"OffHold": func() error { return second(svc.Calls.OffHold(t.Context(), ann, annsCall, "01")) },
	} {
		t.Run(name, func(t T) { refuses(t, svc, voipnow.ErrPhoneCall, call) })
	}
	suite.Equal(t, "List", listedIDs(t, svc, ann, annsCall), []string{})
}
