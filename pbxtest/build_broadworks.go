package pbxtest

import (
	"fmt"
	"slices"

	"github.com/pbxkit/pbxkit/broadworks"
)

// BroadWorksBuilder names the records of a BroadWorks. Names are ids.
type BroadWorksBuilder struct {
	draft    *draft
	tenants  map[string][]*statement
	groups   map[broadworks.GroupRef][]*BroadWorksGroup
	users    map[broadworks.UserRef][]*BroadWorksUser
	accounts []*BroadWorksAccount
	tokens   int
}

func (b *BroadWorksBuilder) say(list, subject string, put func(*broadworks.Fixture)) *statement {
	return b.draft.say("broadworks."+list, "broadworks "+subject, func(f *Fixture) { put(part(&f.BroadWorks)) })
}

// tenant, group and user look for what a statement is about or refers to.
func (b *BroadWorksBuilder) tenant(s *statement, id string) { the(s, "tenant", id, b.tenants[id]) }

func (b *BroadWorksBuilder) group(s *statement, r broadworks.GroupRef) {
	the(s, fmt.Sprintf("group of tenant %q", r.TenantID), r.GroupID, b.groups[r])
}

func (b *BroadWorksBuilder) user(s *statement, r broadworks.UserRef) {
	the(s, fmt.Sprintf("user of group %q of tenant %q", r.GroupID, r.TenantID), r.UserID, b.users[r])
}

// Tenant adds a tenant.
func (b *BroadWorksBuilder) Tenant(id string) {
	s := b.say("tenants", fmt.Sprintf("tenant %q", id), func(f *broadworks.Fixture) {
		f.Tenants = append(f.Tenants, broadworks.Tenant{ID: id})
	})
	if s.once() {
		add(&b.tenants, id, s)
	}
}

// BroadWorksGroup is a group of a BroadWorks that is being built.
type BroadWorksGroup struct {
	*statement
	record broadworks.GroupRecord
}

// Group adds a group to a tenant, with the system's music.
func (b *BroadWorksBuilder) Group(tenant, id string) *BroadWorksGroup {
	ref := broadworks.GroupRef{TenantID: tenant, GroupID: id}
	g := &BroadWorksGroup{record: broadworks.GroupRecord{TenantID: tenant, ID: id}}
	g.statement = b.say("groups", fmt.Sprintf("group %q of %q", id, tenant), func(f *broadworks.Fixture) {
		f.Groups = append(f.Groups, g.record)
	})
	g.resolve = func() { b.tenant(g.statement, tenant) }
	if g.once() {
		add(&b.groups, ref, g)
	}
	return g
}

// Announcement adds a WAV file to the group's repository.
func (g *BroadWorksGroup) Announcement(name string) *BroadWorksGroup {
	g.record.Announcements = append(g.record.Announcements, recording(name))
	return g
}

// Plays makes a file the group's music. It comes into the repository if it is not
// there yet.
func (g *BroadWorksGroup) Plays(announcement string) *BroadWorksGroup {
	g.record.Announcements = withRecording(g.record.Announcements, announcement)
	g.record.MusicOnHold = &broadworks.GroupMusicOnHoldInput{
		Source: &broadworks.GroupSourceInput{SourceInput: *custom(announcement)},
	}
	return g
}

// withRecording returns files among which is one with a name.
func withRecording(files []broadworks.Announcement, name string) []broadworks.Announcement {
	if slices.ContainsFunc(files, func(a broadworks.Announcement) bool { return a.Name == name }) {
		return files
	}
	return append(files, recording(name))
}

// BroadWorksUser is a user of a BroadWorks that is being built.
type BroadWorksUser struct {
	*statement
	record broadworks.UserRecord
}

// User adds a user to a group, who has the service Music On Hold with the group's
// music, turned on.
func (b *BroadWorksBuilder) User(tenant, group, id string) *BroadWorksUser {
	ref := broadworks.UserRef{TenantID: tenant, GroupID: group, UserID: id}
	u := &BroadWorksUser{record: broadworks.UserRecord{
		TenantID: tenant, GroupID: group, ID: id, MusicOnHold: &broadworks.MusicOnHoldInput{IsActive: new(true)},
	}}
	u.statement = b.say("users", fmt.Sprintf("user %q of %q of %q", id, group, tenant), func(f *broadworks.Fixture) {
		f.Users = append(f.Users, u.record)
	})
	u.resolve = func() { b.group(u.statement, broadworks.GroupRef{TenantID: tenant, GroupID: group}) }
	if u.once() {
		add(&b.users, ref, u)
	}
	return u
}

