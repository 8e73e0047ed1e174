package resttest

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// ExpectUnread compares the status that a handler answers with, and what of the
// request no code looked at.
func ExpectUnread(t testing.TB, h http.Handler, r *http.Request, status int, want ...string) {
	t.Helper()
	target := r.Method + " " + r.URL.String()
	var reads rest.Reads
	if answer := Ask(h, reads.Watch(r)); answer.Status != status {
		t.Errorf("%s: %v, want status %d", target, answer, status)
	}
	if diff := cmp.Diff(want, reads.Unread()); diff != "" {
		t.Errorf("%s: unread (-want +got):\n%s", target, diff)
	}
}
