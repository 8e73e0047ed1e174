package remote

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// UnexpectedError is what came of a request if it was neither the answer nor a refusal
// in the vendor's terms: no answer at all, or one of another shape, such as the HTML of
// a proxy, nothing, or half of it. The credential is in none of its members, also if
// the answer repeats it.
type UnexpectedError struct {
	Operation   string // such as GetUserLine
	Method      string // of the request
	Path        string // of the request, without the query
	Status      int    // of the answer; 0 if there was none
	ContentType string // of the answer, at most 400 bytes of it
	Location    string // where a redirect, which is not followed, leads: scheme, host and path, at most 400 bytes of them
	Body        []byte // the beginning of the answer's body, at most 4 KiB
	Cut         bool   // whether the body had more than Body
	Err         error  // what is wrong
}

// maxErrorBody is how much of a body is kept in an error.
const maxErrorBody = 4 << 10

// shownBody is how much of a body is in the text of an error.
const shownBody = 200

// Error returns what was asked, the status, what is wrong, and how the body begins.
func (e *UnexpectedError) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s (%s %s): ", e.Operation, e.Method, e.Path)
	if e.Status != 0 {
		fmt.Fprintf(&b, "status %d", e.Status)
		if e.ContentType != "" {
			fmt.Fprintf(&b, ", %s", e.ContentType)
		}
		b.WriteString(": ")
	}
	fmt.Fprint(&b, e.Err)
	if len(e.Body) > 0 {
		shown, more := e.Body, ""
		if len(shown) > shownBody {
			shown, more = shown[:shownBody], "…"
		}
		fmt.Fprintf(&b, ": %s%s", strconv.Quote(string(shown)), more)
	}
	return b.String()
}

// Unwrap returns what is wrong.
func (e *UnexpectedError) Unwrap() error { return e.Err }

// What can be wrong with an answer.
var (
	ErrRedirect = errors.New("the answer is a redirect, which is not followed")
	ErrTooLarge = errors.New("the answer is too large")
	ErrShape    = errors.New("the answer does not have the documented shape")
	ErrStatus   = errors.New("the answer is a refusal that is not in the vendor's terms")
	ErrParam    = errors.New("a parameter of the path is empty")
)

// secrets are the credentials that nothing may show.
type secrets []string

const hidden = "[credential]"

// hide returns a body without the credentials, as they are or as JSON, a URL or HTML
// has them.
func (s secrets) hide(body []byte) []byte {
	var found []string
	for _, secret := range s {
		if secret == "" {
			continue
		}
		for _, form := range forms(secret) {
			if bytes.Contains(body, []byte(form)) {
				found = append(found, form)
			}
		}
	}
	if len(found) == 0 {
		return body
	}
	// At once, so that nothing is replaced in what takes the place of another, and
	// the longest first, so that nothing is left of one that begins like another.
	slices.SortFunc(found, func(a, b string) int { return len(b) - len(a) })
	var pairs []string
	for _, form := range found {
		pairs = append(pairs, form, hidden)
	}
	return []byte(strings.NewReplacer(pairs...).Replace(string(body)))
}

// forms returns how a text may be written: as it is, in the quotes of JSON, with HTML
// and slashes escaped in them or not, in a URL, and in HTML.
func forms(s string) []string {
	var quoted bytes.Buffer
	enc := json.NewEncoder(&quoted)
	enc.SetEscapeHTML(false)
	_ = enc.Encode(s) // a string has a JSON form
	inQuotes := strings.TrimSuffix(quoted.String()[1:], "\"\n")
	escaped, _ := json.Marshal(s)
	asJSON := string(escaped[1 : len(escaped)-1])
	return []string{
		s, inQuotes, asJSON,
		strings.ReplaceAll(inQuotes, "/", `\/`), strings.ReplaceAll(asJSON, "/", `\/`), // as PHP does
		url.QueryEscape(s), url.PathEscape(s),
		(&url.URL{Path: s}).EscapedPath(), html.EscapeString(s),
	}
}

// safe returns an error whose text does not show the credentials. That of net/http
// carries the whole URL, which is left out: the operation and the path say enough. It
// may also carry a header of any length.
func (s secrets) safe(err error) error {
	if e, ok := errors.AsType[*url.Error](err); ok {
		err = e.Err
	}
	text := err.Error()
	if shown := clip(string(s.hide([]byte(text)))); shown != text {
		return errors.New(shown)
	}
	return err
}
