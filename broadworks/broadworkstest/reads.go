package broadworkstest

import (
	"cmp"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

// testReads tests what holds on any system, whatever is in it, and changes nothing.
// Others may change it in the meantime, so that little is said about two answers
// together.
func testReads(t T, on *target) {
	on.reads(t, []anyPromise{
		{"the account says who it is", anyAccount},
		{"the music of a user has two sources", anyMusic},
		{"a file of a user's music is in its repository", anyFile},
		{"files of a user are listed by name and type", anyFiles},
		{"the music of a group has a source", anyGroupMusic},
		{"a file of a group's music is in its repository", anyGroupFile},
		{"files of a group are listed by name and type", anyGroupFiles},
		{"an unknown user is refused", anyUserRefused},
		{"an unknown group is refused", anyGroupRefused},
		{"an unknown tenant is refused", anyTenantRefused},
		{"nobody has a login that was made up", anyLoginRefused},
	})
}

// refusedAs checks the documented part of a refusal, its kind and status. What its
// details say is assumed.
func refusedAs(t T, what string, err error, want *broadworks.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: error = %v, want %v", what, err, want)
		return
	}
	if got, _ := errors.AsType[*broadworks.Error](err); got.Status != want.Status {
		t.Errorf("%s: status = %d, want %d", what, got.Status, want.Status)
	}
}

// oneOf checks that a value is one of those that there are.
func oneOf[V comparable](t T, what string, got V, all ...V) {
	t.Helper()
	if !slices.Contains(all, got) {
		t.Errorf("%s = %v, want one of %v", what, got, all)
	}
}

// mediaTypes are those of files; "" is the type of a file whose answer does not show it.
var mediaTypes = []broadworks.MediaType{broadworks.WAV, broadworks.WMA, broadworks.ThreeGP, broadworks.MOV}

func anyAccount(t T, on *inUse) {
	a := on.account(t)
	oneOf(t, "user_level", a.Level, broadworks.EndUser, broadworks.DepartmentAdmin, broadworks.GroupAdmin, broadworks.TenantAdmin, broadworks.System)
	if a.Username == "" {
		t.Error("the account has no username")
	}
	if a.Level < broadworks.System && a.TenantID == "" || a.Level < broadworks.TenantAdmin && a.GroupID == "" || a.Level == broadworks.EndUser && a.UserID == "" {
		t.Errorf("an account of user_level %d lacks ids: %+v", a.Level, a)
	}
}

// music returns a user's music, or skips the test if the user has none.
func (on *inUse) music(t T, user broadworks.UserRef) broadworks.MusicOnHold {
	t.Helper()
	m, err := on.svc.MusicOnHold.Get(t.Context(), on.caller, user)
	if errors.Is(err, broadworks.ErrNotAssigned) {
		t.Skipf("user %s does not have Music On Hold", user.UserID)
	}
	suite.Succeeds(t, err)
	return m
}

func anyMusic(t T, on *inUse) {
	for _, user := range on.needUsers(t) {
		m := on.music(t, user)
		for member, s := range map[string]broadworks.Source{"source": m.Source, "internalSource": m.InternalSource} {
			oneOf(t, member+".messageSourceSelection", s.Selection, broadworks.SelectCustom, broadworks.SelectGroup)
			if s.AudioFile.Name != "" {
				oneOf(t, member+".audioFile.mediaType", s.AudioFile.MediaType, mediaTypes...)
			}
		}
	}
}

func anyFile(t T, on *inUse) {
	for _, user := range on.needUsers(t) {
		m := on.music(t, user)
		files := suite.Must(on.svc.Announcements.ListUser(t.Context(), on.caller, user))(t)
		has(t, files, m.Source.AudioFile, m.InternalSource.AudioFile)
	}
}

// has checks that a repository has files, as far as their answers name them.
func has(t T, r broadworks.Repository, files ...broadworks.AudioFile) {
	t.Helper()
	for _, f := range files {
		if f.Name != "" && !slices.ContainsFunc(r.Announcements, func(a broadworks.ListedAnnouncement) bool {
			return a.Name == f.Name && (f.MediaType == "" || a.MediaType == f.MediaType)
		}) {
			t.Errorf("the repository does not have %q %s", f.Name, f.MediaType)
		}
	}
}

func anyFiles(t T, on *inUse) {
	for _, user := range on.needUsers(t) {
		listed(t, suite.Must(on.svc.Announcements.ListUser(t.Context(), on.caller, user))(t))
	}
}

