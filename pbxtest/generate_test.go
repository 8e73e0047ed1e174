package pbxtest_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// populations are of sizes that are likely to go wrong.
var populations = map[string]pbxtest.Population{
	"default":        {},
	"another seed":   {Seed: 1 << 63},
	"nobody":         {Users: -1},
	"one":            {Users: 1, Labels: 1, MediaServers: 1, Queues: 1, Agents: 1, CallbackLists: 1, Callbacks: 1, MeetingRooms: 1, Extensions: 1, Calls: 1, Employees: 1, Subscribers: 1},
	"nothing":        {Users: -1, Labels: -1, MediaServers: -1, Queues: -1, Agents: -1, CallbackLists: -1, Callbacks: -1, MeetingRooms: -1, Extensions: -1, Calls: -1, Employees: -1, Subscribers: -1},
	"no queues":      {Queues: -1},
	"no lists":       {CallbackLists: -1},
	"no agents":      {Agents: -1, Callbacks: 50},
	"no extensions":  {Extensions: -1, Calls: 10},
	"all but users":  {Users: -1, Labels: 3, Agents: 7, Callbacks: 5, MeetingRooms: 9, Extensions: 11, Employees: 41, Subscribers: 41},
	"small, crowded": {Users: 3, Labels: 20, Queues: 20, Agents: 30, CallbackLists: 50, Callbacks: 60, MeetingRooms: 30, Calls: 40},
	"of 999":         {Users: 900, Agents: 50, MeetingRooms: 49, Calls: 1000},
	"of 1000":        {Users: 900, Agents: 50, MeetingRooms: 50, Extensions: 1000},
	"large":          {Users: 5000, Labels: 100, Queues: 50, Seed: 7},
}

func TestGeneratedFixturesLoad(t *testing.T) {
	for name, p := range populations {
		t.Run(name, func(t *testing.T) { hostFixture(t, pbxtest.Generate(p)) })
	}
}

func TestGenerateIsTheSameForTheSamePopulation(t *testing.T) {
	seen := map[string]string{}
	for name, p := range populations {
		data := encodeFixture(t, pbxtest.Generate(p))
		if !bytes.Equal(data, encodeFixture(t, pbxtest.Generate(p))) {
			t.Errorf("%s: generated twice it is not the same", name)
		}
		if other, ok := seen[string(data)]; ok {
			t.Errorf("%s is the same as %s", name, other)
		}
		seen[string(data)] = name
	}
}

func TestDefaultsOfAPopulation(t *testing.T) {
	default100 := pbxtest.Population{
		Users: 100, Labels: 12, MediaServers: 2, Queues: 8, Agents: 10, CallbackLists: 8, Callbacks: 10, MeetingRooms: 5,
		Extensions: 10, Calls: 5, Employees: 10, Subscribers: 10,
	}
	if diff := cmp.Diff(default100, countFixture(pbxtest.Generate(pbxtest.Population{}))); diff != "" {
		t.Errorf("the zero Population (-want +got):\n%s", diff)
	}
	for _, p := range []pbxtest.Population{
		default100,
		{Users: 1001, Labels: 3, MediaServers: 1, Queues: 2, Agents: 4, CallbackLists: 5, Callbacks: 6, MeetingRooms: 7, Extensions: 8, Calls: 9, Employees: 21, Subscribers: 41},
	} {
		if diff := cmp.Diff(p, countFixture(pbxtest.Generate(p))); diff != "" {
			t.Errorf("%+v (-want +got):\n%s", p, diff)
		}
	}
	nothing := pbxtest.Population{Employees: 1} // who has the token
	if diff := cmp.Diff(nothing, countFixture(pbxtest.Generate(populations["nothing"]))); diff != "" {
		t.Errorf("nothing (-want +got):\n%s", diff)
	}
}

// countFixture returns the population of a fixture.
func countFixture(f *pbxtest.Fixture) pbxtest.Population {
	labels := map[string]bool{}
	for _, u := range f.XiVO.Users {
		for _, label := range u.Labels {
			labels[label] = true
		}
	}
	return pbxtest.Population{
		Users: len(f.XiVO.Users), Labels: len(labels), MediaServers: len(f.XiVO.MediaServers) - 1, Queues: len(f.XiVO.Queues),
		Agents: len(f.XiVO.Agents), CallbackLists: len(f.XiVO.CallbackLists), Callbacks: len(f.XiVO.CallbackRequests),
		MeetingRooms: len(f.XiVO.MeetingRooms), Extensions: len(f.VoipNow.Extensions), Calls: len(f.VoipNow.Calls),
		Employees: len(f.TelecomX.Employees), Subscribers: len(f.BroadWorks.Users),
	}
}

// distinct checks that no value comes twice.
type distinct map[string]bool

func (d distinct) add(t *testing.T, what, value string) {
	t.Helper()
	if key := what + " " + value; d[key] {
		t.Fatalf("%s comes twice", key)
	}
	d[what+" "+value] = true
}

