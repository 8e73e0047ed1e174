package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type meetingRooms struct{ *client }

func (s meetingRooms) List(ctx context.Context) ([]xivo.MeetingRoom, error) {
	return list[xivowire.MeetingRoom](ctx, s.client, request(xivo.ListMeetingRooms))
}

func (s meetingRooms) Find(ctx context.Context, in xivo.Find) (xivo.Page[xivo.MeetingRoom], error) {
	return find[xivowire.MeetingRoom](ctx, s.client, xivo.FindMeetingRooms, in)
}

func (s meetingRooms) Get(ctx context.Context, id int64) (xivo.MeetingRoom, error) {
	return get[xivowire.MeetingRoom](ctx, s.client, request(xivo.GetMeetingRoom, number(id)))
}

func (s meetingRooms) Create(ctx context.Context, r xivo.MeetingRoom) (xivo.MeetingRoom, error) {
	body := xivowire.NewRoom{Name: r.Name, DisplayName: r.DisplayName, Number: r.Number, UserPIN: r.UserPIN}
	return send[xivowire.MeetingRoom](ctx, s.client, request(xivo.CreateMeetingRoom), body)
}

func (s meetingRooms) Update(ctx context.Context, r xivo.MeetingRoom) (xivo.MeetingRoom, error) {
	return send[xivowire.MeetingRoom](ctx, s.client, request(xivo.UpdateMeetingRoom), xivowire.NewMeetingRoom(r))
}

func (s meetingRooms) Delete(ctx context.Context, id int64) (xivo.MeetingRoom, error) {
	return get[xivowire.MeetingRoom](ctx, s.client, request(xivo.DeleteMeetingRoom, number(id)))
}
