package pbxtest_test

import (
	"bytes"
	"fmt"
	"mime/multipart"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// withTokens are requests to each vendor with the tokens that open a server.
func withTokens(pbx *pbxtest.Server) map[string]message {
	of := pbx.Credentials
	return map[string]message{
		"xivo":       {method: "GET", path: listRooms.path, header: []string{"X-Auth-Token: " + of.XiVO.Token}},
		"voipnow":    {method: "GET", path: listCalls.path, header: []string{"Authorization: Bearer " + of.VoipNow.Token}},
		"telecomx":   {method: "GET", path: getSettings.path, header: []string{"X-Api-Key: " + of.TelecomX.Token}},
		"broadworks": {method: "GET", path: getMusic.path, header: []string{"Authorization: Bearer " + of.BroadWorks.Token}},
	}
}

// logins are the ways to a session, as what a client sends to begin one, and next
// with it.
func logins(t *testing.T, pbx *pbxtest.Server) map[string]struct {
	login message
	next  func(login answer) message
} {
	type way = struct {
		login message
		next  func(login answer) message
	}
	of := pbx.Credentials
	const json = "Content-Type: application/json"
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {of.VoipNow.ClientID}, "client_secret": {of.VoipNow.ClientSecret},
	}
	parts, contentType := multipartForm(t, form)
	calls := func(a answer) message {
		return message{method: "GET", path: listCalls.path, header: []string{"Authorization: Bearer " + memberOf(t, a, "access_token")}}
	}
	username, password := of.TelecomX.Username, of.TelecomX.Password
	login := fmt.Sprintf(`{"username":%q,"password":%q`, username, password)
	query := "/auth/login?" + url.Values{"username": {username}, "password": {password}}.Encode()
	gateway := fmt.Sprintf(`{"username":%q,"password":%q}`, of.BroadWorks.Username, of.BroadWorks.Password)
	return map[string]way{
		"VoipNow's form":  {message{method: "POST", path: "/oauth/token.php", body: form.Encode(), header: createToken.header}, calls},
		"VoipNow's parts": {message{method: "POST", path: "/oauth/token.php", body: parts, header: []string{contentType}}, calls},
		"VoipNow's form, and its query": {message{method: "POST", path: "/oauth/token.php", body: form.Encode()}, func(a answer) message {
			return message{method: "GET", path: listCalls.path + "?accessRequestToken=" + memberOf(t, a, "access_token")}
		}},
		"TelecomX's POST": {message{method: "POST", path: "/auth/login", body: login + "}", header: []string{json}}, func(a answer) message {
			return message{method: "GET", path: "/pbx/settings", header: []string{"X-Api-Key: " + memberOf(t, a, "token")}}
		}},
		"TelecomX's POST of unknown length": {message{method: "POST", path: "/auth/login", body: login + "}", chunked: true}, func(a answer) message {
			return message{method: "GET", path: "/pbx/settings", header: []string{"Authorization: Bearer " + memberOf(t, a, "token")}}
		}},
		"TelecomX's username in capitals": {message{method: "POST", path: "/auth/login", body: strings.Replace(login, username, strings.ToUpper(username), 1) + "}"}, func(a answer) message {
			return message{method: "POST", path: "/pbx/musiconhold", body: fmt.Sprintf(`{"name":"of a session","token":%q}`, memberOf(t, a, "token"))}
		}},
		"TelecomX's query": {message{method: "GET", path: query}, func(a answer) message {
			return message{method: "GET", path: "/pbx/settings?token=" + memberOf(t, a, "token")}
		}},
		"TelecomX's cookie": {message{method: "POST", path: "/auth/login", body: login + `,"cookie":true}`}, func(a answer) message {
			cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
			return message{method: "GET", path: "/pbx/settings", header: []string{"Cookie: other=1; " + cookie}}
		}},
		"BroadWorks' cookie": {message{method: "POST", path: "/api/v1/login/", body: gateway}, func(a answer) message {
			cookie, _, _ := strings.Cut(a.Header.Get("Set-Cookie"), ";")
			return message{method: "GET", path: getMusic.path, header: []string{"Cookie: " + cookie}}
		}},
	}
}

