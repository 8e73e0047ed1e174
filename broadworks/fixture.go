package broadworks

import (
	_ "embed"

	"github.com/pbxkit/pbxkit/internal/strictjson"
)

// Fixture is a set of records to seed a BroadWorks with, and what a seeded one
// can be dumped to. Its JSON form is that of fixture files. Everything is
// optional.
type Fixture struct {
	Tenants  []Tenant      `json:"tenants,omitempty"`
	Groups   []GroupRecord `json:"groups,omitempty"`
	Users    []UserRecord  `json:"users,omitempty"`
	Accounts []Account     `json:"accounts,omitempty"`
	Sessions []Token       `json:"sessions,omitempty"` // by the value of the cookie
	Tokens   []Token       `json:"tokens,omitempty"`   // by the value of the Bearer token

	// LastAuditID is the last number that an audit record had. Numbers up to
	// it are not given again.
	LastAuditID int64 `json:"lastAuditId,omitempty"`
}

// GroupRecord is everything that is kept about a group.
type GroupRecord struct {
	TenantID      string         `json:"tenantId"`
	ID            string         `json:"id"`
	ServiceUserID string         `json:"serviceUserId,omitempty"` // of Music On Hold; "": the group's id (assumed)
	Announcements []Announcement `json:"announcements,omitempty"`
	// MusicOnHold changes the music that groups start with, as an update does.
	MusicOnHold *GroupMusicOnHoldInput `json:"musicOnHold,omitempty"`
}

// UserRecord is everything that is kept about a user.
type UserRecord struct {
	TenantID      string         `json:"tenantId"`
	GroupID       string         `json:"groupId"`
	ID            string         `json:"id"`
	Announcements []Announcement `json:"announcements,omitempty"`
	// MusicOnHold changes the music that users start with, as an update does.
	MusicOnHold *MusicOnHoldInput `json:"musicOnHold,omitempty"`
	// Unassigned takes the service Music On Hold from the user. Assumed: users
	// have it otherwise.
	Unassigned bool `json:"musicOnHoldUnassigned,omitempty"`
}

// ParseFixture reads a fixture from JSON. An unknown member is an error, which
// names its path.
func ParseFixture(data []byte) (*Fixture, error) {
	return strictjson.Parse[Fixture](data)
}

//go:embed documentation.json
var documentation []byte

// Documentation returns the documentation fixture: a small system on which every
// request that the vendor's pages print succeeds. Everyone knows its passwords
// and tokens.
func Documentation() *Fixture {
	return strictjson.MustParse[Fixture]("broadworks: documentation.json", documentation)
}

// DocumentationAccount is the account of the documentation fixture for requests
// without a credential, such as those that the vendor's pages print.
const DocumentationAccount = "system"
