package xivoclient_test

import (
	"context"
	"encoding/json"

	"github.com/pbxkit/pbxkit/xivo"
)

const list = xivo.UUID("fea963f5-1920-468c-b52a-93dc88791ba8")

// calls are a call of each operation, and what it sends.
var calls = []struct {
	op   xivo.Operation
	call func(context.Context, *xivo.Service) error
	sent string
}{
	{xivo.ListUsers, func(ctx context.Context, s *xivo.Service) error { _, err := s.Users.List(ctx); return err }, "GET /2.0/users"},
	{xivo.FindUsers, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Users.Find(ctx, xivo.Find{
			Filters: []xivo.Filter{{Field: "fullName", Operator: "like", Value: "J%", Order: "ASC"}, {Field: "label", Operator: "contains_all", List: []string{"red"}}},
			Offset:  1, Limit: new(0),
		})
		return err
	}, `POST /2.0/users/find application/json {"filters":[{"field":"fullName","operator":"like","value":"J%","order":"ASC"},{"field":"label","operator":"contains_all","list":["red"]}],"offset":1,"limit":0}`},
	{xivo.GetUserLine, func(ctx context.Context, s *xivo.Service) error { _, err := s.Lines.Get(ctx, 1); return err }, "GET /2.0/users/1/line"},
	{xivo.CreateUserLine, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Lines.Create(ctx, 1, xivo.LineInput{LineType: "ua", Extension: "1", Context: "c", Site: "s"})
		return err
	}, `POST /2.0/users/1/line application/json {"lineType":"ua","extension":"1","context":"c","site":"s","lineNum":1}`},
	{xivo.UpdateUserLine, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Lines.Update(ctx, 1, xivo.LineInput{LineType: "ua", Extension: "1", Context: "c", Site: "s", Device: new(""), LineNum: new(int64(2))})
		return err
	}, `PUT /2.0/users/1/line application/json {"lineType":"ua","extension":"1","context":"c","site":"s","device":"","lineNum":2}`},
	{xivo.DeleteUserLine, func(ctx context.Context, s *xivo.Service) error { return s.Lines.Delete(ctx, 1) }, "DELETE /2.0/users/1/line"},
	{xivo.ValidateUser, func(ctx context.Context, s *xivo.Service) error { return s.Users.Validate(ctx, "j", "") }, `POST /2.0/user/validate application/json {"username":"j","password":""}`},
	{xivo.GetUserServices, func(ctx context.Context, s *xivo.Service) error { _, err := s.Services.Get(ctx, 1); return err }, "GET /2.0/users/1/services"},
	{xivo.UpdateUserServices, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Services.Update(ctx, 1, xivo.ServicesInput{DNDEnabled: new(false), Busy: &xivo.ForwardInput{Enabled: new(true)}, NoAnswer: &xivo.ForwardInput{Destination: new("")}, Unconditional: &xivo.ForwardInput{}})
		return err
	}, `PUT /2.0/users/1/services application/json {"dndEnabled":false,"busy":{"enabled":true},"noanswer":{"destination":""},"unconditional":{}}`},
	{xivo.ListProfiles, func(ctx context.Context, s *xivo.Service) error { _, err := s.Rights.Profiles(ctx); return err }, "GET /1.0/users"},
	{xivo.GetUserRights, func(ctx context.Context, s *xivo.Service) error { _, err := s.Rights.Get(ctx, "a/b"); return err }, "GET /1.0/rights/user/a%2Fb"},
	{xivo.SetUserRights, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Rights.Set(ctx, "..", xivo.Rights{Type: "teacher", Data: xivo.RightsData{QueueIDs: []int64{}, Extra: map[string]json.RawMessage{"x": json.RawMessage("[1.50]")}}})
		return err
	}, `POST /1.0/rights/user/%2E%2E application/json {"type":"teacher","data":{"queueIds":[],"x":[1.50]}}`},
	{xivo.DeleteUserProfile, func(ctx context.Context, s *xivo.Service) error { return s.Rights.Delete(ctx, "é") }, "DELETE /1.0/rights/user/%C3%A9"},
	{xivo.ListUserPreferences, func(ctx context.Context, s *xivo.Service) error { _, err := s.Preferences.List(ctx, 1); return err }, "GET /2.0/users/1/preferences"},
	{xivo.GetUserPreference, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Preferences.Get(ctx, 1, "a?b")
		return err
	}, "GET /2.0/users/1/preferences/a%3Fb"},
	{xivo.CreateUserPreference, func(ctx context.Context, s *xivo.Service) error {
		return s.Preferences.Create(ctx, 1, xivo.Preference{Key: "k", Value: "", ValueType: "String"})
	}, `POST /2.0/users/1/preferences/k application/json {"value":"","value_type":"String"}`},
	{xivo.UpdateUserPreference, func(ctx context.Context, s *xivo.Service) error {
		return s.Preferences.Update(ctx, 1, xivo.Preference{Key: "k", Value: "42", ValueType: "number"})
	}, `PUT /2.0/users/1/preferences/k application/json {"value":"42","value_type":"number"}`},
	{xivo.DeleteUserPreference, func(ctx context.Context, s *xivo.Service) error { return s.Preferences.Delete(ctx, 1, "k") }, "DELETE /2.0/users/1/preferences/k"},
	{xivo.CreateCallbackList, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Callbacks.CreateList(ctx, "l", 0)
		return err
	}, `POST /1.0/callback_lists application/json {"name":"l","queueId":0}`},
	{xivo.ListCallbackLists, func(ctx context.Context, s *xivo.Service) error { _, err := s.Callbacks.Lists(ctx, true); return err }, "GET /1.0/callback_lists?withRequest=true"},
	{xivo.DeleteCallbackList, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Callbacks.DeleteList(ctx, list)
		return err
	}, "DELETE /1.0/callback_lists/" + string(list)},
	{xivo.ImportCallbackRequests, func(ctx context.Context, s *xivo.Service) error {
		return s.Callbacks.ImportCSV(ctx, list, []byte("phoneNumber"))
	},
		"POST /1.0/callback_lists/" + string(list) + "/callback_requests/csv text/plain; charset=utf-8 phoneNumber"},
	{xivo.CreateCallbackRequest, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Callbacks.CreateRequest(ctx, list, xivo.CallbackInput{PhoneNumber: "1"})
		return err
	}, "POST /1.0/callback_lists/" + string(list) + `/callback_requests application/json {"phoneNumber":"1"}`},
	{xivo.FindCallbackRequests, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.Callbacks.FindRequests(ctx, xivo.Find{})
		return err
	},
		`POST /1.0/callback_requests/find application/json {"filters":[],"offset":0,"limit":2147483647}`},
	{xivo.GetAgentConfig, func(ctx context.Context, s *xivo.Service) error { _, err := s.Agents.Get(ctx, 1); return err }, "GET /1.0/agent_config/1"},
	{xivo.ListAgentConfigs, func(ctx context.Context, s *xivo.Service) error { _, err := s.Agents.List(ctx); return err }, "GET /1.0/agent_config"},
	{xivo.GetQueueDissuasion, func(ctx context.Context, s *xivo.Service) error { _, err := s.Dissuasion.Get(ctx, 1); return err }, "GET /1.0/queue/1/dissuasion"},
	{xivo.ListQueueDissuasions, func(ctx context.Context, s *xivo.Service) error { _, err := s.Dissuasion.Choices(ctx, 1); return err }, "GET /1.0/queue/1/dissuasions"},
	{xivo.SetQueueDissuasionSoundFile, func(ctx context.Context, s *xivo.Service) error { return s.Dissuasion.SetSoundFile(ctx, 1, "f") },
		`PUT /1.0/queue/1/dissuasion/sound_file application/json {"soundFile":"f"}`},
	{xivo.SetQueueDissuasionQueue, func(ctx context.Context, s *xivo.Service) error { return s.Dissuasion.SetQueue(ctx, 1, "q") },
		`PUT /1.0/queue/1/dissuasion/queue application/json {"queueName":"q"}`},
	{xivo.GetSIPICEServers, func(ctx context.Context, s *xivo.Service) error { _, err := s.SIP.ICEServers(ctx); return err }, "GET /1.0/sip/ice_servers"},
	{xivo.GetMeetingRoom, func(ctx context.Context, s *xivo.Service) error { _, err := s.MeetingRooms.Get(ctx, -1); return err }, "GET /2.0/meetingrooms/-1"},
	{xivo.ListMeetingRooms, func(ctx context.Context, s *xivo.Service) error { _, err := s.MeetingRooms.List(ctx); return err }, "GET /2.0/meetingrooms"},
	{xivo.CreateMeetingRoom, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.MeetingRooms.Create(ctx, xivo.MeetingRoom{ID: 7, Name: "n", DisplayName: "d", UserPIN: new(int64(0))})
		return err
	}, `POST /2.0/meetingrooms application/json {"name":"n","displayName":"d","number":0,"userPin":0}`},
	{xivo.UpdateMeetingRoom, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.MeetingRooms.Update(ctx, xivo.MeetingRoom{ID: 7, Name: "n", DisplayName: "d"})
		return err
	}, `PUT /2.0/meetingrooms application/json {"id":7,"name":"n","displayName":"d","number":0}`},
	{xivo.DeleteMeetingRoom, func(ctx context.Context, s *xivo.Service) error { _, err := s.MeetingRooms.Delete(ctx, 1); return err }, "DELETE /2.0/meetingrooms/1"},
	{xivo.FindMeetingRooms, func(ctx context.Context, s *xivo.Service) error {
		_, err := s.MeetingRooms.Find(ctx, xivo.Find{Offset: 2})
		return err
	},
		`POST /2.0/meetingrooms/find application/json {"filters":[],"offset":2,"limit":2147483647}`},
	{xivo.ListContacts, func(ctx context.Context, s *xivo.Service) error { _, err := s.Users.Contacts(ctx); return err }, "GET /2.0/users/ascontact"},
}
