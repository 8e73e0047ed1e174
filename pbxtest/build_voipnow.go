package pbxtest

import (
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/voipnow"
)

// VoipNowBuilder names the records of a VoipNow.
type VoipNowBuilder struct {
	draft         *draft
	now           func() time.Time // when calls begin
	organizations []*VoipNowOrganization
	users         []*VoipNowUser
	extensions    []*VoipNowExtension
	calls, tokens int
}

func (b *VoipNowBuilder) say(list, kind, name string, put func(*voipnow.Fixture)) *statement {
	return b.draft.say("voipnow."+list, fmt.Sprintf("voipnow %s %q", kind, name), func(f *Fixture) { put(part(&f.VoipNow)) })
}

// VoipNowOrganization is an organization of a VoipNow that is being built.
type VoipNowOrganization struct {
	*statement
	builder *VoipNowBuilder
	record  voipnow.Organization
}

// Organization adds an organization, with its account. Their id is that of its place
// among the organizations, from 1. The prefix is the part before the * of its
// extensions' numbers.
func (b *VoipNowBuilder) Organization(name, prefix string) *VoipNowOrganization {
	id := strconv.Itoa(len(b.organizations) + 1)
	o := &VoipNowOrganization{builder: b, record: voipnow.Organization{ID: id, Name: name, Prefix: prefix}}
	o.statement = b.say("organizations", "organization", name, func(f *voipnow.Fixture) { f.Organizations = append(f.Organizations, o.record) })
	if o.once() {
		o.claim("prefix", prefix)
		b.organizations = append(b.organizations, o)
	}
	return o
}

// Token gives the organization's account a token, which does not expire.
func (o *VoipNowOrganization) Token(value string) *VoipNowOrganization {
	o.builder.token(o.statement, o.record.ID, value)
	return o
}

func (b *VoipNowBuilder) organizationsCalled(name string) []*VoipNowOrganization {
	return where(b.organizations, func(o *VoipNowOrganization) bool { return o.record.Name == name })
}

// ID returns the id of the organization, and of its account.
func (o *VoipNowOrganization) ID() string { return o.record.ID }

// VoipNowUser is a user of a VoipNow that is being built.
type VoipNowUser struct {
	*statement
	builder *VoipNowBuilder
	record  voipnow.User
	in      *string
}

// User adds a user by id: letters and digits. Unless something else is said, it is in
// the only organization.
func (b *VoipNowBuilder) User(id string) *VoipNowUser {
	u := &VoipNowUser{builder: b, record: voipnow.User{ID: id, Role: voipnow.RoleUser}}
	u.statement = b.say("users", "user", id, func(f *voipnow.Fixture) { f.Users = append(f.Users, u.record) })
	u.resolve = u.settleOrganization
	if u.once() {
		b.users = append(b.users, u)
	}
	return u
}

// In says which organization the user is in.
func (u *VoipNowUser) In(organization string) *VoipNowUser {
	u.in = &organization
	return u
}

// Administrator makes the user an administrator, who sees everyone and need not be
// in an organization.
func (u *VoipNowUser) Administrator() *VoipNowUser {
	u.record.Role = voipnow.RoleAdministrator
	return u
}

// Token gives the user a token, which does not expire.
func (u *VoipNowUser) Token(value string) *VoipNowUser {
	u.builder.token(u.statement, u.record.ID, value)
	return u
}

func (u *VoipNowUser) settleOrganization() {
	for _, o := range u.builder.organizations {
		if o.record.ID == u.record.ID {
			u.fail("the id is that of %s", o.subject)
		}
	}
	if u.in == nil && u.record.Role == voipnow.RoleAdministrator {
		return
	}
	if o, ok := u.organization(); ok {
		u.record.OrganizationID = o.record.ID
	}
}

func (u *VoipNowUser) organization() (*VoipNowOrganization, bool) {
	if u.in == nil {
		return theOnly(u.statement, "organization", u.builder.organizations)
	}
	return the(u.statement, "organization", *u.in, u.builder.organizationsCalled(*u.in))
}

