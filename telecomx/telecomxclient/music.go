package telecomxclient

import (
	"context"
	"net/url"
	"strconv"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire/telecomxwire"
	"github.com/pbxkit/pbxkit/telecomx"
)

type musicOnHold struct{ *client }

// List leaves out the numbers that stand for those which the page gives.
func (s musicOnHold) List(ctx context.Context, _ telecomx.Caller, q telecomx.MusicQuery) (telecomx.MusicPage, error) {
	r := request(telecomx.ListMusicOnHold)
	r.Query = url.Values{"full": {"true"}}
	if q.Customer != "" {
		r.Query.Set("customer", q.Customer)
	}
	if q.Filter != "" {
		r.Query.Set("filter", q.Filter)
	}
	if q.Offset != 0 {
		r.Query.Set("offset", strconv.Itoa(q.Offset))
	}
	if q.Limit != nil {
		r.Query.Set("limit", strconv.Itoa(*q.Limit))
	}
	return get[telecomxwire.MusicPage[[]telecomxwire.Song]](ctx, s.client, r)
}

func (s musicOnHold) Get(ctx context.Context, _ telecomx.Caller, id string) (telecomx.MusicOnHold, error) {
	return s.ask(ctx, class(telecomx.GetMusicOnHold, id))
}

func (s musicOnHold) Create(ctx context.Context, _ telecomx.Caller, in telecomx.MusicInput) (telecomx.MusicOnHold, error) {
	return s.send(ctx, request(telecomx.CreateMusicOnHold), in)
}

// Update may be sent again, as it replaces what it touches.
func (s musicOnHold) Update(ctx context.Context, _ telecomx.Caller, id string, in telecomx.MusicInput) (telecomx.MusicOnHold, error) {
	r := class(telecomx.UpdateMusicOnHold, id)
	r.Repeatable = true
	return s.send(ctx, r, in)
}

func (s musicOnHold) Delete(ctx context.Context, _ telecomx.Caller, id string) error {
	return s.do(ctx, class(telecomx.DeleteMusicOnHold, id))
}

// class is a request about a class. No path can hold an empty id, which would make it
// one about all of them; another one that names none stands in for it, so that it is the
// PBX that refuses it: for the id, or for the rights of who asks.
func class(op telecomx.Operation, id string) remote.Request {
	if id == "" {
		id = "0"
	}
	return request(op, id)
}

func (s musicOnHold) ask(ctx context.Context, r remote.Request) (telecomx.MusicOnHold, error) {
	return get[telecomxwire.Music[[]telecomxwire.Song]](ctx, s.client, r)
}

func (s musicOnHold) send(ctx context.Context, r remote.Request, in telecomx.MusicInput) (telecomx.MusicOnHold, error) {
	r, err := withJSON(r, telecomxwire.NewMusicInput(in), in.Malformed)
	if err != nil {
		return telecomx.MusicOnHold{}, err
	}
	return s.ask(ctx, r)
}
