package xivo_test

import (
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/xivo"
)

// kinds are the Err values of the package.
var kinds = []*xivo.Error{
	xivo.ErrLineNotFound, xivo.ErrNotFound, xivo.ErrQueueNotFound, xivo.ErrFileNotFound, xivo.ErrDuplicate, xivo.ErrConflict,
	xivo.ErrInvalidJSON, xivo.ErrInvalidParameter, xivo.ErrInvalidFilter, xivo.ErrInvalidCSV, xivo.ErrUnauthorized, xivo.ErrTooLarge,
	xivo.ErrUnsupportedMedia, xivo.ErrUnhandled,
}

func TestKindsOfError(t *testing.T) {
	statuses := map[string]int{}
	for _, kind := range kinds {
		statuses[kind.Code] = kind.Status
	}
	want := map[string]int{
		"LineNotFound": 404, "NotFoundError": 404, "QueueNotFound": 404, "FileNotFound": 404, "Duplicate": 400, "Conflict": 409,
		"InvalidJson": 400, "InvalidParameter": 400, "InvalidFilter": 400, "InvalidCsv": 400, "Unauthorized": 401,
		"RequestEntityTooLarge": 413, "UnsupportedMediaType": 415, "UnhandledError": 500,
	}
	if diff := cmp.Diff(want, statuses); diff != "" {
		t.Errorf("status of each code (-want +got):\n%s", diff)
	}
}

func TestErrorIsOfOneKind(t *testing.T) {
	for _, kind := range kinds {
		err := fmt.Errorf("wrapped: %w", kind.Refuse("user %d", 99))
		for _, other := range kinds {
			if got, want := errors.Is(err, other), kind == other; got != want {
				t.Errorf("a refusal of kind %s is one of kind %s: %t, want %t", kind.Code, other.Code, got, want)
			}
		}
		if errors.Is(err, errors.New(kind.Code)) {
			t.Errorf("a refusal of kind %s is an error of another type", kind.Code)
		}
		e, ok := errors.AsType[*xivo.Error](err)
		if !ok {
			t.Fatalf("%v holds no *xivo.Error", err)
		}
		if diff := cmp.Diff(&xivo.Error{Status: kind.Status, Code: kind.Code, Message: "user 99"}, e); diff != "" {
			t.Errorf("refusal (-want +got):\n%s", diff)
		}
	}
}

// A missing meeting room is documented with the status 500.
func TestStatusDoesNotMakeTheKind(t *testing.T) {
	if err := (&xivo.Error{Status: 500, Code: "NotFoundError"}); !errors.Is(err, xivo.ErrNotFound) {
		t.Errorf("%v with another status is no ErrNotFound", err)
	}
}

func TestErrorNamesItsCause(t *testing.T) {
	cause := errors.New("disk on fire")
	for _, c := range []struct {
		err  *xivo.Error
		want string
	}{
		{&xivo.Error{Code: "Conflict"}, "xivo: Conflict"},
		{xivo.ErrNotFound.Refuse("User not found"), "xivo: NotFoundError: User not found"},
		{&xivo.Error{Code: "UnhandledError", Message: "Internal error", Err: cause}, "xivo: UnhandledError: Internal error: disk on fire"},
	} {
		if diff := cmp.Diff(c.want, c.err.Error()); diff != "" {
			t.Errorf("Error() (-want +got):\n%s", diff)
		}
		if got, want := errors.Is(c.err, cause), c.err.Err != nil; got != want {
			t.Errorf("%v is %v: %t, want %t", c.err, cause, got, want)
		}
	}
}

func TestSeedErrorNamesItsPlace(t *testing.T) {
	svc := newService()
	err := svc.Seed.Load(t.Context(), &xivo.Fixture{Users: []xivo.UserRecord{{Line: &xivo.Line{}}}})
	if want := "users[0].line: lineType: expected phone, webrtc, ua, sccp or custom"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
	// The reason is the API's own refusal.
	if !errors.Is(err, xivo.ErrInvalidJSON) {
		t.Errorf("error = %v, want an ErrInvalidJSON", err)
	}
	// Otherwise it is in the words of the storage.
	err = svc.Seed.Load(t.Context(), &xivo.Fixture{Users: []xivo.UserRecord{{Login: "a"}, {Login: "a"}}})
	if want := "users[1]: insert xivo_users: xivo_users_login_key: already exists"; err == nil || err.Error() != want {
		t.Errorf("error = %v, want %s", err, want)
	}
}
