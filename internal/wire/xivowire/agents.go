package xivowire

import (
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// Agent is an agent.
type Agent struct {
	ID        int64    `json:"id"`
	FirstName string   `json:"firstname"`
	LastName  string   `json:"lastname"`
	Number    string   `json:"number"`
	Context   string   `json:"context"`
	Member    []Member `json:"member"`
	NumGroup  int64    `json:"numgroup"`
	UserID    int64    `json:"userid,omitempty"`
}

// Member is the membership of an agent in a queue.
type Member struct {
	QueueName string `json:"queue_name"`
	QueueID   int64  `json:"queue_id"`
	Interface string `json:"interface"`
	Penalty   int64  `json:"penalty"`
	Commented int64  `json:"commented"`
	UserType  string `json:"usertype"`
	UserID    int64  `json:"userid"`
	Channel   string `json:"channel"`
	Category  string `json:"category"`
	Position  int64  `json:"position"`
}

func newMember(m xivo.QueueMember) Member { return Member(m) }

func (m Member) record() xivo.QueueMember { return xivo.QueueMember(m) }

func NewAgent(a xivo.AgentConfig) Agent {
	return Agent{a.ID, a.FirstName, a.LastName, a.Number, a.Context, wire.List(a.Members, newMember), a.NumGroup, a.UserID}
}

func (a Agent) Record() xivo.AgentConfig {
	return xivo.AgentConfig{
		ID: a.ID, FirstName: a.FirstName, LastName: a.LastName, Number: a.Number, Context: a.Context,
		Members: wire.List(a.Member, Member.record), NumGroup: a.NumGroup, UserID: a.UserID,
	}
}