func multipartForm(t *testing.T, fields url.Values) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for name, values := range fields {
		if err := w.WriteField(name, values[0]); err != nil {
			t.Fatal(err)
		}
	}
	w.Close()
	return b.String(), "Content-Type: " + w.FormDataContentType()
}

func TestATenantsTokensReachIt(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		one, two := c.pbx.Tenant(t), c.pbx.Tenant(t)
		for vendor := range withTokens(c.pbx) {
			for _, pbx := range []*pbxtest.Server{one, two, c.pbx} {
				before := pbx.Journal().Len()
				if got := c.send(t, withTokens(pbx)[vendor]); got.Status != 200 {
					t.Errorf("%s answers %d %s", vendor, got.Status, got.Body)
				}
				if pbx.Journal().Len() != before+1 {
					t.Errorf("%s: the request has reached somebody else", vendor)
				}
			}
		}
		if n := one.Journal().Len() + two.Journal().Len() + c.pbx.Journal().Len(); n != 12 {
			t.Errorf("%d requests are in the journals, want 12", n)
		}
	})
}

func TestATenantsSessionsReachIt(t *testing.T) {
	overEveryConnection(t, func(t *testing.T, c connection) {
		for _, pbx := range []*pbxtest.Server{c.pbx.Tenant(t), c.pbx.Tenant(t), c.pbx} {
			for name, way := range logins(t, pbx) {
				t.Run(name, func(t *testing.T) {
					before := pbx.Journal().Len()
					login := c.send(t, way.login)
					if login.Status != 200 {
						t.Fatalf("the login is answered %d %s", login.Status, login.Body)
					}
					if got := c.send(t, way.next(login)); got.Status != 200 {
						t.Errorf("the session is answered %d %s", got.Status, got.Body)
					}
					if pbx.Journal().Len() != before+2 {
						t.Error("the requests have reached somebody else")
					}
				})
			}
		}
	})
}

// A client that has been somebody else's keeps its cookies.
func TestALoginIsOfWhomItNames(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	before, after := c.pbx.Tenant(t), c.pbx.Tenant(t)
	for _, name := range []string{"TelecomX's cookie", "BroadWorks' cookie"} {
		old := logins(t, before)[name]
		cookie := old.next(c.send(t, old.login)).header[0]
		way := logins(t, after)[name]
		n := after.Journal().Len()
		if got := c.send(t, way.login.with(cookie)); got.Status != 200 || after.Journal().Len() != n+1 {
			t.Errorf("%s: the login is answered %d %s", name, got.Status, got.Body)
		}
	}
}

func TestWithoutACredentialNobodysTenantIsReached(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	tenant := c.pbx.Tenant(t)
	for vendor, m := range withTokens(tenant) {
		m.header = nil
		if got := c.send(t, m); got.Status != 401 {
			t.Errorf("%s answers %d %s", vendor, got.Status, got.Body)
		}
		if got := c.send(t, withTokens(c.pbx)[vendor]); got.Status != 200 {
			t.Errorf("%s answers the server's own client %d %s", vendor, got.Status, got.Body)
		}
	}
	if n := tenant.Journal().Len(); n != 0 {
		t.Errorf("%d requests have reached the tenant", n)
	}
	// An unknown route is in the journal of whose client is wrong.
	c.send(t, message{method: "GET", path: "/confgmt/api", header: []string{"X-Auth-Token: " + tenant.Credentials.XiVO.Token}})
	if n := tenant.Journal().Len(); n != 1 {
		t.Errorf("%d requests have reached the tenant, want 1", n)
	}
}

