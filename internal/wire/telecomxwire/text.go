package telecomxwire

import (
	"bytes"
	"encoding/json"
	"strings"
)

// Text is a text of an answer that may have no value. "Properties holding no value may
// be omitted": it is null then, or left out, which is the same to whoever reads it. The
// zero Text is left out where the member is marked omitzero.
type Text struct {
	Value string
	Sent  bool // whether the member is there, be it as null
}

// NewText returns a member; without a value it is null, or left out.
func NewText(value string, orLeftOut bool) Text {
	return Text{Value: value, Sent: value != "" || !orLeftOut}
}

// MarshalJSON implements json.Marshaler. It escapes nothing that JSON does not ask for.
func (t Text) MarshalJSON() ([]byte, error) {
	switch {
	case t.Value == "":
		return []byte("null"), nil
	case !strings.ContainsFunc(t.Value, special):
		return []byte(`"` + t.Value + `"`), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(t.Value)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// special reports whether a character may be another one in JSON.
func special(r rune) bool { return r < ' ' || r > '~' || r == '"' || r == '\\' }

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(text []byte) error {
	*t = Text{Sent: true}
	if inner := bytes.Trim(text, `"`); len(inner) == len(text)-2 && !bytes.ContainsFunc(inner, special) {
		t.Value = string(inner) // as it is, for a fraction of what decoding costs
		return nil
	}
	return json.Unmarshal(text, &t.Value)
}
