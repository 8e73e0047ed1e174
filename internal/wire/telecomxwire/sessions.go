package telecomxwire

import "github.com/pbxkit/pbxkit/telecomx"

// Success is the answer of what has nothing to tell.
type Success struct {
	Success bool `json:"success"`
}

// Login is the request of Login.
type Login struct {
	Username string `json:"username"`
	Password string `json:"password"`
	Persist  bool   `json:"persist,omitempty"`
}

func NewLogin(in telecomx.LoginInput) Login {
	return Login{ValidText(in.Username), ValidText(in.Password), in.Persist}
}

// Session is the answer to a login.
type Session struct {
	Token            string         `json:"token"`
	ExpiresInMinutes int            `json:"expiresInMinutes"`
	Employee         string         `json:"employee"`
	Customer         string         `json:"customer"`
	AccessLevel      telecomx.Level `json:"accessLevel"`
}

func NewSession(s telecomx.Session) Session {
	return Session{s.Token, s.ExpiresInMinutes, s.Employee, s.Customer, s.Level}
}

func (s Session) Record() telecomx.Session {
	return telecomx.Session{
		Token: s.Token, ExpiresInMinutes: s.ExpiresInMinutes,
		Caller: telecomx.Caller{Employee: s.Employee, Customer: s.Customer, Level: s.AccessLevel},
	}
}

// Identity is the answer about a good token.
type Identity struct {
	Success     bool           `json:"success"`
	Employee    string         `json:"employee"`
	Customer    string         `json:"customer"`
	AccessLevel telecomx.Level `json:"accessLevel"`
	*Extension
}

// Extension is what extend=true adds.
type Extension struct {
	Name             string   `json:"name"`
	Language         Text     `json:"language,omitzero"` // as in settings
	CustomerName     string   `json:"customerName"`
	CustomerFeatures []string `json:"customerFeatures"` // assumed: there are none
}

// NewIdentity returns the answer, without an Extension.
func NewIdentity(id telecomx.Identity) Identity {
	return Identity{Success: true, Employee: id.Employee, Customer: id.Customer, AccessLevel: id.Level}
}

// NewExtension returns the other part of the answer, as NewSettings writes texts.
func NewExtension(id telecomx.Identity, orLeftOut bool) *Extension {
	return &Extension{id.Name, NewText(id.Language, orLeftOut), id.CustomerName, []string{}}
}

func (id Identity) Record() telecomx.Identity {
	out := telecomx.Identity{Caller: telecomx.Caller{Employee: id.Employee, Customer: id.Customer, Level: id.AccessLevel}}
	if more := id.Extension; more != nil {
		out.Name, out.Language, out.CustomerName = more.Name, more.Language.Value, more.CustomerName
	}
	return out
}
