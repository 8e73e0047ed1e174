package pbxtest_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// fixtureChange changes something at random, or is refused. What it returns is what
// a client would see.
type fixtureChange struct {
	name string
	do   func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error)
}

// oneOf returns any of a list.
func oneOf[V any](r *rand.Rand, list ...V) V { return list[r.IntN(len(list))] }

// maybe returns a value or nothing.
func maybe[V any](r *rand.Rand, v V) *V {
	if r.IntN(2) == 0 {
		return nil
	}
	return &v
}

func nothing(err error) (any, error) { return nil, err }

// oddTexts are what clients send and files have to bear.
var oddTexts = []string{"", "a", "<b> & \"c\"", "é\u2028\u2029", "line\nbreak", `\u0041`, "\ufeff", "🙂"}

var oddJSON = []string{`1`, `"<&>"`, `{ "a" : [ 1, 2.50 ] }`, `[]`, `{}`, `null`, `"\u2028"`, "[\n1\n]"}

// fixtureChanges are changes through the services, of every record that there is.
var fixtureChanges = slices.Concat(xivoChanges, voipnowChanges, telecomxChanges, broadworksChanges)

var xivoChanges = []fixtureChange{
	{"xivo line created", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.Lines.Create(ctx, anyUser(r), anyLine(r))
	}},
	{"xivo line updated", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.Lines.Update(ctx, anyUser(r), anyLine(r))
	}},
	{"xivo line deleted", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Lines.Delete(ctx, anyUser(r)))
	}},
	{"xivo services", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.Services.Update(ctx, anyUser(r), xivo.ServicesInput{
			DNDEnabled: maybe(r, r.IntN(2) == 0), Busy: maybe(r, anyForward(r)), NoAnswer: maybe(r, anyForward(r)), Unconditional: maybe(r, anyForward(r)),
		})
	}},
	{"xivo rights set", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		rights := xivo.Rights{Type: oneOf(r, xivo.ProfileAdmin, xivo.ProfileSupervisor, xivo.ProfileTeacher)}
		rights.Data.QueueIDs = oneOf(r, nil, []int64{}, []int64{3, 1})
		rights.Data.RecordingAccess = maybe(r, false)
		if r.IntN(2) == 0 {
			rights.Data.Extra = map[string]json.RawMessage{oneOf(r, oddTexts...): json.RawMessage(oneOf(r, oddJSON...)), "b": json.RawMessage(`2`)}
		}
		set, err := h.xivo.Rights.Set(ctx, oneOf(r, "john", "jbond", "jmenage", "nobody"), rights)
		set.Data.Extra = nil // in which white space does not count
		return set, err
	}},
	{"xivo rights deleted", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Rights.Delete(ctx, oneOf(r, "john", "jbond", "jmenage")))
	}},
	{"xivo preference created", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Preferences.Create(ctx, anyUser(r), anyPreference(r)))
	}},
	{"xivo preference updated", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Preferences.Update(ctx, anyUser(r), anyPreference(r)))
	}},
	{"xivo preference deleted", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Preferences.Delete(ctx, anyUser(r), anyPreference(r).Key))
	}},
	{"xivo room created", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.MeetingRooms.Create(ctx, anyRoom(r))
	}},
	{"xivo room updated", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.MeetingRooms.Update(ctx, anyRoom(r))
	}},
	{"xivo room deleted", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.MeetingRooms.Delete(ctx, anyRoom(r).ID)
	}},
	{"xivo callback list created", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.Callbacks.CreateList(ctx, oneOf(r, "a", "b"), int64(r.IntN(4)))
	}},
	{"xivo callback list deleted", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.Callbacks.DeleteList(ctx, anyList(ctx, h, r))
	}},
	{"xivo callback created", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.xivo.Callbacks.CreateRequest(ctx, anyList(ctx, h, r), xivo.CallbackInput{
			PhoneNumber: oneOf(r, "1", "2"), Company: oneOf(r, oddTexts...), DueDate: oneOf(r, "", "2026-02-28"), Period: oneOf(r, "", "Afternoon"),
		})
	}},
	{"xivo callbacks imported", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Callbacks.ImportCSV(ctx, anyList(ctx, h, r), []byte("phoneNumber|company\n1|x\n2|y\n")))
	}},
	{"xivo dissuasion by file", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Dissuasion.SetSoundFile(ctx, int64(r.IntN(8)), oneOf(r, "sales_newSoundFile", "support_closed")))
	}},
	{"xivo dissuasion by queue", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Dissuasion.SetQueue(ctx, int64(r.IntN(8)), oneOf(r, "switchboard", "sales", "support")))
	}},
	{"xivo seeded", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		n := r.IntN(1000)
		return nothing(h.xivo.Seed.Load(ctx, &xivo.Fixture{
			Queues: []xivo.Queue{{Name: fmt.Sprintf("queue%d", n)}},
			Users:  []xivo.UserRecord{{FirstName: "User", LastName: fmt.Sprint(n), Labels: oneOf(r, nil, []string{}, []string{"red"})}},
			Agents: []xivo.AgentRecord{{Number: fmt.Sprint(5000 + n)}},
		}))
	}},
	{"xivo queue removed", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.xivo.Seed.Remove(ctx, xivo.Removal{Queues: []int64{int64(r.IntN(12))}}))
	}},
}

