package pbxtest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// sayEverything says everything that a Builder can say. What is referred to comes
// last, where it can.
func sayEverything(b *pbxtest.Builder) {
	b.Clock(time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC))

	b.XiVO.Callback("urgent", "0199000001").From("Mia Maplestone").Due(xivo.Date{Year: 2026, Month: 5, Day: 8})
	b.XiVO.CallbackList("urgent").For("support")
	b.XiVO.Agent("2001").Of("Ada Alderbrook").In("support", "sales")
	b.XiVO.Agent("2002").Of("otto")
	b.XiVO.User("Ada Alderbrook").Line("1001").LineType(xivo.LineWebRTC).Context("branch").Site("mds1").
		Labels("red", "blue").Entity("Branch").Login("ada", "secret").Profile(xivo.ProfileSupervisor)
	b.XiVO.User("Otto Elmwood").Login("otto", "secret").Line("1002")
	b.XiVO.User("Reception")
	b.XiVO.MeetingRoom("lobby", 1050).DisplayName("Lobby").PIN(1234)
	b.XiVO.Queue("support")
	b.XiVO.Queue("sales")
	b.XiVO.MediaServer("mds1", "MDS 1")

	b.VoipNow.Call("0003*210", "0004*210").OnHold()
	b.VoipNow.Call("211", "0199000002").WithID("call2")
	b.VoipNow.Call("0199000003", "0003*210").Ringing()
	b.VoipNow.App("app", "app-secret").Of("jane")
	b.VoipNow.Extension("210").Of("jane")
	b.VoipNow.Extension("0003*211").Of("Acme")
	b.VoipNow.Extension("210").Of("joe").Type("Queue")
	b.VoipNow.User("jane").In("Acme").Token("jane-token")
	b.VoipNow.User("joe").In("Other")
	b.VoipNow.User("root").Administrator().Token("root-token")
	b.VoipNow.Organization("Acme", "0003").Token("acme-token")
	b.VoipNow.Organization("Other", "0004")

	b.TelecomX.Employee("ada@example.com").At("Acme").Level(telecomx.Manager).Name("Ada Alderbrook").Password("secret").Token("ada-token")
	b.TelecomX.Customer("Acme").ResoldBy("Big").Plays("Soft")
	b.TelecomX.Customer("Big").Plays("Classics")
	b.TelecomX.Music("Soft").At("Acme").Random().Song("Rain").Song("Tide")
	b.TelecomX.Music("Classics")

	b.BroadWorks.Account("ada", broadworks.EndUser).At("t1", "g1", "u1").Password("secret").Token("ada-token")
	b.BroadWorks.Account("group", broadworks.GroupAdmin).At("t1", "g1").ReadOnly()
	b.BroadWorks.Account("tenant", broadworks.TenantAdmin).At("t1")
	b.BroadWorks.User("t1", "g1", "u1").Announcement("Rain").Plays("Tide")
	b.BroadWorks.User("t1", "g1", "u2").WithoutMusicOnHold()
	b.BroadWorks.Group("t1", "g1").Announcement("Rain").Plays("Rain")
	b.BroadWorks.Tenant("t1")
}

