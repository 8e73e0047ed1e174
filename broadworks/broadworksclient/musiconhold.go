package broadworksclient

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

type musicOnHold struct{ *client }

func (s musicOnHold) Get(ctx context.Context, _ broadworks.Caller, user broadworks.UserRef) (broadworks.MusicOnHold, error) {
	r, err := request(broadworks.GetUserMusicOnHold, user.TenantID, user.GroupID, user.UserID)
	if err != nil {
		return broadworks.MusicOnHold{}, err
	}
	return get[broadworkswire.Music](ctx, s.client, r)
}

func (s musicOnHold) Update(ctx context.Context, _ broadworks.Caller, user broadworks.UserRef, in broadworks.MusicOnHoldInput) (broadworks.MusicOnHold, error) {
	r, err := request(broadworks.UpdateUserMusicOnHold, user.TenantID, user.GroupID, user.UserID)
	if err != nil {
		return broadworks.MusicOnHold{}, err
	}
	return send[broadworkswire.Music](ctx, s.client, r, broadworkswire.NewMusicInput(in))
}
