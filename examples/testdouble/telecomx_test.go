package main

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
)

func newTelecomX(pbx *pbxtest.Server) *TelecomX {
	open := pbx.Credentials.TelecomX
	return NewTelecomX(pbx.URLs().TelecomX, open.Username, open.Password, pbx.Client())
}

// settingsOf returns what the PBX has stored for the customer whose employee its token
// stands for.
func settingsOf(t *testing.T, pbx *pbxtest.Server) telecomx.CustomerSettings {
	t.Helper()
	callers, err := pbx.Callers(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	settings, err := pbx.TelecomX.Settings.Get(t.Context(), callers.TelecomX, "")
	if err != nil {
		t.Fatal(err)
	}
	return settings
}

// TelecomX ignores members that it does not know, and says nothing: a client that
// spells retension correctly changes nothing, and is answered 200. With FailOnUnread
// the test fails then.
func TestOneSettingIsChangedAndNoOther(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.FailOnUnread()) // with the records of the vendor's page
	want := settingsOf(t, pbx)
	want.Recording.Retention = 14

	settings, err := newTelecomX(pbx).SetRetention(t.Context(), 14)
	if err != nil || settings.Recording.Retention != 14 || settings.Recording.Mode != "ALWAYS" {
		t.Errorf("settings %+v, error %v; want a retention of 14 days, and mode ALWAYS as before", settings, err)
	}
	if diff := cmp.Diff(want, settingsOf(t, pbx)); diff != "" {
		t.Errorf("stored settings (-want +got):\n%s", diff)
	}
	pbx.Journal().Expect(t, telecomx.UpdateSettings,
		pbxtest.Value("customer", want.Customer), pbxtest.Body(`{"recording": {"retension": 14}}`))
}

func TestAValueThatIsRefusedChangesNothing(t *testing.T) {
	pbx := pbxtest.Run(t)
	before := settingsOf(t, pbx)
	_, err := newTelecomX(pbx).SetRetention(t.Context(), 15)
	want := &TelecomXError{Status: 422, Kind: "recording.retension", Description: "Invalid value"}
	if got, _ := errors.AsType[*TelecomXError](err); !cmp.Equal(want, got) {
		t.Errorf("error (-want +got):\n%s", cmp.Diff(want, got))
	}
	if diff := cmp.Diff(before, settingsOf(t, pbx)); diff != "" {
		t.Errorf("stored settings (-before +after):\n%s", diff)
	}
}

func TestASessionServesManyRequests(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := newTelecomX(pbx)
	for range 3 {
		if _, err := c.Settings(t.Context()); err != nil {
			t.Fatal(err)
		}
		pbx.Advance(10 * time.Minute) // each request restarts the 15 minutes
	}
	pbx.Journal().ExpectCount(t, 1, telecomx.Login)
	pbx.Journal().ExpectNone(t, nil, pbxtest.Status(401))
}

func TestASessionThatHasExpiredIsReplaced(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := newTelecomX(pbx)
	if _, err := c.Settings(t.Context()); err != nil {
		t.Fatal(err)
	}
	pbx.Advance(15*time.Minute + time.Second)
	if _, err := c.SetRetention(t.Context(), 30); err != nil {
		t.Fatal(err)
	}
	want := []string{"Login 200", "GetSettings 200", "UpdateSettings 401", "Login 200", "UpdateSettings 200"}
	if diff := cmp.Diff(want, pbx.Journal().Summary()); diff != "" {
		t.Errorf("requests (-want +got):\n%s", diff)
	}
	pbx.Journal().ExpectCount(t, 1, telecomx.UpdateSettings, pbxtest.AnswerMember("message", "expired"))
}

// A server that refuses every session must not be logged in to for ever.
func TestASecondRefusalIsAnError(t *testing.T) {
	pbx := pbxtest.Run(t)
	pbx.Fault(t, pbxtest.Fault{Operation: telecomx.GetSettings, Err: telecomx.ErrExpired})
	_, err := newTelecomX(pbx).Settings(t.Context())
	if refused, ok := errors.AsType[*TelecomXError](err); !ok || refused.Kind != "expired" {
		t.Errorf("error %v, want expired", err)
	}
	pbx.Journal().ExpectCount(t, 2, telecomx.Login)
	pbx.Journal().ExpectCount(t, 2, telecomx.GetSettings)
}

func TestAWrongPasswordIsAnErrorAtOnce(t *testing.T) {
	pbx := pbxtest.Run(t)
	c := NewTelecomX(pbx.URLs().TelecomX, pbx.Credentials.TelecomX.Username, "wrong", pbx.Client())
	_, err := c.Settings(t.Context())
	if refused, ok := errors.AsType[*TelecomXError](err); !ok || refused.Kind != "credentials_invalid" {
		t.Errorf("error %v, want credentials_invalid", err)
	}
	pbx.Journal().ExpectOnly(t, telecomx.Login, pbxtest.Sender(pbx.Credentials.TelecomX.Username))
	pbx.Journal().ExpectCount(t, 1, telecomx.Login)
}