// mustBuild returns the fixture of what is said.
func mustBuild(t testing.TB, say func(b *pbxtest.Builder)) *pbxtest.Fixture {
	t.Helper()
	f, err := pbxtest.Build(say)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

var builtAt = time.Date(2026, 5, 6, 7, 8, 9, 0, time.UTC)

func TestBuildXiVO(t *testing.T) {
	want := &xivo.Fixture{
		Clock:        builtAt,
		MediaServers: []xivo.MediaServer{{Name: "mds1", DisplayName: "MDS 1"}},
		Queues:       []xivo.Queue{{ID: 1, Name: "support"}, {ID: 2, Name: "sales"}},
		Users: []xivo.UserRecord{
			{
				ID: 1, FirstName: "Ada", LastName: "Alderbrook", Login: "ada", Password: "secret", Entity: "Branch", Labels: []string{"red", "blue"},
				Line: &xivo.Line{
					ID: 1, LineType: xivo.LineWebRTC, Context: "branch", Extension: "1001", Site: "mds1", Name: "line0001", ProvisioningID: 100001,
				},
				Rights: &xivo.Rights{Type: xivo.ProfileSupervisor},
			},
			{
				ID: 2, FirstName: "Otto", LastName: "Elmwood", Login: "otto", Password: "secret",
				Line: &xivo.Line{
					ID: 2, LineType: xivo.LinePhone, Context: "default", Extension: "1002", Site: "default", Name: "line0002", ProvisioningID: 100002,
				},
			},
			{ID: 3, FirstName: "Reception"},
		},
		Agents: []xivo.AgentRecord{
			{
				ID: 1, FirstName: "Ada", LastName: "Alderbrook", Number: "2001", Context: "default", NumGroup: 1, UserID: 1,
				Members: []xivo.Membership{{QueueID: 1, Position: 1}, {QueueID: 2, Position: 2}},
			},
			{ID: 2, FirstName: "Otto", LastName: "Elmwood", Number: "2002", Context: "default", NumGroup: 1, UserID: 2},
		},
		CallbackLists: []xivo.CallbackListRef{{UUID: "d213aa85-c8f3-4e80-8dea-70ba8f212567", Name: "urgent", QueueID: 1}},
		CallbackRequests: []xivo.CallbackRequest{{
			UUID: "d171c0d7-7b60-4501-a7ce-620f781e2bb2", ListUUID: "d213aa85-c8f3-4e80-8dea-70ba8f212567", PhoneNumber: "0199000001",
			FirstName: "Mia", LastName: "Maplestone", DueDate: xivo.Date{Year: 2026, Month: 5, Day: 8}, QueueID: 1,
		}},
		MeetingRooms: []xivo.MeetingRoom{{ID: 1, Name: "lobby", DisplayName: "Lobby", Number: 1050, UserPIN: new(int64(1234))}},
	}
	if diff := cmp.Diff(want, mustBuild(t, sayEverything).XiVO); diff != "" {
		t.Errorf("XiVO (-want +got):\n%s", diff)
	}
}

func TestBuildVoipNow(t *testing.T) {
	call := func(id string, flow voipnow.Flow, source, destination string, extensions ...string) voipnow.CallRecord {
		c := voipnow.CallRecord{ID: id, Extension: extensions[0], Published: builtAt, Answered: builtAt}
		for i, e := range extensions {
			c.Views = append(c.Views, voipnow.View{
				ID: []string{"00", "01"}[i], Extension: e, Answered: builtAt, Flow: flow, Status: voipnow.StatusOnCall,
				Source: []string{source}, Destination: []string{destination},
			})
		}
		return c
	}
	onHold := call("190ed4420c189d135ae4", voipnow.FlowLocal, "0003*210", "0004*210", "0003*210", "0004*210")
	onHold.Views[0].Held = builtAt
	ringing := call("abcab8789b8fb3c4b16a", voipnow.FlowIncoming, "0199000003", "0003*210", "0003*210")
	ringing.Answered, ringing.Views[0].Answered = time.Time{}, time.Time{}
	ringing.Views[0].Ringing, ringing.Views[0].Status = builtAt, voipnow.StatusRinging
	want := &voipnow.Fixture{
		Clock:         builtAt,
		Organizations: []voipnow.Organization{{ID: "1", Name: "Acme", Prefix: "0003"}, {ID: "2", Name: "Other", Prefix: "0004"}},
		Users: []voipnow.User{
			{ID: "jane", OrganizationID: "1", Role: voipnow.RoleUser},
			{ID: "joe", OrganizationID: "2", Role: voipnow.RoleUser},
			{ID: "root", Role: voipnow.RoleAdministrator},
		},
		Extensions: []voipnow.Extension{
			{Number: "0003*210", OwnerID: "jane", Type: voipnow.TypePhoneTerminal},
			{Number: "0003*211", OwnerID: "1", Type: voipnow.TypePhoneTerminal},
			{Number: "0004*210", OwnerID: "joe", Type: "Queue"},
		},
		Apps: []voipnow.App{{ClientID: "app", ClientSecret: "app-secret", UserID: "jane", Trusted: true}},
		Tokens: []voipnow.Token{
			{Value: "jane-token", UserID: "jane"}, {Value: "root-token", UserID: "root"}, {Value: "acme-token", UserID: "1"},
		},
		Calls: []voipnow.CallRecord{
			onHold, call("call2", voipnow.FlowOutgoing, "0003*211", "0199000002", "0003*211"), ringing,
		},
	}
	if diff := cmp.Diff(want, mustBuild(t, sayEverything).VoipNow); diff != "" {
		t.Errorf("VoipNow (-want +got):\n%s", diff)
	}
}

func TestBuildTelecomX(t *testing.T) {
	const acme, big = "5d7c81e1270874ca1acfaa93", "af3e94c33ae39287ab761007"
	const ada, soft, classics = "049ed95ad3cca25f7f62291d", "3766042aac554a42079672d9", "23a032b6831f87bfe4859deb"
	want := &telecomx.Fixture{
		Customers: []telecomx.Customer{
			{ID: acme, Name: "Acme", ParentReseller: big, Settings: telecomx.Settings{DefaultMusicOnHold: soft}},
			{ID: big, Name: "Big", Settings: telecomx.Settings{DefaultMusicOnHold: classics}},
		},
		Employees: []telecomx.Employee{
			{ID: ada, Customer: acme, Username: "ada@example.com", Password: "secret", Level: telecomx.Manager, Name: "Ada Alderbrook"},
		},
		Tokens: []telecomx.Token{{Value: "ada-token", Employee: ada, Persistent: true}},
		MusicOnHold: []telecomx.MusicOnHold{
			{ID: soft, Customer: acme, Name: "Soft", Random: true, Songs: []telecomx.Song{
				{ID: "ecc9e8b8b6c2caeda6f52627", Name: "Rain", Length: 180}, {ID: "f87cc7471451e36272a1299d", Name: "Tide", Length: 180},
			}},
			{ID: classics, Name: "Classics"},
		},
	}
	if diff := cmp.Diff(want, mustBuild(t, sayEverything).TelecomX); diff != "" {
		t.Errorf("TelecomX (-want +got):\n%s", diff)
	}
}

func TestBuildBroadWorks(t *testing.T) {
	file := func(name string) broadworks.Announcement {
		return broadworks.Announcement{Name: name, MediaType: broadworks.WAV, FileSize: 78}
	}
	plays := func(name string) *broadworks.SourceInput {
		return &broadworks.SourceInput{
			Selection: new(broadworks.SelectCustom), AudioFile: &broadworks.AudioFileInput{Name: name, MediaType: new(broadworks.WAV)},
		}
	}
	want := &broadworks.Fixture{
		Tenants: []broadworks.Tenant{{ID: "t1"}},
		Groups: []broadworks.GroupRecord{{
			TenantID: "t1", ID: "g1", Announcements: []broadworks.Announcement{file("Rain")},
			MusicOnHold: &broadworks.GroupMusicOnHoldInput{Source: &broadworks.GroupSourceInput{SourceInput: *plays("Rain")}},
		}},
		Users: []broadworks.UserRecord{
			{
				TenantID: "t1", GroupID: "g1", ID: "u1", Announcements: []broadworks.Announcement{file("Rain"), file("Tide")},
				MusicOnHold: &broadworks.MusicOnHoldInput{IsActive: new(true), Source: plays("Tide")},
			},
			{TenantID: "t1", GroupID: "g1", ID: "u2", MusicOnHold: &broadworks.MusicOnHoldInput{IsActive: new(true)}, Unassigned: true},
		},
		Accounts: []broadworks.Account{
			{Username: "ada", Password: "secret", Level: broadworks.EndUser, TenantID: "t1", GroupID: "g1", UserID: "u1"},
			{Username: "group", Password: pbxtest.DefaultPassword, Level: broadworks.GroupAdmin, TenantID: "t1", GroupID: "g1", ReadOnly: true},
			{Username: "tenant", Password: pbxtest.DefaultPassword, Level: broadworks.TenantAdmin, TenantID: "t1"},
		},
		Tokens: []broadworks.Token{{Value: "ada-token", Username: "ada"}},
	}
	if diff := cmp.Diff(want, mustBuild(t, sayEverything).BroadWorks); diff != "" {
		t.Errorf("BroadWorks (-want +got):\n%s", diff)
	}
}

func TestWhatIsNotSaidIsNotThere(t *testing.T) {
	if diff := cmp.Diff(&pbxtest.Fixture{}, mustBuild(t, func(*pbxtest.Builder) {})); diff != "" {
		t.Errorf("nothing (-want +got):\n%s", diff)
	}
	want := &pbxtest.Fixture{XiVO: &xivo.Fixture{
		Queues:        []xivo.Queue{{ID: 1, Name: "support"}},
		Users:         []xivo.UserRecord{{ID: 1, FirstName: "Ada", LastName: "van Alderbrook"}},
		Agents:        []xivo.AgentRecord{{ID: 1, FirstName: "Agent", LastName: "2001", Number: "2001", Context: "default", NumGroup: 1}},
		MeetingRooms:  []xivo.MeetingRoom{{ID: 1, Name: "lobby", DisplayName: "lobby"}},
		CallbackLists: nil,
	}}
	got := mustBuild(t, func(b *pbxtest.Builder) {
		b.XiVO.Queue("support")
		b.XiVO.User("Ada van Alderbrook")
		b.XiVO.Agent("2001")
		b.XiVO.MeetingRoom("lobby", 0)
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("XiVO alone (-want +got):\n%s", diff)
	}
}

func TestCallsBeginAtTheTimeOfAServer(t *testing.T) {
	f := mustBuild(t, func(b *pbxtest.Builder) {
		b.VoipNow.Organization("Acme", "0003")
		b.VoipNow.User("jane")
		b.VoipNow.Extension("210")
		b.VoipNow.Call("210", "0199000002")
	})
	if want := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); !f.VoipNow.Clock.IsZero() || !f.VoipNow.Calls[0].Published.Equal(want) {
		t.Errorf("clock %v, call at %v, want none and %v", f.VoipNow.Clock, f.VoipNow.Calls[0].Published, want)
	}
	f = mustBuild(t, func(b *pbxtest.Builder) { b.Clock(builtAt) })
	if !f.XiVO.Clock.Equal(builtAt) || !f.VoipNow.Clock.Equal(builtAt) {
		t.Errorf("clocks are %v and %v, want %v", f.XiVO.Clock, f.VoipNow.Clock, builtAt)
	}
}

// A short number is one of the caller's organization, if there are several.
func TestShortNumbersAreThoseOfTheOrganization(t *testing.T) {
	f := mustBuild(t, func(b *pbxtest.Builder) {
		for _, org := range []string{"1", "2"} {
			b.VoipNow.Organization("Org "+org, "000"+org)
			b.VoipNow.Extension("210").Of("Org " + org)
			b.VoipNow.Extension("21" + org).Of("Org " + org)
		}
		b.VoipNow.Call("212", "210")
	})
	if got, want := f.VoipNow.Calls[0].Views[1].Extension, "0002*210"; got != want {
		t.Errorf("212 calls %s, want %s", got, want)
	}
}

func TestMusicOfTheCustomerComesBeforeTheCommonOne(t *testing.T) {
	f := mustBuild(t, func(b *pbxtest.Builder) {
		b.TelecomX.Music("Soft")
		b.TelecomX.Music("Soft").At("Acme")
		b.TelecomX.Music("Soft").At("Other")
		b.TelecomX.Customer("Acme").Plays("Soft")
		b.TelecomX.Customer("Third").Plays("Soft")
		b.TelecomX.Customer("Other")
	})
	v := f.TelecomX
	if v.Customers[0].Settings.DefaultMusicOnHold != v.MusicOnHold[1].ID || v.Customers[1].Settings.DefaultMusicOnHold != v.MusicOnHold[0].ID {
		t.Errorf("the customers play %+v of %+v, want their own music, or else the common one", v.Customers, v.MusicOnHold)
	}
}

func TestCallbacksCanBeTheSame(t *testing.T) {
	f := mustBuild(t, func(b *pbxtest.Builder) {
		b.XiVO.Queue("support")
		b.XiVO.CallbackList("urgent").For("support")
		b.XiVO.Callback("urgent", "1")
		b.XiVO.Callback("urgent", "1")
	})
	if n := len(hostFixture(t, f).dump(t).XiVO.CallbackRequests); n != 2 {
		t.Errorf("%d requests were loaded, want 2", n)
	}
}

func TestCallbackListsAndUsersCanShareNames(t *testing.T) {
	f := mustBuild(t, func(b *pbxtest.Builder) {
		b.XiVO.Queue("support")
		b.XiVO.CallbackList("urgent").For("support")
		b.XiVO.CallbackList("urgent").For("support")
		b.XiVO.User("Ada Alderbrook").Login("ada1", "")
		b.XiVO.User("Ada Alderbrook").Login("ada2", "")
		b.XiVO.User("otto").Login("otto", "").Line("1001").Site("default")
		b.XiVO.User("Mia").Login("", "")
		b.XiVO.User("Max").Login("", "")
		b.XiVO.Agent("1").Of("ada2")
		b.XiVO.Agent("2").Of("otto")
	})
	if lists := f.XiVO.CallbackLists; len(lists) != 2 || lists[0].UUID == lists[1].UUID {
		t.Errorf("lists are %+v, want two", lists)
	}
	if agents := f.XiVO.Agents; agents[0].UserID != 2 || agents[1].UserID != 3 {
		t.Errorf("agents are %+v, want those of users 2 and 3", agents)
	}
}

func TestBuildAddsAToken(t *testing.T) {
	const token = pbxtest.DefaultToken
	for _, c := range []struct {
		name string
		say  func(b *pbxtest.Builder)
		want *pbxtest.Fixture // no more than what is added
	}{
		{"for the first user", func(b *pbxtest.Builder) {
			b.VoipNow.Organization("Acme", "0003")
			b.VoipNow.User("jane")
			b.VoipNow.User("joe")
		}, &pbxtest.Fixture{VoipNow: &voipnow.Fixture{Tokens: []voipnow.Token{{Value: token, UserID: "jane"}}}}},
		{"for the first organization", func(b *pbxtest.Builder) {
			b.VoipNow.Organization("Acme", "0003")
			b.VoipNow.Organization("Other", "0004")
		}, &pbxtest.Fixture{VoipNow: &voipnow.Fixture{Tokens: []voipnow.Token{{Value: token, UserID: "1"}}}}},
		{"not beside others", func(b *pbxtest.Builder) {
			b.VoipNow.Organization("Acme", "0003").Token("mine")
			b.VoipNow.User("jane")
		}, &pbxtest.Fixture{VoipNow: &voipnow.Fixture{Tokens: []voipnow.Token{{Value: "mine", UserID: "1"}}}}},
		{"for the first employee who can log in", func(b *pbxtest.Builder) {
			b.TelecomX.Customer("Acme")
			b.TelecomX.Employee("a@example.com").Level(telecomx.NoLogin)
			b.TelecomX.Employee("b@example.com").Level(telecomx.Personal)
			b.TelecomX.Employee("c@example.com")
		}, &pbxtest.Fixture{TelecomX: &telecomx.Fixture{
			Employees: []telecomx.Employee{{Username: "a@example.com"}, {Username: "b@example.com"}, {Username: "c@example.com"}},
			Tokens:    []telecomx.Token{{Value: token, Employee: "b@example.com"}},
		}}},
		{"for an owner of the first customer", func(b *pbxtest.Builder) {
			b.TelecomX.Customer("Acme")
			b.TelecomX.Customer("Other")
		}, &pbxtest.Fixture{TelecomX: &telecomx.Fixture{
			Employees: []telecomx.Employee{{Username: "owner@example.com"}},
			Tokens:    []telecomx.Token{{Value: token, Employee: "owner@example.com"}},
		}}},
		{"for nobody without a customer", func(b *pbxtest.Builder) { b.TelecomX.Music("Soft") },
			&pbxtest.Fixture{TelecomX: &telecomx.Fixture{}}},
		{"for the first account", func(b *pbxtest.Builder) {
			b.BroadWorks.Tenant("t1")
			b.BroadWorks.Account("admin", broadworks.TenantAdmin).At("t1")
			b.BroadWorks.Account("root", broadworks.System)
		}, &pbxtest.Fixture{BroadWorks: &broadworks.Fixture{Tokens: []broadworks.Token{{Value: token, Username: "admin"}}}}},
		{"for a system account", func(b *pbxtest.Builder) { b.BroadWorks.Tenant("t1") },
			&pbxtest.Fixture{BroadWorks: &broadworks.Fixture{Tokens: []broadworks.Token{{Value: token, Username: "system"}}}}},
		{"not for XiVO", func(b *pbxtest.Builder) { b.XiVO.User("Ada") }, &pbxtest.Fixture{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, tokensOf(mustBuild(t, c.say))); diff != "" {
				t.Errorf("tokens (-want +got):\n%s", diff)
			}
		})
	}
}

