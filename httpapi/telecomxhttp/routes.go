package telecomxhttp

import (
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/telecomx"
)

// endpoint is how a route is served.
type endpoint struct {
	serve serve
	open  bool // for everyone, without a token
}

// routes are all operations, in the order of the vendor's reference. One table
// serves every handler of the process.
var routes = rest.NewTable(
	get(telecomx.GetOwnSettings, "/pbx/settings", getSettings),
	get(telecomx.GetSettings, "/pbx/settings/:customer", getSettings),
	post(telecomx.UpdateSettings, "/pbx/settings/:customer", updateSettings), // no PUT or PATCH

	get(telecomx.ListMusicOnHold, "/pbx/musiconhold", listMusic),
	get(telecomx.GetMusicOnHold, "/pbx/musiconhold/:id", getMusic),
	post(telecomx.CreateMusicOnHold, "/pbx/musiconhold", createMusic),
	post(telecomx.UpdateMusicOnHold, "/pbx/musiconhold/:id", updateMusic),
	assumed(del(telecomx.DeleteMusicOnHold, "/pbx/musiconhold/:id", deleteMusic)),

	get(telecomx.Ping, "/ping", ping),
	open(post(telecomx.Login, "/auth/login", login)),
	open(get(telecomx.LoginByQuery, "/auth/login", loginByQuery)),
	get(telecomx.Logout, "/auth/logout", logout), // needs a token although it is below /auth
	open(get(telecomx.ValidateToken, "/auth/validateToken", validateToken)),
)

// ownUpdate is what [Options].OwnUpdate adds.
var ownUpdate = rest.NewTable(post(telecomx.UpdateOwnSettings, "/pbx/settings", updateSettings))

func get(op telecomx.Operation, path string, s serve) rest.Route[endpoint] {
	return route(http.MethodGet, op, path, s)
}
func post(op telecomx.Operation, path string, s serve) rest.Route[endpoint] {
	return route(http.MethodPost, op, path, s)
}
func del(op telecomx.Operation, path string, s serve) rest.Route[endpoint] {
	return route(http.MethodDelete, op, path, s)
}

func route(method string, op telecomx.Operation, path string, s serve) rest.Route[endpoint] {
	return rest.Route[endpoint]{
		Operation: rest.Operation{Name: string(op), Method: method, Path: path, Evidence: rest.Documented},
		Serve:     endpoint{serve: s},
	}
}

// open opens a route for everyone.
func open(r rest.Route[endpoint]) rest.Route[endpoint] {
	r.Serve.open = true
	return r
}

// assumed marks an operation that no page describes.
func assumed(r rest.Route[endpoint]) rest.Route[endpoint] {
	r.Evidence = rest.Assumed
	return r
}
