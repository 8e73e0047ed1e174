package xivotest

import (
	"encoding/json"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testSeed(t T, on *target) {
	check(t, on, []promise{
		{"an empty store dumps nothing", emptyDump},
		{"what is dumped is complete", dumpComplete},
		{"a record replaces the one with its id, UUID or name", recordsReplaced},
		{"records without a number get the next one", recordsNumbered},
		{"numbers up to the last ones are not given again", lastIDsKept},
		{"moving a list moves its requests", listMoved},
		{"UUIDs are lowered", uuidsLowered},
		{"what callers hold is their own", fixtureNotShared},
		{"settings stay if a fixture has none", settingsKept},
	})
	t.Run("what was dumped makes the same state", func(t T) { testRoundTrip(t, on) })
}

func emptyDump(t T, svc *xivo.Service) {
	needsSeed(t, svc)
	suite.Equal(t, "Dump", dump(t, svc), &xivo.Fixture{})
	seed(t, svc, &xivo.Fixture{})
	suite.Equal(t, "Dump after an empty Load", dump(t, svc), &xivo.Fixture{})
}

func dumpComplete(t T, svc *xivo.Service) {
	want := xivo.Documentation()
	seed(t, svc, want)
	got := dump(t, svc)
	// Some of it is filled in on the way.
	want.Clock = got.Clock
	want.LastIDs = map[string]int64{"user": 8, "line": 39, "queue": 7, "agent": 2, "meetingRoom": 2}
	for i := range want.Queues {
		if q := &want.Queues[i]; q.Dissuasion.Type == "" {
			q.Dissuasion = toOther
		}
	}
	want.Users[4].Rights = &emptyTeacher
	for i := range want.CallbackRequests {
		want.CallbackRequests[i].QueueID = 2
	}
	suite.Equal(t, "Dump", got, want)
}

// everything makes a store that has something of everything, part of it by
// requests.
func everything(t T, svc *xivo.Service) {
	t.Helper()
	documented(t, svc)
	suite.Must(svc.Rights.Set(t.Context(), "john", xivo.Rights{Type: xivo.ProfileTeacher, Data: xivo.RightsData{
		QueueIDs: []int64{2, 1}, Extra: map[string]json.RawMessage{"start": json.RawMessage(`"2018-07-04"`)},
	}}))(t)
	in := newLine("1008")
	in.Device = new("SEP001")
	suite.Must(svc.Lines.Create(t.Context(), 8, in))(t)
	suite.Succeeds(t, svc.Lines.Delete(t.Context(), 2))
	suite.Must(svc.Services.Update(t.Context(), 1, xivo.ServicesInput{DNDEnabled: new(true)}))(t)
	suite.Succeeds(t, svc.Preferences.Create(t.Context(), 8, xivo.Preference{Key: "k", ValueType: "String"}))
	list := makeList(t, svc)
	suite.Succeeds(t, svc.Callbacks.ImportCSV(t.Context(), list, []byte("phoneNumber|period\n1|Afternoon\n2\n")))
	suite.Must(svc.Callbacks.DeleteList(t.Context(), another))(t)
	suite.Succeeds(t, svc.Dissuasion.SetQueue(t.Context(), 1, "support"))
	suite.Must(svc.MeetingRooms.Create(t.Context(), xivo.MeetingRoom{Name: "a", DisplayName: "b", Number: 0, UserPIN: new(int64(0))}))(t)
	suite.Must(svc.MeetingRooms.Delete(t.Context(), 3))(t)
	seed(t, svc, &xivo.Fixture{
		Agents: []xivo.AgentRecord{{Number: "1003", Members: []xivo.Membership{{QueueID: 1, Disabled: true}}}},
		CallbackRequests: []xivo.CallbackRequest{
			{ListUUID: list, PhoneNumber: "3", Clotured: true, AgentID: 2, VoiceMessageRef: "voice-1"},
		},
	})
}

func testRoundTrip(t T, on *target) {
	for _, state := range []struct {
		name string
		make func(t T, svc *xivo.Service)
	}{
		{"of an empty store", func(T, *xivo.Service) {}},
		{"of the documentation fixture", documented},
		{"of everything", everything},
	} {
		t.Run(state.name, func(t T) {
			svc := on.emptyStore(t)
			needsSeed(t, svc)
			state.make(t, svc)
			want := dump(t, svc)

			again := on.emptyStore(t)
			seed(t, again, want)
			suite.Equal(t, "Dump after Load", dump(t, again), want)
			seed(t, again, want)
			suite.Equal(t, "Dump after a second Load", dump(t, again), want)
			checkSameAnswers(t, again, svc)

			data, err := json.Marshal(want)
			suite.Succeeds(t, err)
			parsed := suite.Must(xivo.ParseFixture(data))(t)
			suite.Equal(t, "fixture that went through a file", parsed, want)
		})
	}
}

// checkSameAnswers checks that two services show the same.
func checkSameAnswers(t T, got, want *xivo.Service) {
	t.Helper()
	answers := func(svc *xivo.Service) []any {
		return []any{
			suite.Must(svc.Users.List(t.Context()))(t), suite.Must(svc.Users.Contacts(t.Context()))(t),
			suite.Must(svc.Rights.Profiles(t.Context()))(t), suite.Must(svc.Callbacks.Lists(t.Context(), false))(t), allRequests(t, svc),
			suite.Must(svc.Agents.List(t.Context()))(t), suite.Must(svc.SIP.ICEServers(t.Context()))(t), suite.Must(svc.MeetingRooms.List(t.Context()))(t),
		}
	}
	suite.Equal(t, "answers", answers(got), answers(want))
}

func recordsReplaced(t T, svc *xivo.Service) {
	everything(t, svc)
	room := xivo.MeetingRoom{ID: 1, Name: "new", DisplayName: "New", Number: 7}
	user := xivo.UserRecord{ID: 1, FirstName: "new", Login: "john"}
	agent := xivo.AgentRecord{ID: 1, Number: "1001"}
	request := xivo.CallbackRequest{
		UUID: johnsRequest, ListUUID: newList, PhoneNumber: "new", PeriodUUID: afternoon.UUID, DueDate: tomorrow, QueueID: 1,
	}
	want := dump(t, svc)
	want.MediaServers[1].DisplayName = "new"
	want.Queues[0] = xivo.Queue{ID: 1, Name: "queue1", Dissuasion: toOther}
	want.Periods[2] = xivo.Period{UUID: afternoon.UUID, Name: "new", Start: "00:00:00", End: "23:59:59"}
	want.Users[0], want.Agents[0], want.MeetingRooms[0] = user, agent, room
	want.CallbackLists[0].Name = "new"
	want.CallbackRequests[0] = request // in its place, though on another list

	seed(t, svc, &xivo.Fixture{
		MediaServers:     want.MediaServers[1:],
		Queues:           []xivo.Queue{{Name: "queue1"}}, // found by name
		SoundFiles:       want.SoundFiles,
		Periods:          want.Periods[2:],
		Users:            []xivo.UserRecord{user},
		Agents:           []xivo.AgentRecord{agent},
		CallbackLists:    want.CallbackLists[:1],
		CallbackRequests: []xivo.CallbackRequest{request},
		MeetingRooms:     []xivo.MeetingRoom{room},
	})
	suite.Equal(t, "Dump", dump(t, svc), want)
}

func recordsNumbered(t T, svc *xivo.Service) {
	documented(t, svc)
	line := &xivo.Line{LineType: xivo.LineUA, Context: "c", Extension: "1", Site: "default"}
	seed(t, svc, &xivo.Fixture{
		Queues:           []xivo.Queue{{Name: "new"}, {ID: 20, Name: "twenty"}, {Name: "newer"}},
		Users:            []xivo.UserRecord{{FirstName: "new", Line: line}},
		Agents:           []xivo.AgentRecord{{Number: "new"}},
		MeetingRooms:     []xivo.MeetingRoom{{Name: "new", DisplayName: "New", Number: 7}},
		CallbackLists:    []xivo.CallbackListRef{{Name: "new", QueueID: 3}},
		CallbackRequests: []xivo.CallbackRequest{{ListUUID: newList, PhoneNumber: "new"}},
	})
	got := dump(t, svc)
	suite.Equal(t, "queues", got.Queues[6:], []xivo.Queue{
		{ID: 8, Name: "new", Dissuasion: toOther}, {ID: 20, Name: "twenty", Dissuasion: toOther}, {ID: 21, Name: "newer", Dissuasion: toOther},
	})
	suite.Equal(t, "ids", []int64{got.Users[8].ID, got.Users[8].Line.ID, got.Agents[2].ID, got.MeetingRooms[2].ID}, []int64{9, 40, 3, 3})
	suite.Equal(t, "line", *got.Users[8].Line, xivo.Line{
		ID: 40, LineType: xivo.LineUA, Context: "c", Extension: "1", Site: "default", Name: "nrzpjngu", LineNum: 1, ProvisioningID: 661997,
	})
	suite.Equal(t, "last ids", got.LastIDs, map[string]int64{"user": 9, "line": 40, "queue": 21, "agent": 3, "meetingRoom": 3})
	checkVersion4(t, got.CallbackLists[3].UUID)
	checkVersion4(t, got.CallbackRequests[2].UUID)
	suite.Equal(t, "request", got.CallbackRequests[2], xivo.CallbackRequest{
		UUID: got.CallbackRequests[2].UUID, ListUUID: newList, PhoneNumber: "new", PeriodUUID: allDay.UUID, DueDate: tomorrow, QueueID: 1,
	})
	if line.ID != 0 || line.Name != "" {
		t.Errorf("the caller's line has become %+v", *line)
	}
}

func lastIDsKept(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{
		LastIDs: map[string]int64{"user": 10, "line": 20, "queue": 30, "agent": 40, "meetingRoom": 50},
		Users:   []xivo.UserRecord{{}, {ID: 5}},
		Queues:  []xivo.Queue{{Name: "q"}},
		Agents:  []xivo.AgentRecord{{Number: "1"}},
	})
	// Lower ones change nothing.
	seed(t, svc, &xivo.Fixture{LastIDs: map[string]int64{"user": 1, "meetingRoom": 49}})
	got := dump(t, svc)
	suite.Equal(t, "ids", []int64{got.Users[0].ID, got.Users[1].ID, got.Queues[0].ID, got.Agents[0].ID}, []int64{5, 11, 31, 41})
	suite.Equal(t, "line", suite.Must(svc.Lines.Create(t.Context(), 11, newLine("1")))(t).ID, int64(21))
	suite.Equal(t, "room", suite.Must(svc.MeetingRooms.Create(t.Context(), attic))(t).ID, int64(51))
	suite.Equal(t, "last ids", dump(t, svc).LastIDs, map[string]int64{"user": 11, "line": 21, "queue": 31, "agent": 41, "meetingRoom": 51})
}