// listed checks that files are in order, each once.
func listed(t T, r broadworks.Repository) {
	t.Helper()
	for i, a := range r.Announcements {
		oneOf(t, "mediaType", a.MediaType, mediaTypes...)
		if a.Name == "" || a.FileSize < 0 {
			t.Errorf("file %d has the name %q and the size %d", i, a.Name, a.FileSize)
		}
		if i == 0 {
			continue
		}
		before := r.Announcements[i-1]
		if cmp.Or(cmp.Compare(before.Name, a.Name), cmp.Compare(before.MediaType, a.MediaType)) >= 0 {
			t.Errorf("files are not listed by name and type: %q %s comes after %q %s", a.Name, a.MediaType, before.Name, before.MediaType)
		}
	}
}

func (on *inUse) groupMusic(t T, group broadworks.GroupRef) broadworks.GroupMusicOnHold {
	t.Helper()
	return suite.Must(on.svc.GroupMusicOnHold.Get(t.Context(), on.caller, group))(t)
}

func anyGroupMusic(t T, on *inUse) {
	for _, group := range on.needGroups(t) {
		m := on.groupMusic(t, group)
		anyGroupSource(t, "source", m.Source)
		if m.InternalSource != nil {
			anyGroupSource(t, "internalSource", *m.InternalSource)
		}
		if m.ServiceUserID == "" {
			t.Error("serviceUserId is empty")
		}
	}
}

func anyGroupSource(t T, member string, s broadworks.GroupSource) {
	t.Helper()
	oneOf(t, member+".messageSourceSelection", s.Selection, broadworks.SelectCustom, broadworks.SelectSystem, broadworks.SelectExternal)
	oneOf(t, member+".audioFilePreferredCodec", s.PreferredCodec,
		broadworks.NoCodec, broadworks.G711, broadworks.G722, broadworks.G729, broadworks.G726, broadworks.AMR, broadworks.AMRWB)
}

func anyGroupFile(t T, on *inUse) {
	for _, group := range on.needGroups(t) {
		m := on.groupMusic(t, group)
		files := suite.Must(on.svc.Announcements.ListGroup(t.Context(), on.caller, group))(t)
		has(t, files, m.Source.AudioFile)
		if m.InternalSource != nil {
			has(t, files, m.InternalSource.AudioFile)
		}
	}
}

func anyGroupFiles(t T, on *inUse) {
	for _, group := range on.needGroups(t) {
		listed(t, suite.Must(on.svc.Announcements.ListGroup(t.Context(), on.caller, group))(t))
	}
}

func anyUserRefused(t T, on *inUse) {
	on.needLevel(t, broadworks.GroupAdmin)
	unknown := on.needUsers(t)[0]
	unknown.UserID = runName()
	refusedAs(t, "Get", second(on.svc.MusicOnHold.Get(t.Context(), on.caller, unknown)), broadworks.ErrNotFound)
	refusedAs(t, "ListUser", second(on.svc.Announcements.ListUser(t.Context(), on.caller, unknown)), broadworks.ErrNotFound)
}

func anyGroupRefused(t T, on *inUse) {
	on.needLevel(t, broadworks.TenantAdmin)
	unknown := broadworks.GroupRef{TenantID: on.needUsers(t)[0].TenantID, GroupID: runName()}
	refusedAs(t, "Get", second(on.svc.GroupMusicOnHold.Get(t.Context(), on.caller, unknown)), broadworks.ErrNotFound)
	refusedAs(t, "ListGroup", second(on.svc.Announcements.ListGroup(t.Context(), on.caller, unknown)), broadworks.ErrNotFound)
}

func anyTenantRefused(t T, on *inUse) {
	on.needLevel(t, broadworks.System)
	unknown := broadworks.GroupRef{TenantID: runName(), GroupID: runName()}
	refusedAs(t, "Get", second(on.svc.GroupMusicOnHold.Get(t.Context(), on.caller, unknown)), broadworks.ErrNotFound)
}

func anyLoginRefused(t T, on *inUse) {
	err := second(on.svc.Sessions.Login(t.Context(), runName(), runName()))
	if errors.Is(err, broadworks.ErrNotFound) {
		t.Skip("the login is at the gateway, and this is APIO Core")
	}
	refusedAs(t, "Login", err, broadworks.ErrAuthentication)
}
