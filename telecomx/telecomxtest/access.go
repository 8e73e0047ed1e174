package telecomxtest

import (
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testAccess(t T, on *target) {
	check(t, on, []promise{
		{"reading settings, by level and customer", settingsRead},
		{"writing settings, by level and customer", settingsWritten},
		{"listing music on hold, by level and customer", musicListed},
		{"creating music on hold, by level and customer", musicCreated},
		{"reading music on hold, by level and owner", musicRead},
		{"writing music on hold, by level and owner", musicWritten},
	})
}

// The outcomes of a call.
var (
	ok      *telecomx.Error
	denied  = telecomx.ErrAccessDenied
	unknown = telecomx.ErrCustomerNotFound
)

// reach is what a caller gets of each customer, and of an id that names none.
type reach struct {
	caller                                                   telecomx.Caller
	ofExample, ofReseller, ofForeign, ofNeighbour, ofBeneath *telecomx.Error
	ofNowhere                                                *telecomx.Error
}

// none is what one gets who may not do it at all, and ownOnly who may not beyond
// the own customer: which ids exist cannot be told from it.
func none(c telecomx.Caller) reach    { return reach{c, denied, denied, denied, denied, denied, denied} }
func ownOnly(c telecomx.Caller) reach { return reach{c, ok, denied, denied, denied, denied, denied} }

// wide is what the levels get that reach further.
var wide = []reach{
	{theReseller, ok, ok, denied, ok, denied, unknown},
	{resellerAdmin, ok, ok, ok, ok, ok, unknown},
	{admin, ok, ok, ok, ok, ok, unknown},
}

var (
	readers = append([]reach{none(telecomx.Caller{}), none(noLogin), ownOnly(personal), ownOnly(viewer), ownOnly(manager), ownOnly(owner)}, wide...)
	viewers = append([]reach{none(telecomx.Caller{}), none(noLogin), none(personal), ownOnly(viewer), ownOnly(manager), ownOnly(owner)}, wide...)
	writers = append([]reach{none(telecomx.Caller{}), none(noLogin), none(personal), none(viewer), ownOnly(manager), ownOnly(owner)}, wide...)
)

// each calls test for every id, in both cases of hex letters.
func (r reach) each(test func(id, customer string, want *telecomx.Error)) {
	for customer, want := range map[string]*telecomx.Error{
		example: r.ofExample, reseller: r.ofReseller, foreign: r.ofForeign, neighbour: r.ofNeighbour, beneath: r.ofBeneath,
	} {
		for _, id := range []string{customer, strings.ToLower(customer), strings.ToUpper(customer)} {
			test(id, customer, want)
		}
	}
	for _, id := range nowhere {
		test(id, "", r.ofNowhere)
	}
}

// pins are the PIN codes of the customers.
var pins = map[string]string{example: "1234567890", reseller: "", foreign: "222222", neighbour: "333333", beneath: "444444"}

// expectSettings checks the answer to a call about a customer's settings.
func expectSettings(t T, what string, got telecomx.CustomerSettings, err error, caller telecomx.Caller, customer string, want *telecomx.Error) {
	t.Helper()
	if want != nil {
		refused(t, what, err, want)
		suite.Equal(t, what, got, telecomx.CustomerSettings{})
		return
	}
	suite.Must(got, err)(t)
	suite.Equal(t, what, got.Customer, customer)
	hidden := caller.Level == telecomx.Personal
	suite.Equal(t, what+": hidden", got.PINHidden, hidden)
	if hidden {
		suite.Equal(t, what+": PIN code", got.MasterPINCode, "")
		return
	}
	suite.Equal(t, what+": PIN code", got.MasterPINCode, pins[customer])
}

func settingsRead(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	for _, r := range readers {
		r.each(func(id, customer string, want *telecomx.Error) {
			got, err := svc.Settings.Get(t.Context(), r.caller, id)
			expectSettings(t, string(r.caller.Level)+" reads "+id, got, err, r.caller, customer, want)
		})
	}
	for _, r := range readers[2:] {
		got, err := svc.Settings.Get(t.Context(), r.caller, "")
		expectSettings(t, string(r.caller.Level)+" reads the own ones", got, err, r.caller, r.caller.Customer, nil)
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func settingsWritten(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	for _, r := range writers {
		r.each(func(id, customer string, want *telecomx.Error) {
			what := string(r.caller.Level) + " writes " + id
			got, err := svc.Settings.Update(t.Context(), r.caller, id, telecomx.SettingsInput{})
			expectSettings(t, what, got, err, r.caller, customer, want)

			// Who may not write does not get to know what is wrong with the rest.
			orElse := func(err *telecomx.Error) *telecomx.Error {
				if want != nil {
					return want
				}
				return err
			}
			in := telecomx.SettingsInput{MasterPINCode: telecomx.To("1"), Malformed: true}
			refused(t, what, suite.ErrOf(svc.Settings.Update(t.Context(), r.caller, id, in)), orElse(telecomx.ErrBadRequest))
			in.Malformed = false
			refused(t, what, suite.ErrOf(svc.Settings.Update(t.Context(), r.caller, id, in)), orElse(invalid("masterPinCode")))
		})
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
	for _, r := range writers[4:] {
		got, err := svc.Settings.Update(t.Context(), r.caller, "", telecomx.SettingsInput{})
		expectSettings(t, string(r.caller.Level)+" writes the own ones", got, err, r.caller, r.caller.Customer, nil)
	}
}

func musicListed(t T, svc *telecomx.Service) {
	for _, r := range viewers {
		r.each(func(id, customer string, want *telecomx.Error) {
			what := string(r.caller.Level) + " lists " + id
			page, err := svc.MusicOnHold.List(t.Context(), r.caller, telecomx.MusicQuery{Customer: id})
			if want != nil {
				refused(t, what, err, want)
				suite.Equal(t, what, page, telecomx.MusicPage{})
				return
			}
			for _, m := range suite.Must(page, err)(t).Classes {
				if m.Customer != customer && m.Customer != "" {
					t.Errorf("%s: a class of %s", what, m.Customer)
				}
			}
		})
	}
}

func musicCreated(t T, svc *telecomx.Service) {
	for _, r := range writers {
		r.each(func(id, customer string, want *telecomx.Error) {
			what := string(r.caller.Level) + " creates for " + id
			in := telecomx.MusicInput{Customer: &id, Name: telecomx.To("x")}
			if want == nil {
				got := suite.Must(svc.MusicOnHold.Create(t.Context(), r.caller, in))(t)
				suite.Equal(t, what, got, telecomx.MusicOnHold{ID: got.ID, Customer: customer, Name: "x"})
				return
			}
			if want == unknown {
				want = telecomx.ErrCustomerInvalid // in the words of the page
			}
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.MusicOnHold.Create(t.Context(), r.caller, in)) })
			in.Name = telecomx.Change[string]{}
			refused(t, what+" without a name", suite.ErrOf(svc.MusicOnHold.Create(t.Context(), r.caller, in)), want)
		})
	}
}

// classReach is a reach among classes: their owners', a common one, and an id that
// names none.
type classReach struct {
	reach
	ofCommon, ofNone *telecomx.Error
}

func (r classReach) each(test func(id string, want *telecomx.Error)) {
	test(softMusic, r.ofExample)
	test("52f4fd7734697b28ccaf0301", r.ofReseller)
	test("52F4FD7734697B28CCAF0302", r.ofForeign)
	test("52f4fd7734697b28ccaf0303", r.ofNeighbour)
	test("52f4fd7734697b28ccaf0304", r.ofBeneath)
	test(commonMusic, r.ofCommon)
	test(strings.ToLower(commonMusic), r.ofCommon)
	for _, id := range append(nowhere, "") {
		test(id, r.ofNone)
	}
}

func musicRead(t T, svc *telecomx.Service) {
	before := dump(t, svc)
	for i, r := range viewers {
		common, missing := ok, telecomx.ErrMusicNotFound
		if i < 3 { // below VIEWER
			common, missing = denied, denied
		}
		classReach{r, common, missing}.each(func(id string, want *telecomx.Error) {
			what := string(r.caller.Level) + " reads " + id
			got, err := svc.MusicOnHold.Get(t.Context(), r.caller, id)
			if want != nil {
				refused(t, what, err, want)
				suite.Equal(t, what, got, telecomx.MusicOnHold{})
				return
			}
			if !strings.EqualFold(suite.Must(got, err)(t).ID, id) {
				t.Errorf("%s: got %s", what, got.ID)
			}
		})
	}
	suite.Equal(t, "what is stored", dump(t, svc), before)
}

func musicWritten(t T, svc *telecomx.Service) {
	for i, r := range writers {
		common, missing := denied, telecomx.ErrMusicNotFound
		switch {
		case i < 4: // below MANAGER
			missing = denied
		case r.caller.Level.AtLeast(telecomx.ResellerAdmin):
			common = ok
		}
		classReach{r, common, missing}.each(func(id string, want *telecomx.Error) {
			update := func(in telecomx.MusicInput) error {
				return suite.ErrOf(svc.MusicOnHold.Update(t.Context(), r.caller, id, in))
			}
			if want == nil {
				suite.Must(0, update(telecomx.MusicInput{Random: telecomx.To(true)}))(t)
				suite.Must(0, svc.MusicOnHold.Delete(t.Context(), r.caller, id))(t)
				seed(t, svc, telecomx.Documentation())
				seed(t, svc, everyLevel())
				return
			}
			refuses(t, svc, want, func() error { return update(telecomx.MusicInput{Random: telecomx.To(true)}) })
			refuses(t, svc, want, func() error { return update(telecomx.MusicInput{Malformed: true, Name: telecomx.To("")}) })
			refuses(t, svc, want, func() error { return svc.MusicOnHold.Delete(t.Context(), r.caller, id) })
		})
	}
}
