package broadworks

import (
	"slices"

	"github.com/pbxkit/pbxkit/internal/text"
)

// Selection is where music comes from, the member messageSourceSelection.
type Selection string

// The selections. Those of users are Custom and Group, those of groups Custom,
// System and External.
const (
	SelectCustom   Selection = "Custom"   // a file of the repository
	SelectGroup    Selection = "Group"    // what the user's group plays
	SelectSystem   Selection = "System"   // the system's default
	SelectExternal Selection = "External" // an external source; assumed: it carries nothing more
)

// Codec is the codec that a group prefers for its music.
type Codec string

// The codecs.
const (
	NoCodec Codec = "None"
	G711    Codec = "G711"
	G722    Codec = "G722"
	G729    Codec = "G729"
	G726    Codec = "G726"
	AMR     Codec = "AMR"
	AMRWB   Codec = "AMR-WB"
)

func (c Codec) valid() bool {
	switch c {
	case NoCodec, G711, G722, G729, G726, AMR, AMRWB:
		return true
	}
	return false
}

// MediaType is the kind of a file.
type MediaType string

// The media types of files that can be played.
const (
	WAV     MediaType = "WAV"
	WMA     MediaType = "WMA"
	ThreeGP MediaType = "3GP"
	MOV     MediaType = "MOV"
)

// mediaTypes are in the order in which files of one name are preferred (assumed).
var mediaTypes = []MediaType{WAV, WMA, ThreeGP, MOV}

// AudioFile is a file of a repository.
type AudioFile struct {
	Name      string    `json:"name"`
	MediaType MediaType `json:"mediaType"`
}

// Source is where music comes from.
type Source struct {
	Selection Selection `json:"messageSourceSelection"`
	// AudioFile is the file that is stored, and played only if the selection
	// is Custom. Another selection keeps it (assumed). The zero value is none.
	AudioFile AudioFile `json:"audioFile,omitzero"`
}

// SourceInput is what a request says about a source; nil leaves a member as it
// is.
type SourceInput struct {
	Selection *Selection      `json:"messageSourceSelection,omitempty"`
	AudioFile *AudioFileInput `json:"audioFile,omitempty"`
}

// AudioFileInput names a file of the repository of whose music it is. Assumed:
// one that is not there is refused.
type AudioFileInput struct {
	Name string `json:"name"` // or DeleteFile
	// MediaType says which of several files of that name is meant; nil stands
	// for WAV, WMA, 3GP and MOV, in that order (assumed).
	MediaType *MediaType `json:"mediaType,omitempty"`
}

// DeleteFile is the name that takes the file of a source away. The vendor's page
// shows it in an example of a user's music and explains it nowhere. Assumed: it
// works for a group's as well, also if there is no file, and no file can have it.
const DeleteFile = "DELETE"

// mixer applies what requests say about sources.
type mixer struct {
	files      repository
	selections []Selection // those of the user's or group's sources
}

var (
	userSelections  = []Selection{SelectCustom, SelectGroup}
	groupSelections = []Selection{SelectSystem, SelectExternal, SelectCustom}
)

// apply changes what a request names of the source that is called member.
func (m *mixer) apply(member string, s *Source, in *SourceInput) error {
	if in == nil {
		return nil
	}
	if in.Selection != nil {
		if !slices.Contains(m.selections, *in.Selection) {
			return ErrFailedToUpdate.Refuse("%s.messageSourceSelection: expected one of %v", member, m.selections)
		}
		s.Selection = *in.Selection
	}
	return m.applyFile(member, &s.AudioFile, in.AudioFile)
}

// applyFile changes the file of the source that is called member.
func (m *mixer) applyFile(member string, file *AudioFile, in *AudioFileInput) error {
	switch {
	case in == nil:
		return nil
	case in.Name == "":
		return ErrFailedToUpdate.Refuse("%s.audioFile.name: must not be empty", member)
	case in.Name == DeleteFile:
		*file = AudioFile{}
		return nil
	}
	found, ok := m.files.find(in)
	if !ok {
		return ErrFailedToUpdate.Refuse("%s.audioFile: the repository has no such file '%s'", member, text.Clip(in.Name))
	}
	*file = found
	return nil
}

// checkCustom refuses the selection Custom without a file, judged by the state
// that a request leads to. Assumed.
func (c *core) checkCustom(member string, s Source) error {
	if s.Selection == SelectCustom && s.AudioFile.Name == "" && !c.deviate.RelaxCustomNeedsFile {
		return ErrFailedToUpdate.Refuse("%s: the selection Custom needs an audioFile", member)
	}
	return nil
}

// input returns what makes the source of a default one.
func (s Source) input() *SourceInput {
	in := &SourceInput{Selection: new(s.Selection)}
	if s.AudioFile.Name != "" {
		in.AudioFile = &AudioFileInput{s.AudioFile.Name, new(s.AudioFile.MediaType)}
	}
	return in
}

// set changes a value if there is a new one.
func set[V any](value, to *V) {
	if to != nil {
		*value = *to
	}
}