// addUUID checks both halves, each of which is as good as random.
func (d distinct) addUUID(t *testing.T, uuid xivo.UUID) {
	t.Helper()
	d.add(t, "half of a UUID", string(uuid[:18]))
	d.add(t, "half of a UUID", string(uuid[20:]))
}

func TestAShuffleHasEveryNumberOnce(t *testing.T) {
	for n := range uint64(60) {
		for seed := range uint64(5) {
			seen := distinct{}
			for i := range 2 * (int(n) + 1) {
				number, round := pbxtest.Shuffled(n+1, seed, i)
				seen.add(t, fmt.Sprint("of ", n+1, " in round ", round), fmt.Sprint(number))
				if number > n || round > 1 {
					t.Fatalf("%d of %d numbers is %d in round %d", i, n+1, number, round)
				}
			}
		}
	}
}

func TestNothingIsGeneratedTwice(t *testing.T) {
	for seed := range uint64(2) {
		checkNothingTwice(t, pbxtest.Generate(pbxtest.Population{Users: 20_000, Callbacks: 1000, Calls: 1000, Seed: seed}))
	}
}

func checkNothingTwice(t *testing.T, f *pbxtest.Fixture) {
	t.Helper()
	const names = 16_384 // that there are
	seen := distinct{}
	for i, u := range f.XiVO.Users {
		if i < names {
			seen.add(t, "name", u.FirstName+" "+u.LastName)
		}
		seen.add(t, "login", u.Login)
		seen.add(t, "number", u.Line.Extension)
		seen.add(t, "line name", u.Line.Name)
		seen.add(t, "provisioning id", fmt.Sprint(u.Line.ProvisioningID))
		if strings.ContainsFunc(u.Login, func(r rune) bool { return r > 'z' }) {
			t.Errorf("login %s is not one of ASCII", u.Login)
		}
		if len(u.Line.Extension) != len(f.XiVO.Users[0].Line.Extension) {
			t.Errorf("extension %s is shorter or longer than others", u.Line.Extension)
		}
		if len(u.Line.Name) != 8 || u.Line.ProvisioningID < 100_000 || u.Line.ProvisioningID > 999_999 {
			t.Errorf("line %+v has identifiers of another form than the vendor's", u.Line)
		}
	}
	for _, a := range f.XiVO.Agents {
		seen.add(t, "number", a.Number)
	}
	for _, r := range f.XiVO.MeetingRooms {
		seen.add(t, "number", fmt.Sprint(r.Number))
	}
	for _, p := range f.XiVO.Periods {
		seen.addUUID(t, p.UUID)
	}
	for _, l := range f.XiVO.CallbackLists {
		seen.addUUID(t, l.UUID)
	}
	for _, r := range f.XiVO.CallbackRequests {
		seen.addUUID(t, r.UUID)
	}
	for _, c := range f.VoipNow.Calls {
		seen.add(t, "call", c.ID)
	}
}

// What uses what is there: filters and lists have something to find.
func TestGeneratedRecordsAreVaried(t *testing.T) {
	f := pbxtest.Generate(pbxtest.Population{Users: 1000})
	of := map[string]map[string]int{}
	count := func(what string, value any) {
		if of[what] == nil {
			of[what] = map[string]int{}
		}
		of[what][fmt.Sprint(value)]++
	}
	for _, u := range f.XiVO.Users {
		count("labels of a user", len(u.Labels))
		count("entity", u.Entity)
		count("line type", u.Line.LineType)
		count("site", u.Line.Site)
		count("context", u.Line.Context)
		count("dnd", u.Services.DNDEnabled)
		count("forward", u.Services.NoAnswer.Enabled)
		count("rights", u.Rights == nil)
		for _, label := range u.Labels {
			count("label", label)
		}
	}
	for _, a := range f.XiVO.Agents {
		count("queues of an agent", len(a.Members))
		for _, m := range a.Members {
			count("queue", m.QueueID)
		}
	}
	for _, r := range f.XiVO.CallbackRequests {
		count("period", r.PeriodUUID)
		count("due date", r.DueDate)
		count("clotured", r.Clotured)
		count("list", r.ListUUID)
	}
	for _, c := range f.VoipNow.Calls {
		count("call", fmt.Sprint(c.Views[0].Flow, c.Views[0].Status, !c.Views[0].Held.IsZero()))
		count("status", fmt.Sprint(c.Views[0].Status, c.Answered.IsZero(), c.Views[0].Answered.IsZero()))
	}
	for _, e := range f.TelecomX.Employees {
		count("level", e.Level)
		count("customer", e.Customer)
	}
	for _, u := range f.BroadWorks.Users {
		count("group", u.GroupID)
		count("music", u.MusicOnHold.Source == nil)
	}
	if owners, customers := of["level"][string(telecomx.Owner)], len(f.TelecomX.Customers); owners != customers {
		t.Errorf("%d customers have %d owners", customers, owners)
	}
	kinds := map[string]int{}
	for what, values := range of {
		kinds[what] = len(values)
	}
	want := map[string]int{
		"labels of a user": 4, "entity": 3, "line type": 3, "site": 3, "context": 2, "dnd": 2, "forward": 2, "rights": 2, "label": 12,
		"queues of an agent": 2, "queue": 8, "period": 3, "due date": 7, "clotured": 2, "list": 8, "call": 4, "status": 2, "level": 4, "customer": 5,
		"group": 5, "music": 2,
	}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("how many values there are (-want +got):\n%s", diff)
	}
}

