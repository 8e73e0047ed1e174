package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// queueDissuasion is a queue and its dissuasion on the wire.
type queueDissuasion struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"`
	Dissuasion dissuasion `json:"dissuasion"`
}

type dissuasion struct {
	Type  xivo.DissuasionType `json:"type"`
	Value any                 `json:"value,omitempty"` // a soundFile or a queueName
}

type soundFile struct {
	SoundFile string `json:"soundFile"`
}

type queueName struct {
	QueueName string `json:"queueName"`
}

func wireDissuasion(d xivo.Dissuasion) dissuasion {
	switch d.Type {
	case xivo.DissuasionSoundFile:
		return dissuasion{d.Type, soundFile{d.SoundFile}}
	case xivo.DissuasionQueue:
		return dissuasion{d.Type, queueName{d.QueueName}}
	}
	return dissuasion{Type: d.Type}
}

// queueDissuasions are a queue and what its dissuasion can be on the wire.
type queueDissuasions struct {
	ID          int64       `json:"id"`
	Name        string      `json:"name"`
	Dissuasions dissuasions `json:"dissuasions"`
}

type dissuasions struct {
	SoundFiles []soundFile `json:"soundFiles"`
	Queues     []queueName `json:"queues"`
}

func getDissuasion(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	q, err := svc.Dissuasion.Get(ctx, id)
	return queueDissuasion{q.ID, q.Name, wireDissuasion(q.Dissuasion)}, err
}

func getDissuasions(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	q, err := svc.Dissuasion.Choices(ctx, id)
	return queueDissuasions{q.ID, q.Name, dissuasions{
		SoundFiles: rest.List(q.SoundFiles, func(s string) soundFile { return soundFile{s} }),
		Queues:     rest.List(q.QueueNames, func(s string) queueName { return queueName{s} }),
	}}, err
}

func setDissuasionSoundFile(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	o := c.object()
	file := o.String("soundFile")
	if c.failed(o) {
		return nil, nil
	}
	return struct {
		ID int64 `json:"id"`
		soundFile
	}{id, soundFile{file}}, svc.Dissuasion.SetSoundFile(ctx, id, file)
}

func setDissuasionQueue(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	o := c.object()
	name := o.String("queueName")
	if c.failed(o) {
		return nil, nil
	}
	return struct {
		ID int64 `json:"id"`
		queueName
	}{id, queueName{name}}, svc.Dissuasion.SetQueue(ctx, id, name)
}
