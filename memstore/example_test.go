package memstore_test

import (
	"context"
	"fmt"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/xivo"
)

// A vendor's tables go into a new database, and the database into the vendor's
// service.
func Example() {
	ctx := context.Background()
	db := memstore.New(xivo.Tables()...)
	svc := xivo.New(db)
	if err := svc.Seed.Load(ctx, xivo.Documentation()); err != nil {
		fmt.Println(err)
		return
	}
	users, err := svc.Users.List(ctx)
	fmt.Println(len(users), "users", err)
	// Output: 8 users <nil>
}

// A fork begins with what the database holds, at the cost of a pointer, and goes
// its own way: one seeded database serves any number of tests.
func ExampleDB_Fork() {
	ctx := context.Background()
	seeded := memstore.New(xivo.Tables()...)
	if err := xivo.New(seeded).Seed.Load(ctx, xivo.Documentation()); err != nil {
		fmt.Println(err)
		return
	}
	a, b := xivo.New(seeded.Fork()), xivo.New(seeded.Fork())
	if _, err := a.MeetingRooms.Delete(ctx, 1); err != nil {
		fmt.Println(err)
		return
	}
	inA, _ := a.MeetingRooms.List(ctx)
	inB, _ := b.MeetingRooms.List(ctx)
	fmt.Println(len(inA), len(inB))
	// Output: 1 2
}

func ExampleDB_Restore() {
	ctx := context.Background()
	db := memstore.New(xivo.Tables()...)
	svc := xivo.New(db)
	if err := svc.Seed.Load(ctx, xivo.Documentation()); err != nil {
		fmt.Println(err)
		return
	}
	before := db.Snapshot()
	svc.Lines.Delete(ctx, 1)
	_, err := svc.Lines.Get(ctx, 1)
	fmt.Println(err)
	if err := db.Restore(ctx, before); err != nil {
		fmt.Println(err)
	}
	line, err := svc.Lines.Get(ctx, 1)
	fmt.Println(line.Extension, err)
	// Output:
	// xivo: LineNotFound: Unable to get line for user Id 1
	// 1000 <nil>
}
