package xivotest

import (
	"errors"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testSeedErrors(t T, on *target) {
	svc := on.emptyStore(t)
	documented(t, svc)
	for _, c := range wrongFixtures() {
		t.Run(c.name, func(t T) {
			before := dump(t, svc)
			// What comes before the wrong record must not be kept.
			c.fixture.MediaServers = append([]xivo.MediaServer{{Name: "first", DisplayName: "First"}}, c.fixture.MediaServers...)
			checkSeedError(t, svc.Seed.Load(t.Context(), &c.fixture), c.path, c.reason)
			suite.Equal(t, "what is stored after a refused Load", dump(t, svc), before)
		})
	}
}

// wrongFixture is a fixture that cannot be loaded beside that of the
// documentation, and why. An empty reason is one that the storage words.
type wrongFixture struct {
	name    string
	fixture xivo.Fixture
	path    string
	reason  string
}

func checkSeedError(t T, err error, path, reason string) {
	t.Helper()
	e, ok := errors.AsType[*xivo.SeedError](err)
	if !ok {
		t.Fatalf("error is a %T (%v), want a *xivo.SeedError", err, err)
	}
	suite.Equal(t, "path", e.Path, path)
	if e.Err == nil {
		t.Fatal("the error has no reason")
	}
	if reason != "" {
		suite.Equal(t, "message", e.Error(), path+": "+reason)
	}
}

func wrongFixtures() []wrongFixture {
	var all []wrongFixture
	for _, part := range [][]wrongFixture{
		wrongSettings(), wrongQueues(), wrongPeriods(), wrongUsers(), wrongLines(), wrongAgents(), wrongLists(), wrongRequests(), wrongRooms(),
	} {
		all = append(all, part...)
	}
	return all
}

func wrongSettings() []wrongFixture {
	settings := func(name string, s xivo.Settings, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{Settings: &s}, "settings", reason}
	}
	offers := func(name string, o xivo.Offers, reason string) wrongFixture {
		return settings(name, xivo.Settings{Offers: o}, reason)
	}
	server := func(name string, m xivo.MediaServer, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{MediaServers: []xivo.MediaServer{m}}, "mediaServers[1]", reason}
	}
	return []wrongFixture{
		offers("an offer that is no UUID", xivo.Offers{UUIDs: []xivo.UUID{newList, "x"}}, "offers.uuids: expected UUIDs"),
		offers("an offer that is no name", xivo.Offers{LineNames: []string{""}}, "offers.lineNames: must not be empty"),
		offers("an offer that is no provisioning id", xivo.Offers{ProvisioningIDs: []int64{0}}, "offers.provisioningIds: must be at least 1"),
		settings("a STUN address with NUL", xivo.Settings{STUNAddress: "\x00"}, "stunAddress: must not contain U+0000"),
		settings("a default dissuasion queue that is none", xivo.Settings{DefaultDissuasionQueue: "nothing"},
			"defaultDissuasionQueue: unknown queue 'nothing'"),
		{"numbers of nothing", xivo.Fixture{LastIDs: map[string]int64{"entity": 1}}, "lastIds", "entity: nothing of that name has numbers"},
		{"a number below all", xivo.Fixture{LastIDs: map[string]int64{"line": -1}}, "lastIds", "line: must not be negative"},
		server("a media server without a name", xivo.MediaServer{DisplayName: "x"}, "name: must not be empty"),
		server("a media server without a display name", xivo.MediaServer{Name: "x"}, "displayName: must not be empty"),
		server("a media server with NUL", xivo.MediaServer{Name: "x", DisplayName: "\x00"}, "displayName: must not contain U+0000"),
	}
}

