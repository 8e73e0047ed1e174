package memstore_test

import (
	"context"
	"fmt"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

type Handset struct {
	ID          int64
	Model, Site string
}

var handsets = store.NewTable("handsets", func(h *Handset) int64 { return h.ID }, filter.NewFields(
	filter.Column("model", func(h *Handset) string { return h.Model }),
	filter.Column("site", func(h *Handset) string { return h.Site }),
)).Index("model", "site")

// Which plan a query gets depends on how many rows there are for each condition.
func ExampleDB_Explain() {
	ctx := context.Background()
	db := memstore.New(handsets.Schema())
	_ = db.Update(ctx, func(tx store.Tx) error {
		for i := range 10_000 {
			h := &Handset{ID: int64(i), Model: fmt.Sprintf("model %04d", i/2), Site: fmt.Sprint("site ", i%10)}
			if err := handsets.Insert(ctx, tx, h); err != nil {
				return err
			}
		}
		return nil
	})
	explain := func(q store.Query) {
		words, err := db.Explain(ctx, handsets.Schema(), &q)
		fmt.Println(words, err)
	}
	model := filter.Cmp{Field: "model", Op: filter.Like, Value: "model 1%"}
	site := filter.Cmp{Field: "site", Op: filter.Eq, Value: "site 3"}
	byModel := []filter.Order{{Field: "model"}}
	explain(store.Query{Filter: model, Order: byModel, Limit: 20})
	explain(store.Query{Filter: filter.And{model, site}, Order: byModel, Limit: 20})
	// Output:
	// model like "model 1%": 2000 rows by handsets_model_idx
	// cut: the total is counted and the page found without a look at other rows
	// rows: 10000; selected: 2000; on the page: 20 <nil>
	// site = "site 3": 1000 rows by handsets_site_idx
	// model like "model 1%": 2000 rows by handsets_model_idx
	// meet: these rows are intersected as sets
	// 200 rows are in all of them
	// the page is found by a walk along handsets_model_idx
	// rows: 10000; selected: 200; on the page: 20 <nil>
}