// token adds a token of an account.
func (b *VoipNowBuilder) token(holder *statement, userID, value string) {
	b.tokens++
	s := b.draft.say("voipnow.tokens", "token of "+holder.subject, func(f *Fixture) {
		v := part(&f.VoipNow)
		v.Tokens = append(v.Tokens, voipnow.Token{Value: value, UserID: userID})
	})
	s.heldBy(holder, value)
}

// addToken gives the first user or organization a token if nobody has one.
func (b *VoipNowBuilder) addToken() {
	switch {
	case b.tokens > 0:
	case len(b.users) > 0:
		b.users[0].Token(DefaultToken)
	case len(b.organizations) > 0:
		b.organizations[0].Token(DefaultToken)
	}
}

// account is what an organization or a user is to what belongs to it.
type account struct {
	*statement
	id           string
	organization string // its id
}

func (u *VoipNowUser) account() account {
	u.settle()
	return account{u.statement, u.record.ID, u.record.OrganizationID}
}

// accounts returns the users with an id, or else the organizations with a name.
func (b *VoipNowBuilder) accounts(name string) (found []account) {
	for _, u := range b.users {
		if u.record.ID == name {
			return []account{u.account()}
		}
	}
	for _, o := range b.organizationsCalled(name) {
		found = append(found, account{o.statement, o.record.ID, o.record.ID})
	}
	return found
}

// VoipNowApp is an app of a VoipNow that is being built.
type VoipNowApp struct {
	*statement
	record voipnow.App
	of     *string
}

// App adds an app that may have tokens. It acts for the only user, unless something
// else is said.
func (b *VoipNowBuilder) App(clientID, clientSecret string) *VoipNowApp {
	a := &VoipNowApp{record: voipnow.App{ClientID: clientID, ClientSecret: clientSecret, Trusted: true}}
	a.statement = b.say("apps", "app", clientID, func(f *voipnow.Fixture) { f.Apps = append(f.Apps, a.record) })
	a.once()
	a.resolve = func() { a.record.UserID = b.owner(a.statement, a.of).id }
	return a
}

// Of says for whom the app acts: a user by id, or an organization by name.
func (a *VoipNowApp) Of(account string) *VoipNowApp {
	a.of = &account
	return a
}

// owner returns the account that a statement names, or else the only user.
func (b *VoipNowBuilder) owner(s *statement, name *string) account {
	if name != nil {
		owner, _ := the(s, "user or organization", *name, b.accounts(*name))
		return owner
	}
	if u, ok := theOnly(s, "user", b.users); ok {
		return u.account()
	}
	return account{}
}

// VoipNowExtension is an extension of a VoipNow that is being built.
type VoipNowExtension struct {
	*statement
	builder      *VoipNowBuilder
	record       voipnow.Extension
	organization string // the id of its owner's
	of           *string
}

// Extension adds a phone terminal by its number, short or with the prefix of its
// owner's organization. It is the only user's, unless something else is said.
func (b *VoipNowBuilder) Extension(number string) *VoipNowExtension {
	e := &VoipNowExtension{builder: b, record: voipnow.Extension{Number: number, Type: voipnow.TypePhoneTerminal}}
	e.statement = b.say("extensions", "extension", number, func(f *voipnow.Fixture) { f.Extensions = append(f.Extensions, e.record) })
	e.resolve = e.settleNumber
	b.extensions = append(b.extensions, e)
	return e
}

// Of says whose the extension is: a user's, by id, or an organization's, by name.
func (e *VoipNowExtension) Of(account string) *VoipNowExtension {
	e.of = &account
	return e
}

// Type makes the extension something else, such as a Queue, which cannot make calls.
func (e *VoipNowExtension) Type(t string) *VoipNowExtension {
	e.record.Type = t
	return e
}