func TestATenantBeginsAsAForkAndGoesOnByItself(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := overTCP(pbx)
	c.send(t, createRoom)
	pbx.Advance(time.Hour)
	fault := pbx.Fault(t, pbxtest.Fault{Operation: xivo.GetUserLine, Status: 418, MayMiss: true})
	tenant := pbx.Tenant(t)
	token := "X-Auth-Token: " + tenant.Credentials.XiVO.Token
	if !hasRoom(t, tenant) || !tenant.Now().Equal(newYear.Add(time.Hour)) {
		t.Error("the tenant does not begin with what the server has")
	}
	if got := get(t, c.client, c.url+getLine.path, token); got.Status != 200 || fault.Hits() != 0 {
		t.Errorf("the answer is %d, with the server's fault hit %d times", got.Status, fault.Hits())
	}
	own := tenant.Fault(t, pbxtest.Fault{Operation: xivo.ListMeetingRooms, Status: 503, Times: 1})
	if got := c.send(t, listRooms); got.Status != 200 {
		t.Errorf("the tenant's fault hits the server: %d", got.Status)
	}
	if got := c.send(t, listRoomsOf(tenant)); got.Status != 503 || own.Hits() != 1 {
		t.Errorf("the tenant's fault does not hit: %d", got.Status)
	}
	tenant.Advance(time.Hour)
	if !pbx.Now().Equal(newYear.Add(time.Hour)) {
		t.Error("the server's time is the tenant's")
	}
	if _, err := tenant.XiVO.MeetingRooms.Delete(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	if got := c.send(t, listRooms); !strings.Contains(got.Body, "myConfRoom1") {
		t.Error("the tenant's records are the server's")
	}
	if got := c.send(t, listRoomsOf(tenant)); strings.Contains(got.Body, "myConfRoom1") {
		t.Error("the tenant's services do not share its state with HTTP")
	}
	if tenant.URL() != pbx.URL() || tenant.Client() != pbx.Client() {
		t.Error("the tenant is somewhere else")
	}
}

// The clock of a tenant expires its own sessions only.
func TestATenantsClockIsItsOwn(t *testing.T) {
	c := inMemory(pbxtest.Run(t))
	early, late := c.pbx.Tenant(t), c.pbx.Tenant(t)
	var next []message
	for _, tenant := range []*pbxtest.Server{early, late} {
		way := logins(t, tenant)["VoipNow's form"]
		next = append(next, way.next(c.send(t, way.login)))
	}
	late.Advance(time.Hour)
	if got := c.send(t, next[0]); got.Status != 200 {
		t.Errorf("the one whose time stands still answers %d", got.Status)
	}
	if got := c.send(t, next[1]); got.Status != 401 {
		t.Errorf("the one whose time has passed answers %d", got.Status)
	}
}

func TestAClosedTenantIsAStranger(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := overTCP(pbx)
	tenant := pbx.Tenant(t)
	sessions := map[string]message{}
	for name, way := range logins(t, tenant) {
		sessions[name] = way.next(c.send(t, way.login))
	}
	tenant.Close()
	tenant.Close()
	before := tenant.Journal().Len()
	for vendor, m := range withTokens(tenant) {
		if got := c.send(t, m); got.Status != 401 {
			t.Errorf("%s answers %d %s, want its 401", vendor, got.Status, got.Body)
		}
	}
	for name, m := range sessions {
		if got := c.send(t, m); got.Status != 401 {
			t.Errorf("%s: a session of before is answered %d %s, want 401", name, got.Status, got.Body)
		}
	}
	for name, way := range logins(t, tenant) {
		if got := c.send(t, way.login); got.Status < 400 || got.Status > 499 {
			t.Errorf("%s: a login is answered %d %s, want a refusal", name, got.Status, got.Body)
		}
	}
	if tenant.Journal().Len() != before {
		t.Error("the tenant is still reached")
	}
	if got := c.send(t, getLine); got.Status != 200 {
		t.Errorf("the server answers %d", got.Status)
	}
}

func TestTheEndOfATestEndsItsTenant(t *testing.T) {
	pbx := pbxtest.Run(t)
	var m message
	failures := failuresOf(func(tb pbxtest.TB) {
		m = listRoomsOf(pbx.Tenant(tb))
		if got := overTCP(pbx).send(t, m); got.Status != 200 {
			t.Errorf("the answer is %d", got.Status)
		}
	})
	if len(failures) > 0 {
		t.Error(failures)
	}
	if got := overTCP(pbx).send(t, m); got.Status != 401 {
		t.Errorf("after the test the answer is %d", got.Status)
	}
	if got := overTCP(pbx).send(t, getLine); got.Status != 200 {
		t.Errorf("the server answers %d", got.Status)
	}
	if n := len(pbx.Tenants()); n != 0 {
		t.Errorf("%d tenants are left", n)
	}
}

func TestTenantsAreKnownByTheirIDs(t *testing.T) {
	pbx := pbxtest.Run(t)
	if got := pbx.Tenants(); got == nil || len(got) != 0 {
		t.Errorf("there are %#v, want none, though a list", got)
	}
	var want []string
	for range 5 {
		tenant, err := pbx.NewTenant()
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, tenant.ID())
		if pbx.TenantByID(tenant.ID()) != tenant {
			t.Errorf("%s is not known", tenant.ID())
		}
		for _, credential := range []string{
			tenant.Credentials.XiVO.Token, tenant.Credentials.VoipNow.Token, tenant.Credentials.VoipNow.ClientID, tenant.Credentials.TelecomX.Token,
			tenant.Credentials.TelecomX.Username, tenant.Credentials.BroadWorks.Token, tenant.Credentials.BroadWorks.Username,
		} {
			if !strings.HasPrefix(credential, tenant.ID()+".") {
				t.Errorf("%s does not begin with %s", credential, tenant.ID())
			}
		}
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, pbx.Tenants()); diff != "" {
		t.Errorf("other tenants are there (-want +got):\n%s", diff)
	}
	if pbx.ID() != "" || pbx.TenantByID("") != nil || pbx.TenantByID("unknown") != nil {
		t.Error("a server is its own tenant")
	}
	for _, id := range []string{want[0] + ".xivo", want[0] + ".", strings.ToUpper(want[0])} {
		if pbx.TenantByID(id) != nil {
			t.Errorf("%s is the ID of a tenant", id)
		}
	}
}

