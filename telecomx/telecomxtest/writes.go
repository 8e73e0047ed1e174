package telecomxtest

import (
	"context"
	"strings"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

// testWrites tests what holds on any PBX that may be written to, with classes of the
// test's own, which it removes again. Customers, employees, tokens and songs are not the
// API's to make, and logout would end the sessions of others: on a PBX in use nothing
// touches them.
func testWrites(t T, on *target) {
	on.writes(t, []anyPromise{
		{"a class is what was made of it", ownClass},
		{"a class needs a name", ownClassNamed},
		{"a class that was removed is gone", ownClassRemoved},
		{"a login that was made up is refused", ownLogin},
		{"a setting that is changed is shown and stays", ownSetting},
	})
}

// makeClass makes a class under a name of this run.
func makeClass(t T, a *account) telecomx.MusicOnHold {
	t.Helper()
	a.needs(t, telecomx.Manager)
	customer, name := a.settings(t).Customer, runName()
	afterwards(t, func(ctx context.Context) {
		// By its name: the answer that has the id may have got lost.
		for class, err := range telecomx.All(ctx, a.MusicOnHold, a.caller, telecomx.MusicQuery{Customer: customer}) {
			if err == nil && strings.HasPrefix(class.Name, name) {
				err = a.MusicOnHold.Delete(ctx, a.caller, class.ID)
			}
			if err != nil {
				t.Errorf("class %s may be left: %v", name, err)
			}
		}
	})
	in := named(name)
	in.Customer = &customer // an ADMIN's would be for everyone
	got := suite.Must(a.MusicOnHold.Create(t.Context(), a.caller, in))(t)
	suite.Equal(t, "Create", got, telecomx.MusicOnHold{ID: got.ID, Customer: customer, Name: name})
	return got
}

func ownClass(t T, a *account) {
	class := makeClass(t, a)
	suite.Equal(t, "Get", suite.Must(a.MusicOnHold.Get(t.Context(), a.caller, class.ID))(t), class)
	found := suite.Must(a.MusicOnHold.List(t.Context(), a.caller, telecomx.MusicQuery{Customer: class.Customer, Filter: class.Name}))(t)
	suite.Equal(t, "List", found.Classes, []telecomx.MusicOnHold{class})
	class.Random = true
	suite.Equal(t, "Update of one member", suite.Must(a.MusicOnHold.Update(t.Context(), a.caller, class.ID, telecomx.MusicInput{Random: telecomx.To(true)}))(t), class)
	class.Name += " Ærø & <others>"
	suite.Equal(t, "Update of the other", suite.Must(a.MusicOnHold.Update(t.Context(), a.caller, class.ID, named(class.Name)))(t), class)
	suite.Equal(t, "Get", suite.Must(a.MusicOnHold.Get(t.Context(), a.caller, class.ID))(t), class)
}

func ownClassNamed(t T, a *account) {
	class := makeClass(t, a)
	refusedAs(t, "Update", suite.ErrOf(a.MusicOnHold.Update(t.Context(), a.caller, class.ID, named(""))), telecomx.ErrName)
	suite.Equal(t, "Get", suite.Must(a.MusicOnHold.Get(t.Context(), a.caller, class.ID))(t), class)
}

func ownClassRemoved(t T, a *account) {
	class := makeClass(t, a)
	suite.Succeeds(t, a.MusicOnHold.Delete(t.Context(), a.caller, class.ID))
	refusedAs(t, "Get", suite.ErrOf(a.MusicOnHold.Get(t.Context(), a.caller, class.ID)), telecomx.ErrMusicNotFound)
	refusedAs(t, "Delete", a.MusicOnHold.Delete(t.Context(), a.caller, class.ID), telecomx.ErrMusicNotFound)
}

func ownLogin(t T, a *account) {
	in := telecomx.LoginInput{Username: runName() + "@example.invalid", Password: runName()}
	refusedAs(t, "Login", suite.ErrOf(a.Sessions.Login(t.Context(), in)), telecomx.ErrLoginRequired)
}

// ownSetting changes what can do the least harm for a moment: the language.
func ownSetting(t T, a *account) {
	if a.customer == "" {
		t.Skip("changes settings, and no customer is named whose may be")
	}
	a.needs(t, telecomx.Manager)
	before := a.settings(t)
	language := "en"
	if before.DefaultLanguage == language {
		language = "da"
	}
	afterwards(t, func(ctx context.Context) { putBack(ctx, t, a, before, language) })
	want := before
	want.DefaultLanguage = language
	got := suite.Must(a.Settings.Update(t.Context(), a.caller, a.customer, telecomx.SettingsInput{DefaultLanguage: telecomx.To(language)}))(t)
	equalSettings(t, "Update", got, want)
	equalSettings(t, "Get", a.settings(t), want)
}

// putBack puts the language back, unless somebody else has changed it since.
func putBack(ctx context.Context, t T, a *account, before telecomx.CustomerSettings, changed string) {
	now, err := a.Settings.Get(ctx, a.caller, a.customer)
	if err == nil && now.DefaultLanguage != changed {
		return
	}
	back := telecomx.SettingsInput{DefaultLanguage: telecomx.To(before.DefaultLanguage)}
	if before.DefaultLanguage == "" {
		back.DefaultLanguage = telecomx.Clear[string]()
	}
	if _, err := a.Settings.Update(ctx, a.caller, a.customer, back); err != nil {
		t.Errorf("the language in the settings of %s may be left as %q: %v", a.customer, changed, err)
	}
}
