package voipnowtest

import (
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

// annsCall addresses the call of the vendor's example.
var annsCall = voipnow.Ref{User: voipnow.Me, Extension: "0003*210", Call: documented}

// now is how holds shows a hold that began now, by the view that holds and by
// another one.
const (
	nowHolder = "16:18:55*"
	nowOther  = "16:18:55"
)

func testOnHold(t T, on *target) {
	check(t, on, []promise{
		{"the call is returned, held", callHeld},
		{"every form of a reference reaches the call", everyFormHolds},
		{"either party can hold, or both", eitherPartyHolds},
		{"a view that holds keeps its time", timeKept},
		{"a view that is not of the extension can be named", viewOfAnother},
		{"the view has to be one that is on the call", viewsRefused},
	})
}

// documentedCall is the call of the vendor's example before it is held.
func documentedCall() voipnow.Call {
	published, answered := at(0), at(0).Add(5*time.Second-time.Hour)
	return voipnow.Call{
		CallRecord: voipnow.CallRecord{
			ID: documented, Extension: "0003*210", Answered: answered, Published: published,
			Views: []voipnow.View{{
				ID: "01", Extension: "0003*210", Answered: answered, Status: voipnow.StatusOnCall, CallerID: "John Doe <3333>",
				Source: []string{"0003*210"}, Destination: []string{"0003*024"},
			}},
		},
		UserID: "12", OwnerID: "3", OwnerName: "Default Organization",
	}
}

func callHeld(t T, svc *voipnow.Service) {
	suite.Equal(t, "before", stored(t, svc, documented), documentedCall())
	want := documentedCall()
	want.Views[0].Held = Clock
	got := suite.Must(svc.Calls.OnHold(t.Context(), ann, annsCall, "01"))(t)
	suite.Equal(t, "OnHold", got, want)
	suite.Equal(t, "the location of the time", got.Views[0].Held.Format(time.RFC3339), "2012-06-27T16:18:55+03:00")
	suite.Equal(t, "stored", stored(t, svc, documented), want)
	suite.Equal(t, "another call", holds(stored(t, svc, twoParty)), map[string]string{"00": "", "01": ""})
}

func everyFormHolds(t T, svc *voipnow.Service) {
	for _, user := range []string{"@me", "@viewer", "@owner", "12"} {
		for _, extension := range []string{"0003*210", "210", "@self"} {
			for _, id := range []string{documented, ""} {
				t.Run(user+" "+extension+" "+id, func(t T) {
					ref := voipnow.Ref{User: user, Extension: extension, Call: id}
					if id == "" {
						suite.Equal(t, "OnHoldAll", ids(suite.Must(svc.Calls.OnHoldAll(t.Context(), ann, ref, "01"))(t)), []string{documented, twoParty})
					} else {
						suite.Equal(t, "OnHold", suite.Must(svc.Calls.OnHold(t.Context(), ann, ref, "01"))(t).ID, documented)
					}
					suite.Equal(t, "stored", holds(stored(t, svc, documented)), map[string]string{"01": nowHolder})
					ref.Call = documented
					suite.Equal(t, "OffHold", holds(suite.Must(svc.Calls.OffHold(t.Context(), ann, ref, "01"))(t)), map[string]string{"01": ""})
				})
			}
		}
	}
}

func eitherPartyHolds(t T, svc *voipnow.Service) {
	bobs := voipnow.Ref{User: voipnow.Me, Extension: "024", Call: twoParty}
	anns := voipnow.Ref{User: voipnow.Me, Extension: "210", Call: twoParty}
	step := func(name string, call voipnow.Call, err error, want map[string]string) {
		t.Helper()
		suite.Equal(t, name, holds(suite.Must(call, err)(t)), want)
		suite.Equal(t, name+", stored", holds(stored(t, svc, twoParty)), want)
	}
	call, err := svc.Calls.OnHold(t.Context(), bob, bobs, "00")
	step("one holds", call, err, map[string]string{"00": nowHolder, "01": nowOther})
	call, err = svc.Calls.OnHold(t.Context(), ann, anns, "01")
	step("both hold", call, err, map[string]string{"00": nowHolder, "01": nowHolder})
	call, err = svc.Calls.OffHold(t.Context(), bob, bobs, "00")
	step("the other one still holds", call, err, map[string]string{"00": nowOther, "01": nowHolder})
	call, err = svc.Calls.OffHold(t.Context(), ann, anns, "01")
	step("none holds", call, err, map[string]string{"00": "", "01": ""})
}

// heldAt returns the two-party call with views that hold since some times.
func heldAt(times ...time.Time) *voipnow.Fixture {
	call := voipnow.CallRecord{ID: twoParty, Extension: "0003*300", Published: at(10), Views: []voipnow.View{
		onCall("00", "0003*024"), onCall("01", "0003*210"), onCall("02", "0003*211"),
	}}
	for i, held := range times {
		call.Views[i].Held = held
	}
	return &voipnow.Fixture{Calls: []voipnow.CallRecord{call}}
}

func timeKept(t T, svc *voipnow.Service) {
	seed(t, svc, heldAt(Clock.Add(-time.Minute), Clock.Add(-time.Hour)))
	ref := voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self, Call: twoParty}
	// Who does not hold is on hold since the first of the others holds.
	want := map[string]string{"00": "16:17:55*", "01": "15:18:55*", "02": "15:18:55"}
	suite.Equal(t, "seeded", holds(stored(t, svc, twoParty)), want)
	before := dump(t, svc)
	suite.Equal(t, "OnHold", holds(suite.Must(svc.Calls.OnHold(t.Context(), ann, ref, "01"))(t)), want)
	suite.Equal(t, "what is stored", dump(t, svc), before)
	// One that let go has to begin anew.
	suite.Must(svc.Calls.OffHold(t.Context(), ann, ref, "01"))(t)
	suite.Equal(t, "held again", holds(suite.Must(svc.Calls.OnHold(t.Context(), ann, ref, "01"))(t)),
		map[string]string{"00": "16:17:55*", "01": nowHolder, "02": "16:17:55"})
}

