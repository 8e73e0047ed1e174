package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testMeetingRooms(t T, on *target) {
	check(t, on, []promise{
		{"rooms are listed by id", roomsListed},
		{"create numbers rooms", roomsNumbered},
		{"update replaces a room", roomUpdated},
		{"delete returns the room", roomDeleted},
		{"ids are not used again", roomIDsNotReused},
		{"a missing room is refused with the documented status", roomMissing},
		{"names and numbers are unique, names first", roomsUnique},
		{"members are checked", roomsChecked},
		{"the documented rooms are found", documentedRoomsFound},
	})
}

// lobby and attic are rooms to be made; their ids are those of an empty store.
var (
	lobby = xivo.MeetingRoom{ID: 1, Name: "lobby", DisplayName: "Lobby", Number: 1050, UserPIN: new(int64(1234))}
	attic = xivo.MeetingRoom{ID: 2, Name: "attic", DisplayName: "Attic", Number: 1051}
)

// makeRooms makes lobby and attic in an empty store.
func makeRooms(t T, svc *xivo.Service) {
	t.Helper()
	for _, room := range []xivo.MeetingRoom{lobby, attic} {
		suite.Equal(t, "Create", suite.Must(svc.MeetingRooms.Create(t.Context(), room))(t), room)
	}
}

// noRoom is the documented refusal: its status is 500.
func noRoom(id string) *xivo.Error {
	refusal := xivo.ErrNotFound.Refuse("Meeting room %s not found", id)
	refusal.Status = 500
	return refusal
}

func duplicate(constraint string) *xivo.Error {
	return xivo.ErrDuplicate.Refuse(`duplicate key value violates unique constraint "%s"`, constraint)
}

func roomsListed(t T, svc *xivo.Service) {
	suite.Equal(t, "List of an empty store", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{})
	makeRooms(t, svc)
	suite.Equal(t, "List", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{lobby, attic})
	suite.Equal(t, "Get", suite.Must(svc.MeetingRooms.Get(t.Context(), 1))(t), lobby)
	suite.Equal(t, "Get", suite.Must(svc.MeetingRooms.Get(t.Context(), 2))(t), attic)
}

func roomsNumbered(t T, svc *xivo.Service) {
	room := attic
	room.ID = 42 // ignored
	created := suite.Must(svc.MeetingRooms.Create(t.Context(), room))(t)
	room.ID = 1
	suite.Equal(t, "Create", created, room)
	suite.Equal(t, "List", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{room})
	zero := xivo.MeetingRoom{Name: "0", DisplayName: "0", Number: 0, UserPIN: new(int64(0))}
	created = suite.Must(svc.MeetingRooms.Create(t.Context(), zero))(t)
	zero.ID = 2
	suite.Equal(t, "a room whose numbers are 0", created, zero)
}

func roomUpdated(t T, svc *xivo.Service) {
	makeRooms(t, svc)
	changed := xivo.MeetingRoom{ID: 1, Name: "cellar", DisplayName: "Cellar", Number: 7} // without a pin
	suite.Equal(t, "Update", suite.Must(svc.MeetingRooms.Update(t.Context(), changed))(t), changed)
	suite.Equal(t, "List", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{changed, attic})
	// A room does not collide with itself.
	suite.Equal(t, "Update to the same", suite.Must(svc.MeetingRooms.Update(t.Context(), changed))(t), changed)
	// What it was called is free.
	other := lobby
	other.ID = 2
	suite.Equal(t, "Update of another", suite.Must(svc.MeetingRooms.Update(t.Context(), other))(t), other)
	suite.Equal(t, "List", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{changed, other})
}

func roomDeleted(t T, svc *xivo.Service) {
	makeRooms(t, svc)
	suite.Equal(t, "Delete", suite.Must(svc.MeetingRooms.Delete(t.Context(), 1))(t), lobby)
	suite.Equal(t, "List", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{attic})
	refuses(t, svc, noRoom("1"), func() error { return suite.ErrOf(svc.MeetingRooms.Delete(t.Context(), 1)) })
}

func roomIDsNotReused(t T, svc *xivo.Service) {
	makeRooms(t, svc)
	suite.Must(svc.MeetingRooms.Delete(t.Context(), 2))(t)
	room := attic
	created := suite.Must(svc.MeetingRooms.Create(t.Context(), room))(t)
	room.ID = 3
	suite.Equal(t, "Create", created, room)
}