func anyUser(r *rand.Rand) int64 { return int64(1 + r.IntN(10)) }

func anyLine(r *rand.Rand) xivo.LineInput {
	return xivo.LineInput{
		LineType: oneOf(r, xivo.LinePhone, xivo.LineUA), Extension: fmt.Sprint(1000 + r.IntN(20)), Context: oneOf(r, "default", "branch"),
		Site: oneOf(r, "default", "mds1"), Device: maybe(r, "aa:bb"), LineNum: maybe(r, int64(2)),
	}
}

func anyForward(r *rand.Rand) xivo.ForwardInput {
	return xivo.ForwardInput{Enabled: maybe(r, r.IntN(2) == 0), Destination: maybe(r, oneOf(r, oddTexts...))}
}

func anyPreference(r *rand.Rand) xivo.Preference {
	return xivo.Preference{Key: oneOf(r, "preferred_device", "<k>"), Value: oneOf(r, oddTexts...), ValueType: oneOf(r, "String", "")}
}

func anyRoom(r *rand.Rand) xivo.MeetingRoom {
	n := int64(r.IntN(6))
	return xivo.MeetingRoom{
		ID: int64(1 + r.IntN(8)), Name: fmt.Sprint("room", n), DisplayName: oneOf(r, "a", "<b>"), Number: n, UserPIN: maybe(r, int64(r.IntN(2))),
	}
}

func anyList(ctx context.Context, h *fixtureHost, r *rand.Rand) xivo.UUID {
	lists, _ := h.xivo.Callbacks.Lists(ctx, false)
	if len(lists) == 0 {
		return ""
	}
	return oneOf(r, lists...).UUID
}

var voipnowChanges = []fixtureChange{
	{"voipnow call created", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.voipnow.Calls.CreateSimple(ctx, anyCaller(f, r), voipnow.Me, voipnow.SimpleCall{
			Extension: anyExtension(f, r), Nonce: oneOf(r, oddTexts...),
			Views: []voipnow.SimpleView{{Source: []string{anyExtension(f, r)}, Destination: []string{anyExtension(f, r), "0199000001"}, CallerID: oneOf(r, "", "Ada <1>")}},
		})
	}},
	{"voipnow call held", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.voipnow.Calls.OnHold(ctx, anyCaller(f, r), anyCall(ctx, h, f, r), oneOf(r, "00", "01"))
	}},
	{"voipnow call resumed", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.voipnow.Calls.OffHold(ctx, anyCaller(f, r), anyCall(ctx, h, f, r), oneOf(r, "00", "01"))
	}},
	{"voipnow calls ended", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.voipnow.Calls.HangUp(ctx, anyCaller(f, r), anyCall(ctx, h, f, r), "")
	}},
	{"voipnow call answered", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.voipnow.Seed.Answer(ctx, anyCall(ctx, h, f, r).Call))
	}},
	{"voipnow token granted", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		app := oneOf(r, f.VoipNow.Apps...)
		return h.voipnow.Auth.Grant(ctx, voipnow.GrantRequest{GrantType: "client_credentials", ClientID: app.ClientID, ClientSecret: app.ClientSecret})
	}},
}

// anyCaller returns the account of an organization: what it may see is all there is.
func anyCaller(f *pbxtest.Fixture, r *rand.Rand) voipnow.Caller {
	return voipnow.Caller{UserID: oneOf(r, f.VoipNow.Organizations...).ID}
}

func anyExtension(f *pbxtest.Fixture, r *rand.Rand) string {
	number := oneOf(r, f.VoipNow.Extensions...).Number
	return oneOf(r, number, number[5:])
}

func anyCall(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) voipnow.Ref {
	ref := voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self, Call: "none"}
	page, _ := h.voipnow.Calls.List(ctx, anyCaller(f, r), voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self}, voipnow.CallQuery{})
	if len(page.Calls) > 0 {
		ref.Call = oneOf(r, page.Calls...).ID
	}
	return ref
}

