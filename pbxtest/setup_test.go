package pbxtest_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// fullRooms are the meeting rooms of a PBX that has no place for another one.
type fullRooms struct{ xivo.MeetingRoomService }

var errFull = xivo.ErrConflict.Refuse("no room for a room")

func (fullRooms) Create(context.Context, xivo.MeetingRoom) (xivo.MeetingRoom, error) {
	return xivo.MeetingRoom{}, errFull
}

func TestOverriddenServicesAreThoseOfForksAndTenantsToo(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.Override(func(s *pbxtest.Server) {
		s.XiVO.MeetingRooms = fullRooms{s.XiVO.MeetingRooms}
	}))
	create := message{method: "POST", path: "/configmgt/api/2.0/meetingrooms", body: `{"name": "a", "displayName": "A", "number": 77}`,
		header: []string{"Content-Type: application/json"}}
	for name, s := range map[string]*pbxtest.Server{"server": pbx, "fork": pbx.Fork(t), "tenant": pbx.Tenant(t), "fork of a fork": pbx.Fork(t).Fork(t)} {
		got := inMemory(s).send(t, create.with("X-Auth-Token: "+s.Credentials.XiVO.Token))
		if got.Status != 409 || !strings.Contains(got.Body, "no room for a room") {
			t.Errorf("%s: %d %s", name, got.Status, got.Body)
		}
		if rooms, err := s.XiVO.MeetingRooms.List(t.Context()); len(rooms) != 2 || err != nil {
			t.Errorf("%s: %d rooms, error %v; what is not overridden has 2", name, len(rooms), err)
		}
	}
}

func TestAServerInMemoryNeverListens(t *testing.T) {
	for name, run := range map[string]func(pbxtest.TB, ...pbxtest.Option) *pbxtest.Server{"http": pbxtest.Run, "https": pbxtest.RunTLS} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pbx := run(t, pbxtest.InMemory(), pbxtest.WithClock(time.Now))
				for _, s := range []*pbxtest.Server{pbx, pbx.Fork(t)} {
					if want := name + "://pbx.test"; s.URL() != want {
						t.Errorf("the URL is %s, want %s", s.URL(), want)
					}
					response, err := s.Client().Get(s.URL() + "/configmgt/api/2.0/meetingrooms/1")
					if err != nil {
						t.Fatal(err)
					}
					response.Body.Close()
					if response.StatusCode != 401 || s.Journal().Len() != 1 {
						t.Errorf("status %d, %d requests", response.StatusCode, s.Journal().Len())
					}
					if err := s.Start(); err == nil {
						t.Error("it listens all the same")
					}
				}
				before := pbx.Now()
				time.Sleep(time.Hour) // of the bubble
				if passed := pbx.Now().Sub(before); passed != time.Hour {
					t.Errorf("%v have passed, want 1h", passed)
				}
			})
		})
	}
}

func TestAServerInMemoryHasItsURLOutsideTests(t *testing.T) {
	pbx, err := pbxtest.New(pbxtest.InMemory())
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range map[string]*pbxtest.Server{"server": pbx, "fork": pbx.Fork(nil)} {
		if s.URL() != "http://pbx.test" {
			t.Errorf("the URL of the %s is %q", name, s.URL())
		}
	}
	silent, err := pbxtest.New()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(pbxtest.URLs{}, silent.URLs()); diff != "" {
		t.Errorf("URLs of a server without one (-want +got):\n%s", diff)
	}
}

func TestWhoSeesARequestWaitCanAdvanceTheClock(t *testing.T) {
	for range 200 { // an advance in between would be missed
		pbx := pbxtest.Run(t, pbxtest.InMemory())
		rule := pbx.Fault(t, pbxtest.Fault{Vendor: "telecomx", Latency: time.Hour, OnClock: true})
		answered := make(chan int)
		go func() {
			response, err := pbx.Client().Get(pbx.URL() + "/ping")
			if err != nil {
				answered <- 0
				return
			}
			response.Body.Close()
			answered <- response.StatusCode
		}()
		eventually(t, "the request's wait", func() bool { return rule.Hits() == 1 })
		pbx.Advance(time.Hour)
		if status := <-answered; status != 401 {
			t.Fatalf("status %d, want 401", status)
		}
	}
}

