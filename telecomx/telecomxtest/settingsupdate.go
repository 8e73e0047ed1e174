package telecomxtest

import (
	"slices"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testSettingsUpdate(t T, on *target) {
	check(t, on, []promise{
		{"every member can be changed", updateEvery},
		{"what is not sent stays", updateNothing},
		{"recording is merged", updateRecording},
		{"null clears what can be empty", updateClears},
		{"what cannot be empty refuses null", updateKeeps},
		{"the answer is what get shows", updateAnswers},
		{"values at the edges of the rules are accepted", updateAccepts},
		{"values beyond the rules are refused", updateRefuses},
		{"the first wrong member is reported", updateReportsFirst},
		{"retension is judged by the resulting quality", updateRetention},
		{"music on hold has to be the customer's own or common", updateMusic},
		{"members come before references", updateMembersFirst},
		{"all is applied or nothing", updateAllOrNothing},
	})
}

// update changes the settings of the example customer.
func update(t T, svc *telecomx.Service, in telecomx.SettingsInput) (telecomx.Settings, error) {
	t.Helper()
	got, err := svc.Settings.Update(t.Context(), owner, example, in)
	return got.Settings, err
}

func updateEvery(t T, svc *telecomx.Service) {
	want := telecomx.Settings{
		DefaultMusicOnHold:  softMusic,
		MasterPINCode:       "0000",
		DefaultLanguage:     "en",
		DefaultNumber:       "+46123",
		DefaultVoiceAccount: "aaaaaaaaaaaaaaaaaaaaaaaa",
		NationalPrefix:      "0046",
		CallerIDName:        telecomx.CallerIDPrefix,
		VoicemailBreakout:   "bbbbbbbbbbbbbbbbbbbbbbbb",
		Recording:           telecomx.Recording{Mode: telecomx.RecordOnDemand, Quality: telecomx.QualityCompact, Retention: 365},
		Billing:             documented().Billing,

		PresentMobileOnLocalToMobile: true,
	}
	got := suite.Must(update(t, svc, telecomx.SettingsInput{
		DefaultMusicOnHold:  telecomx.To(want.DefaultMusicOnHold),
		MasterPINCode:       telecomx.To(want.MasterPINCode),
		DefaultLanguage:     telecomx.To(want.DefaultLanguage),
		DefaultNumber:       telecomx.To(want.DefaultNumber),
		DefaultVoiceAccount: telecomx.To(want.DefaultVoiceAccount),
		NationalPrefix:      telecomx.To(want.NationalPrefix),
		CallerIDName:        telecomx.To(want.CallerIDName),
		VoicemailBreakout:   telecomx.To(want.VoicemailBreakout),
		Recording: telecomx.To(telecomx.RecordingInput{
			Mode: telecomx.To(want.Recording.Mode), Quality: telecomx.To(want.Recording.Quality), Retention: telecomx.To(want.Recording.Retention),
		}),
		PresentMobileOnLocalToMobile: telecomx.To(true),
	}))(t)
	suite.Equal(t, "answer", got, want)
	suite.Equal(t, "settings", suite.Must(svc.Settings.Get(t.Context(), owner, ""))(t).Settings, want)
}

func updateNothing(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	got := suite.Must(update(t, svc, telecomx.SettingsInput{Recording: telecomx.To(telecomx.RecordingInput{})}))(t)
	suite.Equal(t, "answer", got, documented())
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

// recording is the input of a part of recording.
func recording(in telecomx.RecordingInput) telecomx.SettingsInput {
	return telecomx.SettingsInput{Recording: telecomx.To(in)}
}

func updateRecording(t T, svc *telecomx.Service) {
	want := documented()
	for _, step := range []struct {
		in   telecomx.RecordingInput
		want telecomx.Recording
	}{
		{telecomx.RecordingInput{Mode: telecomx.To(telecomx.RecordNever)}, telecomx.Recording{Mode: telecomx.RecordNever, Quality: telecomx.QualityNormal, Retention: 7}},
		{telecomx.RecordingInput{Quality: telecomx.To(telecomx.QualityHigh)}, telecomx.Recording{Mode: telecomx.RecordNever, Quality: telecomx.QualityHigh, Retention: 7}},
		{telecomx.RecordingInput{Retention: telecomx.To[int64](1)}, telecomx.Recording{Mode: telecomx.RecordNever, Quality: telecomx.QualityHigh, Retention: 1}},
	} {
		want.Recording = step.want
		suite.Equal(t, "answer", suite.Must(update(t, svc, recording(step.in)))(t), want)
	}
}

func updateClears(t T, svc *telecomx.Service) {
	empty := telecomx.SettingsInput{
		DefaultMusicOnHold:  telecomx.Clear[string](),
		MasterPINCode:       telecomx.Clear[string](),
		DefaultLanguage:     telecomx.Clear[string](),
		DefaultNumber:       telecomx.Clear[string](),
		DefaultVoiceAccount: telecomx.Clear[string](),
		NationalPrefix:      telecomx.Clear[string](),
		VoicemailBreakout:   telecomx.Clear[string](),
	}
	want := telecomx.Settings{CallerIDName: telecomx.CallerIDCustomer, Recording: documented().Recording, Billing: documented().Billing}
	for range 2 { // what is empty can be cleared as well
		suite.Equal(t, "answer", suite.Must(update(t, svc, empty))(t), want)
	}
}

func updateKeeps(t T, svc *telecomx.Service) {
	for property, in := range map[string]telecomx.SettingsInput{
		"callerIdNameOutbound":         {CallerIDName: telecomx.Clear[telecomx.CallerIDName]()},
		"recording":                    {Recording: telecomx.Clear[telecomx.RecordingInput]()},
		"recording.mode":               recording(telecomx.RecordingInput{Mode: telecomx.Clear[telecomx.RecordingMode]()}),
		"recording.quality":            recording(telecomx.RecordingInput{Quality: telecomx.Clear[telecomx.RecordingQuality]()}),
		"recording.retension":          recording(telecomx.RecordingInput{Retention: telecomx.Clear[int64]()}),
		"presentMobileOnLocalToMobile": {PresentMobileOnLocalToMobile: telecomx.Clear[bool]()},
	} {
		refuses(t, svc, invalid(property), func() error { return suite.ErrOf(update(t, svc, in)) })
	}
}

func updateAnswers(t T, svc *telecomx.Service) {
	in := telecomx.SettingsInput{NationalPrefix: telecomx.To("+46")}
	for _, caller := range []telecomx.Caller{manager, owner, theReseller, resellerAdmin, admin} {
		got := suite.Must(svc.Settings.Update(t.Context(), caller, example, in))(t)
		suite.Equal(t, string(caller.Level), got, suite.Must(svc.Settings.Get(t.Context(), caller, example))(t))
	}
}

// texts are the members that are text, with values that they accept and refuse.
var texts = []struct {
	property         string
	in               func(telecomx.Change[string]) telecomx.SettingsInput
	of               func(telecomx.Settings) string
	accepts, refuses []string
}{
	{
		"defaultMusicOnHold",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{DefaultMusicOnHold: c}
		},
		func(s telecomx.Settings) string { return s.DefaultMusicOnHold },
		[]string{"12345678901234567890abcd", "12345678901234567890ABCD"}, wrongIDs,
	}, {
		"masterPinCode",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{MasterPINCode: c}
		},
		func(s telecomx.Settings) string { return s.MasterPINCode },
		[]string{"0000", "0123456789", "99999"}, []string{"", "123", "12345678901", "12a4", "１２３４", "1234\n", " 1234", "-1234", "1234\x00"},
	}, {
		"defaultLanguage",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{DefaultLanguage: c}
		},
		func(s telecomx.Settings) string { return s.DefaultLanguage },
		[]string{"da", "en", "zz"}, []string{"", "d", "dan", "DA", "Da", "d1", "æø", "da\n"},
	}, {
		"defaultNumber",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{DefaultNumber: c}
		},
		func(s telecomx.Settings) string { return s.DefaultNumber },
		[]string{"+12", "+123456789012345"}, []string{"", "+", "+1", "+1234567890123456", "4570305050", "004570305050", "+0123", "+45 70305050", "+4570305050\n"},
	}, {
		"defaultVoiceAccount",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{DefaultVoiceAccount: c}
		},
		func(s telecomx.Settings) string { return s.DefaultVoiceAccount },
		[]string{"abcdefABCDEF012345678999"}, wrongIDs,
	}, {
		"nationalPrefix",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{NationalPrefix: c}
		},
		func(s telecomx.Settings) string { return s.NationalPrefix },
		[]string{"0", "+0", "123456", "+123456"}, []string{"", "+", "1234567", "+1234567", "++1", "1+", "4 5", "45\n"},
	}, {
		"callerIdNameOutbound",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{CallerIDName: telecomx.Change[telecomx.CallerIDName]{Value: telecomx.CallerIDName(c.Value), Sent: c.Sent}}
		},
		func(s telecomx.Settings) string { return string(s.CallerIDName) },
		[]string{"AS_IS", "CUSTOMER", "PREFIX"}, []string{"", "customer", "OTHER", "CUSTOMER "},
	}, {
		"voicemailBreakout",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return telecomx.SettingsInput{VoicemailBreakout: c}
		},
		func(s telecomx.Settings) string { return s.VoicemailBreakout },
		[]string{"000000000000000000000000"}, wrongIDs,
	}, {
		"recording.mode",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return recording(telecomx.RecordingInput{Mode: telecomx.To(telecomx.RecordingMode(c.Value))})
		},
		func(s telecomx.Settings) string { return string(s.Recording.Mode) },
		[]string{"ALWAYS", "DEMAND", "NEVER"}, []string{"", "always", "OTHER"},
	}, {
		"recording.quality",
		func(c telecomx.Change[string]) telecomx.SettingsInput {
			return recording(telecomx.RecordingInput{Quality: telecomx.To(telecomx.RecordingQuality(c.Value))})
		},
		func(s telecomx.Settings) string { return string(s.Recording.Quality) },
		[]string{"NORMAL", "COMPACT", "HIGH"}, []string{"", "normal", "OTHER"},
	},
}

