package broadworksclient

import (
	"context"
	"net/url"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

type announcements struct{ *client }

func (s announcements) ListGroup(ctx context.Context, _ broadworks.Caller, group broadworks.GroupRef) (broadworks.Repository, error) {
	return s.list(ctx, broadworks.ListGroupAnnouncements, group.TenantID, group.GroupID)
}

func (s announcements) ListUser(ctx context.Context, _ broadworks.Caller, user broadworks.UserRef) (broadworks.Repository, error) {
	return s.list(ctx, broadworks.ListUserAnnouncements, user.TenantID, user.GroupID, user.UserID)
}

func (s announcements) list(ctx context.Context, op broadworks.Operation, ids ...string) (broadworks.Repository, error) {
	r, err := request(op, ids...)
	if err != nil {
		return broadworks.Repository{}, err
	}
	r.Query = url.Values{broadworkswire.AddUsages: {"true"}}
	return get[broadworkswire.Repository](ctx, s.client, r)
}
