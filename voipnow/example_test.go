package voipnow_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/voipnow"
)

// newPBX returns the PBX of the vendor's examples, at the time of the examples.
func newPBX(ctx context.Context) *voipnow.Service {
	docs := voipnow.Documentation()
	svc := voipnow.New(memstore.New(voipnow.Tables()...), voipnow.WithClock(func() time.Time { return docs.Clock }))
	if err := svc.Seed.Load(ctx, docs); err != nil {
		log.Fatal(err)
	}
	return svc
}

// A user puts a call on hold. The view names the party that holds; everyone else
// hears the music.
func Example() {
	ctx := context.Background()
	svc := newPBX(ctx)
	caller := voipnow.Caller{UserID: "12"}
	call, err := svc.Calls.OnHold(ctx, caller, voipnow.Ref{
		User: voipnow.Me, Extension: "0003*210", Call: "b817d2618fe6f1804333",
	}, "01")
	if err != nil {
		log.Fatal(err)
	}
	since, holder := call.OnHold(&call.Views[0])
	fmt.Println(call.Extension, "holds:", holder, "since", since.Format(time.TimeOnly))
	// Output: 0003*210 holds: true since 16:18:55
}

// Refusals are values: decide by kind, show the vendor's words.
func ExampleError() {
	ctx := context.Background()
	svc := newPBX(ctx)
	_, err := svc.Calls.OnHold(ctx, voipnow.Caller{UserID: "12"}, voipnow.Ref{
		User: "13", Extension: voipnow.Self, Call: "b817d2618fe6f1804333",
	}, "01")
	if e, ok := errors.AsType[*voipnow.Error](err); ok && errors.Is(err, voipnow.ErrAccessDenied) {
		fmt.Println(e.Status, e.Code, e.Message)
	}
	// Output: 401 access_denied You are not authorized to use this request.
}

// Calls are listed by page, here those of one user whose ids begin with some
// characters.
func ExampleCallQuery() {
	ctx := context.Background()
	svc := newPBX(ctx)
	page, err := svc.Calls.List(ctx, voipnow.Caller{UserID: "12"}, voipnow.Ref{User: voipnow.Me, Extension: voipnow.Self},
		voipnow.CallQuery{FilterBy: "id", FilterOp: voipnow.OpStartsWith, FilterValue: "b817", Count: 1})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.Calls[0].ID, "is the first of", page.Total)
	// Output: b817d2618fe6f1804333 is the first of 2
}

// A fixture makes what the API cannot: here an organization with two phones that
// are on a call.
func ExampleParseFixture() {
	ctx := context.Background()
	fixture, err := voipnow.ParseFixture([]byte(`{
		"organizations": [{"id": "7", "name": "Example", "prefix": "0007"}],
		"users": [{"id": "70", "organizationId": "7", "role": "User"}],
		"extensions": [
			{"number": "0007*100", "ownerId": "70", "type": "Phone Terminal"},
			{"number": "0007*101", "ownerId": "70", "type": "Phone Terminal"}
		],
		"calls": [{"id": "c1", "extension": "0007*100", "phoneCallView": [
			{"id": "00", "extension": "0007*100", "status": 5, "source": ["0007*100"], "destination": ["0007*101"]},
			{"id": "01", "extension": "0007*101", "status": 5, "source": ["0007*100"], "destination": ["0007*101"]}
		]}]
	}`))
	if err != nil {
		log.Fatal(err)
	}
	svc := voipnow.New(memstore.New(voipnow.Tables()...))
	if err := svc.Seed.Load(ctx, fixture); err != nil {
		log.Fatal(err)
	}
	held, err := svc.Calls.OnHoldAll(ctx, voipnow.Caller{UserID: "70"}, voipnow.Ref{User: voipnow.Owner, Extension: "100"}, "01")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(held), "call of", held[0].OwnerName, "is on hold")
	// Output: 1 call of Example is on hold
}
