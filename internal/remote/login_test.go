package remote_test

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/remote"
	"github.com/pbxkit/pbxkit/internal/wire"
)

// What a login answers may be a credential, whatever is wrong with the answer.
func TestNothingShowsTheAnswerOfALogin(t *testing.T) {
	for _, body := range []string{`{"token":"hunter2"`, "[]hunter2", strings.Repeat("hunter2", 10_000)} {
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
			return answer(200, nil, strings.NewReader(body)), nil
		}), remote.WithMaxAnswer(1000))
		a, err := c.Do(t.Context(), remote.Request{Operation: create, Open: true, Private: true})
		if err == nil {
			err = a.JSON(false, &struct{}{})
		}
		if e := unexpected(t, err); e.Status != 200 || e.Body != nil || !e.Cut {
			t.Errorf("error = %#v", e)
		}
		showsNothing(t, err)
	}
}

func TestTheRefusalOfALoginIsKeptWithoutItsSecrets(t *testing.T) {
	c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
		return answer(400, nil, strings.NewReader("no such secret: hunter2")), nil
	}))
	_, err := c.Do(t.Context(), remote.Request{Operation: create, Open: true, Secrets: []string{"hunter2"}})
	if e := unexpected(t, err); string(e.Body) != "no such secret: [credential]" {
		t.Errorf("body = %s", e.Body)
	}
	c = newClient(t, transport(func(*http.Request) (*http.Response, error) { return nil, errors.New("no way for hunter2") }))
	_, err = c.Do(t.Context(), remote.Request{Operation: create, Open: true, Secrets: []string{"hunter2"}})
	showsNothing(t, err)
}

// A credential that is a word of the vendor's leaves the vendor's own words as they are.
func TestARefusalCanBeReadAsItWasSent(t *testing.T) {
	var sent, body, hidden string
	v := vendor
	v.Refusal = func(_ *wire.Operation, a *remote.Answer) error {
		sent, body, hidden = string(a.Sent()), string(a.Body), a.Hide("an e")
		return errRefused
	}
	rt := transport(func(*http.Request) (*http.Response, error) {
		return answer(400, nil, strings.NewReader("refused, dear")), nil
	})
	c, err := remote.New(v, "http://pbx.test", &remote.Header{Name: "X-Token", Value: "e"}, remote.WithHTTPClient(&http.Client{Transport: rt}))
	if err != nil {
		t.Fatal(err)
	}
	_, err = c.Do(t.Context(), remote.Request{Operation: read, Params: []string{"1"}, Secrets: []string{"ed"}})
	if !errors.Is(err, errRefused) {
		t.Errorf("error = %v", err)
	}
	got := []string{sent, body, hidden}
	want := []string{"refused, dear", "r[credential]fus[credential], d[credential]ar", "an [credential]"}
	if !slices.Equal(got, want) {
		t.Errorf("sent, body and hidden = %q, want %q", got, want)
	}
}
