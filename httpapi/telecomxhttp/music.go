package telecomxhttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/telecomx"
)

// music is a music-on-hold class on the wire.
type music struct {
	ID       string  `json:"_id"`
	Customer *string `json:"customer"` // null for a common class; never left out (assumed)
	Name     string  `json:"name"`
	Random   bool    `json:"random"`
	Audio    any     `json:"audio"` // []song; in a plain list their number
}

type song struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Length int64  `json:"length"`
}

// musicPage is a list of classes on the wire.
type musicPage struct {
	Offset      int     `json:"offset"`
	Limit       int     `json:"limit"`
	Total       int     `json:"total"`
	MusicOnHold []music `json:"musicOnHold"`
}

func wireMusic(m telecomx.MusicOnHold) music {
	out := plainMusic(m)
	out.Audio = rest.List(m.Songs, func(s telecomx.Song) song { return song(s) })
	return out
}

// plainMusic is a class of a plain list.
func plainMusic(m telecomx.MusicOnHold) music {
	out := music{ID: m.ID, Name: m.Name, Random: m.Random, Audio: len(m.Songs)}
	if m.Customer != "" {
		out.Customer = &m.Customer
	}
	return out
}

// musicInput reads what can be set. Assumed: a customer that is null is none, and what
// a class shows beside that can be sent back.
func musicInput(o *rest.Object) telecomx.MusicInput {
	o.Ignore("_id", "audio")
	in := telecomx.MusicInput{Malformed: o.Err() != nil, Name: text[string](o, "name"), Random: boolean(o, "random")}
	if customer := text[string](o, "customer"); customer.Sent && !customer.Null {
		in.Customer = &customer.Value
	}
	return in
}

func listMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	q := c.query()
	in := telecomx.MusicQuery{Customer: q.Get("customer"), Filter: q.Get("filter"), Limit: c.queryInt("limit")}
	if offset := c.queryInt("offset"); offset != nil {
		in.Offset = *offset
	}
	page, err := svc.MusicOnHold.List(ctx, c.caller, in)
	if err != nil {
		return nil, err
	}
	wire := plainMusic
	if isTrue(q.Get("full")) {
		wire = wireMusic
	}
	return musicPage{page.Offset, page.Limit, page.Total, rest.List(page.Classes, wire)}, nil
}

func getMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	m, err := svc.MusicOnHold.Get(ctx, c.caller, c.params.At(0))
	return wireMusic(m), err
}

// createMusic answers with 200 like everything else (assumed).
func createMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	m, err := svc.MusicOnHold.Create(ctx, c.caller, musicInput(c.object()))
	return wireMusic(m), err
}

func updateMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	m, err := svc.MusicOnHold.Update(ctx, c.caller, c.params.At(0), musicInput(c.object()))
	return wireMusic(m), err
}

func deleteMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	return success{true}, svc.MusicOnHold.Delete(ctx, c.caller, c.params.At(0))
}
