package pbxtest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/xivo"
)

// What a builder says of a record's id is what the record has.
func TestBuildersKnowTheIDs(t *testing.T) {
	type ids struct {
		Users, Agents, Rooms         []int64
		Lists, Requests              []xivo.UUID
		Organizations, Calls         []string
		Customers, Employees, Musics []string
	}
	var said, built ids
	f, err := pbxtest.Build(func(b *pbxtest.Builder) {
		b.XiVO.Queue("support")
		for _, name := range []string{"Ada Alderbrook", "Max Fernhill"} {
			said.Users = append(said.Users, b.XiVO.User(name).ID())
			said.Employees = append(said.Employees, b.TelecomX.Employee(name[:3]+"@example.com").At("acme").ID())
		}
		for _, number := range []string{"2001", "2002"} {
			said.Agents = append(said.Agents, b.XiVO.Agent(number).In("support").ID())
			said.Calls = append(said.Calls, b.VoipNow.Call("210", "0199"+number).ID())
		}
		said.Rooms = append(said.Rooms, b.XiVO.MeetingRoom("lobby", 1050).ID(), b.XiVO.MeetingRoom("garden", 1051).ID())
		said.Lists = append(said.Lists, b.XiVO.CallbackList("urgent").For("support").UUID())
		said.Requests = append(said.Requests, b.XiVO.Callback("urgent", "0630215500").UUID(), b.XiVO.Callback("urgent", "0630215501").UUID())
		said.Organizations = append(said.Organizations, b.VoipNow.Organization("Acme", "0003").ID())
		b.VoipNow.Extension("210").Of("Acme")
		said.Customers = append(said.Customers, b.TelecomX.Customer("acme").ID())
		said.Musics = append(said.Musics, b.TelecomX.Music("common").ID(), b.TelecomX.Music("own").At("acme").ID())
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range f.XiVO.Users {
		built.Users = append(built.Users, r.ID)
	}
	for _, r := range f.XiVO.Agents {
		built.Agents = append(built.Agents, r.ID)
	}
	for _, r := range f.XiVO.MeetingRooms {
		built.Rooms = append(built.Rooms, r.ID)
	}
	for _, r := range f.XiVO.CallbackLists {
		built.Lists = append(built.Lists, r.UUID)
	}
	for _, r := range f.XiVO.CallbackRequests {
		built.Requests = append(built.Requests, r.UUID)
	}
	for _, r := range f.VoipNow.Organizations {
		built.Organizations = append(built.Organizations, r.ID)
	}
	for _, r := range f.VoipNow.Calls {
		built.Calls = append(built.Calls, r.ID)
	}
	for _, r := range f.TelecomX.Customers {
		built.Customers = append(built.Customers, r.ID)
	}
	for _, r := range f.TelecomX.Employees {
		built.Employees = append(built.Employees, r.ID)
	}
	for _, r := range f.TelecomX.MusicOnHold {
		built.Musics = append(built.Musics, r.ID)
	}
	if diff := cmp.Diff(built, said); diff != "" {
		t.Errorf("ids (-built +said):\n%s", diff)
	}
}
