package telecomxtest

import (
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testMusicOnHoldList(t T, on *target) {
	check(t, on, []promise{
		{"a customer's classes and the common ones are listed by name", listOrder},
		{"names are in the order of their bytes", listNames},
		{"equal names are listed by id", listTies},
		{"a filter is a part of the name in any case", listFilter},
		{"pages are cut after filtering", listPages},
		{"numbers out of range become the nearest", listClamped},
	})
}

// list returns the names of a page and the numbers that come with it.
func list(t T, svc *telecomx.Service, q telecomx.MusicQuery) (names []string, numbers [3]int) {
	t.Helper()
	page := suite.Must(svc.MusicOnHold.List(t.Context(), viewer, q))(t)
	names = []string{}
	for _, m := range page.Classes {
		names = append(names, m.Name)
	}
	return names, [3]int{page.Offset, page.Limit, page.Total}
}

func expectList(t T, svc *telecomx.Service, q telecomx.MusicQuery, want []string, numbers [3]int) {
	t.Helper()
	got, gotNumbers := list(t, svc, q)
	suite.Equal(t, "names", got, want)
	suite.Equal(t, "offset, limit and total", gotNumbers, numbers)
}

func listOrder(t T, svc *telecomx.Service) {
	page := suite.Must(svc.MusicOnHold.List(t.Context(), viewer, telecomx.MusicQuery{}))(t)
	suite.Equal(t, "page", page, telecomx.MusicPage{Limit: 50, Total: 3, Classes: []telecomx.MusicOnHold{
		{ID: defaultMusic, Customer: example, Name: "Default music"},
		{ID: commonMusic, Name: "Free classics"},
		soft(),
	}})
	page = suite.Must(svc.MusicOnHold.List(t.Context(), theReseller, telecomx.MusicQuery{Customer: neighbour}))(t)
	suite.Equal(t, "page", page, telecomx.MusicPage{Limit: 50, Total: 2, Classes: []telecomx.MusicOnHold{
		{ID: commonMusic, Name: "Free classics"},
		{ID: "52f4fd7734697b28ccaf0303", Customer: neighbour, Name: "Of the neighbour"},
	}})
}

// Names are in the order of their bytes, whatever the ids are.
func listNames(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{
		{ID: "aaaaaaaaaaaaaaaaaaaaaaaa", Name: "order c"}, {ID: "bbbbbbbbbbbbbbbbbbbbbbbb", Customer: example, Name: "order a"}, {ID: "cccccccccccccccccccccccc", Name: "Order b"},
	}})
	expectList(t, svc, telecomx.MusicQuery{Filter: "order"}, []string{"Order b", "order a", "order c"}, [3]int{0, 50, 3})
}

func listTies(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{
		{ID: "BBBBBBBBBBBBBBBBBBBBBBBB", Name: "Same"}, {ID: "cccccccccccccccccccccccc", Customer: example, Name: "Same"}, {ID: "aaaaaaaaaaaaaaaaaaaaaaaa", Name: "Same"},
	}})
	page := suite.Must(svc.MusicOnHold.List(t.Context(), viewer, telecomx.MusicQuery{Filter: "same"}))(t)
	var ids []string
	for _, m := range page.Classes {
		ids = append(ids, m.ID)
	}
	suite.Equal(t, "ids", ids, []string{"aaaaaaaaaaaaaaaaaaaaaaaa", "BBBBBBBBBBBBBBBBBBBBBBBB", "cccccccccccccccccccccccc"})
}

func listFilter(t T, svc *telecomx.Service) {
	seed(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{{ID: "aaaaaaaaaaaaaaaaaaaaaaaa", Name: `100%_Ære\`}}})
	for part, want := range map[string][]string{
		"free":                     {"Free classics", "Soft (license free)"},
		"FREE":                     {"Free classics", "Soft (license free)"},
		"Free ":                    {"Free classics"},
		"(license":                 {"Soft (license free)"},
		"%":                        {`100%_Ære\`},
		"_":                        {`100%_Ære\`},
		`\`:                        {`100%_Ære\`},
		"ÆRE":                      {`100%_Ære\`},
		"%e":                       {},
		"neighbour":                {},
		"\x00":                     {},
		"\xff":                     {},
		strings.Repeat("a", 10000): {},
		strings.Repeat("%", 1000):  {},
	} {
		expectList(t, svc, telecomx.MusicQuery{Filter: part}, want, [3]int{0, 50, len(want)})
	}
}

func listPages(t T, svc *telecomx.Service) {
	one := 1
	expectList(t, svc, telecomx.MusicQuery{Limit: &one}, []string{"Default music"}, [3]int{0, 1, 3})
	expectList(t, svc, telecomx.MusicQuery{Limit: &one, Offset: 2}, []string{"Soft (license free)"}, [3]int{2, 1, 3})
	expectList(t, svc, telecomx.MusicQuery{Limit: &one, Offset: 1, Filter: "free"}, []string{"Soft (license free)"}, [3]int{1, 1, 2})
	expectList(t, svc, telecomx.MusicQuery{Offset: 3}, []string{}, [3]int{3, 50, 3})
}

func listClamped(t T, svc *telecomx.Service) {
	f := &telecomx.Fixture{}
	for i := range 120 {
		f.MusicOnHold = append(f.MusicOnHold, telecomx.MusicOnHold{ID: fmt.Sprintf("%024x", i), Name: fmt.Sprintf("many %03d", i)})
	}
	seed(t, svc, f)
	for limit, want := range map[int]int{-1 << 63: 1, -1: 1, 0: 1, 1: 1, 100: 100, 101: 100, 1<<63 - 1: 100} {
		names, numbers := list(t, svc, telecomx.MusicQuery{Filter: "MANY", Limit: &limit, Offset: -1})
		suite.Equal(t, "number of classes", len(names), want)
		suite.Equal(t, "offset, limit and total", numbers, [3]int{0, want, 120})
	}
	names, _ := list(t, svc, telecomx.MusicQuery{Filter: "many"})
	suite.Equal(t, "number of classes", len(names), 50)
}
