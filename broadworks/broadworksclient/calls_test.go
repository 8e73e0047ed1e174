package broadworksclient_test

import (
	"context"

	"github.com/pbxkit/pbxkit/broadworks"
)

// anyone is a caller, which clients do not look at.
var anyone = broadworks.Caller{Username: "anyone", Level: broadworks.DepartmentAdmin, ReadOnly: true}

var (
	foo     = broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"}
	foouser = broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
)

// calls are a call of each operation, and what it sends.
var calls = []struct {
	op   broadworks.Operation
	call func(context.Context, *broadworks.Service) error
	sent string
}{
	{broadworks.GetUserMusicOnHold, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.MusicOnHold.Get(ctx, anyone, broadworks.UserRef{TenantID: "a/b", GroupID: "..", UserID: "é@x y"})
		return err
	}, "GET /tenants/a%2Fb/groups/%2E%2E/users/%C3%A9@x%20y/services/music_on_hold/"},
	{broadworks.UpdateUserMusicOnHold, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.MusicOnHold.Update(ctx, anyone, foouser, broadworks.MusicOnHoldInput{
			IsActive:                           new(true),
			Source:                             &broadworks.SourceInput{Selection: new(broadworks.SelectCustom), AudioFile: &broadworks.AudioFileInput{Name: "My Music", MediaType: new(broadworks.WAV)}},
			UseAlternateSourceForInternalCalls: new(false),
			InternalSource:                     &broadworks.SourceInput{AudioFile: &broadworks.AudioFileInput{Name: broadworks.DeleteFile}},
		})
		return err
	}, `PUT /tenants/foo/groups/foogroup/users/foouser/services/music_on_hold/ application/json {"isActive":true,"source":{"messageSourceSelection":"Custom","audioFile":{"name":"My Music","mediaType":"WAV"}},"useAlternateSourceForInternalCalls":false,"internalSource":{"audioFile":{"name":"DELETE"}}}`},
	{broadworks.Login, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.Sessions.Login(ctx, "u", "p-0c7f")
		return err
	}, `POST /login/ application/json {"username":"u","password":"p-0c7f"}`},
	{broadworks.GetUserLoginInfo, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.Sessions.Info(ctx, anyone)
		return err
	}, "GET /session/user_login_info/"},
	{broadworks.GetGroupMusicOnHold, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.GroupMusicOnHold.Get(ctx, anyone, foo)
		return err
	}, "GET /tenants/foo/groups/foogroup/services/music_on_hold/"},
	{broadworks.UpdateGroupMusicOnHold, func(ctx context.Context, s *broadworks.Service) error {
		source := &broadworks.GroupSourceInput{PreferredCodec: new(broadworks.AMRWB), SourceInput: broadworks.SourceInput{Selection: new(broadworks.SelectSystem)}}
		_, err := s.GroupMusicOnHold.Update(ctx, anyone, foo, broadworks.GroupMusicOnHoldInput{
			UseAlternateSourceForInternalCalls: new(true), IsActiveDuringCallPark: new(false), IsActiveDuringBusyCampOn: new(true),
			IsActiveDuringCallHold: new(false), Source: source, InternalSource: &broadworks.GroupSourceInput{},
		})
		return err
	}, `PUT /tenants/foo/groups/foogroup/services/music_on_hold/ application/json {"useAlternateSourceForInternalCalls":true,"isActiveDuringCallPark":false,"isActiveDuringBusyCampOn":true,"isActiveDuringCallHold":false,"source":{"audioFilePreferredCodec":"AMR-WB","messageSourceSelection":"System"},"internalSource":{}}`},
	{broadworks.ListGroupAnnouncements, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.Announcements.ListGroup(ctx, anyone, foo)
		return err
	}, "GET /tenants/foo/groups/foogroup/announcements/?addUsages=true"},
	{broadworks.ListUserAnnouncements, func(ctx context.Context, s *broadworks.Service) error {
		_, err := s.Announcements.ListUser(ctx, anyone, foouser)
		return err
	}, "GET /tenants/foo/groups/foogroup/users/foouser/announcements/?addUsages=true"},
}
