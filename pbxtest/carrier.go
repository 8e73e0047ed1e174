package pbxtest

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
)

// Where a request can carry what its client proves itself with.
var (
	credentialHeaders = []string{"X-Auth-Token", "Authorization", "X-Api-Key"}
	credentialParams  = []string{"token", "accessRequestToken", "username"}
	credentialCookies = []string{"sessionid", "token"}
)

// carried returns what a request shows to prove who sent it, a token or the username
// of a login, or "" for nothing. Of several it is the one by which the vendor decides.
func (c *call) carried() string {
	for _, v := range vendors() {
		if v.name == c.vendor {
			return v.carried(c)
		}
	}
	// Nobody's path may well be a misspelt one of any vendor.
	if s, ok := headerCredential(c.r, credentialHeaders...); ok {
		return s
	}
	return cmp.Or(queryParam(c.r, credentialParams...), cookieValue(c.r, credentialCookies...))
}

// headerCredential returns what is in the first of some headers that there is.
func headerCredential(r *http.Request, names ...string) (string, bool) {
	for _, name := range names {
		values := r.Header[name]
		switch {
		case len(values) == 0:
		case name == "Authorization":
			return bareCredential(values[0]), true
		default:
			return values[0], true
		}
	}
	return "", false
}

// bareCredential takes the scheme off the value of a header, and the password off
// one that is Basic.
func bareCredential(value string) string {
	scheme, rest, ok := strings.Cut(strings.TrimSpace(value), " ")
	if !ok {
		return value
	}
	rest = strings.TrimSpace(rest)
	if !strings.EqualFold(scheme, "Basic") {
		return rest
	}
	decoded, err := base64.StdEncoding.DecodeString(rest)
	if err != nil {
		return rest
	}
	username, _, _ := strings.Cut(string(decoded), ":")
	return username
}

// queryParam returns the first of some parameters of the query that has a value.
func queryParam(r *http.Request, names ...string) string {
	if r.URL.RawQuery == "" {
		return ""
	}
	query := r.URL.Query()
	for _, name := range names {
		if s := query.Get(name); s != "" {
			return s
		}
	}
	return ""
}

// cookieValue returns the first of some cookies that there is.
func cookieValue(r *http.Request, names ...string) string {
	for _, name := range names {
		if c, err := r.Cookie(name); err == nil {
			return c.Value
		}
	}
	return ""
}

// bodyMember returns a member of a JSON body that is a text.
func bodyMember(r *http.Request, name string) string {
	var members map[string]json.RawMessage
	var s string
	if json.Unmarshal(peek(r), &members) != nil || json.Unmarshal(members[name], &s) != nil {
		return ""
	}
	return s
}

// formValue returns a field of a form of either kind.
func formValue(r *http.Request, name string) string {
	body := peek(r)
	mediaType, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if mediaType != "multipart/form-data" {
		form, _ := url.ParseQuery(string(body))
		return form.Get(name)
	}
	form, err := multipart.NewReader(bytes.NewReader(body), params["boundary"]).ReadForm(maxPeek)
	if err != nil {
		return ""
	}
	defer form.RemoveAll()
	return url.Values(form.Value).Get(name)
}

// maxPeek is how much of a body is read before it is served: what the vendors read
// at most.
const maxPeek = 1 << 20

// peek returns how the body of a request begins, which can be read again after.
func peek(r *http.Request) []byte {
	if r.ContentLength == 0 {
		return nil
	}
	begin, err := io.ReadAll(io.LimitReader(r.Body, maxPeek))
	rest := io.Reader(r.Body)
	if err != nil {
		rest = failing{err}
	}
	r.Body = struct {
		io.Reader
		io.Closer
	}{io.MultiReader(bytes.NewReader(begin), rest), r.Body}
	return begin
}

// failing is a reader that has failed.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
