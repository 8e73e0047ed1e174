package broadworkstest

import (
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var groupMusicPromises = []promise{
	{"a fresh group has the system's", freshGroupMusic},
	{"the documented one is shown", documentedGroupMusic},
	{"the documented update changes what it names", documentedGroupUpdate},
	{"update changes what is sent only", groupMusicMerged},
	{"a file is looked up in the group's repository", groupFileLookedUp},
	{"values that there are not are refused", groupValues},
	{"Custom needs a file", groupCustomNeedsFile},
	{"an unknown id is refused", unknownGroup},
	{"a refused update leaves the internal source", refusedInternalSource},
	{"what was returned is the caller's own", groupMusicIsACopy},
	{"users show nothing of it", groupMusicIsTheGroups},
}

func documentedGroupMusicOnHold() broadworks.GroupMusicOnHold {
	return broadworks.GroupMusicOnHold{
		ServiceUserID: "test_user_id", IsActiveDuringCallPark: true, IsActiveDuringCallHold: true,
		Source: broadworks.GroupSource{PreferredCodec: broadworks.G711, Source: broadworks.Source{
			Selection: broadworks.SelectCustom, AudioFile: broadworks.AudioFile{Name: announcement, MediaType: broadworks.WAV},
		}},
	}
}

// equalGroup checks a group's music, as far as an answer shows it: the vendor's example
// has no types of files.
func equalGroup(t T, what string, got, want broadworks.GroupMusicOnHold) {
	t.Helper()
	hideType(got.Source, &want.Source)
	if got.InternalSource != nil && want.InternalSource != nil {
		want.InternalSource = new(*want.InternalSource)
		hideType(*got.InternalSource, want.InternalSource)
	}
	suite.Equal(t, what, got, want)
}

func hideType(got broadworks.GroupSource, want *broadworks.GroupSource) {
	if got.AudioFile.Name != "" && got.AudioFile.MediaType == "" {
		want.AudioFile.MediaType = ""
	}
}

var freshGroupSource = broadworks.GroupSource{
	PreferredCodec: broadworks.NoCodec, Source: broadworks.Source{Selection: broadworks.SelectSystem},
}

func freshGroupMusic(t T, svc *broadworks.Service) {
	documented(t, svc)
	equalGroup(t, "Get", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), system(t, svc), other))(t), broadworks.GroupMusicOnHold{
		ServiceUserID: "othergroup", IsActiveDuringCallPark: true, IsActiveDuringBusyCampOn: true, IsActiveDuringCallHold: true,
		Source: freshGroupSource,
	})
}

func documentedGroupMusic(t T, svc *broadworks.Service) {
	documented(t, svc)
	equalGroup(t, "Get", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), as(t, svc, "groupadmin"), foo))(t), documentedGroupMusicOnHold())
}

func codec(c broadworks.Codec) *broadworks.GroupSourceInput {
	return &broadworks.GroupSourceInput{PreferredCodec: &c}
}

func group(in *broadworks.SourceInput) *broadworks.GroupSourceInput {
	return &broadworks.GroupSourceInput{SourceInput: *in}
}

func documentedGroupUpdate(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := as(t, svc, "groupadmin")
	want := documentedGroupMusicOnHold()
	want.UseAlternateSourceForInternalCalls, want.IsActiveDuringCallPark = true, false
	want.InternalSource = new(freshGroupSource)
	want.InternalSource.PreferredCodec = broadworks.G722
	got := suite.Must(svc.GroupMusicOnHold.Update(t.Context(), caller, foo, broadworks.GroupMusicOnHoldInput{
		UseAlternateSourceForInternalCalls: new(true), IsActiveDuringCallPark: new(false), InternalSource: codec(broadworks.G722),
	}))(t)
	equalGroup(t, "Update", got, want)
	equalGroup(t, "Get", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), caller, foo))(t), want)
}

