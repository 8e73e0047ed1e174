package refserver

import (
	"errors"
	"io"
	"maps"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/pbxkit/pbxkit/internal/strictjson"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// The sizes of bodies.
const (
	maxControlBody = 1 << 20
	maxFixtureBody = 64 << 20
)

// order is a request to the control API.
type order struct {
	*http.Request
	pbx   *pbxtest.Server // the server, or the tenant, that it is for
	id    string          // at the end of the path; "" for none
	query map[string]string
	body  []byte
}

// read reads the body, if the route may have one.
func (o *order) read(w http.ResponseWriter, route *controlRoute) error {
	if route.method != http.MethodPost && route.method != http.MethodPut {
		return nil
	}
	limit := max(route.limit, maxControlBody)
	body, err := io.ReadAll(http.MaxBytesReader(w, o.Body, limit))
	if _, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return refuse(http.StatusRequestEntityTooLarge, "the body is larger than %d bytes", limit)
	}
	if err != nil {
		return refuse(http.StatusBadRequest, "the body ends too early")
	}
	if len(body) > 0 && !isJSON(o.Header) {
		return refuse(http.StatusUnsupportedMediaType, "expected Content-Type: application/json")
	}
	o.body = body
	return nil
}

// address finds out what the query says, and which server the order is for.
func (c *control) address(o *order, route *controlRoute) error {
	query, err := parseQuery(o.URL.RawQuery, route.queryNames())
	if err != nil {
		return err
	}
	o.query, o.pbx = query, c.pbx
	if tenant, ok := query["tenant"]; ok {
		o.pbx, err = c.tenant(tenant)
	}
	return err
}

// parseQuery reads a query. A parameter that is misspelt would have the order carried
// out in another way, or on another server.
func parseQuery(raw string, names []string) (map[string]string, error) {
	values, err := url.ParseQuery(raw)
	if err != nil {
		return nil, refuse(http.StatusBadRequest, "query: %v", err)
	}
	query := map[string]string{}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		switch {
		case !slices.Contains(names, name):
			return nil, refuse(http.StatusBadRequest, "?%s: unknown parameter", name)
		case len(values[name]) > 1:
			return nil, refuse(http.StatusBadRequest, "?%s: parameter is repeated", name)
		}
		query[name] = values[name][0]
	}
	return query, nil
}

// isJSON reports whether a body is said to be JSON, or nothing is said of it.
func isJSON(h http.Header) bool {
	value := h.Get("Content-Type")
	media, _, err := mime.ParseMediaType(value)
	return value == "" || err == nil && media == "application/json"
}

// decode reads a body. It refuses members that nothing would look at.
func decode[T any](o *order) (*T, error) {
	v, err := strictjson.Parse[T](o.body)
	if err != nil {
		return nil, badRequest(err)
	}
	return v, nil
}

// expectNothing refuses a body that has something in it.
func (o *order) expectNothing() error {
	if len(o.body) == 0 {
		return nil
	}
	_, err := decode[struct{}](o)
	return err
}
