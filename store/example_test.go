package store_test

import (
	"context"
	"errors"
	"fmt"
	"log"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// Desk is a record: a plain value.
type Desk struct {
	ID    int64
	Phone string
	Floor int64
}

// A vendor declares its tables once, as variables.
var (
	desks = store.NewTable("desks", func(d *Desk) int64 { return d.ID }, filter.NewFields(
		filter.Column("phone", func(d *Desk) string { return d.Phone }),
		filter.Column("floor", func(d *Desk) int64 { return d.Floor }),
	)).Index("floor")

	deskByPhone = store.NewUnique(desks, "desk_phone_key", func(d *Desk) (string, bool) { return d.Phone, d.Phone != "" })
)

func Example() {
	ctx := context.Background()
	db := memstore.New(desks.Schema())

	err := db.Update(ctx, func(tx store.Tx) error {
		for _, desk := range []Desk{{Phone: "100", Floor: 1}, {Phone: "200", Floor: 2}, {Phone: "201", Floor: 2}} {
			id, err := tx.Next(ctx, "desks")
			if err != nil {
				return err
			}
			desk.ID = id
			if err := desks.Insert(ctx, tx, &desk); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}

	err = db.View(ctx, func(tx store.ReadTx) error {
		page, err := desks.Find(ctx, tx, store.Query{
			Filter: filter.Cmp{Field: "floor", Op: filter.Eq, Value: "2"},
			Order:  []filter.Order{{Field: "phone", Desc: true}},
			Limit:  1,
		})
		if err != nil {
			return err
		}
		fmt.Println("one of", page.Total, "on the second floor:", *page.Rows[0])
		desk, err := deskByPhone.Get(ctx, tx, "100")
		if err != nil {
			return err
		}
		fmt.Println("100 is on floor", desk.Floor)
		return nil
	})
	if err != nil {
		log.Fatal(err)
	}

	err = db.Update(ctx, func(tx store.Tx) error {
		return desks.Insert(ctx, tx, &Desk{ID: 4, Phone: "100"})
	})
	fmt.Println(errors.Is(err, store.ErrExists), err)

	// Output:
	// one of 2 on the second floor: {3 201 2}
	// 100 is on floor 1
	// true insert desks: desk_phone_key: already exists
}