// Announcement adds a WAV file to the user's repository.
func (u *BroadWorksUser) Announcement(name string) *BroadWorksUser {
	u.record.Announcements = append(u.record.Announcements, recording(name))
	return u
}

// Plays makes a file the user's music. It comes into the repository if it is not
// there yet.
func (u *BroadWorksUser) Plays(announcement string) *BroadWorksUser {
	u.record.Announcements = withRecording(u.record.Announcements, announcement)
	u.record.MusicOnHold.Source = custom(announcement)
	return u
}

// WithoutMusicOnHold takes the service from the user.
func (u *BroadWorksUser) WithoutMusicOnHold() *BroadWorksUser {
	u.record.Unassigned = true
	return u
}

// BroadWorksAccount is an account of a BroadWorks that is being built.
type BroadWorksAccount struct {
	*statement
	builder *BroadWorksBuilder
	record  broadworks.Account
}

// Account adds an account with the [DefaultPassword]. One below the level System has
// to be at a place.
func (b *BroadWorksBuilder) Account(username string, level broadworks.Level) *BroadWorksAccount {
	a := &BroadWorksAccount{builder: b, record: broadworks.Account{Username: username, Password: DefaultPassword, Level: level}}
	a.statement = b.say("accounts", fmt.Sprintf("account %q", username), func(f *broadworks.Fixture) { f.Accounts = append(f.Accounts, a.record) })
	a.resolve = a.settlePlace
	if a.once() {
		b.accounts = append(b.accounts, a)
	}
	return a
}

// At says which place the account is at: a tenant, a group of one, or a user of one.
func (a *BroadWorksAccount) At(tenant string, groupAndUser ...string) *BroadWorksAccount {
	if len(groupAndUser) > 2 {
		a.fail("is at no place: expected a tenant, a group and a user at most")
	}
	ids := append(groupAndUser, "", "")
	a.record.TenantID, a.record.GroupID, a.record.UserID = tenant, ids[0], ids[1]
	return a
}

// Password sets the password; with none the account cannot log in.
func (a *BroadWorksAccount) Password(password string) *BroadWorksAccount {
	a.record.Password = password
	return a
}

// ReadOnly has the account change nothing.
func (a *BroadWorksAccount) ReadOnly() *BroadWorksAccount {
	a.record.ReadOnly = true
	return a
}

// Token gives the account a Bearer token, which does not expire.
func (a *BroadWorksAccount) Token(value string) *BroadWorksAccount {
	a.builder.tokens++
	s := a.draft.say("broadworks.tokens", "token of "+a.subject, func(f *Fixture) {
		b := part(&f.BroadWorks)
		b.Tokens = append(b.Tokens, broadworks.Token{Value: value, Username: a.record.Username})
	})
	s.heldBy(a.statement, value)
	return a
}

func (a *BroadWorksAccount) settlePlace() {
	switch r := a.record; {
	case r.UserID != "":
		a.builder.user(a.statement, broadworks.UserRef{TenantID: r.TenantID, GroupID: r.GroupID, UserID: r.UserID})
	case r.GroupID != "":
		a.builder.group(a.statement, broadworks.GroupRef{TenantID: r.TenantID, GroupID: r.GroupID})
	case r.TenantID != "":
		a.builder.tenant(a.statement, r.TenantID)
	}
}

// addToken gives the first account, or one that comes to be, a token if nobody has
// one.
func (b *BroadWorksBuilder) addToken() {
	switch {
	case b.tokens > 0 || len(b.accounts)+len(b.tenants) == 0:
	case len(b.accounts) > 0:
		b.accounts[0].Token(DefaultToken)
	default:
		b.Account("system", broadworks.System).Token(DefaultToken)
	}
}