func viewOfAnother(t T, svc *voipnow.Service) {
	ref := voipnow.Ref{User: voipnow.Me, Extension: "0003*024", Call: twoParty}
	suite.Equal(t, "OnHold", holds(suite.Must(svc.Calls.OnHold(t.Context(), bob, ref, "01"))(t)),
		map[string]string{"00": nowOther, "01": nowHolder})
}

func viewsRefused(t T, svc *voipnow.Service) {
	for _, view := range []string{"", "00", "1", "001", "01 ", "02", "\xff"} {
		refuses(t, svc, voipnow.ErrView, func() error { return second(svc.Calls.OnHold(t.Context(), ann, annsCall, view)) })
	}
	notAnswered := voipnow.Ref{User: voipnow.Me, Extension: "0003*211", Call: ringing}
	for status := voipnow.StatusUnknown; status < voipnow.StatusOnCall; status++ {
		f := world()
		f.Calls[4].Views[0].Status = status
		seed(t, svc, f)
		refuses(t, svc, voipnow.ErrView, func() error { return second(svc.Calls.OnHold(t.Context(), ann, notAnswered, "01")) })
	}
	noCall := voipnow.Ref{User: voipnow.Me, Extension: "0003*210"}
	refuses(t, svc, voipnow.ErrPhoneCall, func() error { return second(svc.Calls.OnHold(t.Context(), ann, noCall, "01")) })
}

func testOnHoldAll(t T, on *target) {
	check(t, on, []promise{
		{"every call with the view is held", allHeld},
		{"a call that is held already is returned as it is", heldCallReturned},
		{"one call can be named", oneOfAllHeld},
		{"without such a call there is nothing to return", nothingToHold},
		{"the view has to be named", viewRequired},
	})
}