func TestATenantOfAnEmptyServerHasXiVOsToken(t *testing.T) {
	c := inMemory(pbxtest.Run(t, pbxtest.Empty()))
	tenant := c.pbx.Tenant(t)
	if got := c.send(t, listRoomsOf(tenant)); got.Status != 200 || got.Body != "[]" {
		t.Errorf("the answer is %d %s", got.Status, got.Body)
	}
	tenant.Journal().ExpectCount(t, 1, xivo.ListMeetingRooms)
	want := pbxtest.Credentials{}
	want.XiVO.Token = tenant.Credentials.XiVO.Token
	if diff := cmp.Diff(want, tenant.Credentials); diff != "" {
		t.Errorf("the tenant has credentials of nobody (-want +got):\n%s", diff)
	}
}

func TestForksAndTenantsHaveTenants(t *testing.T) {
	pbx := pbxtest.Run(t)
	fork := pbx.Fork(t)
	tenant := pbx.Tenant(t)
	if _, err := tenant.XiVO.MeetingRooms.Delete(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		of    *pbxtest.Server
		rooms int
	}{"a fork": {fork, 2}, "a tenant": {tenant, 1}} {
		own := tt.of.Tenant(t)
		c := overTCP(own)
		if c.url != tt.of.URL() {
			t.Errorf("the tenant of %s is at %s, want %s", name, c.url, tt.of.URL())
		}
		for vendor, m := range withTokens(own) {
			if got := c.send(t, m); got.Status != 200 {
				t.Errorf("the tenant of %s: %s answers %d %s", name, vendor, got.Status, got.Body)
			}
		}
		for kind, way := range logins(t, own) {
			if got := c.send(t, way.next(c.send(t, way.login))); got.Status != 200 {
				t.Errorf("the tenant of %s: %s is answered %d %s", name, kind, got.Status, got.Body)
			}
		}
		rooms, err := own.XiVO.MeetingRooms.List(t.Context())
		if err != nil || len(rooms) != tt.rooms {
			t.Errorf("the tenant of %s has %d rooms, want %d: %v", name, len(rooms), tt.rooms, err)
		}
		own.Journal().ExpectCount(t, 1, xivo.ListMeetingRooms)
		if tt.of.Journal().Len() != 0 {
			t.Errorf("the requests have reached %s", name)
		}
	}
	// What is a fork of a tenant is a server like others.
	c := overTCP(tenant.Fork(t))
	if got := c.send(t, listRoomsOf(tenant)); got.Status != 200 || c.pbx.ID() != "" {
		t.Errorf("the fork of a tenant, %q, answers %d %s", c.pbx.ID(), got.Status, got.Body)
	}
}