func groupMusicMerged(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := as(t, svc, "groupadmin")
	want := documentedGroupMusicOnHold()
	type input = broadworks.GroupMusicOnHoldInput
	for _, c := range []struct {
		name   string
		in     input
		change func(*broadworks.GroupMusicOnHold)
	}{
		{"nothing", input{}, func(*broadworks.GroupMusicOnHold) {}},
		{"an empty source", input{Source: &broadworks.GroupSourceInput{}}, func(*broadworks.GroupMusicOnHold) {}},
		{"call park", input{IsActiveDuringCallPark: new(false)}, func(m *broadworks.GroupMusicOnHold) { m.IsActiveDuringCallPark = false }},
		{"busy camp on", input{IsActiveDuringBusyCampOn: new(true)}, func(m *broadworks.GroupMusicOnHold) { m.IsActiveDuringBusyCampOn = true }},
		{"call hold", input{IsActiveDuringCallHold: new(false)}, func(m *broadworks.GroupMusicOnHold) { m.IsActiveDuringCallHold = false }},
		{"alternate", input{UseAlternateSourceForInternalCalls: new(true)},
			func(m *broadworks.GroupMusicOnHold) { m.UseAlternateSourceForInternalCalls = true }},
		{"codec", input{Source: codec(broadworks.AMRWB)}, func(m *broadworks.GroupMusicOnHold) { m.Source.PreferredCodec = broadworks.AMRWB }},
		{"external", input{Source: group(selects(broadworks.SelectExternal))},
			func(m *broadworks.GroupMusicOnHold) { m.Source.Selection = broadworks.SelectExternal }},
		{"the file goes", input{Source: group(plays("DELETE"))},
			func(m *broadworks.GroupMusicOnHold) { m.Source.AudioFile = broadworks.AudioFile{} }},
		{"an empty first internal source", input{InternalSource: &broadworks.GroupSourceInput{}},
			func(m *broadworks.GroupMusicOnHold) { m.InternalSource = new(freshGroupSource) }},
		{"its codec", input{InternalSource: codec(broadworks.G729)},
			func(m *broadworks.GroupMusicOnHold) { m.InternalSource.PreferredCodec = broadworks.G729 }},
		{"its selection and file", input{InternalSource: group(with(broadworks.SelectCustom, plays(announcement)))},
			func(m *broadworks.GroupMusicOnHold) {
				m.InternalSource.Source = documentedGroupMusicOnHold().Source.Source
			}},
		{"its selection", input{InternalSource: group(selects(broadworks.SelectSystem))},
			func(m *broadworks.GroupMusicOnHold) { m.InternalSource.Selection = broadworks.SelectSystem }},
	} {
		t.Run(c.name, func(t T) {
			c.change(&want)
			equalGroup(t, "Update", suite.Must(svc.GroupMusicOnHold.Update(t.Context(), caller, foo, c.in))(t), want)
			equalGroup(t, "Get", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), caller, foo))(t), want)
		})
	}
}

func groupFileLookedUp(t T, svc *broadworks.Service) {
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{Groups: []broadworks.GroupRecord{{
		TenantID: "foo", ID: "foogroup", Announcements: []broadworks.Announcement{file("two", broadworks.MOV), file("two", broadworks.WMA)},
	}}})
	got := suite.Must(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{
		Source: group(plays("two")), InternalSource: group(playsType("two", broadworks.MOV)),
	}))(t)
	suite.Equal(t, "names", []string{got.Source.AudioFile.Name, got.InternalSource.AudioFile.Name}, []string{"two", "two"})
	// An answer does not have to show the types; what is stored has them.
	groups := dump(t, svc).Groups
	i := slices.IndexFunc(groups, func(g broadworks.GroupRecord) bool { return g.ID == "foogroup" })
	suite.Equal(t, "Source", groups[i].MusicOnHold.Source.AudioFile, playsType("two", broadworks.WMA).AudioFile)
	suite.Equal(t, "InternalSource", groups[i].MusicOnHold.InternalSource.AudioFile, playsType("two", broadworks.MOV).AudioFile)
	// "My Music" is of a user in the group.
	for in, want := range map[*broadworks.SourceInput]string{
		plays("My Music"):                "the repository has no such file 'My Music'",
		playsType("two", broadworks.WAV): "the repository has no such file 'two'",
	} {
		refuses(t, svc, failed("source.audioFile: "+want), func() error {
			return second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{Source: group(in)}))
		})
		refuses(t, svc, failed("internalSource.audioFile: "+want), func() error {
			return second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{InternalSource: group(in)}))
		})
	}
}