func listMoved(t T, svc *xivo.Service) {
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{CallbackLists: []xivo.CallbackListRef{{UUID: mine, Name: "Mine", QueueID: 5}}})
	for _, r := range allRequests(t, svc) {
		suite.Equal(t, "queue of a request", r.QueueID, int64(5))
	}
	suite.Equal(t, "queue of the list", suite.Must(svc.Callbacks.Lists(t.Context(), true))(t)[0].QueueID, int64(5))
}

func uuidsLowered(t T, svc *xivo.Service) {
	period := afternoon
	period.UUID, period.Default = "5F0C2B9E-7D41-4C3A-9A55-0D9B6F1E2A37", true
	seed(t, svc, &xivo.Fixture{
		Settings:      &xivo.Settings{Offers: xivo.Offers{UUIDs: []xivo.UUID{"75509AD3-3F81-40BE-AD90-2C36D7A2C809"}}},
		Periods:       []xivo.Period{period},
		CallbackLists: []xivo.CallbackListRef{{UUID: "FEA963F5-1920-468C-B52A-93DC88791BA8", Name: "Mine", QueueID: 2}},
		CallbackRequests: []xivo.CallbackRequest{{
			UUID: "EDB734E7-9D8F-403D-8CF6-D42ECF9E48D7", ListUUID: "FEA963F5-1920-468C-B52A-93DC88791BA8", PhoneNumber: "1",
			PeriodUUID: period.UUID, DueDate: tomorrow,
		}},
	})
	period.UUID = afternoon.UUID
	request := xivo.CallbackRequest{
		UUID: johnsRequest, ListUUID: mine, PhoneNumber: "1", PeriodUUID: afternoon.UUID, DueDate: tomorrow, QueueID: 2,
		PreferredPeriod: period,
	}
	suite.Equal(t, "Lists", suite.Must(svc.Callbacks.Lists(t.Context(), false))(t), []xivo.CallbackList{
		{UUID: mine, Name: "Mine", QueueID: 2, Callbacks: []xivo.CallbackRequest{request}},
	})
	suite.Equal(t, "offered UUID", makeList(t, svc), another)
}

