package telecomxwire

import (
	"time"

	"github.com/pbxkit/pbxkit/telecomx"
)

// Settings are a customer's settings, in the order of the page.
type Settings struct {
	ID                  string                `json:"_id"`
	DefaultMusicOnHold  Text                  `json:"defaultMusicOnHold,omitzero"`
	MasterPINCode       Text                  `json:"masterPinCode,omitzero"` // left out for a PERSONAL caller
	DefaultLanguage     Text                  `json:"defaultLanguage,omitzero"`
	DefaultNumber       Text                  `json:"defaultNumber,omitzero"`
	DefaultVoiceAccount Text                  `json:"defaultVoiceAccount,omitzero"`
	NationalPrefix      Text                  `json:"nationalPrefix,omitzero"`
	CallerIDName        telecomx.CallerIDName `json:"callerIdNameOutbound"`
	VoicemailBreakout   Text                  `json:"voicemailBreakout,omitzero"`
	Recording           Recording             `json:"recording"`
	Billing             *Billing              `json:"billing,omitempty"`

	PresentMobileOnLocalToMobile bool `json:"presentMobileOnLocalToMobile"`
}

// Recording are the defaults for recordings.
type Recording struct {
	Mode      telecomx.RecordingMode    `json:"mode"`
	Quality   telecomx.RecordingQuality `json:"quality"`
	Retension int64                     `json:"retension"` // the vendor's spelling
}

// Billing is what is known of invoices; it is left out where nothing is.
type Billing struct {
	InvoicedUntil Time `json:"invoicedUntil"`
}

// Time is a moment, written as in the page's example: with milliseconds, and Z.
type Time struct{ time.Time }

const timeFormat = `"2006-01-02T15:04:05.000Z"`

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) { return t.UTC().AppendFormat(nil, timeFormat), nil }

// NewSettings returns settings whose members without a value are null, or left out.
func NewSettings(s telecomx.CustomerSettings, orLeftOut bool) Settings {
	out := Settings{
		ID:                  s.Customer,
		DefaultMusicOnHold:  NewText(s.DefaultMusicOnHold, orLeftOut),
		DefaultLanguage:     NewText(s.DefaultLanguage, orLeftOut),
		DefaultNumber:       NewText(s.DefaultNumber, orLeftOut),
		DefaultVoiceAccount: NewText(s.DefaultVoiceAccount, orLeftOut),
		NationalPrefix:      NewText(s.NationalPrefix, orLeftOut),
		CallerIDName:        s.CallerIDName,
		VoicemailBreakout:   NewText(s.VoicemailBreakout, orLeftOut),
		Recording:           Recording{s.Recording.Mode, s.Recording.Quality, s.Recording.Retention},

		PresentMobileOnLocalToMobile: s.PresentMobileOnLocalToMobile,
	}
	if !s.PINHidden {
		out.MasterPINCode = NewText(s.MasterPINCode, orLeftOut)
	}
	if until := s.Billing.InvoicedUntil; !until.IsZero() {
		out.Billing = &Billing{Time{until}}
	}
	return out
}

// Record returns settings. A master PIN code that is left out is hidden, or not set
// where members without a value are left out: who calls decides that.
func (s Settings) Record() telecomx.CustomerSettings {
	out := telecomx.CustomerSettings{Customer: s.ID, PINHidden: !s.MasterPINCode.Sent, Settings: telecomx.Settings{
		DefaultMusicOnHold:  s.DefaultMusicOnHold.Value,
		MasterPINCode:       s.MasterPINCode.Value,
		DefaultLanguage:     s.DefaultLanguage.Value,
		DefaultNumber:       s.DefaultNumber.Value,
		DefaultVoiceAccount: s.DefaultVoiceAccount.Value,
		NationalPrefix:      s.NationalPrefix.Value,
		CallerIDName:        s.CallerIDName,
		VoicemailBreakout:   s.VoicemailBreakout.Value,
		Recording:           telecomx.Recording{Mode: s.Recording.Mode, Quality: s.Recording.Quality, Retention: s.Recording.Retension},

		PresentMobileOnLocalToMobile: s.PresentMobileOnLocalToMobile,
	}}
	if s.Billing != nil && !s.Billing.InvoicedUntil.IsZero() {
		out.Billing.InvoicedUntil = s.Billing.InvoicedUntil.UTC()
	}
	return out
}

// SettingsInput is the request of UpdateSettings.
type SettingsInput struct {
	DefaultMusicOnHold  Change[string]                `json:"defaultMusicOnHold,omitzero"`
	MasterPINCode       Change[string]                `json:"masterPinCode,omitzero"`
	DefaultLanguage     Change[string]                `json:"defaultLanguage,omitzero"`
	DefaultNumber       Change[string]                `json:"defaultNumber,omitzero"`
	DefaultVoiceAccount Change[string]                `json:"defaultVoiceAccount,omitzero"`
	NationalPrefix      Change[string]                `json:"nationalPrefix,omitzero"`
	CallerIDName        Change[telecomx.CallerIDName] `json:"callerIdNameOutbound,omitzero"`
	VoicemailBreakout   Change[string]                `json:"voicemailBreakout,omitzero"`
	Recording           Change[RecordingInput]        `json:"recording,omitzero"`

	PresentMobileOnLocalToMobile Change[bool] `json:"presentMobileOnLocalToMobile,omitzero"`
}

// RecordingInput is the member of that name.
type RecordingInput struct {
	Mode      Change[telecomx.RecordingMode]    `json:"mode,omitzero"`
	Quality   Change[telecomx.RecordingQuality] `json:"quality,omitzero"`
	Retension Change[int64]                     `json:"retension,omitzero"`
}

func NewSettingsInput(in telecomx.SettingsInput) SettingsInput {
	r := in.Recording
	return SettingsInput{
		DefaultMusicOnHold:  newText(in.DefaultMusicOnHold),
		MasterPINCode:       newText(in.MasterPINCode),
		DefaultLanguage:     newText(in.DefaultLanguage),
		DefaultNumber:       newText(in.DefaultNumber),
		DefaultVoiceAccount: newText(in.DefaultVoiceAccount),
		NationalPrefix:      newText(in.NationalPrefix),
		CallerIDName:        newText(in.CallerIDName),
		VoicemailBreakout:   newText(in.VoicemailBreakout),
		Recording: Change[RecordingInput]{Sent: r.Sent, Null: r.Null, Value: RecordingInput{
			Mode: newText(r.Value.Mode), Quality: newText(r.Value.Quality), Retension: Change[int64](r.Value.Retention),
		}},

		PresentMobileOnLocalToMobile: Change[bool](in.PresentMobileOnLocalToMobile),
	}
}
