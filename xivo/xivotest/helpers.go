package xivotest

import (
	"errors"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

// seed loads a fixture, or skips the test if the service cannot be seeded.
func seed(t T, svc *xivo.Service, f *xivo.Fixture) {
	t.Helper()
	needsSeed(t, svc)
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Fatalf("Seed.Load: %v", err)
	}
}

// needsSeed skips the test if the service cannot be seeded.
func needsSeed(t T, svc *xivo.Service) {
	t.Helper()
	if svc.Seed == nil {
		t.Skip("the records of this test can be made by seeding only, and Service.Seed is nil")
	}
}

// documented loads the documentation fixture.
func documented(t T, svc *xivo.Service) {
	t.Helper()
	seed(t, svc, xivo.Documentation())
}

// dump returns everything in the store, or nil if the service cannot tell.
func dump(t T, svc *xivo.Service) *xivo.Fixture {
	t.Helper()
	if svc.Seed == nil {
		return nil
	}
	f, err := svc.Seed.Dump(t.Context())
	if err != nil {
		t.Fatalf("Seed.Dump: %v", err)
	}
	return f
}

// envelope is the part of a refusal that clients see.
type envelope struct {
	Status  int
	Code    string
	Message string
}

// refused checks that an error is a refusal: of the same kind, with the same
// status, code and message.
func refused(t T, err error, want *xivo.Error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("error = %v, want a %s", err, want.Code)
		return
	}
	got, ok := errors.AsType[*xivo.Error](err)
	if !ok {
		t.Fatalf("error is a %T, want a *xivo.Error", err)
	}
	suite.Equal(t, "refusal", envelope{got.Status, got.Code, got.Message}, envelope{want.Status, want.Code, want.Message})
}

// refuses checks that a call is refused, and that it changes nothing.
func refuses(t T, svc *xivo.Service, want *xivo.Error, call func() error) {
	t.Helper()
	before := dump(t, svc)
	refused(t, call(), want)
	suite.Equal(t, "what is stored after a refused call", dump(t, svc), before)
}

// errUserNotFound is the refusal that most chapters share.
var errUserNotFound = xivo.ErrNotFound.Refuse("User not found")

// repeat returns a list of n times the same.
func repeat[V any](n int, v V) []V {
	list := make([]V, n)
	for i := range list {
		list[i] = v
	}
	return list
}
