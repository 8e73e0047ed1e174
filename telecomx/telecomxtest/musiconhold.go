package telecomxtest

import (
	"regexp"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/telecomx"
)

func testMusicOnHold(t T, on *target) {
	check(t, on, []promise{
		{"a class has its songs", musicSongs},
		{"what is returned or loaded is the caller's to change", musicCopies},
		{"a new class has an id, a name and no songs", musicNew},
		{"a new class is the caller's, or common if an ADMIN makes it", musicOwner},
		{"a new class needs a name", musicNames},
		{"an update changes what is sent", musicChanged},
		{"an update does not move a class", musicStays},
		{"an update refuses what cannot be", musicUnchanged},
		{"a class that is a default is not deleted", musicInUse},
		{"a class can be deleted once it is no default", musicDeleted},
		{"malformed requests are refused after rights", musicMalformed},
	})
}

// soft is a class of the documents.
func soft() telecomx.MusicOnHold {
	return telecomx.MusicOnHold{ID: softMusic, Customer: example, Name: "Soft (license free)", Random: true, Songs: []telecomx.Song{
		{ID: "123456789012345678900001", Name: "Smooth sailing", Length: 362},
		{ID: "123456789012345678900002", Name: "By the riverside", Length: 362},
	}}
}

func musicSongs(t T, svc *telecomx.Service) {
	suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, softMusic))(t), soft())
	suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, commonMusic))(t), telecomx.MusicOnHold{ID: commonMusic, Name: "Free classics"})
}

func musicCopies(t T, svc *telecomx.Service) {
	loaded := soft()
	seed(t, svc, &telecomx.Fixture{MusicOnHold: []telecomx.MusicOnHold{loaded}})
	loaded.Songs[0].Name = "changed"
	suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, softMusic))(t).Songs[0].Name = "changed"
	suite.Must(svc.MusicOnHold.Update(t.Context(), owner, softMusic, telecomx.MusicInput{}))(t).Songs[0].Name = "changed"
	page := suite.Must(svc.MusicOnHold.List(t.Context(), viewer, telecomx.MusicQuery{Filter: "soft"}))(t)
	suite.Equal(t, "classes", page.Classes, []telecomx.MusicOnHold{soft()})
	page.Classes[0].Songs[0].Name = "changed"
	for _, m := range dump(t, svc).MusicOnHold {
		if m.ID == softMusic {
			suite.Equal(t, "class", m, soft())
			m.Songs[0].Name = "changed"
		}
	}
	suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, softMusic))(t), soft())
}

// named is the input of a name alone.
func named(name string) telecomx.MusicInput { return telecomx.MusicInput{Name: telecomx.To(name)} }

func musicNew(t T, svc *telecomx.Service) {
	in := named("Music for main queue")
	in.Random = telecomx.To(true)
	got := suite.Must(svc.MusicOnHold.Create(t.Context(), manager, in))(t)
	suite.Equal(t, "class", got, telecomx.MusicOnHold{ID: got.ID, Customer: example, Name: "Music for main queue", Random: true})
	if !regexp.MustCompile(`^[0-9a-f]{24}$`).MatchString(got.ID) {
		t.Errorf("id %q", got.ID)
	}
	suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, got.ID))(t), got)
	// Names need not be unique.
	if other := suite.Must(svc.MusicOnHold.Create(t.Context(), manager, in))(t); other.ID == got.ID {
		t.Errorf("two classes have the id %s", got.ID)
	}
}

func musicOwner(t T, svc *telecomx.Service) {
	for caller, want := range map[telecomx.Caller]string{
		manager: example, owner: example, theReseller: reseller, resellerAdmin: "", admin: "",
	} {
		suite.Equal(t, string(caller.Level), suite.Must(svc.MusicOnHold.Create(t.Context(), caller, named("x")))(t).Customer, want)
	}
	id := foreign
	in := named("x")
	in.Customer = &id
	suite.Equal(t, "the ADMIN's own by id", suite.Must(svc.MusicOnHold.Create(t.Context(), admin, in))(t).Customer, foreign)
}

// wrongNames are no names.
var wrongNames = []telecomx.Change[string]{
	telecomx.To(""), telecomx.To(" "), telecomx.To("\t\n\u00a0\u3000"), telecomx.To("a\x00"), telecomx.To("\xff"), telecomx.Clear[string](),
}

