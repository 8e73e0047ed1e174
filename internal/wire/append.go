package wire

import (
	"encoding/json"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Appender is a value that is answered so often that it writes itself. What it writes
// is what encoding/json would, without the escapes for HTML.
type Appender interface {
	// AppendJSON appends the value to b as JSON.
	AppendJSON(b []byte) ([]byte, error)
}

// Append appends any value as JSON, without the escapes for HTML. If it returns an
// error, b is as it was.
func Append(b []byte, v any) ([]byte, error) {
	if a, ok := v.(Appender); ok {
		return a.AppendJSON(b)
	}
	out := output(b)
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return b, err
	}
	return out[:len(out)-1], nil // the encoder ends with a new line
}

// output is a writer that appends.
type output []byte

func (o *output) Write(p []byte) (int, error) {
	*o = append(*o, p...)
	return len(p), nil
}

// AppendString appends a text as JSON, as [Append] does.
func AppendString(b []byte, s string) []byte {
	if !isPlain(s) {
		b, _ = Append(b, s) // any string can be written
		return b
	}
	b = append(b, '"')
	b = append(b, s...)
	return append(b, '"')
}

// isPlain reports whether nothing in a text is escaped.
func isPlain(s string) bool {
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c < ' ' || c == '"' || c == '\\':
			return false
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	return ascii || utf8.ValidString(s) && !strings.ContainsAny(s, "\u2028\u2029")
}

// AppendMember appends a member whose value is a text; where is what comes before the
// value, such as `,"name":`. A member that is not there if it is empty is left out.
func AppendMember(b []byte, where, s string) []byte {
	if s == "" {
		return b
	}
	return AppendString(append(b, where...), s)
}

// AppendNumber is [AppendMember] for a number.
func AppendNumber(b []byte, where string, n int64) []byte {
	if n == 0 {
		return b
	}
	return strconv.AppendInt(append(b, where...), n, 10)
}

// AppendList appends a list; null if it is nil. If it returns an error, b is as it was.
func AppendList[V any](b []byte, list []V) ([]byte, error) {
	if list == nil {
		return append(b, "null"...), nil
	}
	out := append(b, '[')
	for i := range list {
		if i > 0 {
			out = append(out, ',')
		}
		var err error
		if out, err = Append(out, &list[i]); err != nil {
			return b, err
		}
	}
	return append(out, ']'), nil
}

// AppendStrings is [AppendList] for texts.
func AppendStrings(b []byte, list []string) []byte {
	if list == nil {
		return append(b, "null"...)
	}
	b = append(b, '[')
	for i, s := range list {
		if i > 0 {
			b = append(b, ',')
		}
		b = AppendString(b, s)
	}
	return append(b, ']')
}
