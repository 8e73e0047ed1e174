package broadworkshttp

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// groupMusic returns a group's music on the wire. The vendor's example shows no media
// type.
func (o Options) groupMusic(m broadworks.GroupMusicOnHold) broadworkswire.GroupMusic {
	shown := broadworkswire.NewGroupMusic(m)
	if !o.GroupAudioMediaType {
		shown.Source.AudioFile.MediaType = ""
		if shown.InternalSource != nil {
			shown.InternalSource.AudioFile.MediaType = ""
		}
	}
	return shown
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
