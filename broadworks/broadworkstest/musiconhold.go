package broadworkstest

import (
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var musicPromises = []promise{
	{"a fresh user has the group's", freshMusic},
	{"the documented one is shown", documentedMusic},
	{"the documented update answers as documented", documentedUpdate},
	{"update changes what is sent only", musicMerged},
	{"a file is looked up in the user's repository", fileLookedUp},
	{"an unknown file is refused", unknownFile},
	{"DELETE takes the file away", fileDeleted},
	{"Custom needs a file", customNeedsFile},
	{"Group keeps a file", groupKeepsFile},
	{"a selection is one of two", selections},
	{"a source that is not used is kept", unusedSource},
	{"an unknown id is refused", unknownUser},
	{"a user needs the service", serviceNeeded},
	{"another user's music is another's", musicOfOne},
}

// documentedMusicOnHold is what the vendor's page shows.
func documentedMusicOnHold() broadworks.MusicOnHold {
	return broadworks.MusicOnHold{
		Source: broadworks.Source{
			Selection: broadworks.SelectCustom, AudioFile: broadworks.AudioFile{Name: "My Music", MediaType: broadworks.WAV},
		},
		UseAlternateSourceForInternalCalls: true,
		InternalSource:                     broadworks.Source{Selection: broadworks.SelectGroup},
	}
}

func selects(s broadworks.Selection) *broadworks.SourceInput {
	return &broadworks.SourceInput{Selection: &s}
}

func plays(name string) *broadworks.SourceInput {
	return &broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{Name: name}}
}

func playsType(name string, mediaType broadworks.MediaType) *broadworks.SourceInput {
	return &broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{Name: name, MediaType: &mediaType}}
}

// with adds a selection to a source.
func with(s broadworks.Selection, in *broadworks.SourceInput) *broadworks.SourceInput {
	in.Selection = &s
	return in
}

func freshMusic(t T, svc *broadworks.Service) {
	documented(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.MusicOnHold.Get(t.Context(), system(t, svc), otheruser))(t), broadworks.MusicOnHold{
		Source:         broadworks.Source{Selection: broadworks.SelectGroup},
		InternalSource: broadworks.Source{Selection: broadworks.SelectGroup},
	})
}

func documentedMusic(t T, svc *broadworks.Service) {
	documented(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.MusicOnHold.Get(t.Context(), as(t, svc, "foouser"), foouser))(t), documentedMusicOnHold())
}

func documentedUpdate(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := as(t, svc, "foouser")
	want := documentedMusicOnHold()
	want.IsActive = true
	got := suite.Must(svc.MusicOnHold.Update(t.Context(), caller, foouser, broadworks.MusicOnHoldInput{
		IsActive:                           new(true),
		Source:                             with(broadworks.SelectCustom, plays("My Music")),
		UseAlternateSourceForInternalCalls: new(true),
		InternalSource:                     with(broadworks.SelectGroup, plays(broadworks.DeleteFile)),
	}))(t)
	suite.Equal(t, "Update", got, want)
	suite.Equal(t, "Get", suite.Must(svc.MusicOnHold.Get(t.Context(), caller, foouser))(t), want)
}

const announcement = "APIO Group Test Announcement"