// tokensOf returns the part of a fixture that is about tokens, with usernames for the
// ids of employees.
func tokensOf(f *pbxtest.Fixture) *pbxtest.Fixture {
	tokens := &pbxtest.Fixture{}
	if v := f.VoipNow; v != nil {
		tokens.VoipNow = &voipnow.Fixture{Tokens: v.Tokens}
	}
	if v := f.TelecomX; v != nil {
		tokens.TelecomX = &telecomx.Fixture{}
		for _, e := range v.Employees {
			tokens.TelecomX.Employees = append(tokens.TelecomX.Employees, telecomx.Employee{Username: e.Username})
			for _, token := range v.Tokens {
				if token.Employee == e.ID {
					tokens.TelecomX.Tokens = append(tokens.TelecomX.Tokens, telecomx.Token{Value: token.Value, Employee: e.Username})
				}
			}
		}
	}
	if v := f.BroadWorks; v != nil {
		tokens.BroadWorks = &broadworks.Fixture{Tokens: v.Tokens}
	}
	return tokens
}

func TestBuildSaysWhichCallIsWrong(t *testing.T) {
	for _, c := range []struct {
		name string
		say  func(b *pbxtest.Builder)
		want []string
	}{
		{"unknown user", func(b *pbxtest.Builder) { b.XiVO.Agent("2001").Of("Jack") }, []string{
			`xivo agent "2001": no user is called "Jack"`,
		}},
		{"ambiguous user", func(b *pbxtest.Builder) {
			b.XiVO.User("Ada Alderbrook")
			b.XiVO.User("Ada Alderbrook")
			b.XiVO.Agent("2001").Of("Ada Alderbrook")
		}, []string{`xivo agent "2001": 2 users are called "Ada Alderbrook"`}},
		{"unknown queues", func(b *pbxtest.Builder) {
			b.XiVO.Agent("2001").In("sales", "support")
			b.XiVO.CallbackList("urgent").For("sales")
			b.XiVO.CallbackList("later")
			b.XiVO.Callback("soon", "1")
		}, []string{
			`xivo agent "2001": no queue is called "sales"`,
			`xivo agent "2001": no queue is called "support"`,
			`xivo callback list "urgent": no queue is called "sales"`,
			`xivo callback list "later": is for no queue`,
			`xivo callback "1": no callback list is called "soon"`,
		}},
		{"repeats", func(b *pbxtest.Builder) {
			for range 2 {
				b.XiVO.MediaServer("mds1", "MDS 1")
				b.XiVO.Queue("support")
				b.XiVO.Agent("2001")
				b.XiVO.MeetingRoom("lobby", 1050)
			}
			b.XiVO.MeetingRoom("attic", 1050)
			b.XiVO.User("Ada").Login("ada", "").Line("1001").Line("1002")
			b.XiVO.User("Otto").Login("ada", "").Line("1002")
			b.XiVO.User("Mia").Line("1002").Context("branch")
		}, []string{
			`xivo media server "mds1": is there twice`,
			`xivo queue "support": is there twice`,
			`xivo agent "2001": is there twice`,
			`xivo meeting room "lobby": is there twice`,
			`xivo meeting room "attic": the number "1050" is that of xivo meeting room "lobby"`,
			`xivo user "Ada": has a line already`,
			`xivo user "Otto": the login "ada" is that of xivo user "Ada"`,
			`xivo user "Otto": the extension "1002@default" is that of xivo user "Ada"`,
		}},
		{"lines", func(b *pbxtest.Builder) {
			b.XiVO.User("Ada").Site("default")
			b.XiVO.User("Otto").Line("1001").Site("mds1")
			b.XiVO.User("Mia").Line("").LineType("fax")
			b.XiVO.User("Max").Line("")
		}, []string{
			`xivo user "Ada": has no line`,
			`xivo user "Otto": no media server is called "mds1"`,
			`xivo user "Mia": line: lineType: expected phone, webrtc, ua, sccp or custom`,
			`xivo user "Max": line: extension: must not be empty`,
		}},
		{"every value that XiVO refuses", func(b *pbxtest.Builder) {
			b.XiVO.Queue("")
			b.XiVO.Agent("1").In("")
			b.XiVO.User("\xff").Line("1")
			b.XiVO.User("Ada").Labels("a", "a")
			b.XiVO.User("Otto").Profile("boss")
			b.XiVO.Agent("2").Of("Ada")
			b.XiVO.MeetingRoom("lobby", -1)
			b.XiVO.MeetingRoom("attic", 1).PIN(-1)
			b.XiVO.MeetingRoom("hall", 2).DisplayName("")
			b.XiVO.Queue("support")
			b.XiVO.CallbackList("urgent").For("support")
			b.XiVO.Callback("urgent", "")
			b.XiVO.Callback("urgent", "2").Due(xivo.Date{Year: 2026, Month: 2, Day: 30})
		}, []string{
			`xivo queue "": name: must not be empty`,
			`xivo user "\xff": firstName: must be valid UTF-8`,
			`xivo user "Ada": labels: 'a' is repeated`,
			`xivo user "Otto": rights: type: expected admin, supervisor or teacher`,
			`xivo meeting room "lobby": number: must not be negative`,
			`xivo meeting room "attic": userPin: must not be negative`,
			`xivo meeting room "hall": displayName: must not be empty`,
			`xivo callback "": phoneNumber: this or mobilePhoneNumber is required`,
			`xivo callback "2": dueDate: 2026-02-30 is not a date`,
		}},
		{"what needs something wrong", func(b *pbxtest.Builder) {
			b.VoipNow.Call("210", "211").OnHold()
			b.VoipNow.Extension("210").Of("jane")
			b.VoipNow.User("jane").Token("mine")
			b.VoipNow.Organization("Acme", "abc")
		}, []string{`voipnow organization "Acme": prefix: expected digits`}},
		{"accounts", func(b *pbxtest.Builder) {
			b.VoipNow.User("jane")
			b.VoipNow.Organization("Acme", "0003")
			b.VoipNow.Organization("Acme", "0004")
			b.VoipNow.Organization("Other", "0003")
			b.VoipNow.Organization("Third", "abc")
			b.VoipNow.User("1").In("Acme")
			b.VoipNow.User("joe").In("Nowhere")
			b.VoipNow.User("joe").In("Acme")
			b.VoipNow.User("j.doe").In("Acme")
			b.VoipNow.App("app", "secret")
			b.VoipNow.App("app2", "").Of("Acme")
			b.VoipNow.App("app2", "").Of("Acme")
			b.VoipNow.App("app3", "").Of("jim")
		}, []string{
			`voipnow user "jane": which of 3 organizations?`,
			`voipnow organization "Acme": is there twice`,
			`voipnow organization "Other": the prefix "0003" is that of voipnow organization "Acme"`,
			`voipnow organization "Third": prefix: expected digits`,
			`voipnow user "1": the id is that of voipnow organization "Acme"`,
			`voipnow user "joe": no organization is called "Nowhere"`,
			`voipnow user "joe": is there twice`,
			`voipnow user "j.doe": id: expected letters and digits`,
			`voipnow app "app": which of 4 users?`,
			`voipnow app "app2": clientSecret: must not be empty`,
			`voipnow app "app2": is there twice`,
			`voipnow app "app3": no user or organization is called "jim"`,
		}},
		{"nobody", func(b *pbxtest.Builder) {
			b.VoipNow.User("jane")
			b.VoipNow.Extension("210")
			b.TelecomX.Employee("ada@example.com")
		}, []string{
			`voipnow user "jane": there is no organization`,
			`telecomx employee "ada@example.com": there is no customer`,
		}},
		{"extensions and calls", func(b *pbxtest.Builder) {
			b.VoipNow.Organization("Acme", "0003")
			b.VoipNow.Organization("Other", "0004")
			b.VoipNow.Extension("210").Of("Acme")
			b.VoipNow.Extension("0003*210").Of("Acme")
			b.VoipNow.Extension("210").Of("Other")
			b.VoipNow.Extension("0009*211").Of("Acme")
			b.VoipNow.Extension("212").Of("Acme").Type("")
			b.VoipNow.Extension("213")
			b.VoipNow.Call("210", "1")
			b.VoipNow.Call("1", "2")
			b.VoipNow.Call("0004*210", "x")
			b.VoipNow.Call("0004*210", "1").OnHold().Ringing()
			b.VoipNow.Call("0004*210", "1").WithID("?")
			b.VoipNow.Call("212", "1")
		}, []string{
			`voipnow extension "0003*210": the number "0003*210" is that of voipnow extension "210"`,
			`voipnow extension "0009*211": number: expected 0003*, the prefix of organization 1, and digits`,
			`voipnow extension "212": type: must not be empty`,
			`voipnow extension "213": there is no user`,
			`voipnow call from "210" to "1": 3 extensions are called "210"`,
			`voipnow call from "1" to "2": neither is an extension`,
			`voipnow call from "0004*210" to "x": phoneCallView[0].destination: expected numbers`,
			`voipnow call from "0004*210" to "1": rings, and cannot be on hold`,
			`voipnow call from "0004*210" to "1": id: expected letters and digits`,
		}},
		{"customers", func(b *pbxtest.Builder) {
			b.TelecomX.Customer("Acme").ResoldBy("Big").Plays("Soft")
			b.TelecomX.Customer("Acme")
			b.TelecomX.Customer("Other")
			b.TelecomX.Employee("ada@example.com")
			b.TelecomX.Employee("otto@example.com").At("Nowhere")
			b.TelecomX.Employee("mia@example.com").At("Other").Level("BOSS")
			b.TelecomX.Employee("max@example.com").At("Other")
			b.TelecomX.Employee("MAX@example.com").At("Other")
			b.TelecomX.Employee("max@example.com").At("Other")
			b.TelecomX.Music("Soft").At("Other").Song("Rain").Song("Rain")
			b.TelecomX.Music("Loud").At("Other")
			b.TelecomX.Music("Loud").At("Other")
			b.TelecomX.Music(" ")
			b.TelecomX.Music("Odd").At("Nowhere")
		}, []string{
			`telecomx customer "Acme": no customer is called "Big"`,
			`telecomx customer "Acme": no music is called "Soft"`,
			`telecomx customer "Acme": is there twice`,
			`telecomx employee "ada@example.com": which of 2 customers?`,
			`telecomx employee "otto@example.com": no customer is called "Nowhere"`,
			`telecomx employee "mia@example.com": level: expected one of [NO_LOGIN PERSONAL VIEWER MANAGER OWNER RESELLER RESELLER_ADMIN ADMIN]`,
			`telecomx employee "MAX@example.com": username: the fixture has it already`,
			`telecomx employee "max@example.com": is there twice`,
			`telecomx music "Soft": songs[1].id: the class has it already`,
			`telecomx music "Loud": is there twice`,
			`telecomx music " ": Name too short or missing`,
			`telecomx music "Odd": no customer is called "Nowhere"`,
		}},
		{"places", func(b *pbxtest.Builder) {
			b.BroadWorks.Tenant("t1")
			b.BroadWorks.Tenant("t1")
			b.BroadWorks.Tenant("")
			b.BroadWorks.Group("t2", "g1")
			b.BroadWorks.Group("t1", "g1").Announcement("DELETE")
			b.BroadWorks.Group("t1", "g2")
			b.BroadWorks.Group("t1", "g2")
			b.BroadWorks.User("t1", "g3", "u1")
			b.BroadWorks.User("t1", "g2", "u1")
			b.BroadWorks.User("t1", "g2", "u1")
			b.BroadWorks.Account("a", broadworks.System).At("t3")
			b.BroadWorks.Account("b", broadworks.System).At("t1", "g3")
			b.BroadWorks.Account("c", broadworks.System).At("t1", "g2", "u2")
			b.BroadWorks.Account("d", broadworks.System).At("t1", "g2", "u1", "v1")
			b.BroadWorks.Account("e", 5)
			b.BroadWorks.Account("f", broadworks.EndUser)
			b.BroadWorks.Account("g", broadworks.System)
			b.BroadWorks.Account("g", broadworks.System)
		}, []string{
			`broadworks tenant "t1": is there twice`,
			`broadworks tenant "": id: must not be empty`,
			`broadworks group "g1" of "t2": no tenant is called "t2"`,
			`broadworks group "g1" of "t1": announcements[0]: name: 'DELETE' cannot be the name of a file`,
			`broadworks group "g2" of "t1": is there twice`,
			`broadworks user "u1" of "g3" of "t1": no group of tenant "t1" is called "g3"`,
			`broadworks user "u1" of "g2" of "t1": is there twice`,
			`broadworks account "a": no tenant is called "t3"`,
			`broadworks account "b": no group of tenant "t1" is called "g3"`,
			`broadworks account "c": no user of group "g2" of tenant "t1" is called "u2"`,
			`broadworks account "d": is at no place: expected a tenant, a group and a user at most`,
			`broadworks account "e": userLevel: expected 0, 4, 8, 12 or 16`,
			`broadworks account "f": userId: an end user needs one`,
			`broadworks account "g": is there twice`,
		}},
		{"credentials", func(b *pbxtest.Builder) {
			b.VoipNow.Organization("Acme", "0003").Token("hush").Token("hush")
			b.VoipNow.User("jane").Token("")
			b.TelecomX.Customer("Acme")
			b.TelecomX.Employee("ada@example.com").Token("hush").Token("hush")
			b.BroadWorks.Account("a", broadworks.System).Token("hush")
			b.BroadWorks.Account("b", broadworks.System).Token("hush")
		}, []string{
			`token of voipnow organization "Acme": has the value of another`,
			`token of voipnow user "jane": value: must not be empty`,
			`token of telecomx employee "ada@example.com": has the value of another`,
			`token of broadworks account "b": has the value of another`,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := pbxtest.Build(c.say)
			if f != nil || err == nil {
				t.Fatalf("Build = %v, %v, want an error", f, err)
			}
			if diff := cmp.Diff(c.want, strings.Split(err.Error(), "\n")); diff != "" {
				t.Errorf("errors (-want +got):\n%s", diff)
			}
		})
	}
}

// The kind of a vendor's refusal is there for programs.
func TestBuildErrorsAreThoseOfTheVendor(t *testing.T) {
	_, err := pbxtest.Build(func(b *pbxtest.Builder) { b.XiVO.Queue("") })
	if !errors.Is(err, xivo.ErrInvalidJSON) {
		t.Errorf("error = %v, want an xivo.ErrInvalidJSON", err)
	}
}