func TestAScriptHasWhatAVendorCouldHaveGiven(t *testing.T) {
	for want, s := range map[string]pbxtest.Script{
		`script: XiVOUUIDs[1]: "x" is no UUID`:                           {XiVOUUIDs: []xivo.UUID{"7691e6c8-6ebc-4d8f-a41c-45c049ac0dd4", "x"}},
		`script: XiVOLineNames[0]: "ABCDEFGH" is not of the form`:        {XiVOLineNames: []string{"ABCDEFGH"}},
		`script: XiVOProvisioningIDs[0]: 99999 is not from 100000 to`:    {XiVOProvisioningIDs: []int64{99_999}},
		`script: XiVOProvisioningIDs[1]: 1000000 is not from 100000 to`:  {XiVOProvisioningIDs: []int64{999_999, 1_000_000}},
		`script: VoipNowCallIDs[0]: "" is not of the form`:               {VoipNowCallIDs: []string{""}},
		`script: VoipNowTokens[0]: [redacted] is not of the form`:        {VoipNowTokens: []string{"too short"}},
		`script: TelecomXIDs[0]: "nope" is not of the form`:              {TelecomXIDs: []string{"nope"}},
		`script: TelecomXTokens[0]: [redacted] is not of the form`:       {TelecomXTokens: []string{"a\nb"}},
		`script: BroadWorksSessionIDs[0]: [redacted] is not of the form`: {BroadWorksSessionIDs: []string{"a;b"}},
	} {
		if _, err := pbxtest.New(pbxtest.WithScript(s)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v, want %s", err, want)
		}
	}
}

