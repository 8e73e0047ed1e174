package pbxtest

import (
	"strconv"

	"github.com/pbxkit/pbxkit/broadworks"
)

// groupSize is how many users a group has, and generatedTenant whose groups they
// are.
const (
	groupSize       = 20
	generatedTenant = "tenant1"
)

func (g *generator) broadworks() *broadworks.Fixture {
	f := &broadworks.Fixture{
		Tenants: []broadworks.Tenant{{ID: generatedTenant}},
		Groups:  records(share(g.Subscribers, groupSize), g.group),
		Users:   records(g.Subscribers, g.subscriber),
		Accounts: []broadworks.Account{
			{Username: "system", Password: DefaultPassword, Level: broadworks.System},
			{Username: "tenantadmin", Password: DefaultPassword, Level: broadworks.TenantAdmin, TenantID: generatedTenant},
		},
		Tokens: []broadworks.Token{{Value: DefaultToken, Username: "system"}},
	}
	for i := range f.Groups {
		f.Accounts = append(f.Accounts, g.groupAdmin(i))
	}
	for i := range f.Users {
		f.Accounts = append(f.Accounts, g.endUser(i))
	}
	return f
}

func groupName(i int) string { return "group" + strconv.Itoa(i+1) }

// group returns a group. Every second one plays a file of its own.
func (g *generator) group(i int) broadworks.GroupRecord {
	r := broadworks.GroupRecord{TenantID: generatedTenant, ID: groupName(i), Announcements: []broadworks.Announcement{recording("Group Music")}}
	if i%2 == 0 {
		r.MusicOnHold = &broadworks.GroupMusicOnHoldInput{Source: &broadworks.GroupSourceInput{SourceInput: *custom("Group Music")}}
	}
	return r
}

// subscriber returns a user. Every third one plays a file of its own, and the
// others what the group does.
func (g *generator) subscriber(i int) broadworks.UserRecord {
	r := broadworks.UserRecord{TenantID: generatedTenant, GroupID: groupName(i / groupSize), ID: g.people.person(i).email()}
	r.MusicOnHold = &broadworks.MusicOnHoldInput{IsActive: new(true)}
	if i%3 == 0 {
		r.Announcements = []broadworks.Announcement{recording("My Music")}
		r.MusicOnHold.Source = custom("My Music")
	}
	return r
}

func (g *generator) groupAdmin(i int) broadworks.Account {
	return broadworks.Account{
		Username: "admin@" + groupName(i), Password: DefaultPassword, Level: broadworks.GroupAdmin,
		TenantID: generatedTenant, GroupID: groupName(i),
	}
}

func (g *generator) endUser(i int) broadworks.Account {
	id := g.people.person(i).email()
	return broadworks.Account{
		Username: id, Password: DefaultPassword, Level: broadworks.EndUser,
		TenantID: generatedTenant, GroupID: groupName(i / groupSize), UserID: id,
	}
}

// recording returns a file of a repository.
func recording(name string) broadworks.Announcement {
	return broadworks.Announcement{Name: name, MediaType: broadworks.WAV, FileSize: 78}
}

// custom returns the input that makes a file of the repository the music.
func custom(name string) *broadworks.SourceInput {
	return &broadworks.SourceInput{
		Selection: new(broadworks.SelectCustom),
		AudioFile: &broadworks.AudioFileInput{Name: name, MediaType: new(broadworks.WAV)},
	}
}
