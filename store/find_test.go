package store_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// stub is a ReadTx that answers every query alike and keeps what it was asked.
type stub struct {
	store.ReadTx // what the test does not call
	result       *store.Result
	row          any
	asked        []store.Query
}

func (s *stub) Get(context.Context, *store.Schema, *store.Index, store.Key) (any, error) {
	return s.row, nil
}

func (s *stub) Query(_ context.Context, _ *store.Schema, q *store.Query) (*store.Result, error) {
	s.asked = append(s.asked, *q)
	return s.result, nil
}

func TestFindRefusesWhatCannotBeAskedBeforeTheBackendSeesIt(t *testing.T) {
	one := func(field string, op filter.Op, value any) store.Query {
		return store.Query{Filter: filter.And{filter.Cmp{Field: field, Op: op, Value: value}}}
	}
	for name, test := range map[string]struct {
		query store.Query
		kind  error // nil for a mistake that is none of a filter
	}{
		"unknown field":     {one("weight", filter.Eq, 1), filter.ErrField},
		"unknown operator":  {one("color", filter.Op(99), "red"), filter.ErrOp},
		"no operator":       {one("color", 0, "red"), filter.ErrOp},
		"operator of texts": {one("size", filter.Like, "1%"), filter.ErrOp},
		"operator of sets":  {one("color", filter.ContainsAll, []string{"a"}), filter.ErrOp},
		"set compared":      {one("tags", filter.Eq, "a"), filter.ErrOp},
		"wrong value":       {one("size", filter.Eq, "big"), filter.ErrValue},
		"no value":          {one("size", filter.Eq, nil), filter.ErrValue},
		"lone backslash":    {one("color", filter.Like, `a\`), filter.ErrValue},
		"U+0000":            {one("color", filter.Eq, "a\x00"), filter.ErrValue},
		"order by nothing":  {store.Query{Order: []filter.Order{{Field: "weight"}}}, filter.ErrField},
		"order by a set":    {store.Query{Order: []filter.Order{{Field: "color"}, {Field: "tags"}}}, filter.ErrOp},
		"negative offset":   {store.Query{Offset: -1}, nil},
		"negative limit":    {store.Query{Limit: -1}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			cards, tx := cardTable(), &stub{result: &store.Result{}}
			page, err := cards.Find(t.Context(), tx, test.query)
			refusedQuery(t, "Find", err, test.kind)
			if diff := cmp.Diff(store.Page[card]{}, page); diff != "" {
				t.Errorf("Find (-want +got):\n%s", diff)
			}
			if test.query.Filter != nil {
				_, err = cards.All(t.Context(), tx, test.query.Filter)
				refusedQuery(t, "All", err, test.kind)
				_, err = cards.Count(t.Context(), tx, test.query.Filter)
				refusedQuery(t, "Count", err, test.kind)
			}
			if len(tx.asked) > 0 {
				t.Errorf("the backend was asked %+v", tx.asked)
			}
		})
	}
}

func refusedQuery(t *testing.T, what string, err, kind error) {
	t.Helper()
	if kind == nil {
		if err == nil {
			t.Errorf("%s: no error", what)
		}
		return
	}
	if _, ok := errors.AsType[*filter.Error](err); !ok || !errors.Is(err, kind) {
		t.Errorf("%s: error %v, want a *filter.Error of kind %v", what, err, kind)
	}
}

func TestFindPassesTheCheckedQueryOn(t *testing.T) {
	tx := &stub{result: &store.Result{}}
	q := store.Query{
		Filter: filter.Cmp{Field: "size", Op: filter.Eq, Value: "3"},
		Order:  []filter.Order{{Field: "size", Desc: true}},
		Offset: 1, Limit: 2,
	}
	if _, err := cardTable().Find(t.Context(), tx, q); err != nil {
		t.Fatal(err)
	}
	want := q
	want.Filter = filter.Cmp{Field: "size", Op: filter.Eq, Value: int64(3)}
	if diff := cmp.Diff([]store.Query{want}, tx.asked); diff != "" {
		t.Errorf("the backend was asked (-want +got):\n%s", diff)
	}
}

func TestFindReturnsCopies(t *testing.T) {
	row := &card{ID: 1, Size: new(int64(2))}
	tx := &stub{result: &store.Result{Rows: []any{row}, Total: 5}}
	page, err := cardTable().Find(t.Context(), tx, store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(store.Page[card]{Rows: []*card{row}, Total: 5}, page); diff != "" {
		t.Errorf("Find (-want +got):\n%s", diff)
	}
	page.Rows[0].ID, *page.Rows[0].Size = 9, 9
	if diff := cmp.Diff(&card{ID: 1, Size: new(int64(2))}, row); diff != "" {
		t.Errorf("the backend's row (-want +got):\n%s", diff)
	}
}

func TestASharedTableReturnsTheRowsThemselves(t *testing.T) {
	row := &card{ID: 1, Size: new(int64(2))}
	tx := &stub{result: &store.Result{Rows: []any{row}, Total: 1}, row: row}
	cards := cardTable()
	shared := cards.Shared()
	page, err := shared.Find(t.Context(), tx, store.Query{})
	if err != nil || page.Rows[0] != row {
		t.Errorf("Find = %p, %v; want %p", page.Rows[0], err, row)
	}
	if got, err := shared.Get(t.Context(), tx, 1); err != nil || got != row {
		t.Errorf("Get = %p, %v; want %p", got, err, row)
	}
	if got, err := cards.Get(t.Context(), tx, 1); err != nil || got == row {
		t.Errorf("Get of the table itself = %p, %v; want a copy", got, err)
	}
	bySize := store.NewUnique(shared, "size_key", func(c *card) (int64, bool) { return *c.Size, true })
	if got, err := bySize.Get(t.Context(), tx, 2); err != nil || got != row {
		t.Errorf("Get by a unique key = %p, %v; want %p", got, err, row)
	}
	if got := shared.Schema(); got != cards.Schema() {
		t.Error("the table is another one")
	}
}

// TestASharedTableCopiesWhatIsWritten: only what is read is shared.
func TestASharedTableCopiesWhatIsWritten(t *testing.T) {
	shared := cardTable().Shared()
	db := memstore.New(shared.Schema())
	err := db.Update(t.Context(), func(tx store.Tx) error {
		mine := &card{ID: 1, Size: new(int64(2))}
		if err := shared.Insert(t.Context(), tx, mine); err != nil {
			return err
		}
		*mine.Size = 9
		kept, err := shared.Get(t.Context(), tx, 1)
		if err != nil {
			return err
		}
		_, err = shared.Update(t.Context(), tx, 1, func(c *card) error {
			*c.Size = 3
			return nil
		})
		if *kept.Size != 2 {
			t.Errorf("the record is of size %d after changes of others, want 2", *kept.Size)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestFindReturnsRowsThatAreNotNil(t *testing.T) {
	page, err := cardTable().Find(t.Context(), &stub{result: &store.Result{}}, store.Query{})
	if err != nil || page.Rows == nil {
		t.Errorf("Find = %+v, %v; want rows that are empty and not nil", page, err)
	}
}

func TestErrorSaysWhatFailedWhere(t *testing.T) {
	for want, err := range map[string]*store.Error{
		"insert rooms: room_name_key: already exists": {Op: "insert", Table: "rooms", Index: "room_name_key", Err: store.ErrExists},
		"delete rooms: not found":                     {Op: "delete", Table: "rooms", Err: store.ErrNotFound},
	} {
		if got := err.Error(); got != want {
			t.Errorf("message %q, want %q", got, want)
		}
		if !errors.Is(err, err.Err) {
			t.Errorf("%v does not wrap %v", err, err.Err)
		}
	}
}
