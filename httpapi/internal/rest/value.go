package rest

import (
	"encoding/json"

	"github.com/pbxkit/pbxkit/internal/literal"
)

// Has reports whether a member was sent, also as null. It tells "set to nothing"
// from "not mentioned" where a vendor does.
func (o *Object) Has(name string) bool {
	o.looked(name)
	_, ok := o.members[name]
	return ok && o.err == nil
}

// Text returns a value that [Object.Raw] returned, if it is a string. It is for
// vendors whose rules decide what a value of another type means.
func Text(raw json.RawMessage) (string, bool) {
	var s string
	if len(raw) == 0 || raw[0] != '"' || json.Unmarshal(raw, &s) != nil {
		return "", false
	}
	return s, true
}

// Integer returns a value that [Object.Raw] returned, if it is a number with an
// integral value.
func Integer(raw json.RawMessage) (int64, bool) {
	if len(raw) == 0 || raw[0] != '-' && (raw[0] < '0' || '9' < raw[0]) {
		return 0, false
	}
	n, ok := literal.Int64(string(raw))
	if !ok {
		return 0, false
	}
	return n, true
}
