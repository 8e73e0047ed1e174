package broadworkstest

import (
	"fmt"
	"sync"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

var concurrencyPromises = []promise{
	{"updates of different members lose neither", membersTogether},
	{"updates of a group lose neither", groupMembersTogether},
	{"one login is the first", firstLoginOnce},
}

// together runs functions at the same time and waits for them.
func together(fns ...func()) {
	var wg sync.WaitGroup
	start := make(chan struct{})
	for _, fn := range fns {
		wg.Go(func() {
			<-start
			fn()
		})
	}
	close(start)
	wg.Wait()
}

func membersTogether(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := system(t, svc)
	set := func(in broadworks.MusicOnHoldInput) func() {
		return func() {
			if _, err := svc.MusicOnHold.Update(t.Context(), caller, foouser, in); err != nil {
				t.Errorf("Update: %v", err)
			}
		}
	}
	for i := range 20 {
		on := i%2 == 0
		selection, source, internal := broadworks.SelectCustom, announcement, "My Music"
		if !on {
			selection, source, internal = broadworks.SelectGroup, internal, source
		}
		together(
			set(broadworks.MusicOnHoldInput{IsActive: &on}),
			set(broadworks.MusicOnHoldInput{UseAlternateSourceForInternalCalls: &on}),
			set(broadworks.MusicOnHoldInput{Source: selects(selection)}),
			set(broadworks.MusicOnHoldInput{Source: plays(source)}),
			set(broadworks.MusicOnHoldInput{InternalSource: plays(internal)}),
		)
		suite.Equal(t, "Get", suite.Must(svc.MusicOnHold.Get(t.Context(), caller, foouser))(t), broadworks.MusicOnHold{
			IsActive: on, UseAlternateSourceForInternalCalls: on,
			Source:         broadworks.Source{Selection: selection, AudioFile: broadworks.AudioFile{Name: source, MediaType: broadworks.WAV}},
			InternalSource: broadworks.Source{Selection: broadworks.SelectGroup, AudioFile: broadworks.AudioFile{Name: internal, MediaType: broadworks.WAV}},
		})
	}
}

func groupMembersTogether(t T, svc *broadworks.Service) {
	documented(t, svc)
	caller := system(t, svc)
	set := func(in broadworks.GroupMusicOnHoldInput) func() {
		return func() {
			if _, err := svc.GroupMusicOnHold.Update(t.Context(), caller, foo, in); err != nil {
				t.Errorf("Update: %v", err)
			}
		}
	}
	codecs := []broadworks.Codec{broadworks.G722, broadworks.G729}
	for i := range 20 {
		on, source, internal := i%2 == 0, codecs[i%2], codecs[1-i%2]
		together(
			set(broadworks.GroupMusicOnHoldInput{UseAlternateSourceForInternalCalls: &on}),
			set(broadworks.GroupMusicOnHoldInput{IsActiveDuringCallPark: &on}),
			set(broadworks.GroupMusicOnHoldInput{IsActiveDuringBusyCampOn: &on}),
			set(broadworks.GroupMusicOnHoldInput{IsActiveDuringCallHold: &on}),
			set(broadworks.GroupMusicOnHoldInput{Source: codec(source)}),
			set(broadworks.GroupMusicOnHoldInput{InternalSource: codec(internal)}),
			set(broadworks.GroupMusicOnHoldInput{InternalSource: group(plays(announcement))}),
		)
		want := documentedGroupMusicOnHold()
		want.UseAlternateSourceForInternalCalls, want.IsActiveDuringCallPark = on, on
		want.IsActiveDuringBusyCampOn, want.IsActiveDuringCallHold = on, on
		want.InternalSource = &broadworks.GroupSource{PreferredCodec: internal, Source: want.Source.Source}
		want.InternalSource.Selection, want.Source.PreferredCodec = broadworks.SelectSystem, source
		equalGroup(t, "Get", suite.Must(svc.GroupMusicOnHold.Get(t.Context(), caller, foo))(t), want)
	}
}

func firstLoginOnce(t T, svc *broadworks.Service) {
	documented(t, svc)
	sessions := make([]broadworks.Session, 8)
	logins := make([]func(), len(sessions))
	for i := range sessions {
		logins[i] = func() {
			var err error
			if sessions[i], err = svc.Sessions.Login(t.Context(), "foouser", password); err != nil {
				t.Errorf("Login: %v", err)
			}
		}
	}
	together(logins...)
	first, ids := 0, map[string]bool{}
	for _, s := range sessions {
		if ids[s.ID] = true; s.IsFirstLogin {
			first++
		}
	}
	suite.Equal(t, "first logins and sessions", fmt.Sprint(first, len(ids)), "1 8")
}