func allHeld(t T, svc *voipnow.Service) {
	ref := voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self}
	held := suite.Must(svc.Calls.OnHoldAll(t.Context(), ann, ref, "01"))(t)
	suite.Equal(t, "OnHoldAll", ids(held), []string{documented, twoParty})
	for _, call := range held {
		suite.Equal(t, "stored", stored(t, svc, call.ID), call)
	}
	for id, want := range map[string]map[string]string{
		documented: {"01": nowHolder},
		twoParty:   {"00": nowOther, "01": nowHolder},
		listed:     {"00": ""}, // no such view
		outgoing:   {"00": ""}, // no such view
		ringing:    {"01": ""}, // not answered
		foreign:    {"01": ""}, // not addressed
	} {
		suite.Equal(t, id, holds(stored(t, svc, id)), want)
	}
}

func heldCallReturned(t T, svc *voipnow.Service) {
	seed(t, svc, heldAt(time.Time{}, Clock.Add(-time.Hour)))
	held := suite.Must(svc.Calls.OnHoldAll(t.Context(), ann, voipnow.Ref{User: voipnow.Me, Extension: "210"}, "01"))(t)
	suite.Equal(t, "OnHoldAll", ids(held), []string{documented, twoParty})
	suite.Equal(t, "the earlier hold", holds(held[1])["01"], "15:18:55*")
}

func oneOfAllHeld(t T, svc *voipnow.Service) {
	suite.Equal(t, "OnHoldAll", ids(suite.Must(svc.Calls.OnHoldAll(t.Context(), ann, annsCall, "01"))(t)), []string{documented})
	suite.Equal(t, "another call", holds(stored(t, svc, twoParty)), map[string]string{"00": "", "01": ""})
}

func nothingToHold(t T, svc *voipnow.Service) {
	before := dump(t, svc)
	for _, c := range []struct{ extension, view string }{{"0003*210", "99"}, {"0003*211", "01"}, {"0003*210", "\xff"}} {
		ref := voipnow.Ref{User: voipnow.Me, Extension: c.extension}
		suite.Equal(t, "OnHoldAll", suite.Must(svc.Calls.OnHoldAll(t.Context(), ann, ref, c.view))(t), []voipnow.Call{})
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func viewRequired(t T, svc *voipnow.Service) {
	ref := voipnow.Ref{User: voipnow.Me, Extension: "0003*210"}
	refuses(t, svc, voipnow.ErrView, func() error { return second(svc.Calls.OnHoldAll(t.Context(), ann, ref, "")) })
}

func testOffHold(t T, on *target) {
	check(t, on, []promise{
		{"the call is returned, held no longer", callTakenOffHold},
		{"a view that does not hold is left as it is", offHoldTwice},
		{"call and view are required", offHoldRefused},
	})
}

func callTakenOffHold(t T, svc *voipnow.Service) {
	suite.Must(svc.Calls.OnHold(t.Context(), ann, annsCall, "01"))(t)
	suite.Equal(t, "OffHold", suite.Must(svc.Calls.OffHold(t.Context(), ann, annsCall, "01"))(t), documentedCall())
	suite.Equal(t, "stored", stored(t, svc, documented), documentedCall())
}

func offHoldTwice(t T, svc *voipnow.Service) {
	before := dump(t, svc)
	suite.Equal(t, "OffHold", suite.Must(svc.Calls.OffHold(t.Context(), ann, annsCall, "01"))(t), documentedCall())
	notAnswered := voipnow.Ref{User: voipnow.Me, Extension: "0003*211", Call: ringing}
	suite.Equal(t, "OffHold of a call that rings", suite.Must(svc.Calls.OffHold(t.Context(), ann, notAnswered, "01"))(t), stored(t, svc, ringing))
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func offHoldRefused(t T, svc *voipnow.Service) {
	suite.Must(svc.Calls.OnHold(t.Context(), ann, annsCall, "01"))(t)
	for _, view := range []string{"", "00", "1"} {
		refuses(t, svc, voipnow.ErrView, func() error { return second(svc.Calls.OffHold(t.Context(), ann, annsCall, view)) })
	}
	all := voipnow.Ref{User: voipnow.Me, Extension: "0003*210"}
	for _, view := range []string{"", "01"} { // the call comes before the view
		refuses(t, svc, voipnow.ErrPhoneCall, func() error { return second(svc.Calls.OffHold(t.Context(), ann, all, view)) })
	}
}
