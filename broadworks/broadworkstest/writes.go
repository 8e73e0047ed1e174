package broadworkstest

import (
	"cmp"
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

// testWrites tests what holds on any system that may be written to, on the music of the
// users that are named, which it puts back as it was. The API makes nothing, so that
// there is nothing else to write to; a group's music is that of more than the users who
// are named, and nothing touches it.
func testWrites(t T, on *target) {
	on.writes(t, []anyPromise{
		{"an update changes what it names", ownFlag},
		{"an update of nothing changes nothing", ownNothing},
		{"internal calls can have a source of their own", ownAlternate},
		{"a file is played and taken away", ownFile},
		{"an unknown file is refused and changes nothing", ownUnknownFile},
		{"a selection that there is not is refused and changes nothing", ownSelection},
	})
}

// borrow returns a user's music, and has it put back when the test ends.
func (on *inUse) borrow(t T, user broadworks.UserRef) broadworks.MusicOnHold {
	t.Helper()
	before := on.music(t, user)
	afterwards(t, func(ctx context.Context) {
		if err := on.putBack(ctx, user, before); err != nil {
			t.Errorf("the music of %s may not be as it was: %v", user.UserID, err)
		}
	})
	return before
}

// putBack has a user's music be as it was. What counts is how it is, whatever the
// answer to the update says.
func (on *inUse) putBack(ctx context.Context, user broadworks.UserRef, before broadworks.MusicOnHold) error {
	now, err := on.svc.MusicOnHold.Get(ctx, on.caller, user)
	if err == nil && now == before {
		return nil
	}
	_, failed := on.svc.MusicOnHold.Update(ctx, on.caller, user, everything(before))
	now, err = on.svc.MusicOnHold.Get(ctx, on.caller, user)
	if err == nil && now != before {
		err = cmp.Or(failed, errors.New("an update does not bring it back"))
	}
	return err
}

// everything returns the update that leads to a user's music.
func everything(m broadworks.MusicOnHold) broadworks.MusicOnHoldInput {
	return broadworks.MusicOnHoldInput{
		IsActive: &m.IsActive, Source: wholeSource(m.Source),
		UseAlternateSourceForInternalCalls: &m.UseAlternateSourceForInternalCalls, InternalSource: wholeSource(m.InternalSource),
	}
}

func wholeSource(s broadworks.Source) *broadworks.SourceInput {
	in := plays(cmp.Or(s.AudioFile.Name, broadworks.DeleteFile))
	if s.AudioFile.MediaType != "" {
		in.AudioFile.MediaType = &s.AudioFile.MediaType
	}
	if s.Selection != "" {
		in.Selection = &s.Selection
	}
	return in
}

// updated checks what an update leads to, by its answer and afterwards.
func (on *inUse) updated(t T, user broadworks.UserRef, in broadworks.MusicOnHoldInput, want broadworks.MusicOnHold) {
	t.Helper()
	suite.Equal(t, "Update", suite.Must(on.svc.MusicOnHold.Update(t.Context(), on.caller, user, in))(t), want)
	suite.Equal(t, "Get", on.music(t, user), want)
}

func ownFlag(t T, on *inUse) {
	for _, user := range on.needUsers(t) {
		want := on.borrow(t, user)
		for range 2 {
			want.IsActive = !want.IsActive
			on.updated(t, user, broadworks.MusicOnHoldInput{IsActive: &want.IsActive}, want)
		}
	}
}

func ownNothing(t T, on *inUse) {
	for _, user := range on.needUsers(t) {
		want := on.borrow(t, user)
		on.updated(t, user, broadworks.MusicOnHoldInput{}, want)
		on.updated(t, user, broadworks.MusicOnHoldInput{Source: &broadworks.SourceInput{}}, want)
	}
}

func ownAlternate(t T, on *inUse) {
	for _, user := range on.needUsers(t) {
		want := on.borrow(t, user)
		want.UseAlternateSourceForInternalCalls = !want.UseAlternateSourceForInternalCalls
		on.updated(t, user, broadworks.MusicOnHoldInput{UseAlternateSourceForInternalCalls: &want.UseAlternateSourceForInternalCalls}, want)
	}
}

func ownFile(t T, on *inUse) {
	played := false
	for _, user := range on.needUsers(t) {
		want := on.borrow(t, user)
		files := suite.Must(on.svc.Announcements.ListUser(t.Context(), on.caller, user))(t).Announcements
		if len(files) == 0 {
			continue
		}
		played = true
		file := broadworks.AudioFile{Name: files[0].Name, MediaType: files[0].MediaType}
		want.InternalSource = broadworks.Source{Selection: broadworks.SelectCustom, AudioFile: file}
		on.updated(t, user, broadworks.MusicOnHoldInput{InternalSource: with(broadworks.SelectCustom, playsType(file.Name, file.MediaType))}, want)
		want.InternalSource = broadworks.Source{Selection: broadworks.SelectGroup}
		on.updated(t, user, broadworks.MusicOnHoldInput{InternalSource: with(broadworks.SelectGroup, plays(broadworks.DeleteFile))}, want)
	}
	if !played {
		t.Skip("no user who is named has a file")
	}
}

func ownUnknownFile(t T, on *inUse) { on.refusesUpdate(t, plays(runName())) }

func ownSelection(t T, on *inUse) { on.refusesUpdate(t, selects(broadworks.Selection(runName()))) }

// refusesUpdate checks that an update of a source is refused, and that nothing beside it
// is changed either.
func (on *inUse) refusesUpdate(t T, in *broadworks.SourceInput) {
	t.Helper()
	for _, user := range on.needUsers(t) {
		before := on.borrow(t, user)
		active := !before.IsActive
		_, err := on.svc.MusicOnHold.Update(t.Context(), on.caller, user, broadworks.MusicOnHoldInput{IsActive: &active, InternalSource: in})
		refusedAs(t, "Update", err, broadworks.ErrFailedToUpdate)
		suite.Equal(t, "Get after a refusal", on.music(t, user), before)
	}
}
