package contract

import (
	"testing"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// TestXiVOSuiteConforms runs the behaviour suite through the client, and compares
// whatever goes to and fro with the document.
func TestXiVOSuiteConforms(t *testing.T) {
	const token = "a4c1f0de-7b52"
	watched := watch(t, "xivo", 1000)
	xivotest.Run(t, func(t *testing.T) *xivo.Service {
		pbx := pbxtest.Run(t, pbxtest.InMemory(), pbxtest.Empty(), pbxtest.StartAt(xivotest.Clock), pbxtest.WithXiVOToken(token))
		svc, err := xivoclient.New(pbx.URL(), token, xivoclient.WithHTTPClient(watched(t, pbx.Client().Transport)))
		if err != nil {
			t.Fatal(err)
		}
		svc.Seed = pbx.XiVO.Seed
		return svc
	})
}