var wrongIDs = []string{
	"", "1", "12345678901234567890123", "1234567890123456789012345", "12345678901234567890123g", "12345678901234567890123 ",
	"12345678901234567890123\n", "１２３４５６７８９０12345678901234", "12345678901234567890123\x00", "1234567890123456789012@4", "12345678901234567890123`",
}

func updateAccepts(t T, svc *telecomx.Service) {
	for _, test := range texts {
		for _, value := range test.accepts {
			suite.Equal(t, test.property, test.of(suite.Must(update(t, svc, test.in(telecomx.To(value))))(t)), value)
		}
	}
}

func updateRefuses(t T, svc *telecomx.Service) {
	for _, test := range texts {
		for _, value := range test.refuses {
			refuses(t, svc, invalid(test.property), func() error { return suite.ErrOf(update(t, svc, test.in(telecomx.To(value)))) })
		}
	}
}

func updateReportsFirst(t T, svc *telecomx.Service) {
	in := telecomx.SettingsInput{
		DefaultMusicOnHold: telecomx.To(""), MasterPINCode: telecomx.To(""), DefaultLanguage: telecomx.To(""), DefaultNumber: telecomx.To(""),
		DefaultVoiceAccount: telecomx.To(""), NationalPrefix: telecomx.To(""), CallerIDName: telecomx.To(telecomx.CallerIDName("")), VoicemailBreakout: telecomx.To(""),
		Recording: telecomx.To(telecomx.RecordingInput{
			Mode: telecomx.To(telecomx.RecordingMode("")), Quality: telecomx.To(telecomx.RecordingQuality("")), Retention: telecomx.To[int64](0),
		}),
		PresentMobileOnLocalToMobile: telecomx.Clear[bool](),
	}
	for _, step := range []struct {
		property string
		mend     func()
	}{
		{"defaultMusicOnHold", func() { in.DefaultMusicOnHold.Sent = false }},
		{"masterPinCode", func() { in.MasterPINCode.Sent = false }},
		{"defaultLanguage", func() { in.DefaultLanguage.Sent = false }},
		{"defaultNumber", func() { in.DefaultNumber.Sent = false }},
		{"defaultVoiceAccount", func() { in.DefaultVoiceAccount.Sent = false }},
		{"nationalPrefix", func() { in.NationalPrefix.Sent = false }},
		{"callerIdNameOutbound", func() { in.CallerIDName.Sent = false }},
		{"voicemailBreakout", func() { in.VoicemailBreakout.Sent = false }},
		{"recording.mode", func() { in.Recording.Value.Mode.Sent = false }},
		{"recording.quality", func() { in.Recording.Value.Quality.Sent = false }},
		{"recording.retension", func() { in.Recording.Value.Retention.Sent = false }},
		{"presentMobileOnLocalToMobile", func() { in.PresentMobileOnLocalToMobile.Sent = false }},
	} {
		refuses(t, svc, invalid(step.property), func() error { return suite.ErrOf(update(t, svc, in)) })
		step.mend()
	}
	suite.Equal(t, "answer", suite.Must(update(t, svc, in))(t), documented())
}

