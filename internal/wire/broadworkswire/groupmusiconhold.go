package broadworkswire

import "github.com/pbxkit/pbxkit/broadworks"

// GroupMusic is a group's music. All members are always there; the last one is null
// until it is first set.
type GroupMusic struct {
	ServiceUserID                      string       `json:"serviceUserId"`
	UseAlternateSourceForInternalCalls bool         `json:"useAlternateSourceForInternalCalls"`
	IsActiveDuringCallPark             bool         `json:"isActiveDuringCallPark"`
	IsActiveDuringBusyCampOn           bool         `json:"isActiveDuringBusyCampOn"`
	IsActiveDuringCallHold             bool         `json:"isActiveDuringCallHold"`
	Source                             GroupSource  `json:"source"`
	InternalSource                     *GroupSource `json:"internalSource"`
}

func NewGroupMusic(m broadworks.GroupMusicOnHold) GroupMusic {
	shown := GroupMusic{
		m.ServiceUserID, m.UseAlternateSourceForInternalCalls, m.IsActiveDuringCallPark,
		m.IsActiveDuringBusyCampOn, m.IsActiveDuringCallHold, NewGroupSource(m.Source), nil,
	}
	if m.InternalSource != nil {
		shown.InternalSource = new(NewGroupSource(*m.InternalSource))
	}
	return shown
}

func (m GroupMusic) Record() broadworks.GroupMusicOnHold {
	record := broadworks.GroupMusicOnHold{
		ServiceUserID: m.ServiceUserID, UseAlternateSourceForInternalCalls: m.UseAlternateSourceForInternalCalls,
		IsActiveDuringCallPark: m.IsActiveDuringCallPark, IsActiveDuringBusyCampOn: m.IsActiveDuringBusyCampOn,
		IsActiveDuringCallHold: m.IsActiveDuringCallHold, Source: m.Source.Record(),
	}
	if m.InternalSource != nil {
		record.InternalSource = new(m.InternalSource.Record())
	}
	return record
}

// GroupSource is where a group's music comes from.
type GroupSource struct {
	PreferredCodec broadworks.Codec     `json:"audioFilePreferredCodec"`
	Selection      broadworks.Selection `json:"messageSourceSelection"`
	AudioFile      AudioFile            `json:"audioFile,omitzero"`
}

func NewGroupSource(s broadworks.GroupSource) GroupSource {
	return GroupSource{s.PreferredCodec, s.Selection, AudioFile(s.AudioFile)}
}

func (s GroupSource) Record() broadworks.GroupSource {
	return broadworks.GroupSource{PreferredCodec: s.PreferredCodec, Source: Source{s.Selection, s.AudioFile}.Record()}
}

// GroupMusicInput changes a group's music; what is left out stays.
type GroupMusicInput struct {
	UseAlternateSourceForInternalCalls *bool             `json:"useAlternateSourceForInternalCalls,omitempty"`
	IsActiveDuringCallPark             *bool             `json:"isActiveDuringCallPark,omitempty"`
	IsActiveDuringBusyCampOn           *bool             `json:"isActiveDuringBusyCampOn,omitempty"`
	IsActiveDuringCallHold             *bool             `json:"isActiveDuringCallHold,omitempty"`
	Source                             *GroupSourceInput `json:"source,omitempty"`
	InternalSource                     *GroupSourceInput `json:"internalSource,omitempty"`
}

func NewGroupMusicInput(in broadworks.GroupMusicOnHoldInput) GroupMusicInput {
	return GroupMusicInput{
		in.UseAlternateSourceForInternalCalls, in.IsActiveDuringCallPark, in.IsActiveDuringBusyCampOn, in.IsActiveDuringCallHold,
		newGroupSourceInput(in.Source), newGroupSourceInput(in.InternalSource),
	}
}

// GroupSourceInput changes a source of a group.
type GroupSourceInput struct {
	PreferredCodec *broadworks.Codec `json:"audioFilePreferredCodec,omitempty"`
	SourceInput
}

func newGroupSourceInput(in *broadworks.GroupSourceInput) *GroupSourceInput {
	if in == nil {
		return nil
	}
	return &GroupSourceInput{in.PreferredCodec, *newSourceInput(&in.SourceInput)}
}
