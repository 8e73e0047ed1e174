package voipnowhttp_test

import (
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/internal/golden"
)

func TestOperationsAreTheDocumentedOnes(t *testing.T) {
	resttest.Operations(t, voipnowhttp.Operations)
}

func TestEveryOperationIsBelowAPrefix(t *testing.T) {
	for _, op := range voipnowhttp.Operations() {
		if !strings.HasPrefix(op.Path, voipnowhttp.Prefix+"/") && !strings.HasPrefix(op.Path, voipnowhttp.OAuthPrefix+"/") {
			t.Errorf("%s is at %s", op.Name, op.Path)
		}
	}
}

func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	resttest.Coverage{
		About: func(_ string, e *golden.Exchange) bool { return e.Want.Status != 401 && e.Want.Status != 405 },
	}.Check(t, chapters)
}
