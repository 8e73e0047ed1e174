package refserver

import (
	"net"
	"net/http"
	"strings"
	"sync"

	"github.com/pbxkit/pbxkit/internal/secret"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// controlPrefix is below what the control API is. No vendor has such a path.
const controlPrefix = "/_pbx"

// control is the control API: through it a test in whatever language drives the
// server. Everything else goes to the vendors. Whoever has its token has all
// credentials and can change everything, so it answers this machine only, and no
// web page. It is safe for concurrent use.
type control struct {
	pbx    *pbxtest.Server
	stands bool // the clock, until it is advanced
	token  secret.Hash
	routes []controlRoute

	vendors http.Handler
	faults  faultIDs
	advance sync.Mutex // of a clock, which is checked first

	// credentials guards those of the servers, which come with the records.
	credentials sync.RWMutex
}

func newControl(pbx *pbxtest.Server, token string, stands bool) *control {
	return &control{pbx: pbx, stands: stands, token: secret.New(token), routes: controlRoutes(), vendors: pbx.Handler()}
}

func (c *control) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	// As with the vendors, slashes too many do not count, and nothing is redirected.
	segments := strings.FieldsFunc(r.URL.Path, func(r rune) bool { return r == '/' })
	if len(segments) == 0 || segments[0] != strings.Trim(controlPrefix, "/") {
		c.vendors.ServeHTTP(w, r)
		return
	}
	reply, err := c.serve(w, r, segments[1:])
	if err != nil {
		reply = errorReply(w.Header(), err)
	}
	reply.send(w)
}

// serve carries out a request. segments are those of its path below the prefix.
func (c *control) serve(w http.ResponseWriter, r *http.Request, segments []string) (*reply, error) {
	if err := checkOrigin(r); err != nil {
		return nil, err
	}
	route, id, err := c.find(r, segments)
	if (route == nil || !route.open) && !c.authorized(r) {
		return nil, refuse(http.StatusUnauthorized, "expected Authorization: Bearer and the control token, which the server prints when it starts")
	}
	if err != nil {
		return nil, err
	}
	o := &order{Request: r, id: id}
	if err := c.address(o, route); err != nil {
		return nil, err
	}
	if err := o.read(w, route); err != nil {
		return nil, err
	}
	return route.serve(c, o)
}

// checkOrigin refuses whoever is not on this machine, and web pages that are open
// there: browsers send Origin with every request by which one could change anything.
func checkOrigin(r *http.Request) error {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !net.ParseIP(host).IsLoopback() {
		return refuse(http.StatusForbidden, "the control API is for this machine only")
	}
	if len(r.Header["Origin"]) > 0 {
		return refuse(http.StatusForbidden, "the control API is not for web pages: the request has a header Origin")
	}
	return nil
}

// authorized reports whether a request carries the token.
func (c *control) authorized(r *http.Request) bool {
	values := r.Header["Authorization"]
	if len(values) != 1 {
		return false
	}
	scheme, token, _ := strings.Cut(values[0], " ")
	return strings.EqualFold(scheme, "Bearer") && c.token.Equal(strings.TrimLeft(token, " "))
}

// find returns the route of a request and the ID in its path.
func (c *control) find(r *http.Request, segments []string) (route *controlRoute, id string, err error) {
	method := r.Method
	if method == http.MethodHead {
		method = http.MethodGet
	}
	var allowed []string
	for i := range c.routes {
		route := &c.routes[i]
		id, ok := route.match(segments)
		switch {
		case ok && route.method == method:
			return route, id, nil
		case ok:
			allowed = append(allowed, route.method)
		}
	}
	if allowed == nil {
		return nil, "", refuse(http.StatusNotFound, "nothing is at %s: GET %s/ lists what there is", r.URL.Path, controlPrefix)
	}
	return nil, "", &controlError{
		status: http.StatusMethodNotAllowed, allow: strings.Join(allowed, ", "),
		message: r.Method + " is not possible here, but " + strings.Join(allowed, ", "),
	}
}
