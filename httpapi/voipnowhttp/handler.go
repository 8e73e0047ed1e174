// Package voipnowhttp serves a [voipnow.Service] over HTTP as VoipNow's UnifiedAPI
// does: phone calls below /uapi, and tokens at /oauth/token.php.
//
//	svc := voipnow.New(memstore.New(voipnow.Tables()...))
//	handler, err := voipnowhttp.NewHandler(svc, voipnowhttp.Options{})
//
// It translates requests and answers and holds no rules; those are in package
// voipnow. Any implementation of the services can be served.
package voipnowhttp

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/voipnowwire"
	"github.com/pbxkit/pbxkit/voipnow"
)

// The paths below which everything is served.
const (
	Prefix      = voipnowwire.Prefix
	OAuthPrefix = voipnowwire.OAuthPrefix

	legacyPrefix = "/unifiedapi" // see Options.LegacyPrefix
)

// Handler serves one service. It is safe for concurrent use.
type Handler struct {
	svc  *voipnow.Service
	opts Options
}

// NewHandler returns a handler for a service. A service whose Auth is nil is refused:
// it would be open to everyone without
// anyone having said so.
func NewHandler(svc *voipnow.Service, opts Options) (*Handler, error) {
	if svc.Auth == nil {
		return nil, errors.New("voipnowhttp: the service has no Auth")
	}
	opts, err := opts.complete()
	if err != nil {
		return nil, err
	}
	return &Handler{svc, opts}, nil
}

// Operation describes an operation that is served.
type Operation = rest.Operation

// Match is the operation that serves a request.
type Match = rest.Match

// Operations returns what a handler serves, in the order of the vendor's
// reference.
func Operations() []Operation { return routes.Operations() }

// ServeHTTP checks in the order that the vendor's specification assumes: the route,
// the token, what the path addresses, the body, and then the rules.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	segments := h.segments(r)
	c := &call{Handler: h, r: r}
	route, params, ok := routes.Lookup(r.Method, segments)
	switch {
	case ok:
		c.params = params
		c.serve(w, route.Serve)
	case isTokenPath(segments):
		// Assumed: samples show nothing but POST.
		c.write(w, tokenRefusal(http.StatusMethodNotAllowed, voipnow.ErrInvalidRequest))
	default:
		// The API knows neither 404 nor 405 (assumed: its table of errors has
		// neither).
		c.write(w, refusal(voipnow.ErrNotImplemented))
	}
}

// segments returns the segments of a path by their names of today. A final slash
// means nothing: the vendor's own client always sends it.
func (h *Handler) segments(r *http.Request) []string {
	segments, _ := rest.Segments(r)
	h.opts.rename(segments)
	return segments
}

// Match returns the operation that serves a request, if there is one.
func (h *Handler) Match(r *http.Request) (Match, bool) {
	route, params, ok := routes.Lookup(r.Method, h.segments(r))
	if !ok {
		return Match{}, false
	}
	return rest.NewMatch(route, params), true
}

// Refuse answers with an error: its status, and the body that errors have at the
// path of the request.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	c := &call{Handler: h, r: r}
	e := c.wireError(err)
	if isTokenPath(h.segments(r)) {
		c.write(w, tokenRefusal(e.Status, e))
		return
	}
	c.write(w, refusal(e))
}

var tokenSegments = strings.Split(strings.Trim(TokenPath, "/"), "/")

func isTokenPath(segments []string) bool { return slices.Equal(segments, tokenSegments) }

// serve is the function of a route.
type serve func(context.Context, *call) (reply, error)

// reply is an answer; without a body it has no content type either.
type reply struct {
	status int
	body   any
}

func ok(body any) reply { return reply{http.StatusOK, body} }

var noContent = reply{status: http.StatusNoContent}

// refusal is the answer for an error of the API.
func refusal(e *voipnow.Error) reply { return reply{e.Status, voipnowwire.NewEnvelope(e)} }

func (c *call) serve(w http.ResponseWriter, serve serve) {
	answer, err := serve(c.r.Context(), c)
	if err != nil {
		answer = refusal(c.wireError(err))
	}
	c.write(w, answer)
}

func (c *call) write(w http.ResponseWriter, answer reply) {
	if answer.body == nil {
		w.WriteHeader(answer.status)
		return
	}
	// Structs of texts and numbers cannot fail to be written as JSON.
	_ = rest.WriteJSON(w, c.r, answer.status, answer.body)
}

// wireError puts any error into the vendor's terms, and its cause, if clients are
// not told, into the log.
func (c *call) wireError(err error) *voipnow.Error {
	e, ok := errors.AsType[*voipnow.Error](err)
	if !ok || !rest.IsRefusal(e.Status) {
		e = voipnow.ErrInternal
	}
	if e.Is(voipnow.ErrInternal) {
		rest.LogError(c.opts.Logger, c.r, "internal server error", err)
	}
	return e
}
