package voipnowtest

import (
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

func testList(t T, on *target) {
	check(t, on, []promise{
		{"calls are returned in full", callsListed},
		{"pages are cut out of the order", pagesCut},
		{"an order and its reverse mirror each other", orderMirrored},
		{"parameters are checked", queriesRefused},
	})
}

func callsListed(t T, svc *voipnow.Service) {
	page := suite.Must(svc.Calls.List(t.Context(), ann, annsCall, voipnow.CallQuery{}))(t)
	suite.Equal(t, "one call", page, voipnow.CallPage{Calls: []voipnow.Call{documentedCall()}, Total: 1, Count: 20})
	short := stored(t, svc, listed)
	suite.Equal(t, "the extension as it was seeded", []string{short.Extension, short.OrganizationID, short.UserID, short.OwnerID},
		[]string{"210", "3", "12", "3"})
}

func pagesCut(t T, svc *voipnow.Service) {
	all := []string{outgoing, documented, listed, twoParty, ringing, foreign}
	for _, c := range []struct {
		name      string
		q         voipnow.CallQuery
		want      []string
		wantCount int
	}{
		{"default", voipnow.CallQuery{}, all, 20},
		{"first", voipnow.CallQuery{Count: 2}, all[:2], 2},
		{"second", voipnow.CallQuery{Count: 2, StartIndex: 2}, all[2:4], 2},
		{"not aligned", voipnow.CallQuery{Count: 4, StartIndex: 1}, all[1:5], 4},
		{"last, not full", voipnow.CallQuery{Count: 4, StartIndex: 4}, all[4:], 4},
		{"beyond", voipnow.CallQuery{Count: 4, StartIndex: 6}, []string{}, 4},
		{"limits", voipnow.CallQuery{Count: 5000, StartIndex: 5000}, []string{}, 5000},
		{"least", voipnow.CallQuery{Count: 1}, all[:1], 1},
	} {
		t.Run(c.name, func(t T) {
			page := suite.Must(svc.Calls.List(t.Context(), admin, everyCall, c.q))(t)
			suite.Equal(t, "ids", ids(page.Calls), c.want)
			page.Calls = nil
			suite.Equal(t, "numbers", page, voipnow.CallPage{Total: len(all), Count: c.wantCount, StartIndex: c.q.StartIndex})
		})
	}
}

func orderMirrored(t T, svc *voipnow.Service) {
	ascending := ids(suite.Must(svc.Calls.List(t.Context(), admin, everyCall, voipnow.CallQuery{SortOrder: "ascending"}))(t).Calls)
	suite.Equal(t, "ascending", ascending, []string{outgoing, documented, listed, twoParty, ringing, foreign})
	slices.Reverse(ascending)
	suite.Equal(t, "descending", ids(suite.Must(svc.Calls.List(t.Context(), admin, everyCall, voipnow.CallQuery{SortOrder: "descending"}))(t).Calls), ascending)
}

func queriesRefused(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		name string
		q    voipnow.CallQuery
		want *voipnow.Error
	}{
		{"unknown field", voipnow.CallQuery{Fields: []string{"id", "views"}}, voipnow.ErrFields},
		{"field in another case", voipnow.CallQuery{Fields: []string{"ID"}}, voipnow.ErrFields},
		{"empty field", voipnow.CallQuery{Fields: []string{"id", ""}}, voipnow.ErrFields},
		{"count too small", voipnow.CallQuery{Count: -1}, voipnow.ErrCount},
		{"count too large", voipnow.CallQuery{Count: 5001}, voipnow.ErrCount},
		{"start too small", voipnow.CallQuery{StartIndex: -1}, voipnow.ErrStartIndex},
		{"start too large", voipnow.CallQuery{StartIndex: 5001}, voipnow.ErrStartIndex},
		{"unknown filter field", voipnow.CallQuery{FilterBy: "extension", FilterValue: "210"}, voipnow.ErrFilterBy},
		{"a field of the implementation", voipnow.CallQuery{FilterBy: "publishedText", FilterValue: "2012"}, voipnow.ErrFilterBy},
		{"value without a field", voipnow.CallQuery{FilterValue: documented}, voipnow.ErrFilterBy},
		{"operator without a field", voipnow.CallQuery{FilterOp: "present"}, voipnow.ErrFilterBy},
		{"unknown operator", voipnow.CallQuery{FilterBy: "id", FilterOp: "like", FilterValue: documented}, voipnow.ErrFilterOp},
		{"operator in another case", voipnow.CallQuery{FilterBy: "id", FilterOp: "Equals", FilterValue: documented}, voipnow.ErrFilterOp},
		{"no value", voipnow.CallQuery{FilterBy: "id"}, voipnow.ErrFilterValue},
		{"no value for an operator", voipnow.CallQuery{FilterBy: "id", FilterOp: "inArray"}, voipnow.ErrFilterValue},
		{"no time", voipnow.CallQuery{FilterBy: "published", FilterValue: "yesterday"}, voipnow.ErrFilterValue},
		{"a day is no time", voipnow.CallQuery{FilterBy: "published", FilterOp: "greaterThan", FilterValue: "2012-06-27"}, voipnow.ErrFilterValue},
		{"no time among times", voipnow.CallQuery{FilterBy: "published", FilterOp: "inArray", FilterValue: "2012-06-27T16:08:50+02:00,"}, voipnow.ErrFilterValue},
		{"invalid UTF-8", voipnow.CallQuery{FilterBy: "id", FilterValue: "\xff"}, voipnow.ErrFilterValue},
		{"U+0000", voipnow.CallQuery{FilterBy: "id", FilterOp: "contains", FilterValue: "\x00"}, voipnow.ErrFilterValue},
		{"unknown order", voipnow.CallQuery{SortOrder: "asc"}, voipnow.ErrSortOrder},
		{"fields come first", voipnow.CallQuery{Fields: []string{"x"}, Count: -1}, voipnow.ErrFields},
		{"count before start", voipnow.CallQuery{Count: -1, StartIndex: -1}, voipnow.ErrCount},
		{"start before filter", voipnow.CallQuery{StartIndex: -1, FilterBy: "x"}, voipnow.ErrStartIndex},
		{"field before operator", voipnow.CallQuery{FilterBy: "x", FilterOp: "x"}, voipnow.ErrFilterBy},
		{"operator before value", voipnow.CallQuery{FilterBy: "id", FilterOp: "x"}, voipnow.ErrFilterOp},
		{"filter before order", voipnow.CallQuery{FilterBy: "id", SortOrder: "x"}, voipnow.ErrFilterValue},
	} {
		t.Run(c.name, func(t T) {
			refused(t, second(svc.Calls.List(t.Context(), admin, everyCall, c.q)), c.want)
		})
	}
}

