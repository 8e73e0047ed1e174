package telecomxwire

import (
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/telecomx"
)

// Music is a music-on-hold class. Its audio are songs; in a plain list, their number.
type Music[Audio int | []Song] struct {
	ID       string  `json:"_id"`
	Customer *string `json:"customer"` // null for a common class; never left out (assumed)
	Name     string  `json:"name"`
	Random   bool    `json:"random"`
	Audio    Audio   `json:"audio"`
}

// Song is a piece of music in a class.
type Song struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Length int64  `json:"length"`
}

// MusicPage is a list of classes.
type MusicPage[Audio int | []Song] struct {
	Offset      int            `json:"offset"`
	Limit       int            `json:"limit"`
	Total       int            `json:"total"`
	MusicOnHold []Music[Audio] `json:"musicOnHold"`
}

// NewMusic returns a class with its songs.
func NewMusic(m telecomx.MusicOnHold) Music[[]Song] {
	return newMusic(m, wire.List(m.Songs, func(s telecomx.Song) Song { return Song(s) }))
}

// NewPlainMusic returns a class of a plain list.
func NewPlainMusic(m telecomx.MusicOnHold) Music[int] { return newMusic(m, len(m.Songs)) }

func newMusic[Audio int | []Song](m telecomx.MusicOnHold, audio Audio) Music[Audio] {
	out := Music[Audio]{ID: m.ID, Name: m.Name, Random: m.Random, Audio: audio}
	if m.Customer != "" {
		out.Customer = &m.Customer
	}
	return out
}

// NewMusicPage returns a list, by means of NewMusic or NewPlainMusic.
func NewMusicPage[Audio int | []Song](p telecomx.MusicPage, convert func(telecomx.MusicOnHold) Music[Audio]) MusicPage[Audio] {
	return MusicPage[Audio]{p.Offset, p.Limit, p.Total, wire.List(p.Classes, convert)}
}

// Record returns a class with its songs. One without songs has none at all: that is
// what services return.
func (m Music[Audio]) Record() telecomx.MusicOnHold {
	out := telecomx.MusicOnHold{ID: m.ID, Name: m.Name, Random: m.Random}
	if m.Customer != nil {
		out.Customer = *m.Customer
	}
	if songs, ok := any(m.Audio).([]Song); ok {
		for _, s := range songs {
			out.Songs = append(out.Songs, telecomx.Song(s))
		}
	}
	return out
}

// Record returns a page of classes.
func (p MusicPage[Audio]) Record() telecomx.MusicPage {
	return telecomx.MusicPage{Offset: p.Offset, Limit: p.Limit, Total: p.Total, Classes: wire.List(p.MusicOnHold, Music[Audio].Record)}
}

// MusicInput is the request of CreateMusicOnHold and UpdateMusicOnHold.
type MusicInput struct {
	Customer *string        `json:"customer,omitempty"`
	Name     Change[string] `json:"name,omitzero"`
	Random   Change[bool]   `json:"random,omitzero"`
}

func NewMusicInput(in telecomx.MusicInput) MusicInput {
	out := MusicInput{Name: newText(in.Name), Random: Change[bool](in.Random)}
	if in.Customer != nil {
		out.Customer = new(ValidText(*in.Customer))
	}
	return out
}
