package pbxtest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/pbxkit/pbxkit/pbxtest"
	"github.com/pbxkit/pbxkit/telecomx"
	"github.com/pbxkit/pbxkit/voipnow"
	"github.com/pbxkit/pbxkit/xivo"
)

// printer stands for the *testing.T of a test: it prints what a test would fail with.
type printer struct{}

func (printer) Helper()                           {}
func (printer) Cleanup(func())                    {}
func (printer) Errorf(format string, args ...any) { fmt.Printf(format+"\n", args...) }
func (printer) Fatalf(format string, args ...any) { panic(fmt.Sprintf(format, args...)) }

var t printer

// request sends a request to XiVO and returns what is answered.
func request(client *http.Client, token, method, url, body string) string {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("X-Auth-Token", token)
	r.Header.Set("Content-Type", "application/json")
	response, err := client.Do(r)
	if err != nil {
		return err.Error()
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Sprintf("%s, and then %v", response.Status, err)
	}
	return fmt.Sprintf("%s %s", response.Status, answer)
}

func Example() {
	pbx := pbxtest.Run(t) // in a test, t is its *testing.T
	defer pbx.Close()     // which a test does by itself

	room := pbx.URL() + "/configmgt/api/2.0/meetingrooms"
	token := pbx.Credentials.XiVO.Token
	fmt.Println(request(pbx.Client(), token, "POST", room, `{"name": "lobby", "displayName": "Lobby", "number": 1060}`))
	fmt.Println(request(pbx.Client(), token, "GET", room+"/3", ""))

	pbx.Journal().Expect(t, xivo.CreateMeetingRoom, pbxtest.Member("name", "lobby"))
	// Output:
	// 200 OK {"id":3,"name":"lobby","displayName":"Lobby","number":1060}
	// 200 OK {"id":3,"name":"lobby","displayName":"Lobby","number":1060}
}

// The services and HTTP work on the same records.
func ExampleRun() {
	pbx := pbxtest.Run(t)
	defer pbx.Close()

	client := &http.Client{Transport: pbx.Transport()} // in memory: the host does not matter
	token := pbx.Credentials.XiVO.Token
	request(client, token, "PUT", "http://pbx.test/configmgt/api/2.0/users/1/services", `{"dndEnabled": true}`)

	services, err := pbx.XiVO.Services.Get(context.Background(), 1)
	fmt.Println(services.DNDEnabled, err)
	// Output: true <nil>
}

func ExampleRunTLS() {
	pbx := pbxtest.RunTLS(t)
	defer pbx.Close()

	fmt.Println(strings.HasPrefix(pbx.URL(), "https://127.0.0.1:"))
	fmt.Println(request(pbx.Client(), "wrong", "GET", pbx.URL()+"/configmgt/api/2.0/meetingrooms/1", ""))
	// Output:
	// true
	// 401 Unauthorized {"error":"Unauthorized","message":"Missing or invalid X-Auth-Token"}
}

// A program that is no test chooses its listener, and says when to stop.
func ExampleNew() {
	pbx, err := pbxtest.New(pbxtest.Empty(), pbxtest.WithXiVOToken("of my own"))
	if err != nil {
		fmt.Println(err)
		return
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Println(err)
		return
	}
	served := make(chan error)
	go func() { served <- pbx.Serve(listener) }()

	url := "http://" + listener.Addr().String()
	fmt.Println(request(http.DefaultClient, "of my own", "GET", url+"/configmgt/api/2.0/meetingrooms", ""))
	http.DefaultClient.CloseIdleConnections()
	fmt.Println(pbx.Shutdown(context.Background()), <-served)
	// Output:
	// 200 OK []
	// <nil> <nil>
}

// What a server holds can be kept as a fixture file.
func ExampleServer_Export() {
	pbx := pbxtest.Run(t, pbxtest.Empty())
	ctx := context.Background()
	if _, err := pbx.XiVO.MeetingRooms.Create(ctx, xivo.MeetingRoom{Name: "lobby", DisplayName: "Lobby", Number: 1060}); err != nil {
		fmt.Println(err)
		return
	}
	fixture, err := pbx.Export(ctx)
	if err != nil {
		fmt.Println(err)
		return
	}
	again := pbxtest.Run(t, pbxtest.From(fixture))
	rooms, err := again.XiVO.MeetingRooms.List(ctx)
	fmt.Println(rooms, err)
	// Output: [{1 lobby Lobby 1060 <nil>}] <nil>
}

