package voipnow_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/pbxkit/pbxkit/voipnow"
)

func TestParseFixtureNamesTheFault(t *testing.T) {
	for text, want := range map[string]string{
		`{"calls":[{"id":"c","view":[]}]}`:                  "calls[0].view: unknown member",
		`{"calls":[{"phoneCallView":[{"status":"5"}]}]}`:    "calls[0].phoneCallView[0].status: expected voipnow.Status, found string",
		`{"calls":[{"phoneCallView":[{"onhold":"2012"}]}]}`: "calls[0].phoneCallView[0].onhold: unknown member",
		`{"Users":[]}`: "Users: unknown member",
		`{"apps":[{"clientId":"a"},{"secret":"b"}]}`:      "apps[1].secret: unknown member",
		`{"tokens":[{"value":"t","expires":"tomorrow"}]}`: `tokens[0].expires: parsing time "tomorrow" as "2006-01-02T15:04:05Z07:00": cannot parse "tomorrow" as "2006"`,
		"{\"users\":[\n}": "line 2, column 1: invalid character '}' looking for beginning of value",
	} {
		if _, err := voipnow.ParseFixture([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("ParseFixture(%s): %v, want %s", text, err, want)
		}
	}
}

// The documentation fixture is in the form of a dump, so that what a dump adds or
// leaves out shows here.
func TestDocumentationIsItsOwnDump(t *testing.T) {
	svc := newService()
	load(t, svc, voipnow.Documentation())
	got, err := svc.Seed.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(voipnow.Documentation(), got, cmpopts.IgnoreFields(voipnow.Fixture{}, "Clock")); diff != "" {
		t.Errorf("dump (-want +got):\n%s", diff)
	}
}
