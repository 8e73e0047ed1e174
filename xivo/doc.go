// Package xivo is the configuration side of a XiVO PBX: users and their lines,
// services, preferences and rights, callbacks, agents, queue dissuasion and
// meeting rooms, as the vendor's configuration server API describes them
// (https://documentation.xivo.solutions, "XiVO Configuration server API").
//
//	svc := xivo.New(memstore.New(xivo.Tables()...))
//	room, err := svc.MeetingRooms.Create(ctx, xivo.MeetingRoom{Name: "lobby", DisplayName: "Lobby", Number: 1050})
//	page, err := svc.Users.Find(ctx, xivo.Find{Filters: []xivo.Filter{
//		{Field: "fullName", Operator: "like", Value: "Jack%", Order: "ASC"},
//	}})
//
// A [Service] is a struct of small interfaces, one for each chapter of the
// vendor's reference. [New] fills them with an implementation on a [store.DB];
// anything else that fills them is a XiVO as well. Records that the API reads
// but cannot make, such as users and queues, come from the [SeedService].
//
// What the vendor's page says is documented behaviour. Where it is silent, the
// comments say "Assumed". Every refusal is an [*Error] with the status, code and
// message of the vendor's answer; compare with [errors.Is] and the Err values.
//
// All services are safe for concurrent use. Each call is one transaction: it
// applies fully or not at all.
package xivo
