package xivotest

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testFilters(t T, on *target) {
	check(t, on, []promise{
		{"Users", testUserFilters},
		{"Rooms", testRoomFilters},
		{"Requests", testRequestFilters},
		{"Documented", testDocumentedFilters},
		{"Order", testOrder},
	})
}

// selection is a list of filters and what they select, in order.
type selection struct {
	name    string
	filters []xivo.Filter
	want    string // separated by spaces
}

// one is a list of one filter with an operator.
func one(field, operator string, value any) []xivo.Filter {
	return []xivo.Filter{{Field: field, Operator: operator, Value: value}}
}

// finder finds records of some kind and returns what they are called.
type finder func(t T, find xivo.Find) (names []string, total int, err error)

// checkSelections checks what filters select, also that the total is right.
func checkSelections(t T, find finder, selections []selection) {
	t.Helper()
	for _, s := range selections {
		t.Run(s.name, func(t T) {
			names, total, err := find(t, xivo.Find{Filters: s.filters})
			suite.Succeeds(t, err)
			suite.Equal(t, "selected", strings.Join(names, " "), s.want)
			suite.Equal(t, "total", total, len(strings.Fields(s.want)))
		})
	}
}

// called returns a page as a finder does.
func called[V any](page xivo.Page[V], err error, name func(V) string) ([]string, int, error) {
	names := []string{}
	for _, v := range page.List {
		names = append(names, name(v))
	}
	return names, page.Total, err
}

func users(svc *xivo.Service) finder {
	return func(t T, find xivo.Find) ([]string, int, error) {
		page, err := svc.Users.Find(t.Context(), find)
		return called(page, err, func(u xivo.User) string { return u.FullName })
	}
}

func rooms(svc *xivo.Service) finder {
	return func(t T, find xivo.Find) ([]string, int, error) {
		page, err := svc.MeetingRooms.Find(t.Context(), find)
		return called(page, err, func(r xivo.MeetingRoom) string { return r.Name })
	}
}

// requests calls requests by the last digit of their UUID.
func requests(svc *xivo.Service) finder {
	return func(t T, find xivo.Find) ([]string, int, error) {
		page, err := svc.Callbacks.FindRequests(t.Context(), find)
		return called(page, err, func(r xivo.CallbackRequest) string { return string(r.UUID[len(r.UUID)-1:]) })
	}
}

// filterUsers have texts that compare in interesting ways, and some without.
func filterUsers() *xivo.Fixture {
	line := func(extension, site string) *xivo.Line {
		return &xivo.Line{LineType: xivo.LinePhone, Context: "default", Extension: extension, Site: site}
	}
	return &xivo.Fixture{
		MediaServers: []xivo.MediaServer{{Name: "mds1", DisplayName: "MDS 1"}},
		Users: []xivo.UserRecord{
			{FirstName: "ann", Entity: "Test", Labels: []string{"green", "blue"}, Line: line("1050", "default")},
			{FirstName: "Bob", Entity: "Demo", Labels: []string{"blue"}, Line: line("9", "mds1")},
			{FirstName: "bob"},
			{FirstName: "Élodie", Entity: "Test", Labels: []string{"Blue"}, Line: line("true", "default")},
			{FirstName: `5%_\x`, Entity: "Demo", Labels: []string{"red", "blue", "green", "7"}},
		},
	}
}

