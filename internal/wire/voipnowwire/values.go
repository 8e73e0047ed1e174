package voipnowwire

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/voipnow"
)

// Number is a number, which is read with quotes as well: the vendor's samples have both.
type Number int64

// UnmarshalJSON implements json.Unmarshaler. An empty text is 0, as what has no value
// is left out.
func (n *Number) UnmarshalJSON(text []byte) error {
	s := string(text)
	if s == "null" {
		return nil
	}
	if text[0] == '"' {
		if err := json.Unmarshal(text, &s); err != nil {
			return err
		}
	}
	if s = strings.TrimSpace(s); s == "" {
		*n = 0
		return nil
	}
	v, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return fmt.Errorf("%s is no number", clip(text))
	}
	*n = Number(v)
	return nil
}

// pointer is a number of a record that may be missing.
func pointer(n *Number) *int64 { return (*int64)(n) }

// Status is the status of a view, which is written with quotes or without.
type Status struct {
	Value  voipnow.Status
	Quoted bool
}

// MarshalJSON implements json.Marshaler.
func (s Status) MarshalJSON() ([]byte, error) {
	text := strconv.AppendInt(nil, int64(s.Value), 10)
	if s.Quoted {
		text = append(append([]byte{'"'}, text...), '"')
	}
	return text, nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (s *Status) UnmarshalJSON(text []byte) error {
	var n Number
	if err := n.UnmarshalJSON(text); err != nil {
		return err
	}
	s.Value, s.Quoted = voipnow.Status(n), text[0] == '"'
	return nil
}

// Time is a date as text, with whole seconds; "" is none.
type Time string

// NewTime returns a time in the offset of its location.
func NewTime(t time.Time) Time {
	if t.IsZero() {
		return ""
	}
	return Time(t.Format(time.RFC3339))
}

// Record returns the time; zero if there is none. What was read is one, or UnmarshalJSON
// would have refused it.
func (t Time) Record() time.Time {
	if t == "" {
		return time.Time{}
	}
	v, _ := time.Parse(time.RFC3339, string(t))
	return v
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Time) UnmarshalJSON(text []byte) error {
	if err := json.Unmarshal(text, (*string)(t)); err != nil || *t == "" {
		return err
	}
	if _, err := time.Parse(time.RFC3339, string(*t)); err != nil {
		return fmt.Errorf("%s is no date", clip(text))
	}
	return nil
}

// Texts is a list of texts, which is read as a text alone as well.
type Texts []string

// UnmarshalJSON implements json.Unmarshaler.
func (t *Texts) UnmarshalJSON(text []byte) error {
	if text[0] != '"' {
		return json.Unmarshal(text, (*[]string)(t))
	}
	var s string
	err := json.Unmarshal(text, &s)
	*t = Texts{s}
	return err
}

// list is a list of a record, which is never nil.
func (t Texts) list() []string {
	if t == nil {
		return []string{}
	}
	return t
}

// isText reports whether a value of JSON is a text.
func isText(text []byte) bool { return bytes.HasPrefix(text, []byte(`"`)) }

// clip is the beginning of a value that somebody else has written.
func clip(text []byte) []byte { return text[:min(len(text), 40)] }