func musicMerged(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := as(t, svc, "foouser")
	want := documentedMusicOnHold()
	for _, c := range []struct {
		name   string
		in     broadworks.MusicOnHoldInput
		change func(*broadworks.MusicOnHold)
	}{
		{"nothing", broadworks.MusicOnHoldInput{}, func(*broadworks.MusicOnHold) {}},
		{"empty sources", broadworks.MusicOnHoldInput{Source: &broadworks.SourceInput{}, InternalSource: &broadworks.SourceInput{}},
			func(*broadworks.MusicOnHold) {}},
		{"active", broadworks.MusicOnHoldInput{IsActive: new(true)}, func(m *broadworks.MusicOnHold) { m.IsActive = true }},
		{"inactive", broadworks.MusicOnHoldInput{IsActive: new(false)}, func(m *broadworks.MusicOnHold) { m.IsActive = false }},
		{"no alternate", broadworks.MusicOnHoldInput{UseAlternateSourceForInternalCalls: new(false)},
			func(m *broadworks.MusicOnHold) { m.UseAlternateSourceForInternalCalls = false }},
		{"a file without a selection", broadworks.MusicOnHoldInput{Source: plays(announcement)},
			func(m *broadworks.MusicOnHold) { m.Source.AudioFile.Name = announcement }},
		{"a selection without a file", broadworks.MusicOnHoldInput{Source: selects(broadworks.SelectGroup)},
			func(m *broadworks.MusicOnHold) { m.Source.Selection = broadworks.SelectGroup }},
		{"the other selection, whose file is kept", broadworks.MusicOnHoldInput{Source: selects(broadworks.SelectCustom)},
			func(m *broadworks.MusicOnHold) { m.Source.Selection = broadworks.SelectCustom }},
		{"a file of the internal source", broadworks.MusicOnHoldInput{InternalSource: plays("My Music")},
			func(m *broadworks.MusicOnHold) {
				m.InternalSource.AudioFile = broadworks.AudioFile{Name: "My Music", MediaType: broadworks.WAV}
			}},
		{"selection of the internal source", broadworks.MusicOnHoldInput{InternalSource: selects(broadworks.SelectCustom)},
			func(m *broadworks.MusicOnHold) { m.InternalSource.Selection = broadworks.SelectCustom }},
		{"all", broadworks.MusicOnHoldInput{
			IsActive: new(true), Source: with(broadworks.SelectGroup, plays(broadworks.DeleteFile)),
			UseAlternateSourceForInternalCalls: new(true), InternalSource: with(broadworks.SelectCustom, playsType(announcement, broadworks.WAV)),
		}, func(m *broadworks.MusicOnHold) {
			*m = broadworks.MusicOnHold{
				IsActive: true, Source: broadworks.Source{Selection: broadworks.SelectGroup}, UseAlternateSourceForInternalCalls: true,
				InternalSource: broadworks.Source{
					Selection: broadworks.SelectCustom, AudioFile: broadworks.AudioFile{Name: announcement, MediaType: broadworks.WAV},
				},
			}
		}},
	} {
		t.Run(c.name, func(t T) {
			c.change(&want)
			suite.Equal(t, "Update", suite.Must(svc.MusicOnHold.Update(t.Context(), caller, foouser, c.in))(t), want)
			suite.Equal(t, "Get", suite.Must(svc.MusicOnHold.Get(t.Context(), caller, foouser))(t), want)
		})
	}
}

func fileLookedUp(t T, svc *broadworks.Service) {
	files(t, svc,
		file("four", broadworks.MOV), file("four", broadworks.ThreeGP), file("four", broadworks.WMA), file("four", broadworks.WAV),
		file("three", broadworks.MOV), file("three", broadworks.ThreeGP), file("three", broadworks.WMA),
		file("two", broadworks.MOV), file("two", broadworks.ThreeGP),
		file("one", broadworks.MOV), file("One", broadworks.WAV), file("one ", broadworks.WAV),
		file(strings.Repeat("é", 80), broadworks.WAV),
	)
	for _, c := range []struct {
		name string
		in   *broadworks.SourceInput
		want broadworks.AudioFile
	}{
		{"WAV first", plays("four"), broadworks.AudioFile{Name: "four", MediaType: broadworks.WAV}},
		{"WMA second", plays("three"), broadworks.AudioFile{Name: "three", MediaType: broadworks.WMA}},
		{"3GP third", plays("two"), broadworks.AudioFile{Name: "two", MediaType: broadworks.ThreeGP}},
		{"MOV last, and the name exactly", plays("one"), broadworks.AudioFile{Name: "one", MediaType: broadworks.MOV}},
		{"the type that is sent", playsType("four", broadworks.MOV), broadworks.AudioFile{Name: "four", MediaType: broadworks.MOV}},
		{"3GP if it is sent", playsType("four", broadworks.ThreeGP), broadworks.AudioFile{Name: "four", MediaType: broadworks.ThreeGP}},
		{"80 characters", plays(strings.Repeat("é", 80)), broadworks.AudioFile{Name: strings.Repeat("é", 80), MediaType: broadworks.WAV}},
	} {
		t.Run(c.name, func(t T) {
			got := suite.Must(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, broadworks.MusicOnHoldInput{Source: c.in}))(t)
			suite.Equal(t, "file", got.Source.AudioFile, c.want)
		})
	}
}

