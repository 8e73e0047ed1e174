package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// meetingRoom is a meeting room on the wire.
type meetingRoom struct {
	ID          int64  `json:"id"`
	Name        string `json:"name"`
	DisplayName string `json:"displayName"`
	Number      int64  `json:"number"`
	UserPIN     *int64 `json:"userPin,omitempty"`
}

func wireRoom(r xivo.MeetingRoom) meetingRoom { return meetingRoom(r) }

func roomInput(o *rest.Object) xivo.MeetingRoom {
	return xivo.MeetingRoom{
		Name: o.String("name"), DisplayName: o.String("displayName"),
		Number: o.Int("number"), UserPIN: o.OptInt("userPin"),
	}
}

func listRooms(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.MeetingRooms.List(ctx)
	return rest.List(list, wireRoom), err
}

func findRooms(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	return find(ctx, c, svc.MeetingRooms.Find, wireRoom)
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
	return wireRoom(r), err
}

func createRoom(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	o := c.object()
	in := roomInput(o)
	if c.failed(o) {
		return nil, nil
	}
	r, err := svc.MeetingRooms.Create(ctx, in)
	return wireRoom(r), err
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
	return wireRoom(r), err
}