func updateRetention(t T, svc *telecomx.Service) {
	const wrong = "recording.retension"
	short, long := []int64{1, 3, 7, 14, 30}, []int64{90, 180, 365, 730}
	qualities := []telecomx.RecordingQuality{telecomx.QualityNormal, telecomx.QualityHigh, telecomx.QualityCompact}
	for _, quality := range qualities {
		suite.Must(update(t, svc, recording(telecomx.RecordingInput{Quality: telecomx.To(quality), Retention: telecomx.To[int64](30)})))(t)
		for _, days := range slices.Concat(short, long, []int64{-1, 0, 2, 31, 60, 89, 731}) {
			in := recording(telecomx.RecordingInput{Retention: telecomx.To(days)})
			if slices.Contains(short, days) || quality == telecomx.QualityCompact && slices.Contains(long, days) {
				suite.Equal(t, wrong, suite.Must(update(t, svc, in))(t).Recording.Retention, days)
				continue
			}
			refuses(t, svc, invalid(wrong), func() error { return suite.ErrOf(update(t, svc, in)) })
		}
	}

	// Leaving COMPACT with what only it can have.
	for _, quality := range qualities[:2] {
		suite.Must(update(t, svc, recording(telecomx.RecordingInput{Quality: telecomx.To(telecomx.QualityCompact), Retention: telecomx.To[int64](365)})))(t)
		refuses(t, svc, invalid(wrong), func() error {
			return suite.ErrOf(update(t, svc, recording(telecomx.RecordingInput{Quality: telecomx.To(quality)})))
		})
		refuses(t, svc, invalid(wrong), func() error {
			return suite.ErrOf(update(t, svc, recording(telecomx.RecordingInput{Quality: telecomx.To(quality), Retention: telecomx.To[int64](90)})))
		})
		got := suite.Must(update(t, svc, recording(telecomx.RecordingInput{Quality: telecomx.To(quality), Retention: telecomx.To[int64](14)})))(t)
		suite.Equal(t, "recording", got.Recording, telecomx.Recording{Mode: telecomx.RecordAlways, Quality: quality, Retention: 14})
	}
}