func TestStartListensAtOnce(t *testing.T) {
	pbx, err := pbxtest.New()
	if err != nil {
		t.Fatal(err)
	}
	if pbx.URL() != "" {
		t.Errorf("the URL is %s before Start", pbx.URL())
	}
	if err := pbx.Start(); err != nil {
		t.Fatal(err)
	}
	if got := get(t, pbx.Client(), pbx.URL()+"/configmgt/api/2.0/meetingrooms/1"); got.Status != 401 {
		t.Errorf("the answer is %d %s", got.Status, got.Body)
	}
	if err := pbx.Start(); err == nil {
		t.Error("it starts twice")
	}
	pbx.Close()
	if err := pbx.Start(); err == nil {
		t.Error("it starts after Close")
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if err := pbx.Serve(l); err == nil {
		t.Error("it serves after Close")
	}
}

func TestURLsAreWhatClientsAreConfiguredWith(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	want := pbxtest.URLs{
		XiVO: "http://pbx.test/configmgt/api", VoipNow: "http://pbx.test/uapi", TelecomX: "http://pbx.test", BroadWorks: "http://pbx.test/api/v1",
		VoipNowToken: "http://pbx.test/oauth/token.php",
	}
	if diff := cmp.Diff(want, pbx.URLs()); diff != "" {
		t.Errorf("URLs (-want +got):\n%s", diff)
	}
	c := pbx.Credentials
	for url, header := range map[string]string{
		want.XiVO + "/2.0/users":                      "X-Auth-Token: " + c.XiVO.Token,
		want.VoipNow + "/phoneCalls/@me/@self":        "Authorization: Bearer " + c.VoipNow.Token,
		want.TelecomX + "/pbx/settings":               "X-Api-Key: " + c.TelecomX.Token,
		want.BroadWorks + "/session/user_login_info/": "Authorization: Bearer " + c.BroadWorks.Token,
	} {
		if got := get(t, pbx.Client(), url, header); got.Status != 200 {
			t.Errorf("%s: %d %s", url, got.Status, got.Body)
		}
	}
}

func TestCallersAreWhoTheTokensStandFor(t *testing.T) {
	pbx := pbxtest.Run(t)
	got, err := pbx.Callers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := pbxtest.Callers{
		VoipNow:    voipnow.Caller{UserID: "12"},
		TelecomX:   telecomx.Caller{Employee: "52f4fd7734697b28ccaf0104", Customer: "1234567890ABCDEF12345678", Level: telecomx.Owner},
		BroadWorks: broadworks.Caller{Username: "system", Level: broadworks.System},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("callers (-want +got):\n%s", diff)
	}
	tenants, err := pbx.Tenant(t).Callers(t.Context())
	if diff := cmp.Diff(want, tenants); diff != "" || err != nil {
		t.Errorf("callers of a tenant, error %v (-want +got):\n%s", err, diff)
	}
	none, err := pbxtest.Run(t, pbxtest.Empty()).Callers(t.Context())
	if diff := cmp.Diff(pbxtest.Callers{}, none); diff != "" || err != nil {
		t.Errorf("callers without credentials, error %v (-want +got):\n%s", err, diff)
	}
	pbx.Credentials.TelecomX.Token = "gone"
	if _, err := pbx.Callers(t.Context()); !errors.Is(err, telecomx.ErrInvalidToken) {
		t.Errorf("error %v for a token that nobody has", err)
	}
}

// opens checks that credentials open the server of a connection.
func opens(t *testing.T, c connection, credentials pbxtest.Credentials) {
	t.Helper()
	for _, m := range []message{
		{method: "GET", path: "/configmgt/api/2.0/users", header: []string{"X-Auth-Token: " + credentials.XiVO.Token}},
		{method: "GET", path: "/uapi/phoneCalls/@me/@self", header: []string{"Authorization: Bearer " + credentials.VoipNow.Token}},
		{method: "GET", path: "/pbx/settings", header: []string{"X-Api-Key: " + credentials.TelecomX.Token}},
		{method: "GET", path: "/api/v1/session/user_login_info/", header: []string{"Authorization: Bearer " + credentials.BroadWorks.Token}},
	} {
		if got := c.send(t, m); got.Status != 200 {
			t.Errorf("%s: %d %s", m.path, got.Status, got.Body)
		}
	}
}

func TestImportedRecordsAreOpenedByTheCredentials(t *testing.T) {
	pbx := pbxtest.Run(t)
	tenant := pbx.Tenant(t)
	f := pbxtest.Generate(pbxtest.Population{Users: 5})
	for name, s := range map[string]*pbxtest.Server{"server": pbx, "tenant": tenant} {
		before := s.Credentials
		if err := s.Import(t.Context(), f); err != nil {
			t.Fatal(err)
		}
		if s.Credentials.XiVO != before.XiVO {
			t.Errorf("%s: XiVO's token has changed", name)
		}
		users, err := s.XiVO.Users.List(t.Context())
		if len(users) != 5 || err != nil {
			t.Errorf("%s: %d users, error %v; want 5", name, len(users), err)
		}
		opens(t, inMemory(pbx), s.Credentials)

		imported := s.Snapshot()
		if s == tenant { // the other one would close it
			if err := s.Reset(t.Context()); err != nil {
				t.Fatal(err)
			}
			if s.Credentials != before {
				t.Errorf("%s: after Reset the credentials are %v, want %v", name, s.Credentials, before)
			}
			opens(t, inMemory(pbx), before)
		}
		if err := s.Restore(t.Context(), imported); err != nil {
			t.Fatal(err)
		}
		opens(t, inMemory(pbx), s.Credentials)
	}
	if pbx.Credentials.VoipNow.Token != pbxtest.DefaultToken {
		t.Errorf("the server's token is %s, want that of the fixture", pbx.Credentials.VoipNow.Token)
	}
}

func TestAFixtureThatIsRefusedChangesNothing(t *testing.T) {
	pbx := pbxtest.Run(t)
	for _, s := range []*pbxtest.Server{pbx, pbx.Tenant(t)} {
		before, err := s.Export(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		credentials := s.Credentials
		bad := &pbxtest.Fixture{XiVO: &xivo.Fixture{MeetingRooms: []xivo.MeetingRoom{{Name: "a"}}}}
		if err := s.Import(t.Context(), bad); err == nil || !strings.HasPrefix(err.Error(), "xivo.meetingRooms[0]") {
			t.Errorf("error %v", err)
		}
		after, err := s.Export(t.Context())
		if diff := cmp.Diff(before, after); diff != "" || err != nil || s.Credentials != credentials {
			t.Errorf("error %v, records (-before +after):\n%s", err, diff)
		}
	}
}

// The same credentials open a server that starts with what another one holds.
func TestAnExportedServerHasTheSameCredentials(t *testing.T) {
	for name, opt := range map[string]pbxtest.Option{
		"documentation": func() pbxtest.Option { return pbxtest.From(pbxtest.Documentation()) }(),
		"generated":     pbxtest.Generated(pbxtest.Population{Users: 3}),
	} {
		pbx := pbxtest.Run(t, opt)
		f, err := pbx.Export(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		again := pbxtest.Run(t, pbxtest.From(f))
		if diff := cmp.Diff(pbx.Credentials, again.Credentials); diff != "" {
			t.Errorf("%s: credentials (-before +after):\n%s", name, diff)
		}
	}
}

func TestRetryAfterIsInWholeSeconds(t *testing.T) {
	for _, c := range []struct {
		fault  pbxtest.Fault
		status int
		after  string
	}{
		{pbxtest.Fault{RetryAfter: 2 * time.Second}, 429, "2"},
		{pbxtest.Fault{RetryAfter: 1}, 429, "1"},
		{pbxtest.Fault{RetryAfter: 1001 * time.Millisecond, Status: 503}, 503, "2"},
		{pbxtest.Fault{RetryAfter: time.Minute, Status: 503, Header: http.Header{"X-Node": {"7"}}}, 503, "60"},
	} {
		pbx := pbxtest.Run(t)
		given := c.fault.Header.Clone()
		pbx.Fault(t, c.fault)
		got := get(t, &http.Client{Transport: pbx.Transport()}, "http://pbx.test/ping")
		if got.Status != c.status || got.Header.Get("Retry-After") != c.after {
			t.Errorf("%v: %d, Retry-After %s", &c.fault, got.Status, got.Header.Get("Retry-After"))
		}
		if diff := cmp.Diff(given, c.fault.Header); diff != "" {
			t.Errorf("the header given has changed (-before +after):\n%s", diff)
		}
	}
	if _, err := pbxtest.Run(t).AddFault(pbxtest.Fault{RetryAfter: time.Second, Err: xivo.ErrConflict}); err == nil {
		t.Error("an error with RetryAfter is accepted")
	}
}

func TestSummaryIsTheJournalInShort(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.GetMeetingRoom, Status: 503, Times: 1})
	for range 2 {
		get(t, pbx.Client(), pbx.URLs().XiVO+"/2.0/meetingrooms/1", "X-Auth-Token: "+pbx.Credentials.XiVO.Token)
	}
	get(t, pbx.Client(), pbx.URL()+"/nowhere?a=b")
	want := []string{"GetMeetingRoom 503", "GetMeetingRoom 200", "GET /nowhere 404"}
	if diff := cmp.Diff(want, pbx.Journal().Summary()); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	var room struct{ Name string }
	if err := pbx.Journal().Entries()[1].DecodeAnswer(&room); room.Name != "myConfRoom1" || err != nil {
		t.Errorf("the answer is decoded as %v, error %v", room, err)
	}
	if err := pbx.Journal().Entries()[1].Decode(&room); err == nil {
		t.Error("no body is decoded")
	}
}

func TestABodyThatNobodyReadIsKnownToBeThere(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.JournalLimits(10, 10), pbxtest.InMemory())
	pbx.Fault(t, pbxtest.Fault{Status: 503})
	for _, body := range []string{`{"a":1}`, `{"a":"0123456789"}`} {
		do(t, pbx.Client(), message{method: "PUT", path: "/ping", body: body}.to(t, pbx.URL()))
	}
	entries := pbx.Journal().Entries()
	for i, want := range []int64{7, 18} {
		if entries[i].Size != want {
			t.Errorf("request %d has a body of %d bytes, want %d", i, entries[i].Size, want)
		}
	}
	var v any
	if err := entries[0].Decode(&v); err != nil {
		t.Errorf("a body that is kept whole: %v", err)
	}
	if err := entries[1].Decode(&v); err == nil || !strings.Contains(err.Error(), "JournalLimits") {
		t.Errorf("a body that is not kept: %v", err)
	}
}

