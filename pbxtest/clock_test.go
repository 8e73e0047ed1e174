package pbxtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

var newYear = time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)

// given are identifiers that a server has given.
type given struct {
	UUID, LineName, Provisioning string // XiVO
	CallID, Token                string // VoipNow
	ID, Session                  string // TelecomX
	Cookie                       string // BroadWorks
}

// identifiers makes a server give one of each kind. What is made has the number n.
func identifiers(t *testing.T, c connection, n int) (g given) {
	t.Helper()
	const json = "Content-Type: application/json"
	line := fmt.Sprintf(`{"lineType":"phone","context":"default","site":"default","extension":"%d","lineNum":1}`, 1900+n)
	for _, m := range []message{
		{method: "DELETE", path: getLine.path},
		{method: "POST", path: getLine.path, body: line},
		{method: "POST", path: "/configmgt/api/1.0/callback_lists", body: fmt.Sprintf(`{"name":"list %d","queueId":1}`, n)},
	} {
		m.header = []string{"X-Auth-Token: " + c.pbx.Credentials.XiVO.Token, json}
		switch got := c.send(t, m); {
		case strings.Contains(m.path, "callback"):
			g.UUID = memberOf(t, got, "uuid")
		case m.method == "POST":
			g.LineName = memberOf(t, got, "name")
			_, after, _ := strings.Cut(got.Body, `"provisioningId":`)
			g.Provisioning = strings.TrimRight(after, "}")
		}
	}
	g.Token = memberOf(t, c.send(t, createToken), "access_token")
	call := c.send(t, message{
		method: "POST", path: "/uapi/phoneCalls/@me/simple", header: []string{asVoipNow, json},
		body: `{"extension":"210","phoneCallView":[{"source":["5354353"],"destination":["5353535"]}]}`,
	})
	g.CallID, _, _ = strings.Cut(strings.TrimPrefix(call.Body, `[{"id":"`), `"`)
	g.Session = memberOf(t, c.send(t, loginTelecomX), "token")
	g.ID = memberOf(t, c.send(t, message{
		method: "POST", path: "/pbx/musiconhold", body: fmt.Sprintf(`{"name":"music %d"}`, n), header: []string{asTelecomX, json},
	}), "_id")
	g.Cookie = sessionCookie(t, c.send(t, loginBroadWorks))
	return g
}

// sessionCookie returns the session that a login at a gateway began.
func sessionCookie(t *testing.T, login answer) string {
	t.Helper()
	value, _, ok := strings.Cut(login.Header.Get("Set-Cookie"), ";")
	if !ok {
		t.Fatalf("the login is answered %d %s", login.Status, login.Body)
	}
	return strings.TrimPrefix(value, "sessionid=")
}

var (
	loginTelecomX   = message{method: "POST", path: "/auth/login", body: `{"username":"owner@example.com","password":"mysecret password"}`}
	loginBroadWorks = message{method: "POST", path: "/api/v1/login/", body: `{"username":"system","password":"IAmAStrongPassword"}`}
)

// series returns the identifiers that a server gives in three rounds.
func series(t *testing.T, pbx *pbxtest.Server) []given {
	t.Helper()
	var all []given
	for n := range 3 {
		all = append(all, identifiers(t, inMemory(pbx), n))
	}
	return all
}

func TestIdentifiersAreTheSameInEveryRun(t *testing.T) {
	want := series(t, pbxtest.Run(t))
	for name, pbx := range map[string]*pbxtest.Server{
		"run":             pbxtest.Run(t),
		"run with TLS":    pbxtest.RunTLS(t),
		"run of seed 0":   pbxtest.Run(t, pbxtest.WithSeed(0)),
		"run from a file": pbxtest.Run(t, pbxtest.From(pbxtest.Documentation())),
		"fork":            pbxtest.Run(t).Fork(t),
	} {
		if diff := cmp.Diff(want, series(t, pbx)); diff != "" {
			t.Errorf("another %s gives others (-want +got):\n%s", name, diff)
		}
	}
	for _, rounds := range [][2]given{{want[0], want[1]}, {want[1], want[2]}} {
		if rounds[0].Token == rounds[1].Token || rounds[0].Cookie == rounds[1].Cookie || rounds[0].UUID == rounds[1].UUID {
			t.Errorf("identifiers repeat: %v", rounds)
		}
	}
}

