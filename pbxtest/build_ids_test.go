package pbxtest_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
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
	built = ids{
		Users:         idsOf(f.XiVO.Users, func(r xivo.UserRecord) int64 { return r.ID }),
		Agents:        idsOf(f.XiVO.Agents, func(r xivo.AgentRecord) int64 { return r.ID }),
		Rooms:         idsOf(f.XiVO.MeetingRooms, func(r xivo.MeetingRoom) int64 { return r.ID }),
		Lists:         idsOf(f.XiVO.CallbackLists, func(r xivo.CallbackListRef) xivo.UUID { return r.UUID }),
		Requests:      idsOf(f.XiVO.CallbackRequests, func(r xivo.CallbackRequest) xivo.UUID { return r.UUID }),
		Organizations: idsOf(f.VoipNow.Organizations, func(r voipnow.Organization) string { return r.ID }),
		Calls:         idsOf(f.VoipNow.Calls, func(r voipnow.CallRecord) string { return r.ID }),
		Customers:     idsOf(f.TelecomX.Customers, func(r telecomx.Customer) string { return r.ID }),
		Employees:     idsOf(f.TelecomX.Employees, func(r telecomx.Employee) string { return r.ID }),
		Musics:        idsOf(f.TelecomX.MusicOnHold, func(r telecomx.MusicOnHold) string { return r.ID }),
	}
	if diff := cmp.Diff(built, said); diff != "" {
		t.Errorf("ids (-built +said):\n%s", diff)
	}
}

func idsOf[R, ID any](records []R, id func(R) ID) (ids []ID) {
	for _, r := range records {
		ids = append(ids, id(r))
	}
	return ids
}
