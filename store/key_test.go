package store_test

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// side is a key type of the test's own, in the order of its parts.
type side struct {
	Name  string
	Floor int64
}

func (s side) AppendKey(key []byte) []byte {
	return store.AppendInt(store.AppendText(key, s.Name), s.Floor)
}

func compareSides(a, b side) int {
	return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.Floor, b.Floor))
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	}
	return +1
}

// compareArrays is the order of pairs and triples, given as slices.
func compareArrays(a, b []string) int { return slices.Compare(a, b) }

func TestKeysCompareAsTheirValuesDo(t *testing.T) {
	type word string
	type level int8
	type port uint16

	rng := rand.New(rand.NewPCG(1, 2))
	text := func() string { return randomText(rng) }
	integer := func() int64 { return randomInteger(rng) }
	day := func() filter.Date {
		return filter.Date{Year: 1 + rng.IntN(9999), Month: time.Month(1 + rng.IntN(12)), Day: 1 + rng.IntN(28)}
	}

	compareKeys(t, "string", text, strings.Compare)
	compareKeys(t, "int64", integer, cmp.Compare)
	compareKeys(t, "int", func() int { return int(integer()) }, cmp.Compare)
	compareKeys(t, "bool", func() bool { return rng.IntN(2) == 0 }, compareBools)
	compareKeys(t, "date", day, filter.Date.Compare)
	compareKeys(t, "UUID", func() filter.UUID { return filter.UUID(text()) }, cmp.Compare)
	compareKeys(t, "pair", func() [2]string { return [2]string{text(), text()} },
		func(a, b [2]string) int { return compareArrays(a[:], b[:]) })
	compareKeys(t, "triple", func() [3]string { return [3]string{text(), text(), text()} },
		func(a, b [3]string) int { return compareArrays(a[:], b[:]) })
	compareKeys(t, "Appender", func() side { return side{text(), integer()} }, compareSides)
	compareKeys(t, "defined text", func() word { return word(text()) }, cmp.Compare)
	compareKeys(t, "defined int8", func() level { return level(integer()) }, cmp.Compare)
	compareKeys(t, "defined uint16", func() port { return port(integer()) }, cmp.Compare)
}

// compareKeys compares random pairs of values, and of a value with itself, with
// their keys.
func compareKeys[K comparable](t *testing.T, name string, value func() K, compare func(a, b K) int) {
	t.Run(name, func(t *testing.T) {
		for range 5000 {
			a, b := value(), value()
			checkKeys(t, a, b, compare(a, b))
			checkKeys(t, a, a, 0)
		}
	})
}

// checkKeys fails the test unless the keys of a and b compare as a and b do, and
// neither is a prefix of the other.
func checkKeys[K comparable](t *testing.T, a, b K, want int) {
	t.Helper()
	ka, kb := store.EncodeKey(a), store.EncodeKey(b)
	if got := strings.Compare(string(ka), string(kb)); got != want {
		t.Fatalf("keys of %#v and %#v, %q and %q, compare %+d, want %+d", a, b, ka, kb, got, want)
	}
	if want != 0 && (strings.HasPrefix(string(ka), string(kb)) || strings.HasPrefix(string(kb), string(ka))) {
		t.Fatalf("one key of %#v and %#v is a prefix of the other: %q, %q", a, b, ka, kb)
	}
}

// randomText is short and of few characters, so that texts are often equal or
// begin with one another; U+0000, which text should not hold, is among them.
func randomText(rng *rand.Rand) string {
	var b strings.Builder
	for range rng.IntN(4) {
		b.WriteString([]string{"\x00", "\x01", "a", "b", "\xff", "é"}[rng.IntN(6)])
	}
	return b.String()
}

func randomInteger(rng *rand.Rand) int64 {
	ends := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64}
	if i := rng.IntN(2 * len(ends)); i < len(ends) {
		return ends[i]
	}
	return int64(rng.Uint64()) >> rng.IntN(64)
}

func TestFieldKeyIsTheKeyOfTheValue(t *testing.T) {
	day := filter.Date{Year: 2018, Month: 7, Day: 5}
	for _, test := range []struct {
		value any
		want  store.Key
	}{
		{"a", store.EncodeKey("a")},
		{"", store.EncodeKey("")},
		{int64(-1), store.EncodeKey(int64(-1))},
		{true, store.EncodeKey(true)},
		{day, store.EncodeKey(day)},
		{filter.UUID("u"), store.EncodeKey("u")},
	} {
		if got := store.FieldKey(test.value); got != test.want {
			t.Errorf("FieldKey(%#v) = %q, want %q", test.value, got, test.want)
		}
	}
	mustPanic(t, "is not the value of a field", func() { store.FieldKey(1.5) })
}

func FuzzKey(f *testing.F) {
	f.Add("", "", int64(0), int64(0))
	f.Add("a", "ab", int64(-1), int64(1))
	f.Add("a\x00", "a", int64(math.MinInt64), int64(math.MaxInt64))
	f.Add("a\x00\xff", "a\x00\x00", int64(255), int64(256))
	f.Fuzz(func(t *testing.T, a, b string, m, n int64) {
		checkKeys(t, a, b, strings.Compare(a, b))
		checkKeys(t, m, n, cmp.Compare(m, n))
		checkKeys(t, [2]string{a, b}, [2]string{b, a}, slices.Compare([]string{a, b}, []string{b, a}))
		checkKeys(t, [2]string{a, b}, [2]string{a + b, ""}, slices.Compare([]string{a, b}, []string{a + b, ""}))
		checkKeys(t, side{a, m}, side{b, n}, compareSides(side{a, m}, side{b, n}))
		checkKeys(t, side{a, m}, side{a, n}, cmp.Compare(m, n))
	})
}