func TestASeedChangesIdentifiers(t *testing.T) {
	seen := map[string]uint64{}
	for _, seed := range []uint64{0, 1, 2, 256, 1 << 63} {
		g := series(t, pbxtest.Run(t, withoutOffers(), pbxtest.WithSeed(seed)))[1]
		for _, id := range []string{g.UUID, g.LineName, g.CallID, g.Token, g.ID, g.Session, g.Cookie} {
			if other, ok := seen[id]; ok {
				t.Errorf("seeds %d and %d both give %s", other, seed, id)
			}
			seen[id] = seed
		}
	}
	again := series(t, pbxtest.Run(t, withoutOffers(), pbxtest.WithSeed(256)))[1]
	if seen[again.Token] != 256 {
		t.Error("a seed gives others the next time")
	}
}

// script are two identifiers of each kind.
var script = pbxtest.Script{
	XiVOUUIDs:            []xivo.UUID{"00000000-0000-4000-8000-000000000001", "00000000-0000-4000-8000-000000000002"},
	XiVOLineNames:        []string{"aaaaaaaa", "bbbbbbbb"},
	XiVOProvisioningIDs:  []int64{111111, 222222},
	VoipNowCallIDs:       []string{"call1", "call2"},
	VoipNowTokens:        []string{"token-number-1", "token-number-2"},
	TelecomXIDs:          []string{"aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb"},
	TelecomXTokens:       []string{"session-number-1", "session-number-2"},
	BroadWorksSessionIDs: []string{"cookie1", "cookie2"},
}

// withoutOffers is the documentation fixture without what its XiVO offers.
func withoutOffers() pbxtest.Option {
	f := pbxtest.Documentation()
	f.XiVO.Settings.Offers = xivo.Offers{}
	return pbxtest.From(f)
}

func TestAScriptComesInItsOrderAndThenChance(t *testing.T) {
	pbx := pbxtest.Run(t, withoutOffers(), pbxtest.WithScript(script))
	got := series(t, pbx)
	want := []given{
		{"00000000-0000-4000-8000-000000000001", "aaaaaaaa", "111111", "call1", "token-number-1", "aaaaaaaaaaaaaaaaaaaaaaaa", "session-number-1", "cookie1"},
		{"00000000-0000-4000-8000-000000000002", "bbbbbbbb", "222222", "call2", "token-number-2", "bbbbbbbbbbbbbbbbbbbbbbbb", "session-number-2", "cookie2"},
	}
	if diff := cmp.Diff(want, got[:2]); diff != "" {
		t.Errorf("the script is not followed (-want +got):\n%s", diff)
	}
	// Nothing of the script has used up randomness.
	random := series(t, pbxtest.Run(t, withoutOffers()))
	if diff := cmp.Diff(random[0], got[2]); diff != "" {
		t.Errorf("after the script come others than without it (-want +got):\n%s", diff)
	}
}

func TestAScriptPassesOverWhatIsInUse(t *testing.T) {
	s := script
	s.VoipNowTokens = []string{"token", "token-number-3"}
	s.TelecomXTokens = []string{"token-owner", "session-number-3"}
	s.TelecomXIDs = []string{"1234567890abcdef12345678", "cccccccccccccccccccccccc"}
	s.XiVOProvisioningIDs = []int64{583115, 583115, 333333}
	got := identifiers(t, inMemory(pbxtest.Run(t, withoutOffers(), pbxtest.WithScript(s))), 1)
	if got.Token != "token-number-3" || got.Session != "session-number-3" || got.ID != "cccccccccccccccccccccccc" {
		t.Errorf("identifiers that are in use are not passed over: %+v", got)
	}
}

