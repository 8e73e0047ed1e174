package broadworkstest

import (
	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
	"slices"
)

var announcementPromises = []promise{
	{"an empty repository has none", noAnnouncements},
	{"files are listed by name and type", announcementsListed},
	{"a repository belongs to one", repositoriesApart},
	{"what is used says so", usages},
}

func noAnnouncements(t T, svc *broadworks.Service) {
	documented(t, svc)
	empty := broadworks.Repository{Announcements: []broadworks.ListedAnnouncement{}, TotalFileSize: -1, MaxFileSize: -1}
	suite.Equal(t, "ListGroup", suite.Must(svc.Announcements.ListGroup(t.Context(), system(t, svc), other))(t), empty)
	suite.Equal(t, "ListUser", suite.Must(svc.Announcements.ListUser(t.Context(), system(t, svc), otheruser))(t), empty)
}

func announcementsListed(t T, svc *broadworks.Service) {
	files(t, svc, file("b", broadworks.WAV), file("a", broadworks.WMA), file("a", broadworks.ThreeGP),
		broadworks.Announcement{Name: "B", MediaType: broadworks.MOV, FileSize: 1 << 40, Description: "capital"}, file("a", broadworks.WAV))
	want := broadworks.Repository{TotalFileSize: -1, MaxFileSize: -1}
	for _, a := range []broadworks.Announcement{
		{Name: "B", MediaType: broadworks.MOV, FileSize: 1 << 40, Description: "capital"},
		file("a", broadworks.ThreeGP), file("a", broadworks.WAV), file("a", broadworks.WMA), file("b", broadworks.WAV),
	} {
		want.Announcements = append(want.Announcements, broadworks.ListedAnnouncement{Announcement: a, Usages: []string{}})
	}
	got := suite.Must(svc.Announcements.ListUser(t.Context(), as(t, svc, "foouser"), foouser))(t)
	for i := range min(len(got.Announcements), len(want.Announcements)) {
		want.Announcements[i].Description = got.Announcements[i].Description // which no answer shows
	}
	suite.Equal(t, "ListUser", got, want)
	stored := dump(t, svc).Users
	i := slices.IndexFunc(stored, func(u broadworks.UserRecord) bool { return u.ID == "foouser" })
	suite.Equal(t, "description", stored[i].Announcements[0].Description, "capital")
}

func names(r broadworks.Repository) []string {
	list := []string{}
	for _, a := range r.Announcements {
		list = append(list, a.Name)
	}
	return list
}

func repositoriesApart(t T, svc *broadworks.Service) {
	documented(t, svc)
	suite.Equal(t, "ListGroup", names(suite.Must(svc.Announcements.ListGroup(t.Context(), system(t, svc), foo))(t)), []string{announcement})
	suite.Equal(t, "ListUser", names(suite.Must(svc.Announcements.ListUser(t.Context(), system(t, svc), foouser))(t)), []string{announcement, "My Music"})
	suite.Equal(t, "ListUser", names(suite.Must(svc.Announcements.ListUser(t.Context(), system(t, svc), nomoh))(t)), []string{})
}

func used(r broadworks.Repository) map[string][]string {
	by := map[string][]string{}
	for _, a := range r.Announcements {
		by[a.Name+" "+string(a.MediaType)] = a.Usages
	}
	return by
}

func usages(t T, svc *broadworks.Service) {
	files(t, svc, file("a", broadworks.WAV), file("a", broadworks.WMA), file("b", broadworks.WAV), file("c", broadworks.WAV))
	caller, music := system(t, svc), []string{"Music On Hold"}
	// A file that is kept under the selection Group counts as well, and one
	// that is used twice is used by one service.
	for _, c := range []struct {
		in   broadworks.MusicOnHoldInput
		want map[string][]string
	}{
		{broadworks.MusicOnHoldInput{Source: playsType("a", broadworks.WMA)},
			map[string][]string{"a WAV": {}, "a WMA": music, "b WAV": {}, "c WAV": {}}},
		{broadworks.MusicOnHoldInput{InternalSource: with(broadworks.SelectCustom, plays("b"))},
			map[string][]string{"a WAV": {}, "a WMA": music, "b WAV": music, "c WAV": {}}},
		{broadworks.MusicOnHoldInput{Source: plays("b")}, map[string][]string{"a WAV": {}, "a WMA": {}, "b WAV": music, "c WAV": {}}},
	} {
		suite.Succeeds(t, second(svc.MusicOnHold.Update(t.Context(), caller, foouser, c.in)))
		suite.Equal(t, "usages", used(suite.Must(svc.Announcements.ListUser(t.Context(), caller, foouser))(t)), c.want)
	}
	suite.Equal(t, "the group's", used(suite.Must(svc.Announcements.ListGroup(t.Context(), caller, foo))(t)), map[string][]string{announcement + " WAV": music})
	suite.Succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), caller, foo, broadworks.GroupMusicOnHoldInput{
		Source: group(with(broadworks.SelectSystem, plays("DELETE"))),
	})))
	suite.Equal(t, "the group's", used(suite.Must(svc.Announcements.ListGroup(t.Context(), caller, foo))(t)), map[string][]string{announcement + " WAV": {}})
	suite.Succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), caller, foo, broadworks.GroupMusicOnHoldInput{InternalSource: group(plays(announcement))})))
	suite.Equal(t, "the group's", used(suite.Must(svc.Announcements.ListGroup(t.Context(), caller, foo))(t)), map[string][]string{announcement + " WAV": music})
}
