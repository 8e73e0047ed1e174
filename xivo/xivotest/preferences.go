package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testPreferences(t T, on *target) {
	check(t, on, []promise{
		{"the documented ones are listed in order of creation", preferencesListed},
		{"a user without any has an empty list", noPreferences},
		{"one can be read", preferenceRead},
		{"create sets one that is not set", preferenceCreated},
		{"update changes one that is set, in its place", preferenceUpdated},
		{"delete unsets one", preferenceDeleted},
		{"keys are open and case-sensitive", preferenceKeysOpen},
		{"an unknown user is refused", preferencesOfNobody},
		{"values are text", preferenceIsText},
	})
}

var documentedPreferences = []xivo.Preference{
	{Key: "preferred_device", Value: "phone", ValueType: "String"},
	{Key: "other_preference", Value: "42", ValueType: "number"},
}

func notSet(key string) *xivo.Error {
	return xivo.ErrNotFound.Refuse("Preference %s is not set for user 3", key)
}

func preferencesListed(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 3))(t), documentedPreferences)
}

func noPreferences(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 8))(t), []xivo.Preference{})
}

func preferenceRead(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.Preferences.Get(t.Context(), 3, "other_preference"))(t), documentedPreferences[1])
	refuses(t, svc, notSet("nothing"), func() error { return suite.ErrOf(svc.Preferences.Get(t.Context(), 3, "nothing")) })
}

func preferenceCreated(t T, svc *xivo.Service) {
	documented(t, svc)
	taken := xivo.Preference{Key: xivo.PreferredDevice, Value: xivo.PreferredDeviceWebRTC, ValueType: "String"}
	refuses(t, svc, xivo.ErrConflict.Refuse("Preference preferred_device is already set for user 3"), func() error {
		return svc.Preferences.Create(t.Context(), 3, taken)
	})
	// Another user's preferences are others, also for one without a line.
	suite.Succeeds(t, svc.Preferences.Create(t.Context(), 8, taken))

	third := xivo.Preference{Key: "a", Value: "", ValueType: "string"}
	suite.Succeeds(t, svc.Preferences.Create(t.Context(), 3, third))
	want := append([]xivo.Preference{}, documentedPreferences...)
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 3))(t), append(want, third))
}

func preferenceUpdated(t T, svc *xivo.Service) {
	documented(t, svc)
	changed := xivo.Preference{Key: "preferred_device", Value: "webrtc", ValueType: "whatever it is"}
	suite.Succeeds(t, svc.Preferences.Update(t.Context(), 3, changed))
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 3))(t), []xivo.Preference{changed, documentedPreferences[1]})
	refuses(t, svc, notSet("nothing"), func() error {
		return svc.Preferences.Update(t.Context(), 3, xivo.Preference{Key: "nothing", Value: "1", ValueType: "number"})
	})
}

func preferenceDeleted(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Succeeds(t, svc.Preferences.Delete(t.Context(), 3, "preferred_device"))
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 3))(t), documentedPreferences[1:])
	refuses(t, svc, notSet("preferred_device"), func() error { return svc.Preferences.Delete(t.Context(), 3, "preferred_device") })
	// One that is set again is the youngest.
	suite.Succeeds(t, svc.Preferences.Create(t.Context(), 3, documentedPreferences[0]))
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 3))(t),
		[]xivo.Preference{documentedPreferences[1], documentedPreferences[0]})
}

func preferenceKeysOpen(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Users: []xivo.UserRecord{{}}})
	var want []xivo.Preference
	for _, key := range []string{"key", "Key", "KEY", "a/b", "a.b@c", " ", "é", "key "} {
		p := xivo.Preference{Key: key, Value: "value of " + key, ValueType: "String"}
		want = append(want, p)
		suite.Succeeds(t, svc.Preferences.Create(t.Context(), 1, p))
		suite.Equal(t, "Get", suite.Must(svc.Preferences.Get(t.Context(), 1, key))(t), p)
	}
	suite.Equal(t, "List", suite.Must(svc.Preferences.List(t.Context(), 1))(t), want)
}

func preferencesOfNobody(t T, svc *xivo.Service) {
	documented(t, svc)
	p := documentedPreferences[0]
	for name, call := range map[string]func(t T) error{
		"List":   func(t T) error { return suite.ErrOf(svc.Preferences.List(t.Context(), 99)) },
		"Get":    func(t T) error { return suite.ErrOf(svc.Preferences.Get(t.Context(), 99, p.Key)) },
		"Create": func(t T) error { return svc.Preferences.Create(t.Context(), 99, p) },
		"Update": func(t T) error { return svc.Preferences.Update(t.Context(), 99, p) },
		"Delete": func(t T) error { return svc.Preferences.Delete(t.Context(), 99, p.Key) },
	} {
		t.Run(name, func(t T) {
			refuses(t, svc, errUserNotFound, func() error { return call(t) })
		})
	}
}

func preferenceIsText(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, c := range []struct {
		name string
		p    xivo.Preference
		want *xivo.Error
	}{
		{"NUL in value", xivo.Preference{Key: "preferred_device", Value: "\x00", ValueType: "String"},
			xivo.ErrInvalidJSON.Refuse("value: must not contain U+0000")},
		{"NUL in value_type", xivo.Preference{Key: "preferred_device", Value: "", ValueType: "\x00"},
			xivo.ErrInvalidJSON.Refuse("value_type: must not contain U+0000")},
		{"NUL in key", xivo.Preference{Key: "\x00"},
			xivo.ErrInvalidParameter.Refuse("Cannot parse parameter key as String: empty or not valid text")},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, c.want, func() error { return svc.Preferences.Create(t.Context(), 3, c.p) })
			refuses(t, svc, c.want, func() error { return svc.Preferences.Update(t.Context(), 3, c.p) })
		})
	}
}
