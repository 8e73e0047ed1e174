package broadworkshttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

func TestOperationsAreTheDocumentedOnes(t *testing.T) {
	resttest.Operations(t, broadworkshttp.Operations)
}

// The service checks the right of every operation by the name that the adapter
// calls it, whatever the body. Who logs in has no rights yet.
func TestTheServiceKnowsEveryOperation(t *testing.T) {
	db := newSystem(t, broadworkshttp.Options{}).db
	for _, op := range broadworkshttp.Operations() {
		svc := broadworks.New(db, broadworks.WithMinimumLevel(broadworks.Operation(op.Name), broadworks.System+1))
		h, err := broadworkshttp.NewHandler(svc, broadworkshttp.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if op.Name == "Login" {
			if got := resttest.Ask(h, request(op.Method, fill(op.Path), documentedBody(op))); got.Status != 200 {
				t.Errorf("Login: %v", got)
			}
			continue
		}
		for _, body := range []string{documentedBody(op), "no object"} {
			resttest.Expect(t, h, request(op.Method, fill(op.Path), body), 403,
				`{"errors":[{"code":403,"message":"Forbidden","details":{"reason":"the operation needs user_level 17"}}]}`)
		}
	}
}

func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	resttest.Coverage{
		About: func(operation string, e *golden.Exchange) bool { return e.Want.Status != 401 || operation == "Login" },
	}.Check(t, chapters)
}