func testListFilters(t T, on *target) {
	check(t, on, []promise{
		{"operators select", operatorsSelect},
		{"a filter selects among the calls addressed", filterAmongAddressed},
		{"characters of patterns mean themselves", patternsQuoted},
		{"long lists of values are no trouble", longArray},
	})
}

func operatorsSelect(t T, svc *voipnow.Service) {
	for _, c := range []struct {
		by, op, value string
		want          []string
	}{
		{"id", "", documented, []string{documented}},
		{"id", "equals", documented, []string{documented}},
		{"id", "equals", strings.ToUpper(documented), []string{}},
		{"id", "greaterThan", "b817d2618fe6f1804333", []string{listed}},
		{"id", "lessThan", ringing, []string{outgoing, twoParty}},
		{"id", "present", "", []string{outgoing, documented, listed, twoParty, ringing, foreign}},
		{"id", "present", "anything", []string{outgoing, documented, listed, twoParty, ringing, foreign}},
		{"id", "startsWith", "b817", []string{documented, listed}},
		{"id", "startsWith", "B817", []string{}},
		{"id", "startsWith", "817", []string{}},
		{"id", "contains", "817", []string{documented, listed}},
		{"id", "contains", "c0", []string{twoParty, ringing, foreign}},
		{"id", "inArray", documented, []string{documented}},
		{"id", "inArray", twoParty + "," + documented + ",x", []string{documented, twoParty}},
		{"id", "inArray", twoParty + ", " + documented, []string{documented, twoParty}},

		{"published", "equals", "2012-06-27T16:08:50+02:00", []string{outgoing, documented, listed}},
		{"published", "equals", "2012-06-27T14:08:50Z", []string{outgoing, documented, listed}},
		{"published", "equals", "2012-06-27T16:08:51+02:00", []string{}},
		{"published", "equals", "2012-06-27T16:08:50.5+02:00", []string{}},
		{"published", "greaterThan", "2012-06-27T14:09:00Z", []string{ringing, foreign}},
		{"published", "greaterThan", "2012-06-27T15:00:00+03:00", []string{outgoing, documented, listed, twoParty, ringing, foreign}},
		{"published", "lessThan", "2012-06-27T14:09:00Z", []string{outgoing, documented, listed}},
		{"published", "lessThan", "2012-06-27T14:08:50.5Z", []string{outgoing, documented, listed}},
		{"published", "present", "", []string{outgoing, documented, listed, twoParty, ringing, foreign}},
		{"published", "startsWith", "2012-06-27T16:09", []string{twoParty, ringing, foreign}},
		{"published", "startsWith", "2012-06-27T14:09", []string{}},
		{"published", "contains", ":20+02", []string{foreign}},
		{"published", "inArray", "2012-06-27T14:09:00Z,2012-06-27T14:09:10Z", []string{twoParty, ringing}},
	} {
		t.Run(c.by+" "+c.op+" "+c.value, func(t T) {
			page := suite.Must(svc.Calls.List(t.Context(), admin, everyCall, voipnow.CallQuery{FilterBy: c.by, FilterOp: c.op, FilterValue: c.value}))(t)
			suite.Equal(t, "ids", ids(page.Calls), c.want)
			suite.Equal(t, "Total", page.Total, len(c.want))
		})
	}
}

