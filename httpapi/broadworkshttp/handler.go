// Package broadworkshttp serves a [broadworks.Service] over HTTP as APIO does,
// the provisioning gateway in front of BroadWorks: below /api/v1 as the gateway
// itself, and below /api/v01/p1 as APIO Core in front of that.
//
//	svc := broadworks.New(memstore.New(broadworks.Tables()...))
//	handler, err := broadworkshttp.NewHandler(svc, broadworkshttp.Options{})
//
// It translates requests and answers and holds no rules; those are in package
// broadworks. Any implementation of the services can be served.
package broadworkshttp

import (
	"cmp"
	"context"
	"errors"
	"log/slog"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/wire/broadworkswire"
)

// The paths below which everything is served, unless Options say otherwise.
const (
	GatewayPrefix = broadworkswire.GatewayPrefix // the gateway itself; the login is here only
	CorePrefix    = broadworkswire.CorePrefix    // APIO Core, with p1 as the name of the proxy
)

// Options change how a handler works. The zero value is the documented or
// assumed behaviour.
type Options struct {
	// Prefixes are the paths below which everything is served. None stands
	// for GatewayPrefix and CorePrefix.
	Prefixes []string

	// AnonymousAs is the username of the account that a request without any
	// credential acts as; "" refuses it. The vendor's examples of Music On
	// Hold show no credential.
	AnonymousAs string

	// SingularUserPath serves .../user/:user_id/... as well as
	// .../users/:user_id/..., as in one of the vendor's examples.
	SingularUserPath bool

	// LenientGetSlash serves a GET without the final slash, which the
	// vendor's own client often leaves off, rather than answer 404.
	LenientGetSlash bool

	// EmptyBody416 answers 416 to a PUT or POST without a body. The vendor's
	// text about 416 can be read so.
	EmptyBody416 bool

	// GroupAudioMediaType adds the mediaType to the audio files of a group's
	// music, which the vendor's example does not show.
	GroupAudioMediaType bool

	// ErrorBody is the shape of the bodies of refusals.
	ErrorBody ErrorBody

	// AuditField is the name of a member with the number of the answer, which
	// every answer has if the gateway's audit feature is on; "" for none. See
	// [AuditField].
	AuditField string

	// MaxBody bounds the size of a body in bytes; 0 stands for 1 MiB
	// (assumed). A larger one is answered with 413.
	MaxBody int64

	// Logger is told the cause of each answer 500, which clients are not; nil
	// keeps it.
	Logger *slog.Logger
}

// AuditField is the name that the vendor's client knows for the member that
// Options.AuditField adds; one page prints _internal_record_id.
const AuditField = "_record_internal_id"

// ServedPrefixes returns the paths below which a handler with these options
// serves everything.
func (o Options) ServedPrefixes() []string {
	if len(o.Prefixes) == 0 {
		return []string{GatewayPrefix, CorePrefix}
	}
	return o.Prefixes
}

// Handler serves one service. It is safe for concurrent use.
type Handler struct {
	svc      *broadworks.Service
	opts     Options
	prefixes []prefix
}

// NewHandler returns a handler for a service. A service whose Auth is nil is refused:
// nobody would be kept out.
func NewHandler(svc *broadworks.Service, opts Options) (*Handler, error) {
	switch {
	case svc.Auth == nil:
		return nil, errors.New("broadworkshttp: the service has no Auth")
	case svc.Audit == nil && opts.AuditField != "":
		return nil, errors.New("broadworkshttp: the service has no Audit for the AuditField")
	}
	opts.MaxBody = cmp.Or(opts.MaxBody, rest.DefaultLimit)
	h := &Handler{svc: svc, opts: opts}
	for _, p := range opts.ServedPrefixes() {
		h.prefixes = append(h.prefixes, newPrefix(p))
	}
	return h, nil
}

// ServeHTTP checks in the order that package broadworks assumes: the route, the
// credential, and then what the services check, with the body among it.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	route, params, ok := h.route(r)
	if !ok {
		h.Refuse(w, r, broadworks.ErrNotFound.Refuse("there is no such URI, or not with this method; URIs end with /"))
		return
	}
	c := &call{Handler: h, w: w, r: r, op: broadworks.Operation(route.Name), params: params}
	answer, err := c.serve(r.Context(), route.Serve)
	if err != nil {
		h.Refuse(w, r, err)
		return
	}
	h.answer(w, r, http.StatusOK, answer)
}

func (c *call) serve(ctx context.Context, e endpoint) (_ any, err error) {
	if !e.open {
		if c.caller, err = c.authenticate(ctx); err != nil {
			return nil, err
		}
	}
	return e.serve(ctx, c)
}

// authenticate returns who sent the request.
func (c *call) authenticate(ctx context.Context) (broadworks.Caller, error) {
	var credential broadworks.Credential
	if values := c.r.Header.Values("Authorization"); len(values) > 0 {
		credential.Authorization = new(strings.Join(values, ", "))
	}
	if cookie, err := c.r.Cookie(broadworkswire.SessionCookie); err == nil {
		credential.Session = &cookie.Value
	}
	if credential == (broadworks.Credential{}) && c.opts.AnonymousAs != "" {
		return c.svc.Auth.As(ctx, c.opts.AnonymousAs)
	}
	return c.svc.Auth.Check(ctx, credential)
}

func (h *Handler) answer(w http.ResponseWriter, r *http.Request, status int, answer any) {
	if h.opts.AuditField != "" {
		status, answer = h.audit(r, status, answer)
	}
	// Answers are structs of texts, numbers and booleans, which cannot fail to
	// be written as JSON.
	_ = rest.WriteJSON(w, r, status, answer)
}

// audit numbers an answer.
func (h *Handler) audit(r *http.Request, status int, answer any) (int, any) {
	id, err := h.svc.Audit.Record(r.Context())
	if err != nil {
		h.log(r, err)
		return broadworks.ErrInternal.Status, errorBody(broadworks.ErrInternal, h.opts.ErrorBody)
	}
	return status, audited{answer, h.opts.AuditField, id}
}

// Refuse answers with an error.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	e := wireError(err)
	if e == broadworks.ErrInternal || e.Err != nil {
		h.log(r, err)
	}
	h.answer(w, r, e.Status, errorBody(e, h.opts.ErrorBody))
}

func (h *Handler) log(r *http.Request, err error) {
	rest.LogError(h.opts.Logger, r, "unhandled error", err)
}
