package xivotest

import (
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

// testReads tests what holds on any PBX, whatever is in it, and changes nothing. Others
// may change it in the meantime, so that little is said about two answers together.
func testReads(t T, on *target) {
	on.reads(t, []promise{
		{"users are listed and found alike", anyUsersFound},
		{"a user is found by name", anyUserFound},
		{"users can be counted", anyUsersCounted},
		{"a page of users is cut out of all", anyPageCut},
		{"there is a contact for each user", anyContacts},
		{"nobody has a login that was made up", anyLoginRefused},
		{"profiles agree with rights", anyProfiles},
		{"a login that was made up has no rights", anyRightsRefused},
		{"agents are listed by id and read alike", anyAgents},
		{"an unknown agent is refused", anyAgentRefused},
		{"the user of an agent has services and preferences", anyUserOfAgent},
		{"an unknown user has no line", anyLineRefused},
		{"an unknown user has no services", anyServicesRefused},
		{"an unknown user has no preferences", anyPreferencesRefused},
		{"requests of a callback list are found", anyRequestsFound},
		{"lists with requests are some of all lists", anyListsWithRequests},
		{"the dissuasion of a queue is one of its queue", anyDissuasion},
		{"an unknown queue has no dissuasion", anyDissuasionRefused},
		{"ICE servers can be read", anyICEServers},
		{"rooms are listed by id and read alike", anyRooms},
		{"rooms are found in an order", anyRoomsOrdered},
		{"an unknown room is refused with the documented status", anyRoomRefused},
		{"an unknown field is refused", anyFieldRefused},
	})
}

// nobody is an id that nothing has: the highest that the framework's Int can say.
const nobody = 1<<31 - 1

// refusedAs checks the documented part of a refusal, its kind and status. What a
// message says is in part assumed.
func refusedAs(t T, what string, err error, want *xivo.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error = %v, want a %s", what, err, want.Code)
		return
	}
	if got, _ := errors.AsType[*xivo.Error](err); got.Status != want.Status {
		t.Errorf("%s: status = %d, want %d", what, got.Status, want.Status)
	}
}

// sample returns the first elements of a list: a PBX in use has too many to read one
// by one.
func sample[V any](list []V) []V { return list[:min(len(list), 5)] }

// need returns the first element of a list, or skips the test.
func need[V any](t T, what string, list []V) V {
	t.Helper()
	if len(list) == 0 {
		t.Skipf("the PBX has no %s", what)
	}
	return list[0]
}

// sortedBy checks that a list is in an order.
func sortedBy[V any](t T, what string, list []V, key func(V) int64) {
	t.Helper()
	if !slices.IsSortedFunc(list, func(a, b V) int { return int(key(a) - key(b)) }) {
		t.Errorf("%s are not listed by id", what)
	}
}

func anyUsersFound(t T, svc *xivo.Service) {
	list := suite.Must(svc.Users.List(t.Context()))(t)
	page := suite.Must(svc.Users.Find(t.Context(), xivo.Find{}))(t)
	suite.Equal(t, "total", page.Total, len(list))
	suite.Equal(t, "users found without filters", page.List, list)
}

func anyUserFound(t T, svc *xivo.Service) {
	list := suite.Must(svc.Users.List(t.Context()))(t)
	user := need(t, "users", list)
	page := suite.Must(svc.Users.Find(t.Context(), xivo.Find{Filters: one("fullName", "=", user.FullName)}))(t)
	suite.Equal(t, "total", page.Total, len(page.List))
	if !slices.ContainsFunc(page.List, func(u xivo.User) bool { return u.FullName == user.FullName && u.PhoneNumber == user.PhoneNumber }) {
		t.Errorf("fullName = %q does not find a user of that name", user.FullName)
	}
}

func anyUsersCounted(t T, svc *xivo.Service) {
	list := suite.Must(svc.Users.List(t.Context()))(t)
	page := suite.Must(svc.Users.Find(t.Context(), xivo.Find{Limit: new(0)}))(t)
	suite.Equal(t, "Find with limit 0", page, xivo.Page[xivo.User]{Total: len(list), List: []xivo.User{}})
}

func anyPageCut(t T, svc *xivo.Service) {
	all := suite.Must(svc.Users.Find(t.Context(), xivo.Find{}))(t)
	if len(all.List) < 3 {
		t.Skip("the PBX has fewer than 3 users")
	}
	page := suite.Must(svc.Users.Find(t.Context(), xivo.Find{Offset: 1, Limit: new(2)}))(t)
	suite.Equal(t, "users 2 and 3", page, xivo.Page[xivo.User]{Total: all.Total, List: all.List[1:3]})
}

func anyContacts(t T, svc *xivo.Service) {
	contacts := suite.Must(svc.Users.Contacts(t.Context()))(t)
	suite.Equal(t, "contacts", len(contacts), len(suite.Must(svc.Users.List(t.Context()))(t)))
}

func anyLoginRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Validate", svc.Users.Validate(t.Context(), runName(), runName()), xivo.ErrNotFound)
}

func anyProfiles(t T, svc *xivo.Service) {
	for _, p := range sample(suite.Must(svc.Rights.Profiles(t.Context()))(t)) {
		rights := suite.Must(svc.Rights.Get(t.Context(), p.Login))(t)
		suite.Equal(t, "profile of the rights of "+p.Login, rights.Type, p.Profile)
	}
}

func anyRightsRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Get", suite.ErrOf(svc.Rights.Get(t.Context(), runName())), xivo.ErrNotFound)
}