func testUserFilters(t T, svc *xivo.Service) {
	seed(t, svc, filterUsers())
	const all = `ann Bob bob Élodie 5%_\x`
	labels := func(list any) []xivo.Filter {
		return []xivo.Filter{{Field: "label", Operator: "contains_all", List: list}}
	}
	checkSelections(t, users(svc), []selection{
		{"nil selects all", nil, all},
		{"none selects all", []xivo.Filter{}, all},
		{"=", one("fullName", "=", "bob"), "bob"},
		{"= is not a pattern", one("fullName", "=", "%"), ""},
		{"!=", one("fullName", "!=", "bob"), `ann Bob Élodie 5%_\x`},
		{"< by bytes", one("fullName", "<", "ann"), `Bob 5%_\x`},
		{"<=", one("fullName", "<=", "ann"), `ann Bob 5%_\x`},
		{"> by bytes", one("fullName", ">", "bob"), "Élodie"},
		{">=", one("fullName", ">=", "bob"), "bob Élodie"},
		{"digits are text", one("phoneNumber", ">", "1050"), "Bob Élodie"},

		// An absent value matches nothing but is null.
		{"= and null", one("entity", "=", "Test"), "ann Élodie"},
		{"!= and null", one("entity", "!=", "Test"), `Bob 5%_\x`},
		{"< and null", one("phoneNumber", "<", "9"), "ann"},
		{"<= and null", one("phoneNumber", "<=", "9"), "ann Bob"},
		{"> and null", one("phoneNumber", ">", ""), "ann Bob Élodie"},
		{">= and null", one("phoneNumber", ">=", ""), "ann Bob Élodie"},
		{"like and null", one("phoneNumber", "like", "%"), "ann Bob Élodie"},
		{"ilike and null", one("phoneNumber", "ilike", "%"), "ann Bob Élodie"},
		{"is null", one("phoneNumber", "is null", nil), `bob 5%_\x`},
		{"is not null", one("phoneNumber", "is not null", nil), "ann Bob Élodie"},
		{"is null of an entity", one("entity", "is null", nil), "bob"},
		{"is null of a media server", one("mdsDisplayName", "is null", nil), `bob 5%_\x`},
		{"is null ignores the value", one("entity", "is null", "Test"), "bob"},
		{"is not null ignores the value", one("entity", "is not null", []any{1}), `ann Bob Élodie 5%_\x`},
		{"is null of what is never null", one("fullName", "is null", nil), ""},
		{"is not null of what is never null", one("fullName", "is not null", nil), all},

		{"like", one("fullName", "like", "%o%"), "Bob bob Élodie"},
		{"like is case-sensitive", one("fullName", "like", "b%"), "bob"},
		{"like matches the whole", one("fullName", "like", "o"), ""},
		{"_ is one code point", one("fullName", "like", "_lodie"), "Élodie"},
		{"_ is not none", one("fullName", "like", "bob_"), ""},
		{"escaped %", one("fullName", "like", `%\%%`), `5%_\x`},
		{"escaped _", one("fullName", "like", `%\_%`), `5%_\x`},
		{"escaped backslash", one("fullName", "like", `%\\x`), `5%_\x`},
		{"an escaped letter is itself", one("fullName", "like", `\b\o\b`), "bob"},
		{"ilike", one("fullName", "ilike", "B_B"), "Bob bob"},
		{"ilike lowers other letters", one("fullName", "ilike", "éLODIE"), "Élodie"},
		{"the longest pattern", one("fullName", "like", "b"+strings.Repeat("%", 999)), "bob"},
		{"length is in characters", one("fullName", "like", strings.Repeat("é", 1000)), ""},
		{"a pattern that takes long if matched badly", one("fullName", "like", strings.Repeat("%b", 400)), ""},

		{"contains_all of one", labels([]any{"blue"}), `ann Bob 5%_\x`},
		{"contains_all of several", labels([]any{"blue", "green"}), `ann 5%_\x`},
		{"contains_all with a repeat", labels([]any{"green", "blue", "green"}), `ann 5%_\x`},
		{"contains_all of an unknown label", labels([]any{"blue", "pink"}), ""},
		{"contains_all is case-sensitive", labels([]any{"Blue"}), "Élodie"},
		{"contains_all of none", labels([]any{}), all},
		{"contains_all of strings", labels([]string{"red"}), `5%_\x`},
		{"contains_all of a number", labels([]any{7}), `5%_\x`},
		{"contains_all ignores the value", []xivo.Filter{
			{Field: "label", Operator: "contains_all", Value: "red", List: []any{"Blue"}}}, "Élodie"},
		{"the longest list", labels(repeat[any](1000, "Blue")), "Élodie"},
		{"label is never null", one("label", "is null", nil), ""},
		{"label is always there", one("label", "is not null", nil), all},
		{"labels is label", []xivo.Filter{{Field: "labels", Operator: "contains_all", List: []any{"Blue"}}}, "Élodie"},

		{"a list with another operator is ignored", []xivo.Filter{
			{Field: "fullName", Operator: "=", Value: "bob", List: []any{"ann"}}}, "bob"},
		{"no operator", []xivo.Filter{{Field: "fullName"}}, all},
		{"a value without an operator is ignored", []xivo.Filter{{Field: "fullName", Value: "bob"}}, all},
		{"a label without an operator", []xivo.Filter{{Field: "label"}}, all},
		{"operator in upper case", one("fullName", "LIKE", "b%"), "bob"},
		{"operator as the vendor's library sends it", one("fullName", "Like", "b%"), "bob"},
		{"operator with white space", one("entity", " \tIS  NULL\n", nil), "bob"},
		{"all are combined", append(one("fullName", "ilike", "%b"), one("entity", "=", "Demo")...), "Bob"},
		{"a field can occur twice", append(one("fullName", ">", "ann"), one("fullName", "<", "c")...), "bob"},
		{"a contradiction", append(one("fullName", "=", "ann"), one("fullName", "=", "bob")...), ""},
		{"a hundred filters", repeat(100, xivo.Filter{Field: "fullName", Operator: "=", Value: "bob"}), "bob"},

		{"a number for a text", one("phoneNumber", "=", 1050), "ann"},
		{"a number for a text, as it was written", one("phoneNumber", "=", json.Number("1050")), "ann"},
		{"a number with a fraction for a text", one("phoneNumber", "=", json.Number("1050.0")), ""},
		{"a boolean for a text", one("phoneNumber", "=", true), "Élodie"},
		{"a number for a pattern", one("phoneNumber", "like", 9), "Bob"},
	})
}