func wrongQueues() []wrongFixture {
	queue := func(name string, q xivo.Queue, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{Queues: []xivo.Queue{{Name: "good"}, q}}, "queues[1]", reason}
	}
	dissuasion := func(name string, d xivo.Dissuasion, reason string) wrongFixture {
		return queue(name, xivo.Queue{Name: "q", Dissuasion: d}, reason)
	}
	return []wrongFixture{
		queue("a queue without a name", xivo.Queue{ID: 20}, "name: must not be empty"),
		queue("a queue with a negative id", xivo.Queue{ID: -1, Name: "q"}, "id: must not be negative"),
		queue("a queue with the name of another", xivo.Queue{ID: 20, Name: "sales"}, ""),
		dissuasion("an unknown kind of dissuasion", xivo.Dissuasion{Type: "Other"}, "dissuasion.type: expected soundFile, queue or other"),
		dissuasion("other with a sound file", xivo.Dissuasion{Type: "other", SoundFile: "sales_audio_file"}, "dissuasion: type other has no value"),
		dissuasion("other with a queue", xivo.Dissuasion{Type: "other", QueueName: "sales"}, "dissuasion: type other has no value"),
		dissuasion("an unknown sound file", xivo.Dissuasion{Type: "soundFile", SoundFile: "x"}, "dissuasion: unknown sound file 'x'"),
		dissuasion("no sound file", xivo.Dissuasion{Type: "soundFile"}, "dissuasion: unknown sound file ''"),
		dissuasion("a sound file and a queue", xivo.Dissuasion{Type: "soundFile", SoundFile: "sales_audio_file", QueueName: "sales"},
			"dissuasion: unknown sound file 'sales_audio_file'"),
		dissuasion("an unknown queue", xivo.Dissuasion{Type: "queue", QueueName: "x"}, "dissuasion: unknown queue 'x'"),
		dissuasion("a queue and a sound file", xivo.Dissuasion{Type: "queue", SoundFile: "sales_audio_file", QueueName: "sales"},
			"dissuasion: unknown queue 'sales'"),
		{"a queue whose name a dissuasion uses, renamed", xivo.Fixture{Queues: []xivo.Queue{
			{Name: "q", Dissuasion: xivo.Dissuasion{Type: "queue", QueueName: "support"}}, {Name: "good"}, {ID: 4, Name: "renamed"},
		}}, "queues[2]", "in use by the dissuasion of queue 8"},
		{"the default dissuasion queue, renamed", xivo.Fixture{Queues: []xivo.Queue{{ID: 7, Name: "renamed"}}},
			"settings", "defaultDissuasionQueue: unknown queue 'switchboard'"},
		{"a sound file without a name", xivo.Fixture{SoundFiles: []string{"good.wav", ""}}, "soundFiles[1]", "name: must not be empty"},
		{"a sound file with NUL", xivo.Fixture{SoundFiles: []string{"\x00.wav"}}, "soundFiles[0]", "name: must not contain U+0000"},
	}
}

func wrongPeriods() []wrongFixture {
	period := func(name string, change func(*xivo.Period), reason string) wrongFixture {
		p := xivo.Period{UUID: noList, Name: "p", Start: "09:00:00", End: "17:00:00"}
		change(&p)
		return wrongFixture{name, xivo.Fixture{Periods: []xivo.Period{afternoon, p}}, "periods[1]", reason}
	}
	from := func(start, reason string) wrongFixture {
		return period("a period from "+start, func(p *xivo.Period) { p.Start = start }, reason)
	}
	to := func(end, reason string) wrongFixture {
		return period("a period to "+end, func(p *xivo.Period) { p.End = end }, reason)
	}
	const noStart, noEnd = "periodStart: expected HH:MM:SS", "periodEnd: expected HH:MM:SS"
	return []wrongFixture{
		period("a period without a UUID", func(p *xivo.Period) { p.UUID = "" }, "uuid: expected a UUID"),
		period("a period without a name", func(p *xivo.Period) { p.Name = "" }, "name: must not be empty"),
		from("", noStart), from("9:00:00", noStart), from("09:00", noStart), from("09-00-00", noStart), from("24:00:00", noStart),
		from("09:60:00", noStart), from("09:00:60", noStart), from("09:00:0x", noStart), from("30:00:00", noStart),
		to("", noEnd), to("25:00:00", noEnd), to("17:00:00Z", noEnd), to("::::::::", noEnd),
		to("09:00:00", "periodEnd: must be after periodStart"), to("08:59:59", "periodEnd: must be after periodStart"),
		{"no default period", xivo.Fixture{Periods: []xivo.Period{{UUID: allDay.UUID, Name: "p", Start: "09:00:00", End: "17:00:00"}}},
			"periods", "one of them must be the default"},
	}
}

