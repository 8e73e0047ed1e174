// Package xivowire is what XiVO's configuration server and its clients agree on: the
// routes, and the shapes of bodies and errors. The types of answers have Record, which
// is what they stand for; New and the type's name is the way back. The types of
// requests are for clients: a server reads members one by one, so that it can say
// what is wrong with which.
package xivowire

import (
	"net/http"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// Prefix is the path below which all operations are.
const Prefix = "/configmgt/api"

// Operations returns all operations, in the order of the vendor's reference, each
// under the version of its example only (assumed).
func Operations() []wire.Operation {
	return []wire.Operation{
		get(xivo.ListUsers, "/2.0/users"),
		post(xivo.FindUsers, "/2.0/users/find"),
		get(xivo.GetUserLine, "/2.0/users/:id/line"),
		post(xivo.CreateUserLine, "/2.0/users/:id/line"),
		put(xivo.UpdateUserLine, "/2.0/users/:id/line"),
		del(xivo.DeleteUserLine, "/2.0/users/:id/line"),
		post(xivo.ValidateUser, "/2.0/user/validate"), // singular
		get(xivo.GetUserServices, "/2.0/users/:id/services"),
		put(xivo.UpdateUserServices, "/2.0/users/:id/services"),

		get(xivo.ListProfiles, "/1.0/users"),
		get(xivo.GetUserRights, "/1.0/rights/user/:login"),
		post(xivo.SetUserRights, "/1.0/rights/user/:login"),
		del(xivo.DeleteUserProfile, "/1.0/rights/user/:login"),

		get(xivo.ListUserPreferences, "/2.0/users/:id/preferences"),
		get(xivo.GetUserPreference, "/2.0/users/:id/preferences/:key"),
		post(xivo.CreateUserPreference, "/2.0/users/:id/preferences/:key"),
		put(xivo.UpdateUserPreference, "/2.0/users/:id/preferences/:key"),
		del(xivo.DeleteUserPreference, "/2.0/users/:id/preferences/:key"),

		post(xivo.CreateCallbackList, "/1.0/callback_lists"),
		get(xivo.ListCallbackLists, "/1.0/callback_lists"),
		del(xivo.DeleteCallbackList, "/1.0/callback_lists/:uuid"),
		post(xivo.ImportCallbackRequests, "/1.0/callback_lists/:listUuid/callback_requests/csv"),
		post(xivo.CreateCallbackRequest, "/1.0/callback_lists/:listUuid/callback_requests"),
		post(xivo.FindCallbackRequests, "/1.0/callback_requests/find"),

		get(xivo.GetAgentConfig, "/1.0/agent_config/:id"),
		get(xivo.ListAgentConfigs, "/1.0/agent_config"),

		get(xivo.GetQueueDissuasion, "/1.0/queue/:id/dissuasion"),
		get(xivo.ListQueueDissuasions, "/1.0/queue/:id/dissuasions"),
		put(xivo.SetQueueDissuasionSoundFile, "/1.0/queue/:id/dissuasion/sound_file"),
		put(xivo.SetQueueDissuasionQueue, "/1.0/queue/:id/dissuasion/queue"),

		get(xivo.GetSIPICEServers, "/1.0/sip/ice_servers"),

		get(xivo.GetMeetingRoom, "/2.0/meetingrooms/:id"),
		get(xivo.ListMeetingRooms, "/2.0/meetingrooms"),
		post(xivo.CreateMeetingRoom, "/2.0/meetingrooms"),
		put(xivo.UpdateMeetingRoom, "/2.0/meetingrooms"), // no id in the path
		del(xivo.DeleteMeetingRoom, "/2.0/meetingrooms/:id"),
		post(xivo.FindMeetingRooms, "/2.0/meetingrooms/find"),

		get(xivo.ListContacts, "/2.0/users/ascontact"),
	}
}

func get(op xivo.Operation, path string) wire.Operation  { return operation(http.MethodGet, op, path) }
func post(op xivo.Operation, path string) wire.Operation { return operation(http.MethodPost, op, path) }
func put(op xivo.Operation, path string) wire.Operation  { return operation(http.MethodPut, op, path) }
func del(op xivo.Operation, path string) wire.Operation {
	return operation(http.MethodDelete, op, path)
}

func operation(method string, op xivo.Operation, path string) wire.Operation {
	return wire.Operation{Name: string(op), Method: method, Path: Prefix + path, Evidence: wire.Documented}
}