func testRoomFilters(t T, svc *xivo.Service) {
	for _, r := range []xivo.MeetingRoom{
		{Name: "a", DisplayName: "first", Number: 5, UserPIN: new(int64(10))},
		{Name: "b", DisplayName: "second", Number: 9},
		{Name: "c", DisplayName: "third", Number: 1050, UserPIN: new(int64(9))},
		{Name: "d", DisplayName: "Third", Number: 9223372036854775807, UserPIN: new(int64(0))},
	} {
		suite.Must(svc.MeetingRooms.Create(t.Context(), r))(t)
	}
	checkSelections(t, rooms(svc), []selection{
		{"displayName", one("displayName", "ilike", "third"), "c d"},
		{"=", one("number", "=", 9), "b"},
		{"!=", one("number", "!=", 9), "a c d"},
		{"< by number", one("number", "<", 1050), "a b"},
		{"<=", one("number", "<=", 1050), "a b c"},
		{">", one("number", ">", 9), "c d"},
		{">=", one("number", ">=", 9), "b c d"},
		{"!= and null", one("userPin", "!=", 9), "a d"},
		{">= and null", one("userPin", ">=", 0), "a c d"},
		{"< and null", one("userPin", "<", 10), "c d"},
		{"is null", one("userPin", "is null", nil), "b"},
		{"is not null, 0 included", one("userPin", "is not null", nil), "a c d"},

		{"text for an integer", one("number", "=", "1050"), "c"},
		{"text with white space", one("number", "=", " \t9\n"), "b"},
		{"text with a plus", one("number", "=", "+9"), "b"},
		{"text with zeros", one("number", "=", "0009"), "b"},
		{"text with a minus", one("number", ">", "-1"), "a b c d"},
		{"the largest integer", one("number", "=", "9223372036854775807"), "d"},
		{"the largest number", one("number", "=", json.Number("9223372036854775807")), "d"},
		{"the smallest integer", one("number", ">=", "-9223372036854775808"), "a b c d"},
		{"a fraction of zero", one("number", "=", json.Number("9.0")), "b"},
		{"an exponent", one("number", "=", json.Number("1.05e3")), "c"},
		{"a float", one("number", "=", 9.0), "b"},
	})
}

// filterRequests have a value of every field somewhere and none elsewhere.
func filterRequests() *xivo.Fixture {
	uuid := func(digit string) xivo.UUID { return xivo.UUID("00000000-0000-4000-8000-00000000000" + digit) }
	first := allDay
	return &xivo.Fixture{
		Periods: []xivo.Period{first, afternoon},
		CallbackLists: []xivo.CallbackListRef{
			{UUID: mine, Name: "two", QueueID: 2}, {UUID: another, Name: "eleven", QueueID: 11},
		},
		CallbackRequests: []xivo.CallbackRequest{
			{
				UUID: uuid("c"), ListUUID: mine, PhoneNumber: "1000", FirstName: "Ann", Company: "Acme",
				DueDate: xivo.Date{Year: 2018, Month: 7, Day: 5}, AgentID: 7, Clotured: true,
			},
			{
				UUID: uuid("a"), ListUUID: mine, MobilePhoneNumber: "2000", LastName: "Lee", Description: "d",
				DueDate: xivo.Date{Year: 2018, Month: 10, Day: 1},
			},
			{
				UUID: uuid("b"), ListUUID: another, PhoneNumber: "3000", PeriodUUID: afternoon.UUID,
				DueDate: xivo.Date{Year: 999, Month: 12, Day: 31}, AgentID: 10,
			},
		},
	}
}

