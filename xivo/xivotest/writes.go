package xivotest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

// testWrites tests what holds on any PBX that may be written to, with records of the
// test's own, which it removes again. Lines, services, rights and preferences are those
// of users, which the API cannot make: on a PBX in use nothing touches them.
func testWrites(t T, on *target) {
	on.writes(t, []promise{
		{"a room is what was made of it", ownRoom},
		{"the name of a room is taken once", ownRoomTwice},
		{"a room that was removed is gone", ownRoomRemoved},
		{"a callback list is what was made of it", ownList},
		{"requests are added to a list", ownRequests},
		{"requests are imported all or none", ownImport},
		{"a list that was removed is gone with its requests", ownListRemoved},
	})
}

// makeRoom makes a room under a name of this run.
func makeRoom(t T, svc *xivo.Service) xivo.MeetingRoom {
	t.Helper()
	room := xivo.MeetingRoom{Name: runName(), DisplayName: "made by the test", Number: 900_000_000 + rand.Int64N(99_999_999), UserPIN: new(int64(1234))}
	afterwards(t, func(ctx context.Context) {
		// By its name: the answer that has the id may have got lost.
		rooms, err := svc.MeetingRooms.List(ctx)
		for _, r := range rooms {
			if err == nil && r.Name == room.Name {
				_, err = svc.MeetingRooms.Delete(ctx, r.ID)
			}
		}
		if err != nil {
			t.Errorf("room %s may be left: %v", room.Name, err)
		}
	})
	made := suite.Must(svc.MeetingRooms.Create(t.Context(), room))(t)
	room.ID = made.ID
	suite.Equal(t, "Create", made, room)
	return made
}

func ownRoom(t T, svc *xivo.Service) {
	room := makeRoom(t, svc)
	suite.Equal(t, "Get", suite.Must(svc.MeetingRooms.Get(t.Context(), room.ID))(t), room)
	found := suite.Must(svc.MeetingRooms.Find(t.Context(), xivo.Find{Filters: one("name", "=", room.Name)}))(t)
	suite.Equal(t, "Find", found, xivo.Page[xivo.MeetingRoom]{Total: 1, List: []xivo.MeetingRoom{room}})
	if !slices.ContainsFunc(suite.Must(svc.MeetingRooms.List(t.Context()))(t), func(r xivo.MeetingRoom) bool { return r.ID == room.ID }) {
		t.Errorf("room %d is not listed", room.ID)
	}
	room.DisplayName, room.UserPIN = "changed by the test", nil
	suite.Equal(t, "Update", suite.Must(svc.MeetingRooms.Update(t.Context(), room))(t), room)
	suite.Equal(t, "Get", suite.Must(svc.MeetingRooms.Get(t.Context(), room.ID))(t), room)
}

func ownRoomTwice(t T, svc *xivo.Service) {
	room := makeRoom(t, svc)
	refusedAs(t, "Create", suite.ErrOf(svc.MeetingRooms.Create(t.Context(), room)), xivo.ErrDuplicate)
}

func ownRoomRemoved(t T, svc *xivo.Service) {
	room := makeRoom(t, svc)
	suite.Equal(t, "Delete", suite.Must(svc.MeetingRooms.Delete(t.Context(), room.ID))(t), room)
	refusedAs(t, "Get", suite.ErrOf(svc.MeetingRooms.Get(t.Context(), room.ID)), noRoom(""))
	refusedAs(t, "Delete", suite.ErrOf(svc.MeetingRooms.Delete(t.Context(), room.ID)), noRoom(""))
}

