package voipnow

import (
	_ "embed"
	"time"

	"github.com/pbxkit/pbxkit/internal/strictjson"
)

// Fixture is a set of records to seed a VoipNow with, and what a seeded VoipNow can
// be dumped to. Its JSON form is that of fixture files. Everything is optional.
type Fixture struct {
	// Clock is the time at which the fixture is meant to be used. The store
	// does not keep it; whoever assembles the service may pass it to
	// [WithClock].
	Clock time.Time `json:"clock,omitzero"`

	Organizations []Organization `json:"organizations,omitempty"` // each makes its own account as well
	Users         []User         `json:"users,omitempty"`
	Extensions    []Extension    `json:"extensions,omitempty"`
	Apps          []App          `json:"apps,omitempty"`
	Tokens        []Token        `json:"tokens,omitempty"`
	Calls         []CallRecord   `json:"calls,omitempty"`
}

// ParseFixture reads a fixture from JSON. An unknown member is an error, which
// names its path.
func ParseFixture(data []byte) (*Fixture, error) {
	return strictjson.Parse[Fixture](data)
}

//go:embed documentation.json
var documentation []byte

// Documentation returns the documentation fixture: a small PBX on which every
// request that the vendor's pages print succeeds.
func Documentation() *Fixture {
	return strictjson.MustParse[Fixture]("voipnow: documentation.json", documentation)
}

// DocumentationToken is the token of the documentation fixture, and
// DocumentationSecret the secret of its app. Everyone knows them.
const (
	DocumentationToken  = "token"
	DocumentationSecret = "example-secret"
)
