package xivohttp

import (
	"context"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/xivo"
)

// agent is an agent on the wire.
type agent struct {
	ID        int64    `json:"id"`
	FirstName string   `json:"firstname"`
	LastName  string   `json:"lastname"`
	Number    string   `json:"number"`
	Context   string   `json:"context"`
	Member    []member `json:"member"`
	NumGroup  int64    `json:"numgroup"`
	UserID    int64    `json:"userid,omitempty"`
}

// member is the membership of an agent in a queue on the wire.
type member struct {
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

func wireMember(m xivo.QueueMember) member { return member(m) }

func wireAgent(a xivo.AgentConfig) agent {
	return agent{a.ID, a.FirstName, a.LastName, a.Number, a.Context, rest.List(a.Members, wireMember), a.NumGroup, a.UserID}
}

func getAgent(ctx context.Context, svc *xivo.Service, c *call) (any, error) {
	id := c.id()
	if c.err != nil {
		return nil, nil
	}
	a, err := svc.Agents.Get(ctx, id)
	return wireAgent(a), err
}

func listAgents(ctx context.Context, svc *xivo.Service, _ *call) (any, error) {
	list, err := svc.Agents.List(ctx)
	return rest.List(list, wireAgent), err
}
