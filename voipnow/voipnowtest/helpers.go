package voipnowtest

import (
	"encoding/json"
	"errors"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/voipnow"
)

// seed loads a fixture, or skips the test if the service cannot be seeded.
func seed(t T, svc *voipnow.Service, f *voipnow.Fixture) {
	t.Helper()
	if svc.Seed == nil {
		t.Skip("the records of this test can be made by seeding only, and Service.Seed is nil")
	}
	if err := svc.Seed.Load(t.Context(), f); err != nil {
		t.Fatalf("Seed.Load: %v", err)
	}
}

// dump returns everything in the store as JSON: times that are equal can be written
// differently.
func dump(t T, svc *voipnow.Service) string {
	t.Helper()
	text, err := json.MarshalIndent(suite.Must(svc.Seed.Dump(t.Context()))(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// envelope is the part of a refusal that clients see.
type envelope struct {
	Status  int
	Code    string
	Message string
}

// refused checks that an error is a refusal: of the same kind, with the same
// status, code and message.
func refused(t T, err error, want *voipnow.Error) {
	t.Helper()
	got, ok := errors.AsType[*voipnow.Error](err)
	if !ok || !errors.Is(err, want) {
		t.Errorf("error = %v, want a %s", err, want.Code)
		return
	}
	suite.Equal(t, "refusal", envelope{got.Status, got.Code, got.Message}, envelope{want.Status, want.Code, want.Message})
}

// refuses checks that a call is refused, and that it changes nothing.
func refuses(t T, svc *voipnow.Service, want *voipnow.Error, call func() error) {
	t.Helper()
	before := dump(t, svc)
	refused(t, call(), want)
	suite.Equal(t, "what is stored after a refused call", dump(t, svc), before)
}

// second returns the error of a call that returns a result as well:
//
//	refuses(t, svc, want, func() error { return second(svc.Calls.OnHold(…)) })
func second[V any](_ V, err error) error { return err }

// everyCall addresses all calls that a caller can reach; for an administrator all
// there are.
var everyCall = voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self}

// stored returns a call as an administrator sees it.
func stored(t T, svc *voipnow.Service, id string) voipnow.Call {
	t.Helper()
	ref := everyCall
	ref.Call = id
	page := suite.Must(svc.Calls.List(t.Context(), admin, ref, voipnow.CallQuery{}))(t)
	if len(page.Calls) != 1 {
		t.Fatalf("there are %d calls %s, want 1", len(page.Calls), id)
	}
	return page.Calls[0]
}

// ids returns the ids of calls.
func ids(calls []voipnow.Call) []string {
	list := []string{}
	for _, c := range calls {
		list = append(list, c.ID)
	}
	return list
}

// listedIDs returns the ids of the calls that a Ref addresses.
func listedIDs(t T, svc *voipnow.Service, caller voipnow.Caller, ref voipnow.Ref) []string {
	t.Helper()
	return ids(suite.Must(svc.Calls.List(t.Context(), caller, ref, voipnow.CallQuery{}))(t).Calls)
}

// holds returns, for each view of a call, since when it is on hold, with a * if it is
// the one that holds; "" if it is not.
func holds(c voipnow.Call) map[string]string {
	shown := map[string]string{}
	for i := range c.Views {
		v := &c.Views[i]
		since, holder := c.OnHold(v)
		switch {
		case since.IsZero():
			shown[v.ID] = ""
		case holder:
			shown[v.ID] = since.Format("15:04:05*")
		default:
			shown[v.ID] = since.Format("15:04:05")
		}
	}
	return shown
}
