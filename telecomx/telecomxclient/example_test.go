package telecomxclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/telecomx/telecomxclient"
)

// shuffle is a function of an application. It has every class of a customer's own play
// its songs in random order, and returns how many it has changed.
func shuffle(ctx context.Context, pbx *telecomx.Service, as telecomx.Caller) (changed int, _ error) {
	for class, err := range telecomx.All(ctx, pbx.MusicOnHold, as, telecomx.MusicQuery{}) {
		if err != nil {
			return changed, err
		}
		if class.Customer == "" || class.Random {
			continue
		}
		_, err := pbx.MusicOnHold.Update(ctx, as, class.ID, telecomx.MusicInput{Random: telecomx.To(true)})
		if err != nil {
			return changed, fmt.Errorf("%s: %w", class.Name, err)
		}
		changed++
	}
	return changed, nil
}

// An application is tested on the engine in memory, and runs on a TelecomX elsewhere:
// only the constructor differs.
func Example() {
	ctx := context.Background()

	// In a test.
	memory := telecomx.New(memstore.New(telecomx.Tables()...))
	if err := memory.Seed.Load(ctx, telecomx.Documentation()); err != nil {
		fmt.Println(err)
		return
	}
	owner, err := memory.Auth.As(ctx, telecomx.DocumentationOwner)
	if err != nil {
		fmt.Println(err)
		return
	}

	// In production. The TelecomX of this example is the same engine behind HTTP.
	handler, err := telecomxhttp.NewHandler(memory, telecomxhttp.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	client, err := telecomxclient.New(server.URL, telecomxclient.Login("manager@example.com", "mysecret password"))
	if err != nil {
		fmt.Println(err)
		return
	}
	viewer, err := telecomxclient.New(server.URL, telecomxclient.Token("token-viewer"))
	if err != nil {
		fmt.Println(err)
		return
	}

	_, err = shuffle(ctx, viewer, telecomx.Caller{}) // whose credential decides
	fmt.Println(err, errors.Is(err, telecomx.ErrAccessDenied))
	for _, pbx := range []*telecomx.Service{client, memory} {
		fmt.Println(shuffle(ctx, pbx, owner))
	}
	// Output:
	// Default music: telecomx: access_denied: Insufficient access level true
	// 1 <nil>
	// 0 <nil>
}
