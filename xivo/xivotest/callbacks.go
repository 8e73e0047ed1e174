package xivotest

import (
	"regexp"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testCallbacks(t T, on *target) {
	check(t, on, []promise{
		{"lists are shown in order of creation with their open requests", listsShown},
		{"a list can be made", listMade},
		{"the documented list can be made", documentedListMade},
		{"a list is checked", listChecked},
		{"delete removes a list with all its requests", listDeleted},
		{"an unknown list is refused", unknownList},
		{"a request has defaults", requestDefaults},
		{"a request keeps what is sent", requestKept},
		{"a request is checked", requestChecked},
		{"clotured requests are found but not listed", cloturedHidden},
		{"the documented request is found", documentedRequestFound},
	})
}

// The UUIDs of the documentation fixture.
const (
	mine    xivo.UUID = "fea963f5-1920-468c-b52a-93dc88791ba8"
	another xivo.UUID = "75509ad3-3f81-40be-ad90-2c36d7a2c809"
	newList xivo.UUID = "9d28d8fe-0548-4d45-aa08-9623ef69a04b"
	noList  xivo.UUID = "00000000-0000-4000-8000-000000000000"

	johnsRequest xivo.UUID = "edb734e7-9d8f-403d-8cf6-d42ecf9e48d7"
	otherRequest xivo.UUID = "7691e6c8-6ebc-4d8f-a41c-45c049ac0dd4"
)

// The periods of the documentation fixture. The first one is also that of an
// empty store.
var (
	allDay = xivo.Period{
		UUID: "31f91ef6-ebda-4e0d-a9fa-5ebd3da30951", Name: "Toute la journée", Start: "09:00:00", End: "17:00:00", Default: true,
	}
	alsoAllDay = xivo.Period{
		UUID: "a6119323-a793-4264-987b-c565ceac342b", Name: "Toute la journée", Start: "09:00:00", End: "17:00:00",
	}
	afternoon = xivo.Period{UUID: "5f0c2b9e-7d41-4c3a-9a55-0d9b6f1e2a37", Name: "Afternoon", Start: "14:00:00", End: "17:00:00"}
)

// documentedRequests are the requests of the documentation fixture.
var documentedRequests = []xivo.CallbackRequest{
	{
		UUID: johnsRequest, ListUUID: mine, PhoneNumber: "0230210092", MobilePhoneNumber: "0689746321", FirstName: "John",
		LastName: "Doe", Company: "MyCompany", Description: "Call back quickly", PeriodUUID: allDay.UUID,
		DueDate: xivo.Date{Year: 2017, Month: 9, Day: 27}, QueueID: 2, PreferredPeriod: allDay,
	},
	{
		UUID: otherRequest, ListUUID: mine, PhoneNumber: "1000", MobilePhoneNumber: "2000", PeriodUUID: alsoAllDay.UUID,
		DueDate: xivo.Date{Year: 2018, Month: 7, Day: 5}, QueueID: 2, PreferredPeriod: alsoAllDay,
	},
}

var documentedLists = []xivo.CallbackList{
	{UUID: mine, Name: "Mine", QueueID: 2, Callbacks: documentedRequests},
	{UUID: another, Name: "another", QueueID: 2, Callbacks: []xivo.CallbackRequest{}},
	{UUID: newList, Name: "newlist", QueueID: 1, Callbacks: []xivo.CallbackRequest{}},
}

// The day after [Clock].
var tomorrow = xivo.Date{Year: 2018, Month: 7, Day: 5}

var version4 = regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)

func checkVersion4(t T, u xivo.UUID) {
	t.Helper()
	if !version4.MatchString(string(u)) {
		t.Errorf("uuid = %s, want one of version 4 in lower case", u)
	}
}

func unknownListError(list xivo.UUID) *xivo.Error {
	return xivo.ErrNotFound.Refuse("Callback list %s not found", list)
}

// makeList makes a list on queue 7.
func makeList(t T, svc *xivo.Service) xivo.UUID {
	t.Helper()
	return suite.Must(svc.Callbacks.CreateList(t.Context(), "made by the test", 7))(t).UUID
}

