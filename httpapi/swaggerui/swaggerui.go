// Package swaggerui serves OpenAPI documents, and the Swagger UI page that shows
// them and tries them out. The reference server has it at /configmgt/api, where
// XiVO documents its own.
//
//	ui := &swaggerui.UI{Base: xivohttp.Prefix, Documents: []swaggerui.Document{
//		{Name: "XiVO", Path: xivohttp.Prefix + "/openapi.json", JSON: xivohttp.OpenAPI},
//	}}
//	handler, err := xivohttp.NewHandler(svc, xivohttp.Options{UI: ui})
//	http.ListenAndServe("127.0.0.1:9100", ui.InFrontOf(handler))
package swaggerui

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"path"
	"strings"

	"github.com/swaggest/swgui/v5/static"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// UI is a page and its documents. It is safe for concurrent use, and makes nothing
// before it is asked for it.
type UI struct {
	// Base is the path of the page. What the page needs is below Base/swagger-ui.
	Base string

	// Documents are those that one can choose from, the first one to begin with.
	Documents []Document
}

// Document is an OpenAPI document.
type Document struct {
	Name string        // on the page
	Path string        // where it is served
	JSON func() []byte // the document
}

// ServeHTTP serves the page, whatever the path of the request is.
func (u *UI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	rest.Write(w, r, http.StatusOK, "text/html; charset=utf-8", u.page())
}

// InFrontOf returns a handler that serves the documents and what the page needs; the
// rest, the page itself among it, is next's.
func (u *UI) InFrontOf(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest.HeadAsGet(r.Method) != http.MethodGet || !u.serve(w, r) {
			next.ServeHTTP(w, r)
		}
	})
}

// serve serves a document or an asset, and reports whether there is one.
func (u *UI) serve(w http.ResponseWriter, r *http.Request) bool {
	for _, d := range u.Documents {
		if r.URL.Path == d.Path {
			rest.Write(w, r, http.StatusOK, "application/json", d.JSON())
			return true
		}
	}
	name, ok := strings.CutPrefix(r.URL.Path, u.assets())
	return ok && serveAsset(w, r, name)
}

// assets is the path of a folder.
func (u *UI) assets() string { return u.Base + "/swagger-ui/" }

// serveAsset serves a file of Swagger UI, which is compressed unless it is an image,
// and reports whether there is one.
func serveAsset(w http.ResponseWriter, r *http.Request, name string) bool {
	if body, err := static.FS.ReadFile(name); err == nil && path.Ext(name) == ".png" {
		rest.Write(w, r, http.StatusOK, "image/png", body)
		return true
	}
	body, err := static.FS.ReadFile(name + ".gz")
	if err != nil {
		return false
	}
	w.Header().Set("Vary", "Accept-Encoding")
	if strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		w.Header().Set("Content-Encoding", "gzip")
	} else if body, err = decompress(body); err != nil {
		return false
	}
	rest.Write(w, r, http.StatusOK, contentType(name), body)
	return true
}

func decompress(body []byte) ([]byte, error) {
	z, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(z)
}

// contentType does not ask the system, whose answers differ.
func contentType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	}
	return "text/html; charset=utf-8"
}
