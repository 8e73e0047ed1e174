package broadworksclient

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

type groupMusicOnHold struct{ *client }

func (s groupMusicOnHold) Get(ctx context.Context, _ broadworks.Caller, group broadworks.GroupRef) (broadworks.GroupMusicOnHold, error) {
	r, err := request(broadworks.GetGroupMusicOnHold, group.TenantID, group.GroupID)
	if err != nil {
		return broadworks.GroupMusicOnHold{}, err
	}
	return get[broadworkswire.GroupMusic](ctx, s.client, r)
}

func (s groupMusicOnHold) Update(ctx context.Context, _ broadworks.Caller, group broadworks.GroupRef, in broadworks.GroupMusicOnHoldInput) (broadworks.GroupMusicOnHold, error) {
	r, err := request(broadworks.UpdateGroupMusicOnHold, group.TenantID, group.GroupID)
	if err != nil {
		return broadworks.GroupMusicOnHold{}, err
	}
	return send[broadworkswire.GroupMusic](ctx, s.client, r, broadworkswire.NewGroupMusicInput(in))
}
