package xivohttp

import (
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

// routes are all operations. One table serves every handler of the process.
var routes = rest.Bind(xivowire.Operations(), map[xivo.Operation]serve{
	xivo.ListUsers:          listUsers,
	xivo.FindUsers:          findUsers,
	xivo.GetUserLine:        getLine,
	xivo.CreateUserLine:     createLine,
	xivo.UpdateUserLine:     updateLine,
	xivo.DeleteUserLine:     deleteLine,
	xivo.ValidateUser:       validateUser,
	xivo.GetUserServices:    getServices,
	xivo.UpdateUserServices: updateServices,

	xivo.ListProfiles:      listProfiles,
	xivo.GetUserRights:     getRights,
	xivo.SetUserRights:     setRights,
	xivo.DeleteUserProfile: deleteRights,

	xivo.ListUserPreferences:  listPreferences,
	xivo.GetUserPreference:    getPreference,
	xivo.CreateUserPreference: createPreference,
	xivo.UpdateUserPreference: updatePreference,
	xivo.DeleteUserPreference: deletePreference,

	xivo.CreateCallbackList:     createCallbackList,
	xivo.ListCallbackLists:      listCallbackLists,
	xivo.DeleteCallbackList:     deleteCallbackList,
	xivo.ImportCallbackRequests: importCallbackRequests,
	xivo.CreateCallbackRequest:  createCallbackRequest,
	xivo.FindCallbackRequests:   findCallbackRequests,

	xivo.GetAgentConfig:   getAgent,
	xivo.ListAgentConfigs: listAgents,

	xivo.GetQueueDissuasion:          getDissuasion,
	xivo.ListQueueDissuasions:        getDissuasions,
	xivo.SetQueueDissuasionSoundFile: setDissuasionSoundFile,
	xivo.SetQueueDissuasionQueue:     setDissuasionQueue,

	xivo.GetSIPICEServers: getICEServers,

	xivo.GetMeetingRoom:    getRoom,
	xivo.ListMeetingRooms:  listRooms,
	xivo.CreateMeetingRoom: createRoom,
	xivo.UpdateMeetingRoom: updateRoom,
	xivo.DeleteMeetingRoom: deleteRoom,
	xivo.FindMeetingRooms:  findRooms,

	xivo.ListContacts: listContacts,
})
