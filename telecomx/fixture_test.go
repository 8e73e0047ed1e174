package telecomx_test

import (
	"encoding/json"
	"testing"

	"github.com/pbxkit/pbxkit/telecomx"
)

func TestParseFixtureNamesWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{"customer": []}`: "customer: unknown member",
		`{"customers": [{"settings": {"recording": {"retention": 7}}}]}`: "customers[0].settings.recording.retention: unknown member",
		`{"tokens": [{"value": 1}]}`:                                     "tokens[0].value: expected string, found number",
		`{"musicOnHold": {}}`:                                            "musicOnHold: expected an array",
		`[]`:                                                             "expected an object",
	} {
		if _, err := telecomx.ParseFixture([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("%s: error = %v, want %s", text, err, want)
		}
	}
}

func TestDocumentationIsAFixtureOfItsOwnEachTime(t *testing.T) {
	telecomx.Documentation().Customers[0].Name = "changed"
	if name := telecomx.Documentation().Customers[0].Name; name != "Example customer" {
		t.Errorf("name %q", name)
	}
}

func TestDocumentationHasWhatItsConstantsName(t *testing.T) {
	svc, _ := documented(t)
	byToken, err := svc.Auth.Check(t.Context(), bearer(telecomx.DocumentationToken))
	if err != nil {
		t.Fatal(err)
	}
	byName, err := svc.Auth.As(t.Context(), telecomx.DocumentationOwner)
	if err != nil {
		t.Fatal(err)
	}
	want := telecomx.Caller{Employee: "52f4fd7734697b28ccaf0104", Customer: "1234567890ABCDEF12345678", Level: telecomx.Owner}
	equal(t, "caller", []telecomx.Caller{byToken, byName}, []telecomx.Caller{want, want})
}

// FuzzLoad loads anything that is a fixture: it is refused, or its dump makes the
// same state again.
func FuzzLoad(f *testing.F) {
	text, err := json.Marshal(telecomx.Documentation())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"customers":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa","settings":{"recording":{"quality":"COMPACT","retension":730},"billing":{"invoicedUntil":"0001-01-01T00:00:00.001+23:59"}}}]}`))
	f.Add([]byte(`{"customers":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa"}],"musicOnHold":[{"id":"AAAAAAAAAAAAAAAAAAAAAAAA","customer":"AAAAAAAAAAAAAAAAAAAAAAAA","name":"x","songs":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa","name":"","length":0}]}]}`))
	f.Add([]byte(`{"customers":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa"}],"musicOnHold":[{"id":"aaaaaaaaaaaaaaaaaaaaaaaa","name":"x","songs":[]}]}`))
	var now clock
	f.Fuzz(func(t *testing.T, text []byte) {
		fixture, err := telecomx.ParseFixture(text)
		if err != nil {
			return
		}
		dumps := [2]*telecomx.Fixture{}
		for i := range dumps {
			svc, _ := empty(telecomx.WithClock(now.Now))
			if err := svc.Seed.Load(t.Context(), fixture); err != nil {
				if i > 0 {
					t.Fatalf("a dump is refused: %v", err)
				}
				return
			}
			if dumps[i], err = svc.Seed.Dump(t.Context()); err != nil {
				t.Fatal(err)
			}
			file, err := json.Marshal(dumps[i])
			if err != nil {
				t.Fatal(err)
			}
			if fixture, err = telecomx.ParseFixture(file); err != nil {
				t.Fatal(err)
			}
		}
		equal(t, "dump of a loaded dump", dumps[1], dumps[0])
	})
}
