package pbxtest_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// fixtureHost is where fixtures are loaded: services of all vendors without a server.
type fixtureHost struct {
	db         store.DB
	seed       byte // of identifiers, and how many minutes later it is
	xivo       *xivo.Service
	voipnow    *voipnow.Service
	telecomx   *telecomx.Service
	broadworks *broadworks.Service
}

var fixtureHostClock = time.Date(2026, 2, 3, 4, 5, 6, 0, time.UTC)

// newFixtureHost returns a host without records.
func newFixtureHost() *fixtureHost {
	return newFixtureHostOn(memstore.New(append(append(append(xivo.Tables(), voipnow.Tables()...), telecomx.Tables()...), broadworks.Tables()...)...), 0)
}

// newFixtureHostOn returns a host on a database.
func newFixtureHostOn(db store.DB, seed byte) *fixtureHost {
	random := rand.NewChaCha8([32]byte{seed})
	now := func() time.Time { return fixtureHostClock.Add(time.Duration(seed) * time.Minute) }
	return &fixtureHost{
		db:         db,
		seed:       seed,
		xivo:       xivo.New(db, xivo.WithClock(now), xivo.WithIDs(xivo.RandomIDs(random))),
		voipnow:    voipnow.New(db, voipnow.WithClock(now), voipnow.WithIDs(voipnow.RandomIDs(random))),
		telecomx:   telecomx.New(db, telecomx.WithClock(now), telecomx.WithIDs(telecomx.RandomIDs(random))),
		broadworks: broadworks.New(db, broadworks.WithClock(now), broadworks.WithIDs(broadworks.RandomIDs(random))),
	}
}

func (h *fixtureHost) load(ctx context.Context, f *pbxtest.Fixture) error {
	return pbxtest.LoadFixture(f, ctx, h.xivo, h.voipnow, h.telecomx, h.broadworks)
}

func (h *fixtureHost) dump(t testing.TB) *pbxtest.Fixture {
	t.Helper()
	f, err := pbxtest.DumpFixture(t.Context(), h.xivo, h.voipnow, h.telecomx, h.broadworks)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

// hostFixture returns a host with the records of a fixture.
func hostFixture(t testing.TB, f *pbxtest.Fixture) *fixtureHost {
	t.Helper()
	h := newFixtureHost()
	if err := h.load(t.Context(), f); err != nil {
		t.Fatalf("the fixture does not load: %v", err)
	}
	return h
}

func encodeFixture(t testing.TB, f *pbxtest.Fixture) []byte {
	t.Helper()
	var buf bytes.Buffer
	if err := f.Encode(&buf); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

func parseFixture(t testing.TB, data []byte) *pbxtest.Fixture {
	t.Helper()
	f, err := pbxtest.ParseFixture(data)
	if err != nil {
		t.Fatalf("what was encoded does not parse: %v\n%s", err, data)
	}
	return f
}

// diffFixtures compares fixtures as what they load as: an empty list is none, and
// white space in JSON that is kept is in no answer.
func diffFixtures(want, got *pbxtest.Fixture) string {
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), cmp.Transformer("Compact", func(raw json.RawMessage) string {
		var compact bytes.Buffer
		if err := json.Compact(&compact, raw); err != nil {
			return err.Error()
		}
		return compact.String()
	}))
}

// checkSame checks that two hosts hold the same.
func checkSame(t testing.TB, want, got *fixtureHost) {
	t.Helper()
	w, g := want.dump(t), got.dump(t)
	if diff := diffFixtures(w, g); diff != "" {
		t.Errorf("state (-want +got):\n%s", diff)
	}
	if !bytes.Equal(encodeFixture(t, w), encodeFixture(t, g)) {
		t.Errorf("the same state is different bytes")
	}
}

// reimported returns a host that holds what an export of another says.
func reimported(t testing.TB, h *fixtureHost) *fixtureHost {
	t.Helper()
	return hostFixture(t, parseFixture(t, encodeFixture(t, h.dump(t))))
}

// sampleFixtures are fixtures of every origin.
func sampleFixtures(t testing.TB) map[string]*pbxtest.Fixture {
	t.Helper()
	built, err := pbxtest.Build(sayEverything)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]*pbxtest.Fixture{
		"documentation": pbxtest.Documentation(),
		"generated":     pbxtest.Generate(pbxtest.Population{}),
		"hardly any":    pbxtest.Generate(pbxtest.Population{Users: -1}),
		"built":         built,
		"empty":         {},
	}
}

func TestAFixtureSurvivesItsFile(t *testing.T) {
	for name, f := range sampleFixtures(t) {
		t.Run(name, func(t *testing.T) {
			data := encodeFixture(t, f)
			parsed := parseFixture(t, data)
			if diff := diffFixtures(f, parsed); diff != "" {
				t.Errorf("what was encoded and parsed (-want +got):\n%s", diff)
			}
			if again := encodeFixture(t, parsed); !bytes.Equal(data, again) {
				t.Errorf("encoded again it is other bytes")
			}
			checkSame(t, hostFixture(t, f), hostFixture(t, parsed))
		})
	}
}

