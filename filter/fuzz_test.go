package filter_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pbxkit/pbxkit/filter"
)

// FuzzFilter turns bytes into an expression, an order and records, and compares
// Check, Match and Compare with the oracle.
func FuzzFilter(f *testing.F) {
	f.Add([]byte(nil))
	random := rand.New(rand.NewPCG(3, 4))
	for range 300 {
		data := make([]byte, 300)
		for i := range data {
			data[i] = byte(random.Uint32())
		}
		f.Add(data)
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s := &source{data}
		asked, meant := s.expr(4)
		checked, err := fields.Check(asked)
		if err != nil {
			t.Fatalf("Check(%v): %v", asked, err)
		}
		if diff := cmp.Diff(meant, checked); diff != "" {
			t.Fatalf("Check(%v) (-want +got):\n%s", asked, diff)
		}
		checkIdempotent(t, checked)
		order := s.order()
		test, compare := fields.Match(checked), compareBy(t, order...)
		records := [6]record{}
		for i := range records {
			records[i] = s.record()
			if got, want := test(&records[i]), oracleMatch(meant, &records[i]); got != want {
				t.Errorf("%v of %v = %v, want %v", checked, valuesOf(&records[i]), got, want)
			}
		}
		for i := range records {
			for j := range records {
				a, b := &records[i], &records[j]
				if got, want := sign(compare(a, b)), oracleCompare(order, a, b); got != want {
					t.Errorf("by %v: %v and %v = %d, want %d", order, valuesOf(a), valuesOf(b), got, want)
				}
			}
		}
	})
}

func sign(n int) int { return max(-1, min(n, 1)) }

func valuesOf(r *record) map[string]any {
	values := map[string]any{}
	for _, f := range fields.Info() {
		values[f.Name] = r.value(f.Name)
	}
	return values
}

// source makes choices from bytes; without any left, it takes the first choice.
type source struct{ data []byte }

func (s *source) intn(n int) int {
	if len(s.data) == 0 {
		return 0
	}
	b := s.data[0]
	s.data = s.data[1:]
	return int(b) % n
}

func pick[V any](s *source, from ...V) V { return from[s.intn(len(from))] }

// expr returns an expression as a caller may write it, and the one that Check
// must make of it.
func (s *source) expr(depth int) (asked, meant filter.Expr) {
	choice := s.intn(8)
	switch {
	case choice == 7:
		return nil, nil
	case choice < 4 || depth == 0:
		return s.cmp()
	}
	a, m := make([]filter.Expr, s.intn(5)), []filter.Expr{}
	for i := range a {
		var part filter.Expr
		a[i], part = s.expr(depth - 1)
		m = append(m, part)
	}
	if choice < 6 {
		return filter.And(a), filter.And(m)
	}
	return filter.Or(a), filter.Or(m)
}

func (s *source) cmp() (asked, meant filter.Expr) {
	f := pick(s, fields.Info()...)
	compared := []filter.Op{filter.Eq, filter.Ne, filter.Lt, filter.Le, filter.Gt, filter.Ge}
	op := pick(s, filter.IsNull, filter.NotNull)
	if s.intn(6) != 0 {
		switch f.Kind {
		case filter.Set:
			op = filter.ContainsAll
		case filter.Text:
			op = pick(s, append(compared, filter.Like, filter.ILike, filter.Like, filter.ILike)...)
		default:
			op = pick(s, compared...)
		}
	}
	a, m := filter.Cmp{Field: f.Name, Op: op}, filter.Cmp{Field: f.Name, Op: op}
	switch op {
	case filter.IsNull, filter.NotNull:
		a.Value = pick[any](s, nil, "ignored", 1)
	case filter.Like, filter.ILike:
		m.Value = s.pattern()
		a.Value = m.Value
	default:
		m.Value = s.value(f.Kind)
		a.Value = s.written(m.Value)
	}
	if set, ok := m.Value.([]string); ok {
		m.Value = oracleSet(set)
	}
	return a, m
}

// value returns one of a few values of a kind, so that some are equal.
func (s *source) value(k filter.Kind) any {
	switch k {
	case filter.Text:
		return s.text("aAb1é😀\uffff")
	case filter.Integer:
		return pick(s, int64(0), 1, -1, 42, 1<<63-1, -1<<63)
	case filter.Boolean:
		return s.intn(2) == 1
	case filter.Day:
		return date(pick(s, 2018, 2019, 1), pick(s, time.July, time.December), pick(s, 5, 31))
	case filter.ID:
		return pick(s, uuid1, uuid2, uuid3)
	case filter.Set:
		return s.set()
	}
	panic("no kind " + k.String())
}

func (s *source) set() []string {
	set := make([]string, s.intn(4))
	for i := range set {
		set[i] = pick(s, "a", "b", "A", "")
	}
	return set
}

func (s *source) text(alphabet string) string {
	letters := []rune(alphabet)
	text := make([]rune, s.intn(5))
	for i := range text {
		text[i] = letters[s.intn(len(letters))]
	}
	return string(text)
}

func (s *source) pattern() string {
	var b strings.Builder
	for range s.intn(6) {
		b.WriteString(pick(s, "%", "_", "a", "A", "É", "é", "😀", `\a`, `\%`, `\\`))
	}
	return b.String()
}

// written returns a value in one of the forms that Check converts from.
func (s *source) written(v any) any {
	switch v := v.(type) {
	case string:
		return pick[any](s, v, name(v))
	case int64:
		digits := strconv.FormatInt(v, 10)
		return pick[any](s, v, digits, " "+digits, json.Number(digits), json.Number(digits+".0"), json.Number(digits+"0E-1"), int(v))
	case bool:
		yes := fmt.Sprint(v)
		return pick[any](s, v, yes, strings.ToUpper(yes), yes[:1], strconv.FormatInt(map[bool]int64{true: 1}[v], 10))
	case filter.Date:
		return pick[any](s, v, v.String())
	case filter.UUID:
		return pick[any](s, v, string(v), strings.ToUpper(string(v)))
	case []string:
		list := make([]any, len(v))
		for i, e := range v {
			list[i] = e
		}
		return pick[any](s, v, list)
	}
	return v
}

// oracleSet returns the texts in order and without repeats.
func oracleSet(texts []string) []string {
	set := []string{}
	for _, text := range []string{"", "A", "a", "b"} { // all that set uses
		if oracleContainsAll(texts, []string{text}) {
			set = append(set, text)
		}
	}
	return set
}

func (s *source) order() []filter.Order {
	order := make([]filter.Order, s.intn(4))
	for i := range order {
		f := pick(s, fields.Info()...)
		for f.Kind == filter.Set {
			f = pick(s, fields.Info()[:5]...)
		}
		order[i] = filter.Order{Field: f.Name, Desc: s.intn(2) == 1}
	}
	return order
}

func (s *source) record() record {
	var r record
	for _, k := range []filter.Kind{filter.Text, filter.Integer, filter.Boolean, filter.Day, filter.ID, filter.Set} {
		column, nullable := with(s.value(k)), record{}
		if s.intn(3) != 0 {
			nullable = with(s.value(k))
		}
		switch k {
		case filter.Text:
			r.text, r.nText = column.text, nullable.nText
		case filter.Integer:
			r.num, r.nNum = column.num, nullable.nNum
		case filter.Boolean:
			r.flag, r.nFlag = column.flag, nullable.nFlag
		case filter.Day:
			r.day, r.nDay = column.day, nullable.nDay
		case filter.ID:
			r.id, r.nID = column.id, nullable.nID
		case filter.Set:
			r.tags, r.nTags = column.tags, nullable.nTags
		}
	}
	return r
}
