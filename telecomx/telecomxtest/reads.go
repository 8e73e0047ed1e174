package telecomxtest

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// testReads tests what holds on any PBX, whatever is in it, and changes nothing. Others
// may change it in the meantime, so that little is said about two answers together.
func testReads(t T, on *target) {
	on.reads(t, []anyPromise{
		{"the settings of the own customer need no id", anyOwnSettings},
		{"settings are those of the customer that was asked for", anySettings},
		{"settings have values that the page names", anyValues},
		{"a customer that was made up is not reached", anyCustomerRefused},
		{"classes are a customer's own and common ones", anyClasses},
		{"classes are listed by name", anyClassesOrdered},
		{"a page of classes is cut out of all", anyClassPage},
		{"a class is read as it is listed", anyClass},
		{"a part of its name finds a class in any case", anyClassFound},
		{"a class that was made up is refused", anyClassRefused},
		{"a token says whose it is", anyToken},
		{"a token that was made up is refused", anyTokenRefused},
	})
}

// nobody is an id that nothing has.
const nobody = "000000000000000000000000"

// refusedAs checks the documented part of a refusal, its kind. What a description says
// is in part assumed.
func refusedAs(t T, what string, err error, kinds ...*telecomx.Error) {
	t.Helper()
	if !slices.ContainsFunc(kinds, func(kind *telecomx.Error) bool { return errors.Is(err, kind) }) {
		t.Errorf("%s: error = %v, want %v", what, err, kinds)
	}
}

// settings returns those of the customer that is looked at.
func (a *account) settings(t T) telecomx.CustomerSettings {
	t.Helper()
	return suite.Must(a.Settings.Get(t.Context(), a.caller, a.customer))(t)
}

// equalSettings compares settings without printing a PIN code that is in use.
func equalSettings(t T, what string, got, want telecomx.CustomerSettings) {
	t.Helper()
	if got.MasterPINCode != want.MasterPINCode {
		t.Errorf("%s: the master PIN code is another one", what)
	}
	got.MasterPINCode, want.MasterPINCode = "", ""
	suite.Equal(t, what, got, want)
}

// classes returns the classes of the customer that is looked at, one at least.
func (a *account) classes(t T, atLeast int) []telecomx.MusicOnHold {
	t.Helper()
	a.needs(t, telecomx.Viewer)
	var all []telecomx.MusicOnHold
	for class, err := range telecomx.All(t.Context(), a.MusicOnHold, a.caller, telecomx.MusicQuery{Customer: a.customer}) {
		all = append(all, suite.Must(class, err)(t))
	}
	if len(all) < atLeast {
		t.Skipf("the customer has %d classes of music on hold, and %d are needed", len(all), atLeast)
	}
	return all
}

func anyOwnSettings(t T, a *account) {
	own := suite.Must(a.Settings.Get(t.Context(), a.caller, ""))(t)
	equalSettings(t, "settings by their id", suite.Must(a.Settings.Get(t.Context(), a.caller, own.Customer))(t), own)
}

func anySettings(t T, a *account) {
	got := a.settings(t)
	want := cmp.Or(a.customer, a.caller.Customer, got.Customer)
	if !strings.EqualFold(got.Customer, want) {
		t.Errorf("the settings of %s are those of %s", want, got.Customer)
	}
}

// The forms of values. What has none is "".
var (
	anID    = regexp.MustCompile(`^[0-9A-Fa-f]{24}$`)
	idOrNot = regexp.MustCompile(`^([0-9A-Fa-f]{24})?$`)
	forms   = []struct {
		property string
		of       func(telecomx.CustomerSettings) string
		form     *regexp.Regexp
	}{
		{"_id", func(s telecomx.CustomerSettings) string { return s.Customer }, anID},
		{"defaultMusicOnHold", func(s telecomx.CustomerSettings) string { return s.DefaultMusicOnHold }, idOrNot},
		{"masterPinCode", func(s telecomx.CustomerSettings) string { return s.MasterPINCode }, regexp.MustCompile(`^([0-9]{4,10})?$`)},
		{"defaultLanguage", func(s telecomx.CustomerSettings) string { return s.DefaultLanguage }, regexp.MustCompile(`^([a-z]{2})?$`)},
		{"defaultNumber", func(s telecomx.CustomerSettings) string { return s.DefaultNumber }, regexp.MustCompile(`^(\+[1-9][0-9]{1,14})?$`)},
		{"defaultVoiceAccount", func(s telecomx.CustomerSettings) string { return s.DefaultVoiceAccount }, idOrNot},
		{"nationalPrefix", func(s telecomx.CustomerSettings) string { return s.NationalPrefix }, regexp.MustCompile(`^(\+?[0-9]{1,6})?$`)},
		{"callerIdNameOutbound", func(s telecomx.CustomerSettings) string { return string(s.CallerIDName) }, regexp.MustCompile(`^(AS_IS|CUSTOMER|PREFIX)$`)},
		{"voicemailBreakout", func(s telecomx.CustomerSettings) string { return s.VoicemailBreakout }, idOrNot},
		{"recording.mode", func(s telecomx.CustomerSettings) string { return string(s.Recording.Mode) }, regexp.MustCompile(`^(ALWAYS|DEMAND|NEVER)$`)},
		{"recording.quality", func(s telecomx.CustomerSettings) string { return string(s.Recording.Quality) }, regexp.MustCompile(`^(NORMAL|COMPACT|HIGH)$`)},
	}
	days = []int64{1, 3, 7, 14, 30, 90, 180, 365, 730}
)

