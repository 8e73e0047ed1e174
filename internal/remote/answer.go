package remote

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
)

// Answer is an answer, read to its end.
type Answer struct {
	Status      int
	ContentType string
	Body        []byte

	request *Request
	path    string
	header  http.Header
	client  *Client
	used    string  // of the credential
	also    secrets // what it has set
	sent    []byte  // the body of a refusal, before the credential was hidden in it
}

// secrets returns what nothing may show.
func (a *Answer) secrets() secrets { return append(a.client.secrets(a.request, a.used), a.also...) }

// Sent returns the body of a refusal as it was sent. Nothing of it may get into an error
// but what is the vendor's, such as a documented code, or what has passed Hide.
func (a *Answer) Sent() []byte { return a.sent }

// Hide returns a text without the credential.
func (a *Answer) Hide(text string) string { return string(a.secrets().hide([]byte(text))) }

// readAll reads a body, one byte more than allowed at most. What the answer claims its
// length to be is a hint, in bounds: a liar must not make a client grow.
func readAll(resp *http.Response, most int64) ([]byte, error) {
	buf := make([]byte, 0, min(max(resp.ContentLength, 512)+bytes.MinRead, 64<<10))
	for int64(len(buf)) <= most {
		if len(buf) == cap(buf) {
			buf = slices.Grow(buf, len(buf))
		}
		n, err := resp.Body.Read(buf[len(buf):min(int64(cap(buf)), most+1)])
		buf = buf[:len(buf)+n]
		if err == io.EOF {
			break
		}
		if err != nil {
			return buf, err
		}
	}
	return buf, nil
}

// Unexpected returns the error for an answer that is not what it should be.
func (a *Answer) Unexpected(err error) *UnexpectedError {
	e := &UnexpectedError{
		Operation: a.request.Operation.Name, Method: a.request.Operation.Method, Path: a.path, Status: a.Status,
		ContentType: clip(string(a.secrets().hide([]byte(a.ContentType)))), Err: err,
	}
	e.Body = a.secrets().hide(a.Body)
	e.Cut = len(e.Body) > maxErrorBody
	e.Body = bytes.Clone(e.Body[:min(len(e.Body), maxErrorBody)])
	if a.request.Private && a.Status < 400 {
		e.Body, e.Cut = nil, len(e.Body) > 0
	}
	if a.Status/100 == 3 {
		e.Location = a.location()
	}
	return e
}

// location is where a redirect leads, without what may be secret: user, query, and the
// credential wherever it is.
func (a *Answer) location() string {
	u, err := url.Parse(string(a.secrets().hide([]byte(a.header.Get("Location")))))
	if err != nil {
		return ""
	}
	bare := url.URL{Scheme: u.Scheme, Host: u.Host, Path: string(a.secrets().hide([]byte(u.Path)))}
	return clip(bare.String())
}

// Cookie returns a cookie that the answer sets, or nil. Its value is a secret from then
// on, which errors about the answer do not show.
func (a *Answer) Cookie(name string) *http.Cookie {
	for _, cookie := range (&http.Response{Header: a.header}).Cookies() {
		if cookie.Name == name {
			a.also = append(a.also, cookie.Value)
			return cookie
		}
	}
	return nil
}

// maxErrorHeader is how much of a header is kept in an error.
const maxErrorHeader = 400

// clip returns the beginning of a text that somebody else has written.
func clip(s string) string {
	if len(s) > maxErrorHeader {
		return s[:maxErrorHeader] + "…"
	}
	return s
}

// maxObjects is how many objects an answer of a size may have. An empty one is three
// bytes to send and a hundred times as many to hold; no vendor's object is as short as
// what is allowed here, on average.
func maxObjects(size int) int { return 1000 + size/16 }

// JSON decodes the body of an answer, which has to be a JSON object or, if list, an
// array. Members of unknown names are tolerated, and missing ones are zero.
func (a *Answer) JSON(list bool, v any) error {
	first, kind := byte('{'), "an object"
	if list {
		first, kind = '[', "an array"
	}
	switch body := bytes.TrimLeft(a.Body, " \t\r\n"); {
	case len(body) == 0:
		return a.Unexpected(fmt.Errorf("%w: it is empty", ErrShape))
	case body[0] != first:
		return a.Unexpected(fmt.Errorf("%w: it is not %s", ErrShape, kind))
	case bytes.Count(body, []byte("{")) > maxObjects(len(body)):
		return a.Unexpected(fmt.Errorf("%w: it has too many objects for its size", ErrShape))
	}
	if err := json.Unmarshal(a.Body, v); err != nil {
		return a.Unexpected(fmt.Errorf("%w: %w", ErrShape, a.secrets().safe(err)))
	}
	return nil
}