func TestAnExportMakesTheSameState(t *testing.T) {
	for name, f := range sampleFixtures(t) {
		t.Run(name, func(t *testing.T) {
			h := hostFixture(t, f)
			checkSame(t, h, reimported(t, h))
		})
	}
}

func TestLoadChangesNoFixture(t *testing.T) {
	for name, f := range sampleFixtures(t) {
		before := encodeFixture(t, f)
		hostFixture(t, f)
		if !bytes.Equal(before, encodeFixture(t, f)) {
			t.Errorf("loading has changed the fixture %s", name)
		}
	}
}

func TestADumpHasEveryVendor(t *testing.T) {
	want := &pbxtest.Fixture{
		XiVO: &xivo.Fixture{}, VoipNow: &voipnow.Fixture{}, TelecomX: &telecomx.Fixture{}, BroadWorks: &broadworks.Fixture{},
	}
	if diff := cmp.Diff(want, newFixtureHost().dump(t)); diff != "" {
		t.Errorf("dump of nothing (-want +got):\n%s", diff)
	}
	full := hostFixture(t, pbxtest.Documentation()).dump(t)
	if len(full.XiVO.Users) == 0 || len(full.VoipNow.Calls) == 0 || len(full.TelecomX.Employees) == 0 || len(full.BroadWorks.Users) == 0 {
		t.Errorf("a vendor's records are missing in %s", encodeFixture(t, full))
	}
}

func TestLoadErrorsNameTheRecord(t *testing.T) {
	docs := pbxtest.Documentation
	for _, c := range []struct {
		name   string
		change func(f *pbxtest.Fixture)
		want   string
	}{
		{"xivo", func(f *pbxtest.Fixture) { f.XiVO.Users[3].Line.Site = "mds9" }, "xivo.users[3].line: site: unknown media server 'mds9'"},
		{"voipnow", func(f *pbxtest.Fixture) { f.VoipNow.Extensions[1].OwnerID = "99" }, "voipnow.extensions[1]: ownerId: unknown user 99"},
		{"telecomx", func(f *pbxtest.Fixture) { f.TelecomX.Customers[0].Settings.MasterPINCode = "1" },
			"telecomx.customers[0]: settings.masterPinCode: expected 4 to 10 digits"},
		{"broadworks", func(f *pbxtest.Fixture) { f.BroadWorks.Users[0].GroupID = "none" }, "broadworks.users[0]: group 'none' not found"},
		{"the first of several", func(f *pbxtest.Fixture) {
			f.BroadWorks.Users[0].GroupID, f.XiVO.Queues[2].Name = "none", ""
		}, "xivo.queues[2]: name: must not be empty"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := docs()
			c.change(f)
			if err := newFixtureHost().load(t.Context(), f); err == nil || err.Error() != c.want {
				t.Errorf("error = %v, want %s", err, c.want)
			}
		})
	}
}

func TestAnEndedContextIsNamedAsSuch(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	h := newFixtureHost()
	if err := h.load(ctx, pbxtest.Documentation()); !errors.Is(err, context.Canceled) || !strings.HasPrefix(err.Error(), "xivo: ") {
		t.Errorf("load: error = %v, want xivo: context canceled", err)
	}
	f, err := pbxtest.DumpFixture(ctx, h.xivo, h.voipnow, h.telecomx, h.broadworks)
	if f != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("dump = %v, %v, want nil, context canceled", f, err)
	}
}

func TestParseFixtureSaysWhatIsWrong(t *testing.T) {
	const hint = " (the vendors are xivo, voipnow, telecomx and broadworks)"
	for _, c := range []struct{ name, text, want string }{
		{"unknown vendor", `{"asterisk":{}}`, "asterisk: unknown member" + hint},
		{"vendor in another case", `{"XiVO":{}}`, "XiVO: unknown member" + hint},
		{"unknown member", `{"xivo":{"user":[]}}`, "xivo.user: unknown member"},
		{"unknown member of a record", `{"broadworks":{"users":[{},{"music":1}]}}`, "broadworks.users[1].music: unknown member"},
		{"wrong type", `{"voipnow":{"calls":{}}}`, "voipnow.calls: expected an array"},
		{"repeated vendor", `{"telecomx":{},"telecomx":{}}`, "telecomx: member is repeated"},
		{"syntax", "{\n\t\"xivo\": }", "line 2, column 10: invalid character '}' looking for beginning of value"},
		{"nothing", "", "line 1, column 1: unexpected end of JSON input"},
		{"null", "null", "expected a value, found null"},
		{"list", "[]", "expected an object"},
		{"not UTF-8", "{\"\xff\":1}", "not valid UTF-8"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, err := pbxtest.ParseFixture([]byte(c.text))
			if f != nil || err == nil || err.Error() != c.want {
				t.Errorf("ParseFixture = %v, %v, want nil, %s", f, err, c.want)
			}
		})
	}
}

