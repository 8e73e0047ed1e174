package golden

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// Play sends the request of an exchange to a handler and returns how the answer
// differs from the one it has to have, (-want +got); "" if it does not.
func (e *Exchange) Play(ctx context.Context, h http.Handler) string {
	r, err := e.Request(ctx)
	if err != nil {
		return err.Error()
	}
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, r)
	return e.Diff(rec.Result())
}

// Diff returns how an answer differs from the one that the exchange has to have,
// (-want +got); "" if it does not.
func (e *Exchange) Diff(got *http.Response) string {
	body, err := io.ReadAll(got.Body)
	if err != nil {
		return err.Error()
	}
	want := answer{Status: e.Want.Status, Header: e.wantHeader(string(body), got), Body: e.comparable(e.Want.Body)}
	have := answer{Status: got.StatusCode, Header: map[string]string{}, Body: e.comparable(string(body))}
	for name := range want.Header {
		have.Header[name] = strings.Join(got.Header.Values(name), ", ")
	}
	return cmp.Diff(want, have)
}

// answer is what is compared of an answer.
type answer struct {
	Status int
	Header map[string]string // "": missing
	Body   any
}

// wantHeader returns the headers to compare: those that the exchange names, and
// those of every answer.
func (e *Exchange) wantHeader(body string, got *http.Response) map[string]string {
	h := map[string]string{"Location": ""} // never a redirect
	if e.Want.Body != "" {
		h["Content-Type"] = "application/json"
	}
	if got.Header.Get("Content-Length") != "" && e.Method != http.MethodHead {
		h["Content-Length"] = strconv.Itoa(len(body))
	}
	for name, values := range e.Want.Header {
		h[name] = strings.Join(values, ", ")
	}
	return h
}

// comparable returns a body as it is compared: decoded, unless it is empty,
// compared byte for byte, or no JSON at all.
func (e *Exchange) comparable(body string) any {
	if body == "" {
		return nil
	}
	if v, ok := decodeJSON(body); ok && !e.Want.Exact {
		return v
	}
	return body
}

// decodeJSON decodes exactly one JSON value; numbers stay as they are written.
func decodeJSON(s string) (v any, ok bool) {
	dec := json.NewDecoder(strings.NewReader(s))
	dec.UseNumber()
	if !utf8.ValidString(s) || dec.Decode(&v) != nil {
		return nil, false
	}
	_, err := dec.Token()
	return v, err == io.EOF
}
