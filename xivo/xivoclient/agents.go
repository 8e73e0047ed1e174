package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

type agents struct{ *client }

func (s agents) Get(ctx context.Context, id int64) (xivo.AgentConfig, error) {
	return get[xivowire.Agent](ctx, s.client, request(xivo.GetAgentConfig, number(id)))
}

func (s agents) List(ctx context.Context) ([]xivo.AgentConfig, error) {
	return list[xivowire.Agent](ctx, s.client, request(xivo.ListAgentConfigs))
}
