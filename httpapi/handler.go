// Package httpapi serves the vendors' APIs over HTTP, all of them on one port as
// their paths do not collide.
//
//	handler, err := httpapi.NewHandler(httpapi.Services{XiVO: svc}, httpapi.Options{})
//	http.ListenAndServe("127.0.0.1:9100", handler)
//
// Each vendor has an adapter of its own in a folder beside this file, which can
// be used alone.
package httpapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
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
// whose prefixes its path is. It never redirects, and is safe for concurrent use.
func NewHandler(services Services, opts Options) (http.Handler, error) {
	h := &handler{}
	if svc := services.XiVO; svc != nil {
		vendor, err := xivohttp.NewHandler(svc, opts.XiVO)
		h.mount(vendor, err, xivohttp.Prefix)
	}
	if svc := services.VoipNow; svc != nil {
		vendor, err := voipnowhttp.NewHandler(svc, opts.VoipNow)
		h.mount(vendor, err, opts.VoipNow.ServedPrefixes()...)
	}
	if svc := services.TelecomX; svc != nil {
		vendor, err := telecomxhttp.NewHandler(svc, opts.TelecomX)
		h.mount(vendor, err, telecomxhttp.Prefixes()...)
	}
	if svc := services.BroadWorks; svc != nil {
		vendor, err := broadworkshttp.NewHandler(svc, opts.BroadWorks)
		h.mount(vendor, err, opts.BroadWorks.ServedPrefixes()...)
	}
	if h.err != nil {
		return nil, fmt.Errorf("httpapi: %w", h.err)
	}
	return h, nil
}

// handler dispatches by prefix.
type handler struct {
	mounts []mount
	err    error // the first of a vendor
}

type mount struct {
	prefix  []string // segments
	handler http.Handler
}

func (h *handler) mount(vendor http.Handler, err error, prefixes ...string) {
	if h.err == nil {
		h.err = err
	}
	for _, prefix := range prefixes {
		h.mounts = append(h.mounts, mount{strings.Split(strings.Trim(prefix, "/"), "/"), vendor})
	}
}

func (h *handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	for _, m := range h.mounts {
		if under(r.URL.Path, m.prefix) {
			m.handler.ServeHTTP(w, r)
			return
		}
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
