package contract

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
)

// lenience is what a server does not mind: a document says what to send, and not
// what else is accepted. Nothing of it makes a request wrong.
type lenience struct {
	anyContentType bool     // of a body
	anyValue       []string // of these parameters of a query and members of a body
	anyMember      []string // of a body
}

// leaveOut takes what does not matter out of a request, which has a body.
func (l *lenience) leaveOut(r *http.Request, body string) {
	if l.anyContentType {
		r.Header.Set("Content-Type", "application/json")
	}
	if len(l.anyValue)+len(l.anyMember) == 0 {
		return
	}
	query := r.URL.Query()
	for _, name := range l.anyValue {
		query.Del(name)
	}
	r.URL.RawQuery = query.Encode()
	r.GetBody = nil // which would give the whole body again
	r.Body = io.NopCloser(bytes.NewReader(l.strict([]byte(body))))
}

// strict returns a body without the members that do not matter; what is no object
// comes back as it is.
func (l *lenience) strict(body []byte) []byte {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(body, &members); err != nil || members == nil {
		return body
	}
	for _, name := range slices.Concat(l.anyValue, l.anyMember) {
		delete(members, name)
	}
	text, err := json.Marshal(members)
	if err != nil {
		return body
	}
	return text
}
