package xivo

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

func (l *loader) queue(ctx context.Context, q Queue) error {
	if err := requireText("name", q.Name); err != nil {
		return err
	}
	// A queue without a number can be found by its name.
	before, err := queueByName.Get(ctx, l.tx, q.Name)
	switch {
	case err == nil && q.ID == 0:
		q.ID = before.ID
	case err != nil && !errors.Is(err, store.ErrNotFound):
		return err
	}
	if err := l.number(ctx, queueSequence, &q.ID); err != nil {
		return err
	}
	if q.Dissuasion.Type == "" {
		q.Dissuasion.Type = DissuasionOther
	}
	before, err = queueTable.Get(ctx, l.tx, q.ID)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return queueTable.Insert(ctx, l.tx, &q)
	case err != nil:
		return err
	case before.Name != q.Name:
		if err := l.checkNoDissuasion(ctx, before.Name); err != nil {
			return err
		}
	}
	return queueTable.Replace(ctx, l.tx, &q)
}

// checkDissuasion checks the dissuasion of a queue once all queues and sound
// files are there.
func (l *loader) checkDissuasion(ctx context.Context, in Queue) error {
	q, err := queueByName.Get(ctx, l.tx, in.Name)
	if err != nil {
		return err
	}
	switch d := q.Dissuasion; d.Type {
	case DissuasionOther:
		if d.SoundFile+d.QueueName != "" {
			return invalid("dissuasion", "type other has no value")
		}
	case DissuasionSoundFile:
		stems, err := getStems(ctx, l.tx)
		if err != nil {
			return err
		}
		if !slices.Contains(stems, d.SoundFile) || d.QueueName != "" {
			return invalid("dissuasion", "unknown sound file '%s'", d.SoundFile)
		}
	case DissuasionQueue:
		known, err := queueByName.Has(ctx, l.tx, d.QueueName)
		if err != nil {
			return err
		}
		if !known || d.SoundFile != "" {
			return invalid("dissuasion", "unknown queue '%s'", d.QueueName)
		}
	default:
		return invalid("dissuasion.type", "expected soundFile, queue or other")
	}
	return nil
}

// checkDefaultQueue checks that the default dissuasion queue is a queue, once
// all queues are there.
func (l *loader) checkDefaultQueue(ctx context.Context) error {
	settings, err := getSettings(ctx, l.tx)
	if err != nil || settings.DefaultDissuasionQueue == "" {
		return err
	}
	known, err := queueByName.Has(ctx, l.tx, settings.DefaultDissuasionQueue)
	if err == nil && !known {
		return invalid("defaultDissuasionQueue", "unknown queue '%s'", text.Clip(settings.DefaultDissuasionQueue))
	}
	return err
}

func (l *loader) soundFile(ctx context.Context, name string) error {
	if err := requireText("name", name); err != nil {
		return err
	}
	return soundFileTable.Put(ctx, l.tx, &soundFile{Name: name})
}

// checkNoDissuasion refuses to take a queue's name away that a dissuasion uses.
func (l *loader) checkNoDissuasion(ctx context.Context, queueName string) error {
	return l.checkQueues(ctx, func(q *Queue) bool {
		return q.Dissuasion.Type == DissuasionQueue && q.Dissuasion.QueueName == queueName && q.Name != queueName
	})
}

// checkQueues refuses if a queue's dissuasion uses what is to go.
func (l *loader) checkQueues(ctx context.Context, uses func(*Queue) bool) error {
	all, err := queueTable.All(ctx, l.tx, nil)
	if err != nil {
		return err
	}
	if i := slices.IndexFunc(all, uses); i >= 0 {
		return fmt.Errorf("in use by the dissuasion of queue %d", all[i].ID)
	}
	return nil
}

func (l *loader) removeQueue(ctx context.Context, id int64) error {
	q, err := queueTable.Get(ctx, l.tx, id)
	if err != nil {
		return err
	}
	if err := l.checkNoDissuasion(ctx, q.Name); err != nil {
		return err
	}
	settings, err := getSettings(ctx, l.tx)
	if err != nil {
		return err
	}
	if settings.DefaultDissuasionQueue == q.Name {
		return errors.New("the default dissuasion queue cannot be removed")
	}
	agents, err := agentTable.All(ctx, l.tx, nil)
	if err != nil {
		return err
	}
	for _, a := range agents {
		if slices.ContainsFunc(a.Members, func(m Membership) bool { return m.QueueID == id }) {
			return fmt.Errorf("agent %d is a member of it", a.ID)
		}
	}
	return queueTable.Delete(ctx, l.tx, id)
}

func (l *loader) removeSoundFile(ctx context.Context, name string) error {
	if err := soundFileTable.Delete(ctx, l.tx, name); err != nil {
		return err
	}
	stems, err := getStems(ctx, l.tx)
	if err != nil {
		return err
	}
	return l.checkQueues(ctx, func(q *Queue) bool {
		return q.Dissuasion.Type == DissuasionSoundFile && !slices.Contains(stems, q.Dissuasion.SoundFile)
	})
}
