package pbxtest

import (
	"bytes"
	"iter"
	"strconv"
	"strings"
)

// secretMembers returns where JSON has the values of secret members. It need not be
// whole, or right: whatever stands between quotes before a colon is a name. A text
// whose first quote is a single one is what Python prints, and clients send by
// mistake.
func secretMembers(text []byte) iter.Seq[span] {
	quotes := `"`
	if i := bytes.IndexAny(text, `"'`); i >= 0 && text[i] == '\'' {
		quotes = `"'`
	}
	return func(yield func(span) bool) {
		for at := 0; ; {
			i := bytes.IndexAny(text[at:], quotes)
			if i < 0 {
				return
			}
			at += i + 1
			value := valueOfSecret(text, at)
			if value < 0 {
				continue
			}
			at = endOfValue(text, value)
			if at > value && !yield(span{value, at}) {
				return
			}
		}
	}
}

// valueOfSecret returns where the value of a member begins whose name begins after a
// quote, or -1 if that is not the name of a secret one.
func valueOfSecret(text []byte, at int) int {
	name, end := readName(text, at)
	if end < 0 || !isSecret(name) {
		return -1
	}
	colon := skipSpace(text, end)
	if colon == len(text) || text[colon] != ':' {
		return -1
	}
	return skipSpace(text, colon+1)
}

// readName reads a name up to the quote that ends it. It returns -1 if there is none,
// or none that could end the name of something secret.
func readName(text []byte, at int) (name string, end int) {
	quote := text[at-1]
	var letters [maxName]byte
	n := 0
	for i := at; i < min(len(text), at+maxName); i++ {
		c := text[i]
		if c == quote {
			return string(letters[:n]), i + 1
		}
		if c == '\\' {
			if i+6 > len(text) || text[i+1] != 'u' {
				return "", -1
			}
			code, err := strconv.ParseUint(string(text[i+2:i+6]), 16, 16)
			if err != nil || code >= 0x80 {
				return "", -1
			}
			c, i = byte(code), i+5
		}
		letters[n] = c
		n++
	}
	return "", -1
}

func skipSpace(text []byte, at int) int {
	for at < len(text) && isSpace(text[at]) {
		at++
	}
	return at
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\n' }

// endOfValue returns where a JSON value ends; what is cut off, at the end.
func endOfValue(text []byte, at int) int {
	if at == len(text) {
		return at
	}
	switch text[at] {
	case '"', '\'':
		return endOfString(text, at)
	case '{', '[':
		return endOfNested(text, at)
	}
	i := bytes.IndexAny(text[at:], ",}]\"'\r\n")
	if i < 0 {
		return len(text)
	}
	return at + len(bytes.TrimRight(text[at:at+i], " \t"))
}

// endOfString returns where a string ends. A quote after which JSON could not go on
// is one that somebody has forgotten to escape.
func endOfString(text []byte, at int) int {
	quote := text[at]
	for i := at + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case quote:
			next := skipSpace(text, i+1)
			if next == len(text) || strings.IndexByte(",}]", text[next]) >= 0 {
				return i + 1
			}
			i = next - 1
		}
	}
	return len(text)
}

// endOfNested returns where an object or array ends.
func endOfNested(text []byte, at int) int {
	depth := 0
	for i := at; i < len(text); i++ {
		switch text[i] {
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 {
				return i + 1
			}
		case '"':
			i = endOfPlainString(text, i) - 1
		}
	}
	return len(text)
}

// endOfPlainString returns where a string ends that can be a name as well as a value.
func endOfPlainString(text []byte, at int) int {
	for i := at + 1; i < len(text); i++ {
		switch text[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(text)
}
