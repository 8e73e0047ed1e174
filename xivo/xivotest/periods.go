package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testPeriods(t T, on *target) {
	check(t, on, []promise{
		{"of several with a name the default one is meant", periodDefaultFirst},
		{"of several others with a name the oldest is meant", periodOldestFirst},
		{"a request without a period has the default one", periodOfRequest},
		{"seeding periods takes the one of an empty store away", allDayReplaced},
		{"a period in use outlives that", allDayKept},
		{"refused and empty imports do not use a period", allDayNotUsed},
		{"there is one default at a time", oneDefault},
	})
}

// periodChosen returns the period of a new request that names one.
func periodChosen(t T, svc *xivo.Service, list xivo.UUID, name string) xivo.UUID {
	t.Helper()
	return suite.Must(svc.Callbacks.CreateRequest(t.Context(), list, xivo.CallbackInput{PhoneNumber: "1", Period: name}))(t).PeriodUUID
}

func periodDefaultFirst(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "the default is the oldest", periodChosen(t, svc, mine, "Toute la journée"), allDay.UUID)
	second := alsoAllDay
	second.Default = true
	seed(t, svc, &xivo.Fixture{Periods: []xivo.Period{second}})
	suite.Equal(t, "the default is not the oldest", periodChosen(t, svc, mine, "Toute la journée"), alsoAllDay.UUID)
}

func periodOldestFirst(t T, svc *xivo.Service) {
	documented(t, svc)
	other := afternoon
	other.Default = true
	seed(t, svc, &xivo.Fixture{Periods: []xivo.Period{other}})
	suite.Equal(t, "none is the default", periodChosen(t, svc, mine, "Toute la journée"), allDay.UUID)
}

func periodOfRequest(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "default", periodChosen(t, svc, mine, ""), allDay.UUID)
	other := afternoon
	other.Default = true
	seed(t, svc, &xivo.Fixture{Periods: []xivo.Period{other}})
	suite.Equal(t, "default after another has become it", periodChosen(t, svc, mine, ""), afternoon.UUID)
}

// onlyDefault is a fixture whose one period is the default.
func onlyDefault() *xivo.Fixture {
	p := afternoon
	p.Default = true
	return &xivo.Fixture{Periods: []xivo.Period{p}}
}

func allDayReplaced(t T, svc *xivo.Service) {
	list := makeList(t, svc)
	seed(t, svc, onlyDefault())
	suite.Equal(t, "default", periodChosen(t, svc, list, ""), afternoon.UUID)
	refuses(t, svc, xivo.ErrInvalidJSON.Refuse("period: unknown period 'Toute la journée'"), func() error {
		return suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), list, xivo.CallbackInput{PhoneNumber: "1", Period: allDay.Name}))
	})
}

func allDayKept(t T, svc *xivo.Service) {
	for _, use := range []struct {
		name string
		call func(t T, list xivo.UUID) error
	}{
		{"by a request", func(t T, list xivo.UUID) error {
			return suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), list, xivo.CallbackInput{PhoneNumber: "1"}))
		}},
		{"by an import", func(t T, list xivo.UUID) error {
			return svc.Callbacks.ImportCSV(t.Context(), list, []byte("phoneNumber\n1\n"))
		}},
		{"by seeding", func(t T, list xivo.UUID) error {
			return svc.Seed.Load(t.Context(), &xivo.Fixture{CallbackRequests: []xivo.CallbackRequest{
				{UUID: johnsRequest, ListUUID: list, PhoneNumber: "1", PeriodUUID: allDay.UUID},
			}})
		}},
	} {
		t.Run(use.name, func(t T) {
			needsSeed(t, svc)
			list := makeList(t, svc)
			suite.Succeeds(t, use.call(t, list))
			seed(t, svc, onlyDefault())
			kept := allDay
			kept.Default = false
			suite.Equal(t, "period of the request", allRequests(t, svc)[0].PreferredPeriod, kept)
			suite.Equal(t, "default", periodChosen(t, svc, list, ""), afternoon.UUID)
			suite.Must(svc.Callbacks.DeleteList(t.Context(), list))(t)
			back := allDay
			seed(t, svc, &xivo.Fixture{Periods: []xivo.Period{back}})
		})
	}
}

func allDayNotUsed(t T, svc *xivo.Service) {
	needsSeed(t, svc)
	list := makeList(t, svc)
	before := dump(t, svc)
	suite.Succeeds(t, svc.Callbacks.ImportCSV(t.Context(), list, []byte("phoneNumber\n")))
	suite.Equal(t, "what is stored after an import without rows", dump(t, svc), before)
	refuses(t, svc, xivo.ErrInvalidCSV.Refuse("line 2: phoneNumber: this or mobilePhoneNumber is required"), func() error {
		return svc.Callbacks.ImportCSV(t.Context(), list, []byte("phoneNumber|firstName\n|Ann\n"))
	})
	seed(t, svc, onlyDefault())
	suite.Equal(t, "periods", dump(t, svc).Periods, onlyDefault().Periods)
}

func oneDefault(t T, svc *xivo.Service) {
	documented(t, svc)
	second, third := alsoAllDay, afternoon
	second.Default, third.Default = true, true
	seed(t, svc, &xivo.Fixture{Periods: []xivo.Period{second, third}})
	first := allDay
	first.Default, second.Default = false, false
	suite.Equal(t, "periods", dump(t, svc).Periods, []xivo.Period{first, second, third})
}