func wrongUsers() []wrongFixture {
	user := func(name string, u xivo.UserRecord, path, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{Users: []xivo.UserRecord{{}, u}}, "users[1]" + path, reason}
	}
	nul := xivo.Forward{Destination: "\x00"}
	all := []wrongFixture{
		user("a user with a negative id", xivo.UserRecord{ID: -1}, "", "id: must not be negative"),
		user("a user with the login of another", xivo.UserRecord{Login: "john"}, "", ""),
		user("a user with an empty label", xivo.UserRecord{Labels: []string{"a", ""}}, "", "labels: must not be empty"),
		user("a user with a repeated label", xivo.UserRecord{Labels: []string{"a", "b", "a"}}, "", "labels: 'a' is repeated"),
		user("a preference without a key", xivo.UserRecord{Preferences: []xivo.Preference{{Key: "a"}, {}}}, ".preferences[1]",
			"Cannot parse parameter key as String: empty or not valid text"),
		user("a preference with NUL", xivo.UserRecord{Preferences: []xivo.Preference{{Key: "a", ValueType: "\x00"}}}, ".preferences[0]",
			"value_type: must not contain U+0000"),
		user("a repeated preference", xivo.UserRecord{Preferences: []xivo.Preference{{Key: "a"}, {Key: "b"}, {Key: "a"}}}, "",
			"preferences: key 'a' is repeated"),
		user("rights of an unknown type", xivo.UserRecord{Rights: &xivo.Rights{}}, ".rights", "type: expected admin, supervisor or teacher"),
		user("rights with a negative id", xivo.UserRecord{Rights: &xivo.Rights{
			Type: "admin", Data: xivo.RightsData{GroupIDs: []int64{-1}}}}, ".rights", "data.groupIds: ids must not be negative"),
	}
	for member, u := range map[string]xivo.UserRecord{
		"firstName": {FirstName: "\x00"}, "lastName": {LastName: "\x00"}, "login": {Login: "\x00"}, "password": {Password: "\x00"},
		"entity": {Entity: "\x00"}, "labels": {Labels: []string{"\x00"}}, "email": {Email: "\x00"},
		"mobilePhoneNumber": {MobilePhoneNumber: "\x00"}, "externalPhoneNumber": {ExternalPhoneNumber: "\x00"},
		"services.busy.destination": {Services: xivo.Services{Busy: nul}}, "services.noanswer.destination": {Services: xivo.Services{NoAnswer: nul}},
		"services.unconditional.destination": {Services: xivo.Services{Unconditional: nul}},
	} {
		all = append(all, user("a user with NUL in "+member, u, "", member+": must not contain U+0000"))
	}
	return all
}

func wrongLines() []wrongFixture {
	line := func(name string, change func(*xivo.Line), path, reason string) wrongFixture {
		l := &xivo.Line{LineType: xivo.LinePhone, Context: "default", Extension: "new", Site: "default"}
		change(l)
		return wrongFixture{name, xivo.Fixture{Users: []xivo.UserRecord{{Line: l}}}, path, reason}
	}
	of := "users[0].line"
	return []wrongFixture{
		line("a line of no type", func(l *xivo.Line) { l.LineType = "" }, of, "lineType: expected phone, webrtc, ua, sccp or custom"),
		line("a line without a context", func(l *xivo.Line) { l.Context = "" }, of, "context: must not be empty"),
		line("a line without an extension", func(l *xivo.Line) { l.Extension = "" }, of, "extension: must not be empty"),
		line("a line without a site", func(l *xivo.Line) { l.Site = "" }, of, "site: must not be empty"),
		line("a line on an unknown media server", func(l *xivo.Line) { l.Site = "mds2" }, of, "site: unknown media server 'mds2'"),
		line("a line with a negative lineNum", func(l *xivo.Line) { l.LineNum = -1 }, of, "lineNum: must be at least 1"),
		line("a line with a negative id", func(l *xivo.Line) { l.ID = -1 }, of, "id: must not be negative"),
		line("a line with a negative provisioning id", func(l *xivo.Line) { l.ProvisioningID = -1 }, of, "provisioningId: must not be negative"),
		line("a line with NUL in its device", func(l *xivo.Line) { l.Device = "\x00" }, of, "device: must not contain U+0000"),
		line("a line with NUL in its name", func(l *xivo.Line) { l.Name = "\x00" }, of, "name: must not contain U+0000"),
		line("a line with the extension of another", func(l *xivo.Line) { l.Extension = "1000" }, "users[0]", ""),
		line("a line with the id of another", func(l *xivo.Line) { l.ID = 36 }, "users[0]", ""),
		line("a line with the name of another", func(l *xivo.Line) { l.Name = "u1kq8r2d" }, "users[0]", ""),
		line("a line with the provisioning id of another", func(l *xivo.Line) { l.ProvisioningID = 583115 }, "users[0]", ""),
	}
}

func wrongAgents() []wrongFixture {
	agent := func(name string, a xivo.AgentRecord, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{Agents: []xivo.AgentRecord{{Number: "good"}, a}}, "agents[1]", reason}
	}
	return []wrongFixture{
		agent("an agent without a number", xivo.AgentRecord{}, "number: must not be empty"),
		agent("an agent with the number of another", xivo.AgentRecord{Number: "1001"}, ""),
		agent("an agent with a negative id", xivo.AgentRecord{ID: -1, Number: "1"}, "id: must not be negative"),
		agent("an agent with NUL in firstName", xivo.AgentRecord{Number: "1", FirstName: "\x00"}, "firstName: must not contain U+0000"),
		agent("an agent with NUL in lastName", xivo.AgentRecord{Number: "1", LastName: "\x00"}, "lastName: must not contain U+0000"),
		agent("an agent with NUL in context", xivo.AgentRecord{Number: "1", Context: "\x00"}, "context: must not contain U+0000"),
		agent("an agent that is nobody", xivo.AgentRecord{Number: "1", UserID: 99}, "userId: unknown user 99"),
		agent("a member of an unknown queue", xivo.AgentRecord{Number: "1", Members: []xivo.Membership{{QueueID: 1}, {QueueID: 99}}},
			"members[1].queueId: unknown queue 99"),
		agent("a member twice", xivo.AgentRecord{Number: "1", Members: []xivo.Membership{{QueueID: 1}, {QueueID: 2}, {QueueID: 1}}},
			"members[2].queueId: the agent is a member of queue 1 already"),
	}
}

