package broadworks

import (
	"context"

	"github.com/pbxkit/pbxkit/store"
)

// GroupMusicOnHoldService is the chapter "Music On Hold" of groups. Assumed: it
// refuses what [MusicOnHoldService] would, in the same words.
type GroupMusicOnHoldService interface {
	// Get returns a group's music
	// (GET /tenants/:tenant_id/groups/:group_id/services/music_on_hold/), or
	// ErrNotFound.
	Get(ctx context.Context, caller Caller, group GroupRef) (GroupMusicOnHold, error)

	// Update changes what in names and returns what Get now would (PUT to the
	// same path). It is refused as Get is, and with ErrFailedToUpdate.
	Update(ctx context.Context, caller Caller, group GroupRef, in GroupMusicOnHoldInput) (GroupMusicOnHold, error)
}

// GroupMusicOnHold is what the callers of a group hear while they wait.
type GroupMusicOnHold struct {
	ServiceUserID                      string `json:"serviceUserId"` // read only
	UseAlternateSourceForInternalCalls bool   `json:"useAlternateSourceForInternalCalls"`
	IsActiveDuringCallPark             bool   `json:"isActiveDuringCallPark"`
	IsActiveDuringBusyCampOn           bool   `json:"isActiveDuringBusyCampOn"`
	IsActiveDuringCallHold             bool   `json:"isActiveDuringCallHold"`

	Source GroupSource `json:"source"`
	// InternalSource is nil until it is first set, other than that of users.
	InternalSource *GroupSource `json:"internalSource"`
}

func (m GroupMusicOnHold) clone() GroupMusicOnHold {
	if m.InternalSource != nil {
		m.InternalSource = new(*m.InternalSource)
	}
	return m
}

// GroupSource is where a group's music comes from.
type GroupSource struct {
	PreferredCodec Codec `json:"audioFilePreferredCodec"`
	Source
}

// GroupMusicOnHoldInput is what a request says about a group's music; nil leaves
// a member as it is.
type GroupMusicOnHoldInput struct {
	UseAlternateSourceForInternalCalls *bool             `json:"useAlternateSourceForInternalCalls,omitempty"`
	IsActiveDuringCallPark             *bool             `json:"isActiveDuringCallPark,omitempty"`
	IsActiveDuringBusyCampOn           *bool             `json:"isActiveDuringBusyCampOn,omitempty"`
	IsActiveDuringCallHold             *bool             `json:"isActiveDuringCallHold,omitempty"`
	Source                             *GroupSourceInput `json:"source,omitempty"`
	InternalSource                     *GroupSourceInput `json:"internalSource,omitempty"`
}

// GroupSourceInput is what a request says about a source of a group.
type GroupSourceInput struct {
	PreferredCodec *Codec `json:"audioFilePreferredCodec,omitempty"`
	SourceInput
}

// defaultGroupSource is what a group starts with, and what a first internal
// source starts from. Assumed, as defaultGroupMusicOnHold is.
var defaultGroupSource = GroupSource{NoCodec, Source{Selection: SelectSystem}}

func defaultGroupMusicOnHold(serviceUserID string) GroupMusicOnHold {
	return GroupMusicOnHold{
		ServiceUserID: serviceUserID, IsActiveDuringCallPark: true, IsActiveDuringBusyCampOn: true, IsActiveDuringCallHold: true,
		Source: defaultGroupSource,
	}
}

// input returns what makes the music of the default one.
func (m GroupMusicOnHold) input() *GroupMusicOnHoldInput {
	in := &GroupMusicOnHoldInput{
		UseAlternateSourceForInternalCalls: &m.UseAlternateSourceForInternalCalls,
		IsActiveDuringCallPark:             &m.IsActiveDuringCallPark,
		IsActiveDuringBusyCampOn:           &m.IsActiveDuringBusyCampOn,
		IsActiveDuringCallHold:             &m.IsActiveDuringCallHold,
		Source:                             m.Source.input(),
	}
	if m.InternalSource != nil {
		in.InternalSource = m.InternalSource.input()
	}
	return in
}

func (s GroupSource) input() *GroupSourceInput {
	return &GroupSourceInput{&s.PreferredCodec, *s.Source.input()}
}

type groupMusicOnHold struct{ *core }

func (s groupMusicOnHold) Get(ctx context.Context, caller Caller, group GroupRef) (GroupMusicOnHold, error) {
	if err := s.permit(caller, GetGroupMusicOnHold, group.withoutUser()); err != nil {
		return GroupMusicOnHold{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (GroupMusicOnHold, error) {
		g, err := getGroup(ctx, tx, group)
		if err != nil {
			return GroupMusicOnHold{}, err
		}
		return g.MusicOnHold, nil
	})
}

func (s groupMusicOnHold) Update(ctx context.Context, caller Caller, group GroupRef, in GroupMusicOnHoldInput) (GroupMusicOnHold, error) {
	if err := s.permit(caller, UpdateGroupMusicOnHold, group.withoutUser()); err != nil {
		return GroupMusicOnHold{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (GroupMusicOnHold, error) {
		g, err := getGroup(ctx, tx, group)
		if err != nil {
			return GroupMusicOnHold{}, err
		}
		if err := s.changeGroupMusic(g, in); err != nil {
			return GroupMusicOnHold{}, err
		}
		return g.MusicOnHold, groupTable.Replace(ctx, tx, g)
	})
}

// withoutUser names the group where a user could be named.
func (r GroupRef) withoutUser() UserRef { return UserRef{TenantID: r.TenantID, GroupID: r.GroupID} }

// changeGroupMusic merges what a request says into a group's music, member by
// member, and judges the result.
func (c *core) changeGroupMusic(g *groupRow, in GroupMusicOnHoldInput) error {
	music := &g.MusicOnHold
	m := mixer{g.Announcements, groupSelections}
	set(&music.UseAlternateSourceForInternalCalls, in.UseAlternateSourceForInternalCalls)
	set(&music.IsActiveDuringCallPark, in.IsActiveDuringCallPark)
	set(&music.IsActiveDuringBusyCampOn, in.IsActiveDuringBusyCampOn)
	set(&music.IsActiveDuringCallHold, in.IsActiveDuringCallHold)
	if err := m.applyGroup("source", &music.Source, in.Source); err != nil {
		return err
	}
	if in.InternalSource != nil {
		if music.InternalSource == nil {
			music.InternalSource = new(defaultGroupSource)
		}
		if err := m.applyGroup("internalSource", music.InternalSource, in.InternalSource); err != nil {
			return err
		}
	}
	if err := c.checkCustom("source", music.Source.Source); err != nil {
		return err
	}
	if music.InternalSource == nil {
		return nil
	}
	return c.checkCustom("internalSource", music.InternalSource.Source)
}

func (m *mixer) applyGroup(member string, s *GroupSource, in *GroupSourceInput) error {
	if in == nil {
		return nil
	}
	if in.PreferredCodec != nil {
		if !in.PreferredCodec.valid() {
			return ErrFailedToUpdate.Refuse("%s.audioFilePreferredCodec: expected None, G711, G722, G729, G726, AMR or AMR-WB", member)
		}
		s.PreferredCodec = *in.PreferredCodec
	}
	return m.apply(member, &s.Source, &in.SourceInput)
}