// makeOwnList makes a callback list under a name of this run.
func makeOwnList(t T, svc *xivo.Service) xivo.CallbackList {
	t.Helper()
	name := runName()
	afterwards(t, func(ctx context.Context) {
		lists, err := svc.Callbacks.Lists(ctx, false)
		for _, l := range lists {
			if err == nil && l.Name == name {
				_, err = svc.Callbacks.DeleteList(ctx, l.UUID)
			}
		}
		if err != nil {
			t.Errorf("callback list %s may be left: %v", name, err)
		}
	})
	var queue int64 = 1
	if ids := queues(t, svc); len(ids) > 0 {
		queue = ids[0]
	}
	list := suite.Must(svc.Callbacks.CreateList(t.Context(), name, queue))(t)
	suite.Equal(t, "CreateList", list, xivo.CallbackList{UUID: list.UUID, Name: name, QueueID: queue, Callbacks: []xivo.CallbackRequest{}})
	return list
}

// requestsOf returns the requests of a list, in order of creation.
func requestsOf(t T, svc *xivo.Service, list xivo.UUID) []xivo.CallbackRequest {
	t.Helper()
	return suite.Must(svc.Callbacks.FindRequests(t.Context(), xivo.Find{Filters: one("listUuid", "=", string(list))}))(t).List
}

func ownList(t T, svc *xivo.Service) {
	list := makeOwnList(t, svc)
	lists := suite.Must(svc.Callbacks.Lists(t.Context(), false))(t)
	i := slices.IndexFunc(lists, func(l xivo.CallbackList) bool { return l.UUID == list.UUID })
	if i < 0 {
		t.Fatalf("list %s is not listed", list.UUID)
	}
	suite.Equal(t, "list", lists[i], list)
	suite.Equal(t, "DeleteList", suite.Must(svc.Callbacks.DeleteList(t.Context(), list.UUID))(t), list)
}

func ownRequests(t T, svc *xivo.Service) {
	list := makeOwnList(t, svc)
	in := xivo.CallbackInput{PhoneNumber: "1000", FirstName: "O'Neill", Company: "Ménage & Fils", DueDate: "2018-07-05"}
	suite.Succeeds(t, suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), list.UUID, in)))
	all := requestsOf(t, svc, list.UUID)
	if len(all) != 1 {
		t.Fatalf("%d requests, want 1", len(all))
	}
	got := all[0]
	suite.Equal(t, "request", got, xivo.CallbackRequest{
		UUID: got.UUID, ListUUID: list.UUID, PhoneNumber: "1000", FirstName: "O'Neill", Company: "Ménage & Fils",
		PeriodUUID: got.PreferredPeriod.UUID, DueDate: xivo.Date{Year: 2018, Month: 7, Day: 5}, QueueID: list.QueueID, PreferredPeriod: got.PreferredPeriod,
	})
	suite.Equal(t, "the period is the default one", got.PreferredPeriod.Default, true)
}

func ownImport(t T, svc *xivo.Service) {
	list := makeOwnList(t, svc)
	suite.Succeeds(t, svc.Callbacks.ImportCSV(t.Context(), list.UUID, []byte("phoneNumber|firstName\n1|Élodie\n2|O'Neill\n")))
	var names []string
	for _, r := range requestsOf(t, svc, list.UUID) {
		names = append(names, r.FirstName)
	}
	suite.Equal(t, "names", names, []string{"Élodie", "O'Neill"})
	err := svc.Callbacks.ImportCSV(t.Context(), list.UUID, []byte(fmt.Sprintf("phoneNumber|period\n3|\n4|%s\n", runName())))
	refusedAs(t, "ImportCSV", err, xivo.ErrInvalidCSV)
	suite.Equal(t, "requests after a refused import", len(requestsOf(t, svc, list.UUID)), 2)
}

func ownListRemoved(t T, svc *xivo.Service) {
	list := makeOwnList(t, svc)
	suite.Succeeds(t, suite.ErrOf(svc.Callbacks.CreateRequest(t.Context(), list.UUID, xivo.CallbackInput{PhoneNumber: "1"})))
	suite.Succeeds(t, suite.ErrOf(svc.Callbacks.DeleteList(t.Context(), list.UUID)))
	suite.Equal(t, "requests that are left", len(requestsOf(t, svc, list.UUID)), 0)
	refusedAs(t, "DeleteList", suite.ErrOf(svc.Callbacks.DeleteList(t.Context(), list.UUID)), xivo.ErrNotFound)
}
