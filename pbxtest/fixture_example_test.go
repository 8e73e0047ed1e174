package pbxtest_test

import (
	"fmt"
	"log"
	"os"
	"testing/fstest"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/xivo"
)

func ExampleBuild() {
	f, err := pbxtest.Build(func(b *pbxtest.Builder) {
		b.XiVO.Queue("support")
		b.XiVO.User("Ada Alderbrook").Line("1001").Labels("red", "night")
		b.XiVO.Agent("2001").Of("Ada Alderbrook").In("support")
		b.XiVO.CallbackList("urgent").For("support")
		b.XiVO.Callback("urgent", "0199000001")

		b.VoipNow.Organization("Acme", "0003")
		b.VoipNow.User("jane")
		b.VoipNow.Extension("210")
		b.VoipNow.Call("210", "0199000002").OnHold()

		b.TelecomX.Customer("Acme").Plays("Soft")
		b.TelecomX.Employee("ada@example.com").Level(telecomx.Manager)
		b.TelecomX.Music("Soft").At("Acme").Song("Rain")
	})
	if err != nil {
		log.Fatal(err)
	}
	agent := f.XiVO.Agents[0]
	fmt.Println(agent.FirstName, agent.LastName, "is in queue", agent.Members[0].QueueID)
	fmt.Println(f.VoipNow.Calls[0].Extension, "holds", f.VoipNow.Calls[0].Views[0].Destination)
	fmt.Println("VoipNow's token is", f.VoipNow.Tokens[0].Value)
	// Output:
	// Ada Alderbrook is in queue 1
	// 0003*210 holds [0199000002]
	// VoipNow's token is pbxtest-token
}

func ExampleBuild_mistakes() {
	_, err := pbxtest.Build(func(b *pbxtest.Builder) {
		b.XiVO.User("Ada Alderbrook").Line("1001").Site("mds1")
		b.XiVO.Agent("2001").Of("Ada").In("support")
		b.XiVO.MeetingRoom("lobby", -1)
	})
	fmt.Println(err)
	// Output:
	// xivo user "Ada Alderbrook": no media server is called "mds1"
	// xivo agent "2001": no user is called "Ada"
	// xivo agent "2001": no queue is called "support"
	// xivo meeting room "lobby": number: must not be negative
}

func ExampleGenerate() {
	f := pbxtest.Generate(pbxtest.Population{Users: 1000, Queues: 3})
	for _, u := range f.XiVO.Users[:3] {
		fmt.Println(u.FirstName, u.LastName, u.Login, u.Line.Extension, u.Labels)
	}
	fmt.Println(len(f.XiVO.Users), "users,", len(f.XiVO.Agents), "agents in", len(f.XiVO.Queues), "queues")
	// Output:
	// Jan Willowbridge jan.willowbridge 10000 [red brown blue]
	// Olga Thistleridge olga.thistleridge 10001 [green]
	// Alice Thistlegate alice.thistlegate 10002 [blue]
	// 1000 users, 100 agents in 3 queues
}

func ExampleReadFixture() {
	files := fstest.MapFS{
		"office.json": {Data: []byte(`{"xivo": {"users": [{"firstName": "Ada", "lastName": "Alderbrook"}]}}`)},
		"typo.json":   {Data: []byte(`{"xivo": {"users": [{"firstname": "Ada"}]}}`)},
	}
	f, err := pbxtest.ReadFixture(files, "office.json")
	fmt.Println(f.XiVO.Users[0].LastName, err)
	_, err = pbxtest.ReadFixture(files, "typo.json")
	fmt.Println(err)
	// Output:
	// Alderbrook <nil>
	// fixture typo.json: xivo.users[0].firstname: unknown member
}

func ExampleFixture_Encode() {
	f := &pbxtest.Fixture{XiVO: &xivo.Fixture{Queues: []xivo.Queue{{ID: 1, Name: "sales & support"}}}}
	if err := f.Encode(os.Stdout); err != nil {
		log.Fatal(err)
	}
	// Output:
	// {
	//   "xivo": {
	//     "queues": [
	//       {
	//         "id": 1,
	//         "name": "sales & support"
	//       }
	//     ]
	//   }
	// }
}