func testRequestFilters(t T, svc *xivo.Service) {
	seed(t, svc, filterRequests())
	const uuidB = "00000000-0000-4000-8000-00000000000b"
	checkSelections(t, requests(svc), []selection{
		{"none, in order of creation", nil, "c a b"},
		{"phoneNumber", one("phoneNumber", "!=", "1000"), "b"},
		{"mobilePhoneNumber", one("mobilePhoneNumber", "=", 2000), "a"},
		{"mobilePhoneNumber is null", one("mobilePhoneNumber", "is null", nil), "c b"},
		{"firstName", one("firstName", "is not null", nil), "c"},
		{"lastName", one("lastName", "ilike", "LEE"), "a"},
		{"company", one("company", "like", "A%"), "c"},
		// An empty text is none.
		{"phoneNumber is null", one("phoneNumber", "is null", nil), "a"},
		{"firstName is null", one("firstName", "is null", nil), "a b"},
		{"lastName is null", one("lastName", "is null", nil), "c b"},
		{"company is null", one("company", "is null", nil), "a b"},
		{"description is null", one("description", "is null", nil), "c b"},
		{"description", one("description", "=", "d"), "a"},
		{"uuid", one("uuid", "=", uuidB), "b"},
		{"uuid in upper case", one("uuid", "=", strings.ToUpper(uuidB)), "b"},
		{"uuid !=", one("uuid", "!=", uuidB), "c a"},
		{"uuid <", one("uuid", "<", strings.ToUpper(uuidB)), "a"},
		{"uuid >=", one("uuid", ">=", uuidB), "c b"},
		{"uuid is null", one("uuid", "is null", nil), ""},
		{"listUuid", one("listUuid", "=", string(mine)), "c a"},
		{"listUuid of no list", one("listUuid", "=", string(noList)), ""},
		{"preferredPeriodUuid", one("preferredPeriodUuid", "=", string(allDay.UUID)), "c a"},
		{"dueDate =", one("dueDate", "=", "2018-07-05"), "c"},
		{"dueDate < by calendar", one("dueDate", "<", "2018-07-05"), "b"},
		{"dueDate >", one("dueDate", ">", "2018-07-05"), "a"},
		{"dueDate <=", one("dueDate", "<=", "2018-07-05"), "c b"},
		{"dueDate is not null", one("dueDate", "is not null", nil), "c a b"},
		{"queueId by number", one("queueId", ">", "2"), "b"},
		{"queueId =", one("queueId", "=", 2), "c a"},
		{"agentId", one("agentId", ">", 7), "b"},
		{"agentId is null", one("agentId", "is null", nil), "a"},
		{"clotured", one("clotured", "=", true), "c"},
		{"clotured !=", one("clotured", "!=", true), "a b"},
		{"false is less than true", one("clotured", "<", true), "a b"},
		{"true is not less than false", one("clotured", "<", false), ""},
		{"clotured is not null", one("clotured", "is not null", nil), "c a b"},
		{"true as the vendor's library sends it", one("clotured", "=", "true"), "c"},
		{"t", one("clotured", "=", "T"), "c"},
		{"1", one("clotured", "=", "1"), "c"},
		{"False", one("clotured", "=", "False"), "a b"},
		{"f", one("clotured", "=", "f"), "a b"},
		{"0", one("clotured", "=", "0"), "a b"},
		{"combined", append(one("queueId", "=", "2"), one("clotured", "=", "false")...), "a"},
	})
}

func testDocumentedFilters(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, c := range []struct {
		name    string
		filters []xivo.Filter
		want    []string
	}{
		{"phone number", one("phoneNumber", "=", "1000"), []string{"user A"}},
		{"full name", one("fullName", "=", "James Bond"), []string{"James Bond"}},
		{"beginning of a name", one("fullName", "like", "Jack%"), []string{"Jack Martin"}},
		{"labels", []xivo.Filter{{Field: "label", Operator: "contains_all", List: []any{"blue", "red"}}}, []string{"user A", "toto user"}},
		{"entity", one("entity", "=", "Test"), []string{"user A", "user B"}},
		{"media server", one("mdsDisplayName", "=", "MDS 1"), []string{"Albert Einstein"}},
	} {
		t.Run(c.name, func(t T) {
			names, total, err := users(svc)(t, xivo.Find{Filters: c.filters, Limit: new(100)})
			suite.Succeeds(t, err)
			suite.Equal(t, "selected", names, c.want)
			suite.Equal(t, "total", total, len(c.want))
		})
	}
}

