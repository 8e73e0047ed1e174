// Package broadworkswire is what the gateway in front of BroadWorks and its clients
// agree on: the routes, and the shapes of bodies and errors. The types of answers have
// Record, which is what they stand for; New and the type's name is the way back. The
// types of requests are for clients: a server reads members one by one, so that it can
// say what is wrong with which.
package broadworkswire

import (
	"net/http"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/wire"
)

// The paths below which all operations are.
const (
	GatewayPrefix = "/api/v1"     // the gateway itself; the login is here only
	CorePrefix    = "/api/v01/p1" // APIO Core, with p1 as the name of the proxy
)

// SessionCookie is the name of the cookie that a login sets.
const SessionCookie = "sessionid"

// AddUsages is the argument of a list that asks for what files are used for. It is
// documented in the body of the GET; the vendor's own client sends it in the query
// (observed).
const AddUsages = "addUsages"

const (
	groupPath = "/tenants/:tenant_id/groups/:group_id"
	userPath  = groupPath + "/users/:user_id"
)

// Operations returns all operations, with their paths below a prefix. All end with a
// slash, without which the vendor rejects requests.
func Operations() []wire.Operation {
	return []wire.Operation{
		operation(broadworks.GetUserMusicOnHold, http.MethodGet, userPath+"/services/music_on_hold/"),
		operation(broadworks.UpdateUserMusicOnHold, http.MethodPut, userPath+"/services/music_on_hold/"),

		operation(broadworks.Login, http.MethodPost, "/login/"),
		operation(broadworks.GetUserLoginInfo, http.MethodGet, "/session/user_login_info/"),

		operation(broadworks.GetGroupMusicOnHold, http.MethodGet, groupPath+"/services/music_on_hold/"),
		operation(broadworks.UpdateGroupMusicOnHold, http.MethodPut, groupPath+"/services/music_on_hold/"),

		operation(broadworks.ListGroupAnnouncements, http.MethodGet, groupPath+"/announcements/"),
		operation(broadworks.ListUserAnnouncements, http.MethodGet, userPath+"/announcements/"),
	}
}

func operation(op broadworks.Operation, method, path string) wire.Operation {
	return wire.Operation{Name: string(op), Method: method, Path: path, Evidence: wire.Documented}
}
