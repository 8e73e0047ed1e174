package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testSIP(t T, on *target) {
	check(t, on, []promise{
		{"an empty store has no STUN address", noSTUN},
		{"the configured STUN address is shown as it is", stunShown},
	})
}

func noSTUN(t T, svc *xivo.Service) {
	suite.Equal(t, "ICEServers", suite.Must(svc.SIP.ICEServers(t.Context()))(t), xivo.ICEServers{})
}

func stunShown(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "ICEServers", suite.Must(svc.SIP.ICEServers(t.Context()))(t), xivo.ICEServers{STUNAddress: "stun:stun.l.google.com:19302"})
	seed(t, svc, &xivo.Fixture{Settings: &xivo.Settings{STUNAddress: "no address at all"}})
	suite.Equal(t, "ICEServers", suite.Must(svc.SIP.ICEServers(t.Context()))(t), xivo.ICEServers{STUNAddress: "no address at all"})
	seed(t, svc, &xivo.Fixture{Settings: &xivo.Settings{}})
	noSTUN(t, svc)
}
