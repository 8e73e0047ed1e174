package telecomxhttp_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/telecomx"
)

func TestWhatNobodyLooksAtIsKnown(t *testing.T) {
	const settings, music = "/pbx/settings/1234567890ABCDEF12345678", "/pbx/musiconhold"
	for _, c := range []struct {
		name, method, target, token, body string
		status                            int
		want                              []string
	}{
		{"everything that can be changed", "POST", settings, "token-owner",
			`{"defaultMusicOnHold": null, "masterPinCode": "0000", "defaultLanguage": "en", "defaultNumber": "+46123", "defaultVoiceAccount": null,
			  "nationalPrefix": "0046", "callerIdNameOutbound": "AS_IS", "voicemailBreakout": null, "recording": {"mode": "DEMAND", "quality": "COMPACT", "retension": 730},
			  "presentMobileOnLocalToMobile": true}`, 200, nil},
		{"misspelt settings", "POST", settings, "token-owner", `{"maserPinCode": "0000", "Recording": {"mode": "ALWAYS"}, "none": null, "list": [1, {"x": 1}]}`,
			200, []string{"Recording", "list", "maserPinCode", "none"}},
		{"settings that cannot be changed", "POST", settings, "token-owner", `{"_id": "1", "billing": {"invoicedUntil": "2030-01-01T00:00:00.000Z"}}`,
			200, nil},
		{"retention, as the vendor does not spell it", "POST", settings, "token-owner", `{"recording": {"mode": "ALWAYS", "quality": "HIGH", "retention": 1}}`,
			200, []string{"recording.retention"}},
		{"a recording that is refused", "POST", settings, "token-owner", `{"recording": {"mode": 1, "level": {"x": 1}}}`, 422, []string{"recording.level"}},
		{"a recording that is none", "POST", settings, "token-owner", `{"recording": [{"mode": "ALWAYS"}], "x": 1}`, 422, []string{"x"}},
		{"a recording that is null", "POST", settings, "token-owner", `{"recording": null, "x": 1}`, 422, []string{"x"}},
		{"a login", "POST", "/auth/login", "", `{"username": "user@domain.com", "password": "mysecret password", "cookie": 0, "persist": true, "smsKey": "1"}`,
			200, nil},
		{"a login by query", "GET", "/auth/login?username=user@domain.com&password=mysecret+password&Persist=true", "", "", 200, []string{"?Persist"}},
		{"a new class", "POST", music, "token-owner", `{"name": "Rain", "random": true, "customer": null, "audio": [{"id": "1"}], "songs": []}`, 200, []string{"songs"}},
		{"parameters of a list", "GET", music + "?customer=1234567890ABCDEF12345678&filter=a&offset=0&limit=2&full=true&page=1&Limit=3", "token-owner", "",
			200, []string{"?Limit", "?page"}},
		{"a parameter where there is none", "GET", "/ping?page=2", "token-owner", "", 200, []string{"?page"}},
		{"a parameter beside a body", "POST", settings + "?masterPinCode=0000", "token-owner", `{}`, 200, []string{"?masterPinCode"}},
		{"a credential in the query", "GET", "/ping?token=token-owner&Token=x", "", "", 200, []string{"?Token"}},
		{"a credential in the body", "POST", music, "", `{"token": "token-owner", "name": "Rain", "Token": "x"}`, 200, []string{"Token"}},
		{"credentials beside the header", "POST", music + "?token=x", "token-owner", `{"token": "token-owner", "name": "Rain"}`, 200, []string{"?token", "token"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := httptest.NewRequest(c.method, c.target, strings.NewReader(c.body))
			if c.token != "" {
				r.Header.Set("Authorization", "Bearer "+c.token)
			}
			resttest.ExpectUnread(t, newPBX(t, telecomxhttp.Options{}), r, c.status, c.want...)
		})
	}
}

// updates remembers the last update.
type updates struct {
	telecomx.SettingsService
	last telecomx.SettingsInput
}

func (u *updates) Update(_ context.Context, _ telecomx.Caller, _ string, in telecomx.SettingsInput) (telecomx.CustomerSettings, error) {
	u.last = in
	return telecomx.CustomerSettings{}, nil
}

func TestARecordingThatIsNoneTakesNothingWithIt(t *testing.T) {
	p := newPBX(t, telecomxhttp.Options{})
	seen := &updates{SettingsService: p.svc.Settings}
	p.svc.Settings = seen
	call(p, "POST", "/pbx/settings/1234567890ABCDEF12345678", "token-owner", `{"recording": [], "presentMobileOnLocalToMobile": true}`)
	want := telecomx.SettingsInput{
		Recording:                    telecomx.Clear[telecomx.RecordingInput](),
		PresentMobileOnLocalToMobile: telecomx.To(true),
	}
	if diff := cmp.Diff(want, seen.last); diff != "" {
		t.Errorf("input (-want +got):\n%s", diff)
	}
}
