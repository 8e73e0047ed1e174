package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testRemoval(t T, on *target) {
	check(t, on, []promise{
		{"what nothing refers to is removed", unusedRemoved},
		{"what is removed together need not stand in the way", removedTogether},
		{"a sound file can go while another has its name", sameStemLeft},
		{"what is in use or not there stays", removalRefused},
	})
}

func unusedRemoved(t T, svc *xivo.Service) {
	documented(t, svc)
	want := dump(t, svc)
	want.Queues = append(want.Queues[:4], want.Queues[5])
	want.SoundFiles = append(want.SoundFiles[:2], want.SoundFiles[3])
	want.Periods = want.Periods[:2]
	want.CallbackRequests = want.CallbackRequests[:1]
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), xivo.Removal{
		Queues: []int64{5}, SoundFiles: []string{"sales_newSoundFile.wav"}, Periods: []xivo.UUID{afternoon.UUID},
		CallbackRequests: []xivo.UUID{otherRequest},
	}))
	suite.Equal(t, "Dump", dump(t, svc), want)

	refuses(t, svc, xivo.ErrFileNotFound.Refuse(
		"Unable to perform updateQueueDissuasion on queue 3 with file sales_newSoundFile - FileNotFound"), func() error {
		return svc.Dissuasion.SetSoundFile(t.Context(), 3, "sales_newSoundFile")
	})
	refuses(t, svc, xivo.ErrQueueNotFound.Refuse(
		"Unable to perform updateQueueDissuasion on queue 3: could not find the queue 'sales_queue' - QueueNotFound"), func() error {
		return svc.Dissuasion.SetQueue(t.Context(), 3, "sales_queue")
	})
	// Its number is not given again.
	seed(t, svc, &xivo.Fixture{Queues: []xivo.Queue{{Name: "sales_queue"}}})
	suite.Equal(t, "id", dump(t, svc).Queues[5].ID, int64(8))
}

func removedTogether(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), xivo.Removal{
		Periods: []xivo.UUID{alsoAllDay.UUID}, CallbackRequests: []xivo.UUID{otherRequest},
	}))
	suite.Equal(t, "periods", dump(t, svc).Periods, []xivo.Period{allDay, afternoon})

	suite.Succeeds(t, svc.Dissuasion.SetQueue(t.Context(), 4, "sales_queue"))
	suite.Succeeds(t, svc.Dissuasion.SetQueue(t.Context(), 5, "sales_queue")) // its own name is its own affair
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), xivo.Removal{Queues: []int64{4, 5}}))
	suite.Equal(t, "how many queues", len(dump(t, svc).Queues), 4)
}

func sameStemLeft(t T, svc *xivo.Service) {
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{SoundFiles: []string{"sales_audio_file.gsm"}})
	suite.Succeeds(t, svc.Seed.Remove(t.Context(), xivo.Removal{SoundFiles: []string{"sales_audio_file.wav"}}))
	suite.Equal(t, "dissuasion", dissuasionOf(t, svc, 3), toFile)
	err := svc.Seed.Remove(t.Context(), xivo.Removal{SoundFiles: []string{"sales_audio_file.gsm"}})
	checkSeedError(t, err, "soundFiles[0]", "in use by the dissuasion of queue 3")
}

func removalRefused(t T, svc *xivo.Service) {
	documented(t, svc)
	suite.Succeeds(t, svc.Dissuasion.SetQueue(t.Context(), 4, "sales"))
	seed(t, svc, &xivo.Fixture{CallbackRequests: []xivo.CallbackRequest{
		{ListUUID: newList, PhoneNumber: "1", PeriodUUID: alsoAllDay.UUID, Clotured: true},
	}})
	for _, c := range []struct {
		name         string
		removal      xivo.Removal
		path, reason string
	}{
		{"a queue with members", xivo.Removal{Queues: []int64{5, 2}}, "queues[1]", "agent 1 is a member of it"},
		{"a queue that is a dissuasion", xivo.Removal{Queues: []int64{3}}, "queues[0]", "in use by the dissuasion of queue 4"},
		{"the default dissuasion queue", xivo.Removal{Queues: []int64{7}}, "queues[0]", "the default dissuasion queue cannot be removed"},
		{"an unknown queue", xivo.Removal{Queues: []int64{99}}, "queues[0]", ""},
		{"a queue twice", xivo.Removal{Queues: []int64{5, 5}}, "queues[1]", ""},
		{"a sound file that is a dissuasion", xivo.Removal{SoundFiles: []string{"support_closed.wav", "sales_audio_file.wav"}}, "soundFiles[1]",
			"in use by the dissuasion of queue 3"},
		{"an unknown sound file", xivo.Removal{SoundFiles: []string{"support_closed"}}, "soundFiles[0]", ""},
		{"the default period", xivo.Removal{Periods: []xivo.UUID{afternoon.UUID, allDay.UUID}}, "periods[1]", "the default period cannot be removed"},
		{"a period in use", xivo.Removal{Periods: []xivo.UUID{alsoAllDay.UUID}}, "periods[0]", "in use by 2 callback requests"},
		{"a period still in use", xivo.Removal{Periods: []xivo.UUID{alsoAllDay.UUID}, CallbackRequests: []xivo.UUID{otherRequest}},
			"periods[0]", "in use by 1 callback requests"},
		{"an unknown period", xivo.Removal{Periods: []xivo.UUID{noList}}, "periods[0]", ""},
		{"an unknown request", xivo.Removal{CallbackRequests: []xivo.UUID{johnsRequest, noList}}, "callbackRequests[1]", ""},
	} {
		t.Run(c.name, func(t T) {
			before := dump(t, svc)
			checkSeedError(t, svc.Seed.Remove(t.Context(), c.removal), c.path, c.reason)
			suite.Equal(t, "what is stored after a refused Remove", dump(t, svc), before)
		})
	}
}