// Seed once, and give every test a server of its own.
func ExampleServer_Fork() {
	seeded := pbxtest.Run(t, pbxtest.Generated(pbxtest.Population{Users: 1000}))
	ctx := context.Background()

	for _, name := range []string{"first", "second"} {
		pbx := seeded.Fork(t) // in a subtest, with its t
		if _, err := pbx.XiVO.MeetingRooms.Create(ctx, xivo.MeetingRoom{Name: name, DisplayName: name, Number: 77}); err != nil {
			fmt.Println(err)
		}
		page, err := pbx.XiVO.MeetingRooms.Find(ctx, xivo.Find{Filters: []xivo.Filter{{Field: "number", Operator: "=", Value: 77}}})
		fmt.Println(page.Total, page.List[0].Name, err)
	}
	// Output:
	// 1 first <nil>
	// 1 second <nil>
}

func ExampleServer_Restore() {
	pbx := pbxtest.Run(t)
	ctx := context.Background()

	before := pbx.Snapshot()
	_, err := pbx.XiVO.MeetingRooms.Delete(ctx, 1)
	fmt.Println(err)
	_, err = pbx.XiVO.MeetingRooms.Get(ctx, 1)
	fmt.Println(err)

	fmt.Println(pbx.Restore(ctx, before))
	room, err := pbx.XiVO.MeetingRooms.Get(ctx, 1)
	fmt.Println(room.Name, err)
	// Output:
	// <nil>
	// xivo: NotFoundError: Meeting room 1 not found
	// <nil>
	// myConfRoom1 <nil>
}

// A session of TelecomX ends a quarter of an hour after its last use.
func ExampleServer_Advance() {
	pbx := pbxtest.Run(t)
	ctx := context.Background()
	session, err := pbx.TelecomX.Sessions.Login(ctx, telecomx.LoginInput{
		Username: pbx.Credentials.TelecomX.Username, Password: pbx.Credentials.TelecomX.Password,
	})
	fmt.Println(session.ExpiresInMinutes, err)

	check := func() error {
		_, err := pbx.TelecomX.Auth.Check(ctx, telecomx.Credential{Carrier: telecomx.APIKey, Value: session.Token})
		return err
	}
	pbx.Advance(14 * time.Minute)
	fmt.Println(check())
	pbx.Advance(16 * time.Minute)
	fmt.Println(check())
	// Output:
	// 15 <nil>
	// <nil>
	// telecomx: expired: Session has expired, please login
}

// Identifiers that a test wants to know beforehand.
func ExampleWithScript() {
	pbx := pbxtest.Run(t, pbxtest.WithScript(pbxtest.Script{VoipNowTokens: []string{"first-token", "second-token"}}))
	app := pbx.Credentials.VoipNow
	for range 2 {
		grant, err := pbx.VoipNow.Auth.Grant(context.Background(), voipnow.GrantRequest{
			GrantType: "client_credentials", ClientID: app.ClientID, ClientSecret: app.ClientSecret,
		})
		fmt.Println(grant.AccessToken, grant.ExpiresIn, err)
	}
	// Output:
	// first-token 3600 <nil>
	// second-token 3600 <nil>
}

// A failed expectation shows the requests that came nearest.
func ExampleJournal_Expect() {
	pbx := pbxtest.Run(t)
	client, token := &http.Client{Transport: pbx.Transport()}, pbx.Credentials.XiVO.Token
	request(client, token, "PUT", "http://pbx.test/configmgt/api/2.0/users/1/services", `{"dndEnabled": false}`)
	request(client, token, "PUT", "http://pbx.test/configmgt/api/2.0/user/1/services", `{"dndEnabled": true}`)
	request(client, token, "GET", "http://pbx.test/configmgt/api/2.0/users/1/services", ``)

	pbx.Journal().Expect(t, xivo.UpdateUserServices, pbxtest.Value("id", "1"), pbxtest.Member("dndEnabled", true))
	// Output:
	// pbxtest: no request for xivo UpdateUserServices with path id "1" and member dndEnabled true
	// the nearest:
	//    1. PUT /configmgt/api/2.0/users/1/services (UpdateUserServices) {"dndEnabled": false} -> 200
	//       the member dndEnabled is false, want true
	//    2. PUT /configmgt/api/2.0/user/1/services {"dndEnabled": true} -> 404; no operation is there, the closest is UpdateUserServices: PUT /configmgt/api/2.0/users/:id/services
}

func ExampleJournal_Unread() {
	pbx := pbxtest.Run(t)
	client := &http.Client{Transport: pbx.Transport()}
	fmt.Println(request(client, pbx.Credentials.XiVO.Token, "PUT", "http://pbx.test/configmgt/api/2.0/users/1/services", `{"dndEnable": true}`))

	for _, unread := range pbx.Journal().Unread() {
		fmt.Println(unread)
	}
	// Output:
	// 200 OK {}
	// dndEnable of 1. PUT /configmgt/api/2.0/users/1/services (UpdateUserServices) {"dndEnable": true} -> 200
}

