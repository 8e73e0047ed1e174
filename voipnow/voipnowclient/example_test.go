package voipnowclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/voipnow/voipnowclient"
)

// pause is a function of an application. It puts the calls of an extension on hold that its
// user is talking on, and says how many that are.
func pause(ctx context.Context, pbx *voipnow.Service, user voipnow.Caller, extension string) (held int, err error) {
	ref := voipnow.Ref{User: voipnow.Me, Extension: extension}
	for call, err := range voipnow.All(ctx, pbx.Calls, user, ref, voipnow.CallQuery{}) {
		if err != nil {
			return held, err
		}
		for _, view := range call.Views {
			ref.Call = call.ID
			_, err := pbx.Calls.OnHold(ctx, user, ref, view.ID)
			switch {
			case errors.Is(err, voipnow.ErrView), errors.Is(err, voipnow.ErrPhoneCall): // it rings, or has ended
			case err != nil:
				return held, err
			default:
				held++
			}
		}
	}
	return held, nil
}

// An application is tested on the engine in memory, and runs on a VoipNow elsewhere: only
// the constructor differs.
func Example() {
	ctx := context.Background()

	// In a test.
	memory := voipnow.New(memstore.New(voipnow.Tables()...))
	if err := memory.Seed.Load(ctx, voipnow.Documentation()); err != nil {
		fmt.Println(err)
		return
	}

	// In production. The VoipNow of this example is the same engine behind HTTP.
	handler, err := voipnowhttp.NewHandler(memory, voipnowhttp.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	client, err := voipnowclient.New(server.URL, voipnowclient.App("example-app", voipnow.DocumentationSecret))
	if err != nil {
		fmt.Println(err)
		return
	}

	user := voipnow.Caller{UserID: "12"} // the client's credential says so already
	for _, pbx := range []*voipnow.Service{memory, client} {
		fmt.Println(pause(ctx, pbx, user, "0003*210"))
	}
	_, err = pause(ctx, client, user, "0003*024")
	fmt.Println(errors.Is(err, voipnow.ErrExtension))
	// Output:
	// 3 <nil>
	// 3 <nil>
	// true
}
