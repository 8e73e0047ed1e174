package xivo

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// DissuasionService is the chapter "Queue Dissuasion": where a call goes when the
// queue does not take it. Every method returns ErrQueueNotFound for an unknown
// queue, whose body is documented and whose status is assumed. So is the
// spelling of the messages: getQueueDissusasion is on the wire.
type DissuasionService interface {
	// Get returns the dissuasion of a queue (GET /1.0/queue/:id/dissuasion).
	Get(ctx context.Context, queueID int64) (QueueDissuasion, error)

	// Choices returns what the dissuasion of a queue can be
	// (GET /1.0/queue/:id/dissuasions).
	Choices(ctx context.Context, queueID int64) (DissuasionChoices, error)

	// SetSoundFile makes it a sound file, given without its extension, or
	// returns ErrFileNotFound (PUT /1.0/queue/:id/dissuasion/sound_file). Any
	// file will do, whatever its prefix (assumed).
	SetSoundFile(ctx context.Context, queueID int64, soundFile string) error

	// SetQueue makes it a queue, given by name
	// (PUT /1.0/queue/:id/dissuasion/queue). Any queue will do (assumed).
	SetQueue(ctx context.Context, queueID int64, queueName string) error
}

// DissuasionType is the kind of a dissuasion.
type DissuasionType string

// The kinds of dissuasion. Other is also that of a new queue (assumed).
const (
	DissuasionSoundFile DissuasionType = "soundFile"
	DissuasionQueue     DissuasionType = "queue"
	DissuasionOther     DissuasionType = "other"
)

// Dissuasion is a sound file, a queue, or something that the API does not show.
type Dissuasion struct {
	Type      DissuasionType `json:"type"`
	SoundFile string         `json:"soundFile,omitempty"` // without extension
	QueueName string         `json:"queueName,omitempty"`
}

// QueueDissuasion is a queue and its dissuasion.
type QueueDissuasion struct {
	ID         int64
	Name       string
	Dissuasion Dissuasion
}

// DissuasionChoices are a queue and what its dissuasion can be.
type DissuasionChoices struct {
	ID         int64
	Name       string
	SoundFiles []string // those named after the queue, without extension, in byte order (assumed); never nil
	QueueNames []string // the one configured for all queues, or none (assumed); never nil
}

// Queue is a queue with its dissuasion. Seeding only.
type Queue struct {
	ID         int64      `json:"id,omitempty"` // 0: the next free one
	Name       string     `json:"name"`         // unique
	Dissuasion Dissuasion `json:"dissuasion,omitzero"`
}

// soundFile is a file in the directory that dissuasions are taken from.
type soundFile struct {
	Name string `json:"name"` // with extension
}

// stem is the name of a sound file as the API shows it.
func (f *soundFile) stem() string {
	if i := strings.LastIndexByte(f.Name, '.'); i > 0 {
		return f.Name[:i]
	}
	return f.Name
}

const queueSequence = "xivo.queue"

var (
	queueTable     = store.NewTable("xivo_queues", func(q *Queue) int64 { return q.ID }, nil)
	queueByName    = store.NewUnique(queueTable, "xivo_queues_name_key", func(q *Queue) (string, bool) { return q.Name, true })
	soundFileTable = store.NewTable("xivo_soundfiles", func(f *soundFile) string { return f.Name }, nil)
)

func getQueueNames(ctx context.Context, tx store.ReadTx) (map[int64]string, error) {
	all, err := queueTable.All(ctx, tx, nil)
	names := make(map[int64]string, len(all))
	for _, q := range all {
		names[q.ID] = q.Name
	}
	return names, err
}

// getStems returns the names of the sound files without extension, in byte
// order and each once.
func getStems(ctx context.Context, tx store.ReadTx) ([]string, error) {
	files, err := soundFileTable.All(ctx, tx, nil)
	stems := viewAll(files, (*soundFile).stem)
	slices.Sort(stems)
	return slices.Compact(stems), err
}

