package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/xivo"
)

// iceServers is the answer of GetSIPICEServers; empty if none is configured.
type iceServers struct {
	STUNAddress string `json:"stun_address,omitempty"`
}

func getICEServers(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	s, err := svc.SIP.ICEServers(ctx)
	return iceServers(s), err
}