var telecomxChanges = []fixtureChange{
	{"telecomx login", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		e := oneOf(r, f.TelecomX.Employees...)
		return h.telecomx.Sessions.Login(ctx, telecomx.LoginInput{Username: e.Username, Password: e.Password, Persist: r.IntN(2) == 0})
	}},
	{"telecomx logout", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		if r.IntN(4) > 0 { // so that there are tokens
			return nothing(telecomx.ErrAccessDenied)
		}
		return nothing(h.telecomx.Sessions.Logout(ctx, anyEmployee(f, r)))
	}},
	{"telecomx settings", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.telecomx.Settings.Update(ctx, anyAdmin(f, r), oneOf(r, f.TelecomX.Customers...).ID, telecomx.SettingsInput{
			DefaultMusicOnHold: oneOf(r, telecomx.Change[string]{}, telecomx.Clear[string](), telecomx.To(anyMusic(ctx, h, f, r))),
			MasterPINCode:      oneOf(r, telecomx.Change[string]{}, telecomx.Clear[string](), telecomx.To("4321")),
			DefaultLanguage:    oneOf(r, telecomx.Change[string]{}, telecomx.Clear[string](), telecomx.To("da")),
			CallerIDName:       oneOf(r, telecomx.Change[telecomx.CallerIDName]{}, telecomx.To(telecomx.CallerIDAsIs)),
			Recording: telecomx.To(telecomx.RecordingInput{
				Mode:      oneOf(r, telecomx.Change[telecomx.RecordingMode]{}, telecomx.To(telecomx.RecordOnDemand)),
				Quality:   oneOf(r, telecomx.Change[telecomx.RecordingQuality]{}, telecomx.To(telecomx.QualityCompact), telecomx.To(telecomx.QualityHigh)),
				Retention: oneOf(r, telecomx.Change[int64]{}, telecomx.To[int64](1), telecomx.To[int64](365)),
			}),
			PresentMobileOnLocalToMobile: oneOf(r, telecomx.To(true), telecomx.To(false)),
		})
	}},
	{"telecomx music created", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.telecomx.MusicOnHold.Create(ctx, anyAdmin(f, r), telecomx.MusicInput{
			Customer: maybe(r, oneOf(r, f.TelecomX.Customers...).ID), Name: telecomx.To(oneOf(r, oddTexts...)), Random: telecomx.To(r.IntN(2) == 0),
		})
	}},
	{"telecomx music updated", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return h.telecomx.MusicOnHold.Update(ctx, anyAdmin(f, r), anyMusic(ctx, h, f, r), telecomx.MusicInput{Random: telecomx.To(r.IntN(2) == 0)})
	}},
	{"telecomx music deleted", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.telecomx.MusicOnHold.Delete(ctx, anyAdmin(f, r), anyMusic(ctx, h, f, r)))
	}},
	{"telecomx token used", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		e := oneOf(r, f.TelecomX.Employees...)
		session, err := h.telecomx.Sessions.Login(ctx, telecomx.LoginInput{Username: e.Username, Password: e.Password})
		if err != nil {
			return nothing(err)
		}
		later := newFixtureHostOn(h.db, h.seed+5)
		return later.telecomx.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.APIKey, Value: session.Token})
	}},
}

func anyEmployee(f *pbxtest.Fixture, r *rand.Rand) telecomx.Caller {
	e := oneOf(r, f.TelecomX.Employees...)
	return telecomx.Caller{Employee: e.ID, Customer: e.Customer, Level: e.Level}
}

func anyAdmin(f *pbxtest.Fixture, r *rand.Rand) telecomx.Caller {
	caller := anyEmployee(f, r)
	caller.Level = telecomx.Admin
	return caller
}

func anyMusic(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) string {
	page, _ := h.telecomx.MusicOnHold.List(ctx, anyAdmin(f, r), telecomx.MusicQuery{})
	if len(page.Classes) == 0 {
		return ""
	}
	return oneOf(r, page.Classes...).ID
}

