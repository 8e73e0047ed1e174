package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func getICEServers(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	s, err := svc.SIP.ICEServers(ctx)
	return xivowire.ICEServers(s), err
}
