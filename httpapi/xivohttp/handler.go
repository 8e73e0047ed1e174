// Package xivohttp serves a [xivo.Service] over HTTP as XiVO's configuration
// server does, below /configmgt/api.
//
//	svc := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken("secret"))
//	handler, err := xivohttp.NewHandler(svc, xivohttp.Options{})
//
// It translates requests and answers and holds no rules; those are in package
// xivo. Any implementation of the services can be served.
package xivohttp

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

// Prefix is the path below which everything is served.
const Prefix = xivowire.Prefix

// Options change how a handler works. The zero value is the documented or
// assumed behaviour.
type Options struct {
	// MaxJSON and MaxCSV bound the size of a body in bytes; 0 stands for
	// 1 MiB (assumed). A larger one is answered with 413.
	MaxJSON, MaxCSV int64

	// UI serves the path [Prefix] itself, where the vendor has a Swagger UI,
	// also without the token; nil answers 404 there (both assumed).
	UI http.Handler

	// Logger is told the cause of each answer 500 UnhandledError, which
	// clients are not; nil keeps it.
	Logger *slog.Logger
}

// root are the segments of Prefix.
var root = strings.Split(strings.Trim(Prefix, "/"), "/")

// Handler serves one service. It is safe for concurrent use.
type Handler struct {
	svc  *xivo.Service
	opts Options
}

// NewHandler returns a handler for a service. A service whose Auth is nil is refused:
// it would be open to everyone without
// anyone having said so.
func NewHandler(svc *xivo.Service, opts Options) (*Handler, error) {
	if svc.Auth == nil {
		return nil, errors.New("xivohttp: the service has no Auth: use xivo.WithToken or xivo.WithoutAuthentication")
	}
	opts.MaxJSON = cmp.Or(opts.MaxJSON, rest.DefaultLimit)
	opts.MaxCSV = cmp.Or(opts.MaxCSV, rest.DefaultLimit)
	return &Handler{svc, opts}, nil
}

// Operation describes an operation that is served.
type Operation = rest.Operation

// Match is the operation that serves a request.
type Match = rest.Match

// Operations returns what a handler serves, in the order of the vendor's
// reference.
func Operations() []Operation { return routes.Operations() }

// ServeHTTP checks the route, the token, parameters, content type, size, JSON, and
// then the rules. The order is assumed.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	segments, slash := rest.Segments(r)
	method := rest.HeadAsGet(r.Method)
	if h.opts.UI != nil && method == http.MethodGet && !slash && slices.Equal(segments, root) {
		h.opts.UI.ServeHTTP(w, r)
		return
	}
	route, params, ok := routes.Lookup(method, segments)
	if !ok || slash {
		// XiVO never says 405: its router answers 404, also for a final slash
		// (assumed, with the body).
		h.Refuse(w, r, xivo.ErrNotFound.Refuse("Route not found"))
		return
	}
	if err := h.svc.Auth.Check(r.Context(), r.Header.Get("X-Auth-Token")); err != nil {
		h.Refuse(w, r, err)
		return
	}
	c := &call{Handler: h, r: r, params: params}
	answer, err := route.Serve(r.Context(), h.svc, c)
	if err = errors.Join(c.err, err); err != nil {
		h.Refuse(w, r, err)
		return
	}
	h.answer(w, r, answer)
}

// Match returns the operation that serves a request, if there is one.
func (h *Handler) Match(r *http.Request) (Match, bool) {
	segments, slash := rest.Segments(r)
	route, params, ok := routes.Lookup(rest.HeadAsGet(r.Method), segments)
	if !ok || slash {
		return Match{}, false
	}
	return rest.NewMatch(route, params), true
}

// The answers that are not a JSON value.
type (
	noContent struct{} // 204
	emptyText struct{} // 200 without anything in it (assumed)
)

// answer answers with success. Assumed: the status is 200 where the reference names
// none.
func (h *Handler) answer(w http.ResponseWriter, r *http.Request, answer any) {
	switch answer.(type) {
	case noContent:
		w.WriteHeader(http.StatusNoContent)
	case emptyText:
		rest.Write(w, r, http.StatusOK, "text/plain", nil)
	default:
		if err := rest.WriteJSON(w, r, http.StatusOK, answer); err != nil {
			h.Refuse(w, r, err)
		}
	}
}

// Refuse answers with an error: its status, and the envelope.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	e := wireError(err)
	if e.Code == xivo.ErrUnhandled.Code {
		rest.LogError(h.opts.Logger, r, "unhandled error", err)
	}
	// An envelope of two strings cannot fail to be written as JSON.
	_ = rest.WriteJSON(w, r, e.Status, xivowire.NewEnvelope(e))
}

// wireError puts any error into the vendor's terms.
func wireError(err error) *xivo.Error {
	if e, ok := errors.AsType[*xivo.Error](err); ok && rest.IsRefusal(e.Status) {
		return e
	}
	if e, ok := errors.AsType[*rest.BodyError](err); ok {
		if e.Member == "" {
			return xivo.ErrInvalidJSON.Refuse("Invalid Json: %s", e.Reason)
		}
		return xivo.ErrInvalidJSON.Refuse("%s: %s", e.Member, e.Reason)
	}
	if errors.Is(err, rest.ErrTooLarge) {
		return xivo.ErrTooLarge
	}
	return xivo.ErrUnhandled
}

// serve is the function of a route. What it returns is written as JSON, unless
// it is a noContent or an emptyText. It need not look at the call's error, but
// must not call the service if there is one.
type serve func(ctx context.Context, svc *xivo.Service, c *call) (any, error)
