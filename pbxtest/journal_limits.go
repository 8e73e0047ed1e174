package pbxtest

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"
)

// What an entry keeps besides the bodies, so that the journal is bounded whatever
// clients send. What is cut ends in "…". Altogether it is less than 100 KiB.
const (
	mostText    = 4 << 10  // bytes of a method, path, query, and of a parameter of a path
	mostField   = 4 << 10  // bytes of a header's name, and of a value
	mostFields  = 100      // headers of a request, and of an answer
	mostHeader  = 16 << 10 // bytes of them together, cut as they are
	mostUnread  = 100      // members that nothing looked at
	mostOfAName = 100      // bytes of the name of one
)

// ellipsis stands where a text is cut.
const ellipsis = "…"

// cutText returns a text of n bytes at most, and the ellipsis. One that is cut does
// not keep the rest in memory.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n] + ellipsis
}

// isCut reports whether a text ends where the journal cuts one of n bytes.
func isCut(s string, n int) bool {
	return len(s) > n-4 && strings.HasSuffix(s, ellipsis)
}

// cutLine cuts what stands in the first line of a request. Its parts share the memory
// of the line, so that none is kept as it is if the line is long.
func cutLine(line int, s string) string {
	if line > mostText {
		s = strings.Clone(s[:min(len(s), mostText+1)])
	}
	return cutText(s, mostText)
}

// cutHeader returns a copy of a header, as much as the journal keeps: of one that has
// too much, the first in the order of their names. The type of a body comes before all,
// as redaction needs it.
func cutHeader(h http.Header) http.Header {
	if fits(h) {
		return h.Clone()
	}
	names := slices.SortedFunc(maps.Keys(h), func(a, b string) int {
		if first := isType(b) - isType(a); first != 0 {
			return first
		}
		return strings.Compare(a, b)
	})
	kept := http.Header{}
	n, size := 0, 0
	for _, name := range names {
		short := strings.Clone(cutText(name, mostField))
		for _, value := range h[name] {
			value = cutText(value, mostField)
			n, size = n+1, size+len(short)+len(value)
			if n > mostFields || size > mostHeader {
				return kept
			}
			// Cut or not: it may share the memory of a longer text, as the name may.
			kept[short] = append(kept[short], strings.Clone(value))
		}
	}
	return kept
}

func isType(name string) int {
	if name == "Content-Type" {
		return 1
	}
	return 0
}

// fits reports whether the journal keeps all of a header.
func fits(h http.Header) bool {
	if len(h) > mostFields {
		return false
	}
	n, size := 0, 0
	for name, values := range h {
		if len(name) > mostField {
			return false
		}
		n += max(len(values), 1)
		for _, value := range values {
			if len(value) > mostField {
				return false
			}
			size += len(name) + len(value)
		}
	}
	return n <= mostFields && size <= mostHeader
}

// cutNames returns the first of some names, and how many more there are.
func cutNames(names []string) (first []string, more int) {
	if len(names) == 0 {
		return nil, 0
	}
	first = make([]string, min(len(names), mostUnread))
	for i := range first {
		first[i] = strings.Clone(cutText(names[i], mostOfAName))
	}
	return first, len(names) - len(first)
}
