package xivohttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest/resttest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/internal/golden"
)

func TestOperationsAreTheDocumentedOnes(t *testing.T) {
	resttest.Operations(t, xivohttp.Operations)
}

func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	resttest.Coverage{
		About:        func(_ string, e *golden.Exchange) bool { return e.Header.Get("X-Auth-Token") == docsToken },
		CannotRefuse: []string{"ListUsers", "ListContacts", "ListProfiles", "ListAgentConfigs", "ListMeetingRooms", "GetSIPICEServers"},
	}.Check(t, chapters)
}
