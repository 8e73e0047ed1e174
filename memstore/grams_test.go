package memstore

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/memstore/internal/cow"
	"github.com/pbxkit/pbxkit/store"
)

// checkGrams compares the grams of an index, if it has any, with those of the rows.
func checkGrams(t *testing.T, tab *table, ix *index, r *records) {
	t.Helper()
	g := r.indexes[ix.number].grams.Load()
	if g == nil {
		return
	}
	fresh, err := makeGrams(t.Context(), tab.schema, ix.Field, &r.rows)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(gramRows(fresh), gramRows(g)); diff != "" {
		t.Fatalf("grams of index %s (-want +got):\n%s", ix.Name, diff)
	}
}

// gramRows returns the numbers of the rows that have each gram.
func gramRows(g *grams) map[string][]uint32 {
	all := map[string][]uint32{}
	for b := range g.numbers.Blocks(0, g.numbers.Len(), false) {
		for i, n := range b.Numbers() {
			gram := string(b.AppendRest(slices.Clone(b.Prefix()), i))
			all[gram] = slices.Collect(cow.Meet{In: []*cow.Bitmap{g.sets.At(n)}}.Each)
		}
	}
	return all
}

const (
	nameIndex = 1 // of tags
	tagCount  = 2000
)

// gramsOfNames returns the grams of the names in a database of tags, and of everyone
// who has the same records.
func gramsOfNames(db *DB) *grams {
	return db.state.Load().data.Load().tables[0].indexes[nameIndex].grams.Load()
}

func namesLike(op filter.Op, pattern string) *store.Query {
	return &store.Query{Filter: cond("name", op, pattern), Limit: 10}
}

// askForNames asks until the index has grams, and returns how often it had to.
func askForNames(t *testing.T, db *DB, s *store.Schema, pattern string) (times int) {
	t.Helper()
	for ; gramsOfNames(db) == nil; times++ {
		if times > 100 {
			t.Fatal("no grams after 100 patterns")
		}
		explain(t, db, s, namesLike(filter.ILike, pattern))
	}
	return times
}

func explain(t *testing.T, db *DB, s *store.Schema, q *store.Query) string {
	t.Helper()
	words, err := db.Explain(t.Context(), s, q)
	if err != nil {
		t.Fatal(err)
	}
	return words
}

