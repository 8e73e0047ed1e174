package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type services struct{ *client }

func (s services) Get(ctx context.Context, userID int64) (xivo.Services, error) {
	return get[xivowire.Services](ctx, s.client, request(xivo.GetUserServices, number(userID)))
}

// Update asks for all services afterwards, unless the answer has them: it shows those
// only that were sent. Another client may have changed the others in between.
func (s services) Update(ctx context.Context, userID int64, in xivo.ServicesInput) (xivo.Services, error) {
	r, err := withJSON(request(xivo.UpdateUserServices, number(userID)), xivowire.NewServicesInput(in))
	if err != nil {
		return xivo.Services{}, err
	}
	a, err := s.Do(ctx, r)
	if err != nil {
		return xivo.Services{}, err
	}
	var w xivowire.Services
	if a.JSON(false, &w) == nil && w.Complete() {
		return w.Record(), nil
	}
	return s.Get(ctx, userID)
}
