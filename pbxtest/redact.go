package pbxtest

import (
	"bytes"
	"iter"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// redacted is what stands in the place of a credential.
const redacted = "[redacted]"

// secretNames are what headers, cookies, parameters, fields and members are called
// that hold credentials with one of the vendors, and what they are called by
// mistake: the letters of the name, in lower case.
var secretNames = map[string]bool{
	"authorization": true, "proxyauthorization": true,
	"xauthtoken": true, "authtoken": true, "xapikey": true, "apikey": true,
	"token": true, "accesstoken": true, "accessrequesttoken": true, "authenticatortoken": true, "refreshtoken": true,
	"password": true, "passwd": true, "clientsecret": true, "smskey": true, "sessionid": true,
}

// maxName is how long a name is that is looked at, as it is written: the longest
// one has 18 letters, each of which can be written as \u0074.
const maxName = 128

// isSecret reports whether what has this name holds a credential.
func isSecret(name string) bool {
	if len(name) > maxName {
		return false
	}
	letters := make([]byte, 0, maxName)
	for _, c := range []byte(name) {
		switch {
		case 'a' <= c && c <= 'z':
			letters = append(letters, c)
		case 'A' <= c && c <= 'Z':
			letters = append(letters, c|0x20)
		case strings.IndexByte(`-_. []\0123456789`, c) < 0:
			return false
		}
	}
	return secretNames[string(letters)]
}

// redacted returns a copy of the entry without credentials, which shares nothing
// with the record.
func (r *record) redacted() Entry {
	e := r.entry
	e.Path = redactParams(e.Path)
	e.Query = redactParams(e.Query)
	e.Body = redactBody(e.Body, e.Header.Get("Content-Type"))
	e.Header = redactHeader(e.Header)
	e.Answer = redactBody(e.Answer, e.AnswerHeader.Get("Content-Type"))
	e.AnswerHeader = redactHeader(e.AnswerHeader)
	e.Values = maps.Clone(e.Values)
	for name, value := range e.Values {
		e.Values[name] = redactParams(value)
	}
	e.Unread = slices.Clone(e.Unread)
	return e
}

func redactHeader(h http.Header) http.Header {
	h = h.Clone()
	for name, values := range h {
		for i, value := range values {
			values[i] = redactField(name, value)
		}
	}
	return h
}

// redactField returns the value of a header.
func redactField(name, value string) string {
	switch {
	case isSecret(name):
		return redactScheme(value)
	case strings.EqualFold(name, "Cookie"), strings.EqualFold(name, "Set-Cookie"):
		return redactCookies(value)
	case strings.Contains(value, "?"): // the URL of a page
		return redactParams(value)
	}
	return value
}

// redactScheme leaves the scheme of a header's value, if it is one.
func redactScheme(value string) string {
	scheme, _, _ := strings.Cut(value, " ")
	switch strings.ToLower(scheme) {
	case "basic", "bearer", "digest":
		return scheme + " " + redacted
	}
	return redacted
}

func redactCookies(value string) string {
	cookies := strings.Split(value, ";")
	for i, cookie := range cookies {
		if name, _, ok := strings.Cut(cookie, "="); ok && isSecret(name) {
			cookies[i] = name + "=" + redacted
		}
	}
	return strings.Join(cookies, ";")
}

// redactBody returns a copy of a body, or of how it begins, without credentials. No
// vendor insists on a content type everywhere, so that what it is has to be seen.
func redactBody(body []byte, contentType string) []byte {
	if len(body) == 0 {
		return nil
	}
	body = replace(body, secretMembers(body), `"`+redacted+`"`)
	if boundary := boundaryOf(contentType); boundary != "" {
		return replace(body, secretParts(body, boundary), redacted)
	}
	if looksLikeJSON(body) {
		return body
	}
	if line, _, _ := bytes.Cut(body, []byte("\n")); bytes.HasPrefix(line, []byte("--")) {
		body = replace(body, secretParts(body, strings.TrimRight(string(line[2:]), " \t\r")), redacted)
	}
	return replace(body, secretParams(body), redacted)
}

// redactText is redactBody for JSON in a message.
func redactText(text []byte) []byte { return replace(text, secretMembers(text), `"`+redacted+`"`) }

// redactParams returns a query, or a path that has one by mistake, without
// credentials.
func redactParams(s string) string {
	if strings.IndexByte(s, '=') < 0 {
		return s
	}
	return string(replace([]byte(s), secretParams([]byte(s)), redacted))
}

func looksLikeJSON(body []byte) bool {
	body = bytes.TrimLeft(body, " \t\r\n")
	return len(body) > 0 && (body[0] == '{' || body[0] == '[')
}

// span is a part of a text.
type span struct{ from, to int }

// replace returns a copy of a text with something else in the place of spans.
func replace(text []byte, spans iter.Seq[span], with string) []byte {
	out := make([]byte, 0, len(text))
	end := 0
	for s := range spans {
		out = append(append(out, text[end:s.from]...), with...)
		end = s.to
	}
	return append(out, text[end:]...)
}
