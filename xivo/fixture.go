package xivo

import (
	_ "embed"
	"time"

	"github.com/pbxkit/pbxkit/internal/strictjson"
)

// Fixture is a set of records to seed a XiVO with, and what a seeded XiVO can be
// dumped to. Its JSON form is that of fixture files. Everything is optional.
//
// Entities and labels have no records of their own: they exist where users name
// them.
type Fixture struct {
	// Clock is the time at which the fixture is meant to be used. The store
	// does not keep it; whoever assembles the service may pass it to
	// [WithClock].
	Clock time.Time `json:"clock,omitzero"`

	Settings         *Settings         `json:"settings,omitempty"`
	MediaServers     []MediaServer     `json:"mediaServers,omitempty"`
	Queues           []Queue           `json:"queues,omitempty"`
	SoundFiles       []string          `json:"soundFiles,omitempty"` // with extension
	Periods          []Period          `json:"periods,omitempty"`
	Users            []UserRecord      `json:"users,omitempty"`
	Agents           []AgentRecord     `json:"agents,omitempty"`
	CallbackLists    []CallbackListRef `json:"callbackLists,omitempty"`
	CallbackRequests []CallbackRequest `json:"callbackRequests,omitempty"`
	MeetingRooms     []MeetingRoom     `json:"meetingRooms,omitempty"`

	// LastIDs are the last numbers given to records that may be gone, by what
	// they number: user, line, queue, agent, meetingRoom. Numbers up to them
	// are not given again.
	LastIDs map[string]int64 `json:"lastIds,omitempty"`
}

// Settings are what concerns the server as a whole.
type Settings struct {
	STUNAddress            string `json:"stunAddress,omitempty"`
	DefaultDissuasionQueue string `json:"defaultDissuasionQueue,omitempty"`
	Offers                 Offers `json:"offers,omitzero"`
}

// CallbackListRef is a callback list without its requests.
type CallbackListRef struct {
	UUID    UUID   `json:"uuid,omitempty"` // "": drawn
	Name    string `json:"name"`
	QueueID int64  `json:"queueId"`
}

// ParseFixture reads a fixture from JSON. An unknown member is an error, which
// names its path.
func ParseFixture(data []byte) (*Fixture, error) {
	return strictjson.Parse[Fixture](data)
}

//go:embed documentation.json
var documentation []byte

// Documentation returns the documentation fixture: a small PBX on which every
// request that the vendor's page prints succeeds or shows its documented error.
func Documentation() *Fixture {
	return strictjson.MustParse[Fixture]("xivo: documentation.json", documentation)
}

// DocumentationToken is the token of the documentation fixture. Everyone knows
// it.
const DocumentationToken = "secret"

// Removal names records to remove that no operation of the API removes.
type Removal struct {
	Queues           []int64  // by id
	SoundFiles       []string // by name, with extension
	Periods          []UUID
	CallbackRequests []UUID
}
