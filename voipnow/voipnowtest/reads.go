package voipnowtest

import (
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

// testReads tests what holds on any PBX, whatever is in it, and changes nothing. Calls
// begin and end in the meantime, so that little is said about two answers together.
func testReads(t T, on *target) {
	on.reads(t, []anyPromise{
		{"calls are listed in full", anyCallsInFull},
		{"calls are listed in the order of publication", anyCallsInOrder},
		{"a page has 20 calls unless told otherwise", anyDefaultPage},
		{"a page has as many calls as it is asked for", anyPageCut},
		{"a page beyond the last is empty", anyPageBeyond},
		{"a call is listed alone as among all", anyCallAlone},
		{"a call is found by its id", anyCallFiltered},
		{"members that are asked for are there", anyFields},
		{"a user has two words for itself", anyWords},
		{"what is addressed can be checked", anyCheck},
		{"a call that was made up is none to list", anyCallMadeUp},
		{"an unknown user is refused", anyUserRefused},
		{"an unknown extension is refused", anyExtensionRefused},
		{"parameters of a list are checked", anyQueryRefused},
		{"an app that was made up gets no token", anyAppRefused},
	})
}

// What no PBX has.
const (
	unknownUser      = "999999999"
	unknownExtension = "9999*99999"
)

// refusedAs checks the documented part of a refusal, its kind and status.
func refusedAs(t T, what string, err error, want *voipnow.Error) {
	t.Helper()
	got, ok := errors.AsType[*voipnow.Error](err)
	switch {
	case !ok || !errors.Is(err, want):
		t.Errorf("%s: error = %v, want a %s", what, err, want.Code)
	case got.Status != want.Status:
		t.Errorf("%s: status = %d, want %d", what, got.Status, want.Status)
	}
}

// list returns a page of the calls to look at.
func (p place) list(t T, q voipnow.CallQuery) voipnow.CallPage {
	t.Helper()
	return suite.Must(p.Calls.List(t.Context(), p.caller, p.all, q))(t)
}

// anyCall returns a call, or skips the test.
func (p place) anyCall(t T) voipnow.Call {
	t.Helper()
	page := p.list(t, voipnow.CallQuery{})
	if len(page.Calls) == 0 {
		t.Skip("there are no calls to look at now")
	}
	return page.Calls[0]
}

func anyCallsInFull(t T, p place) {
	for _, c := range p.list(t, voipnow.CallQuery{}).Calls {
		for member, lacks := range map[string]bool{
			"id": c.ID == "", "extension": c.Extension == "", "ownerId": c.OwnerID == "", "ownerName": c.OwnerName == "", "published": c.Published.IsZero(),
		} {
			if lacks {
				t.Errorf("call %q has no %s", c.ID, member)
			}
		}
		seen := map[string]bool{}
		for _, v := range c.Views {
			if v.ID == "" || v.Extension == "" || seen[v.ID] {
				t.Errorf("call %s: view %q has no id, the id of another, or no extension", c.ID, v.ID)
			}
			seen[v.ID] = true
			anyView(t, c.ID, v)
		}
	}
}

func anyView(t T, call string, v voipnow.View) {
	t.Helper()
	if v.Status < voipnow.StatusUnknown || v.Status > voipnow.StatusOnCall {
		t.Errorf("call %s, view %s: status = %d, want 0 to 5", call, v.ID, v.Status)
	}
	flows := []voipnow.Flow{0, voipnow.FlowLocal, voipnow.FlowOutgoing, voipnow.FlowIncoming}
	if !slices.Contains(flows, v.Flow) {
		t.Errorf("call %s, view %s: flow = %d, want one of %v", call, v.ID, v.Flow, flows)
	}
}

func anyCallsInOrder(t T, p place) {
	ascending := p.list(t, voipnow.CallQuery{SortOrder: "ascending"}).Calls
	if !slices.IsSortedFunc(ascending, byPublication) {
		t.Error("calls listed in ascending order are in another")
	}
	descending := p.list(t, voipnow.CallQuery{SortOrder: "descending"}).Calls
	slices.Reverse(descending)
	if !slices.IsSortedFunc(descending, byPublication) {
		t.Error("calls listed in descending order are in another")
	}
}

func byPublication(a, b voipnow.Call) int { return a.Published.Compare(b.Published) }

func anyDefaultPage(t T, p place) {
	page := p.list(t, voipnow.CallQuery{})
	suite.Equal(t, "calls on a page, and before it", []int{page.Count, page.StartIndex}, []int{20, 0})
	if len(page.Calls) > 20 || len(page.Calls) > page.Total || len(page.Calls) < min(20, page.Total) {
		t.Errorf("the page has %d calls of %d", len(page.Calls), page.Total)
	}
}

func anyPageCut(t T, p place) {
	page := p.list(t, voipnow.CallQuery{Count: 1})
	suite.Equal(t, "calls on a page", page.Count, 1)
	suite.Equal(t, "calls on this page", len(page.Calls), min(1, page.Total))
}

func anyPageBeyond(t T, p place) {
	page := p.list(t, voipnow.CallQuery{StartIndex: voipnow.MaxStartIndex})
	if page.Total > voipnow.MaxStartIndex {
		t.Skipf("the PBX has %d calls", page.Total)
	}
	suite.Equal(t, "calls, and calls before them", []int{len(page.Calls), page.StartIndex}, []int{0, voipnow.MaxStartIndex})
}

// known is what of a call stays the same until it ends.
func known(c voipnow.Call) []string {
	return []string{c.ID, c.Extension, c.OwnerID, c.OwnerName, c.UserID, c.Published.UTC().String()}
}

// only checks that a page has one call and no other, unless it has ended meanwhile.
func only(t T, what string, page voipnow.CallPage, want voipnow.Call) {
	t.Helper()
	if len(page.Calls) == 0 {
		t.Skipf("call %s has ended meanwhile", want.ID)
	}
	suite.Equal(t, what, allKnown(page.Calls), [][]string{known(want)})
	suite.Equal(t, what+", total", page.Total, 1)
}

func allKnown(calls []voipnow.Call) [][]string {
	var list [][]string
	for _, c := range calls {
		list = append(list, known(c))
	}
	return list
}

func anyCallAlone(t T, p place) {
	p.anyCall(t)
	for _, call := range p.list(t, voipnow.CallQuery{Count: 5}).Calls {
		page := suite.Must(p.Calls.List(t.Context(), p.caller, p.one(call.ID), voipnow.CallQuery{}))(t)
		if len(page.Calls) == 0 && len(p.list(t, byID(call.ID)).Calls) > 0 {
			t.Errorf("call %s is listed among all, and not alone", call.ID)
		}
		only(t, "the call alone", page, call)
	}
}

func byID(id string) voipnow.CallQuery {
	return voipnow.CallQuery{FilterBy: "id", FilterOp: voipnow.OpEquals, FilterValue: id}
}

func anyCallFiltered(t T, p place) {
	call := p.anyCall(t)
	page := p.list(t, byID(call.ID))
	if len(page.Calls) == 0 && p.Calls.Check(t.Context(), p.caller, p.one(call.ID)) == nil {
		t.Errorf("call %s is there, and a filter does not find it", call.ID)
	}
	only(t, "the call found", page, call)
}

func anyFields(t T, p place) {
	for _, c := range p.list(t, voipnow.CallQuery{Fields: []string{"id", "extension"}}).Calls {
		if c.ID == "" || c.Extension == "" {
			t.Errorf("call %q lacks its id or its extension: %+v", c.ID, c)
		}
	}
}

func anyWords(t T, p place) {
	of := func(user string) []string {
		ref := voipnow.Ref{User: user, Extension: voipnow.Self}
		list := ids(suite.Must(p.Calls.List(t.Context(), p.caller, ref, voipnow.CallQuery{}))(t).Calls)
		slices.Sort(list)
		return list
	}
	before, others, after := of(voipnow.Me), of(voipnow.Viewer), of(voipnow.Me)
	if !slices.Equal(before, after) {
		t.Skip("calls begin and end too fast to compare two lists")
	}
	suite.Equal(t, "calls of @viewer", others, before)
}

func anyCheck(t T, p place) {
	suite.Succeeds(t, p.Calls.Check(t.Context(), p.caller, p.all))
}

func anyCallMadeUp(t T, p place) {
	ref := p.one(madeUp())
	page := suite.Must(p.Calls.List(t.Context(), p.caller, ref, voipnow.CallQuery{}))(t)
	suite.Equal(t, "calls", len(page.Calls), 0)
	refusedAs(t, "Check", p.Calls.Check(t.Context(), p.caller, ref), voipnow.ErrPhoneCall)
}

func anyUserRefused(t T, p place) {
	for _, user := range []string{unknownUser, "@you"} {
		ref := voipnow.Ref{User: user, Extension: voipnow.Self}
		refusedAs(t, "List of "+user, second(p.Calls.List(t.Context(), p.caller, ref, voipnow.CallQuery{})), voipnow.ErrUser)
	}
}

func anyExtensionRefused(t T, p place) {
	for _, extension := range []string{unknownExtension, "@all"} {
		ref := voipnow.Ref{User: voipnow.Me, Extension: extension}
		refusedAs(t, "List of "+extension, second(p.Calls.List(t.Context(), p.caller, ref, voipnow.CallQuery{})), voipnow.ErrExtension)
	}
}

func anyQueryRefused(t T, p place) {
	for _, c := range []struct {
		q    voipnow.CallQuery
		want *voipnow.Error
	}{
		{voipnow.CallQuery{Fields: []string{"nothing"}}, voipnow.ErrFields},
		{voipnow.CallQuery{Count: 5001}, voipnow.ErrCount},
		{voipnow.CallQuery{FilterBy: "nothing", FilterOp: voipnow.OpEquals, FilterValue: "1"}, voipnow.ErrFilterBy},
		{voipnow.CallQuery{FilterBy: "id", FilterOp: "nothing", FilterValue: "1"}, voipnow.ErrFilterOp},
		{voipnow.CallQuery{SortOrder: "nothing"}, voipnow.ErrSortOrder},
	} {
		refusedAs(t, "List", second(p.Calls.List(t.Context(), p.caller, p.all, c.q)), c.want)
	}
}

func anyAppRefused(t T, p place) {
	if p.Auth == nil {
		t.Skip("needs Service.Auth, which is nil")
	}
	in := voipnow.GrantRequest{GrantType: "client_credentials", ClientID: madeUp(), ClientSecret: madeUp()}
	if err := second(p.Auth.Grant(t.Context(), in)); !errors.Is(err, voipnow.ErrInvalidClient) { // the status is assumed
		t.Errorf("Grant: error = %v, want a %s", err, voipnow.ErrInvalidClient.Code)
	}
}
