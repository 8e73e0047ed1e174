package telecomxhttp

import (
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// endpoint is how a route is served.
type endpoint struct {
	serve serve
	open  bool // for everyone, without a token
}

// routes are all operations, in the order of the vendor's reference. One table
// serves every handler of the process.
var routes = rest.NewTable(
	get("GetOwnSettings", "/pbx/settings", getSettings),
	get("GetSettings", "/pbx/settings/:customer", getSettings),
	post("UpdateSettings", "/pbx/settings/:customer", updateSettings), // no PUT or PATCH

	get("ListMusicOnHold", "/pbx/musiconhold", listMusic),
	get("GetMusicOnHold", "/pbx/musiconhold/:id", getMusic),
	post("CreateMusicOnHold", "/pbx/musiconhold", createMusic),
	post("UpdateMusicOnHold", "/pbx/musiconhold/:id", updateMusic),
	assumed(del("DeleteMusicOnHold", "/pbx/musiconhold/:id", deleteMusic)),

	get("Ping", "/ping", ping),
	open(post("Login", "/auth/login", login)),
	open(get("LoginByQuery", "/auth/login", loginByQuery)),
	get("Logout", "/auth/logout", logout), // needs a token although it is below /auth
	open(get("ValidateToken", "/auth/validateToken", validateToken)),
)

// ownUpdate is what [Options].OwnUpdate adds.
var ownUpdate = rest.NewTable(post("UpdateOwnSettings", "/pbx/settings", updateSettings))

func get(name, path string, s serve) rest.Route[endpoint] {
	return route(http.MethodGet, name, path, s)
}
func post(name, path string, s serve) rest.Route[endpoint] {
	return route(http.MethodPost, name, path, s)
}
func del(name, path string, s serve) rest.Route[endpoint] {
	return route(http.MethodDelete, name, path, s)
}

func route(method, name, path string, s serve) rest.Route[endpoint] {
	return rest.Route[endpoint]{
		Operation: rest.Operation{Name: name, Method: method, Path: path, Evidence: rest.Documented},
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