func groupValues(t T, svc *broadworks.Service) {
	documented(t, svc)
	for _, c := range []struct {
		in   *broadworks.GroupSourceInput
		want string
	}{
		{codec(""), ".audioFilePreferredCodec: expected None, G711, G722, G729, G726, AMR or AMR-WB"},
		{codec("g711"), ".audioFilePreferredCodec: expected None, G711, G722, G729, G726, AMR or AMR-WB"},
		{codec("Opus"), ".audioFilePreferredCodec: expected None, G711, G722, G729, G726, AMR or AMR-WB"},
		{group(selects("Group")), ".messageSourceSelection: expected one of [System External Custom]"},
		{group(selects("system")), ".messageSourceSelection: expected one of [System External Custom]"},
		{group(plays("")), ".audioFile.name: must not be empty"},
	} {
		for _, other := range []struct {
			name string
			in   broadworks.GroupMusicOnHoldInput
		}{
			{"source", broadworks.GroupMusicOnHoldInput{Source: c.in}},
			{"internalSource", broadworks.GroupMusicOnHoldInput{InternalSource: c.in}},
		} {
			other.in.IsActiveDuringCallPark = new(false) // must not be stored either
			refuses(t, svc, failed(other.name+c.want), func() error {
				return second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, other.in))
			})
		}
	}
	for _, c := range strings.Fields("None G711 G722 G729 G726 AMR AMR-WB") {
		got := suite.Must(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{Source: codec(broadworks.Codec(c))}))(t)
		suite.Equal(t, "codec", got.Source.PreferredCodec, broadworks.Codec(c))
	}
}

func groupCustomNeedsFile(t T, svc *broadworks.Service) {
	documented(t, svc)
	for _, c := range []struct {
		in   broadworks.GroupMusicOnHoldInput
		want string
	}{
		{broadworks.GroupMusicOnHoldInput{Source: group(plays("DELETE"))}, "source"},
		{broadworks.GroupMusicOnHoldInput{InternalSource: group(selects(broadworks.SelectCustom))}, "internalSource"},
	} {
		refuses(t, svc, failed(c.want+": the selection Custom needs an audioFile"), func() error {
			return second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, c.in))
		})
	}
}

func unknownGroup(t T, svc *broadworks.Service) {
	documented(t, svc)
	for ref, want := range map[broadworks.UserRef]*broadworks.Error{
		{TenantID: "bar", GroupID: "foogroup"}:  notFound("tenant 'bar' not found"),
		{TenantID: "\xff", GroupID: "foogroup"}: notFound("tenant '\xff' not found"),
		{TenantID: "foo", GroupID: "bargroup"}:  notFound("group 'bargroup' not found"),
		{TenantID: "foo", GroupID: "FooGroup"}:  notFound("group 'FooGroup' not found"),
		{TenantID: "Apio", GroupID: "foogroup"}: notFound("group 'foogroup' not found"),
		{TenantID: "foo", GroupID: "foo\x00"}:   notFound("group 'foo\x00' not found"),
		{TenantID: "foo", GroupID: ""}:          notFound("group '' not found"),
	} {
		for _, op := range groupUses {
			refuses(t, svc, want, func() error { return use(t, svc, system(t, svc), op, ref) })
			refused(t, svc.Auth.Allow(t.Context(), system(t, svc), op, ref), want)
		}
	}
}

func groupMusicIsTheGroups(t T, svc *broadworks.Service) {
	documented(t, svc)
	before := suite.Must(svc.MusicOnHold.Get(t.Context(), system(t, svc), foouser))(t)
	suite.Succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{
		UseAlternateSourceForInternalCalls: new(true), Source: group(selects(broadworks.SelectSystem)),
	})))
	suite.Equal(t, "a user's", suite.Must(svc.MusicOnHold.Get(t.Context(), system(t, svc), foouser))(t), before)
}

func refusedInternalSource(t T, svc *broadworks.Service) {
	documented(t, svc)
	suite.Succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{InternalSource: codec(broadworks.G722)})))
	in := codec(broadworks.G729)
	in.SourceInput = *selects(broadworks.SelectCustom)
	refuses(t, svc, failed("internalSource: the selection Custom needs an audioFile"), func() error {
		return second(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, broadworks.GroupMusicOnHoldInput{InternalSource: in}))
	})
}

func groupMusicIsACopy(t T, svc *broadworks.Service) {
	documented(t, svc)
	in := broadworks.GroupMusicOnHoldInput{InternalSource: codec(broadworks.G722)}
	updated := suite.Must(svc.GroupMusicOnHold.Update(t.Context(), system(t, svc), foo, in))(t)
	updated.InternalSource.PreferredCodec = broadworks.G729
	got := suite.Must(svc.GroupMusicOnHold.Get(t.Context(), system(t, svc), foo))(t)
	suite.Equal(t, "codec", got.InternalSource.PreferredCodec, broadworks.G722)
	got.InternalSource.PreferredCodec = broadworks.G729
	suite.Equal(t, "codec", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), system(t, svc), foo))(t).InternalSource.PreferredCodec, broadworks.G722)
}