// allRequests returns all requests, in order of creation.
func allRequests(t T, svc *xivo.Service) []xivo.CallbackRequest {
	t.Helper()
	return suite.Must(svc.Callbacks.FindRequests(t.Context(), xivo.Find{}))(t).List
}

func listsShown(t T, svc *xivo.Service) {
	for _, withRequest := range []bool{true, false} {
		suite.Equal(t, "Lists of an empty store", suite.Must(svc.Callbacks.Lists(t.Context(), withRequest))(t), []xivo.CallbackList{})
	}
	documented(t, svc)
	suite.Equal(t, "Lists", suite.Must(svc.Callbacks.Lists(t.Context(), false))(t), documentedLists)
	suite.Equal(t, "Lists with requests", suite.Must(svc.Callbacks.Lists(t.Context(), true))(t), documentedLists[:1])
}

func listMade(t T, svc *xivo.Service) {
	// The queue is not checked, and names can be used again.
	first := suite.Must(svc.Callbacks.CreateList(t.Context(), "list", 99))(t)
	second := suite.Must(svc.Callbacks.CreateList(t.Context(), "list", 99))(t)
	checkVersion4(t, first.UUID)
	checkVersion4(t, second.UUID)
	suite.Equal(t, "the first list", first, xivo.CallbackList{UUID: first.UUID, Name: "list", QueueID: 99, Callbacks: []xivo.CallbackRequest{}})
	suite.Equal(t, "Lists", suite.Must(svc.Callbacks.Lists(t.Context(), false))(t), []xivo.CallbackList{first, second})
}

func documentedListMade(t T, svc *xivo.Service) {
	documented(t, svc)
	// The offered UUID is in use.
	other := suite.Must(svc.Callbacks.CreateList(t.Context(), "newlist", 1))(t)
	checkVersion4(t, other.UUID)
	if other.UUID == newList {
		t.Errorf("uuid = %s, which another list has", newList)
	}
	suite.Equal(t, "DeleteList", suite.Must(svc.Callbacks.DeleteList(t.Context(), newList))(t), documentedLists[2])
	// It is one of lists: a request must not take it in between.
	request := suite.Must(svc.Callbacks.CreateRequest(t.Context(), mine, xivo.CallbackInput{PhoneNumber: "1"}))(t)
	if request.UUID == newList {
		t.Errorf("a request has the UUID %s, which is offered to lists", newList)
	}
	suite.Equal(t, "CreateList", suite.Must(svc.Callbacks.CreateList(t.Context(), "newlist", 1))(t), documentedLists[2])
	lists := suite.Must(svc.Callbacks.Lists(t.Context(), false))(t)
	suite.Equal(t, "place of the list", []xivo.UUID{lists[2].UUID, lists[3].UUID}, []xivo.UUID{other.UUID, newList})
}

func listChecked(t T, svc *xivo.Service) {
	for _, c := range []struct{ caseName, name, message string }{
		{"no name", "", "name: must not be empty"},
		{"NUL in name", "a\x00", "name: must not contain U+0000"},
	} {
		t.Run(c.caseName, func(t T) {
			refuses(t, svc, xivo.ErrInvalidJSON.Refuse("%s", c.message), func() error {
				return suite.ErrOf(svc.Callbacks.CreateList(t.Context(), c.name, 1))
			})
		})
	}
}

func listDeleted(t T, svc *xivo.Service) {
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{CallbackRequests: []xivo.CallbackRequest{
		{ListUUID: mine, PhoneNumber: "clotured", Clotured: true},
		{ListUUID: another, PhoneNumber: "of another list"},
	}})
	suite.Equal(t, "DeleteList", suite.Must(svc.Callbacks.DeleteList(t.Context(), mine))(t), documentedLists[0])
	left := allRequests(t, svc)
	if len(left) != 1 || left[0].PhoneNumber != "of another list" {
		t.Errorf("requests = %v, want the one of another list", left)
	}
	refuses(t, svc, unknownListError(mine), func() error { return suite.ErrOf(svc.Callbacks.DeleteList(t.Context(), mine)) })
	lists := suite.Must(svc.Callbacks.Lists(t.Context(), false))(t)
	suite.Equal(t, "lists that are left", []xivo.UUID{lists[0].UUID, lists[1].UUID}, []xivo.UUID{another, newList})
	suite.Equal(t, "how many", len(lists), 2)
}