// fixedRandom is a source of bytes that is safe for concurrent use.
type fixedRandom struct {
	mu     sync.Mutex
	source *rand.ChaCha8
}

func (r *fixedRandom) Read(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.source.Read(p)
}

func TestRandomnessCanComeFromOutside(t *testing.T) {
	from := func(key byte) pbxtest.Option {
		return pbxtest.WithRandom(&fixedRandom{source: rand.NewChaCha8([32]byte{key})})
	}
	one, same, other := series(t, pbxtest.Run(t, from(1))), series(t, pbxtest.Run(t, from(1))), series(t, pbxtest.Run(t, from(2)))
	if diff := cmp.Diff(one, same); diff != "" {
		t.Errorf("the same bytes give others (-want +got):\n%s", diff)
	}
	if one[1].Token == other[1].Token || one[1].Cookie == other[1].Cookie || one[1].ID == other[1].ID {
		t.Error("other bytes give the same")
	}
	own := pbxtest.Run(t, from(3))
	if a, b := identifiers(t, inMemory(own.Fork(t)), 1), identifiers(t, inMemory(own.Fork(t)), 1); a.Token == b.Token {
		t.Error("forks do not share the source")
	}
	c := inMemory(pbxtest.Run(t, pbxtest.WithRandom(strings.NewReader(""))))
	if got := c.send(t, createToken); got.Status != 500 {
		t.Errorf("without randomness the answer is %d %s", got.Status, got.Body)
	}
}

func TestTheClockStartsWhereItIsTold(t *testing.T) {
	may := time.Date(2030, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		opts []pbxtest.Option
		want time.Time
	}{
		"by itself":                   {nil, newYear},
		"empty":                       {[]pbxtest.Option{pbxtest.Empty()}, newYear},
		"at a time":                   {[]pbxtest.Option{pbxtest.StartAt(may)}, may},
		"as another clock":            {[]pbxtest.Option{pbxtest.WithClock(func() time.Time { return may })}, may},
		"at a time, said last":        {[]pbxtest.Option{pbxtest.WithClock(time.Now), pbxtest.StartAt(may)}, may},
		"as another clock, said last": {[]pbxtest.Option{pbxtest.StartAt(newYear), pbxtest.WithClock(func() time.Time { return may })}, may},
	} {
		pbx := pbxtest.Run(t, tt.opts...)
		if got := pbx.Now(); !got.Equal(tt.want) {
			t.Errorf("%s it is %v, want %v", name, got, tt.want)
		}
		pbx.Advance(time.Hour)
		pbx.Advance(time.Minute)
		if got, want := pbx.Now(), tt.want.Add(61*time.Minute); !got.Equal(want) {
			t.Errorf("%s and an hour and a minute later it is %v, want %v", name, got, want)
		}
	}
}

// published returns when VoipNow's clock said that a new call began.
func published(t *testing.T, pbx *pbxtest.Server) time.Time {
	t.Helper()
	call := inMemory(pbx).send(t, message{
		method: "POST", path: "/uapi/phoneCalls/@me/simple", header: []string{asVoipNow, "Content-Type: application/json"},
		body: `{"extension":"210","phoneCallView":[{"source":["5354353"],"destination":["5353535"]}]}`,
	})
	_, after, _ := strings.Cut(call.Body, `"published":"`)
	text, _, _ := strings.Cut(after, `"`)
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		t.Fatalf("%v in %s", err, call.Body)
	}
	return at
}

func TestAVendorsClockStartsAsItsFixtureSays(t *testing.T) {
	documented := time.Date(2012, 6, 27, 13, 18, 55, 0, time.UTC)
	pbx := pbxtest.Run(t)
	pbx.Advance(time.Hour)
	if got, want := published(t, pbx), documented.Add(time.Hour); !got.Equal(want) {
		t.Errorf("a call begins at %v, want %v", got, want)
	}
	pbx = pbxtest.Run(t, pbxtest.StartAt(newYear))
	if got := published(t, pbx); !got.Equal(newYear) {
		t.Errorf("with an option a call begins at %v, want %v", got, newYear)
	}
	pbx = pbxtest.Run(t, pbxtest.WithClock(func() time.Time { return newYear }))
	pbx.Advance(time.Hour)
	if got, want := published(t, pbx), newYear.Add(time.Hour); !got.Equal(want) {
		t.Errorf("with another clock a call begins at %v, want %v", got, want)
	}
}