func anyValues(t T, a *account) {
	got := a.settings(t)
	for _, f := range forms {
		if !f.form.MatchString(f.of(got)) {
			// Not the value itself: it may be a PIN code.
			t.Errorf("%s has %d characters that are not as the page says: %s", f.property, len(f.of(got)), f.form)
		}
	}
	if !slices.Contains(days, got.Recording.Retention) {
		t.Errorf("recording.retension = %d, want one of %v", got.Recording.Retention, days)
	}
}

func anyCustomerRefused(t T, a *account) {
	want := []*telecomx.Error{denied, unknown}
	if level := a.caller.Level; level != "" && level.AtLeast(telecomx.Reseller) {
		want = []*telecomx.Error{unknown}
	} else if level != "" {
		want = []*telecomx.Error{denied}
	}
	refusedAs(t, "Get", suite.ErrOf(a.Settings.Get(t.Context(), a.caller, nobody)), want...)
}

func anyClasses(t T, a *account) {
	classes, customer := a.classes(t, 1), a.settings(t).Customer
	ids := map[string]bool{}
	for _, m := range classes {
		if m.Customer != "" && !strings.EqualFold(m.Customer, customer) {
			t.Errorf("class %s is one of %s", m.ID, m.Customer)
		}
		if ids[strings.ToLower(m.ID)] || !anID.MatchString(m.ID) {
			t.Errorf("%q is listed twice, or is no id", m.ID)
		}
		ids[strings.ToLower(m.ID)] = true
	}
}

func anyClassesOrdered(t T, a *account) {
	if !slices.IsSortedFunc(a.classes(t, 2), func(a, b telecomx.MusicOnHold) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(strings.ToLower(a.ID), strings.ToLower(b.ID)))
	}) {
		t.Error("classes are not listed by name, then by id")
	}
}

func anyClassPage(t T, a *account) {
	all := a.classes(t, 2)
	got := suite.Must(a.MusicOnHold.List(t.Context(), a.caller, telecomx.MusicQuery{Customer: a.customer, Offset: 1, Limit: new(1)}))(t)
	suite.Equal(t, "the second class", got, telecomx.MusicPage{Offset: 1, Limit: 1, Total: len(all), Classes: all[1:2]})
}

func anyClass(t T, a *account) {
	all := a.classes(t, 1)
	for _, m := range all[:min(len(all), 5)] { // a PBX in use may have many
		suite.Equal(t, "Get", suite.Must(a.MusicOnHold.Get(t.Context(), a.caller, m.ID))(t), m)
	}
}

func anyClassFound(t T, a *account) {
	class := a.classes(t, 1)[0]
	for _, part := range []string{class.Name, strings.ToUpper(class.Name), strings.ToLower(class.Name)} {
		page := suite.Must(a.MusicOnHold.List(t.Context(), a.caller, telecomx.MusicQuery{Customer: a.customer, Filter: part, Limit: new(100)}))(t)
		if page.Total <= len(page.Classes) && !slices.ContainsFunc(page.Classes, func(m telecomx.MusicOnHold) bool { return m.ID == class.ID }) {
			t.Errorf("filter %q does not find class %s, %q", part, class.ID, class.Name)
		}
		for _, m := range page.Classes {
			if !strings.Contains(strings.ToLower(m.Name), strings.ToLower(part)) {
				t.Errorf("filter %q finds %q", part, m.Name)
			}
		}
	}
}

func anyClassRefused(t T, a *account) {
	a.needs(t, telecomx.Viewer)
	refusedAs(t, "Get", suite.ErrOf(a.MusicOnHold.Get(t.Context(), a.caller, nobody)), telecomx.ErrMusicNotFound)
}

func anyToken(t T, a *account) {
	if a.token == "" {
		t.Skip("needs a token, and none is named")
	}
	id := suite.Must(a.Sessions.Validate(t.Context(), a.token))(t)
	if !anID.MatchString(id.Employee) || !anID.MatchString(id.Customer) || !id.Level.AtLeast(telecomx.Personal) {
		t.Errorf("the token is that of employee %q of customer %q, of level %q", id.Employee, id.Customer, id.Level)
	}
	own := suite.Must(a.Settings.Get(t.Context(), id.Caller, ""))(t)
	suite.Equal(t, "the master PIN code is hidden", own.PINHidden, id.Level == telecomx.Personal)
	if !strings.EqualFold(own.Customer, id.Customer) {
		t.Errorf("the own settings are those of %s, and the account is one of %s", own.Customer, id.Customer)
	}
	if a.Auth == nil {
		t.Skip("the service has no Auth to check the token")
	}
	suite.Equal(t, "caller", suite.Must(a.Auth.Check(t.Context(), bearer(a.token)))(t), id.Caller)
}

func anyTokenRefused(t T, a *account) {
	refusedAs(t, "Validate", suite.ErrOf(a.Sessions.Validate(t.Context(), runName())), telecomx.ErrInvalidToken)
}
