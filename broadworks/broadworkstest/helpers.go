package broadworkstest

import (
	"errors"
	"strings"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/internal/suite"
)

// What the documentation fixture has.
var (
	foo       = broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"}
	other     = broadworks.GroupRef{TenantID: "foo", GroupID: "othergroup"}
	foouser   = broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
	nomoh     = broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "nomoh"}
	otheruser = broadworks.UserRef{TenantID: "foo", GroupID: "othergroup", UserID: "otheruser"}
	apiouser  = broadworks.UserRef{TenantID: "Apio", GroupID: "ApioGroup", UserID: "ApioUser1@sip.netaxis.be"}
)

const password = "IAmAStrongPassword"

// seed loads a fixture.
func seed(t T, svc *broadworks.Service, f *broadworks.Fixture) {
	t.Helper()
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Fatalf("Seed.Load: %v", err)
	}
}

// documented loads the documentation fixture.
func documented(t T, svc *broadworks.Service) {
	t.Helper()
	seed(t, svc, broadworks.Documentation())
}

// files gives foouser a repository, and the music that users start with.
func files(t T, svc *broadworks.Service, list ...broadworks.Announcement) {
	t.Helper()
	documented(t, svc)
	seed(t, svc, &broadworks.Fixture{Users: []broadworks.UserRecord{
		{TenantID: "foo", GroupID: "foogroup", ID: "foouser", Announcements: list},
	}})
}

func file(name string, mediaType broadworks.MediaType) broadworks.Announcement {
	return broadworks.Announcement{Name: name, MediaType: mediaType, FileSize: 1}
}

// as returns an account of the documentation fixture.
func as(t T, svc *broadworks.Service, username string) broadworks.Caller {
	t.Helper()
	return suite.Must(svc.Auth.As(t.Context(), username))(t)
}

func system(t T, svc *broadworks.Service) broadworks.Caller {
	t.Helper()
	return as(t, svc, "system")
}

// dump returns everything in the store.
func dump(t T, svc *broadworks.Service) *broadworks.Fixture {
	t.Helper()
	return suite.Must(svc.Seed.Dump(t.Context()))(t)
}

// answer is the part of a refusal that clients see.
type answer struct {
	Status, Code     int
	Message, Details string
}

// answerOf returns what a client sees: in JSON, what is not UTF-8 is U+FFFD.
func answerOf(e *broadworks.Error) answer {
	return answer{e.Status, e.Code, e.Message, strings.ToValidUTF8(e.Details, "\ufffd")}
}

// refused checks that an error is a refusal: of the same kind, with the same
// status, code, message and details.
func refused(t T, err error, want *broadworks.Error) {
	t.Helper()
	got, ok := errors.AsType[*broadworks.Error](err)
	if !ok || !errors.Is(err, want) {
		t.Errorf("error = %v, want %v", err, want)
		return
	}
	suite.Equal(t, "refusal", answerOf(got), answerOf(want))
}

// refuses checks that a call is refused, and that it changes nothing.
func refuses(t T, svc *broadworks.Service, want *broadworks.Error, call func() error) {
	t.Helper()
	before := dump(t, svc)
	refused(t, call(), want)
	suite.Equal(t, "what is stored after a refused call", dump(t, svc), before)
}

// second returns the error of a call that returns a result as well:
//
//	refuses(t, svc, want, func() error { return second(svc.MusicOnHold.Get(t.Context(), caller, nomoh)) })
func second[V any](_ V, err error) error { return err }

// The refusals that most chapters share.
var (
	errScope    = broadworks.ErrForbidden.Refuse("outside of what the account may access")
	errReadOnly = broadworks.ErrForbidden.Refuse("the account may only read")
	errLevel8   = broadworks.ErrForbidden.Refuse("the operation needs user_level 8")
)

func failed(details string) *broadworks.Error {
	return broadworks.ErrFailedToUpdate.Refuse("%s", details)
}

func notFound(details string) *broadworks.Error { return broadworks.ErrNotFound.Refuse("%s", details) }