func renameTag(t *testing.T, db *DB, s *store.Schema, id int64, name string) {
	t.Helper()
	err := db.Update(t.Context(), func(tx store.Tx) error {
		row, err := tx.Get(t.Context(), s, s.Primary(), store.EncodeKey(id))
		if err != nil {
			return err
		}
		c := row.(*tag).Clone()
		c.Name = name
		return tx.Replace(t.Context(), s, c)
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestGramsAreMadeWhenPatternsHaveCostAsMuch(t *testing.T) {
	db, s := openTags(t, tagCount)
	for range 2 * gramsWorth { // which an index answers as it is, or nothing can
		explain(t, db, s, namesLike(filter.Like, "name 0%"))
		explain(t, db, s, namesLike(filter.ILike, "%12%"))
	}
	if gramsOfNames(db) != nil {
		t.Fatal("grams were made for patterns that have none")
	}
	fork := db.Fork()
	if times := askForNames(t, db, s, "%E 0012%"); times != gramsWorth+1 {
		t.Errorf("grams were made by the %d-th pattern, want %d", times, gramsWorth+1)
	}
	if gramsOfNames(fork) == nil {
		t.Error("a fork that has the same records has no grams")
	}
	for pattern, words := range map[string]string{
		"%001%":    "rows at most by the grams of tags_name_idx\nmeet: these rows are intersected as sets\n",
		"%e 0012%": "\nthe texts of the rows that are in all of them are read\n",
		"%xyz%":    ": 0 rows at most by the grams",
	} {
		if got := explain(t, db, s, namesLike(filter.ILike, pattern)); !strings.Contains(got, words) {
			t.Errorf("%s: no %q in:\n%s", pattern, words, got)
		}
	}
}

func TestGramsAreMadeBetweenWrites(t *testing.T) {
	db, s := openTags(t, tagCount)
	for i := range int64(2 * gramsWorth) {
		explain(t, db, s, namesLike(filter.ILike, "%001%"))
		renameTag(t, db, s, i, "changed")
	}
	if gramsOfNames(db) == nil {
		t.Error("there are no grams")
	}
}

// TestGramsAreNotAllOfACondition: a pattern is merged with other conditions on the
// same field.
func TestGramsAreNotAllOfACondition(t *testing.T) {
	db, s := openTags(t, tagCount)
	askForNames(t, db, s, "%001%")
	q := &store.Query{Filter: filter.And{cond("name", filter.ILike, "%001%"), cond("name", filter.Lt, "name 001005")}}
	if got, want := explain(t, db, s, q), "selected: 116;"; !strings.Contains(got, want) {
		t.Errorf("no %q in:\n%s", want, got)
	}
}

// TestManyTextsAreSharedOut: several goroutines read them, and nothing is lost or out of
// order where their shares meet.
func TestManyTextsAreSharedOut(t *testing.T) {
	const n = 3*rowsPerWorker - 100
	db, s := openTags(t, n)
	other := map[int64]bool{0: true, 127: true, 128: true, rowsPerWorker - 1: true, n / 2: true, n - 1: true}
	for id := range other {
		renameTag(t, db, s, id, "me 1e 0") // which has all grams of what is asked for
	}
	askForNames(t, db, s, "%me 0%")
	var want []int64
	for id := range int64(n) {
		if !other[id] {
			want = append(want, id)
		}
	}
	for _, offset := range []int{0, 120, rowsPerWorker - 10} { // further on, a look at every row is faster
		q := &store.Query{Filter: cond("name", filter.ILike, "%me 0%"), Offset: offset, Limit: 10}
		if words := explain(t, db, s, q); !strings.Contains(words, "the texts of the rows that are in all of them are read") {
			t.Fatalf("no texts are read:\n%s", words)
		}
		var got []int64
		err := db.View(t.Context(), func(tx store.ReadTx) error {
			result, err := tx.Query(t.Context(), s, q)
			if err != nil {
				return err
			}
			for _, row := range result.Rows {
				got = append(got, row.(*tag).ID)
			}
			if result.Total != len(want) {
				t.Errorf("%d rows, want %d", result.Total, len(want))
			}
			return nil
		})
		if page := want[offset:min(offset+10, len(want))]; err != nil || !slices.Equal(got, page) {
			t.Errorf("rows %v, want %v; error %v", got, page, err)
		}
	}
}

func TestGramsFollowTheTexts(t *testing.T) {
	db, s := openTags(t, tagCount)
	askForNames(t, db, s, "%001%")
	fork := db.Fork()
	names := []string{"Anna", "", "anan", "\u212Aimi", "ééé", strings.Repeat("ab", 50), "Anna"}
	for i, name := range names {
		renameTag(t, fork, s, int64(i), name)
	}
	for db, want := range map[*DB]string{db: "selected: 0;", fork: "selected: 2;"} {
		if got := explain(t, db, s, namesLike(filter.ILike, "%nna%")); !strings.Contains(got, want) {
			t.Errorf("no %q in:\n%s", want, got)
		}
		if gramsOfNames(db) == nil {
			t.Error("there are no grams any more")
		}
		records, layout := db.state.Load().data.Load().tables[0], db.layout.tables[s]
		checkGrams(t, layout, layout.indexes[nameIndex], records)
	}
}

func TestGramsThatNobodyAsksForAreForgotten(t *testing.T) {
	db, s := openTags(t, tagCount)
	askForNames(t, db, s, "%001%")
	for i := range int64(2 * tagCount) {
		if i%1000 == 999 { // somebody does
			explain(t, db, s, namesLike(filter.Like, "%name 0%"))
		}
		renameTag(t, db, s, i%tagCount, "")
		renameTag(t, db, s, i%tagCount, "name")
	}
	if gramsOfNames(db) == nil {
		t.Fatal("grams that are asked for were forgotten")
	}
	for i := range int64(tagCount) {
		renameTag(t, db, s, i, "Anna")
		renameTag(t, db, s, i, "Bert")
	}
	explain(t, db, s, &store.Query{Order: []filter.Order{{Field: "name"}}}) // settles
	if gramsOfNames(db) != nil {
		t.Fatal("grams are kept up to date for nobody")
	}
	if got := explain(t, db, s, namesLike(filter.ILike, "%ert%")); !strings.Contains(got, "selected: 2000;") {
		t.Errorf("after that:\n%s", got)
	}
}

func TestReadersMakeGramsBesideAWriter(t *testing.T) {
	db, s := openTags(t, tagCount)
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for range 3 * gramsWorth {
				if words, err := db.Explain(t.Context(), s, namesLike(filter.ILike, "%ame%")); err != nil || !strings.Contains(words, "selected: 2000;") {
					t.Errorf("%s, %v", words, err)
				}
			}
		})
	}
	for i := range int64(200) {
		renameTag(t, db, s, i, "Name of another")
	}
	readers.Wait()
	askForNames(t, db, s, "%ame%")
	records, layout := db.state.Load().data.Load().tables[0], db.layout.tables[s]
	checkGrams(t, layout, layout.indexes[nameIndex], records)
}
