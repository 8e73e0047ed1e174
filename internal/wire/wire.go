// Package wire describes the operations of an API as HTTP has them, for the adapter
// that serves them and the client that asks for them. What one vendor's requests and
// answers look like is in a package below, such as xivowire.
package wire

import (
	"net/url"
	"strings"
)

// Operation describes an operation.
type Operation struct {
	Name     string // such as GetUserLine
	Method   string
	Path     string   // such as /configmgt/api/2.0/users/:id/line
	Evidence Evidence // why it is there at all
}

// Evidence says what a route rests on.
type Evidence string

// The kinds of evidence.
const (
	Documented Evidence = "documented" // the vendor's page describes it
	Observed   Evidence = "observed"   // other public material shows it
	Assumed    Evidence = "assumed"    // nothing public settles it
)

// Fill returns the path of a request, escaped, with values in the places of the
// parameters, in order. A value stays one segment whatever is in it. It reports false
// if the values are not as many as the parameters, or if one is empty: the path would
// be that of another operation.
func (o *Operation) Fill(values ...string) (string, bool) {
	var b strings.Builder
	b.Grow(len(o.Path) + 32*len(values))
	rest, n := o.Path, 0
	for {
		before, after, ok := strings.Cut(rest, "/:")
		b.WriteString(before)
		if !ok {
			return b.String(), n == len(values)
		}
		if n == len(values) || values[n] == "" {
			return "", false
		}
		b.WriteByte('/')
		b.WriteString(escape(values[n]))
		n++
		end := strings.IndexByte(after, '/')
		if end < 0 {
			return b.String(), n == len(values)
		}
		rest = after[end:]
	}
}

// escape makes a segment of a value. A star stays one, as VoipNow's own client sends it:
// a segment may have it, and url.PathEscape is only careful. Dots are escaped where they are all there is,
// as whoever normalises paths on the way takes such a segment out.
func escape(value string) string {
	if strings.Trim(value, ".") == "" {
		return strings.ReplaceAll(value, ".", "%2E")
	}
	return strings.ReplaceAll(url.PathEscape(value), "%2A", "*")
}

// List returns the elements of a list as they are on the other side. It is never nil:
// a list without elements is [] on the wire, and no vendor's service returns nil.
func List[T, V any](list []T, convert func(T) V) []V {
	out := make([]V, len(list))
	for i, v := range list {
		out[i] = convert(v)
	}
	return out
}
