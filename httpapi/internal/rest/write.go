package rest

import (
	"net/http"
	"strconv"
	"sync"

	"github.com/pbxkit/pbxkit/internal/wire"
)

var buffers = sync.Pool{New: func() any { return new([]byte) }}

// maxPooled keeps the buffer of one large answer from staying for good.
const maxPooled = 64 << 10

// WriteJSON answers with a value as JSON: without HTML escaping, without a final
// newline, and without the body if the request is a HEAD.
func WriteJSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	buf := buffers.Get().(*[]byte)
	body, err := wire.Append((*buf)[:0], v)
	if err == nil {
		Write(w, r, status, "application/json", body)
	}
	if cap(body) <= maxPooled {
		*buf = body
		buffers.Put(buf)
	}
	return err
}

// Write answers with a body of a content type.
func Write(w http.ResponseWriter, r *http.Request, status int, contentType string, body []byte) {
	h := w.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body)
	}
}

// IsRefusal reports whether an answer with a status refuses something. The error
// of a service of another maker may lack a status, which cannot be answered.
func IsRefusal(status int) bool { return 400 <= status && status <= 599 }
