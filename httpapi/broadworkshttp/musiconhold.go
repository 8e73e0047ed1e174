package broadworkshttp

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// music is a user's music on the wire. Other services call the first member
// active; this one does not.
type music struct {
	IsActive                           bool   `json:"isActive"`
	Source                             source `json:"source"`
	UseAlternateSourceForInternalCalls bool   `json:"useAlternateSourceForInternalCalls"`
	InternalSource                     source `json:"internalSource"`
}

type source struct {
	Selection broadworks.Selection `json:"messageSourceSelection"`
	AudioFile audioFile            `json:"audioFile,omitzero"`
}

type audioFile struct {
	Name      string               `json:"name"`
	MediaType broadworks.MediaType `json:"mediaType,omitempty"`
}

func wireMusic(m broadworks.MusicOnHold) music {
	return music{m.IsActive, wireSource(m.Source), m.UseAlternateSourceForInternalCalls, wireSource(m.InternalSource)}
}

func wireSource(s broadworks.Source) source {
	return source{s.Selection, audioFile(s.AudioFile)}
}

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
	return wireMusic(m), err
}

func updateMusic(ctx context.Context, c *call) (any, error) {
	o := c.object()
	in := musicInput(o)
	if err := c.mistake(ctx, o.Err()); err != nil {
		return nil, err
	}
	m, err := c.svc.MusicOnHold.Update(ctx, c.caller, c.user(), in)
	return wireMusic(m), err
}