func roomMissing(t T, svc *xivo.Service) {
	makeRooms(t, svc)
	refuses(t, svc, noRoom("99"), func() error { return suite.ErrOf(svc.MeetingRooms.Get(t.Context(), 99)) })
	refuses(t, svc, noRoom("99"), func() error { return suite.ErrOf(svc.MeetingRooms.Delete(t.Context(), 99)) })
	refuses(t, svc, noRoom("99"), func() error {
		return suite.ErrOf(svc.MeetingRooms.Update(t.Context(), xivo.MeetingRoom{ID: 99, Name: "new", DisplayName: "New", Number: 7}))
	})
}

func roomsUnique(t T, svc *xivo.Service) {
	makeRooms(t, svc)
	for _, c := range []struct {
		name       string
		room       xivo.MeetingRoom
		constraint string
	}{
		{"name", xivo.MeetingRoom{ID: 2, Name: "lobby", DisplayName: "x", Number: 7}, "meetingroom_name_key"},
		{"number", xivo.MeetingRoom{ID: 2, Name: "new", DisplayName: "x", Number: 1050}, "meetingroom_number_key"},
		{"name and number", xivo.MeetingRoom{ID: 2, Name: "lobby", DisplayName: "x", Number: 1050}, "meetingroom_name_key"},
	} {
		t.Run(c.name, func(t T) {
			refuses(t, svc, duplicate(c.constraint), func() error { return suite.ErrOf(svc.MeetingRooms.Create(t.Context(), c.room)) })
			refuses(t, svc, duplicate(c.constraint), func() error { return suite.ErrOf(svc.MeetingRooms.Update(t.Context(), c.room)) })
		})
	}
	t.Run("not regardless of case", func(t T) {
		room := xivo.MeetingRoom{Name: "Lobby", DisplayName: "Lobby", Number: 7}
		suite.Succeeds(t, suite.ErrOf(svc.MeetingRooms.Create(t.Context(), room)))
	})
}

func roomsChecked(t T, svc *xivo.Service) {
	makeRooms(t, svc)
	for _, c := range []struct {
		name    string
		change  func(*xivo.MeetingRoom)
		message string
	}{
		{"no name", func(r *xivo.MeetingRoom) { r.Name = "" }, "name: must not be empty"},
		{"no displayName", func(r *xivo.MeetingRoom) { r.DisplayName = "" }, "displayName: must not be empty"},
		{"negative number", func(r *xivo.MeetingRoom) { r.Number = -1 }, "number: must not be negative"},
		{"negative userPin", func(r *xivo.MeetingRoom) { r.UserPIN = new(int64(-1)) }, "userPin: must not be negative"},
		{"NUL in name", func(r *xivo.MeetingRoom) { r.Name = "\x00" }, "name: must not contain U+0000"},
		{"NUL in displayName", func(r *xivo.MeetingRoom) { r.DisplayName = "\x00" }, "displayName: must not contain U+0000"},
	} {
		t.Run(c.name, func(t T) {
			room := xivo.MeetingRoom{ID: 99, Name: "lobby", DisplayName: "x", Number: 1050} // missing, and a duplicate
			c.change(&room)
			want := xivo.ErrInvalidJSON.Refuse("%s", c.message)
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.MeetingRooms.Create(t.Context(), room)) })
			refuses(t, svc, want, func() error { return suite.ErrOf(svc.MeetingRooms.Update(t.Context(), room)) })
		})
	}
}

func documentedRoomsFound(t T, svc *xivo.Service) {
	documented(t, svc)
	first := xivo.MeetingRoom{ID: 1, Name: "myConfRoom1", DisplayName: "My Conf Room 1", Number: 1050, UserPIN: new(int64(1234))}
	second := xivo.MeetingRoom{ID: 2, Name: "myConfRoom2", DisplayName: "My Conf Room 2", Number: 1051}
	suite.Equal(t, "List", suite.Must(svc.MeetingRooms.List(t.Context()))(t), []xivo.MeetingRoom{first, second})
	for value, want := range map[string]xivo.Page[xivo.MeetingRoom]{
		"myConfRoom1":     {Total: 1, List: []xivo.MeetingRoom{first}},
		"myConfRoom1conf": {List: []xivo.MeetingRoom{}}, // the vendor's page shows a match
	} {
		find := xivo.Find{Filters: []xivo.Filter{{Field: "name", Operator: "=", Value: value, Order: "ASC"}}, Limit: new(10)}
		suite.Equal(t, "Find "+value, suite.Must(svc.MeetingRooms.Find(t.Context(), find))(t), want)
	}
	refuses(t, svc, duplicate("meetingroom_name_key"), func() error {
		return suite.ErrOf(svc.MeetingRooms.Create(t.Context(), first))
	})
	created := suite.Must(svc.MeetingRooms.Create(t.Context(), xivo.MeetingRoom{Name: "new", DisplayName: "New", Number: 7}))(t)
	suite.Equal(t, "next id", created.ID, int64(3))
}