func TestGeneratedCredentialsOpen(t *testing.T) {
	for name, p := range populations {
		t.Run(name, func(t *testing.T) {
			f := pbxtest.Generate(p)
			h, ctx := hostFixture(t, f), t.Context()
			if f.VoipNow.Tokens[0].Value != pbxtest.DefaultToken || f.TelecomX.Tokens[0].Value != pbxtest.DefaultToken || f.BroadWorks.Tokens[0].Value != pbxtest.DefaultToken {
				t.Errorf("first tokens are %v, %v, %v", f.VoipNow.Tokens, f.TelecomX.Tokens, f.BroadWorks.Tokens)
			}
			caller, err := h.voipnow.Auth.Check(ctx, voipnow.Credential{AccessRequestToken: pbxtest.DefaultToken})
			if err != nil {
				t.Errorf("VoipNow: %v", err)
			}
			page, err := h.voipnow.Calls.List(ctx, caller, voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self}, voipnow.CallQuery{})
			if err != nil || page.Total != len(f.VoipNow.Calls) {
				t.Errorf("VoipNow shows %d calls, %v, want all %d", page.Total, err, len(f.VoipNow.Calls))
			}
			app := f.VoipNow.Apps[0]
			grant := voipnow.GrantRequest{GrantType: "client_credentials", ClientID: app.ClientID, ClientSecret: pbxtest.DefaultPassword}
			if _, err := h.voipnow.Auth.Grant(ctx, grant); err != nil {
				t.Errorf("VoipNow: %v", err)
			}
			owner, err := h.telecomx.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.APIKey, Value: pbxtest.DefaultToken})
			if err != nil || owner.Level != telecomx.Owner {
				t.Errorf("TelecomX: %v, %v, want an OWNER", owner, err)
			}
			if _, err := h.telecomx.Sessions.Login(ctx, telecomx.LoginInput{Username: f.TelecomX.Employees[0].Username, Password: pbxtest.DefaultPassword}); err != nil {
				t.Errorf("TelecomX: %v", err)
			}
			system, err := h.broadworks.Auth.Check(ctx, broadworks.Credential{Authorization: new("Bearer " + pbxtest.DefaultToken)})
			if err != nil || system.Level != broadworks.System {
				t.Errorf("BroadWorks: %v, %v, want a system account", system, err)
			}
			for _, a := range f.BroadWorks.Accounts {
				if _, err := h.broadworks.Sessions.Login(ctx, a.Username, pbxtest.DefaultPassword); err != nil {
					t.Errorf("BroadWorks: %s: %v", a.Username, err)
				}
			}
			for _, u := range f.XiVO.Users[:min(3, len(f.XiVO.Users))] {
				if err := h.xivo.Users.Validate(ctx, u.Login, pbxtest.DefaultPassword); err != nil {
					t.Errorf("XiVO: %s: %v", u.Login, err)
				}
			}
		})
	}
}

// The same person is called the same everywhere.
func TestPeopleAreTheSameWithEveryVendor(t *testing.T) {
	f := pbxtest.Generate(pbxtest.Population{})
	for i := range 10 {
		u, e := f.XiVO.Users[i], f.TelecomX.Employees[i]
		if e.Name != u.FirstName+" "+u.LastName || e.Username != u.Email || f.BroadWorks.Users[i].ID != u.Email {
			t.Errorf("user %v, employee %v and %v are not the same person", u, e, f.BroadWorks.Users[i].ID)
		}
		if want := "0003*" + u.Line.Extension; f.VoipNow.Extensions[i].Number != want {
			t.Errorf("extension %s, want %s", f.VoipNow.Extensions[i].Number, want)
		}
	}
}

// What the services show of generated records is about the time of their clock.
func TestGeneratedTimesGoWithTheClock(t *testing.T) {
	f := pbxtest.Generate(pbxtest.Population{Users: 200})
	if f.XiVO.Clock.IsZero() || !f.XiVO.Clock.Equal(f.VoipNow.Clock) {
		t.Fatalf("clocks are %v and %v, want one time", f.XiVO.Clock, f.VoipNow.Clock)
	}
	year, month, day := f.XiVO.Clock.Date()
	today := xivo.Date{Year: year, Month: month, Day: day}
	for _, r := range f.XiVO.CallbackRequests {
		if r.DueDate.Compare(today) <= 0 || r.DueDate.Compare(today.AddDays(7)) > 0 {
			t.Errorf("a request of %v is due on %v", today, r.DueDate)
		}
	}
	for _, c := range f.VoipNow.Calls {
		if !c.Published.Before(f.VoipNow.Clock) || c.Answered.After(f.VoipNow.Clock) {
			t.Errorf("at %v a call began at %v", f.VoipNow.Clock, c.Published)
		}
	}
}
