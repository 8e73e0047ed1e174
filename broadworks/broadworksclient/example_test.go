package broadworksclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/broadworks/broadworksclient"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/memstore"
)

// playOwn is a function of an application. It has a user play a file while others wait,
// or what the group plays if the user does not have the file.
func playOwn(ctx context.Context, pbx *broadworks.Service, caller broadworks.Caller, user broadworks.UserRef, file string) (broadworks.Source, error) {
	custom, group := broadworks.SelectCustom, broadworks.SelectGroup
	m, err := pbx.MusicOnHold.Update(ctx, caller, user, broadworks.MusicOnHoldInput{
		IsActive: new(true), Source: &broadworks.SourceInput{Selection: &custom, AudioFile: &broadworks.AudioFileInput{Name: file}},
	})
	if errors.Is(err, broadworks.ErrFailedToUpdate) {
		m, err = pbx.MusicOnHold.Update(ctx, caller, user, broadworks.MusicOnHoldInput{IsActive: new(true), Source: &broadworks.SourceInput{Selection: &group}})
	}
	return m.Source, err
}

// An application is tested on the engine in memory, and runs on a BroadWorks elsewhere:
// only the constructor differs. There, the credential says who asks.
func Example() {
	ctx := context.Background()

	// In a test.
	memory := broadworks.New(memstore.New(broadworks.Tables()...))
	if err := memory.Seed.Load(ctx, broadworks.Documentation()); err != nil {
		fmt.Println(err)
		return
	}
	caller, err := memory.Auth.As(ctx, "foouser")
	if err != nil {
		fmt.Println(err)
		return
	}

	// In production. The gateway of this example is the same engine behind HTTP.
	handler, err := broadworkshttp.NewHandler(memory, broadworkshttp.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	client, err := broadworksclient.New(server.URL, broadworksclient.Login("foouser", "IAmAStrongPassword"))
	if err != nil {
		fmt.Println(err)
		return
	}

	user := broadworks.UserRef{TenantID: "foo", GroupID: "foogroup", UserID: "foouser"}
	for _, pbx := range []*broadworks.Service{memory, client} {
		for _, file := range []string{"My Music", "Your Music"} {
			source, err := playOwn(ctx, pbx, caller, user, file)
			fmt.Println(source.Selection, source.AudioFile.Name, err)
		}
	}
	_, err = client.GroupMusicOnHold.Get(ctx, caller, broadworks.GroupRef{TenantID: "foo", GroupID: "foogroup"})
	fmt.Println(err, errors.Is(err, broadworks.ErrForbidden))
	// Output:
	// Custom My Music <nil>
	// Group My Music <nil>
	// Custom My Music <nil>
	// Group My Music <nil>
	// broadworks: 403 Forbidden: the operation needs user_level 8 true
}