// The vendor's own words, twice, and then all is well.
func ExampleServer_Fault() {
	pbx := pbxtest.Run(t)
	client, token := &http.Client{Transport: pbx.Transport()}, pbx.Credentials.XiVO.Token
	const room = "http://pbx.test/configmgt/api/2.0/meetingrooms/2"

	fault := pbx.Fault(t, pbxtest.Fault{Operation: xivo.GetMeetingRoom, Err: xivo.ErrUnhandled, Times: 2})
	for range 3 {
		fmt.Println(request(client, token, "GET", room, ""))
	}
	fmt.Println(fault.Hits())
	// Output:
	// 500 Internal Server Error {"error":"UnhandledError","message":"Internal error"}
	// 500 Internal Server Error {"error":"UnhandledError","message":"Internal error"}
	// 200 OK {"id":2,"name":"myConfRoom2","displayName":"My Conf Room 2","number":1051}
	// 2
}

// What breaks is the connection. Late, the request has taken effect all the same.
func ExampleBreak() {
	pbx := pbxtest.Run(t)
	defer pbx.Close()
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.DeleteMeetingRoom, Break: pbxtest.Reset, Late: true, Times: 1})
	pbx.Fault(t, pbxtest.Fault{Operation: xivo.ListMeetingRooms, Break: pbxtest.Truncate})

	r, err := http.NewRequest("DELETE", pbx.URL()+"/configmgt/api/2.0/meetingrooms/1", nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	r.Header.Set("X-Auth-Token", pbx.Credentials.XiVO.Token)
	_, err = pbx.Client().Do(r)
	fmt.Println("reset:", errors.Is(err, syscall.ECONNRESET))

	url := pbx.URL() + "/configmgt/api/2.0/meetingrooms"
	fmt.Println(request(pbx.Client(), pbx.Credentials.XiVO.Token, "DELETE", url+"/1", ""))
	fmt.Println(request(pbx.Client(), pbx.Credentials.XiVO.Token, "GET", url, ""))
	// Output:
	// reset: true
	// 500 Internal Server Error {"error":"NotFoundError","message":"Meeting room 1 not found"}
	// 200 OK, and then unexpected EOF
}

// A fault about something that is not there is refused.
func ExampleServer_AddFault() {
	pbx := pbxtest.Run(t)
	_, err := pbx.AddFault(pbxtest.Fault{Operation: xivo.Operation("CreateMeetingRooms"), Status: 503})
	fmt.Println(err)
	_, err = pbx.AddFault(pbxtest.Fault{Operation: xivo.CreateMeetingRoom, Err: telecomx.ErrInUse})
	fmt.Println(err)
	// Output:
	// fault on CreateMeetingRooms answering 503: xivo has no operation "CreateMeetingRooms", the closest is CreateMeetingRoom
	// fault on CreateMeetingRoom answering telecomx: usedBy: Music on hold is in use: the error is one of telecomx
}

// Two tests in other processes share one server.
func ExampleServer_Tenant() {
	pbx := pbxtest.Run(t)
	defer pbx.Close()
	one, two := pbx.Tenant(t), pbx.Tenant(t)

	room := pbx.URL() + "/configmgt/api/2.0/meetingrooms"
	for _, tenant := range []*pbxtest.Server{one, two} {
		fmt.Println(request(pbx.Client(), tenant.Credentials.XiVO.Token, "POST", room, `{"name": "lobby", "displayName": "Lobby", "number": 1060}`))
	}
	fmt.Println(one.Journal().Len(), two.Journal().Len(), pbx.Journal().Len())
	// Output:
	// 200 OK {"id":3,"name":"lobby","displayName":"Lobby","number":1060}
	// 200 OK {"id":3,"name":"lobby","displayName":"Lobby","number":1060}
	// 1 1 0
}

func ExampleFromFile() {
	dir, err := os.MkdirTemp("", "")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)
	file := dir + "/rooms.json"
	if err := os.WriteFile(file, []byte(`{"xivo": {"meetingRooms": [{"name": "lobby", "displayName": "Lobby", "number": 1060}]}}`), 0o600); err != nil {
		fmt.Println(err)
		return
	}
	pbx := pbxtest.Run(t, pbxtest.FromFile(file))
	rooms, err := pbx.XiVO.MeetingRooms.List(context.Background())
	fmt.Println(rooms[0].Name, err)
	// Output: lobby <nil>
}
