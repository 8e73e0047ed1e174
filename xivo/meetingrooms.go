package xivo

import (
	"context"
	"errors"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// MeetingRoomService is the chapter "Meeting Rooms". A room that does not exist
// is an ErrNotFound with the documented status 500; its body is assumed.
type MeetingRoomService interface {
	// List returns all rooms by id (GET /2.0/meetingrooms).
	List(ctx context.Context) ([]MeetingRoom, error)

	// Find returns the rooms that filters select (POST /2.0/meetingrooms/find).
	// The fields are name, displayName, number and userPin.
	Find(ctx context.Context, find Find) (Page[MeetingRoom], error)

	// Get returns a room (GET /2.0/meetingrooms/:id).
	Get(ctx context.Context, id int64) (MeetingRoom, error)

	// Create makes a room with the next id, whatever room.ID is (assumed), or
	// returns ErrDuplicate if its name or (assumed) its number is taken
	// (POST /2.0/meetingrooms).
	Create(ctx context.Context, room MeetingRoom) (MeetingRoom, error)

	// Update replaces the room with room.ID, also a pin by none (assumed),
	// under the same conditions (PUT /2.0/meetingrooms).
	Update(ctx context.Context, room MeetingRoom) (MeetingRoom, error)

	// Delete removes a room and returns it (DELETE /2.0/meetingrooms/:id).
	Delete(ctx context.Context, id int64) (MeetingRoom, error)
}

// MeetingRoom is a meeting room.
type MeetingRoom struct {
	ID          int64  `json:"id,omitempty"` // when seeding, 0: the next free one
	Name        string `json:"name"`         // unique
	DisplayName string `json:"displayName"`
	Number      int64  `json:"number"`            // unique (assumed), not negative
	UserPIN     *int64 `json:"userPin,omitempty"` // not negative; nil: none
}

// Clone returns a copy for the store.
func (r *MeetingRoom) Clone() *MeetingRoom {
	c := *r
	c.UserPIN = clonePtr(r.UserPIN)
	return &c
}

func (r *MeetingRoom) check() error {
	if err := requireText("name", r.Name); err != nil {
		return err
	}
	if err := requireText("displayName", r.DisplayName); err != nil {
		return err
	}
	switch {
	case r.Number < 0:
		return invalid("number", "must not be negative")
	case r.UserPIN != nil && *r.UserPIN < 0:
		return invalid("userPin", "must not be negative")
	}
	return nil
}

// roomSequence numbers rooms. Ids are never used again (assumed).
const roomSequence = "xivo.meetingroom"

var roomColumns = columns{"name": "name", "displayName": "displayName", "number": "number", "userPin": "userPin"}

var roomTable = store.NewTable("xivo_meetingrooms", func(r *MeetingRoom) int64 { return r.ID }, filter.NewFields(
	filter.Column("name", func(r *MeetingRoom) string { return r.Name }),
	filter.Column("displayName", func(r *MeetingRoom) string { return r.DisplayName }),
	filter.Column("number", func(r *MeetingRoom) int64 { return r.Number }),
	filter.Nullable("userPin", func(r *MeetingRoom) (int64, bool) {
		if r.UserPIN == nil {
			return 0, false
		}
		return *r.UserPIN, true
	}),
))

// The names of the constraints are part of the answer to a duplicate (assumed),
// and the name is checked before the number (assumed).
var (
	_ = store.NewUnique(roomTable, "meetingroom_name_key", func(r *MeetingRoom) (string, bool) { return r.Name, true }).On("name")
	_ = store.NewUnique(roomTable, "meetingroom_number_key", func(r *MeetingRoom) (int64, bool) { return r.Number, true }).On("number")
)

type meetingRooms struct{ *core }

func (s meetingRooms) List(ctx context.Context) ([]MeetingRoom, error) {
	return view(ctx, s.core, func(tx store.ReadTx) ([]MeetingRoom, error) {
		all, err := roomTable.All(ctx, tx, nil)
		return viewAll(all, self), err
	})
}

func (s meetingRooms) Find(ctx context.Context, find Find) (Page[MeetingRoom], error) {
	q, err := findQuery(find, roomColumns, roomTable.Fields())
	if err != nil {
		return Page[MeetingRoom]{}, err
	}
	return view(ctx, s.core, func(tx store.ReadTx) (Page[MeetingRoom], error) {
		page, err := roomTable.Find(ctx, tx, q)
		return findPage(page, err, self)
	})
}

func (s meetingRooms) Get(ctx context.Context, id int64) (MeetingRoom, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (MeetingRoom, error) {
		room, err := roomTable.Get(ctx, tx, id)
		if err != nil {
			return MeetingRoom{}, s.refusal(err, id)
		}
		return *room, nil
	})
}

func (s meetingRooms) Create(ctx context.Context, room MeetingRoom) (MeetingRoom, error) {
	if err := room.check(); err != nil {
		return MeetingRoom{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (MeetingRoom, error) {
		created := *room.Clone()
		var err error
		if created.ID, err = tx.Next(ctx, roomSequence); err != nil {
			return MeetingRoom{}, err
		}
		return created, s.refusal(roomTable.Insert(ctx, tx, &created), created.ID)
	})
}

func (s meetingRooms) Update(ctx context.Context, room MeetingRoom) (MeetingRoom, error) {
	if err := room.check(); err != nil {
		return MeetingRoom{}, err
	}
	return update(ctx, s.core, func(tx store.Tx) (MeetingRoom, error) {
		return *room.Clone(), s.refusal(roomTable.Replace(ctx, tx, &room), room.ID)
	})
}

func (s meetingRooms) Delete(ctx context.Context, id int64) (MeetingRoom, error) {
	return update(ctx, s.core, func(tx store.Tx) (MeetingRoom, error) {
		room, err := roomTable.Get(ctx, tx, id)
		if err != nil {
			return MeetingRoom{}, s.refusal(err, id)
		}
		return *room, roomTable.Delete(ctx, tx, id)
	})
}

// refusal turns an error of the store into the vendor's.
func (s meetingRooms) refusal(err error, id int64) error {
	switch e, _ := errors.AsType[*store.Error](err); {
	case errors.Is(err, store.ErrNotFound):
		refusal := ErrNotFound.Refuse("Meeting room %d not found", id)
		if !s.deviate.RoomNotFound {
			refusal.Status = 500
		}
		return refusal
	case errors.Is(err, store.ErrExists):
		return ErrDuplicate.Refuse("duplicate key value violates unique constraint %q", e.Index)
	}
	return err
}