var broadworksChanges = []fixtureChange{
	{"broadworks login", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		a := oneOf(r, f.BroadWorks.Accounts...)
		return h.broadworks.Sessions.Login(ctx, a.Username, a.Password)
	}},
	{"broadworks music", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		u := oneOf(r, f.BroadWorks.Users...)
		return h.broadworks.MusicOnHold.Update(ctx, root, broadworks.UserRef{TenantID: u.TenantID, GroupID: u.GroupID, UserID: u.ID}, broadworks.MusicOnHoldInput{
			IsActive: maybe(r, r.IntN(2) == 0), UseAlternateSourceForInternalCalls: maybe(r, r.IntN(2) == 0),
			Source: maybe(r, anySource(r, broadworks.SelectGroup)), InternalSource: maybe(r, anySource(r, broadworks.SelectGroup)),
		})
	}},
	{"broadworks group music", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		g := oneOf(r, f.BroadWorks.Groups...)
		source := func() *broadworks.GroupSourceInput {
			return maybe(r, broadworks.GroupSourceInput{PreferredCodec: maybe(r, broadworks.G722), SourceInput: anySource(r, broadworks.SelectExternal)})
		}
		return h.broadworks.GroupMusicOnHold.Update(ctx, root, broadworks.GroupRef{TenantID: g.TenantID, GroupID: g.ID}, broadworks.GroupMusicOnHoldInput{
			IsActiveDuringCallPark: maybe(r, r.IntN(2) == 0), Source: source(), InternalSource: source(),
		})
	}},
	{"broadworks answer numbered", func(ctx context.Context, h *fixtureHost, _ *pbxtest.Fixture, _ *rand.Rand) (any, error) {
		return h.broadworks.Audit.Record(ctx)
	}},
	{"broadworks account removed", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.broadworks.Seed.Remove(ctx, broadworks.Removal{Accounts: []string{oneOf(r, f.BroadWorks.Accounts...).Username}}))
	}},
	{"broadworks token removed", func(ctx context.Context, h *fixtureHost, f *pbxtest.Fixture, r *rand.Rand) (any, error) {
		return nothing(h.broadworks.Seed.Remove(ctx, broadworks.Removal{Tokens: []string{oneOf(r, f.BroadWorks.Tokens...).Value}}))
	}},
}

var root = broadworks.Caller{Username: "system", Level: broadworks.System}

func anySource(r *rand.Rand, other broadworks.Selection) broadworks.SourceInput {
	file := oneOf(r, "My Music", "Group Music", "APIO Group Test Announcement", broadworks.DeleteFile)
	return broadworks.SourceInput{
		Selection: maybe(r, oneOf(r, other, broadworks.SelectCustom)), AudioFile: maybe(r, broadworks.AudioFileInput{Name: file}),
	}
}

// runChanges makes changes at random and returns what they said, also how they were
// refused. Identifiers and choices follow from a seed.
func runChanges(t *testing.T, h *fixtureHost, f *pbxtest.Fixture, seed byte, n int, worked map[string]bool) (said []string) {
	t.Helper()
	h = newFixtureHostOn(h.db, seed)
	r := rand.New(rand.NewPCG(uint64(seed), 0))
	for range n {
		c := oneOf(r, fixtureChanges...)
		result, err := c.do(t.Context(), h, f, r)
		if errors.Is(err, xivo.ErrUnhandled) || errors.Is(err, voipnow.ErrInternal) || errors.Is(err, telecomx.ErrInternal) || errors.Is(err, broadworks.ErrInternal) {
			t.Fatalf("%s: %v", c.name, err)
		}
		worked[c.name] = worked[c.name] || err == nil
		answer, _ := json.Marshal(result)
		said = append(said, fmt.Sprintf("%s: %s, %v", c.name, answer, err))
	}
	return said
}

// Whatever has become of a server, its export makes one that is the same: in what it
// holds, and in what it says and does from then on.
func TestAnExportGoesOnAsItsOriginWould(t *testing.T) {
	worked := map[string]bool{}
	start := []*pbxtest.Fixture{pbxtest.Documentation(), pbxtest.Generate(pbxtest.Population{Users: 10, Subscribers: 4, Extensions: 4, Employees: 4})}
	for seed := range byte(24) {
		f := start[seed%2]
		h := hostFixture(t, f)
		runChanges(t, h, f, seed, 150, worked)
		copied := reimported(t, h)
		checkSame(t, h, copied)

		forked := &fixtureHost{db: h.db.(*memstore.DB).Fork()}
		said, alsoSaid := runChanges(t, forked, f, 100+seed, 100, worked), runChanges(t, copied, f, 100+seed, 100, worked)
		if diff := cmp.Diff(said, alsoSaid); diff != "" {
			t.Errorf("seed %d: what was said after the import (-origin +import):\n%s", seed, diff)
		}
		checkSame(t, newFixtureHostOn(forked.db, 0), copied)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
	for _, c := range fixtureChanges {
		if !worked[c.name] {
			t.Errorf("%s: never worked, so that nothing is known about it", c.name)
		}
	}
}
