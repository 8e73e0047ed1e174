package broadworkstest

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
)

var announcementPromises = []promise{
	{"an empty repository has none", noAnnouncements},
	{"files are listed by name and type", announcementsListed},
	{"a repository belongs to one", repositoriesApart},
	{"what is used says so", usages},
}

func noAnnouncements(t *testing.T, svc *broadworks.Service) {
	documented(t, svc)
	empty := broadworks.Repository{Announcements: []broadworks.ListedAnnouncement{}, TotalFileSize: -1, MaxFileSize: -1}
	equal(t, "ListGroup", must(svc.Announcements.ListGroup(t.Context(), system(t, svc), other))(t), empty)
	equal(t, "ListUser", must(svc.Announcements.ListUser(t.Context(), system(t, svc), otheruser))(t), empty)
}

func announcementsListed(t *testing.T, svc *broadworks.Service) {
	files(t, svc, file("b", broadworks.WAV), file("a", broadworks.WMA), file("a", broadworks.ThreeGP),
		broadworks.Announcement{Name: "B", MediaType: broadworks.MOV, FileSize: 1 << 40, Description: "capital"}, file("a", broadworks.WAV))
	want := broadworks.Repository{TotalFileSize: -1, MaxFileSize: -1}
	for _, a := range []broadworks.Announcement{
		{Name: "B", MediaType: broadworks.MOV, FileSize: 1 << 40, Description: "capital"},
		file("a", broadworks.ThreeGP), file("a", broadworks.WAV), file("a", broadworks.WMA), file("b", broadworks.WAV),
	} {
		want.Announcements = append(want.Announcements, broadworks.ListedAnnouncement{Announcement: a, Usages: []string{}})
	}
	equal(t, "ListUser", must(svc.Announcements.ListUser(t.Context(), as(t, svc, "foouser"), foouser))(t), want)
}

func names(r broadworks.Repository) []string {
	list := []string{}
	for _, a := range r.Announcements {
		list = append(list, a.Name)
	}
	return list
}

func repositoriesApart(t *testing.T, svc *broadworks.Service) {
	documented(t, svc)
	equal(t, "ListGroup", names(must(svc.Announcements.ListGroup(t.Context(), system(t, svc), foo))(t)), []string{announcement})
	equal(t, "ListUser", names(must(svc.Announcements.ListUser(t.Context(), system(t, svc), foouser))(t)), []string{announcement, "My Music"})
	equal(t, "ListUser", names(must(svc.Announcements.ListUser(t.Context(), system(t, svc), nomoh))(t)), []string{})
}

func used(r broadworks.Repository) map[string][]string {
	by := map[string][]string{}
	for _, a := range r.Announcements {
		by[a.Name+" "+string(a.MediaType)] = a.Usages
	}
	return by
}

func usages(t *testing.T, svc *broadworks.Service) {
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
		succeeds(t, second(svc.MusicOnHold.Update(t.Context(), caller, foouser, c.in)))
		equal(t, "usages", used(must(svc.Announcements.ListUser(t.Context(), caller, foouser))(t)), c.want)
	}
	equal(t, "the group's", used(must(svc.Announcements.ListGroup(t.Context(), caller, foo))(t)), map[string][]string{announcement + " WAV": music})
	succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), caller, foo, broadworks.GroupMusicOnHoldInput{
		Source: group(with(broadworks.SelectSystem, plays("DELETE"))),
	})))
	equal(t, "the group's", used(must(svc.Announcements.ListGroup(t.Context(), caller, foo))(t)), map[string][]string{announcement + " WAV": {}})
	succeeds(t, second(svc.GroupMusicOnHold.Update(t.Context(), caller, foo, broadworks.GroupMusicOnHoldInput{InternalSource: group(plays(announcement))})))
	equal(t, "the group's", used(must(svc.Announcements.ListGroup(t.Context(), caller, foo))(t)), map[string][]string{announcement + " WAV": music})
}