func updateMusic(t T, svc *telecomx.Service) {
	for _, id := range []string{softMusic, "1234567890abcdef12345678", commonMusic, defaultMusic} {
		suite.Equal(t, "defaultMusicOnHold", suite.Must(update(t, svc, telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To(id)}))(t).DefaultMusicOnHold, id)
	}
	// What counts is the customer, not who calls: an ADMIN cannot give it the
	// class of another one, not even of the ADMIN's own.
	for _, id := range []string{"000000000000000000000000", "52f4fd7734697b28ccaf0301", "52f4fd7734697b28ccaf0302"} {
		for _, caller := range []telecomx.Caller{owner, theReseller, admin} {
			refuses(t, svc, invalid("defaultMusicOnHold"), func() error {
				return suite.ErrOf(svc.Settings.Update(t.Context(), caller, example, telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To(id)}))
			})
		}
	}
}

func updateMembersFirst(t T, svc *telecomx.Service) {
	refuses(t, svc, invalid("presentMobileOnLocalToMobile"), func() error {
		return suite.ErrOf(update(t, svc, telecomx.SettingsInput{
			DefaultMusicOnHold:           telecomx.To("000000000000000000000000"),
			PresentMobileOnLocalToMobile: telecomx.Clear[bool](),
		}))
	})
}

func updateAllOrNothing(t T, svc *telecomx.Service) {
	refuses(t, svc, invalid("presentMobileOnLocalToMobile"), func() error {
		return suite.ErrOf(update(t, svc, telecomx.SettingsInput{
			MasterPINCode: telecomx.To("4711"), PresentMobileOnLocalToMobile: telecomx.Clear[bool](),
		}))
	})
	refuses(t, svc, invalid("defaultMusicOnHold"), func() error {
		return suite.ErrOf(update(t, svc, telecomx.SettingsInput{
			DefaultMusicOnHold: telecomx.To("000000000000000000000000"), MasterPINCode: telecomx.To("4711"),
		}))
	})
}