func TestAVendorCanBeMissing(t *testing.T) {
	for _, text := range []string{`{}`, `{"xivo":null}`, `{"xivo":{},"broadworks":{}}`} {
		h := hostFixture(t, parseFixture(t, []byte(text)))
		checkSame(t, newFixtureHost(), h)
	}
	if f := parseFixture(t, []byte(`{"xivo":{"queues":[{"name":"support"}]}}`)); f.VoipNow != nil || f.XiVO.Queues[0].Name != "support" {
		t.Errorf("fixture = %+v, want a XiVO and nothing else", f)
	}
}

func TestReadFixture(t *testing.T) {
	fsys := fstest.MapFS{
		"good.json": {Data: []byte(`{"xivo":{"queues":[{"name":"support"}]}}`)},
		"bad.json":  {Data: []byte(`{"xivo":{"queue":[]}}`)},
	}
	f, err := pbxtest.ReadFixture(fsys, "good.json")
	if err != nil || len(f.XiVO.Queues) != 1 {
		t.Errorf("good.json = %v, %v, want a queue", f, err)
	}
	if f, err := pbxtest.ReadFixture(fsys, "bad.json"); f != nil || err == nil || err.Error() != "fixture bad.json: xivo.queue: unknown member" {
		t.Errorf("bad.json = %v, %v, want fixture bad.json: xivo.queue: unknown member", f, err)
	}
	if f, err := pbxtest.ReadFixture(fsys, "none.json"); f != nil || !errors.Is(err, fs.ErrNotExist) || !strings.Contains(err.Error(), "none.json") {
		t.Errorf("none.json = %v, %v, want an error about none.json", f, err)
	}
}

func TestEncodeIsForReaders(t *testing.T) {
	f := &pbxtest.Fixture{XiVO: &xivo.Fixture{
		Clock: time.Date(2026, 1, 1, 9, 0, 0, 0, time.FixedZone("", 3600)),
		Users: []xivo.UserRecord{{FirstName: "Zoë", LastName: "<Ash> & Elm"}},
		CallbackRequests: []xivo.CallbackRequest{
			{PhoneNumber: "1000"}, {PhoneNumber: "1001", DueDate: xivo.Date{Year: 2026, Month: 1, Day: 2}},
		},
	}}
	want := `{
  "xivo": {
    "clock": "2026-01-01T09:00:00+01:00",
    "users": [
      {
        "firstName": "Zoë",
        "lastName": "<Ash> & Elm"
      }
    ],
    "callbackRequests": [
      {
        "uuid": "",
        "listUuid": "",
        "phoneNumber": "1000",
        "preferredPeriodUuid": ""
      },
      {
        "uuid": "",
        "listUuid": "",
        "phoneNumber": "1001",
        "preferredPeriodUuid": "",
        "dueDate": "2026-01-02"
      }
    ]
  }
}
`
	if diff := cmp.Diff(want, string(encodeFixture(t, f))); diff != "" {
		t.Errorf("file (-want +got):\n%s", diff)
	}
}

func TestEncodeWritesNothingThatCannotBeRead(t *testing.T) {
	var buf bytes.Buffer
	f := &pbxtest.Fixture{XiVO: &xivo.Fixture{Clock: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}}
	if err := f.Encode(&buf); err == nil || buf.Len() > 0 {
		t.Errorf("Encode = %v and %d bytes, want an error and none", err, buf.Len())
	}
	errFull := errors.New("full")
	if err := pbxtest.Documentation().Encode(failingWriter{errFull}); !errors.Is(err, errFull) {
		t.Errorf("Encode = %v, want %v", err, errFull)
	}
}

type failingWriter struct{ err error }

func (w failingWriter) Write([]byte) (int, error) { return 0, w.err }

// JSON that a client sent is kept as it was sent, whatever a file makes of it.
func TestKeptJSONIsNotIndented(t *testing.T) {
	f := &pbxtest.Fixture{XiVO: &xivo.Fixture{Users: []xivo.UserRecord{{Login: "ada", Rights: &xivo.Rights{
		Type: xivo.ProfileTeacher, Data: xivo.RightsData{Extra: map[string]json.RawMessage{"period": json.RawMessage(`{"a":[1,2.50,"x  y"]}`)}},
	}}}}}
	parsed := parseFixture(t, encodeFixture(t, f))
	got := string(parsed.XiVO.Users[0].Rights.Data.Extra["period"])
	if want := `{"a":[1,2.50,"x  y"]}`; got != want {
		t.Errorf("kept JSON is %s, want %s", got, want)
	}
}