// asc and desc are terms of an order.
func asc(field string) xivo.Filter  { return xivo.Filter{Field: field, Order: "ASC"} }
func desc(field string) xivo.Filter { return xivo.Filter{Field: field, Order: "DESC"} }

func testOrder(t T, svc *xivo.Service) {
	seed(t, svc, filterUsers())
	seed(t, svc, filterRequests())
	for _, r := range []xivo.MeetingRoom{
		{ID: 1, Name: "a", DisplayName: "x", Number: 10, UserPIN: new(int64(1))},
		{ID: 2, Name: "b", DisplayName: "x", Number: 9},
		{ID: 3, Name: "c", DisplayName: "y", Number: 11, UserPIN: new(int64(1))},
		{ID: 4, Name: "d", DisplayName: "x", Number: 8},
	} {
		suite.Must(svc.MeetingRooms.Create(t.Context(), r))(t)
	}
	t.Run("Users", func(t T) {
		checkOrders(t, users(svc), []selection{
			{"text by bytes", []xivo.Filter{asc("fullName")}, `5%_\x Bob ann bob Élodie`},
			{"missing last, ties by id", []xivo.Filter{asc("entity")}, `Bob 5%_\x ann Élodie bob`},
			{"two terms", []xivo.Filter{asc("entity"), asc("fullName")}, `5%_\x Bob ann Élodie bob`},
			{"two directions", []xivo.Filter{desc("entity"), asc("fullName")}, `bob ann Élodie 5%_\x Bob`},
			{"ties in the direction of the last term", []xivo.Filter{asc("mdsDisplayName"), desc("entity")}, `Bob Élodie ann bob 5%_\x`},
			{"lower case", []xivo.Filter{{Field: "fullName", Order: "asc"}}, `5%_\x Bob ann bob Élodie`},
			{"mixed case", []xivo.Filter{{Field: "fullName", Order: "Desc"}}, `Élodie bob ann Bob 5%_\x`},
			{"a filter with an order does both", []xivo.Filter{{Field: "fullName", Operator: "ilike", Value: "%b%", Order: "DESC"}}, "bob Bob"},
			{"a filter with an order by a missing value", []xivo.Filter{
				{Field: "fullName", Operator: "ilike", Value: "%b%"}, desc("phoneNumber")}, "bob Bob"},
			{"the first term counts most", []xivo.Filter{asc("phoneNumber"), desc("phoneNumber"), asc("fullName")}, `ann Bob Élodie 5%_\x bob`},
		})
	})
	t.Run("Rooms", func(t T) {
		checkOrders(t, rooms(svc), []selection{
			{"integers by number", []xivo.Filter{asc("number")}, "d b a c"},
			{"missing last", []xivo.Filter{asc("userPin")}, "a c b d"},
			{"missing last, then another", []xivo.Filter{asc("userPin"), asc("number")}, "a c d b"},
			{"ties by id", []xivo.Filter{asc("displayName")}, "a b d c"},
		})
	})
	t.Run("Requests", func(t T) {
		checkOrders(t, requests(svc), []selection{
			{"dates by calendar", []xivo.Filter{asc("dueDate")}, "b c a"},
			{"UUIDs", []xivo.Filter{asc("uuid")}, "a b c"},
			{"false first, ties by creation", []xivo.Filter{asc("clotured")}, "a b c"},
			{"ties by creation, not by UUID", []xivo.Filter{asc("queueId")}, "c a b"},
			{"missing last", []xivo.Filter{asc("agentId")}, "c b a"},
		})
	})
}

// checkOrders checks orders, and that turning every term round turns the result
// round exactly: missing values and ties included.
func checkOrders(t T, find finder, selections []selection) {
	checkSelections(t, find, selections)
	for _, s := range selections {
		t.Run(s.name+", mirrored", func(t T) {
			mirrored := slices.Clone(s.filters)
			for i := range mirrored {
				switch strings.ToUpper(mirrored[i].Order) {
				case "ASC":
					mirrored[i].Order = "DESC"
				case "DESC":
					mirrored[i].Order = "ASC"
				}
			}
			names, _, err := find(t, xivo.Find{Filters: mirrored})
			suite.Succeeds(t, err)
			slices.Reverse(names)
			suite.Equal(t, "selected, backwards", strings.Join(names, " "), s.want)
		})
	}
}
