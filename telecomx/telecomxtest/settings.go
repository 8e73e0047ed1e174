package telecomxtest

import (
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testSettings(t T, on *target) {
	check(t, on, []promise{
		{"the documented ones are as printed", settingsDocumented},
		{"a customer without saved ones has the defaults", settingsDefault},
		{"PERSONAL does not see the master PIN code", settingsHidden},
		{"the id is written as it was seeded", settingsIDCase},
		{"the own customer needs no id", settingsOwn},
	})
}

// documented are the settings that the page prints.
func documented() telecomx.Settings {
	return telecomx.Settings{
		DefaultMusicOnHold:  defaultMusic,
		MasterPINCode:       "1234567890",
		DefaultLanguage:     "da",
		DefaultNumber:       "+4570305050",
		DefaultVoiceAccount: "12345678901234567890DDDD",
		NationalPrefix:      "+45",
		CallerIDName:        telecomx.CallerIDCustomer,
		Recording:           telecomx.Recording{Mode: telecomx.RecordAlways, Quality: telecomx.QualityNormal, Retention: 7},
		Billing:             telecomx.Billing{InvoicedUntil: time.Date(2019, time.January, 1, 0, 0, 0, 0, time.UTC)},
	}
}

// defaults are the settings of a new customer.
func defaults() telecomx.Settings {
	return telecomx.Settings{
		CallerIDName: telecomx.CallerIDCustomer,
		Recording:    telecomx.Recording{Mode: telecomx.RecordNever, Quality: telecomx.QualityNormal, Retention: 30},
	}
}

func settingsDocumented(t T, svc *telecomx.Service) {
	got := suite.Must(svc.Settings.Get(t.Context(), owner, example))(t)
	suite.Equal(t, "settings", got, telecomx.CustomerSettings{Customer: example, Settings: documented()})
}

func settingsDefault(t T, svc *telecomx.Service) {
	got := suite.Must(svc.Settings.Get(t.Context(), theReseller, reseller))(t)
	suite.Equal(t, "settings", got, telecomx.CustomerSettings{Customer: reseller, Settings: defaults()})
}

func settingsHidden(t T, svc *telecomx.Service) {
	want := telecomx.CustomerSettings{Customer: example, Settings: documented(), PINHidden: true}
	want.MasterPINCode = ""
	for _, id := range []string{"", example} {
		suite.Equal(t, "settings", suite.Must(svc.Settings.Get(t.Context(), personal, id))(t), want)
	}
}

func settingsIDCase(t T, svc *telecomx.Service) {
	suite.Equal(t, "id", suite.Must(svc.Settings.Get(t.Context(), viewer, "1234567890abcdef12345678"))(t).Customer, example)
	suite.Equal(t, "id", suite.Must(svc.Settings.Get(t.Context(), admin, "52F4FD7734697B28CCAF0002"))(t).Customer, foreign)
}

func settingsOwn(t T, svc *telecomx.Service) {
	for _, caller := range []telecomx.Caller{personal, viewer, manager, owner, theReseller, resellerAdmin, admin} {
		suite.Equal(t, "id", suite.Must(svc.Settings.Get(t.Context(), caller, ""))(t).Customer, caller.Customer)
	}
}
