package refserver

import (
	"net/http"
	"slices"
	"strings"
)

// controlRoute is an operation of the control API.
type controlRoute struct {
	method string
	path   string // below the prefix; :id stands for anything
	does   string

	open   bool     // also without the token
	shared bool     // not about one server, so that it takes no tenant
	query  []string // the parameters it takes beside tenant
	limit  int64    // of the body; 0 for maxControlBody

	serve func(c *control, o *order) (*reply, error)
}

func controlRoutes() []controlRoute {
	return []controlRoute{
		{method: "GET", path: "", shared: true, serve: (*control).listRoutes, does: "lists these routes"},
		{method: "GET", path: "health", shared: true, open: true, serve: (*control).health, does: "says that the server serves, also without the token"},
		{method: "POST", path: "reset", serve: (*control).reset, does: "returns to the beginning: records and clock, no journal, faults and tenants"},
		{method: "GET", path: "fixture", serve: (*control).exportFixture, does: "returns all records in the form of a fixture file"},
		{method: "PUT", path: "fixture", limit: maxFixtureBody, serve: (*control).importFixture, does: "replaces all records by those of a fixture file, credentials among them, or none"},
		{method: "GET", path: "clock", serve: (*control).showClock, does: "returns the server's time"},
		{method: "POST", path: "clock", serve: (*control).advanceClock, does: `moves the time ahead: {"advance":"90m"}`},
		{method: "GET", path: "credentials", serve: (*control).showCredentials, does: "returns what opens each vendor"},
		{method: "GET", path: "faults", serve: (*control).listFaults, does: "returns the faults in force and how often each has hit"},
		{method: "POST", path: "faults", serve: (*control).addFault, does: `puts a fault in force: {"operation":"CreateUserLine","status":503,"times":1}`},
		{method: "DELETE", path: "faults", serve: (*control).removeFaults, does: "ends all faults"},
		{method: "DELETE", path: "faults/:id", serve: (*control).removeFault, does: "ends a fault"},
		{method: "GET", path: "journal", query: []string{"vendor", "operation", "since", "limit"}, serve: (*control).showJournal, does: "returns the requests that were seen, after the number since and as many as limit says"},
		{method: "DELETE", path: "journal", serve: (*control).clearJournal, does: "forgets all requests and counts anew"},
		{method: "GET", path: "journal/unread", serve: (*control).showUnread, does: "returns the requests with members that nothing looked at"},
		{method: "POST", path: "tenants", shared: true, serve: (*control).addTenant, does: "forks a server that credentials of its own reach at the same address"},
		{method: "GET", path: "tenants", shared: true, serve: (*control).listTenants, does: "lists the tenants"},
		{method: "DELETE", path: "tenants/:id", shared: true, serve: (*control).removeTenant, does: "ends a tenant"},
	}
}

// match reports whether a path is the route's, and returns the ID in it.
func (r *controlRoute) match(segments []string) (id string, ok bool) {
	path := strings.Split(r.path, "/")
	if r.path == "" {
		path = nil
	}
	if len(path) != len(segments) {
		return "", false
	}
	for i, segment := range path {
		switch {
		case segment == ":id":
			id = segments[i]
		case segment != segments[i]:
			return "", false
		}
	}
	return id, true
}

// queryNames returns the parameters that the route takes.
func (r *controlRoute) queryNames() []string {
	if r.shared {
		return nil
	}
	return append(slices.Clip(r.query), "tenant")
}

// listRoutes lists the routes in the order of the table.
func (c *control) listRoutes(*order) (*reply, error) {
	type item struct {
		Method string   `json:"method"`
		Path   string   `json:"path"`
		Query  []string `json:"query,omitzero"`
		Does   string   `json:"does"`
	}
	items := make([]item, len(c.routes))
	for i, r := range c.routes {
		items[i] = item{r.method, controlPrefix + "/" + r.path, slices.Clip(r.queryNames()), r.does}
	}
	return answer(http.StatusOK, map[string]any{"routes": items}), nil
}

func (c *control) health(*order) (*reply, error) {
	return answer(http.StatusOK, map[string]string{"status": "ok"}), nil
}
