package broadworksclient_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/pbxtest"
)

func TestEachCallIsPassedToTheServiceOfItsCaller(t *testing.T) {
	var opened []string
	svc := broadworksclient.ByCaller(func(_ context.Context, caller broadworks.Caller) (*broadworks.Service, error) {
		opened = append(opened, caller.Username)
		named, _ := answering(t, 500, "")
		return named, nil
	})
	if svc.Auth != nil || svc.Audit != nil || svc.Seed != nil {
		t.Error("Auth, Audit or Seed is not nil")
	}
	for _, c := range calls {
		opened = nil
		want := "anyone"
		if c.op == broadworks.Login {
			want = "" // who logs in is nobody yet
		}
		if err := c.call(t.Context(), svc); !errors.Is(err, broadworks.ErrInternal) {
			t.Errorf("%s: error = %v, want that of the service", c.op, err)
		}
		if diff := cmp.Diff([]string{want}, opened); diff != "" {
			t.Errorf("%s: opened (-want +got):\n%s", c.op, diff)
		}
	}
}

func TestACallWhoseServiceCannotBeOpenedFails(t *testing.T) {
	closed := errors.New("closed")
	svc := broadworksclient.ByCaller(func(context.Context, broadworks.Caller) (*broadworks.Service, error) { return nil, closed })
	for _, c := range calls {
		if err := c.call(t.Context(), svc); !errors.Is(err, closed) {
			t.Errorf("%s: error = %v, want %v", c.op, err, closed)
		}
	}
}

func TestTheCallersOwnRightsCount(t *testing.T) {
	pbx := pbxtest.Run(t, pbxtest.InMemory())
	svc := remote(t, pbx, direct)
	for username, want := range map[string]error{"foouser": nil, "readonly": nil, "ApioUser1@sip.netaxis.be": broadworks.ErrForbidden} {
		_, err := svc.MusicOnHold.Get(t.Context(), broadworks.Caller{Username: username}, foouser)
		if !errors.Is(err, want) {
			t.Errorf("%s: error = %v, want %v", username, err, want)
		}
	}
}