func unknownFile(t T, svc *broadworks.Service) {
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{
		Groups: []broadworks.GroupRecord{{TenantID: "foo", ID: "foogroup", Announcements: []broadworks.Announcement{file("of the group", broadworks.WAV)}}},
		Users: []broadworks.UserRecord{{
			TenantID: "foo", GroupID: "foogroup", ID: "colleague",
			Announcements: []broadworks.Announcement{file("of a colleague", broadworks.WAV)},
		}},
	})
	no := func(name string) *broadworks.Error {
		return failed("source.audioFile: the repository has no such file '" + name + "'")
	}
	for _, c := range []struct {
		name string
		in   *broadworks.SourceInput
		want *broadworks.Error
	}{
		{"no such name", plays("Your Music"), no("Your Music")},
		{"name in another case", plays("my music"), no("my music")},
		{"of another type", playsType("My Music", broadworks.WMA), no("My Music")},
		{"of no type", playsType("My Music", "MP3"), no("My Music")},
		{"of a type in another case", playsType("My Music", "wav"), no("My Music")},
		{"of an empty type", playsType("My Music", ""), no("My Music")},
		{"of the group", plays("of the group"), no("of the group")},
		{"of another user", plays("of a colleague"), no("of a colleague")},
		{"delete", plays("delete"), no("delete")},
		{"Delete", plays("Delete"), no("Delete")},
		{"long", plays(strings.Repeat("é", 200)), no(strings.Repeat("é", 100) + "…")},
		{"no name", &broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{}}, failed("source.audioFile.name: must not be empty")},
		{"no name, but a type", playsType("", broadworks.WAV), failed("source.audioFile.name: must not be empty")},
	} {
		t.Run(c.name, func(t T) {
			// A member that is fine must not be stored either.
			in := broadworks.MusicOnHoldInput{IsActive: new(true), Source: c.in}
			refuses(t, svc, c.want, func() error { return second(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, in)) })
			if c.in.AudioFile.Name == "" {
				return
			}
			internal := broadworks.MusicOnHoldInput{Source: plays(announcement), InternalSource: c.in}
			want := failed(strings.Replace(c.want.Details, "source", "internalSource", 1))
			refuses(t, svc, want, func() error { return second(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, internal)) })
		})
	}
}

func fileDeleted(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := system(t, svc)
	group := broadworks.Source{Selection: broadworks.SelectGroup}
	for _, in := range []*broadworks.SourceInput{
		with(broadworks.SelectGroup, plays("DELETE")),
		plays("DELETE"), // there is none any more
		playsType("DELETE", broadworks.WAV),
		playsType("DELETE", "MP3"),
	} {
		got := suite.Must(svc.MusicOnHold.Update(t.Context(), caller, foouser, broadworks.MusicOnHoldInput{Source: in, InternalSource: in}))(t)
		suite.Equal(t, "Source", got.Source, group)
		suite.Equal(t, "InternalSource", got.InternalSource, group)
	}
	// The repository keeps it.
	got := suite.Must(svc.MusicOnHold.Update(t.Context(), caller, foouser, broadworks.MusicOnHoldInput{Source: plays("My Music")}))(t)
	suite.Equal(t, "Source", got.Source.AudioFile.Name, "My Music")
}

func customNeedsFile(t T, svc *broadworks.Service) {
	documented(t, svc)
	noFile := failed("source: the selection Custom needs an audioFile")
	noInternal := failed("internalSource: the selection Custom needs an audioFile")
	for _, c := range []struct {
		name string
		in   broadworks.MusicOnHoldInput
		want *broadworks.Error
	}{
		{"DELETE while Custom stays", broadworks.MusicOnHoldInput{Source: plays("DELETE")}, noFile},
		{"DELETE beside Custom", broadworks.MusicOnHoldInput{Source: with(broadworks.SelectCustom, plays("DELETE"))}, noFile},
		{"Custom where no file is", broadworks.MusicOnHoldInput{InternalSource: selects(broadworks.SelectCustom)}, noInternal},
		{"both", broadworks.MusicOnHoldInput{Source: plays("DELETE"), InternalSource: selects(broadworks.SelectCustom)}, noFile},
		{"an unknown file is found first", broadworks.MusicOnHoldInput{Source: plays("DELETE"), InternalSource: plays("no")},
			failed("internalSource.audioFile: the repository has no such file 'no'")},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, c.want, func() error { return second(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, c.in)) })
		})
	}
}

func groupKeepsFile(t T, svc *broadworks.Service) {
	documented(t, svc)
	got := suite.Must(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, broadworks.MusicOnHoldInput{Source: selects(broadworks.SelectGroup)}))(t)
	want := broadworks.Source{Selection: broadworks.SelectGroup, AudioFile: broadworks.AudioFile{Name: "My Music", MediaType: broadworks.WAV}}
	suite.Equal(t, "Source", got.Source, want)
}