func anyAgents(t T, svc *xivo.Service) {
	list := suite.Must(svc.Agents.List(t.Context()))(t)
	sortedBy(t, "agents", list, func(a xivo.AgentConfig) int64 { return a.ID })
	for _, a := range sample(list) {
		suite.Equal(t, "Get", suite.Must(svc.Agents.Get(t.Context(), a.ID))(t), a)
	}
}

func anyAgentRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Get", suite.ErrOf(svc.Agents.Get(t.Context(), nobody)), xivo.ErrNotFound)
}

func anyUserOfAgent(t T, svc *xivo.Service) {
	agents := suite.Must(svc.Agents.List(t.Context()))(t)
	agent := need(t, "agents with a user", slices.DeleteFunc(agents, func(a xivo.AgentConfig) bool { return a.UserID == 0 }))
	suite.Must(svc.Services.Get(t.Context(), agent.UserID))(t)
	for _, p := range sample(suite.Must(svc.Preferences.List(t.Context(), agent.UserID))(t)) {
		suite.Equal(t, "preference", suite.Must(svc.Preferences.Get(t.Context(), agent.UserID, p.Key))(t), p)
	}
	if _, err := svc.Lines.Get(t.Context(), agent.UserID); err != nil {
		refusedAs(t, "Get of a line", err, xivo.ErrLineNotFound)
	}
}

func anyLineRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Get", suite.ErrOf(svc.Lines.Get(t.Context(), nobody)), xivo.ErrLineNotFound)
}

func anyServicesRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Get", suite.ErrOf(svc.Services.Get(t.Context(), nobody)), xivo.ErrNotFound)
}

func anyPreferencesRefused(t T, svc *xivo.Service) {
	refusedAs(t, "List", suite.ErrOf(svc.Preferences.List(t.Context(), nobody)), xivo.ErrNotFound)
	refusedAs(t, "Get", suite.ErrOf(svc.Preferences.Get(t.Context(), nobody, xivo.PreferredDevice)), xivo.ErrNotFound)
}

func anyRequestsFound(t T, svc *xivo.Service) {
	list := need(t, "callback lists with requests", suite.Must(svc.Callbacks.Lists(t.Context(), true))(t))
	find := xivo.Find{Filters: append(one("listUuid", "=", string(list.UUID)), one("clotured", "=", "false")...)}
	page := suite.Must(svc.Callbacks.FindRequests(t.Context(), find))(t)
	suite.Equal(t, "requests of the list", page, xivo.Page[xivo.CallbackRequest]{Total: len(list.Callbacks), List: list.Callbacks})
}

func anyListsWithRequests(t T, svc *xivo.Service) {
	all := suite.Must(svc.Callbacks.Lists(t.Context(), false))(t)
	with := slices.DeleteFunc(slices.Clone(all), func(l xivo.CallbackList) bool { return len(l.Callbacks) == 0 })
	suite.Equal(t, "lists with requests", suite.Must(svc.Callbacks.Lists(t.Context(), true))(t), with)
}

// queues returns the ids of queues: the API does not list them.
func queues(t T, svc *xivo.Service) []int64 {
	t.Helper()
	var ids []int64
	for _, a := range suite.Must(svc.Agents.List(t.Context()))(t) {
		for _, m := range a.Members {
			ids = append(ids, m.QueueID)
		}
	}
	slices.Sort(ids)
	return slices.Compact(ids)
}

func anyDissuasion(t T, svc *xivo.Service) {
	id := need(t, "queues that have agents", queues(t, svc))
	now := suite.Must(svc.Dissuasion.Get(t.Context(), id))(t)
	choices := suite.Must(svc.Dissuasion.Choices(t.Context(), id))(t)
	suite.Equal(t, "ids", []int64{now.ID, choices.ID}, []int64{id, id})
	suite.Equal(t, "name", choices.Name, now.Name)
	types := []xivo.DissuasionType{xivo.DissuasionSoundFile, xivo.DissuasionQueue, xivo.DissuasionOther}
	if !slices.Contains(types, now.Dissuasion.Type) {
		t.Errorf("type = %q, want one of %v", now.Dissuasion.Type, types)
	}
}

func anyDissuasionRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Get", suite.ErrOf(svc.Dissuasion.Get(t.Context(), nobody)), xivo.ErrQueueNotFound)
	refusedAs(t, "Choices", suite.ErrOf(svc.Dissuasion.Choices(t.Context(), nobody)), xivo.ErrQueueNotFound)
}

func anyICEServers(t T, svc *xivo.Service) {
	suite.Must(svc.SIP.ICEServers(t.Context()))(t)
}

func anyRooms(t T, svc *xivo.Service) {
	list := suite.Must(svc.MeetingRooms.List(t.Context()))(t)
	sortedBy(t, "rooms", list, func(r xivo.MeetingRoom) int64 { return r.ID })
	for _, r := range sample(list) {
		suite.Equal(t, "Get", suite.Must(svc.MeetingRooms.Get(t.Context(), r.ID))(t), r)
	}
}

func anyRoomsOrdered(t T, svc *xivo.Service) {
	page := suite.Must(svc.MeetingRooms.Find(t.Context(), xivo.Find{Filters: []xivo.Filter{desc("number")}}))(t)
	if !slices.IsSortedFunc(page.List, func(a, b xivo.MeetingRoom) int { return int(b.Number - a.Number) }) {
		t.Error("rooms found in descending order of number are in another")
	}
}

func anyRoomRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Get", suite.ErrOf(svc.MeetingRooms.Get(t.Context(), nobody)), noRoom(""))
}

func anyFieldRefused(t T, svc *xivo.Service) {
	refusedAs(t, "Find", suite.ErrOf(svc.Users.Find(t.Context(), xivo.Find{Filters: one("nothing", "=", "1")})), xivo.ErrInvalidFilter)
}