func TestAnExportGoesOnFromWhereTheClocksAre(t *testing.T) {
	pbx := pbxtest.Run(t)
	pbx.Advance(time.Hour)
	f, err := pbx.Export(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got, want := published(t, pbxtest.Run(t, pbxtest.From(f))), published(t, pbx); !got.Equal(want) {
		t.Errorf("a call begins at %v, want %v", got, want)
	}
}

func TestAdvanceIsNotLostBetweenGoroutines(t *testing.T) {
	pbx := pbxtest.Run(t)
	var wg sync.WaitGroup
	for range 32 {
		wg.Go(func() {
			for range 100 {
				pbx.Advance(time.Second)
				pbx.Now()
			}
		})
	}
	wg.Wait()
	if got, want := pbx.Now(), newYear.Add(3200*time.Second); !got.Equal(want) {
		t.Errorf("it is %v, want %v", got, want)
	}
}

// advancing are the ways in which the time of a server passes.
func advancing(t *testing.T, test func(t *testing.T, c connection, pass func(time.Duration)), opts ...pbxtest.Option) {
	t.Run("advanced", func(t *testing.T) {
		c := inMemory(pbxtest.Run(t, opts...))
		test(t, c, c.pbx.Advance)
	})
	t.Run("following", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			opts := append([]pbxtest.Option{pbxtest.WithClock(time.Now)}, opts...)
			test(t, inMemory(pbxtest.Run(t, opts...)), time.Sleep)
		})
	})
	t.Run("following and advanced", func(t *testing.T) {
		opts := append([]pbxtest.Option{pbxtest.WithClock(func() time.Time { return newYear })}, opts...)
		c := inMemory(pbxtest.Run(t, opts...))
		test(t, c, c.pbx.Advance)
	})
}

func TestSessionsOfTelecomXExpire(t *testing.T) {
	advancing(t, func(t *testing.T, c connection, pass func(time.Duration)) {
		session := "X-Api-Key: " + memberOf(t, c.send(t, loginTelecomX), "token")
		ping := message{method: "GET", path: "/ping", header: []string{session}}
		for _, tt := range []struct {
			after time.Duration
			want  int
		}{{15*time.Minute - 1, 200}, {15*time.Minute - 1, 200}, {15 * time.Minute, 401}} {
			pass(tt.after)
			if got := c.send(t, ping); got.Status != tt.want {
				t.Errorf("after %v the answer is %d %s, want %d", tt.after, got.Status, got.Body, tt.want)
			}
		}
	})
}

func TestTokensOfVoipNowExpire(t *testing.T) {
	advancing(t, func(t *testing.T, c connection, pass func(time.Duration)) {
		list := message{method: "GET", path: listCalls.path, header: []string{"Authorization: Bearer " + memberOf(t, c.send(t, createToken), "access_token")}}
		for _, tt := range []struct {
			after time.Duration
			want  int
		}{{time.Hour - 1, 200}, {1, 401}} {
			pass(tt.after)
			if got := c.send(t, list); got.Status != tt.want {
				t.Errorf("after %v more the answer is %d %s, want %d", tt.after, got.Status, got.Body, tt.want)
			}
		}
	})
}

