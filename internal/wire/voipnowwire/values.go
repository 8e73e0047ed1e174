package voipnowwire

import (
	"bytes"
	"encoding/json"
	"errors"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/pbxkit/pbxkit/voipnow"
)

// What is wrong with a value. They do not show it: it may be a credential, or a part of one.
var (
	errNumber = errors.New("a value is no number")
	errDate   = errors.New("a value is no date")
)

// Number is a number, which is read with quotes as well: the vendor's samples have both.
type Number int64

// UnmarshalJSON implements json.Unmarshaler. An empty text is 0, as what has no value
// is left out.
func (n *Number) UnmarshalJSON(value []byte) error {
	digits := bytes.TrimSpace(bytes.Trim(value, `"`))
	if len(digits) == 0 || string(value) == "null" {
		*n = 0
		return nil
	}
	v, err := strconv.ParseInt(string(digits), 10, 64)
	if err != nil {
		return errNumber
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
func (s *Status) UnmarshalJSON(value []byte) error {
	var n Number
	err := n.UnmarshalJSON(value)
	s.Value, s.Quoted = voipnow.Status(n), isText(value)
	return err
}

// Time is a date, written with whole seconds and the offset of its location; zero is
// none.
type Time struct{ at time.Time }

// NewTime returns a time on the wire.
func NewTime(t time.Time) Time { return Time{t} }

// Record returns the time; zero if there is none.
func (t Time) Record() time.Time { return t.at }

// IsZero reports whether there is none.
func (t Time) IsZero() bool { return t.at.IsZero() }

// MarshalJSON implements json.Marshaler.
func (t Time) MarshalJSON() ([]byte, error) {
	const layout = `"` + time.RFC3339 + `"`
	return t.at.AppendFormat(make([]byte, 0, len(layout)), layout), nil
}

// UnmarshalJSON implements json.Unmarshaler.
func (t *Time) UnmarshalJSON(value []byte) error {
	if isPlain(value) && t.at.UnmarshalText(value[1:len(value)-1]) == nil {
		return nil // as nearly always
	}
	s, err := text(value)
	if err != nil || s == "" {
		return err
	}
	if t.at, err = time.Parse(time.RFC3339, s); err != nil {
		return errDate
	}
	return nil
}

// Texts is a list of texts, which is read as a text alone as well.
type Texts []string

// UnmarshalJSON implements json.Unmarshaler.
func (t *Texts) UnmarshalJSON(value []byte) error {
	if value[0] == '[' {
		one := bytes.TrimSpace(value[1 : len(value)-1])
		if !isPlain(one) {
			return json.Unmarshal(value, (*[]string)(t))
		}
		value = one // as nearly always: there is one number
	}
	s, err := text(value)
	if err == nil && string(value) != "null" {
		*t = Texts{s}
	}
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
func isText(value []byte) bool { return bytes.HasPrefix(value, []byte(`"`)) }

// isPlain reports whether something is one text of JSON in which every character means
// itself.
func isPlain(value []byte) bool {
	inner := len(value) - 2
	return inner >= 0 && isText(value) && bytes.IndexByte(value[1:], '"') == inner && !bytes.ContainsRune(value, '\\') && utf8.Valid(value)
}

// text returns the text that a value of JSON is; "" for null. What is plain costs no more
// than the text.
func text(value []byte) (string, error) {
	if isPlain(value) {
		return string(value[1 : len(value)-1]), nil
	}
	var s string
	err := json.Unmarshal(value, &s)
	return s, err
}
