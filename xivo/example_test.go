package xivo_test

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// A XiVO in memory, with two users, one of whom is found.
func Example() {
	ctx := context.Background()
	svc := xivo.New(memstore.New(xivo.Tables()...))

	err := svc.Seed.Load(ctx, &xivo.Fixture{Users: []xivo.UserRecord{
		{FirstName: "James", LastName: "Bond", Labels: []string{"blue", "red"}},
		{FirstName: "Jack", LastName: "Martin", Labels: []string{"red"}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	page, err := svc.Users.Find(ctx, xivo.Find{Filters: []xivo.Filter{
		{Field: "fullName", Operator: "like", Value: "Jack%", Order: "ASC"},
		{Field: "label", Operator: "contains_all", List: []string{"red"}},
	}})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(page.Total, page.List[0].FullName, page.List[0].Labels)
	// Output: 1 Jack Martin [red]
}

// A refusal is of a kind, and knows the vendor's answer.
func ExampleMeetingRoomService() {
	ctx := context.Background()
	svc := xivo.New(memstore.New(xivo.Tables()...))

	room := xivo.MeetingRoom{Name: "lobby", DisplayName: "Lobby", Number: 1050}
	if _, err := svc.MeetingRooms.Create(ctx, room); err != nil {
		fmt.Println(err)
		return
	}
	_, err := svc.MeetingRooms.Create(ctx, room)
	fmt.Println(errors.Is(err, xivo.ErrDuplicate))
	if refusal, ok := errors.AsType[*xivo.Error](err); ok {
		fmt.Println(refusal.Status, refusal.Code, refusal.Message)
	}
	// Output:
	// true
	// 400 Duplicate duplicate key value violates unique constraint "meetingroom_name_key"
}

// An import stores all rows or none, and says which lines are wrong.
func ExampleCallbackService() {
	ctx := context.Background()
	svc := xivo.New(memstore.New(xivo.Tables()...))

	list, err := svc.Callbacks.CreateList(ctx, "Mine", 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	err = svc.Callbacks.ImportCSV(ctx, list.UUID, []byte("phoneNumber|lastName|dueDate|period\n"+
		"1000|O'Neill||\n"+
		"1001|Doe||Morning\n"+
		"1002|Lee|2018-02-29|\n"))
	fmt.Println(err)
	page, err := svc.Callbacks.FindRequests(ctx, xivo.Find{})
	fmt.Println(page.Total, err)
	// Output:
	// xivo: InvalidCsv: line 3: unknown period 'Morning'; line 4: dueDate: expected a date of the form YYYY-MM-DD
	// 0 <nil>
}

// The documentation fixture is a PBX on which the requests of the vendor's page
// work. A fixture that is wrong somewhere changes nothing.
func ExampleSeedService() {
	ctx := context.Background()
	fixture := xivo.Documentation()
	clock := xivo.WithClock(func() time.Time { return fixture.Clock })
	svc := xivo.New(memstore.New(xivo.Tables()...), clock)
	if err := svc.Seed.Load(ctx, fixture); err != nil {
		fmt.Println(err)
		return
	}
	line, err := svc.Lines.Get(ctx, 1)
	fmt.Println(line.Extension, line.ProvisioningID, err)

	err = svc.Seed.Load(ctx, &xivo.Fixture{Users: []xivo.UserRecord{
		{FirstName: "Ann"},
		{FirstName: "Bob", Line: &xivo.Line{LineType: xivo.LineUA, Context: "default", Extension: "1", Site: "nowhere"}},
	}})
	fmt.Println(err)
	// Output:
	// 1000 583115 <nil>
	// users[1].line: site: unknown media server 'nowhere'
}

// fullUp is a LineService that has no line left to give.
type fullUp struct{ xivo.LineService }

func (fullUp) Create(context.Context, int64, xivo.LineInput) (xivo.Line, error) {
	return xivo.Line{}, errors.New("no line left")
}

// One method of a service is replaced by embedding the others, for a test of
// what a program does when it fails.
func ExampleService() {
	ctx := context.Background()
	svc := xivo.New(memstore.New(xivo.Tables()...))
	if err := svc.Seed.Load(ctx, xivo.Documentation()); err != nil {
		fmt.Println(err)
		return
	}
	svc.Lines = fullUp{svc.Lines}

	line, err := svc.Lines.Get(ctx, 1)
	fmt.Println(line.Extension, err)
	_, err = svc.Lines.Create(ctx, 8, xivo.LineInput{})
	fmt.Println(err)
	// Output:
	// 1000 <nil>
	// no line left
}
