package telecomx

import (
	_ "embed"

	"github.com/pbxkit/pbxkit/internal/strictjson"
)

// Fixture is a set of records to seed a TelecomX with, and what a seeded TelecomX
// can be dumped to. Its JSON form is that of fixture files. Everything is
// optional.
type Fixture struct {
	Customers   []Customer    `json:"customers,omitempty"`
	Employees   []Employee    `json:"employees,omitempty"`
	Tokens      []Token       `json:"tokens,omitempty"`
	MusicOnHold []MusicOnHold `json:"musicOnHold,omitempty"`
}

// ParseFixture reads a fixture from JSON. An unknown member is an error, which
// names its path.
func ParseFixture(data []byte) (*Fixture, error) {
	return strictjson.Parse[Fixture](data)
}

//go:embed documentation.json
var documentation []byte

// Documentation returns the documentation fixture: a small hosted PBX on which the
// requests that the vendor's pages print are answered as they are printed. Where a
// page prints ids of 23 characters, or the same id for two things, the fixture has
// corrected ones. Everyone knows its passwords and tokens.
func Documentation() *Fixture {
	return strictjson.MustParse[Fixture]("telecomx: documentation.json", documentation)
}

// What is needed to call the API on the documentation fixture.
const (
	DocumentationToken = "token-owner"       // a token of the OWNER of the example customer, good until logout
	DocumentationOwner = "owner@example.com" // the OWNER's username
)