func filterAmongAddressed(t T, svc *voipnow.Service) {
	q := voipnow.CallQuery{FilterBy: "id", FilterOp: "contains", FilterValue: "0", Count: 1, StartIndex: 1, SortOrder: "descending"}
	page := suite.Must(svc.Calls.List(t.Context(), ann, everyCall, q))(t)
	suite.Equal(t, "ids", ids(page.Calls), []string{twoParty})
	suite.Equal(t, "Total", page.Total, 5)
	q = voipnow.CallQuery{FilterBy: "id", FilterValue: foreign}
	suite.Equal(t, "a call elsewhere", suite.Must(svc.Calls.List(t.Context(), ann, everyCall, q))(t).Total, 0)
	q = voipnow.CallQuery{FilterBy: "id", FilterValue: listed}
	suite.Equal(t, "another call than the one addressed", suite.Must(svc.Calls.List(t.Context(), ann, annsCall, q))(t).Total, 0)
}

func patternsQuoted(t T, svc *voipnow.Service) {
	for _, value := range []string{"%", "_", `\`, "b8_7", "b%"} {
		for _, op := range []string{"startsWith", "contains"} {
			q := voipnow.CallQuery{FilterBy: "id", FilterOp: op, FilterValue: value}
			suite.Equal(t, op+" "+value, suite.Must(svc.Calls.List(t.Context(), admin, everyCall, q))(t).Total, 0)
		}
	}
}

func longArray(t T, svc *voipnow.Service) {
	q := voipnow.CallQuery{FilterBy: "id", FilterOp: "inArray", FilterValue: strings.Repeat("x,", 10_000) + documented}
	suite.Equal(t, "ids", ids(suite.Must(svc.Calls.List(t.Context(), admin, everyCall, q))(t).Calls), []string{documented})
}
