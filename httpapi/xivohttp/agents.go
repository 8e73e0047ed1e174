package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func getAgent(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	a, err := svc.Agents.Get(ctx, id)
	return xivowire.NewAgent(a), err
}

func listAgents(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Agents.List(ctx)
	return wire.List(list, xivowire.NewAgent), err
}
