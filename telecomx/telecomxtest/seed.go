package telecomxtest

import (
	"encoding/json"
	"time"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testSeed(t T, on *target) {
	check(t, on, []promise{
		{"a dump makes the same state of an empty store", func(t T, svc *telecomx.Service) { dumpLoads(t, svc, on.emptyStore(t)) }},
		{"an empty store dumps nothing", func(t T, _ *telecomx.Service) { suite.Equal(t, "dump", dump(t, on.emptyStore(t)), &telecomx.Fixture{}) }},
		{"what is loaded again replaces", loadReplaces},
		{"references may stand before what they name", loadOrder},
		{"references are written as what they name is", loadSpelling},
		{"a class that is a default is moved with its users", loadMoves},
		{"settings that are left out are the defaults", loadDefaults},
		{"a session without a deadline has a whole lifetime", loadSession},
	})
}

func dumpLoads(t T, svc, other *telecomx.Service) {
	login(t, svc, telecomx.LoginInput{Username: "user@domain.com", Password: password})
	suite.Must(svc.MusicOnHold.Create(t.Context(), admin, named("Another")))(t)
	want := dump(t, svc)
	file, err := json.Marshal(want)
	if err != nil {
		t.Fatal(err)
	}
	seed(t, other, suite.Must(telecomx.ParseFixture(file))(t))
	suite.Equal(t, "dump of a loaded dump", dump(t, other), want)
	seed(t, other, want)
	suite.Equal(t, "dump of a dump loaded twice", dump(t, other), want)
}

func loadReplaces(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	seed(t, svc, &telecomx.Fixture{
		Customers:   []telecomx.Customer{{ID: "1234567890abcdef12345678", Name: "Renamed"}},
		Employees:   []telecomx.Employee{{ID: "52F4FD7734697B28CCAF0104", Customer: example, Username: "boss", Level: telecomx.Owner}},
		Tokens:      []telecomx.Token{{Value: "token-owner", Employee: user.Employee, Machine: true}},
		MusicOnHold: []telecomx.MusicOnHold{{ID: softMusic, Customer: example, Name: "Silence"}},
	})
	after := dump(t, svc)
	suite.Equal(t, "number of records", [4]int{len(after.Customers), len(after.Employees), len(after.Tokens), len(after.MusicOnHold)},
		[4]int{len(before.Customers), len(before.Employees), len(before.Tokens), len(before.MusicOnHold)})
	got := suite.Must(svc.Settings.Get(t.Context(), user, ""))(t)
	suite.Equal(t, "settings", got, telecomx.CustomerSettings{Customer: "1234567890abcdef12345678", Settings: defaults()})
	suite.Equal(t, "caller", suite.Must(svc.Auth.Check(t.Context(), bearer("token-owner")))(t), user)
	refused(t, "the old username", suite.ErrOf(svc.Auth.As(t.Context(), "owner@example.com")), telecomx.ErrLoginRequired)
	suite.Equal(t, "songs", len(suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, softMusic))(t).Songs), 0)
}

func loadOrder(t T, svc *telecomx.Service) {
	const a, b = "aaaaaaaaaaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbbbbbbbbbb"
	seed(t, svc, &telecomx.Fixture{
		Customers: []telecomx.Customer{
			{ID: a, ParentReseller: b, Settings: telecomx.Settings{DefaultMusicOnHold: a}},
			{ID: b, Settings: telecomx.Settings{DefaultMusicOnHold: b}},
		},
		MusicOnHold: []telecomx.MusicOnHold{{ID: a, Customer: a, Name: "Own"}, {ID: b, Name: "Common"}},
	})
	suite.Equal(t, "defaultMusicOnHold", suite.Must(svc.Settings.Get(t.Context(), admin, a))(t).DefaultMusicOnHold, a)
}

func loadSpelling(t T, svc *telecomx.Service) {
	const lower = "1234567890abcdef12345678"
	seed(t, svc, &telecomx.Fixture{
		Employees:   []telecomx.Employee{{ID: "AAAAAAAAAAAAAAAAAAAAAAAA", Customer: lower, Username: "new", Level: telecomx.Viewer}},
		Tokens:      []telecomx.Token{{Value: "new", Employee: "aaaaaaaaaaaaaaaaaaaaaaaa", Machine: true}},
		MusicOnHold: []telecomx.MusicOnHold{{ID: "AAAAAAAAAAAAAAAAAAAAAAAA", Customer: lower, Name: "New"}},
	})
	caller := suite.Must(svc.Auth.Check(t.Context(), bearer("new")))(t)
	suite.Equal(t, "caller", caller, telecomx.Caller{Employee: "AAAAAAAAAAAAAAAAAAAAAAAA", Customer: example, Level: telecomx.Viewer})
	suite.Equal(t, "token", token(t, svc, "new").Employee, "AAAAAAAAAAAAAAAAAAAAAAAA")
	suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, "aaaaaaaaaaaaaaaaaaaaaaaa"))(t),
		telecomx.MusicOnHold{ID: "AAAAAAAAAAAAAAAAAAAAAAAA", Customer: example, Name: "New"})
}

// A class that another customer has as its default is not taken from it; common or
// no longer its default it can be.
func loadMoves(t T, svc *telecomx.Service) {
	moved := telecomx.MusicOnHold{ID: defaultMusic, Name: "Moved"}
	seed(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{moved}})
	moved.Customer = "1234567890abcdef12345678"
	seed(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{moved}})
	moved.Customer = foreign
	seed(t, svc, &telecomx.Fixture{
		Customers:   []telecomx.Customer{{ID: example}, {ID: foreign, Settings: telecomx.Settings{DefaultMusicOnHold: defaultMusic}}},
		MusicOnHold: []telecomx.MusicOnHold{moved},
	})
	suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), admin, defaultMusic))(t), moved)
}

func loadDefaults(t T, svc *telecomx.Service) {
	const id = "aaaaaaaaaaaaaaaaaaaaaaaa"
	until := time.Date(2020, time.February, 29, 13, 14, 15, 678_900_000, time.FixedZone("CET", 3600))
	for _, test := range []struct{ seeded, want telecomx.Settings }{
		{telecomx.Settings{}, defaults()},
		{
			telecomx.Settings{Recording: telecomx.Recording{Quality: telecomx.QualityCompact, Retention: 730}},
			telecomx.Settings{CallerIDName: telecomx.CallerIDCustomer, Recording: telecomx.Recording{Mode: telecomx.RecordNever, Quality: telecomx.QualityCompact, Retention: 730}},
		},
		{
			telecomx.Settings{CallerIDName: telecomx.CallerIDAsIs, Billing: telecomx.Billing{InvoicedUntil: until}, PresentMobileOnLocalToMobile: true},
			telecomx.Settings{
				CallerIDName: telecomx.CallerIDAsIs, Recording: defaults().Recording, PresentMobileOnLocalToMobile: true,
				Billing: telecomx.Billing{InvoicedUntil: time.Date(2020, time.February, 29, 12, 14, 15, 678_000_000, time.UTC)},
			},
		},
	} {
		seed(t, svc, &telecomx.Fixture{Customers: []telecomx.Customer{{ID: id, Settings: test.seeded}}})
		suite.Equal(t, "settings", suite.Must(svc.Settings.Get(t.Context(), admin, id))(t).Settings, test.want)
	}
}

func loadSession(t T, svc *telecomx.Service) {
	session(t, svc, time.Time{})
	suite.Equal(t, "deadline", token(t, svc, "session").Deadline, Clock.Add(15*time.Minute))
}
