package storetest

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// extension is a key type of a program's own: extensions are in the order of
// their context, then of their number.
type extension struct {
	Context string
	Number  int64
}

// AppendKey implements store.Appender.
func (x extension) AppendKey(key []byte) []byte {
	return store.AppendInt(store.AppendText(key, x.Context), x.Number)
}

// digits is a key type that is defined in terms of a basic one.
type digits string

// testKeys tests keys of all types, as primary keys and in a unique index.
func testKeys(t *testing.T, open opener) {
	testKeyType(t, open, "text", "", " ", "A", "B", "a", "a b", "aa", "ab", "abc", "b", "e\u0301", "é", "\uff5e", "\U0001D11E")
	testKeyType(t, open, "defined text", digits(""), "0", "00", "1", "10", "100", "11", "9")
	testKeyType(t, open, "int64", math.MinInt64, math.MinInt64+1, math.MinInt32-1, -256, -255, -1, int64(0), 1, 255, 256, 1<<53+1, math.MaxInt64-1, math.MaxInt64)
	testKeyType(t, open, "int", math.MinInt, -1, 0, 1, math.MaxInt)
	testKeyType(t, open, "int8", int8(-128), -1, 0, 1, 127)
	testKeyType(t, open, "uint16", uint16(0), 1, 255, 256, 65535)
	testKeyType(t, open, "bool", false, true)
	testKeyType(t, open, "date",
		filter.Date{Year: 1, Month: 1, Day: 1}, filter.Date{Year: 999, Month: 12, Day: 31}, filter.Date{Year: 2018, Month: 7, Day: 5},
		filter.Date{Year: 2018, Month: 7, Day: 10}, filter.Date{Year: 2018, Month: 10, Day: 1}, filter.Date{Year: 9999, Month: 12, Day: 31})
	testKeyType(t, open, "UUID",
		filter.UUID("00000000-0000-0000-0000-000000000000"), "00000000-0000-0000-0000-000000000001",
		"1a000000-0000-0000-0000-000000000000", "a1000000-0000-0000-0000-000000000000", "ffffffff-ffff-ffff-ffff-ffffffffffff")
	testKeyType(t, open, "pair of texts",
		[2]string{"", ""}, [2]string{"", "a"}, [2]string{"", "b"}, [2]string{"a", ""}, [2]string{"a", "b"}, [2]string{"a", "bc"},
		[2]string{"ab", ""}, [2]string{"ab", "a"}, [2]string{"ab", "c"}, [2]string{"b", ""})
	testKeyType(t, open, "three texts", [3]string{"", "", "a"}, [3]string{"", "a", ""}, [3]string{"a", "", ""})
	testKeyType(t, open, "Appender",
		extension{"", -1}, extension{"", 0}, extension{"a", 9}, extension{"a", 10}, extension{"ab", -5}, extension{"ab", 1}, extension{"b", 0})
}

// keyed is a record with a key of some type. Its Rank is the place of the key
// among the others, and also a key, for the table whose primary key it is.
type keyed[K comparable] struct {
	Key  K
	Rank int
}

// testKeyType tests a type of keys with some that are given in their order.
func testKeyType[K comparable](t *testing.T, open opener, name string, inOrder ...K) {
	records := make([]*keyed[K], len(inOrder))
	for i, key := range inOrder {
		records[i] = &keyed[K]{key, i}
	}
	t.Run(name, func(t *testing.T) {
		t.Run("primary", func(t *testing.T) { testPrimaryKey(t, open, records) })
		t.Run("unique", func(t *testing.T) { testUniqueKey(t, open, records) })
	})
}

func testPrimaryKey[K comparable](t *testing.T, open opener, records []*keyed[K]) {
	table := store.NewTable("keyed", func(r *keyed[K]) K { return r.Key }, filter.NewFields(
		filter.Column("rank", func(r *keyed[K]) int64 { return int64(r.Rank) }),
		filter.Column("parity", func(r *keyed[K]) int64 { return int64(r.Rank % 2) }),
	)).Index("rank", "parity")
	db := open(t, table.Schema())
	insertScattered(t, db, table, records)
	wantAll(t, db, table, records...)
	for _, want := range records {
		if diff := cmp.Diff(want, get(t, db, table, want.Key)); diff != "" {
			t.Errorf("Get(%v) (-want +got):\n%s", want.Key, diff)
		}
	}

	// With the even ones gone the odd ones are found still.
	var odd []*keyed[K]
	update(t, db, func(tx store.Tx) error {
		odd = nil
		for _, r := range records {
			if r.Rank%2 == 1 {
				odd = append(odd, r)
				missing := keyed[K]{r.Key, -1}
				exists(t, table.Insert(t.Context(), tx, &missing), "insert", table.Schema(), "keyed_pkey")
			} else if err := table.Delete(t.Context(), tx, r.Key); err != nil {
				return fmt.Errorf("Delete(%v): %w", r.Key, err)
			}
		}
		return nil
	})
	wantAll(t, db, table, odd...)
	view(t, db, func(tx store.ReadTx) error {
		for _, r := range records {
			if has, err := table.Has(t.Context(), tx, r.Key); has != (r.Rank%2 == 1) || err != nil {
				t.Errorf("Has(%v) = %v, %v after the even ones were deleted", r.Key, has, err)
			}
		}
		got, err := table.All(t.Context(), tx, where("parity", filter.Eq, 1))
		if diff := cmp.Diff(odd, got); diff != "" {
			t.Errorf("by an index, in the order of the primary key (-want +got):\n%s", diff)
		}
		return err
	})
}

func testUniqueKey[K comparable](t *testing.T, open opener, records []*keyed[K]) {
	table := store.NewTable("keyed", func(r *keyed[K]) int { return r.Rank }, nil)
	byKey := store.NewUnique(table, "keyed_key", func(r *keyed[K]) (K, bool) { return r.Key, true })
	db := open(t, table.Schema())
	insertScattered(t, db, table, records)
	update(t, db, func(tx store.Tx) error {
		for _, want := range records {
			got, err := byKey.Get(t.Context(), tx, want.Key)
			if err != nil {
				return fmt.Errorf("Get(%v): %w", want.Key, err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Get(%v) (-want +got):\n%s", want.Key, diff)
			}
			other := keyed[K]{want.Key, -1}
			exists(t, table.Insert(t.Context(), tx, &other), "insert", table.Schema(), "keyed_key")
		}
		return nil
	})
}

// insertScattered inserts records in an order that is neither theirs nor its
// reverse.
func insertScattered[K, P comparable](t *testing.T, db store.DB, table *store.Table[P, keyed[K]], records []*keyed[K]) {
	t.Helper()
	var scattered []*keyed[K]
	for start := range 3 {
		for i := start; i < len(records); i += 3 {
			scattered = append(scattered, records[len(records)-1-i])
		}
	}
	insert(t, db, table, scattered...)
}
