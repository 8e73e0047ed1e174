package broadworks_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/memstore"
)

// A system with the records of the vendor's documentation.
func documented() *broadworks.Service {
	svc := broadworks.New(memstore.New(broadworks.Tables()...))
	if err := svc.Seed.Load(context.Background(), broadworks.Documentation()); err != nil {
		panic(err)
	}
	return svc
}

func Example() {
	ctx, svc := context.Background(), documented()
	caller, err := svc.Auth.As(ctx, "foouser")
	if err != nil {
		fmt.Println(err)
		return
	}
	user := broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
	music, err := svc.MusicOnHold.Update(ctx, caller, user, broadworks.MusicOnHoldInput{IsActive: new(true)})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(music.IsActive, music.Source.Selection, music.Source.AudioFile)
	// Output: true Custom {My Music WAV}
}

func ExampleError() {
	ctx, svc := context.Background(), documented()
	caller, _ := svc.Auth.As(ctx, "foouser")
	colleague := broadworks.UserRef{TenantID: "foo", GroupID: "othergroup", UserID: "otheruser"}
	_, err := svc.MusicOnHold.Get(ctx, caller, colleague)
	fmt.Println(errors.Is(err, broadworks.ErrForbidden))
	fmt.Println(err)
	// Output:
	// true
	// broadworks: 403 Forbidden: outside of what the account may access
}

func ExampleSessionService() {
	ctx, svc := context.Background(), documented()
	session, err := svc.Sessions.Login(ctx, "ApioUser1@sip.netaxis.be", "IAmAStrongPassword")
	if err != nil {
		fmt.Println(err)
		return
	}
	caller, err := svc.Auth.Check(ctx, broadworks.Credential{Session: &session.ID})
	fmt.Println(session.IsFirstLogin, caller.Level, caller.TenantID, caller.GroupID, err)
	// Output: true 8 Apio ApioGroup <nil>
}

func ExampleSeedService() {
	ctx := context.Background()
	svc := broadworks.New(memstore.New(broadworks.Tables()...))
	err := svc.Seed.Load(ctx, &broadworks.Fixture{
		Tenants: []broadworks.Tenant{{ID: "acme"}},
		Groups:  []broadworks.GroupRecord{{TenantID: "acme", ID: "sales"}},
		Users: []broadworks.UserRecord{{
			TenantID: "acme", GroupID: "sales", ID: "ann@acme.example",
			Announcements: []broadworks.Announcement{{Name: "Jazz", MediaType: broadworks.WAV, FileSize: 78}},
			MusicOnHold: &broadworks.MusicOnHoldInput{
				Source: &broadworks.SourceInput{Selection: new(broadworks.SelectCustom), AudioFile: &broadworks.AudioFileInput{Name: "Blues"}},
			},
		}},
	})
	fmt.Println(err)
	// Output: users[0].musicOnHold: source.audioFile: the repository has no such file 'Blues'
}

// unavailable is the music of groups while it cannot be read.
type unavailable struct {
	broadworks.GroupMusicOnHoldService
}

func (unavailable) Get(context.Context, broadworks.Caller, broadworks.GroupRef) (broadworks.GroupMusicOnHold, error) {
	return broadworks.GroupMusicOnHold{}, &broadworks.Error{Status: 503, Code: 503, Message: "Service Unavailable"}
}

// Any service can be replaced, such as by one that fails in part.
func ExampleService() {
	ctx, svc := context.Background(), documented()
	svc.GroupMusicOnHold = unavailable{svc.GroupMusicOnHold}
	caller, _ := svc.Auth.As(ctx, "groupadmin")
	group := broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"}

	_, err := svc.GroupMusicOnHold.Get(ctx, caller, group)
	fmt.Println(err)
	_, err = svc.GroupMusicOnHold.Update(ctx, caller, group, broadworks.GroupMusicOnHoldInput{IsActiveDuringCallPark: new(false)})
	fmt.Println(err)
	// Output:
	// broadworks: 503 Service Unavailable
	// <nil>
}
