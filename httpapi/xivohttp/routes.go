package xivohttp

import (
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// routes are all operations, in the order of the vendor's reference, each under the
// version of its example only (assumed). One table serves every handler of the
// process.
var routes = rest.NewTable(
	get("ListUsers", "/2.0/users", listUsers),
	post("FindUsers", "/2.0/users/find", findUsers),
	get("GetUserLine", "/2.0/users/:id/line", getLine),
	post("CreateUserLine", "/2.0/users/:id/line", createLine),
	put("UpdateUserLine", "/2.0/users/:id/line", updateLine),
	del("DeleteUserLine", "/2.0/users/:id/line", deleteLine),
	post("ValidateUser", "/2.0/user/validate", validateUser), // singular
	get("GetUserServices", "/2.0/users/:id/services", getServices),
	put("UpdateUserServices", "/2.0/users/:id/services", updateServices),

	get("ListProfiles", "/1.0/users", listProfiles),
	get("GetUserRights", "/1.0/rights/user/:login", getRights),
	post("SetUserRights", "/1.0/rights/user/:login", setRights),
	del("DeleteUserProfile", "/1.0/rights/user/:login", deleteRights),

	get("ListUserPreferences", "/2.0/users/:id/preferences", listPreferences),
	get("GetUserPreference", "/2.0/users/:id/preferences/:key", getPreference),
	post("CreateUserPreference", "/2.0/users/:id/preferences/:key", createPreference),
	put("UpdateUserPreference", "/2.0/users/:id/preferences/:key", updatePreference),
	del("DeleteUserPreference", "/2.0/users/:id/preferences/:key", deletePreference),

	post("CreateCallbackList", "/1.0/callback_lists", createCallbackList),
	get("ListCallbackLists", "/1.0/callback_lists", listCallbackLists),
	del("DeleteCallbackList", "/1.0/callback_lists/:uuid", deleteCallbackList),
	post("ImportCallbackRequests", "/1.0/callback_lists/:listUuid/callback_requests/csv", importCallbackRequests),
	post("CreateCallbackRequest", "/1.0/callback_lists/:listUuid/callback_requests", createCallbackRequest),
	post("FindCallbackRequests", "/1.0/callback_requests/find", findCallbackRequests),

	get("GetAgentConfig", "/1.0/agent_config/:id", getAgent),
	get("ListAgentConfigs", "/1.0/agent_config", listAgents),

	get("GetQueueDissuasion", "/1.0/queue/:id/dissuasion", getDissuasion),
	get("ListQueueDissuasions", "/1.0/queue/:id/dissuasions", getDissuasions),
	put("SetQueueDissuasionSoundFile", "/1.0/queue/:id/dissuasion/sound_file", setDissuasionSoundFile),
	put("SetQueueDissuasionQueue", "/1.0/queue/:id/dissuasion/queue", setDissuasionQueue),

	get("GetSIPICEServers", "/1.0/sip/ice_servers", getICEServers),

	get("GetMeetingRoom", "/2.0/meetingrooms/:id", getRoom),
	get("ListMeetingRooms", "/2.0/meetingrooms", listRooms),
	post("CreateMeetingRoom", "/2.0/meetingrooms", createRoom),
	put("UpdateMeetingRoom", "/2.0/meetingrooms", updateRoom), // no id in the path
	del("DeleteMeetingRoom", "/2.0/meetingrooms/:id", deleteRoom),
	post("FindMeetingRooms", "/2.0/meetingrooms/find", findRooms),

	get("ListContacts", "/2.0/users/ascontact", listContacts),
)

func get(name, path string, s serve) rest.Route[serve]  { return route(http.MethodGet, name, path, s) }
func post(name, path string, s serve) rest.Route[serve] { return route(http.MethodPost, name, path, s) }
func put(name, path string, s serve) rest.Route[serve]  { return route(http.MethodPut, name, path, s) }
func del(name, path string, s serve) rest.Route[serve] {
	return route(http.MethodDelete, name, path, s)
}

func route(method, name, path string, s serve) rest.Route[serve] {
	return rest.Route[serve]{
		Operation: rest.Operation{Name: name, Method: method, Path: Prefix + path, Evidence: rest.Documented},
		Serve:     s,
	}
}
