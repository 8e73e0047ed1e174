// Package httpapi serves the vendors' APIs over HTTP, all of them on one port as
// their paths do not collide.
//
//	handler, err := httpapi.NewHandler(httpapi.Services{XiVO: svc}, httpapi.Options{})
//	http.ListenAndServe("127.0.0.1:9100", handler)
//
// Each vendor has an adapter of its own in a folder beside this file, which can
// be used alone. OpenAPI documents are functions of the adapters, and nothing here
// serves them; package swaggerui does.
package httpapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// Services are the PBXs to serve. A vendor that is nil is not served.
type Services struct {
	XiVO       *xivo.Service
	VoipNow    *voipnow.Service
	TelecomX   *telecomx.Service
	BroadWorks *broadworks.Service
}

// Options change how the adapters work. The zero value is what the vendors
// document.
type Options struct {
	XiVO       xivohttp.Options
	VoipNow    voipnowhttp.Options
	TelecomX   telecomxhttp.Options
	BroadWorks broadworkshttp.Options
}

// NewHandler returns a handler that gives each request to the vendor below one of
// whose prefixes its path is.
func NewHandler(services Services, opts Options) (*Handler, error) {
	h := &Handler{}
	if svc := services.XiVO; svc != nil {
		vendor, err := xivohttp.NewHandler(svc, opts.XiVO)
		h.mount("xivo", vendor, err, xivohttp.Prefix)
	}
	if svc := services.VoipNow; svc != nil {
		vendor, err := voipnowhttp.NewHandler(svc, opts.VoipNow)
		h.mount("voipnow", vendor, err, opts.VoipNow.ServedPrefixes()...)
	}
	if svc := services.TelecomX; svc != nil {
		vendor, err := telecomxhttp.NewHandler(svc, opts.TelecomX)
		h.mount("telecomx", vendor, err, telecomxhttp.Prefixes()...)
	}
	if svc := services.BroadWorks; svc != nil {
		vendor, err := broadworkshttp.NewHandler(svc, opts.BroadWorks)
		h.mount("broadworks", vendor, err, opts.BroadWorks.ServedPrefixes()...)
	}
	if h.err != nil {
		return nil, fmt.Errorf("httpapi: %w", h.err)
	}
	return h, nil
}

// Handler dispatches by prefix. It never redirects, and is safe for concurrent use.
type Handler struct {
	mounts []mount
	err    error // the first of a vendor
}

// adapter is what serves a vendor.
type adapter interface {
	http.Handler
	Match(r *http.Request) (Match, bool)
	Refuse(w http.ResponseWriter, r *http.Request, err error)
}

type mount struct {
	vendor string
	prefix []string // segments
	adapter
}

func (h *Handler) mount(vendor string, a adapter, err error, prefixes ...string) {
	if h.err == nil {
		h.err = err
	}
	for _, prefix := range prefixes {
		h.mounts = append(h.mounts, mount{vendor, strings.Split(strings.Trim(prefix, "/"), "/"), a})
	}
}

// find returns the vendor below one of whose prefixes a path is, or nil.
func (h *Handler) find(path string) *mount {
	for i := range h.mounts {
		if under(path, h.mounts[i].prefix) {
			return &h.mounts[i]
		}
	}
	return nil
}

func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if m := h.find(r.URL.Path); m != nil {
		m.ServeHTTP(w, r)
		return
	}
	http.NotFound(w, r)
}

// Match is the operation that serves a request.
type Match = rest.Match

// Match returns which vendor has the path of a request, by the name of the vendor's
// package, and the operation that serves the request, if there is one. It is for
// who stands in front of the handler, to count or to log by operation.
func (h *Handler) Match(r *http.Request) (vendor string, match Match, ok bool) {
	m := h.find(r.URL.Path)
	if m == nil {
		return "", Match{}, false
	}
	match, ok = m.Match(r)
	return m.vendor, match, ok
}

// Refuse answers a request with an error, in the terms of the vendor that has its
// path: one of the vendor's own is answered as if the service had returned it.
func (h *Handler) Refuse(w http.ResponseWriter, r *http.Request, err error) {
	if m := h.find(r.URL.Path); m != nil {
		m.Refuse(w, r, err)
		return
	}
	http.NotFound(w, r)
}

// under reports whether a path begins with the segments of a prefix; runs of
// slashes count as one.
func under(path string, prefix []string) bool {
	for _, segment := range prefix {
		rest, ok := strings.CutPrefix(strings.TrimLeft(path, "/"), segment)
		if !ok || rest != "" && rest[0] != '/' {
			return false
		}
		path = rest
	}
	return true
}
