package contract

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
)

// What a server does not mind, no document describes: it says what to send, and not
// what else is accepted. Nothing of it makes a request wrong.

// asJSON: a body is read as JSON whatever its content type says, and white space is
// no body.
func asJSON(x *exchange) {
	x.header.Set("Content-Type", "application/json")
	if strings.TrimSpace(x.body) == "" {
		x.body = ""
	}
}

// leaveOut takes parameters of the query and members of the body out of a request
// that can have any value.
func (x *exchange) leaveOut(parameters, members []string) {
	path, query, _ := strings.Cut(x.target, "?")
	values, _ := url.ParseQuery(query)
	for _, name := range parameters {
		values.Del(name)
	}
	x.target = path
	if len(values) > 0 {
		x.target += "?" + values.Encode()
	}
	var object map[string]json.RawMessage
	if err := json.Unmarshal([]byte(x.body), &object); err != nil || object == nil {
		return
	}
	for _, name := range slices.Concat(parameters, members) {
		delete(object, name)
	}
	if text, err := json.Marshal(object); err == nil {
		x.body = string(text)
	}
}
