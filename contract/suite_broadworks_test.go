package contract

import (
	"context"
	"slices"
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/broadworks/broadworkstest"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// TestBroadWorksSuiteConforms runs the behaviour suite through clients, one for each
// call, and compares whatever goes to and fro with the document.
func TestBroadWorksSuiteConforms(t *testing.T) {
	watched := watch(t, "broadworks", 800)
	broadworkstest.Run(t, func(t *testing.T) *broadworks.Service {
		pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Empty())
		http := watched(t, pbx.Client().Transport)
		svc := broadworksclient.ByCaller(func(ctx context.Context, caller broadworks.Caller) (*broadworks.Service, error) {
			f, err := pbx.BroadWorks.Seed.Dump(ctx)
			if err != nil {
				return nil, err
			}
			token := "of-nobody"
			if i := slices.IndexFunc(f.Tokens, func(t broadworks.Token) bool { return t.Username == caller.Username }); i >= 0 {
				token = f.Tokens[i].Value
			}
			return broadworksclient.New(pbx.URL(), broadworksclient.Token(token), broadworksclient.WithHTTPClient(http))
		})
		svc.Auth, svc.Seed = pbx.BroadWorks.Auth, pbx.BroadWorks.Seed
		return svc
	})
}
