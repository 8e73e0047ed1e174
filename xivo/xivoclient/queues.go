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

type dissuasion struct{ *client }

func (s dissuasion) Get(ctx context.Context, queueID int64) (xivo.QueueDissuasion, error) {
	return get[xivowire.QueueDissuasion](ctx, s.client, request(xivo.GetQueueDissuasion, number(queueID)))
}

func (s dissuasion) Choices(ctx context.Context, queueID int64) (xivo.DissuasionChoices, error) {
	return get[xivowire.DissuasionChoices](ctx, s.client, request(xivo.ListQueueDissuasions, number(queueID)))
}

func (s dissuasion) SetSoundFile(ctx context.Context, queueID int64, soundFile string) error {
	return s.tell(ctx, request(xivo.SetQueueDissuasionSoundFile, number(queueID)), xivowire.SoundFile{SoundFile: soundFile})
}

func (s dissuasion) SetQueue(ctx context.Context, queueID int64, queueName string) error {
	return s.tell(ctx, request(xivo.SetQueueDissuasionQueue, number(queueID)), xivowire.QueueName{QueueName: queueName})
}

type sip struct{ *client }

func (s sip) ICEServers(ctx context.Context) (xivo.ICEServers, error) {
	return get[xivowire.ICEServers](ctx, s.client, request(xivo.GetSIPICEServers))
}
