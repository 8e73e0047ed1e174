package rest

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"
)

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

// maxPooled keeps the buffer of one large answer from staying for good.
const maxPooled = 64 << 10

// WriteJSON answers with a value as JSON: without HTML escaping, without a final
// newline, and without the body if the request is a HEAD.
func WriteJSON(w http.ResponseWriter, r *http.Request, status int, v any) error {
	buf := buffers.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= maxPooled {
			buf.Reset()
			buffers.Put(buf)
		}
	}()
	enc := json.NewEncoder(buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return err
	}
	Write(w, r, status, "application/json", bytes.TrimSuffix(buf.Bytes(), []byte("\n")))
	return nil
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
