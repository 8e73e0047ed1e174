package telecomxhttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/telecomx"
)

// settings are a customer's settings on the wire, in the order of the page. A
// member of type any is what [Options.text] makes of it.
type settings struct {
	ID                  string                `json:"_id"`
	DefaultMusicOnHold  any                   `json:"defaultMusicOnHold,omitempty"`
	MasterPINCode       any                   `json:"masterPinCode,omitempty"`
	DefaultLanguage     any                   `json:"defaultLanguage,omitempty"`
	DefaultNumber       any                   `json:"defaultNumber,omitempty"`
	DefaultVoiceAccount any                   `json:"defaultVoiceAccount,omitempty"`
	NationalPrefix      any                   `json:"nationalPrefix,omitempty"`
	CallerIDName        telecomx.CallerIDName `json:"callerIdNameOutbound"`
	VoicemailBreakout   any                   `json:"voicemailBreakout,omitempty"`
	Recording           recording             `json:"recording"`
	Billing             *billing              `json:"billing,omitempty"`

	PresentMobileOnLocalToMobile bool `json:"presentMobileOnLocalToMobile"`
}

type recording struct {
	Mode      telecomx.RecordingMode    `json:"mode"`
	Quality   telecomx.RecordingQuality `json:"quality"`
	Retension int64                     `json:"retension"` // the vendor's spelling
}

type billing struct {
	InvoicedUntil string `json:"invoicedUntil"`
}

// Times are written as in the page's example: with milliseconds, and Z.
const timeFormat = "2006-01-02T15:04:05.000Z"

// text returns what a member is written from: a string, null if it is empty, or
// nothing.
func (o *Options) text(s string) any {
	switch {
	case s != "":
		return s
	case o.Empties == EmptiesOmit:
		return nil
	}
	return (*string)(nil)
}

func wireSettings(o *Options, s *telecomx.CustomerSettings) *settings {
	out := &settings{
		ID:                  s.Customer,
		DefaultMusicOnHold:  o.text(s.DefaultMusicOnHold),
		DefaultLanguage:     o.text(s.DefaultLanguage),
		DefaultNumber:       o.text(s.DefaultNumber),
		DefaultVoiceAccount: o.text(s.DefaultVoiceAccount),
		NationalPrefix:      o.text(s.NationalPrefix),
		CallerIDName:        s.CallerIDName,
		VoicemailBreakout:   o.text(s.VoicemailBreakout),
		Recording:           recording{s.Recording.Mode, s.Recording.Quality, s.Recording.Retention},

		PresentMobileOnLocalToMobile: s.PresentMobileOnLocalToMobile,
	}
	if !s.PINHidden {
		out.MasterPINCode = o.text(s.MasterPINCode)
	}
	if until := s.Billing.InvoicedUntil; !until.IsZero() {
		out.Billing = &billing{until.UTC().Format(timeFormat)}
	}
	return out
}

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

func getSettings(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	s, err := svc.Settings.Get(ctx, c.caller, c.params.At(0))
	if err != nil {
		return nil, err
	}
	return wireSettings(&c.opts, &s), nil
}

func updateSettings(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	s, err := svc.Settings.Update(ctx, c.caller, c.params.At(0), settingsInput(c.object()))
	if err != nil {
		return nil, err
	}
	return wireSettings(&c.opts, &s), nil
}
