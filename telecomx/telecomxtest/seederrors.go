package telecomxtest

import (
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testSeedErrors(t T, on *target) {
	check(t, on, []promise{
		{"wrong customers are refused", wrongCustomers},
		{"wrong employees are refused", wrongEmployees},
		{"wrong tokens are refused", wrongTokens},
		{"wrong classes are refused", wrongClasses},
	})
}

// newID is the id of no record.
const newID = "aaaaaaaaaaaaaaaaaaaaaaaa"

// expectWrong checks that a fixture is refused as a whole, and how.
func expectWrong(t T, svc *telecomx.Service, f *telecomx.Fixture, want string) {
	t.Helper()
	before := dump(t, svc)
	if err := svc.Seed.Load(t.Context(), f); err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	suite.Equal(t, "what is stored after a refused fixture", dump(t, svc), before)
}

const wrongID = "expected 24 hex characters"

func wrongCustomers(t T, svc *telecomx.Service) {
	settings := func(s telecomx.Settings) []telecomx.Customer { return []telecomx.Customer{{ID: newID, Settings: s}} }
	for want, customers := range map[string][]telecomx.Customer{
		"customers[0]: id: " + wrongID:                                                                                             {{ID: "1"}},
		"customers[1]: id: " + wrongID:                                                                                             {{ID: newID}, {}},
		"customers[1]: id: the fixture has it already":                                                                             {{ID: newID}, {ID: "AAAAAAAAAAAAAAAAAAAAAAAA"}},
		"customers[0]: name: expected UTF-8 without U+0000":                                                                        {{ID: newID, Name: "\xff"}},
		"customers[0]: parentReseller: unknown customer":                                                                           {{ID: newID, ParentReseller: "000000000000000000000000"}},
		"customers[1]: parentReseller: unknown customer":                                                                           {{ID: newID}, {ID: neighbour, ParentReseller: "x"}},
		"customers[0]: settings.defaultMusicOnHold: " + wrongID:                                                                    settings(telecomx.Settings{DefaultMusicOnHold: "x"}),
		"customers[0]: settings.masterPinCode: expected 4 to 10 digits":                                                            settings(telecomx.Settings{MasterPINCode: "secret"}),
		"customers[0]: settings.defaultLanguage: expected two lower-case letters":                                                  settings(telecomx.Settings{DefaultLanguage: "DA"}),
		"customers[0]: settings.defaultNumber: expected + and 2 to 15 digits, the first of them not 0":                             settings(telecomx.Settings{DefaultNumber: "1"}),
		"customers[0]: settings.defaultVoiceAccount: " + wrongID:                                                                   settings(telecomx.Settings{DefaultVoiceAccount: "1"}),
		"customers[0]: settings.nationalPrefix: expected 1 to 6 digits, with or without +":                                         settings(telecomx.Settings{NationalPrefix: "+"}),
		"customers[0]: settings.callerIdNameOutbound: expected AS_IS, CUSTOMER or PREFIX":                                          settings(telecomx.Settings{CallerIDName: "x"}),
		"customers[0]: settings.voicemailBreakout: " + wrongID:                                                                     settings(telecomx.Settings{VoicemailBreakout: "1"}),
		"customers[0]: settings.recording.mode: expected ALWAYS, DEMAND or NEVER":                                                  settings(telecomx.Settings{Recording: telecomx.Recording{Mode: "x"}}),
		"customers[0]: settings.recording.quality: expected NORMAL, COMPACT or HIGH":                                               settings(telecomx.Settings{Recording: telecomx.Recording{Quality: "x"}}),
		"customers[0]: settings.recording.retension: expected 1, 3, 7, 14 or 30 days, or with quality COMPACT 90, 180, 365 or 730": settings(telecomx.Settings{Recording: telecomx.Recording{Retention: 90}}),
		"customers[0]: settings.billing.invoicedUntil: expected a year of four digits":                                             settings(telecomx.Settings{Billing: telecomx.Billing{InvoicedUntil: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}}),
		"customers[0]: settings.defaultMusicOnHold: expected a class of the customer or a common one":                              settings(telecomx.Settings{DefaultMusicOnHold: softMusic}),
	} {
		expectWrong(t, svc, &telecomx.Fixture{Customers: customers}, want)
	}
}

func wrongEmployees(t T, svc *telecomx.Service) {
	with := func(change func(*telecomx.Employee)) []telecomx.Employee {
		e := telecomx.Employee{ID: newID, Customer: example, Username: "new", Level: telecomx.Viewer}
		change(&e)
		return []telecomx.Employee{e}
	}
	other := with(func(e *telecomx.Employee) { e.ID = "bbbbbbbbbbbbbbbbbbbbbbbb" })[0]
	for want, employees := range map[string][]telecomx.Employee{
		"employees[0]: id: " + wrongID:                                                                                with(func(e *telecomx.Employee) { e.ID = "" }),
		"employees[0]: customer: unknown customer":                                                                    with(func(e *telecomx.Employee) { e.Customer = "000000000000000000000000" }),
		"employees[0]: username: expected an e-mail address":                                                          with(func(e *telecomx.Employee) { e.Username = "" }),
		"employees[0]: username: expected UTF-8 without U+0000":                                                       with(func(e *telecomx.Employee) { e.Username = "\x00" }),
		"employees[0]: username: another employee has it":                                                             with(func(e *telecomx.Employee) { e.Username = "OWNER@example.com" }),
		"employees[0]: password: expected UTF-8 without U+0000":                                                       with(func(e *telecomx.Employee) { e.Password = "\xff" }),
		"employees[0]: name: expected UTF-8 without U+0000":                                                           with(func(e *telecomx.Employee) { e.Name = "\xff" }),
		"employees[0]: language: expected two lower-case letters":                                                     with(func(e *telecomx.Employee) { e.Language = "danish" }),
		"employees[1]: id: the fixture has it already":                                                                append(with(func(*telecomx.Employee) {}), with(func(*telecomx.Employee) {})...),
		"employees[1]: username: the fixture has it already":                                                          append(with(func(e *telecomx.Employee) { e.Username = "NEW" }), other),
		"employees[0]: level: expected one of [NO_LOGIN PERSONAL VIEWER MANAGER OWNER RESELLER RESELLER_ADMIN ADMIN]": with(func(e *telecomx.Employee) { e.Level = "MANAGE" }),
	} {
		expectWrong(t, svc, &telecomx.Fixture{Employees: employees}, want)
	}
}

func wrongTokens(t T, svc *telecomx.Service) {
	const secret = "a secret"
	for want, tokens := range map[string][]telecomx.Token{
		"tokens[0]: value: expected a text that is not empty":                  {{Employee: owner.Employee}},
		"tokens[1]: value: expected a text that is not empty":                  {{Value: secret, Employee: owner.Employee}, {Value: "\xff", Employee: owner.Employee}},
		"tokens[1]: value: the fixture has it already":                         {{Value: secret, Employee: owner.Employee}, {Value: secret, Employee: user.Employee}},
		"tokens[0]: employee: unknown employee":                                {{Value: secret, Employee: newID}},
		"tokens[1]: employee: unknown employee":                                {{Value: secret, Employee: owner.Employee}, {Value: "x", Employee: "x"}},
		"tokens[0]: deadline: a persistent token or one of a machine has none": {{Value: secret, Employee: owner.Employee, Deadline: Clock, Machine: true}},
		"tokens[1]: deadline: a persistent token or one of a machine has none": {{Value: secret, Employee: owner.Employee}, {Value: "x", Employee: owner.Employee, Deadline: Clock, Persistent: true}},
		"tokens[0]: deadline: expected a year of four digits":                  {{Value: secret, Employee: owner.Employee, Deadline: time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)}},
	} {
		expectWrong(t, svc, &telecomx.Fixture{Tokens: tokens}, want)
	}
}

