package contract

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
	"github.com/pbxkit/pbxkit/voipnow/voipnowtest"
)

// TestVoipNowSuiteConforms runs the behaviour suite through clients, one for each caller,
// and compares whatever goes to and fro with the document.
func TestVoipNowSuiteConforms(t *testing.T) {
	watched := watch(t, "voipnow", 1000)
	voipnowtest.Run(t, func(t *testing.T) *voipnow.Service {
		pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Empty(), pbxtest.StartAt(voipnowtest.Clock))
		return voipnowAccounts(t, pbx, watched(t, pbx.Client().Transport))
	})
}

// voipnowToken begins the tokens of callers.
const voipnowToken = "a4c1f0de-"

// voipnowAccounts returns the service of all accounts of a PBX: a client for each caller,
// with a token that it is given when it first asks.
func voipnowAccounts(t *testing.T, pbx *pbxtest.Server, c *http.Client) *voipnow.Service {
	t.Helper()
	client := func(token string) (*voipnow.Service, error) {
		return voipnowclient.New(pbx.URL(), voipnowclient.Token(token), voipnowclient.WithHTTPClient(c))
	}
	anyone, err := client(voipnowToken)
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	given := map[string]bool{}
	svc := voipnowclient.ByCaller(func(ctx context.Context, caller voipnow.Caller) (*voipnow.Service, error) {
		mu.Lock()
		defer mu.Unlock()
		token := voipnow.Token{Value: voipnowToken + caller.UserID, UserID: caller.UserID}
		if !given[token.Value] {
			if err := pbx.VoipNow.Seed.Load(ctx, &voipnow.Fixture{Tokens: []voipnow.Token{token}}); err != nil {
				return nil, voipnow.ErrAccessDenied // there is no such user
			}
			given[token.Value] = true
		}
		return client(token.Value)
	})
	svc.Auth, svc.Seed = voipnowAuth{pbx.VoipNow.Auth, anyone.Auth}, voipnowSeed{pbx.VoipNow.Seed}
	return svc
}

// voipnowAuth asks for tokens through HTTP; who somebody is no request asks.
type voipnowAuth struct {
	voipnow.AuthService
	grants voipnow.AuthService
}

func (a voipnowAuth) Grant(ctx context.Context, in voipnow.GrantRequest) (voipnow.Grant, error) {
	return a.grants.Grant(ctx, in)
}

// voipnowSeed leaves the tokens of callers out of dumps.
type voipnowSeed struct{ voipnow.SeedService }

func (s voipnowSeed) Dump(ctx context.Context) (*voipnow.Fixture, error) {
	f, err := s.SeedService.Dump(ctx)
	if err == nil {
		f.Tokens = slices.DeleteFunc(f.Tokens, func(t voipnow.Token) bool { return strings.HasPrefix(t.Value, voipnowToken) })
	}
	return f, err
}
