package contract

import (
	"context"
	"fmt"
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
	"github.com/pbxkit/pbxkit/telecomx/telecomxtest"
)

// TestTelecomXSuiteConforms runs the behaviour suite through clients, one for each
// caller, and compares whatever goes to and fro with the document.
func TestTelecomXSuiteConforms(t *testing.T) {
	watched := watch(t, "telecomx", 1000)
	telecomxtest.Run(t, func(t *testing.T) *telecomx.Service {
		pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Empty(), pbxtest.StartAt(telecomxtest.Clock))
		http := watched(t, pbx.Client().Transport)
		open := func(token string) (*telecomx.Service, error) {
			return telecomxclient.New(pbx.URL(), telecomxclient.Token(token), telecomxclient.WithHTTPClient(http))
		}
		svc := telecomxclient.ByCaller(func(_ context.Context, caller telecomx.Caller) (*telecomx.Service, error) {
			token, ok := telecomxtest.TokenOf(caller)
			if !ok {
				token = "nobody's"
			}
			return open(token)
		})
		svc.Auth, svc.Seed = checked{pbx.TelecomX.Auth, open}, pbx.TelecomX.Seed
		return svc
	})
}

// checked checks a token with the client that it opens.
type checked struct {
	telecomx.AuthService
	open func(token string) (*telecomx.Service, error)
}

func (c checked) Check(ctx context.Context, credential telecomx.Credential) (telecomx.Caller, error) {
	token, err := credential.Token()
	if err != nil {
		return telecomx.Caller{}, err
	}
	svc, err := c.open(token)
	if err != nil {
		return telecomx.Caller{}, fmt.Errorf("%w: %w", telecomx.ErrInvalidToken, err)
	}
	return svc.Auth.Check(ctx, credential)
}
