package broadworks_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
)

func TestKindsOfError(t *testing.T) {
	kinds := map[*broadworks.Error]string{
		broadworks.ErrBadRequest:     "400 Bad Request",
		broadworks.ErrFailedToUpdate: "400 failed to update",
		broadworks.ErrUnauthorized:   "401 Unauthorized",
		broadworks.ErrAuthentication: "401 authentication failure",
		broadworks.ErrForbidden:      "403 Forbidden",
		broadworks.ErrNotFound:       "404 Not Found",
		broadworks.ErrNotAssigned:    "404 the service is not assigned to the user",
		broadworks.ErrTooLarge:       "413 Request Entity Too Large",
		broadworks.ErrMediaType:      "416 Bad Media Type",
		broadworks.ErrInternal:       "500 Internal Server Error",
	}
	for kind, want := range kinds {
		if got := fmt.Sprint(kind.Status, kind.Message); got != fmt.Sprint(kind.Code, kind.Message) || kind.Error() != "broadworks: "+want {
			t.Errorf("%v: status %d, code %d, want %s", kind, kind.Status, kind.Code, want)
		}
		for other := range kinds {
			if got := errors.Is(kind.Refuse("x"), other); got != (kind == other) {
				t.Errorf("errors.Is(a %v, %v) = %t", kind, other, got)
			}
		}
	}
}

func TestErrorSaysWhatIsWrong(t *testing.T) {
	cause := errors.New("cause")
	err := broadworks.ErrNotFound.Refuse("user %q not found", "x")
	err.Err = cause
	got := []string{err.Error(), err.Reason(), broadworks.ErrNotFound.Reason(), broadworks.ErrNotFound.Details}
	want := []string{`broadworks: 404 Not Found: user "x" not found: cause`, `user "x" not found`, "Not Found", ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if !errors.Is(err, cause) || errors.Is(err, errors.New("Not Found")) {
		t.Error("errors.Is does not see the cause, or sees what is not there")
	}
	if errors.Is(&broadworks.Error{Status: 404, Code: 1, Message: "Not Found"}, broadworks.ErrNotFound) {
		t.Error("errors.Is does not see that the code is another")
	}
}