func unknownList(t T, svc *xivo.Service) {
	want := unknownListError(noList)
	refuses(t, svc, want, func() error { return suite.ErrOf(svc.Callbacks.DeleteList(t.Context(), noList)) })
	refuses(t, svc, want, func() error {
		return suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), noList, xivo.CallbackInput{PhoneNumber: "1"}))
	})
	refuses(t, svc, want, func() error { return svc.Callbacks.ImportCSV(t.Context(), noList, []byte("phoneNumber\n1\n")) })
	// The list comes before what is to be put on it.
	refuses(t, svc, want, func() error {
		return suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), noList, xivo.CallbackInput{}))
	})
	refuses(t, svc, want, func() error { return svc.Callbacks.ImportCSV(t.Context(), noList, nil) })
}

func requestDefaults(t T, svc *xivo.Service) {
	list := makeList(t, svc)
	created := suite.Must(svc.Callbacks.CreateRequest(t.Context(), list, xivo.CallbackInput{MobilePhoneNumber: "2000"}))(t)
	checkVersion4(t, created.UUID)
	suite.Equal(t, "CreateRequest", created, xivo.CallbackRequest{
		UUID: created.UUID, ListUUID: list, MobilePhoneNumber: "2000", PeriodUUID: allDay.UUID, DueDate: tomorrow,
		QueueID: 7, PreferredPeriod: allDay,
	})
	suite.Equal(t, "Lists", suite.Must(svc.Callbacks.Lists(t.Context(), true))(t), []xivo.CallbackList{
		{UUID: list, Name: "made by the test", QueueID: 7, Callbacks: []xivo.CallbackRequest{created}},
	})
}

func requestKept(t T, svc *xivo.Service) {
	documented(t, svc)
	created := suite.Must(svc.Callbacks.CreateRequest(t.Context(), another, xivo.CallbackInput{
		PhoneNumber: " 1 ", MobilePhoneNumber: "2", FirstName: "Alice", LastName: "O'Neill", Company: `"|"`,
		Description: "two\nlines", DueDate: "1999-02-28", Period: "Afternoon",
	}))(t)
	want := xivo.CallbackRequest{
		UUID: created.UUID, ListUUID: another, PhoneNumber: " 1 ", MobilePhoneNumber: "2", FirstName: "Alice",
		LastName: "O'Neill", Company: `"|"`, Description: "two\nlines", PeriodUUID: afternoon.UUID,
		DueDate: xivo.Date{Year: 1999, Month: 2, Day: 28}, QueueID: 2, PreferredPeriod: afternoon,
	}
	suite.Equal(t, "CreateRequest", created, want)
	suite.Equal(t, "requests", allRequests(t, svc), append(append([]xivo.CallbackRequest{}, documentedRequests...), want))
	suite.Succeeds(t, suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), another, xivo.CallbackInput{PhoneNumber: "1", DueDate: "2020-02-29"})))
}

