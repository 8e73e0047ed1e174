package rest

import (
	"bytes"
	"encoding/json"

	"github.com/pbxkit/pbxkit/internal/literal"
)

// Has reports whether a member was sent, also as null. It tells "set to nothing"
// from "not mentioned" where a vendor does.
func (o *Object) Has(name string) bool {
	o.looked(name)
	_, ok := o.members.get(name)
	return ok && o.err == nil
}

// Text returns a value that [Object.Raw] returned, if it is a string. It is for
// vendors whose rules decide what a value of another type means.
func Text(raw json.RawMessage) (string, bool) {
	if len(raw) == 0 || raw[0] != '"' {
		return "", false
	}
	if inner := raw[1 : len(raw)-1]; bytes.IndexByte(inner, '\\') < 0 {
		return string(inner), true
	}
	var s string
	err := json.Unmarshal(raw, &s)
	return s, err == nil
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

// Value returns a value that [Object.Raw] returned as encoding/json decodes it, but
// numbers as they were written; nil if there is none.
func Value(raw json.RawMessage) any {
	if len(raw) == 0 {
		return nil
	}
	switch raw[0] {
	case '"':
		s, _ := Text(raw)
		return s
	case 't', 'f':
		return raw[0] == 't'
	case 'n':
		return nil
	case '[', '{':
		return decode(raw)
	}
	return json.Number(raw)
}

func decode(raw json.RawMessage) (v any) {
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	if dec.Decode(&v) != nil {
		return nil
	}
	return v
}
