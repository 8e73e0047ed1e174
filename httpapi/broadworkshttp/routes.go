package broadworkshttp

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// routes are all operations by their paths below a prefix. One table serves every
// handler of the process.
var routes = rest.Bind(broadworkswire.Operations(), map[broadworks.Operation]endpoint{
	broadworks.GetUserMusicOnHold:    {serve: getMusic},
	broadworks.UpdateUserMusicOnHold: {serve: updateMusic},

	broadworks.Login:            {serve: login, open: true},
	broadworks.GetUserLoginInfo: {serve: getLoginInfo},

	broadworks.GetGroupMusicOnHold:    {serve: getGroupMusic},
	broadworks.UpdateGroupMusicOnHold: {serve: updateGroupMusic},

	broadworks.ListGroupAnnouncements: {serve: listGroupAnnouncements},
	broadworks.ListUserAnnouncements:  {serve: listUserAnnouncements},
})

// endpoint is how an operation is served.
type endpoint struct {
	serve func(ctx context.Context, c *call) (any, error)
	open  bool // needs no credential, and is at the gateway only
}

// Operation describes an operation that is served.
type Operation = rest.Operation

// Match is the operation that serves a request.
type Match = rest.Match

// Operations returns what a handler serves, with the paths below GatewayPrefix.
// Below any other prefix it is the same without the login.
func Operations() []Operation {
	ops := routes.Operations()
	for i := range ops {
		ops[i].Path = GatewayPrefix + ops[i].Path
	}
	return ops
}

// prefix is a path below which everything is served.
type prefix struct {
	segments []string
	gateway  bool
}

func newPrefix(path string) prefix {
	p := prefix{gateway: strings.Trim(path, "/") == strings.Trim(GatewayPrefix, "/")}
	for segment := range strings.SplitSeq(path, "/") {
		if segment != "" {
			p.segments = append(p.segments, segment)
		}
	}
	return p
}

// cut returns the segments after the prefix.
func (p prefix) cut(segments []string) ([]string, bool) {
	if len(segments) < len(p.segments) {
		return nil, false
	}
	for i, s := range p.segments {
		if segments[i] != s {
			return nil, false
		}
	}
	return segments[len(p.segments):], true
}

// route returns the route of a request. There is no 405 with this vendor: a method
// that a path does not have is not found (assumed), nor is a URI without the final
// slash, whose status the vendor does not say.
func (h *Handler) route(r *http.Request) (*rest.Route[endpoint], rest.Params, bool) {
	method := rest.HeadAsGet(r.Method)
	segments, slash := rest.Segments(r)
	if !slash && !(h.opts.LenientGetSlash && method == http.MethodGet) {
		return nil, rest.Params{}, false
	}
	for _, p := range h.prefixes {
		below, ok := p.cut(segments)
		if !ok {
			continue
		}
		if h.opts.SingularUserPath {
			below = pluralize(below)
		}
		if route, params, ok := routes.Lookup(method, below); ok && (p.gateway || !route.Serve.open) {
			return route, params, true
		}
	}
	return nil, rest.Params{}, false
}

// Match returns the operation that serves a request, if there is one.
func (h *Handler) Match(r *http.Request) (Match, bool) {
	route, params, ok := h.route(r)
	if !ok {
		return Match{}, false
	}
	return rest.NewMatch(route, params), true
}

// pluralize makes tenants/:tenant_id/groups/:group_id/user a path that there is.
func pluralize(segments []string) []string {
	const place = 4
	if len(segments) > place && segments[place] == "user" {
		segments = slices.Clone(segments) // which are those below other prefixes, too
		segments[place] = "users"
	}
	return segments
}