func requestChecked(t T, svc *xivo.Service) {
	list := makeList(t, svc)
	const noDate = "dueDate: expected a date of the form YYYY-MM-DD"
	for _, c := range []struct {
		name    string
		in      xivo.CallbackInput
		message string
	}{
		{"nothing", xivo.CallbackInput{}, "phoneNumber: this or mobilePhoneNumber is required"},
		{"no number", xivo.CallbackInput{FirstName: "Ann", DueDate: "2018-07-05", Period: allDay.Name},
			"phoneNumber: this or mobilePhoneNumber is required"},
		{"no such day", xivo.CallbackInput{PhoneNumber: "1", DueDate: "2018-02-29"}, noDate},
		{"no such month", xivo.CallbackInput{PhoneNumber: "1", DueDate: "2018-13-01"}, noDate},
		{"date without zeros", xivo.CallbackInput{PhoneNumber: "1", DueDate: "2018-7-5"}, noDate},
		{"date with a time", xivo.CallbackInput{PhoneNumber: "1", DueDate: "2018-07-05T00:00:00Z"}, noDate},
		{"date in another form", xivo.CallbackInput{PhoneNumber: "1", DueDate: "05/07/2018"}, noDate},
		{"unknown period", xivo.CallbackInput{PhoneNumber: "1", Period: "Morning"}, "period: unknown period 'Morning'"},
		{"period in another case", xivo.CallbackInput{PhoneNumber: "1", Period: "toute la journée"}, "period: unknown period 'toute la journée'"},
		{"period by UUID", xivo.CallbackInput{PhoneNumber: "1", Period: string(allDay.UUID)}, "period: unknown period '" + string(allDay.UUID) + "'"},
		{"NUL in phoneNumber", xivo.CallbackInput{PhoneNumber: "\x00"}, "phoneNumber: must not contain U+0000"},
		{"NUL in mobilePhoneNumber", xivo.CallbackInput{MobilePhoneNumber: "\x00"}, "mobilePhoneNumber: must not contain U+0000"},
		{"NUL in firstName", xivo.CallbackInput{PhoneNumber: "1", FirstName: "\x00"}, "firstName: must not contain U+0000"},
		{"NUL in lastName", xivo.CallbackInput{PhoneNumber: "1", LastName: "\x00"}, "lastName: must not contain U+0000"},
		{"NUL in company", xivo.CallbackInput{PhoneNumber: "1", Company: "\x00"}, "company: must not contain U+0000"},
		{"NUL in description", xivo.CallbackInput{PhoneNumber: "1", Description: "\x00"}, "description: must not contain U+0000"},
		{"no number before no date", xivo.CallbackInput{DueDate: "?", Period: "?"}, "phoneNumber: this or mobilePhoneNumber is required"},
		{"no date before no period", xivo.CallbackInput{PhoneNumber: "1", DueDate: "?", Period: "?"}, noDate},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, xivo.ErrInvalidJSON.Refuse("%s", c.message), func() error {
				return suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), list, c.in))
			})
		})
	}
}

func cloturedHidden(t T, svc *xivo.Service) {
	documented(t, svc)
	closed := documentedRequests[0]
	closed.Clotured, closed.AgentID, closed.VoiceMessageRef = true, 2, "voice-1"
	seed(t, svc, &xivo.Fixture{CallbackRequests: []xivo.CallbackRequest{closed}})
	want := documentedLists[0]
	want.Callbacks = documentedRequests[1:]
	suite.Equal(t, "Lists", suite.Must(svc.Callbacks.Lists(t.Context(), false))(t)[0], want)
	suite.Equal(t, "requests", allRequests(t, svc), []xivo.CallbackRequest{closed, documentedRequests[1]})

	other := documentedRequests[1]
	other.Clotured = true
	seed(t, svc, &xivo.Fixture{CallbackRequests: []xivo.CallbackRequest{other}})
	suite.Equal(t, "Lists with requests, all of them clotured", suite.Must(svc.Callbacks.Lists(t.Context(), true))(t), []xivo.CallbackList{})
	suite.Equal(t, "how many Lists", len(suite.Must(svc.Callbacks.Lists(t.Context(), false))(t)), 3)
}

func documentedRequestFound(t T, svc *xivo.Service) {
	documented(t, svc)
	find := xivo.Find{Filters: []xivo.Filter{{Field: "phoneNumber", Operator: "=", Value: "1000"}}, Limit: new(100)}
	suite.Equal(t, "FindRequests", suite.Must(svc.Callbacks.FindRequests(t.Context(), find))(t),
		xivo.Page[xivo.CallbackRequest]{Total: 1, List: documentedRequests[1:]})
	// As printed on the vendor's page, the period is the default one.
	second := alsoAllDay
	second.Default = true
	seed(t, svc, &xivo.Fixture{Periods: []xivo.Period{second}})
	suite.Equal(t, "period of the request", suite.Must(svc.Callbacks.FindRequests(t.Context(), find))(t).List[0].PreferredPeriod, second)
	first := allDay
	first.Default = false
	suite.Equal(t, "period that was the default", allRequests(t, svc)[0].PreferredPeriod, first)
}