func TestTheTransportOfATenantIsTheTenants(t *testing.T) {
	pbx := pbxtest.Run(t)
	tenant := pbx.Tenant(t)
	if got := inMemory(tenant).send(t, listRoomsOf(tenant)); got.Status != 200 {
		t.Errorf("the answer is %d %s", got.Status, got.Body)
	}
	if got := inMemory(tenant).send(t, listRooms); got.Status != 401 {
		t.Errorf("the server's own token is answered %d %s", got.Status, got.Body)
	}
	if n := tenant.Journal().Len(); n != 2 {
		t.Errorf("%d requests have reached the tenant, want 2", n)
	}
}

// A test that shares a server may have ended what opens it.
func TestATenantHasNothingInPlaceOfCredentialsThatAreNobodys(t *testing.T) {
	pbx := pbxtest.Run(t)
	of := &pbx.Credentials
	of.VoipNow.Token, of.TelecomX.Username, of.BroadWorks.Token = "gone", "gone@example.com", "gone"
	tenant := pbx.Tenant(t)
	want := tenant.Credentials
	want.VoipNow.Token, want.VoipNow.ClientID, want.VoipNow.ClientSecret = "", "", ""
	want.TelecomX.Username, want.TelecomX.Password, want.BroadWorks.Token = "", "", ""
	if diff := cmp.Diff(want, tenant.Credentials); diff != "" {
		t.Errorf("the tenant has credentials of nobody (-want +got):\n%s", diff)
	}
	requests := withTokens(tenant)
	for _, vendor := range []string{"xivo", "telecomx"} {
		if got := inMemory(pbx).send(t, requests[vendor]); got.Status != 200 {
			t.Errorf("%s answers %d %s", vendor, got.Status, got.Body)
		}
	}
	if got := inMemory(pbx).send(t, logins(t, tenant)["BroadWorks' cookie"].login); got.Status != 200 {
		t.Errorf("the login that is left is answered %d %s", got.Status, got.Body)
	}
}

func TestATenantBeginsWithCredentialsThatHaveNotExpired(t *testing.T) {
	f := pbxtest.Documentation()
	end := newYear.Add(time.Hour)
	f.VoipNow.Tokens[0].Expires = end
	f.TelecomX.Tokens[0].Persistent, f.TelecomX.Tokens[0].Machine, f.TelecomX.Tokens[0].Deadline = false, false, end
	for i := range f.BroadWorks.Tokens {
		f.BroadWorks.Tokens[i].Expires = end
	}
	pbx := pbxtest.Run(t, pbxtest.From(f), pbxtest.StartAt(newYear))
	before := pbx.Tenant(t)
	pbx.Advance(20 * 365 * 24 * time.Hour)
	for vendor, m := range withTokens(pbx) {
		if got := inMemory(pbx).send(t, m); (got.Status == 401) != (vendor != "xivo") {
			t.Errorf("%s answers the server's token %d", vendor, got.Status)
		}
	}
	for name, tenant := range map[string]*pbxtest.Server{"before": before, "after": pbx.Tenant(t)} {
		for vendor, m := range withTokens(tenant) {
			if got := inMemory(pbx).send(t, m); got.Status != 200 {
				t.Errorf("%s answers the tenant of %s %d %s", vendor, name, got.Status, got.Body)
			}
		}
	}
	before.Advance(20 * 365 * 24 * time.Hour)
	if err := before.Import(t.Context(), f); err != nil {
		t.Errorf("a tenant refuses what has expired: %v", err)
	}
	opens(t, inMemory(pbx), before.Credentials)
}

