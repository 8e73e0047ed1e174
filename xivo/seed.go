package xivo

import (
	"context"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/seeding"
	"github.com/pbxkit/pbxkit/store"
)

// SeedService sets what no operation of the API makes, and can set everything
// else as well. It checks what the API would check. Assumed throughout: the
// reference does not say where users, queues and agents come from.
type SeedService interface {
	// Load puts the records of a fixture into the store, in one transaction.
	// A record with the id, UUID or name of one that is there replaces it;
	// one without gets the next. An error is a [*SeedError].
	Load(ctx context.Context, f *Fixture) error

	// Remove removes records, in one transaction. What others refer to, or
	// what is not there, cannot be removed.
	Remove(ctx context.Context, r Removal) error

	// Dump returns everything in the store as a fixture that makes the same
	// state of an empty one.
	Dump(ctx context.Context) (*Fixture, error)
}

// SeedError says which record of a fixture or removal is wrong, by its path such
// as users[3].line, and why.
type SeedError = seeding.Error

type seed struct{ *core }

func (s seed) Load(ctx context.Context, f *Fixture) error {
	return s.db.Update(ctx, func(tx store.Tx) error {
		l := loader{core: s.core, tx: tx}
		return l.load(ctx, f)
	})
}

// loader puts records into the store.
type loader struct {
	*core
	tx store.Tx
}

func (l *loader) load(ctx context.Context, f *Fixture) error {
	// The order is that of references: what refers comes after what it
	// refers to.
	return seeding.InTurn(
		func() error { return seeding.At("settings", l.settings(ctx, f.Settings)) },
		func() error { return seeding.At("lastIds", l.lastIDs(ctx, f.LastIDs)) },
		func() error { return seeding.Each(ctx, "mediaServers", f.MediaServers, l.mediaServer) },
		func() error { return seeding.Each(ctx, "queues", f.Queues, l.queue) },
		func() error { return seeding.Each(ctx, "soundFiles", f.SoundFiles, l.soundFile) },
		func() error { return seeding.Each(ctx, "queues", f.Queues, l.checkDissuasion) },
		func() error { return seeding.At("settings", l.checkDefaultQueue(ctx)) },
		func() error { return seeding.Each(ctx, "periods", f.Periods, l.period) },
		func() error { return seeding.At("periods", l.checkDefaultPeriod(ctx)) },
		func() error { return seeding.Each(ctx, "users", f.Users, l.user) },
		func() error { return seeding.Each(ctx, "agents", f.Agents, l.agent) },
		func() error { return seeding.Each(ctx, "callbackLists", f.CallbackLists, l.callbackList) },
		func() error { return seeding.Each(ctx, "callbackRequests", f.CallbackRequests, l.callbackRequest) },
		func() error { return seeding.Each(ctx, "meetingRooms", f.MeetingRooms, l.meetingRoom) },
	)
}

func (l *loader) settings(ctx context.Context, in *Settings) error {
	if in == nil {
		return nil
	}
	if err := checkText("stunAddress", in.STUNAddress); err != nil {
		return err
	}
	offers, err := in.Offers.normalize()
	if err != nil {
		return err
	}
	return settingsTable.Put(ctx, l.tx, &settings{
		ID: settingsID, STUNAddress: in.STUNAddress, DefaultDissuasionQueue: in.DefaultDissuasionQueue, Offers: offers,
	})
}

// numbered are the names of what has numbers, in fixtures, and their sequences.
var numbered = map[string]string{
	"user": userSequence, "line": lineSequence, "queue": queueSequence, "agent": agentSequence, "meetingRoom": roomSequence,
}

func (l *loader) lastIDs(ctx context.Context, last map[string]int64) error {
	for name, n := range last {
		sequence, ok := numbered[name]
		switch {
		case !ok:
			return invalid(name, "nothing of that name has numbers")
		case n < 0:
			return invalid(name, "must not be negative")
		}
		if err := l.tx.Reserve(ctx, sequence, n); err != nil {
			return err
		}
	}
	return nil
}

// number gives a record the next number if it has none, and otherwise makes sure
// that its number is not given again.
func (l *loader) number(ctx context.Context, sequence string, id *int64) (err error) {
	switch {
	case *id < 0:
		return invalid("id", "must not be negative")
	case *id == 0:
		*id, err = l.tx.Next(ctx, sequence)
		return err
	}
	return l.tx.Reserve(ctx, sequence, *id)
}

func (l *loader) mediaServer(ctx context.Context, m MediaServer) error {
	if err := requireText("name", m.Name); err != nil {
		return err
	}
	if err := requireText("displayName", m.DisplayName); err != nil {
		return err
	}
	if err := mediaServerTable.Put(ctx, l.tx, &m); err != nil {
		return err
	}
	// The users on it carry its display name.
	users, err := userTable.All(ctx, l.tx, filter.And{
		filter.Cmp{Field: "site", Op: filter.Eq, Value: m.Name},
		filter.Cmp{Field: "mdsDisplayName", Op: filter.Ne, Value: m.DisplayName},
	})
	if err != nil {
		return err
	}
	for _, u := range users {
		u.MDSDisplayName = m.DisplayName
		if err := userTable.Replace(ctx, l.tx, u); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) meetingRoom(ctx context.Context, r MeetingRoom) error {
	if err := r.check(); err != nil {
		return err
	}
	if err := l.number(ctx, roomSequence, &r.ID); err != nil {
		return err
	}
	return roomTable.Put(ctx, l.tx, &r)
}
