package telecomx

import (
	"cmp"
	"context"
	"errors"
	"regexp"

	"github.com/pbxkit/pbxkit/store"
)

// SettingsInput is what a request says about settings. A value that the request
// has in a wrong type is one that cannot be: "" for a text, 0 for a number, and
// null for a boolean or an object.
type SettingsInput struct {
	// Malformed says that the request's body is no JSON object. It is refused
	// with ErrBadRequest, but (assumed) not before rights are settled.
	Malformed bool

	DefaultMusicOnHold  Change[string]
	MasterPINCode       Change[string]
	DefaultLanguage     Change[string]
	DefaultNumber       Change[string]
	DefaultVoiceAccount Change[string]
	NationalPrefix      Change[string]
	CallerIDName        Change[CallerIDName]
	VoicemailBreakout   Change[string]
	Recording           Change[RecordingInput] // merged: members that are not sent stay

	PresentMobileOnLocalToMobile Change[bool]
}

// RecordingInput is what a request says about recordings.
type RecordingInput struct {
	Mode      Change[RecordingMode]
	Quality   Change[RecordingQuality]
	Retention Change[int64]
}

// The rules of members. Which of them can be cleared is assumed: those whose value
// the page calls optional, or shows as null.
var (
	anID       = rule[string]{nullable: true, valid: isID, why: "expected 24 hex characters"}
	aPINCode   = matching(`^[0-9]{4,10}$`, "expected 4 to 10 digits")
	aLanguage  = matching(`^[a-z]{2}$`, "expected two lower-case letters")
	aNumber    = matching(`^\+[1-9][0-9]{1,14}$`, "expected + and 2 to 15 digits, the first of them not 0")
	aPrefix    = matching(`^\+?[0-9]{1,6}$`, "expected 1 to 6 digits, with or without +") // assumed
	aNameMode  = oneOf("expected AS_IS, CUSTOMER or PREFIX", CallerIDAsIs, CallerIDCustomer, CallerIDPrefix)
	aMode      = oneOf("expected ALWAYS, DEMAND or NEVER", RecordAlways, RecordOnDemand, RecordNever)
	aQuality   = oneOf("expected NORMAL, COMPACT or HIGH", QualityNormal, QualityCompact, QualityHigh)
	aRetention = oneOf("expected 1, 3, 7, 14 or 30 days, or with quality COMPACT 90, 180, 365 or 730",
		1, 3, 7, 14, 30, 90, 180, 365, int64(730))
)

func matching(pattern, why string) rule[string] {
	return rule[string]{nullable: true, valid: regexp.MustCompile(pattern).MatchString, why: why}
}

// apply changes settings, and refuses the first member in their order that cannot
// be. After an error the settings are of no use. Seeding goes through here as well.
func (in *SettingsInput) apply(s *Settings) error {
	return cmp.Or(
		anID.apply("defaultMusicOnHold", &s.DefaultMusicOnHold, in.DefaultMusicOnHold),
		aPINCode.apply("masterPinCode", &s.MasterPINCode, in.MasterPINCode),
		aLanguage.apply("defaultLanguage", &s.DefaultLanguage, in.DefaultLanguage),
		aNumber.apply("defaultNumber", &s.DefaultNumber, in.DefaultNumber),
		anID.apply("defaultVoiceAccount", &s.DefaultVoiceAccount, in.DefaultVoiceAccount),
		aPrefix.apply("nationalPrefix", &s.NationalPrefix, in.NationalPrefix),
		aNameMode.apply("callerIdNameOutbound", &s.CallerIDName, in.CallerIDName),
		anID.apply("voicemailBreakout", &s.VoicemailBreakout, in.VoicemailBreakout),
		applyRecording(&s.Recording, in.Recording),
		aBoolean.apply("presentMobileOnLocalToMobile", &s.PresentMobileOnLocalToMobile, in.PresentMobileOnLocalToMobile),
	)
}

// applyRecording merges recordings. Assumed: how long they are stored is judged
// after the merge, by the resulting quality.
func applyRecording(r *Recording, c Change[RecordingInput]) error {
	if c.Null {
		return invalid("recording", "expected an object")
	}
	err := cmp.Or(
		aMode.apply("recording.mode", &r.Mode, c.Value.Mode),
		aQuality.apply("recording.quality", &r.Quality, c.Value.Quality),
		aRetention.apply("recording.retension", &r.Retention, c.Value.Retention),
	)
	if err == nil && r.Retention > 30 && r.Quality != QualityCompact {
		return invalid("recording.retension", aRetention.why)
	}
	return err
}

// checkMusicOnHold refuses settings whose music on hold is not the customer's own
// nor a common class. Assumed: the vendor checks.
func (c *core) checkMusicOnHold(ctx context.Context, tx store.ReadTx, customer *Customer) error {
	id := customer.Settings.DefaultMusicOnHold
	if id == "" || c.deviate.AnyMusicOnHold {
		return nil
	}
	class, err := musicTable.Get(ctx, tx, idKey(id))
	if errors.Is(err, store.ErrNotFound) || err == nil && !class.common() && !sameID(class.Customer, customer.ID) {
		return invalid("defaultMusicOnHold", "expected a class of the customer or a common one")
	}
	return err
}