func TestAnExportOfATenantLoadsAnywhere(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := inMemory(pbx)
	tenant := pbx.Tenant(t)
	for _, way := range logins(t, tenant) {
		c.send(t, way.next(c.send(t, way.login)))
	}
	nested := tenant.Tenant(t)
	want := pbx.Credentials
	for name, of := range map[string]*pbxtest.Server{"tenant": tenant, "tenant of a tenant": nested} {
		f, err := of.Export(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		var text strings.Builder
		if err := f.Encode(&text); err != nil {
			t.Fatal(err)
		}
		for _, id := range pbx.Tenants() {
			if strings.Contains(strings.ToLower(text.String()), id) {
				t.Errorf("the export of a %s has what was made for one", name)
			}
		}
		for to, s := range map[string]*pbxtest.Server{"itself": of, "the server": pbx, "another": pbx.Tenant(t), "a fork": of.Fork(t), "a new one": pbxtest.Run(t, pbxtest.Empty())} {
			if err := s.Import(t.Context(), f); err != nil {
				t.Errorf("the export of a %s does not load into %s: %v", name, to, err)
			}
			before := s.Journal().Len()
			opens(t, inMemory(s), s.Credentials)
			if s.Journal().Len() == before {
				t.Errorf("what opens %s after the import reaches somebody else", to)
			}
			want.XiVO = s.Credentials.XiVO // which is no record
			if diff := cmp.Diff(want, s.Credentials); s.ID() == "" && diff != "" {
				t.Errorf("%s has others than the server of tenants (-want +got):\n%s", to, diff)
			}
		}
	}
}

// A fork of a tenant is opened by what was made for the tenant, which no snapshot of
// the tenant's server has.
func TestAForkOfATenantIsRelatedToItsForksOnly(t *testing.T) {
	pbx := pbxtest.Run(t)
	tenant := pbx.Tenant(t)
	fork := tenant.Fork(t)
	for name, snapshot := range map[string]*pbxtest.Snapshot{
		"server": pbx.Snapshot(), "tenant": tenant.Snapshot(), "fork of another": pbx.Tenant(t).Fork(t).Snapshot(),
	} {
		if err := fork.Restore(t.Context(), snapshot); err == nil {
			t.Errorf("the fork of a tenant restores a snapshot of a %s", name)
		}
	}
	if err := pbx.Restore(t.Context(), fork.Snapshot()); err == nil {
		t.Error("the server restores a snapshot of a tenant's fork")
	}
	for _, s := range []*pbxtest.Server{fork, fork.Fork(t)} {
		if err := s.Restore(t.Context(), fork.Snapshot()); err != nil {
			t.Error(err)
		}
		opens(t, inMemory(s), s.Credentials)
	}
}

func TestTenantsInParallelDoNotSeeEachOther(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := overTCP(pbx)
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			tenant := pbx.Tenant(t)
			defer tenant.Close()
			m := createRoom
			m.body = fmt.Sprintf(`{"name":"room%d","displayName":"Room","number":%d}`, i, 2000)
			m.header = []string{"X-Auth-Token: " + tenant.Credentials.XiVO.Token, "Content-Type: application/json"}
			if got := c.send(t, m); got.Status != 200 {
				t.Errorf("the answer is %d %s", got.Status, got.Body)
			}
			for name, way := range logins(t, tenant) {
				if got := c.send(t, way.next(c.send(t, way.login))); got.Status != 200 {
					t.Errorf("%s is answered %d %s", name, got.Status, got.Body)
				}
			}
			rooms, err := tenant.XiVO.MeetingRooms.List(t.Context())
			if err != nil || len(rooms) != 3 || rooms[2].Name != fmt.Sprintf("room%d", i) {
				t.Errorf("the tenant has the rooms %v: %v", rooms, err)
			}
			if got, want := tenant.Journal().Len(), 1+2*len(logins(t, tenant)); got != want {
				t.Errorf("%d requests have reached the tenant, want %d", got, want)
			}
		})
	}
	wg.Wait()
	if n := pbx.Journal().Len(); n != 0 {
		t.Errorf("%d requests have reached the server", n)
	}
}

func TestATenantRestoresOnlyItsOwnSnapshots(t *testing.T) {
	pbx := pbxtest.Run(t)
	one, two := pbx.Tenant(t), pbx.Tenant(t)
	snapshots := map[*pbxtest.Server]*pbxtest.Snapshot{pbx: pbx.Snapshot(), one: one.Snapshot(), two: two.Snapshot()}
	for s := range snapshots {
		for of, snapshot := range snapshots {
			if err := s.Restore(t.Context(), snapshot); (err == nil) != (s == of) {
				t.Errorf("a snapshot of %q is restored by %q: error %v", of.ID(), s.ID(), err)
			}
		}
		opens(t, inMemory(pbx), s.Credentials)
	}
}