func wrongClasses(t T, svc *telecomx.Service) {
	songs := func(songs ...telecomx.Song) []telecomx.MusicOnHold {
		return []telecomx.MusicOnHold{{ID: newID, Name: "x", Songs: songs}}
	}
	for want, classes := range map[string][]telecomx.MusicOnHold{
		"musicOnHold[0]: id: " + wrongID:                                {{Name: "x"}},
		"musicOnHold[1]: id: the fixture has it already":                {{ID: newID, Name: "x"}, {ID: newID, Name: "y"}},
		"musicOnHold[0]: customer: unknown customer":                    {{ID: newID, Name: "x", Customer: newID}},
		"musicOnHold[0]: customer: the class is the default of another": {{ID: defaultMusic, Name: "x", Customer: foreign}},
		"musicOnHold[0]: Name too short or missing":                     {{ID: newID, Name: " "}},
		"musicOnHold[0]: songs[0].id: " + wrongID:                       songs(telecomx.Song{ID: "1"}),
		"musicOnHold[0]: songs[1].id: the class has it already":         songs(telecomx.Song{ID: newID}, telecomx.Song{ID: newID}),
		"musicOnHold[0]: songs[0].name: expected UTF-8 without U+0000":  songs(telecomx.Song{ID: newID, Name: "\x00"}),
		"musicOnHold[0]: songs[0].length: expected a number of seconds": songs(telecomx.Song{ID: newID, Length: -1}),
	} {
		expectWrong(t, svc, &telecomx.Fixture{MusicOnHold: classes}, want)
	}
}
