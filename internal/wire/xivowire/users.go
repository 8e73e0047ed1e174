package xivowire

import (
	"github.com/pbxkit/pbxkit/internal/wire"
	"github.com/pbxkit/pbxkit/xivo"
)

// User is a user; the members of a missing line are missing.
type User struct {
	FullName       string        `json:"fullName"`
	Provisioning   int64         `json:"provisioning,omitempty"`
	LineType       xivo.LineType `json:"lineType,omitempty"`
	PhoneNumber    string        `json:"phoneNumber,omitempty"`
	Entity         string        `json:"entity,omitempty"`
	MDSName        string        `json:"mdsName,omitempty"`
	MDSDisplayName string        `json:"mdsDisplayName,omitempty"`
	Labels         []string      `json:"labels"`
}

func NewUser(u xivo.User) User { return User(u) }

func (u User) Record() xivo.User {
	u.Labels = notNil(u.Labels)
	return xivo.User(u)
}

// AppendJSON implements wire.Appender.
func (u User) AppendJSON(b []byte) ([]byte, error) {
	b = wire.AppendString(append(b, `{"fullName":`...), u.FullName)
	b = wire.AppendNumber(b, `,"provisioning":`, u.Provisioning)
	b = wire.AppendMember(b, `,"lineType":`, string(u.LineType))
	b = wire.AppendMember(b, `,"phoneNumber":`, u.PhoneNumber)
	b = wire.AppendMember(b, `,"entity":`, u.Entity)
	b = wire.AppendMember(b, `,"mdsName":`, u.MDSName)
	b = wire.AppendMember(b, `,"mdsDisplayName":`, u.MDSDisplayName)
	b = wire.AppendStrings(append(b, `,"labels":`...), u.Labels)
	return append(b, '}'), nil
}

// Contact is a contact, in the vendor's spelling.
type Contact struct {
	FirstName           string   `json:"firstname"`
	LastName            string   `json:"lastname"`
	Email               string   `json:"email,omitempty"`
	MobilePhoneNumber   string   `json:"mobilephoneNumber,omitempty"`
	InternalPhoneNumber string   `json:"internalphonenumber,omitempty"`
	Labels              []string `json:"labels"`
	ExternalPhoneNumber string   `json:"externalphonenumber,omitempty"`
}

func NewContact(c xivo.Contact) Contact { return Contact(c) }

func (c Contact) Record() xivo.Contact {
	c.Labels = notNil(c.Labels)
	return xivo.Contact(c)
}

// notNil is a list that is [] where the answer had none: services never return nil.
func notNil[V any](list []V) []V {
	if list == nil {
		return []V{}
	}
	return list
}

// Login is the request of ValidateUser.
type Login struct {
	Username string `json:"username"`
	Password string `json:"password"`
}
