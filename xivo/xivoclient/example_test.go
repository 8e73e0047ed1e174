package xivoclient_test

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptest"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
	"github.com/pbxkit/pbxkit/xivo/xivoclient"
)

// bookRoom is a function of an application. It takes the name it is asked for, or the
// next one that is free.
func bookRoom(ctx context.Context, pbx *xivo.Service, name string, number int64) (xivo.MeetingRoom, error) {
	for i := range 10 {
		room, err := pbx.MeetingRooms.Create(ctx, xivo.MeetingRoom{
			Name: fmt.Sprintf("%s%d", name, i+1), DisplayName: name, Number: number + int64(i),
		})
		if !errors.Is(err, xivo.ErrDuplicate) {
			return room, err
		}
	}
	return xivo.MeetingRoom{}, fmt.Errorf("no name like %s is free", name)
}

// An application is tested on the engine in memory, and runs on a XiVO elsewhere: only
// the constructor differs.
func Example() {
	ctx := context.Background()

	// In a test.
	memory := xivo.New(memstore.New(xivo.Tables()...), xivo.WithToken("secret"))

	// In production. The XiVO of this example is the same engine behind HTTP.
	handler, err := xivohttp.NewHandler(memory, xivohttp.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	server := httptest.NewServer(handler)
	defer server.Close()
	client, err := xivoclient.New(server.URL, "secret")
	if err != nil {
		fmt.Println(err)
		return
	}

	for _, pbx := range []*xivo.Service{memory, client, memory} {
		room, err := bookRoom(ctx, pbx, "lobby", 1050)
		fmt.Println(room.Name, room.Number, err)
	}
	_, err = client.MeetingRooms.Get(ctx, 99)
	fmt.Println(err, errors.Is(err, xivo.ErrNotFound))
	// Output:
	// lobby1 1050 <nil>
	// lobby2 1051 <nil>
	// lobby3 1052 <nil>
	// xivo: NotFoundError: Meeting room 99 not found true
}
