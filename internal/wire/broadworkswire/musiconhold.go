package broadworkswire

import "github.com/pbxkit/pbxkit/broadworks"

// Music is a user's music. Other services call the first member active; this one does
// not.
type Music struct {
	IsActive                           bool   `json:"isActive"`
	Source                             Source `json:"source"`
	UseAlternateSourceForInternalCalls bool   `json:"useAlternateSourceForInternalCalls"`
	InternalSource                     Source `json:"internalSource"`
}

func NewMusic(m broadworks.MusicOnHold) Music {
	return Music{m.IsActive, NewSource(m.Source), m.UseAlternateSourceForInternalCalls, NewSource(m.InternalSource)}
}

func (m Music) Record() broadworks.MusicOnHold {
	return broadworks.MusicOnHold{
		IsActive: m.IsActive, Source: m.Source.Record(),
		UseAlternateSourceForInternalCalls: m.UseAlternateSourceForInternalCalls, InternalSource: m.InternalSource.Record(),
	}
}

// Source is where a user's music comes from.
type Source struct {
	Selection broadworks.Selection `json:"messageSourceSelection"`
	AudioFile AudioFile            `json:"audioFile,omitzero"`
}

func NewSource(s broadworks.Source) Source { return Source{s.Selection, AudioFile(s.AudioFile)} }

func (s Source) Record() broadworks.Source {
	return broadworks.Source{Selection: s.Selection, AudioFile: broadworks.AudioFile(s.AudioFile)}
}

// AudioFile is a file of a source. That of a group has no media type in the vendor's
// example.
type AudioFile struct {
	Name      string               `json:"name"`
	MediaType broadworks.MediaType `json:"mediaType,omitempty"`
}

// MusicInput changes a user's music; what is left out stays.
type MusicInput struct {
	IsActive                           *bool        `json:"isActive,omitempty"`
	Source                             *SourceInput `json:"source,omitempty"`
	UseAlternateSourceForInternalCalls *bool        `json:"useAlternateSourceForInternalCalls,omitempty"`
	InternalSource                     *SourceInput `json:"internalSource,omitempty"`
}

func NewMusicInput(in broadworks.MusicOnHoldInput) MusicInput {
	return MusicInput{in.IsActive, newSourceInput(in.Source), in.UseAlternateSourceForInternalCalls, newSourceInput(in.InternalSource)}
}

// SourceInput changes a source.
type SourceInput struct {
	Selection *broadworks.Selection `json:"messageSourceSelection,omitempty"`
	AudioFile *AudioFileInput       `json:"audioFile,omitempty"`
}

// AudioFileInput names a file.
type AudioFileInput struct {
	Name      string                `json:"name"`
	MediaType *broadworks.MediaType `json:"mediaType,omitempty"`
}

func newSourceInput(in *broadworks.SourceInput) *SourceInput {
	if in == nil {
		return nil
	}
	return &SourceInput{in.Selection, (*AudioFileInput)(in.AudioFile)}
}
