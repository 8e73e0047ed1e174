package pbxtest

import (
	"cmp"
	"slices"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
)

// Credentials are what opens a server: for each vendor the first token that its
// fixture has, for BroadWorks that of the highest level, and the account of that
// token's holder, or else the first account that can log in. What a fixture does not
// have is empty.
type Credentials struct {
	XiVO struct {
		Token string // header X-Auth-Token
	}
	VoipNow struct {
		Token                  string // header Authorization: Bearer
		ClientID, ClientSecret string // of an app that may have tokens
	}
	TelecomX struct {
		Token              string // header X-Api-Key, or Authorization: Bearer
		Username, Password string
	}
	BroadWorks struct {
		Token              string // header Authorization: Bearer
		Username, Password string
	}
}

// credentialsOf returns what opens a server with a fixture, other than the token of
// XiVO, which is in no fixture.
func credentialsOf(f *Fixture) (c Credentials) {
	if v := f.VoipNow; v != nil {
		holder := ""
		if len(v.Tokens) > 0 {
			c.VoipNow.Token, holder = v.Tokens[0].Value, v.Tokens[0].UserID
		}
		app := preferred(v.Apps, func(a voipnow.App) bool { return a.Trusted && a.ClientSecret != "" },
			func(a voipnow.App) bool { return a.UserID == holder })
		c.VoipNow.ClientID, c.VoipNow.ClientSecret = app.ClientID, app.ClientSecret
	}
	if v := f.TelecomX; v != nil {
		holder := ""
		if len(v.Tokens) > 0 {
			c.TelecomX.Token, holder = v.Tokens[0].Value, v.Tokens[0].Employee
		}
		e := preferred(v.Employees, func(e telecomx.Employee) bool { return e.Password != "" && e.Level != telecomx.NoLogin },
			func(e telecomx.Employee) bool { return e.ID == holder })
		c.TelecomX.Username, c.TelecomX.Password = e.Username, e.Password
	}
	if v := f.BroadWorks; v != nil {
		token := highest(v)
		c.BroadWorks.Token = token.Value
		a := preferred(v.Accounts, func(a broadworks.Account) bool { return a.Password != "" },
			func(a broadworks.Account) bool { return a.Username == token.Username })
		c.BroadWorks.Username, c.BroadWorks.Password = a.Username, a.Password
	}
	return c
}

// preferred returns the first element that is both possible and best, or else the
// first possible one.
func preferred[E any](list []E, possible, best func(E) bool) (none E) {
	list = slices.DeleteFunc(slices.Clone(list), func(e E) bool { return !possible(e) })
	if i := slices.IndexFunc(list, best); i > 0 {
		return list[i]
	}
	if len(list) == 0 {
		return none
	}
	return list[0]
}

// highest returns the first token of the highest level.
func highest(f *broadworks.Fixture) broadworks.Token {
	if len(f.Tokens) == 0 {
		return broadworks.Token{}
	}
	levels := map[string]broadworks.Level{}
	for _, a := range f.Accounts {
		levels[a.Username] = a.Level
	}
	return slices.MaxFunc(f.Tokens, func(a, b broadworks.Token) int {
		return cmp.Compare(levels[a.Username], levels[b.Username])
	})
}