func (e *VoipNowExtension) settleNumber() {
	owner := e.builder.owner(e.statement, e.of)
	e.record.OwnerID, e.organization = owner.id, owner.organization
	for _, o := range e.builder.organizations {
		if o.record.ID == owner.organization && !strings.Contains(e.record.Number, "*") {
			e.record.Number = o.record.Prefix + "*" + e.record.Number
		}
	}
	e.claim("number", e.record.Number)
}

// numbered returns the extensions with a number, short or not.
func (b *VoipNowBuilder) numbered(number string) []*VoipNowExtension {
	return where(b.extensions, func(e *VoipNowExtension) bool {
		e.settle()
		_, short, _ := strings.Cut(e.record.Number, "*")
		return number == e.record.Number || number == short
	})
}

// VoipNowCall is a call of a VoipNow that is being built.
type VoipNowCall struct {
	*statement
	builder       *VoipNowBuilder
	from, to      string
	record        voipnow.CallRecord
	onHold, rings bool
}

// Call adds a call that has been answered. At least one side is an extension, given
// by a short number or one with prefix; every other number is a public one.
func (b *VoipNowBuilder) Call(from, to string) *VoipNowCall {
	b.calls++
	hash := hashOf("call", strconv.Itoa(b.calls))
	c := &VoipNowCall{builder: b, from: from, to: to, record: voipnow.CallRecord{ID: hex.EncodeToString(hash[:10])}}
	c.statement = b.draft.say("voipnow.calls", fmt.Sprintf("voipnow call from %q to %q", from, to), func(f *Fixture) {
		v := part(&f.VoipNow)
		v.Calls = append(v.Calls, c.record)
	})
	c.resolve = c.settleParties
	return c
}

// ID returns the id of the call.
func (c *VoipNowCall) ID() string { return c.record.ID }

// WithID sets the id of the call, which otherwise follows from its place among the calls.
func (c *VoipNowCall) WithID(id string) *VoipNowCall {
	c.record.ID = id
	return c
}

// OnHold has the first extension of the call hold it.
func (c *VoipNowCall) OnHold() *VoipNowCall {
	c.onHold = true
	return c
}

// Ringing makes the call one that nobody has answered.
func (c *VoipNowCall) Ringing() *VoipNowCall {
	c.rings = true
	return c
}

// settleParties finds out which sides are extensions. What is charged, and holds, is
// the one that calls, or else the one that is called.
func (c *VoipNowCall) settleParties() {
	from, ok := c.party(c.from, nil)
	if !ok {
		return
	}
	to, ok := c.party(c.to, from)
	if !ok {
		return
	}
	began := c.builder.now()
	c.record.Published, c.record.Answered = began, began
	switch {
	case from != nil && to != nil:
		c.between(voipnow.FlowLocal, from.record.Number, to.record.Number, from, to)
	case from != nil:
		c.between(voipnow.FlowOutgoing, from.record.Number, c.to, from)
	case to != nil:
		c.between(voipnow.FlowIncoming, c.from, to.record.Number, to)
	default:
		c.fail("neither is an extension")
		return
	}
	switch {
	case c.onHold && c.rings:
		c.fail("rings, and cannot be on hold")
	case c.onHold:
		c.record.Views[0].Held = began
	case c.rings:
		ring(&c.record)
	}
}

// party returns the extension with a number, nil for a public number. A short number
// is rather one of the other side's organization.
func (c *VoipNowCall) party(number string, other *VoipNowExtension) (e *VoipNowExtension, ok bool) {
	found := c.builder.numbered(number)
	if other != nil && len(found) > 1 {
		found = where(found, func(e *VoipNowExtension) bool { return e.organization == other.organization })
	}
	if len(found) == 0 {
		return nil, true
	}
	return the(c.statement, "extension", number, found)
}

func (c *VoipNowCall) between(flow voipnow.Flow, source, destination string, extensions ...*VoipNowExtension) {
	var numbers []string
	for _, e := range extensions {
		numbers = append(numbers, e.record.Number)
	}
	c.record.Extension = numbers[0]
	c.record.Views = viewsOf(c.record.Published, flow, source, destination, numbers...)
}
