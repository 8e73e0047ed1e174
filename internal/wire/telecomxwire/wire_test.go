package telecomxwire_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// text returns the JSON of a value as servers write it: nothing escaped for HTML.
func text(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		t.Fatal(err)
	}
	return string(bytes.TrimSpace(b.Bytes()))
}

func TestATextHasNoValueInTwoWays(t *testing.T) {
	type object struct {
		A telecomxwire.Text `json:"a,omitzero"`
	}
	for _, c := range []struct {
		value     string
		orLeftOut bool
		want      string
	}{
		{"", false, `{"a":null}`},
		{"", true, `{}`},
		{"+45", true, `{"a":"+45"}`},
		{"<&>", false, `{"a":"<&>"}`},
		{`a\b`, false, `{"a":"a\\b"}`},
		{`"`, false, `{"a":"\""}`},
		{"\"\\\n\u007fÆ\u2028", false, `{"a":"\"\\\n` + "\u007f" + `Æ\u2028"}`},
		{"\xff", false, `{"a":"\ufffd"}`},
	} {
		got := text(t, object{telecomxwire.NewText(c.value, c.orLeftOut)})
		if got != c.want {
			t.Errorf("%q: %s, want %s", c.value, got, c.want)
		}
		var back object
		if err := json.Unmarshal([]byte(got), &back); err != nil {
			t.Fatal(err)
		}
		if c.value != "\xff" && (back.A.Value != c.value || back.A.Sent != (got != "{}")) {
			t.Errorf("%s is read as %+v", got, back.A)
		}
	}
	var a object
	if err := json.Unmarshal([]byte(`{"a":7}`), &a); err == nil {
		t.Errorf("a number is read as %+v", a)
	}
}

func TestWhatIsWrittenIsReadAsItWas(t *testing.T) {
	full := telecomx.CustomerSettings{Customer: "c", Settings: telecomx.Settings{
		DefaultMusicOnHold: "m", MasterPINCode: "0001", DefaultLanguage: "da", DefaultNumber: "+45", DefaultVoiceAccount: "v", NationalPrefix: "+1",
		CallerIDName: telecomx.CallerIDPrefix, VoicemailBreakout: "b", Recording: telecomx.Recording{Mode: "M", Quality: "Q", Retention: 7},
		Billing: telecomx.Billing{InvoicedUntil: time.Date(2020, 2, 29, 12, 14, 15, 678_000_000, time.UTC)}, PresentMobileOnLocalToMobile: true,
	}}
	hidden := full
	hidden.MasterPINCode, hidden.PINHidden = "", true
	for _, want := range []telecomx.CustomerSettings{full, hidden, {Customer: "c"}} {
		for _, orLeftOut := range []bool{false, true} {
			var w telecomxwire.Settings
			if err := json.Unmarshal([]byte(text(t, telecomxwire.NewSettings(want, orLeftOut))), &w); err != nil {
				t.Fatal(err)
			}
			got := w.Record()
			if orLeftOut && want.MasterPINCode == "" {
				got.PINHidden = want.PINHidden // only the level of the caller tells
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("settings (-want +got):\n%s", diff)
			}
		}
	}
	page := telecomx.MusicPage{Offset: 1, Limit: 2, Total: 3, Classes: []telecomx.MusicOnHold{
		{ID: "a", Name: "A", Songs: []telecomx.Song{{ID: "s", Name: "<S>", Length: 3}}}, {ID: "b", Customer: "c", Random: true},
	}}
	var songs telecomxwire.MusicPage[[]telecomxwire.Song]
	if err := json.Unmarshal([]byte(text(t, telecomxwire.NewMusicPage(page, telecomxwire.NewMusic))), &songs); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(page, songs.Record()); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	id := telecomx.Identity{Caller: telecomx.Caller{Employee: "e", Customer: "c", Level: telecomx.Owner}, Name: "n", Language: "da", CustomerName: "C"}
	w := telecomxwire.NewIdentity(id)
	w.Extension = telecomxwire.NewExtension(id, true)
	var read telecomxwire.Identity
	if err := json.Unmarshal([]byte(text(t, w)), &read); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(id, read.Record()); diff != "" {
		t.Errorf("identity (-want +got):\n%s", diff)
	}
}
