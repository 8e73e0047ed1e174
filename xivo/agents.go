package xivo

import (
	"context"
	"errors"
	"slices"

	"github.com/pbxkit/pbxkit/store"
)

// AgentService is the chapter "Agents".
type AgentService interface {
	// Get returns an agent with its queues (GET /1.0/agent_config/:id), or
	// ErrNotFound (assumed).
	Get(ctx context.Context, id int64) (AgentConfig, error)

	// List returns all agents by id (GET /1.0/agent_config).
	List(ctx context.Context) ([]AgentConfig, error)
}

// AgentConfig is an agent with the queues it is a member of.
type AgentConfig struct {
	ID        int64
	FirstName string
	LastName  string
	Number    string
	Context   string
	Members   []QueueMember // never nil
	NumGroup  int64
	UserID    int64 // the user that the agent is bound to; 0: none, and missing in answers (assumed)
}

// QueueMember is the membership of an agent in a queue.
type QueueMember struct {
	QueueName string
	QueueID   int64
	Interface string // Agent/ and the agent's number
	Penalty   int64
	Commented int64 // 0: active, 1: disabled
	UserType  string
	UserID    int64 // the id of the agent (assumed)
	Channel   string
	Category  string
	Position  int64
}

// AgentRecord is an agent, for seeding.
type AgentRecord struct {
	ID        int64        `json:"id,omitempty"` // 0: the next free one
	FirstName string       `json:"firstName,omitempty"`
	LastName  string       `json:"lastName,omitempty"`
	Number    string       `json:"number"` // unique
	Context   string       `json:"context"`
	NumGroup  int64        `json:"numGroup,omitempty"`
	UserID    int64        `json:"userId,omitempty"` // 0: none
	Members   []Membership `json:"members,omitempty"`
}

// Membership makes an agent a member of a queue, once at most.
type Membership struct {
	QueueID  int64 `json:"queueId"`
	Penalty  int64 `json:"penalty,omitempty"`
	Position int64 `json:"position,omitempty"`
	Disabled bool  `json:"disabled,omitempty"`
}

// Clone returns a copy for the store.
func (a *AgentRecord) Clone() *AgentRecord {
	c := *a
	c.Members = slices.Clone(a.Members)
	return &c
}

const agentSequence = "xivo.agent"

var (
	agentTable = store.NewTable("xivo_agents", func(a *AgentRecord) int64 { return a.ID }, nil)

	_ = store.NewUnique(agentTable, "xivo_agents_number_key", func(a *AgentRecord) (string, bool) { return a.Number, true })
)

type agents struct{ *core }

func (s agents) Get(ctx context.Context, id int64) (AgentConfig, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (AgentConfig, error) {
		a, err := agentTable.Get(ctx, tx, id)
		switch {
		case errors.Is(err, store.ErrNotFound):
			return AgentConfig{}, ErrNotFound.Refuse("Agent %d not found", id)
		case err != nil:
			return AgentConfig{}, err
		}
		names, err := getQueueNames(ctx, tx)
		return a.config(names), err
	})
}

func (s agents) List(ctx context.Context) ([]AgentConfig, error) {
	return view(ctx, s.core, func(tx store.ReadTx) ([]AgentConfig, error) {
		all, err := agentTable.All(ctx, tx, nil)
		if err != nil {
			return nil, err
		}
		names, err := getQueueNames(ctx, tx)
		return viewAll(all, func(a *AgentRecord) AgentConfig { return a.config(names) }), err
	})
}

// config returns what the API shows of an agent. The constants are the
// documented ones.
func (a *AgentRecord) config(queueNames map[int64]string) AgentConfig {
	c := AgentConfig{
		ID: a.ID, FirstName: a.FirstName, LastName: a.LastName, Number: a.Number, Context: a.Context,
		Members: make([]QueueMember, len(a.Members)), NumGroup: a.NumGroup, UserID: a.UserID,
	}
	for i, m := range a.Members {
		c.Members[i] = QueueMember{
			QueueName: queueNames[m.QueueID], QueueID: m.QueueID, Interface: "Agent/" + a.Number,
			Penalty: m.Penalty, UserType: "Agent", UserID: a.ID, Channel: "Agent", Category: "Queue",
			Position: m.Position,
		}
		if m.Disabled {
			c.Members[i].Commented = 1
		}
	}
	return c
}