func fixtureNotShared(t T, svc *xivo.Service) {
	f := xivo.Documentation()
	seed(t, svc, f)
	want := frozen(t, dump(t, svc))
	f.Settings.Offers.LineNames[0] = "changed"
	f.Users[0].Labels[0] = "changed"
	f.Users[0].Line.Extension = "changed"
	f.Users[2].Preferences[0].Value = "changed"
	f.Users[6].Rights.Data.QueueIDs[0] = 99
	*f.Users[6].Rights.Data.RecordingAccess = false
	f.Agents[0].Members[0].Penalty = 99
	*f.MeetingRooms[0].UserPIN = 99
	suite.Equal(t, "Dump after the fixture has changed", frozen(t, dump(t, svc)), want)

	got := dump(t, svc)
	got.Settings.Offers.UUIDs[0] = "changed"
	got.Users[0].Labels[0] = "changed"
	got.Users[0].Line.Extension = "changed"
	got.Users[6].Rights.Data.GroupIDs[0] = 99
	got.Agents[0].Members[0].Penalty = 99
	*got.MeetingRooms[0].UserPIN = 99
	suite.Equal(t, "Dump after a dump has changed", frozen(t, dump(t, svc)), want)

	suite.Must(svc.Rights.Get(t.Context(), "jbond"))(t).Data.QueueIDs[0] = 99
	suite.Must(svc.Users.List(t.Context()))(t)[0].Labels[0] = "changed"
	suite.Must(svc.Users.Find(t.Context(), xivo.Find{}))(t).List[0].Labels[0] = "changed"
	suite.Must(svc.Users.Contacts(t.Context()))(t)[0].Labels[0] = "changed"
	suite.Must(svc.Preferences.List(t.Context(), 3))(t)[0].Value = "changed"
	suite.Must(svc.Agents.List(t.Context()))(t)[0].Members[0].Penalty = 99
	*suite.Must(svc.MeetingRooms.Get(t.Context(), 1))(t).UserPIN = 99
	suite.Equal(t, "Dump after answers have changed", frozen(t, dump(t, svc)), want)

	pin, rights := new(int64(1)), xivo.Rights{Type: xivo.ProfileTeacher, Data: xivo.RightsData{QueueIDs: []int64{1}}}
	suite.Must(svc.MeetingRooms.Update(t.Context(), xivo.MeetingRoom{ID: 1, Name: "a", DisplayName: "a", UserPIN: pin}))(t)
	suite.Must(svc.Rights.Set(t.Context(), "jbond", rights))(t)
	want = frozen(t, dump(t, svc))
	*pin, rights.Data.QueueIDs[0] = 99, 99
	suite.Equal(t, "Dump after requests have changed", frozen(t, dump(t, svc)), want)
}

// frozen returns a fixture as a text, which shares nothing with it.
func frozen(t T, f *xivo.Fixture) string {
	t.Helper()
	data, err := json.MarshalIndent(f, "", "  ")
	suite.Succeeds(t, err)
	return string(data)
}

func settingsKept(t T, svc *xivo.Service) {
	documented(t, svc)
	want := dump(t, svc).Settings
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{}}})
	suite.Equal(t, "settings", dump(t, svc).Settings, want)
}