func wrongLists() []wrongFixture {
	list := func(name string, l xivo.CallbackListRef, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{CallbackLists: []xivo.CallbackListRef{{Name: "good"}, l}}, "callbackLists[1]", reason}
	}
	return []wrongFixture{
		list("a list without a name", xivo.CallbackListRef{UUID: mine}, "name: must not be empty"),
		list("a list with no UUID", xivo.CallbackListRef{Name: "l", UUID: "1"}, "uuid: expected a UUID"),
	}
}

func wrongRequests() []wrongFixture {
	request := func(name string, change func(*xivo.CallbackRequest), reason string) wrongFixture {
		r := xivo.CallbackRequest{ListUUID: mine, PhoneNumber: "1"}
		good := r
		change(&r)
		return wrongFixture{name, xivo.Fixture{CallbackRequests: []xivo.CallbackRequest{good, r}}, "callbackRequests[1]", reason}
	}
	return []wrongFixture{
		request("a request on no list", func(r *xivo.CallbackRequest) { r.ListUUID = "" }, "listUuid: expected a UUID"),
		request("a request on an unknown list", func(r *xivo.CallbackRequest) { r.ListUUID = noList }, "Callback list "+string(noList)+" not found"),
		request("a request without a number", func(r *xivo.CallbackRequest) { r.PhoneNumber = "" }, "phoneNumber: this or mobilePhoneNumber is required"),
		request("a request with NUL", func(r *xivo.CallbackRequest) { r.Company = "\x00" }, "company: must not contain U+0000"),
		request("a request with NUL in its message", func(r *xivo.CallbackRequest) { r.VoiceMessageRef = "\x00" }, "voiceMessageRef: must not contain U+0000"),
		request("a request due on no day", func(r *xivo.CallbackRequest) { r.DueDate = xivo.Date{Year: 2018, Month: 2, Day: 29} },
			"dueDate: 2018-02-29 is not a date"),
		request("a request in an unknown period", func(r *xivo.CallbackRequest) { r.PeriodUUID = noList },
			"preferredPeriodUuid: unknown period '"+string(noList)+"'"),
		request("a request in no period", func(r *xivo.CallbackRequest) { r.PeriodUUID = "Afternoon" },
			"preferredPeriodUuid: unknown period 'Afternoon'"),
		request("a request on another queue than its list", func(r *xivo.CallbackRequest) { r.QueueID = 1 }, "queueId: the queue of the list is 2"),
		request("a request of an agent with a negative id", func(r *xivo.CallbackRequest) { r.AgentID = -1 }, "agentId: must not be negative"),
		request("a request with no UUID", func(r *xivo.CallbackRequest) { r.UUID = "1" }, "uuid: expected a UUID"),
	}
}

func wrongRooms() []wrongFixture {
	room := func(name string, r xivo.MeetingRoom, reason string) wrongFixture {
		return wrongFixture{name, xivo.Fixture{MeetingRooms: []xivo.MeetingRoom{
			{Name: "good", DisplayName: "Good", Number: 7}, r,
		}}, "meetingRooms[1]", reason}
	}
	return []wrongFixture{
		room("a room without a name", xivo.MeetingRoom{DisplayName: "x"}, "name: must not be empty"),
		room("a room without a display name", xivo.MeetingRoom{Name: "x"}, "displayName: must not be empty"),
		room("a room with a negative number", xivo.MeetingRoom{Name: "x", DisplayName: "x", Number: -1}, "number: must not be negative"),
		room("a room with a negative pin", xivo.MeetingRoom{Name: "x", DisplayName: "x", UserPIN: new(int64(-1))}, "userPin: must not be negative"),
		room("a room with a negative id", xivo.MeetingRoom{ID: -1, Name: "x", DisplayName: "x"}, "id: must not be negative"),
		room("a room with the name of another", xivo.MeetingRoom{Name: "myConfRoom1", DisplayName: "x", Number: 9}, ""),
		room("a room with the number of another", xivo.MeetingRoom{Name: "x", DisplayName: "x", Number: 1050}, ""),
	}
}
