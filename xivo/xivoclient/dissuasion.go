package xivoclient

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

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
