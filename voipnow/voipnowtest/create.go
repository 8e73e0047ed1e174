package voipnowtest

import (
	"regexp"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testCreateSimple(t T, on *target) {
	check(t, on, []promise{
		{"a call rings", simpleCallRings},
		{"there is a view for each extension among the parties", viewsOfParties},
		{"whoever may use the extension can call", simpleCallers},
		{"a call that was made can be held once it is answered", simpleCallLives},
		{"the extension is checked first", simpleExtensionsRefused},
		{"the parties are checked", simplePartiesRefused},
	})
}

// simple returns a call between parties.
func simple(extension string, source, destination []string) voipnow.SimpleCall {
	return voipnow.SimpleCall{Extension: extension, Views: []voipnow.SimpleView{{Source: source, Destination: destination}}}
}

func simpleCallRings(t T, svc *voipnow.Service) {
	in := simple("210", []string{"5354353", "5302040"}, []string{"5353535"})
	in.Nonce, in.Views[0].CallerID = "n-1", "John Doe <4242425>"
	got := suite.Must(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, in))(t)
	suite.Equal(t, "CreateSimple", got, voipnow.Call{
		CallRecord: voipnow.CallRecord{
			ID: got.ID, Extension: "210", OrganizationID: "3", Published: Clock, Nonce: "n-1",
			Views: []voipnow.View{{
				ID: "00", Extension: "210", Ringing: Clock, Flow: voipnow.FlowOutgoing, Status: voipnow.StatusRinging,
				CallerID: "John Doe <4242425>", Source: []string{"5354353", "5302040"}, Destination: []string{"5353535"},
			}},
		},
		UserID: "12", OwnerID: "3", OwnerName: "Default Organization",
	})
	if !regexp.MustCompile(`^[A-Za-z0-9]+$`).MatchString(got.ID) {
		t.Errorf("id %q has to have letters and digits only", got.ID)
	}
	suite.Equal(t, "stored", stored(t, svc, got.ID), got)
	suite.Equal(t, "calls of the extension", listedIDs(t, svc, ann, voipnow.Ref{User: "12", Extension: "0003*210"}),
		[]string{got.ID, outgoing, documented, listed, twoParty}) // with their offsets, the others are published later
	if again := suite.Must(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, in))(t); again.ID == got.ID {
		t.Errorf("two calls have the id %s", got.ID)
	}
}

func viewsOfParties(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		name                string
		extension           string
		source, destination []string
		want                []string // extensions of views
		flow                voipnow.Flow
	}{
		{"none", "0003*210", []string{"5354353"}, []string{"5353535"}, []string{"0003*210"}, voipnow.FlowOutgoing},
		{"source", "210", []string{"0003*210"}, []string{"5353535"}, []string{"0003*210"}, voipnow.FlowOutgoing},
		{"destination, short", "210", []string{"5354353"}, []string{"024"}, []string{"024"}, voipnow.FlowOutgoing},
		{"both", "210", []string{"211"}, []string{"0003*024"}, []string{"211", "0003*024"}, voipnow.FlowLocal},
		{"one in two forms", "210", []string{"210"}, []string{"0003*210", "210"}, []string{"210"}, voipnow.FlowLocal},
		{"another organization's", "210", []string{"210"}, []string{"0004*999"}, []string{"210", "0004*999"}, voipnow.FlowLocal},
		{"short of another organization", "210", []string{"210"}, []string{"999"}, []string{"210"}, voipnow.FlowOutgoing},
		{"with a plus", "210", []string{"210"}, []string{"+024"}, []string{"210"}, voipnow.FlowOutgoing},
		{"unknown extension", "210", []string{"210"}, []string{"0003*999"}, []string{"210"}, voipnow.FlowOutgoing},
	} {
		t.Run(c.name, func(t T) {
			call := suite.Must(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, simple(c.extension, c.source, c.destination)))(t)
			var want []voipnow.View
			for i, extension := range c.want {
				want = append(want, voipnow.View{
					ID: []string{"00", "01"}[i], Extension: extension, Ringing: Clock, Flow: c.flow, Status: voipnow.StatusRinging,
					Source: c.source, Destination: c.destination,
				})
			}
			suite.Equal(t, "views", call.Views, want)
		})
	}
}

