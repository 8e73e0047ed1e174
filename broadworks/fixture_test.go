package broadworks_test

import (
	"context"
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/memstore"
)

func TestFixtureHasAJSONForm(t *testing.T) {
	svc := newService(t)
	if _, err := svc.Sessions.Login(t.Context(), "foouser", "IAmAStrongPassword"); err != nil {
		t.Fatal(err)
	}
	dump, err := svc.Seed.Dump(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(dump)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := broadworks.ParseFixture(text)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(dump, parsed); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestParseFixtureNamesWhatIsWrong(t *testing.T) {
	for text, want := range map[string]string{
		`{"users":[{"id":"u","moh":1}]}`:                           "users[0].moh: unknown member",
		`{"groups":[{"musicOnHold":{"source":{"audiofile":{}}}}]}`: "groups[0].musicOnHold.source.audiofile: unknown member",
		`{"users":[{"announcements":[{"fileSize":"78"}]}]}`:        "users[0].announcements[0].fileSize: expected int64, found string",
		`{"Tenants":[]}`:                    "Tenants: unknown member",
		`[]`:                                "expected an object",
		`{"tenants":[{"id":"a","id":"b"}]}`: "tenants[0].id: member is repeated",
		`{"users":[{"musicOnHold":{"source":{"messageSourceSelection":7}}}]}`: "users[0].musicOnHold.source.messageSourceSelection: expected broadworks.Selection, found number",
	} {
		if _, err := broadworks.ParseFixture([]byte(text)); err == nil || err.Error() != want {
			t.Errorf("ParseFixture(%s): error = %v, want %s", text, err, want)
		}
	}
}

func FuzzFixture(f *testing.F) {
	f.Add([]byte(`{}`))
	text, err := json.Marshal(broadworks.Documentation())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(text)
	f.Add([]byte(`{"tenants":[{"id":"t"}],"groups":[{"tenantId":"t","id":"g","announcements":[{"name":"a","mediaType":"MOV"}],` +
		`"musicOnHold":{"internalSource":{"audioFilePreferredCodec":"AMR","messageSourceSelection":"Custom","audioFile":{"name":"a"}}}}],"lastAuditId":3}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		fixture, err := broadworks.ParseFixture(text)
		if err != nil {
			return
		}
		first := broadworks.New(memstore.New(broadworks.Tables()...))
		if err := first.Seed.Load(t.Context(), fixture); err != nil {
			if dump, _ := first.Seed.Dump(t.Context()); !cmp.Equal(dump, &broadworks.Fixture{}) {
				t.Errorf("a refused load left %+v", dump)
			}
			return
		}
		want := mustDump(t, first)
		again := broadworks.New(memstore.New(broadworks.Tables()...))
		if err := again.Seed.Load(t.Context(), want); err != nil {
			t.Fatalf("Load of a dump: %v", err)
		}
		if diff := cmp.Diff(want, mustDump(t, again)); diff != "" {
			t.Errorf("dump of a loaded dump (-want +got):\n%s", diff)
		}
	})
}

func mustDump(t testing.TB, svc *broadworks.Service) *broadworks.Fixture {
	t.Helper()
	f, err := svc.Seed.Dump(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return f
}
