package xivohttp

import (
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// routes are all operations, in the order of the vendor's reference, each under the
// version of its example only (assumed). One table serves every handler of the
// process.
var routes = rest.NewTable(
	get(xivo.ListUsers, "/2.0/users", listUsers),
	post(xivo.FindUsers, "/2.0/users/find", findUsers),
	get(xivo.GetUserLine, "/2.0/users/:id/line", getLine),
	post(xivo.CreateUserLine, "/2.0/users/:id/line", createLine),
	put(xivo.UpdateUserLine, "/2.0/users/:id/line", updateLine),
	del(xivo.DeleteUserLine, "/2.0/users/:id/line", deleteLine),
	post(xivo.ValidateUser, "/2.0/user/validate", validateUser), // singular
	get(xivo.GetUserServices, "/2.0/users/:id/services", getServices),
	put(xivo.UpdateUserServices, "/2.0/users/:id/services", updateServices),

	get(xivo.ListProfiles, "/1.0/users", listProfiles),
	get(xivo.GetUserRights, "/1.0/rights/user/:login", getRights),
	post(xivo.SetUserRights, "/1.0/rights/user/:login", setRights),
	del(xivo.DeleteUserProfile, "/1.0/rights/user/:login", deleteRights),

	get(xivo.ListUserPreferences, "/2.0/users/:id/preferences", listPreferences),
	get(xivo.GetUserPreference, "/2.0/users/:id/preferences/:key", getPreference),
	post(xivo.CreateUserPreference, "/2.0/users/:id/preferences/:key", createPreference),
	put(xivo.UpdateUserPreference, "/2.0/users/:id/preferences/:key", updatePreference),
	del(xivo.DeleteUserPreference, "/2.0/users/:id/preferences/:key", deletePreference),

	post(xivo.CreateCallbackList, "/1.0/callback_lists", createCallbackList),
	get(xivo.ListCallbackLists, "/1.0/callback_lists", listCallbackLists),
	del(xivo.DeleteCallbackList, "/1.0/callback_lists/:uuid", deleteCallbackList),
	post(xivo.ImportCallbackRequests, "/1.0/callback_lists/:listUuid/callback_requests/csv", importCallbackRequests),
	post(xivo.CreateCallbackRequest, "/1.0/callback_lists/:listUuid/callback_requests", createCallbackRequest),
	post(xivo.FindCallbackRequests, "/1.0/callback_requests/find", findCallbackRequests),

	get(xivo.GetAgentConfig, "/1.0/agent_config/:id", getAgent),
	get(xivo.ListAgentConfigs, "/1.0/agent_config", listAgents),

	get(xivo.GetQueueDissuasion, "/1.0/queue/:id/dissuasion", getDissuasion),
	get(xivo.ListQueueDissuasions, "/1.0/queue/:id/dissuasions", getDissuasions),
	put(xivo.SetQueueDissuasionSoundFile, "/1.0/queue/:id/dissuasion/sound_file", setDissuasionSoundFile),
	put(xivo.SetQueueDissuasionQueue, "/1.0/queue/:id/dissuasion/queue", setDissuasionQueue),

	get(xivo.GetSIPICEServers, "/1.0/sip/ice_servers", getICEServers),

	get(xivo.GetMeetingRoom, "/2.0/meetingrooms/:id", getRoom),
	get(xivo.ListMeetingRooms, "/2.0/meetingrooms", listRooms),
	post(xivo.CreateMeetingRoom, "/2.0/meetingrooms", createRoom),
	put(xivo.UpdateMeetingRoom, "/2.0/meetingrooms", updateRoom), // no id in the path
	del(xivo.DeleteMeetingRoom, "/2.0/meetingrooms/:id", deleteRoom),
	post(xivo.FindMeetingRooms, "/2.0/meetingrooms/find", findRooms),

	get(xivo.ListContacts, "/2.0/users/ascontact", listContacts),
)

func get(op xivo.Operation, path string, s serve) rest.Route[serve] {
	return route(http.MethodGet, op, path, s)
}
func post(op xivo.Operation, path string, s serve) rest.Route[serve] {
	return route(http.MethodPost, op, path, s)
}
func put(op xivo.Operation, path string, s serve) rest.Route[serve] {
	return route(http.MethodPut, op, path, s)
}
func del(op xivo.Operation, path string, s serve) rest.Route[serve] {
	return route(http.MethodDelete, op, path, s)
}

func route(method string, op xivo.Operation, path string, s serve) rest.Route[serve] {
	return rest.Route[serve]{
		Operation: rest.Operation{Name: string(op), Method: method, Path: Prefix + path, Evidence: rest.Documented},
		Serve:     s,
	}
}
