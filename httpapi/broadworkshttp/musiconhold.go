package broadworkshttp

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// musicInput reads a user's music. Assumed, here and for groups: null is refused
// rather than clear a member, and members that are not known are ignored.
func musicInput(o *rest.Object) broadworks.MusicOnHoldInput {
	o.NotNull("isActive", "source", "useAlternateSourceForInternalCalls", "internalSource")
	return broadworks.MusicOnHoldInput{
		IsActive:                           o.OptBool("isActive"),
		Source:                             sourceInput(o.Object("source")),
		UseAlternateSourceForInternalCalls: o.OptBool("useAlternateSourceForInternalCalls"),
		InternalSource:                     sourceInput(o.Object("internalSource")),
	}
}

func sourceInput(o *rest.Object) *broadworks.SourceInput {
	if o == nil {
		return nil
	}
	o.NotNull("messageSourceSelection", "audioFile")
	return &broadworks.SourceInput{
		Selection: optText[broadworks.Selection](o, "messageSourceSelection"),
		AudioFile: fileInput(o.Object("audioFile")),
	}
}

func fileInput(o *rest.Object) *broadworks.AudioFileInput {
	if o == nil {
		return nil
	}
	o.Ignore("mediaType")
	in := &broadworks.AudioFileInput{Name: o.String("name")}
	if in.Name != broadworks.DeleteFile { // which a mediaType has no say in
		in.MediaType = optText[broadworks.MediaType](o.NotNull("mediaType"), "mediaType")
	}
	return in
}

// optText reads a member that may be missing, a text of a type of its own.
func optText[T ~string](o *rest.Object, name string) *T {
	s := o.OptString(name)
	if s == nil {
		return nil
	}
	return new(T(*s))
}

func getMusic(ctx context.Context, c *call) (any, error) {
	if err := c.mistake(ctx, c.object().Err()); err != nil {
		return nil, err
	}
	m, err := c.svc.MusicOnHold.Get(ctx, c.caller, c.user())
	return broadworkswire.NewMusic(m), err
}

func updateMusic(ctx context.Context, c *call) (any, error) {
	o := c.object()
	in := musicInput(o)
	if err := c.mistake(ctx, o.Err()); err != nil {
		return nil, err
	}
	m, err := c.svc.MusicOnHold.Update(ctx, c.caller, c.user(), in)
	return broadworkswire.NewMusic(m), err
}