func TestSessionsOfBroadWorksExpireIfTheyAreTo(t *testing.T) {
	ttl := pbxtest.WithBroadWorks(broadworks.WithDeviations(broadworks.Deviations{SessionTTL: time.Hour}))
	advancing(t, func(t *testing.T, c connection, pass func(time.Duration)) {
		cookie := "Cookie: sessionid=" + sessionCookie(t, c.send(t, loginBroadWorks))
		info := message{method: "GET", path: "/api/v1/session/user_login_info/", header: []string{cookie}}
		for _, tt := range []struct {
			after time.Duration
			want  int
		}{{time.Hour - 1, 200}, {1, 401}} {
			pass(tt.after)
			if got := c.send(t, info); got.Status != tt.want {
				t.Errorf("after %v more the answer is %d %s, want %d", tt.after, got.Status, got.Body, tt.want)
			}
		}
	}, ttl)
}

func TestAForkGoesOnByItself(t *testing.T) {
	pbx := pbxtest.Run(t, withoutOffers(), pbxtest.WithScript(script))
	c := inMemory(pbx)
	first := identifiers(t, c, 0)
	pbx.Advance(time.Hour)
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.ListUsers, Status: 418, MayMiss: true})

	fork := inMemory(pbx.Fork(t))
	if got := fork.pbx.Now(); !got.Equal(newYear.Add(time.Hour)) {
		t.Errorf("in the fork it is %v, want the time of the server", got)
	}
	if n := fork.pbx.Journal().Len() + len(fork.pbx.Faults()); n != 0 {
		t.Errorf("the fork begins with %d requests and faults", n)
	}
	in, of := identifiers(t, fork, 1), identifiers(t, c, 1)
	if diff := cmp.Diff(of, in); diff != "" {
		t.Errorf("the fork gives other identifiers (-want +got):\n%s", diff)
	}
	if first.Token == in.Token {
		t.Error("the fork begins anew")
	}
	fork.pbx.Advance(time.Minute)
	fork.send(t, createRoom)
	if hasRoom(t, pbx) || !hasRoom(t, fork.pbx) {
		t.Error("the fork and the server share their records")
	}
	if !pbx.Now().Equal(newYear.Add(time.Hour)) {
		t.Error("the fork and the server share their time")
	}
	c.send(t, message{method: "DELETE", path: "/configmgt/api/2.0/meetingrooms/1", header: []string{asXiVO}})
	if got := fork.send(t, listRooms); !strings.Contains(got.Body, "myConfRoom1") {
		t.Error("the fork sees what the server deletes")
	}
}

func TestRestoreReturnsToASnapshot(t *testing.T) {
	pbx := pbxtest.Run(t, withoutOffers(), pbxtest.WithScript(script))
	c := inMemory(pbx)
	identifiers(t, c, 0)
	pbx.Advance(time.Hour)
	snapshot := pbx.Snapshot()
	var first []given
	for range 2 { // it can be returned to more than once
		now, given := pbx.Now(), series(t, pbx)
		c.send(t, createRoom)
		pbx.Advance(time.Hour)
		if first == nil {
			first = given
		}
		if diff := cmp.Diff(first, given); diff != "" {
			t.Errorf("other identifiers are given (-want +got):\n%s", diff)
		}
		if !now.Equal(newYear.Add(time.Hour)) {
			t.Errorf("it is %v", now)
		}
		before := pbx.Journal().Len()
		if err := pbx.Restore(t.Context(), snapshot); err != nil {
			t.Fatal(err)
		}
		if hasRoom(t, pbx) {
			t.Error("what came later is still there")
		}
		if pbx.Journal().Len() != before {
			t.Error("the journal has changed")
		}
	}
}

