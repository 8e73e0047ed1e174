package rest

import (
	"net/http"
	"net/url"
	"strings"
)

// Segments returns the segments of a request's path, each percent-decoded, and
// whether a slash ends it. Runs of slashes count as one, because documented
// commands contain them and a redirect would cost a client its body; dots mean
// nothing. A decoded slash stays inside its segment.
func Segments(r *http.Request) (segments []string, slash bool) {
	path := r.URL.EscapedPath()
	segments = make([]string, 0, 8)
	for part := range strings.SplitSeq(path, "/") {
		if part == "" {
			continue
		}
		if strings.IndexByte(part, '%') >= 0 {
			if decoded, err := url.PathUnescape(part); err == nil {
				part = decoded
			}
		}
		segments = append(segments, part)
	}
	return segments, strings.HasSuffix(path, "/") && len(segments) > 0
}
