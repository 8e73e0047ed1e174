package telecomxhttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

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
	if isTrue(q.Get("full")) {
		return telecomxwire.NewMusicPage(page, telecomxwire.NewMusic), nil
	}
	return telecomxwire.NewMusicPage(page, telecomxwire.NewPlainMusic), nil
}

func getMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	m, err := svc.MusicOnHold.Get(ctx, c.caller, c.params.At(0))
	return telecomxwire.NewMusic(m), err
}

// createMusic answers with 200 like everything else (assumed).
func createMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	m, err := svc.MusicOnHold.Create(ctx, c.caller, musicInput(c.object()))
	return telecomxwire.NewMusic(m), err
}

func updateMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	m, err := svc.MusicOnHold.Update(ctx, c.caller, c.params.At(0), musicInput(c.object()))
	return telecomxwire.NewMusic(m), err
}

func deleteMusic(ctx context.Context, svc *telecomx.Service, c *call) (any, error) {
	return telecomxwire.Success{Success: true}, svc.MusicOnHold.Delete(ctx, c.caller, c.params.At(0))
}
