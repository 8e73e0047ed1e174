package broadworkshttp

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// groupMusic is a group's music on the wire. All members are always there; the
// last one is null until it is first set.
type groupMusic struct {
	ServiceUserID                      string       `json:"serviceUserId"`
	UseAlternateSourceForInternalCalls bool         `json:"useAlternateSourceForInternalCalls"`
	IsActiveDuringCallPark             bool         `json:"isActiveDuringCallPark"`
	IsActiveDuringBusyCampOn           bool         `json:"isActiveDuringBusyCampOn"`
	IsActiveDuringCallHold             bool         `json:"isActiveDuringCallHold"`
	Source                             groupSource  `json:"source"`
	InternalSource                     *groupSource `json:"internalSource"`
}

type groupSource struct {
	PreferredCodec broadworks.Codec     `json:"audioFilePreferredCodec"`
	Selection      broadworks.Selection `json:"messageSourceSelection"`
	AudioFile      audioFile            `json:"audioFile,omitzero"`
}

func (o Options) groupMusic(m broadworks.GroupMusicOnHold) groupMusic {
	shown := groupMusic{
		m.ServiceUserID, m.UseAlternateSourceForInternalCalls, m.IsActiveDuringCallPark,
		m.IsActiveDuringBusyCampOn, m.IsActiveDuringCallHold, o.groupSource(m.Source), nil,
	}
	if m.InternalSource != nil {
		shown.InternalSource = new(o.groupSource(*m.InternalSource))
	}
	return shown
}

func (o Options) groupSource(s broadworks.GroupSource) groupSource {
	file := audioFile(s.AudioFile)
	if !o.GroupAudioMediaType {
		file.MediaType = ""
	}
	return groupSource{s.PreferredCodec, s.Selection, file}
}

func groupMusicInput(o *rest.Object) broadworks.GroupMusicOnHoldInput {
	o.Ignore("serviceUserId") // read only
	o.NotNull("useAlternateSourceForInternalCalls", "isActiveDuringCallPark", "isActiveDuringBusyCampOn",
		"isActiveDuringCallHold", "source", "internalSource")
	return broadworks.GroupMusicOnHoldInput{
		UseAlternateSourceForInternalCalls: o.OptBool("useAlternateSourceForInternalCalls"),
		IsActiveDuringCallPark:             o.OptBool("isActiveDuringCallPark"),
		IsActiveDuringBusyCampOn:           o.OptBool("isActiveDuringBusyCampOn"),
		IsActiveDuringCallHold:             o.OptBool("isActiveDuringCallHold"),
		Source:                             groupSourceInput(o.Object("source")),
		InternalSource:                     groupSourceInput(o.Object("internalSource")),
	}
}

func groupSourceInput(o *rest.Object) *broadworks.GroupSourceInput {
	if o == nil {
		return nil
	}
	codec := optText[broadworks.Codec](o.NotNull("audioFilePreferredCodec"), "audioFilePreferredCodec")
	return &broadworks.GroupSourceInput{PreferredCodec: codec, SourceInput: *sourceInput(o)}
}

func getGroupMusic(ctx context.Context, c *call) (any, error) {
	if err := c.mistake(ctx, c.object().Err()); err != nil {
		return nil, err
	}
	m, err := c.svc.GroupMusicOnHold.Get(ctx, c.caller, c.group())
	return c.opts.groupMusic(m), err
}

func updateGroupMusic(ctx context.Context, c *call) (any, error) {
	o := c.object()
	in := groupMusicInput(o)
	if err := c.mistake(ctx, o.Err()); err != nil {
		return nil, err
	}
	m, err := c.svc.GroupMusicOnHold.Update(ctx, c.caller, c.group(), in)
	return c.opts.groupMusic(m), err
}
