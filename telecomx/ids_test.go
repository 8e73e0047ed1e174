package telecomx_test

import (
	"crypto/rand"
	"errors"
	"regexp"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/telecomx"
)

func TestRandomIDs(t *testing.T) {
	ids := telecomx.RandomIDs(rand.Reader)
	seen := map[string]bool{}
	for range 100 {
		id, err := ids.ID()
		if err != nil || !regexp.MustCompile(`^[0-9a-f]{24}$`).MatchString(id) || seen[id] {
			t.Errorf("id %q, error %v", id, err)
		}
		token, err := ids.Token()
		if err != nil || !regexp.MustCompile(`^[0-9A-Za-z_-]{43}$`).MatchString(token) || seen[token] {
			t.Errorf("token %q, error %v", token, err)
		}
		seen[id], seen[token] = true, true
	}
}

// same draws the same identifiers until they are used up.
type same struct{ ids, tokens []string }

var errUsedUp = errors.New("used up")

func draw(list *[]string) (string, error) {
	if len(*list) == 0 {
		return "", errUsedUp
	}
	first := (*list)[0]
	*list = (*list)[1:]
	return first, nil
}

func (s *same) ID() (string, error)    { return draw(&s.ids) }
func (s *same) Token() (string, error) { return draw(&s.tokens) }

func TestIdentifiersInUseArePassedOver(t *testing.T) {
	ids := &same{
		ids:    []string{"123456789012345678901234", "1234567890abcdef12345678", "aaaaaaaaaaaaaaaaaaaaaaaa"},
		tokens: []string{"token-owner", "token-expired", "new"},
	}
	svc, _ := documented(t, telecomx.WithIDs(ids))
	owner := telecomx.Caller{Customer: "1234567890ABCDEF12345678", Level: telecomx.Owner}
	m, err := svc.MusicOnHold.Create(t.Context(), owner, telecomx.MusicInput{Name: telecomx.To("x")})
	if err != nil || m.ID != "aaaaaaaaaaaaaaaaaaaaaaaa" {
		t.Errorf("id %q, error %v", m.ID, err)
	}
	s, err := svc.Sessions.Login(t.Context(), userLogin)
	if err != nil || s.Token != "new" {
		t.Errorf("token %q, error %v", s.Token, err)
	}
	if _, err := svc.Sessions.Login(t.Context(), userLogin); !errors.Is(err, telecomx.ErrInternal) || !errors.Is(err, errUsedUp) {
		t.Errorf("error = %v, want one that wraps %v", err, errUsedUp)
	}
}

// stuck always draws what is in use.
type stuck struct{}

func (stuck) ID() (string, error)    { return "123456789012345678901234", nil }
func (stuck) Token() (string, error) { return "token-owner", nil }

func TestDrawingIdentifiersIsGivenUp(t *testing.T) {
	svc, _ := documented(t, telecomx.WithIDs(stuck{}))
	if _, err := svc.Sessions.Login(t.Context(), userLogin); !errors.Is(err, telecomx.ErrInternal) || !strings.Contains(err.Error(), "no free identifier") {
		t.Errorf("error = %v", err)
	}
}
