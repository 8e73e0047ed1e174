package telecomxwire

import (
	"encoding/json"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/telecomx"
)

// Change is what a request says about a member: nothing, null, or a value.
type Change[V any] telecomx.Change[V]

// IsZero reports whether the member is left out.
func (c Change[V]) IsZero() bool { return !c.Sent }

// MarshalJSON implements json.Marshaler.
func (c Change[V]) MarshalJSON() ([]byte, error) {
	if c.Null {
		return []byte("null"), nil
	}
	return json.Marshal(c.Value)
}

// newText returns the change of a text. What is not UTF-8 cannot be sent, and is "" in
// its place: no text may be that, so that whoever judges says what is wrong.
func newText[S ~string](c telecomx.Change[S]) Change[S] {
	c.Value = S(ValidText(string(c.Value)))
	return Change[S](c)
}

// ValidText returns a text, or "" in place of one that is not UTF-8.
func ValidText(s string) string {
	if !utf8.ValidString(s) {
		return ""
	}
	return s
}
