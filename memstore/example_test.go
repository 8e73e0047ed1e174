package memstore_test

import (
	"context"
	"errors"
	"fmt"

	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// Desk is a record, and desks the table that it is kept in.
type Desk struct {
	Number int64
	Phone  string
}

var (
	desks       = store.NewTable("desks", func(d *Desk) int64 { return d.Number }, nil)
	deskByPhone = store.NewUnique(desks, "desks_phone_key", func(d *Desk) (string, bool) { return d.Phone, d.Phone != "" })
)

// A vendor's package declares such tables and returns them from its function
// Tables.
func Example() {
	ctx := context.Background()
	db := memstore.New(desks.Schema())
	insert := func(d Desk) error {
		return db.Update(ctx, func(tx store.Tx) error { return desks.Insert(ctx, tx, &d) })
	}
	fmt.Println(insert(Desk{Number: 1, Phone: "1001"}))
	err := insert(Desk{Number: 2, Phone: "1001"})
	fmt.Println(err, errors.Is(err, store.ErrExists))

	desk, err := store.View(ctx, db, func(tx store.ReadTx) (*Desk, error) { return deskByPhone.Get(ctx, tx, "1001") })
	fmt.Println(*desk, err)
	// Output:
	// <nil>
	// insert desks: desks_phone_key: already exists true
	// {1 1001} <nil>
}

// A fork begins with what the database holds, at the cost of a pointer, and goes
// its own way: one seeded database serves any number of tests.
func ExampleDB_Fork() {
	ctx := context.Background()
	count := func(db *memstore.DB) int {
		n, _ := store.View(ctx, db, func(tx store.ReadTx) (int, error) { return desks.Count(ctx, tx, nil) })
		return n
	}
	seeded := memstore.New(desks.Schema())
	_ = seeded.Update(ctx, func(tx store.Tx) error { return desks.Insert(ctx, tx, &Desk{Number: 1}) })

	a, b := seeded.Fork(), seeded.Fork()
	_ = a.Update(ctx, func(tx store.Tx) error { return desks.Insert(ctx, tx, &Desk{Number: 2}) })
	fmt.Println(count(seeded), count(a), count(b))
	// Output: 1 2 1
}

func ExampleDB_Restore() {
	ctx := context.Background()
	db := memstore.New(desks.Schema())
	_ = db.Update(ctx, func(tx store.Tx) error { return desks.Insert(ctx, tx, &Desk{Number: 1, Phone: "1001"}) })

	before := db.Snapshot()
	_ = db.Update(ctx, func(tx store.Tx) error { return desks.Delete(ctx, tx, 1) })
	if err := db.Restore(ctx, before); err != nil {
		fmt.Println(err)
	}
	desk, err := store.View(ctx, db, func(tx store.ReadTx) (*Desk, error) { return desks.Get(ctx, tx, 1) })
	fmt.Println(desk.Phone, err)
	// Output: 1001 <nil>
}
