package voipnow_test

import (
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

func TestRandomIDsHaveTheVendorsForm(t *testing.T) {
	ids := voipnow.RandomIDs(strings.NewReader(strings.Repeat("\x00\x0f\xff", 20)))
	for form, next := range map[string]func() (string, error){
		`^[0-9a-f]{20}$`:          ids.CallID,
		`^[A-Za-z0-9_.-]{10,64}$`: ids.Token,
	} {
		id, err := next()
		if err != nil || !regexp.MustCompile(form).MatchString(id) {
			t.Errorf("got %q, %v, want %s", id, err, form)
		}
	}
}

// fewIDs offers the same ids again and again.
type fewIDs struct {
	offers []string
	n      int
}

func (ids *fewIDs) next() (string, error) {
	ids.n++
	return ids.offers[(ids.n-1)%len(ids.offers)], nil
}

func (ids *fewIDs) CallID() (string, error) { return ids.next() }
func (ids *fewIDs) Token() (string, error)  { return ids.next() }

var (
	exampleCall = voipnow.SimpleCall{Extension: "210", Views: []voipnow.SimpleView{{Source: []string{"1"}, Destination: []string{"2"}}}}
	exampleApp  = voipnow.GrantRequest{GrantType: "client_credentials", ClientID: "example-app", ClientSecret: voipnow.DocumentationSecret}
)

func TestIDsInUseArePassedOver(t *testing.T) {
	svc := newService(voipnow.WithIDs(&fewIDs{offers: []string{"token", "b817d2618fe6f1804333", "free"}}))
	load(t, svc, voipnow.Documentation())
	create := func() (string, error) {
		call, err := svc.Calls.CreateSimple(t.Context(), voipnow.Caller{UserID: "12"}, voipnow.Me, exampleCall)
		return call.ID, err
	}
	grant := func() (string, error) {
		g, err := svc.Auth.Grant(t.Context(), exampleApp)
		return g.AccessToken, err
	}
	for _, step := range []struct {
		name string
		next func() (string, error)
		want string
	}{
		{"call", create, "token"}, {"call", create, "free"},
		{"token", grant, "b817d2618fe6f1804333"}, {"token", grant, "free"},
	} {
		if id, err := step.next(); id != step.want || err != nil {
			t.Errorf("next %s = %q, %v, want %q", step.name, id, err, step.want)
		}
	}
	for name, next := range map[string]func() (string, error){"call": create, "token": grant} {
		if id, err := next(); !errors.Is(err, voipnow.ErrInternal) {
			t.Errorf("next %s = %q, %v, want an ErrInternal as all ids are in use", name, id, err)
		}
	}
}

func TestFailingSourceOfIDsIsAnInternalError(t *testing.T) {
	svc := newService(voipnow.WithIDs(voipnow.RandomIDs(strings.NewReader("short"))))
	load(t, svc, voipnow.Documentation())
	_, err := svc.Auth.Grant(t.Context(), exampleApp)
	if !errors.Is(err, voipnow.ErrInternal) || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("Grant: %v, want an ErrInternal and its cause", err)
	}
}

func TestDefaultClockIsInUTC(t *testing.T) {
	svc := voipnow.New(memstore.New(voipnow.Tables()...))
	load(t, svc, voipnow.Documentation())
	before := time.Now().Truncate(time.Second)
	call, err := svc.Calls.CreateSimple(t.Context(), voipnow.Caller{UserID: "12"}, voipnow.Me, exampleCall)
	if err != nil {
		t.Fatal(err)
	}
	if at := call.Published; at.Location() != time.UTC || at.Before(before) || at.Nanosecond() != 0 {
		t.Errorf("published at %v, want whole seconds in UTC, not before %v", at, before)
	}
}
