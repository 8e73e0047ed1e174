package xivotest

import (
	"github.com/pbxkit/pbxkit/internal/suite"
	"github.com/pbxkit/pbxkit/xivo"
)

func testAgents(t T, on *target) {
	check(t, on, []promise{
		{"an empty store has none", noAgents},
		{"the documented ones are shown by id", agentsShown},
		{"members keep the order they were given in", membersKeepOrder},
		{"a renamed queue shows at once", queueRenamed},
		{"an unknown agent is refused", unknownAgent},
	})
}

// member is a membership as answers show it.
func member(queue string, queueID, agentID, penalty int64, number string) xivo.QueueMember {
	return xivo.QueueMember{
		QueueName: queue, QueueID: queueID, Interface: "Agent/" + number, Penalty: penalty, UserType: "Agent",
		UserID: agentID, Channel: "Agent", Category: "Queue", Position: 1,
	}
}

func noAgents(t T, svc *xivo.Service) {
	suite.Equal(t, "List", suite.Must(svc.Agents.List(t.Context()))(t), []xivo.AgentConfig{})
}

func agentsShown(t T, svc *xivo.Service) {
	documented(t, svc)
	want := []xivo.AgentConfig{
		{
			ID: 1, FirstName: "John", LastName: "Doe", Number: "1001", Context: "default", NumGroup: 1, UserID: 1,
			Members: []xivo.QueueMember{member("queue1", 1, 1, 1, "1001"), member("queue2", 2, 1, 2, "1001")},
		},
		{
			ID: 2, FirstName: "Agent", LastName: "Two", Number: "1002", Context: "default", NumGroup: 1, UserID: 2,
			Members: []xivo.QueueMember{member("queue2", 2, 2, 1, "1002")},
		},
	}
	suite.Equal(t, "List", suite.Must(svc.Agents.List(t.Context()))(t), want)
	suite.Equal(t, "Get", suite.Must(svc.Agents.Get(t.Context(), 1))(t), want[0])
	suite.Equal(t, "Get", suite.Must(svc.Agents.Get(t.Context(), 2))(t), want[1])
}

func membersKeepOrder(t T, svc *xivo.Service) {
	seed(t, svc, &xivo.Fixture{
		Queues: []xivo.Queue{{ID: 1, Name: "one"}, {ID: 2, Name: "two"}},
		Agents: []xivo.AgentRecord{
			{ID: 9, Number: "9", Members: []xivo.Membership{{QueueID: 2, Disabled: true, Position: 1}, {QueueID: 1, Penalty: 5, Position: 1}}},
			{ID: 3, Number: "3"},
		},
	})
	disabled := member("two", 2, 9, 0, "9")
	disabled.Commented = 1
	suite.Equal(t, "List", suite.Must(svc.Agents.List(t.Context()))(t), []xivo.AgentConfig{
		{ID: 3, Number: "3", Members: []xivo.QueueMember{}},
		// The agent's id is the member's user, whether it has a user or not.
		{ID: 9, Number: "9", Members: []xivo.QueueMember{disabled, member("one", 1, 9, 5, "9")}},
	})
}

func queueRenamed(t T, svc *xivo.Service) {
	documented(t, svc)
	seed(t, svc, &xivo.Fixture{Queues: []xivo.Queue{{ID: 2, Name: "renamed"}}})
	suite.Equal(t, "member", suite.Must(svc.Agents.Get(t.Context(), 2))(t).Members[0].QueueName, "renamed")
}

func unknownAgent(t T, svc *xivo.Service) {
	documented(t, svc)
	refuses(t, svc, xivo.ErrNotFound.Refuse("Agent 99 not found"), func() error { return suite.ErrOf(svc.Agents.Get(t.Context(), 99)) })
}