func TestResetReturnsToTheBeginning(t *testing.T) {
	for name, start := range map[string]func(t *testing.T) *pbxtest.Server{
		"a server": func(t *testing.T) *pbxtest.Server { return pbxtest.Run(t) },
		"a fork":   func(t *testing.T) *pbxtest.Server { return pbxtest.Run(t).Fork(t) },
	} {
		t.Run(name, func(t *testing.T) {
			pbx := start(t)
			c := inMemory(pbx)
			want := series(t, pbx)
			c.send(t, createRoom)
			pbx.Advance(time.Hour)
			rule := pbx.Fault(t, pbxtest.Fault{Status: 418, MayMiss: true})
			tenant := pbx.Tenant(t)
			if err := pbx.Reset(t.Context()); err != nil {
				t.Fatal(err)
			}
			if hasRoom(t, pbx) || !pbx.Now().Equal(newYear) || pbx.Journal().Len() != 0 || len(pbx.Faults()) != 0 || len(pbx.Tenants()) != 0 {
				t.Error("something is left")
			}
			if got := c.send(t, listRoomsOf(tenant)); got.Status != 401 {
				t.Errorf("a tenant's credential is answered %d %s", got.Status, got.Body)
			}
			pbx.Journal().Clear()
			if diff := cmp.Diff(want, series(t, pbx)); diff != "" {
				t.Errorf("other identifiers are given (-want +got):\n%s", diff)
			}
			rule.Remove() // does no harm
		})
	}
}

func TestResetOfATenantKeepsItsCredentials(t *testing.T) {
	pbx := pbxtest.Run(t)
	tenant := pbx.Tenant(t)
	c := overTCP(pbx)
	if err := tenant.Reset(t.Context()); err != nil {
		t.Fatal(err)
	}
	for vendor, m := range withTokens(tenant) {
		if got := c.send(t, m); got.Status != 200 {
			t.Errorf("%s answers %d %s", vendor, got.Status, got.Body)
		}
	}
}

func TestRestoreRefusesASnapshotOfAStranger(t *testing.T) {
	pbx, stranger := pbxtest.Run(t), pbxtest.Run(t)
	stranger.Advance(time.Hour)
	inMemory(stranger).send(t, createRoom)
	if err := pbx.Restore(t.Context(), stranger.Snapshot()); err == nil {
		t.Error("the snapshot of a stranger is restored")
	}
	if hasRoom(t, pbx) || !pbx.Now().Equal(newYear) {
		t.Error("something has changed")
	}
	fork := pbx.Fork(t)
	inMemory(fork).send(t, createRoom)
	if err := pbx.Restore(t.Context(), fork.Snapshot()); err != nil || !hasRoom(t, pbx) {
		t.Errorf("the snapshot of a fork is not restored: %v", err)
	}
	if err := fork.Fork(t).Restore(t.Context(), pbx.Snapshot()); err != nil {
		t.Errorf("the snapshot of a grandparent is not restored: %v", err)
	}
}

func TestAnEndedContextRestoresNothing(t *testing.T) {
	pbx := pbxtest.Run(t)
	snapshot := pbx.Snapshot()
	pbx.Advance(time.Hour)
	inMemory(pbx).send(t, createRoom)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := pbx.Restore(ctx, snapshot); !errors.Is(err, context.Canceled) {
		t.Errorf("Restore returns %v", err)
	}
	if err := pbx.Reset(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Reset returns %v", err)
	}
	if !hasRoom(t, pbx) || pbx.Now().Equal(newYear) || pbx.Journal().Len() == 0 {
		t.Error("something has been restored")
	}
}

func TestRestoreAwakensWhoWaitsForTheClock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		c := inMemory(pbxtest.Run(t))
		ahead := c.pbx.Fork(t)
		ahead.Advance(time.Hour)
		c.pbx.Fault(t, pbxtest.Fault{Latency: time.Minute, OnClock: true})
		answered := false
		go func() {
			c.send(t, getLine)
			answered = true
		}()
		synctest.Wait()
		if err := c.pbx.Restore(t.Context(), ahead.Snapshot()); err != nil {
			t.Fatal(err)
		}
		if synctest.Wait(); !answered {
			t.Error("the answer has not come")
			c.pbx.Close()
		}
	})
}

// holding returns a channel on which comes how a request ends that a fault holds back:
// its status, or 0. It returns once the request is held.
func holding(pbx *pbxtest.Server, token string) <-chan int {
	ended := make(chan int, 1)
	go func() {
		r, err := http.NewRequest("GET", pbx.URL()+listRooms.path, nil)
		if err != nil {
			panic(err)
		}
		r.Header.Set("X-Auth-Token", token)
		response, err := pbx.Client().Do(r)
		if err != nil {
			ended <- 0
			return
		}
		_, err = io.Copy(io.Discard, response.Body)
		response.Body.Close()
		if err != nil {
			response.StatusCode = 0
		}
		ended <- response.StatusCode
	}()
	synctest.Wait()
	return ended
}

