package telecomxhttp_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/internal/suite"
)

func TestOperationsAreTheDocumentedOnes(t *testing.T) {
	resttest.Operations(t, telecomxhttp.Operations)
}

func TestPrefixesCoverEveryOperation(t *testing.T) {
	used := map[string]bool{}
	for _, op := range telecomxhttp.Operations() {
		prefix := "/" + strings.Split(op.Path, "/")[1]
		used[prefix] = true
		if !slices.Contains(telecomxhttp.Prefixes(), prefix) {
			t.Errorf("%s is below none of %v", op.Path, telecomxhttp.Prefixes())
		}
	}
	suite.Equal(t, "number of prefixes", len(telecomxhttp.Prefixes()), len(used))
}

func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	resttest.Coverage{
		About: func(operation string, e *golden.Exchange) bool {
			return e.Want.Status != 401 || strings.HasPrefix(operation, "Login")
		},
		CannotRefuse: []string{"Ping", "Logout", "GetOwnSettings"}, // anything but tokens
	}.Check(t, chapters)
}
