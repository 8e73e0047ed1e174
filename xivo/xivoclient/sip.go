package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type sip struct{ *client }

func (s sip) ICEServers(ctx context.Context) (xivo.ICEServers, error) {
	return get[xivowire.ICEServers](ctx, s.client, request(xivo.GetSIPICEServers))
}