// endedNow returns what has come, or -1.
func endedNow(ended <-chan int) int {
	synctest.Wait()
	select {
	case status := <-ended:
		return status
	default:
		return -1
	}
}

func TestResetReleasesWhatFaultsHold(t *testing.T) {
	for name, f := range map[string]pbxtest.Fault{
		"for the server's clock": {Vendor: "xivo", Latency: time.Minute, OnClock: true},
		"for real time":          {Vendor: "xivo", Latency: time.Minute},
		"half an answer":         {Vendor: "xivo", Break: pbxtest.Stall},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				pbx := pbxtest.Run(t, pbxtest.InMemory())
				tenant, gone := pbx.Tenant(t), pbx.Tenant(t)
				pbx.Advance(10 * time.Hour)
				var all []<-chan int
				for _, s := range []*pbxtest.Server{pbx, tenant, gone} {
					s.Fault(t, f)
					all = append(all, holding(s, s.Credentials.XiVO.Token))
				}
				gone.Close()
				if err := pbx.Reset(t.Context()); err != nil {
					t.Fatal(err)
				}
				for i, ended := range all {
					if got := endedNow(ended); got != 0 {
						t.Errorf("request %d: %d; it is to fail with Reset", i, got)
					}
				}
				rule := pbx.Fault(t, f)
				again := holding(pbx, pbx.Credentials.XiVO.Token)
				if got := endedNow(again); got != -1 || rule.Hits() == 0 && f.Latency == 0 {
					t.Errorf("after Reset a fault does not hold: %d", got)
				}
				rule.Remove()
				if got := endedNow(again); got != -1 {
					t.Errorf("Remove releases what the fault holds: %d", got)
				}
				pbx.Close()
				if got := endedNow(again); got != 0 {
					t.Errorf("after Close: %d", got)
				}
			})
		})
	}
}

func TestTheClockGoesNoFurtherThanADuration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pbx := pbxtest.Run(t, pbxtest.InMemory())
		pbx.Advance(time.Hour)
		pbx.Fault(t, pbxtest.Fault{Vendor: "xivo", Latency: math.MaxInt64, OnClock: true})
		ended := holding(pbx, pbx.Credentials.XiVO.Token)
		pbx.Advance(time.Nanosecond)
		if got := endedNow(ended); got != -1 {
			t.Errorf("292 years end after a nanosecond: %d", got)
		}
		pbx.Advance(math.MaxInt64)
		if got := endedNow(ended); got != 200 {
			t.Errorf("at the end of time: %d", got)
		}
		last := pbx.Now()
		pbx.Advance(math.MaxInt64)
		if want := newYear.Add(math.MaxInt64); !last.Equal(want) || !pbx.Now().Equal(want) {
			t.Errorf("it is %v, and then %v, want %v", last, pbx.Now(), want)
		}
		for range 3 {
			pbx.Advance(math.MinInt64)
		}
		if want := newYear.Add(math.MinInt64); !pbx.Now().Equal(want) {
			t.Errorf("it is %v, want %v", pbx.Now(), want)
		}
	})
}

func TestTheClockCanGoBack(t *testing.T) {
	pbx := pbxtest.Run(t)
	pbx.Advance(time.Hour)
	pbx.Advance(-3 * time.Hour)
	if want := newYear.Add(-2 * time.Hour); !pbx.Now().Equal(want) {
		t.Errorf("it is %v, want %v", pbx.Now(), want)
	}
}

func TestNobodyHasATimeForAVendorThatThereIsNot(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, `"xiv0"`) || !strings.Contains(got, "broadworks") {
			t.Errorf("it panics with %s", got)
		}
	}()
	pbxtest.Run(t).NowOf("xiv0")
}
