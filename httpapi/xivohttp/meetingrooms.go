package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func roomInput(o *rest.Object) xivo.MeetingRoom {
	return xivo.MeetingRoom{
		Name: o.String("name"), DisplayName: o.String("displayName"),
		Number: o.Int("number"), UserPIN: o.OptInt("userPin"),
	}
}

func listRooms(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.MeetingRooms.List(ctx)
	return wire.List(list, xivowire.NewMeetingRoom), err
}

func findRooms(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return find(ctx, c, svc.MeetingRooms.Find, xivowire.NewMeetingRoom)
}

func getRoom(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return room(ctx, c, svc.MeetingRooms.Get)
}

func deleteRoom(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return room(ctx, c, svc.MeetingRooms.Delete)
}

// room serves an operation on the room that the path names.
func room(ctx context.Context, c *call, do func(context.Context, int64) (xivo.MeetingRoom, error)) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	r, err := do(ctx, id)
	return xivowire.NewMeetingRoom(r), err
}

func createRoom(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	in := roomInput(o)
	if c.failed(o) {
		return nil, nil
	}
	r, err := svc.MeetingRooms.Create(ctx, in)
	return xivowire.NewMeetingRoom(r), err
}

func updateRoom(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	id := o.Int("id")
	in := roomInput(o)
	in.ID = id
	if c.failed(o) {
		return nil, nil
	}
	r, err := svc.MeetingRooms.Update(ctx, in)
	return xivowire.NewMeetingRoom(r), err
}
