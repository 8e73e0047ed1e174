package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testDissuasion(t T, on *target) {
	check(t, on, []promise{
		{"the documented dissuasion is shown", dissuasionShown},
		{"the choices are the queue's files and the default queue", choicesShown},
		{"files are listed once, in byte order", choicesInOrder},
		{"without a default queue none is offered", noDefaultQueue},
		{"a sound file can be set", soundFileSet},
		{"a queue can be set", queueSet},
		{"unknown queues are refused by the operation's name", unknownQueue},
		{"unknown files and targets are refused", unknownTarget},
		{"the queue is looked up first", queueBeforeTarget},
	})
}

var (
	toFile  = xivo.Dissuasion{Type: xivo.DissuasionSoundFile, SoundFile: "sales_audio_file"}
	toOther = xivo.Dissuasion{Type: xivo.DissuasionOther}
)

// dissuasionOf returns the dissuasion of a queue.
func dissuasionOf(t T, svc *xivo.Service, queueID int64) xivo.Dissuasion {
	t.Helper()
	return suite.Must(svc.Dissuasion.Get(t.Context(), queueID))(t).Dissuasion
}

func dissuasionShown(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.Dissuasion.Get(t.Context(), 3))(t), xivo.QueueDissuasion{ID: 3, Name: "sales", Dissuasion: toFile})
	// That of a queue which was given none is other.
	suite.Equal(t, "Get", suite.Must(svc.Dissuasion.Get(t.Context(), 1))(t), xivo.QueueDissuasion{ID: 1, Name: "queue1", Dissuasion: toOther})
}

func choicesShown(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Equal(t, "Choices", suite.Must(svc.Dissuasion.Choices(t.Context(), 3))(t), xivo.DissuasionChoices{
		ID: 3, Name: "sales", SoundFiles: []string{"sales_audio_file", "sales_audio_file_2", "sales_newSoundFile"},
		QueueNames: []string{"switchboard"},
	})
	suite.Equal(t, "Choices", suite.Must(svc.Dissuasion.Choices(t.Context(), 4))(t), xivo.DissuasionChoices{
		ID: 4, Name: "support", SoundFiles: []string{"support_closed"}, QueueNames: []string{"switchboard"},
	})
	suite.Equal(t, "Choices of a queue without files", suite.Must(svc.Dissuasion.Choices(t.Context(), 1))(t), xivo.DissuasionChoices{
		ID: 1, Name: "queue1", SoundFiles: []string{}, QueueNames: []string{"switchboard"},
	})
	// It offers itself as well.
	suite.Equal(t, "queues for the default queue", suite.Must(svc.Dissuasion.Choices(t.Context(), 7))(t).QueueNames, []string{"switchboard"})
}

func choicesInOrder(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{
		Queues: []xivo.Queue{{ID: 1, Name: "q"}},
		SoundFiles: []string{
			"q_b.wav", "q_a.wav", "q_a.gsm", "q_B.wav", "q_a.b.wav", "q_none", "q_é.wav", "q.wav", "Q_c.wav", "xq_d.wav", "q_",
		},
	})
	suite.Equal(t, "files", suite.Must(svc.Dissuasion.Choices(t.Context(), 1))(t).SoundFiles,
		[]string{"q_", "q_B", "q_a", "q_a.b", "q_b", "q_none", "q_é"})
}

func noDefaultQueue(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{Queues: []xivo.Queue{{ID: 1, Name: "q"}}})
	suite.Equal(t, "Choices", suite.Must(svc.Dissuasion.Choices(t.Context(), 1))(t), xivo.DissuasionChoices{
		ID: 1, Name: "q", SoundFiles: []string{}, QueueNames: []string{},
	})
}

