package remote_test

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/remote"
)

// What a login answers may be a credential, whatever is wrong with the answer.
func TestNothingShowsTheAnswerOfALogin(t *testing.T) {
	for _, body := range []string{`{"token":"hunter2"`, "[]hunter2", strings.Repeat("hunter2", 10_000)} {
		c := newClient(t, transport(func(*http.Request) (*http.Response, error) {
			return answer(200, nil, strings.NewReader(body)), nil
		}), remote.WithMaxAnswer(1000))
		a, err := c.Do(t.Context(), remote.Request{Operation: create, Open: true})
		if err == nil {
			err = a.JSON(false, &struct{}{})
		}
		if e := unexpected(t, err); e.Status != 200 || e.Body != nil || e.Cut {
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