func simpleCallers(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		caller          voipnow.Caller
		user, extension string
		wantUser        string
	}{
		{ann, "12", "0003*211", "12"}, {ann, "@viewer", "211", "12"}, {ann, "@owner", "210", "12"},
		{organization, "@me", "024", "13"}, {organization, "13", "024", "13"}, {organization, "@owner", "0003*024", "13"},
		{admin, "@me", "0004*999", "40"}, {admin, "4", "210", "40"}, {admin, "@me", "999", "40"},
	} {
		call := suite.Must(svc.Calls.CreateSimple(t.Context(), c.caller, c.user, simple(c.extension, []string{"1"}, []string{"2"})))(t)
		suite.Equal(t, c.user+" "+c.extension, []string{call.UserID, call.Extension}, []string{c.wantUser, c.extension})
	}
}

func simpleCallLives(t T, svc *voipnow.Service) {
	call := suite.Must(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, simple("210", []string{"210"}, []string{"024"})))(t)
	ref := voipnow.Ref{User: voipnow.Me, Extension: "210", Call: call.ID}
	refuses(t, svc, voipnow.ErrView, func() error { return second(svc.Calls.OnHold(t.Context(), ann, ref, "00")) })
	suite.Succeeds(t, svc.Seed.Answer(t.Context(), call.ID))
	suite.Equal(t, "OnHold", holds(suite.Must(svc.Calls.OnHold(t.Context(), ann, ref, "00"))(t)), map[string]string{"00": nowHolder, "01": nowOther})
	suite.Equal(t, "bob sees it", listedIDs(t, svc, bob, everyCall), []string{call.ID, twoParty})
	suite.Equal(t, "HangUp", suite.Must(svc.Calls.HangUp(t.Context(), bob, everyCall, "0003*210"))(t), []string{call.ID, twoParty})
}

func simpleExtensionsRefused(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		name            string
		caller          voipnow.Caller
		user, extension string
	}{
		{"@self", ann, "@me", "@self"},
		{"@self, @owner", ann, "@owner", "@self"},
		{"not a phone terminal", organization, "@me", "300"},
		{"of another user", ann, "@me", "024"},
	} {
		t.Run(c.name, func(t T) {
			for _, in := range []voipnow.SimpleCall{
				simple(c.extension, []string{"1"}, []string{"2"}),
				{Extension: c.extension}, // the extension comes before the parties
			} {
				refuses(t, svc, voipnow.ErrExtension, func() error { return second(svc.Calls.CreateSimple(t.Context(), c.caller, c.user, in)) })
			}
		})
	}
}

func simplePartiesRefused(t T, svc *voipnow.Service) {
	one := []string{"1"}
	good := voipnow.SimpleView{Source: one, Destination: one}
	for _, c := range []struct {
		name  string
		views []voipnow.SimpleView
		nonce string
	}{
		{"no view", nil, ""},
		{"two views", []voipnow.SimpleView{good, good}, ""},
		{"no source", []voipnow.SimpleView{{Destination: one}}, ""},
		{"no destination", []voipnow.SimpleView{{Source: one}}, ""},
		{"an empty source", []voipnow.SimpleView{{Source: []string{"1", ""}, Destination: one}}, ""},
		{"an empty destination", []voipnow.SimpleView{{Source: one, Destination: []string{""}}}, ""},
		{"letters in a source", []voipnow.SimpleView{{Source: []string{"1a"}, Destination: one}}, ""},
		{"a space in a destination", []voipnow.SimpleView{{Source: one, Destination: []string{"1 2"}}}, ""},
		{"punctuation in a caller id", []voipnow.SimpleView{{Source: one, Destination: one, CallerID: "John_Doe"}}, ""},
		{"a line break in a caller id", []voipnow.SimpleView{{Source: one, Destination: one, CallerID: "John\nDoe"}}, ""},
		{"invalid UTF-8 in a caller id", []voipnow.SimpleView{{Source: one, Destination: one, CallerID: "\xff"}}, ""},
		{"U+0000 in the nonce", []voipnow.SimpleView{good}, "\x00"},
		{"invalid UTF-8 in the nonce", []voipnow.SimpleView{good}, "\xff"},
	} {
		t.Run(c.name, func(t T) {
			in := voipnow.SimpleCall{Extension: "210", Views: c.views, Nonce: c.nonce}
			refuses(t, svc, voipnow.ErrRequest, func() error { return second(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, in)) })
		})
	}
	suite.Must(svc.Calls.CreateSimple(t.Context(), ann, voipnow.Me, voipnow.SimpleCall{Extension: "210", Views: []voipnow.SimpleView{
		{Source: []string{"+1*2"}, Destination: one, CallerID: "José 2 <+4*2>"},
	}}))(t)
}
