package store_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// mustPanic fails the test unless fn panics with a message that says why.
func mustPanic(t *testing.T, why string, fn func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got == nil || !strings.Contains(fmt.Sprint(got), why) {
			t.Errorf("panic %v, want one about %q", got, why)
		}
	}()
	fn()
}

func TestNewTablePanicsIfTheKeyTypeCannotBeAKey(t *testing.T) {
	type record struct{ N int64 }
	mustPanic(t, "table reals: float64 cannot be a key", func() {
		store.NewTable("reals", func(r *record) float64 { return float64(r.N) }, nil)
	})
	mustPanic(t, "cannot be a key", func() { store.NewTable("records", func(r *record) record { return *r }, nil) })
	mustPanic(t, "cannot be a key", func() { store.NewTable("pointers", func(r *record) *int64 { return &r.N }, nil) })
	mustPanic(t, "cannot be a key", func() { store.NewTable("any", func(r *record) any { return r.N }, nil) })
	mustPanic(t, "cannot be a key", func() { store.NewTable("none", func(*record) [0]string { return [0]string{} }, nil) })
	mustPanic(t, "cannot be a key", func() { store.NewTable("reals", func(*record) [2]float64 { return [2]float64{} }, nil) })
	mustPanic(t, "index by_real: float64 cannot be a key", func() {
		store.NewUnique(cardTable(), "by_real", func(*card) (float64, bool) { return 0, false })
	})
}

func TestNewTablePanicsIfRecordsCannotBeCopied(t *testing.T) {
	type pointer struct{ P *int }
	type slice struct{ S []string }
	type deep struct{ In [2]struct{ M map[string]int } }
	type anything struct{ A any }
	const why = "holds references and has no method Clone()"
	mustPanic(t, "table pointers: store_test.pointer "+why+" *pointer", func() {
		store.NewTable("pointers", func(*pointer) int64 { return 0 }, nil)
	})
	mustPanic(t, why, func() { store.NewTable("slices", func(*slice) int64 { return 0 }, nil) })
	mustPanic(t, why, func() { store.NewTable("deep", func(*deep) int64 { return 0 }, nil) })
	mustPanic(t, why, func() { store.NewTable("anything", func(*anything) int64 { return 0 }, nil) })
}

func TestTableAcceptsRecordsThatCanBeCopied(t *testing.T) {
	type flat struct {
		Names [3]string
		Day   filter.Date
		In    struct{ N int64 }
	}
	s := store.NewTable("flat", func(*flat) int64 { return 0 }, nil).Schema()
	row := &flat{Names: [3]string{"a"}}
	copied := s.Copy(row).(*flat)
	row.Names[0] = "changed"
	if diff := cmp.Diff(&flat{Names: [3]string{"a"}}, copied); diff != "" {
		t.Errorf("copy (-want +got):\n%s", diff)
	}

	original := &card{ID: 1, Size: new(int64(2))}
	cloned := cardTable().Schema().Copy(original).(*card)
	*original.Size = 3
	if diff := cmp.Diff(&card{ID: 1, Size: new(int64(2))}, cloned); diff != "" {
		t.Errorf("copy by Clone (-want +got):\n%s", diff)
	}
}

func TestIndexPanicsIfTheDeclarationIsWrong(t *testing.T) {
	never := func(*card) (string, bool) { return "", false }
	mustPanic(t, `table cards has no field "weight"`, func() { cardTable().Index("weight") })
	mustPanic(t, `table cards: index "cards_color_idx" is declared twice`, func() { cardTable().Index("color", "size", "color") })
	mustPanic(t, `index "card_key" is declared twice`, func() {
		cards := cardTable()
		store.NewUnique(cards, "card_key", never)
		store.NewUnique(cards, "card_key", never)
	})
	mustPanic(t, `index "cards_pkey" is declared twice`, func() { store.NewUnique(cardTable(), "cards_pkey", never) })
	mustPanic(t, `table cards has no field "weight"`, func() { store.NewUnique(cardTable(), "card_key", never).On("weight") })
}

func TestSchemaTellsBackendsOfTheIndexes(t *testing.T) {
	cards := cardTable().Index("color", "size", "tags")
	store.NewUnique(cards, "card_color_key", func(c *card) (string, bool) { return c.Color, c.Color != "" }).On("color")
	store.NewUnique(cards, "card_other_key", func(c *card) (string, bool) { return c.Color, true })
	s := cards.Schema()

	type index struct {
		Name, Field   string
		Unique, Multi bool
	}
	var got []index
	for _, ix := range s.Indexes {
		got = append(got, index{ix.Name, ix.Field, ix.Unique, ix.Multi})
	}
	want := []index{
		{"cards_pkey", "", true, false},
		{"cards_color_idx", "color", false, false},
		{"cards_size_idx", "size", false, false},
		{"cards_tags_idx", "tags", false, true},
		{"card_color_key", "color", true, false},
		{"card_other_key", "", true, false},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("indexes (-want +got):\n%s", diff)
	}
	if ix := s.IndexOn("color"); ix != s.Indexes[4] {
		t.Errorf("IndexOn(color) = %v, want the unique one", ix)
	}
	if ix := s.IndexOn("size"); ix != s.Indexes[2] {
		t.Errorf("IndexOn(size) = %v, want the plain one", ix)
	}
	for _, field := range []string{"none", "colo", "colors"} {
		if ix := s.IndexOn(field); ix != nil {
			t.Errorf("IndexOn(%q) = %v, want nil", field, ix)
		}
	}
}

func TestIndexKeysAreThoseOfTheValues(t *testing.T) {
	s := cardTable().Index("color", "size").Schema()
	key := func(value any) []store.Key { return []store.Key{store.FieldKey(value)} }
	for _, test := range []struct {
		index int
		card  card
		want  []store.Key
	}{
		{0, card{ID: 7}, key(int64(7))},
		{1, card{Color: "red"}, key("red")},
		{1, card{}, key("")},
		{2, card{Size: new(int64(-3))}, key(int64(-3))},
		{2, card{}, nil},
	} {
		if diff := cmp.Diff(test.want, s.Indexes[test.index].Keys(&test.card)); diff != "" {
			t.Errorf("%s: keys of %+v (-want +got):\n%s", s.Indexes[test.index].Name, test.card, diff)
		}
	}
}

func TestVersionIsSeenByBackends(t *testing.T) {
	if got := cardTable().Schema().Version; got != 0 {
		t.Errorf("version %d without a declaration of one, want 0", got)
	}
	if got := cardTable().Version(3).Schema().Version; got != 3 {
		t.Errorf("version %d, want 3", got)
	}
	mustPanic(t, "version -1 is negative", func() { cardTable().Version(-1) })
}
