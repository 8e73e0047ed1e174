package telecomxhttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// settingsInput reads what can be changed. Assumed: other members, such as _id and
// billing, are ignored.
func settingsInput(o *rest.Object) telecomx.SettingsInput {
	o.Ignore("_id", "billing")
	return telecomx.SettingsInput{
		Malformed:           o.Err() != nil,
		DefaultMusicOnHold:  text[string](o, "defaultMusicOnHold"),
		MasterPINCode:       text[string](o, "masterPinCode"),
		DefaultLanguage:     text[string](o, "defaultLanguage"),
		DefaultNumber:       text[string](o, "defaultNumber"),
		DefaultVoiceAccount: text[string](o, "defaultVoiceAccount"),
		NationalPrefix:      text[string](o, "nationalPrefix"),
		CallerIDName:        text[telecomx.CallerIDName](o, "callerIdNameOutbound"),
		VoicemailBreakout:   text[string](o, "voicemailBreakout"),
		Recording:           recordingInput(o),

		PresentMobileOnLocalToMobile: boolean(o, "presentMobileOnLocalToMobile"),
	}
}

// recordingInput reads recordings; what is no object is null.
func recordingInput(o *rest.Object) telecomx.Change[telecomx.RecordingInput] {
	return change(o, "recording", telecomx.Clear[telecomx.RecordingInput](), func(o *rest.Object, name string) (in telecomx.RecordingInput, ok bool) {
		r := o.Apart().Object(name)
		return telecomx.RecordingInput{
			Mode:      text[telecomx.RecordingMode](r, "mode"),
			Quality:   text[telecomx.RecordingQuality](r, "quality"),
			Retention: integer(r, "retension"),
		}, r.Err() == nil
	})
}

// settings are settings on the wire.
func (c *call) settings(s telecomx.CustomerSettings) telecomxwire.Settings {
	return telecomxwire.NewSettings(s, c.opts.Empties == EmptiesOmit)
}

func getSettings(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	s, err := svc.Settings.Get(ctx, c.caller, c.params.At(0))
	if err != nil {
		return nil, err
	}
	return c.settings(s), nil
}

func updateSettings(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	s, err := svc.Settings.Update(ctx, c.caller, c.params.At(0), settingsInput(c.object()))
	if err != nil {
		return nil, err
	}
	return c.settings(s), nil
}