func TestTheTokenOfXiVOIsThatOfTheCredentials(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.WithXiVO(xivo.WithToken("mine")), pbxtest.WithXiVOToken("ours"))
	for name, s := range map[string]*pbxtest.Server{"server": pbx, "fork": pbx.Fork(t), "tenant": pbx.Tenant(t)} {
		opens(t, inMemory(s), s.Credentials)
		if got := inMemory(s).send(t, message{method: "GET", path: listRooms.path, header: []string{"X-Auth-Token: mine"}}); got.Status != 401 {
			t.Errorf("%s: another token is answered %d", name, got.Status)
		}
	}
	open := pbxtest.Run(t, pbxtest.WithXiVO(xivo.WithoutAuthentication()))
	if got := inMemory(open).send(t, message{method: "GET", path: listRooms.path}); got.Status != 200 {
		t.Errorf("without authentication the answer is %d", got.Status)
	}
}

// What is read with the records is of the same moment.
func TestCredentialsGoWithTheRecords(t *testing.T) {
	fixtures := []*pbxtest.Fixture{pbxtest.Documentation(), pbxtest.Generate(pbxtest.Population{Users: 3})}
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	ctx := t.Context()
	snapshot := pbx.Snapshot()
	var wg sync.WaitGroup
	wg.Go(func() {
		for i := range 20 {
			if err := pbx.Import(ctx, fixtures[i%2]); err != nil {
				t.Error(err)
			}
			if err := pbx.Restore(ctx, snapshot); err != nil {
				t.Error(err)
			}
		}
	})
	for range 20 {
		wg.Go(func() {
			fork := pbx.Fork(nil)
			opens(t, inMemory(fork), fork.Credentials)
			if err := fork.Restore(ctx, pbx.Snapshot()); err != nil {
				t.Error(err)
			}
			opens(t, inMemory(fork), fork.Credentials)
			tenant, err := pbx.NewTenant()
			if err != nil {
				t.Error(err)
				return
			}
			opens(t, inMemory(tenant), tenant.Credentials)
			f, err := pbx.Export(ctx)
			if err != nil {
				t.Error(err)
				return
			}
			loaded := pbxtest.Run(t, pbxtest.From(f), pbxtest.InMemory())
			opens(t, inMemory(loaded), loaded.Credentials)
			pbx.Callers(ctx) // may be refused: the records are of later
		})
	}
	wg.Wait()
}
