package xivo

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

func (s seed) Remove(ctx context.Context, r Removal) error {
	return s.db.Update(ctx, func(tx store.Tx) error {
		l := loader{core: s.core, tx: tx}
		// Requests go first: they can stand in the way of a period.
		return seeding.InTurn(
			func() error { return seeding.Each(ctx, "callbackRequests", r.CallbackRequests, l.removeRequest) },
			func() error { return seeding.Each(ctx, "periods", r.Periods, l.removePeriod) },
			func() error { return seeding.Each(ctx, "soundFiles", r.SoundFiles, l.removeSoundFile) },
			func() error { return seeding.Each(ctx, "queues", r.Queues, l.removeQueue) },
		)
	})
}

func (s seed) Dump(ctx context.Context) (*Fixture, error) {
	f := &Fixture{}
	err := s.db.View(ctx, func(tx store.ReadTx) error {
		*f = Fixture{} // the backend may run this again
		return seeding.InTurn(
			func() error { return dumpSettings(ctx, tx, f) },
			seeding.Dump(ctx, tx, mediaServerTable, &f.MediaServers, seeding.Self),
			seeding.Dump(ctx, tx, queueTable, &f.Queues, seeding.Self),
			seeding.Dump(ctx, tx, soundFileTable, &f.SoundFiles, func(s *soundFile) string { return s.Name }),
			seeding.Dump(ctx, tx, periodTable, &f.Periods, func(p *periodRow) Period { return p.Period }),
			seeding.Dump(ctx, tx, userTable, &f.Users, func(u *userRow) UserRecord { return u.UserRecord }),
			seeding.Dump(ctx, tx, agentTable, &f.Agents, seeding.Self),
			seeding.Dump(ctx, tx, listTable, &f.CallbackLists, (*listRow).ref),
			seeding.Dump(ctx, tx, requestTable, &f.CallbackRequests, func(r *requestRow) CallbackRequest { return r.CallbackRequest }),
			seeding.Dump(ctx, tx, roomTable, &f.MeetingRooms, seeding.Self),
			func() error { return dumpLastIDs(ctx, tx, f) },
		)
	})
	return f, err
}

func (l *listRow) ref() CallbackListRef {
	return CallbackListRef{UUID: l.UUID, Name: l.Name, QueueID: l.QueueID}
}

func dumpSettings(ctx context.Context, tx store.ReadTx, f *Fixture) error {
	s, err := settingsTable.Get(ctx, tx, settingsID)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	if err == nil {
		f.Settings = &Settings{STUNAddress: s.STUNAddress, DefaultDissuasionQueue: s.DefaultDissuasionQueue, Offers: s.Offers}
	}
	return err
}

func dumpLastIDs(ctx context.Context, tx store.ReadTx, f *Fixture) error {
	for name, sequence := range numbered {
		n, err := tx.Last(ctx, sequence)
		if err != nil {
			return err
		}
		if n > 0 {
			if f.LastIDs == nil {
				f.LastIDs = map[string]int64{}
			}
			f.LastIDs[name] = n
		}
	}
	return nil
}
