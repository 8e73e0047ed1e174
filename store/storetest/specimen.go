package storetest

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// specimen is the record of the random part: it has a field of every kind that
// is indexed, one that is not, and both again where the value can be missing.
type specimen struct {
	ID     int64
	Serial string  // unique, and a field
	Code   *string // unique if there is one, and a field
	Badge  *badge  // unique if there is one, and no field

	Plain, Indexed                 values
	NullablePlain, NullableIndexed optional
}

type badge struct{ Color, Number string }

type values struct {
	Text    string
	Integer int64
	Boolean bool
	Day     filter.Date
	UUID    filter.UUID
	Set     []string
}

// optional has values that can be missing; a set is if it is nil.
type optional struct {
	Text    *string
	Integer *int64
	Boolean *bool
	Day     *filter.Date
	UUID    *filter.UUID
	Set     []string
}

// Clone returns a copy that shares nothing with s.
func (s *specimen) Clone() *specimen {
	c := *s
	c.Code, c.Badge = clone(s.Code), clone(s.Badge)
	c.Plain.Set, c.Indexed.Set = slices.Clone(s.Plain.Set), slices.Clone(s.Indexed.Set)
	c.NullablePlain, c.NullableIndexed = s.NullablePlain.clone(), s.NullableIndexed.clone()
	return &c
}

func (o optional) clone() optional {
	return optional{clone(o.Text), clone(o.Integer), clone(o.Boolean), clone(o.Day), clone(o.UUID), slices.Clone(o.Set)}
}

// valueFields are the fields of values and optional, with a prefix that keeps
// them apart.
func valueFields(prefix string, of func(*specimen) *values) []filter.Field[specimen] {
	return []filter.Field[specimen]{
		filter.Column(prefix+"text", func(s *specimen) string { return of(s).Text }),
		filter.Column(prefix+"integer", func(s *specimen) int64 { return of(s).Integer }),
		filter.Column(prefix+"boolean", func(s *specimen) bool { return of(s).Boolean }),
		filter.Column(prefix+"day", func(s *specimen) filter.Date { return of(s).Day }),
		filter.Column(prefix+"uuid", func(s *specimen) filter.UUID { return of(s).UUID }),
		filter.Column(prefix+"set", func(s *specimen) []string { return of(s).Set }),
	}
}

func optionalFields(prefix string, of func(*specimen) *optional) []filter.Field[specimen] {
	return []filter.Field[specimen]{
		filter.Nullable(prefix+"text", func(s *specimen) (string, bool) { return deref(of(s).Text) }),
		filter.Nullable(prefix+"integer", func(s *specimen) (int64, bool) { return deref(of(s).Integer) }),
		filter.Nullable(prefix+"boolean", func(s *specimen) (bool, bool) { return deref(of(s).Boolean) }),
		filter.Nullable(prefix+"day", func(s *specimen) (filter.Date, bool) { return deref(of(s).Day) }),
		filter.Nullable(prefix+"uuid", func(s *specimen) (filter.UUID, bool) { return deref(of(s).UUID) }),
		filter.Nullable(prefix+"set", func(s *specimen) ([]string, bool) { return of(s).Set, of(s).Set != nil }),
	}
}

var specimenFields = filter.NewFields(slices.Concat(
	[]filter.Field[specimen]{
		filter.Column("id", func(s *specimen) int64 { return s.ID }),
		filter.Column("serial", func(s *specimen) string { return s.Serial }),
		filter.Nullable("code", func(s *specimen) (string, bool) { return deref(s.Code) }),
	},
	valueFields("plain_", func(s *specimen) *values { return &s.Plain }),
	valueFields("indexed_", func(s *specimen) *values { return &s.Indexed }),
	optionalFields("nullable_plain_", func(s *specimen) *optional { return &s.NullablePlain }),
	optionalFields("nullable_indexed_", func(s *specimen) *optional { return &s.NullableIndexed }),
)...)

// collection is a table of specimens. Its primary key is made from the id, in a
// way that gives another order than that of the ids.
type collection struct {
	size    int // about how many specimens it should hold
	schema  *store.Schema
	compare func(a, b *specimen) int // by primary key
}

// collections are tables of several sizes with primary keys of several types.
func collections() []collection {
	return []collection{
		newCollection("small", 60, func(s *specimen) int64 { return s.ID }, cmp.Compare[int64]),
		newCollection("middling", 300, func(s *specimen) string { return strconv.FormatInt(s.ID, 10) }, strings.Compare),
		newCollection("large", 1500, func(s *specimen) [2]string {
			return [2]string{strconv.FormatInt(s.ID%7, 10), strconv.FormatInt(s.ID/7, 10)}
		}, func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }),
	}
}

func newCollection[K comparable](name string, size int, key func(*specimen) K, compare func(a, b K) int) collection {
	table := store.NewTable(name, key, specimenFields)
	store.NewUnique(table, name+"_badge_key", func(s *specimen) ([2]string, bool) {
		b, ok := deref(s.Badge)
		return [2]string{b.Color, b.Number}, ok
	})
	for _, f := range specimenFields.Info() {
		if strings.Contains(f.Name, "indexed_") {
			table.Index(f.Name)
		}
	}
	store.NewUnique(table, name+"_serial_key", func(s *specimen) (string, bool) { return s.Serial, true }).On("serial")
	store.NewUnique(table, name+"_code_key", func(s *specimen) (string, bool) { return deref(s.Code) }).On("code")
	return collection{
		size:    size,
		schema:  table.Schema(),
		compare: func(a, b *specimen) int { return compare(key(a), key(b)) },
	}
}