func soundFileSet(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, file := range []string{"sales_newSoundFile", "support_closed"} { // any will do, whatever its prefix
		suite.Succeeds(t, svc.Dissuasion.SetSoundFile(t.Context(), 3, file))
		suite.Equal(t, "dissuasion", dissuasionOf(t, svc, 3), xivo.Dissuasion{Type: xivo.DissuasionSoundFile, SoundFile: file})
	}
	suite.Equal(t, "another queue's", dissuasionOf(t, svc, 4), toOther)
}

func queueSet(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, queue := range []string{"sales_queue", "switchboard", "sales"} { // itself included
		suite.Succeeds(t, svc.Dissuasion.SetQueue(t.Context(), 3, queue))
		suite.Equal(t, "dissuasion", dissuasionOf(t, svc, 3), xivo.Dissuasion{Type: xivo.DissuasionQueue, QueueName: queue})
	}
	suite.Succeeds(t, svc.Dissuasion.SetSoundFile(t.Context(), 3, "sales_audio_file"))
	suite.Equal(t, "dissuasion", dissuasionOf(t, svc, 3), toFile)
}

func unknownQueue(t T, svc *xivo.Service) {
	for _, c := range []struct {
		name, operation string
		call            func(t T) error
	}{
		{"Get", "getQueueDissusasion", func(t T) error { return suite.ErrOf(svc.Dissuasion.Get(t.Context(), 3)) }},
		{"Choices", "getQueueDissusasionList", func(t T) error { return suite.ErrOf(svc.Dissuasion.Choices(t.Context(), 3)) }},
		{"SetSoundFile", "updateQueueDissuasion", func(t T) error {
			return svc.Dissuasion.SetSoundFile(t.Context(), 3, "sales_audio_file")
		}},
		{"SetQueue", "updateQueueDissuasion", func(t T) error { return svc.Dissuasion.SetQueue(t.Context(), 3, "sales_queue") }},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, xivo.ErrQueueNotFound.Refuse("Unable to perform %s on queue 3 - QueueNotFound", c.operation),
				func() error { return c.call(t) })
		})
	}
}

func unknownTarget(t T, svc *xivo.Service) {
	documented(t, svc)
	for _, file := range []string{"nothing", "sales_audio_file.wav", "Sales_audio_file", "sales_audio"} {
		t.Run("file "+file, func(t T) {
			want := xivo.ErrFileNotFound.Refuse("Unable to perform updateQueueDissuasion on queue 3 with file %s - FileNotFound", file)
			refuses(t, svc, want, func() error { return svc.Dissuasion.SetSoundFile(t.Context(), 3, file) })
		})
	}
	for _, queue := range []string{"nothing", "Sales", "4"} {
		t.Run("queue "+queue, func(t T) {
			want := xivo.ErrQueueNotFound.Refuse(
				"Unable to perform updateQueueDissuasion on queue 3: could not find the queue '%s' - QueueNotFound", queue)
			refuses(t, svc, want, func() error { return svc.Dissuasion.SetQueue(t.Context(), 3, queue) })
		})
	}
	t.Run("no file", func(t T) {
		refuses(t, svc, xivo.ErrInvalidJSON.Refuse("soundFile: must not be empty"), func() error {
			return svc.Dissuasion.SetSoundFile(t.Context(), 3, "")
		})
	})
	t.Run("no queue", func(t T) {
		refuses(t, svc, xivo.ErrInvalidJSON.Refuse("queueName: must not be empty"), func() error {
			return svc.Dissuasion.SetQueue(t.Context(), 3, "")
		})
	})
}

func queueBeforeTarget(t T, svc *xivo.Service) {
	documented(t, svc)
	want := xivo.ErrQueueNotFound.Refuse("Unable to perform updateQueueDissuasion on queue 99 - QueueNotFound")
	refuses(t, svc, want, func() error { return svc.Dissuasion.SetSoundFile(t.Context(), 99, "nothing") })
	refuses(t, svc, want, func() error { return svc.Dissuasion.SetQueue(t.Context(), 99, "nothing") })
}
