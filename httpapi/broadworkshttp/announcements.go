package broadworkshttp

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

func listGroupAnnouncements(ctx context.Context, c *call) (any, error) {
	return c.list(ctx, func() (broadworks.Repository, error) {
		return c.svc.Announcements.ListGroup(ctx, c.caller, c.group())
	})
}

func listUserAnnouncements(ctx context.Context, c *call) (any, error) {
	return c.list(ctx, func() (broadworks.Repository, error) {
		return c.svc.Announcements.ListUser(ctx, c.caller, c.user())
	})
}

func (c *call) list(ctx context.Context, list func() (broadworks.Repository, error)) (any, error) {
	addUsages, err := c.flag(c.object(), broadworkswire.AddUsages)
	if err := c.mistake(ctx, err); err != nil {
		return nil, err
	}
	r, err := list()
	return broadworkswire.NewRepository(r, addUsages), err
}