func selections(t T, svc *broadworks.Service) {
	documented(t, svc)
	for _, s := range []broadworks.Selection{"", "custom", "CUSTOM", "group", "System", "External", "Custom ", "DELETE"} {
		refuses(t, svc, failed("source.messageSourceSelection: expected one of [Custom Group]"), func() error {
			return second(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, broadworks.MusicOnHoldInput{Source: selects(s)}))
		})
		refuses(t, svc, failed("internalSource.messageSourceSelection: expected one of [Custom Group]"), func() error {
			return second(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, broadworks.MusicOnHoldInput{InternalSource: selects(s)}))
		})
	}
}

func unusedSource(t T, svc *broadworks.Service) {
	documented(t, svc)
	got := suite.Must(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, broadworks.MusicOnHoldInput{
		UseAlternateSourceForInternalCalls: new(false), InternalSource: with(broadworks.SelectCustom, plays("My Music")),
	}))(t)
	suite.Equal(t, "InternalSource", got.InternalSource, documentedMusicOnHold().Source)
}

func unknownUser(t T, svc *broadworks.Service) {
	documented(t, svc)
	long := strings.Repeat("x", 101)
	for _, c := range []struct {
		ref  broadworks.UserRef
		want *broadworks.Error
	}{
		{broadworks.UserRef{TenantID: "bar", GroupID: "foogroup", UserID: "foouser"}, notFound("tenant 'bar' not found")},
		{broadworks.UserRef{TenantID: "bar", GroupID: "bargroup", UserID: "baruser"}, notFound("tenant 'bar' not found")},
		{broadworks.UserRef{TenantID: "Foo", GroupID: "foogroup", UserID: "foouser"}, notFound("tenant 'Foo' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "bargroup", UserID: "foouser"}, notFound("group 'bargroup' not found")},
		{broadworks.UserRef{TenantID: "Apio", GroupID: "foogroup", UserID: "foouser"}, notFound("group 'foogroup' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "baruser"}, notFound("user 'baruser' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "othergroup", UserID: "foouser"}, notFound("user 'foouser' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "FooUser"}, notFound("user 'FooUser' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: ""}, notFound("user '' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "\x00\xff"}, notFound("user '\x00\xff' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "\x00", UserID: "foouser"}, notFound("group '\x00' not found")},
		{broadworks.UserRef{TenantID: "\xff", GroupID: "foogroup", UserID: "foouser"}, notFound("tenant '\xff' not found")},
		{broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: long}, notFound("user '" + long[:100] + "…' not found")},
	} {
		for _, op := range userUses {
			refuses(t, svc, c.want, func() error { return use(t, svc, system(t, svc), op, c.ref) })
			refused(t, svc.Auth.Allow(t.Context(), system(t, svc), op, c.ref), c.want)
		}
	}
}

func serviceNeeded(t T, svc *broadworks.Service) {
	documented(t, svc)
	want := broadworks.ErrNotAssigned.Refuse("user 'nomoh' does not have Music On Hold")
	for _, op := range userUses {
		if op == broadworks.ListUserAnnouncements { // which belongs to no service
			suite.Succeeds(t, use(t, svc, system(t, svc), op, nomoh))
			continue
		}
		refuses(t, svc, want, func() error { return use(t, svc, system(t, svc), op, nomoh) })
		refused(t, svc.Auth.Allow(t.Context(), system(t, svc), op, nomoh), want)
	}
}

func musicOfOne(t T, svc *broadworks.Service) {
	documented(t, svc)
	// The same ids elsewhere are others.
	seed(t, svc, &broadworks.Fixture{
		Groups: []broadworks.GroupRecord{{TenantID: "Apio", ID: "foogroup"}},
		Users: []broadworks.UserRecord{
			{TenantID: "Apio", GroupID: "foogroup", ID: "foouser"},
			{TenantID: "foo", GroupID: "othergroup", ID: "foouser"},
		},
	})
	before := dump(t, svc)
	suite.Succeeds(t, second(svc.MusicOnHold.Update(t.Context(), system(t, svc), foouser, broadworks.MusicOnHoldInput{IsActive: new(true)})))
	i := slices.IndexFunc(before.Users, func(u broadworks.UserRecord) bool {
		return u.TenantID == "foo" && u.GroupID == "foogroup" && u.ID == "foouser"
	})
	before.Users[i].MusicOnHold.IsActive = new(true)
	suite.Equal(t, "what is stored", dump(t, svc), before)
}
