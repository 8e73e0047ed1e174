package xivowire

import (
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// QueueDissuasion is a queue and its dissuasion.
type QueueDissuasion struct {
	ID         int64      `json:"id"`
	Name       string     `json:"name"`
	Dissuasion Dissuasion `json:"dissuasion"`
}

// Dissuasion is a dissuasion.
type Dissuasion struct {
	Type  xivo.DissuasionType `json:"type"`
	Value *DissuasionValue    `json:"value,omitempty"`
}

// DissuasionValue is a sound file or a queue, by its type.
type DissuasionValue struct {
	SoundFile *string `json:"soundFile,omitempty"`
	QueueName *string `json:"queueName,omitempty"`
}

func NewQueueDissuasion(q xivo.QueueDissuasion) QueueDissuasion {
	d := Dissuasion{Type: q.Dissuasion.Type}
	switch d.Type {
	case xivo.DissuasionSoundFile:
		d.Value = &DissuasionValue{SoundFile: &q.Dissuasion.SoundFile}
	case xivo.DissuasionQueue:
		d.Value = &DissuasionValue{QueueName: &q.Dissuasion.QueueName}
	}
	return QueueDissuasion{q.ID, q.Name, d}
}

func (q QueueDissuasion) Record() xivo.QueueDissuasion {
	value := orZero(q.Dissuasion.Value)
	return xivo.QueueDissuasion{ID: q.ID, Name: q.Name, Dissuasion: xivo.Dissuasion{
		Type: q.Dissuasion.Type, SoundFile: orZero(value.SoundFile), QueueName: orZero(value.QueueName),
	}}
}

// DissuasionChoices are a queue and what its dissuasion can be.
type DissuasionChoices struct {
	ID          int64   `json:"id"`
	Name        string  `json:"name"`
	Dissuasions Choices `json:"dissuasions"`
}

// Choices are sound files and queues.
type Choices struct {
	SoundFiles []SoundFile `json:"soundFiles"`
	Queues     []QueueName `json:"queues"`
}

// SoundFile is a sound file, also the request of SetQueueDissuasionSoundFile.
type SoundFile struct {
	SoundFile string `json:"soundFile"`
}

// QueueName is a queue, also the request of SetQueueDissuasionQueue.
type QueueName struct {
	QueueName string `json:"queueName"`
}

func NewDissuasionChoices(c xivo.DissuasionChoices) DissuasionChoices {
	return DissuasionChoices{c.ID, c.Name, Choices{
		SoundFiles: wire.List(c.SoundFiles, func(s string) SoundFile { return SoundFile{s} }),
		Queues:     wire.List(c.QueueNames, func(s string) QueueName { return QueueName{s} }),
	}}
}

func (c DissuasionChoices) Record() xivo.DissuasionChoices {
	return xivo.DissuasionChoices{
		ID: c.ID, Name: c.Name,
		SoundFiles: wire.List(c.Dissuasions.SoundFiles, func(s SoundFile) string { return s.SoundFile }),
		QueueNames: wire.List(c.Dissuasions.Queues, func(q QueueName) string { return q.QueueName }),
	}
}

// SoundFileSet is the answer of SetQueueDissuasionSoundFile.
type SoundFileSet struct {
	ID int64 `json:"id"`
	SoundFile
}

// QueueSet is the answer of SetQueueDissuasionQueue.
type QueueSet struct {
	ID int64 `json:"id"`
	QueueName
}