type dissuasion struct{ *core }

// get returns a queue, or a refusal in the name of an operation.
func (dissuasion) get(ctx context.Context, tx store.ReadTx, operation string, id int64) (*Queue, error) {
	q, err := queueTable.Get(ctx, tx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, ErrQueueNotFound.Refuse("Unable to perform %s on queue %d - QueueNotFound", operation, id)
	}
	return q, err
}

func (s dissuasion) Get(ctx context.Context, queueID int64) (QueueDissuasion, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (QueueDissuasion, error) {
		q, err := s.get(ctx, tx, "getQueueDissusasion", queueID)
		if err != nil {
			return QueueDissuasion{}, err
		}
		return QueueDissuasion{ID: q.ID, Name: q.Name, Dissuasion: q.Dissuasion}, nil
	})
}

func (s dissuasion) Choices(ctx context.Context, queueID int64) (DissuasionChoices, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (DissuasionChoices, error) {
		q, err := s.get(ctx, tx, "getQueueDissusasionList", queueID)
		if err != nil {
			return DissuasionChoices{}, err
		}
		stems, err := getStems(ctx, tx)
		if err != nil {
			return DissuasionChoices{}, err
		}
		settings, err := getSettings(ctx, tx)
		if err != nil {
			return DissuasionChoices{}, err
		}
		choices := DissuasionChoices{ID: q.ID, Name: q.Name, SoundFiles: []string{}, QueueNames: []string{}}
		for _, stem := range stems {
			if strings.HasPrefix(stem, q.Name+"_") {
				choices.SoundFiles = append(choices.SoundFiles, stem)
			}
		}
		if name := settings.DefaultDissuasionQueue; name != "" {
			choices.QueueNames = append(choices.QueueNames, name)
		}
		return choices, nil
	})
}

func (s dissuasion) SetSoundFile(ctx context.Context, queueID int64, soundFile string) error {
	if err := requireText("soundFile", soundFile); err != nil {
		return err
	}
	return s.set(ctx, queueID, func(tx store.Tx) (Dissuasion, error) {
		stems, err := getStems(ctx, tx)
		if err != nil {
			return Dissuasion{}, err
		}
		if _, ok := slices.BinarySearch(stems, soundFile); !ok {
			return Dissuasion{}, ErrFileNotFound.Refuse(
				"Unable to perform updateQueueDissuasion on queue %d with file %s - FileNotFound", queueID, text.Clip(soundFile))
		}
		return Dissuasion{Type: DissuasionSoundFile, SoundFile: soundFile}, nil
	})
}

func (s dissuasion) SetQueue(ctx context.Context, queueID int64, queueName string) error {
	if err := requireText("queueName", queueName); err != nil {
		return err
	}
	return s.set(ctx, queueID, func(tx store.Tx) (Dissuasion, error) {
		known, err := queueByName.Has(ctx, tx, queueName)
		if err != nil {
			return Dissuasion{}, err
		}
		if !known {
			return Dissuasion{}, ErrQueueNotFound.Refuse(
				"Unable to perform updateQueueDissuasion on queue %d: could not find the queue '%s' - QueueNotFound", queueID, text.Clip(queueName))
		}
		return Dissuasion{Type: DissuasionQueue, QueueName: queueName}, nil
	})
}

// set changes the dissuasion of a queue; the queue is looked up first (assumed).
func (s dissuasion) set(ctx context.Context, queueID int64, choose func(store.Tx) (Dissuasion, error)) error {
	return change(ctx, s.core, func(tx store.Tx) error {
		q, err := s.get(ctx, tx, "updateQueueDissuasion", queueID)
		if err != nil {
			return err
		}
		if q.Dissuasion, err = choose(tx); err != nil {
			return err
		}
		return queueTable.Replace(ctx, tx, q)
	})
}