func musicNames(t T, svc *telecomx.Service) {
	for _, name := range append(wrongNames, telecomx.Change[string]{}) {
		refuses(t, svc, telecomx.ErrName, func() error {
			return suite.ErrOf(svc.MusicOnHold.Create(t.Context(), owner, telecomx.MusicInput{Name: name, Random: telecomx.Clear[bool]()}))
		})
	}
	refuses(t, svc, invalid("random"), func() error {
		return suite.ErrOf(svc.MusicOnHold.Create(t.Context(), owner, telecomx.MusicInput{Name: telecomx.To("x"), Random: telecomx.Clear[bool]()}))
	})
	empty := ""
	refuses(t, svc, telecomx.ErrCustomerInvalid, func() error {
		return suite.ErrOf(svc.MusicOnHold.Create(t.Context(), admin, telecomx.MusicInput{Customer: &empty, Name: telecomx.To("x")}))
	})
	for _, name := range []string{"x", " padded ", "Ærø", "%_\\"} {
		suite.Equal(t, "name", suite.Must(svc.MusicOnHold.Create(t.Context(), owner, named(name)))(t).Name, name)
	}
}

func musicChanged(t T, svc *telecomx.Service) {
	want := soft()
	for _, in := range []telecomx.MusicInput{
		{},
		{Name: telecomx.To("Softer")},
		{Random: telecomx.To(false)},
		{Name: telecomx.To("Softest"), Random: telecomx.To(true)},
	} {
		if in.Name.Sent {
			want.Name = in.Name.Value
		}
		if in.Random.Sent {
			want.Random = in.Random.Value
		}
		suite.Equal(t, "answer", suite.Must(svc.MusicOnHold.Update(t.Context(), manager, softMusic, in))(t), want)
		suite.Equal(t, "class", suite.Must(svc.MusicOnHold.Get(t.Context(), viewer, softMusic))(t), want)
	}
}

func musicStays(t T, svc *telecomx.Service) {
	for _, id := range []string{foreign, "", "000000000000000000000000"} {
		in := telecomx.MusicInput{Customer: &id}
		suite.Equal(t, "answer", suite.Must(svc.MusicOnHold.Update(t.Context(), admin, softMusic, in))(t), soft())
	}
}

func musicUnchanged(t T, svc *telecomx.Service) {
	for _, name := range wrongNames {
		refuses(t, svc, telecomx.ErrName, func() error {
			return suite.ErrOf(svc.MusicOnHold.Update(t.Context(), owner, softMusic, telecomx.MusicInput{Name: name, Random: telecomx.Clear[bool]()}))
		})
	}
	refuses(t, svc, invalid("random"), func() error {
		return suite.ErrOf(svc.MusicOnHold.Update(t.Context(), owner, softMusic, telecomx.MusicInput{Name: telecomx.To("x"), Random: telecomx.Clear[bool]()}))
	})
}

func musicInUse(t T, svc *telecomx.Service) {
	for _, caller := range []telecomx.Caller{manager, theReseller, admin} {
		refuses(t, svc, telecomx.ErrInUse, func() error { return svc.MusicOnHold.Delete(t.Context(), caller, defaultMusic) })
	}
	// Whose default it is does not matter, nor how its id is written there.
	suite.Must(svc.Settings.Update(t.Context(), theReseller, neighbour, telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To("12345678901234567890abcd")}))(t)
	refuses(t, svc, telecomx.ErrInUse, func() error { return svc.MusicOnHold.Delete(t.Context(), admin, commonMusic) })
}

func musicDeleted(t T, svc *telecomx.Service) {
	suite.Must(update(t, svc, telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To(softMusic)}))(t)
	suite.Must(0, svc.MusicOnHold.Delete(t.Context(), manager, defaultMusic))(t)
	for _, call := range []func() error{
		func() error { return suite.ErrOf(svc.MusicOnHold.Get(t.Context(), admin, defaultMusic)) },
		func() error { return svc.MusicOnHold.Delete(t.Context(), admin, defaultMusic) },
	} {
		refuses(t, svc, telecomx.ErrMusicNotFound, call)
	}
	refuses(t, svc, invalid("defaultMusicOnHold"), func() error {
		return suite.ErrOf(update(t, svc, telecomx.SettingsInput{DefaultMusicOnHold: telecomx.To(defaultMusic)}))
	})
}

func musicMalformed(t T, svc *telecomx.Service) {
	in := telecomx.MusicInput{Malformed: true}
	refuses(t, svc, telecomx.ErrBadRequest, func() error { return suite.ErrOf(svc.MusicOnHold.Create(t.Context(), owner, in)) })
	refuses(t, svc, telecomx.ErrBadRequest, func() error { return suite.ErrOf(svc.MusicOnHold.Update(t.Context(), owner, softMusic, in)) })
	refuses(t, svc, telecomx.ErrAccessDenied, func() error { return suite.ErrOf(svc.MusicOnHold.Create(t.Context(), viewer, in)) })
	refuses(t, svc, telecomx.ErrMusicNotFound, func() error { return suite.ErrOf(svc.MusicOnHold.Update(t.Context(), owner, "x", in)) })
}
