// Package telecomxhttp serves a [telecomx.Service] over HTTP as the TelecomX API
// does, below /pbx, /auth and /ping.
//
//	svc := telecomx.New(memstore.New(telecomx.Tables()...))
//	handler, err := telecomxhttp.NewHandler(svc, telecomxhttp.Options{})
//
// It translates requests and answers and holds no rules; those are in package
// telecomx. Any implementation of the services can be served.
package telecomxhttp

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/telecomx"
)

// Prefixes returns the paths below which, and at which, everything is served.
// Assumed: nothing stands before them; [http.StripPrefix] takes off what does.
func Prefixes() []string { return []string{"/pbx", "/auth", "/ping"} }

// Options change how a handler works. The zero value is the documented or assumed
// behaviour.
type Options struct {
	// MaxBody bounds the size of a body in bytes; 0 stands for 1 MiB. Assumed:
	// a larger one is answered as one that is no JSON object.
	MaxBody int64

	// Empties says how members without a value are written.
	Empties Empties

	// ErrorBody returns what the body of a refusal is written from, as JSON;
	// nil for no body. Without it, it is an object with the columns of the
	// vendor's error tables (assumed: no page shows a body).
	ErrorBody func(*telecomx.Error) any

	// OwnUpdate serves POST /pbx/settings, without an id, as an update of the
	// caller's own customer. The form without an id is documented for GET only;
	// that it is refused otherwise is assumed.
	OwnUpdate bool

	// AnonymousAs is the username of the employee that a request without any
	// token acts as; "" for none. It lets the bare URLs of the documents be
	// pasted, and everyone in.
	AnonymousAs string

	// Logger is told the cause of each answer 500 internal_error, which
	// clients are not; nil keeps it.
	Logger *slog.Logger
}

// Empties is how members without a value are written. The page allows both:
// "properties holding no value may be omitted".
type Empties uint8

// The ways to write a member without a value.
const (
	EmptiesNull Empties = iota // as null, like voicemailBreakout in the page's example (assumed for the others)
	EmptiesOmit                // not at all
)

// Handler serves one service. It is safe for concurrent use.
type Handler struct {
	svc  *telecomx.Service
	opts Options
}

// NewHandler returns a handler for a service. A service whose Auth is nil is refused:
// nobody could say who calls.
func NewHandler(svc *telecomx.Service, opts Options) (*Handler, error) {
	if svc.Auth == nil {
		return nil, errors.New("telecomxhttp: the service has no Auth")
	}
	opts.MaxBody = cmp.Or(opts.MaxBody, rest.DefaultLimit)
	if opts.ErrorBody == nil {
		opts.ErrorBody = errorBody
	}
	return &Handler{svc, opts}, nil
}

// Operation describes an operation that is served.
type Operation = rest.Operation

// Match is the operation that serves a request.
type Match = rest.Match

// Operations returns what a handler without options serves, in the order of the
// vendor's reference.
func Operations() []Operation { return routes.Operations() }

// Operations returns what a handler with these options serves: those that the options
// add come last.
func (o Options) Operations() []Operation {
	if o.OwnUpdate {
		return append(Operations(), ownUpdate.Operations()...)
	}
	return Operations()
}

// ServeHTTP checks in the order that is assumed throughout: the route, the token,
// and then what the service checks: level, reach, body, members, references.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, params, ok := h.route(r)
	if !ok {
		h.Refuse(w, r, telecomx.ErrNotFound)
		return
	}
	c := &call{Handler: h, r: r, params: params}
	result, err := h.serve(c, route.Serve)
	if err != nil {
		h.Refuse(w, r, err)
		return
	}
	h.answer(w, r, result)
}

// route finds a request's route. Assumed: a slash at the end of a path changes
// nothing.
func (h *Handler) route(r *http.Request) (*rest.Route[endpoint], rest.Params, bool) {
	method := rest.HeadAsGet(r.Method)
	segments, _ := rest.Segments(r)
	route, params, ok := routes.Lookup(method, segments)
	if !ok && h.opts.OwnUpdate {
		route, params, ok = ownUpdate.Lookup(method, segments)
	}
	return route, params, ok
}

// Match returns the operation that serves a request, if there is one.
func (h *Handler) Match(r *http.Request) (Match, bool) {
	route, params, ok := h.route(r)
	if !ok {
		return Match{}, false
	}
	return rest.NewMatch(route, params), true
}

// serve finds out who calls, unless anyone may, and serves the call.
func (h *Handler) serve(c *call, e endpoint) (any, error) {
	if !e.open {
		caller, err := h.caller(c)
		if err != nil {
			return nil, err
		}
		c.caller = caller
	}
	return e.serve(c.r.Context(), h.svc, c)
}

func (h *Handler) caller(c *call) (telecomx.Caller, error) {
	credential := c.credential()
	if credential.Carrier == telecomx.NoCarrier && h.opts.AnonymousAs != "" {
		return h.svc.Auth.As(c.r.Context(), h.opts.AnonymousAs)
	}
	return h.svc.Auth.Check(c.r.Context(), credential)
}

// reply is an answer that is more than a status of 200 and a body.
type reply struct {
	status int
	cookie *http.Cookie
	body   any
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, result any) {
	full, ok := result.(reply)
	if !ok {
		full = reply{body: result}
	}
	if full.status == 0 {
		full.status = http.StatusOK
	}
	if full.cookie != nil {
		http.SetCookie(w, full.cookie)
	}
	if err := rest.WriteJSON(w, r, full.status, full.body); err != nil {
		h.Refuse(w, r, err)
	}
}

// serve is the function of a route. What it returns is written as JSON.
type serve func(ctx context.Context, svc *telecomx.Service, c *call) (any, error)
