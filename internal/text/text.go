// Package text says what the store can hold as text, and shortens it for
// messages.
package text

import (
	"errors"
	"strings"
	"unicode/utf8"
)

// Check returns why a text cannot be stored, as in "name: must be valid UTF-8".
func Check(s string) error {
	switch {
	case !utf8.ValidString(s):
		return errors.New("must be valid UTF-8")
	case strings.IndexByte(s, 0) >= 0:
		return errors.New("must not contain U+0000")
	}
	return nil
}

// Clip cuts a text that came from outside for a message that repeats it.
func Clip(s string) string {
	const most = 100
	n := 0
	for i := range s {
		if n++; n > most {
			return s[:i] + "…"
		}
	}
	return s
}
