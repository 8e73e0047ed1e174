package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/internal/wire/xivowire"
	"github.com/pbxkit/pbxkit/xivo"
)

func getDissuasion(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	q, err := svc.Dissuasion.Get(ctx, id)
	return xivowire.NewQueueDissuasion(q), err
}

func getDissuasions(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	q, err := svc.Dissuasion.Choices(ctx, id)
	return xivowire.NewDissuasionChoices(q), err
}

func setDissuasionSoundFile(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	o := c.object()
	file := o.String("soundFile")
	if c.failed(o) {
		return nil, nil
	}
	return xivowire.SoundFileSet{ID: id, SoundFile: xivowire.SoundFile{SoundFile: file}}, svc.Dissuasion.SetSoundFile(ctx, id, file)
}

func setDissuasionQueue(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	o := c.object()
	name := o.String("queueName")
	if c.failed(o) {
		return nil, nil
	}
	return xivowire.QueueSet{ID: id, QueueName: xivowire.QueueName{QueueName: name}}, svc.Dissuasion.SetQueue(ctx, id, name)
}
