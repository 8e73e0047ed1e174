package voipnow

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/store"
)

// CallQuery says which calls List returns. The zero CallQuery stands for the first
// page of all.
type CallQuery struct {
	// Fields are the members of a call that are asked for, by their names on
	// the wire; none stands for all, and the id is always written (assumed).
	// List refuses unknown names (ErrFields); it is up to whoever writes the
	// calls to leave the others out.
	Fields []string

	Count      int // 1 to 5000, or 0 for 20 (ErrCount)
	StartIndex int // 0 to 5000 (ErrStartIndex)

	FilterBy    string // id or published, or "" for no filter (ErrFilterBy)
	FilterOp    string // see the Op constants; "" stands for OpEquals, assumed (ErrFilterOp)
	FilterValue string // an id or a time as in answers; for OpInArray several, with commas (ErrFilterValue)
	SortOrder   string // by time of publication, then by id: ascending, also if "" (assumed), or descending (ErrSortOrder)
}

// The operators of a filter. What they mean for each field is assumed: ids compare
// as text, times as points in time, but the beginning or a part of a time is one of
// its text.
const (
	OpEquals      = "equals"
	OpGreaterThan = "greaterThan"
	OpLessThan    = "lessThan"
	OpPresent     = "present" // needs no value
	OpStartsWith  = "startsWith"
	OpContains    = "contains"
	OpInArray     = "inArray"
)

// CallPage is a page of calls.
type CallPage struct {
	Calls      []Call // never nil
	Total      int    // how many there are on all pages
	Count      int    // how many there are on a page at most
	StartIndex int    // how many there are before this page
}

const (
	defaultCount = 20
	maxCount     = 5000

	// MaxStartIndex is the last StartIndex that List takes.
	MaxStartIndex = 5000
)

// callFields are the names of the members of a call on the wire.
var callFields = []string{
	"id", "extension", "ownerId", "ownerName", "answered", "published", "nonce", "phoneCallView", "link", "links",
}

func (s calls) List(ctx context.Context, caller Caller, ref Ref, q CallQuery) (CallPage, error) {
	return view(ctx, s.core, func(tx store.ReadTx) (CallPage, error) {
		to, err := resolve(ctx, tx, caller, ref)
		if err != nil {
			return CallPage{}, err
		}
		query, err := q.query()
		if err != nil {
			return CallPage{}, err
		}
		query.Filter = and(to.calls(), oneCall(ref.Call), query.Filter)
		page, err := callTable.Find(ctx, tx, query)
		return CallPage{shown(page.Rows), page.Total, query.Limit, query.Offset}, err
	})
}

// oneCall selects the call with an id, or all calls without one.
func oneCall(id string) filter.Expr {
	if id == "" {
		return nil
	}
	return filter.Cmp{Field: fieldID, Op: filter.Eq, Value: id}
}

// and selects what all of the filters select; nil ones select everything.
func and(filters ...filter.Expr) filter.Expr {
	filters = slices.DeleteFunc(filters, func(e filter.Expr) bool { return e == nil })
	if len(filters) == 0 {
		return nil // which a backend answers without looking at each row
	}
	return filter.And(filters)
}

// query checks a query and puts it into the store's terms. The order of the checks
// is assumed.
func (q CallQuery) query() (store.Query, error) {
	query := store.Query{Offset: q.StartIndex, Limit: cmp.Or(q.Count, defaultCount)}
	for _, name := range q.Fields {
		if !slices.Contains(callFields, name) {
			return query, ErrFields
		}
	}
	switch {
	case query.Limit < 1 || query.Limit > maxCount:
		return query, ErrCount
	case query.Offset < 0 || query.Offset > MaxStartIndex:
		return query, ErrStartIndex
	}
	var err error
	if query.Filter, err = q.filter(); err != nil {
		return query, err
	}
	switch q.SortOrder {
	case "", "ascending":
		query.Order = byPublished
	case "descending":
		query.Order = []filter.Order{{Field: fieldPublished, Desc: true}}
	default:
		return query, ErrSortOrder
	}
	return query, nil
}

// filter returns the filter that a query asks for. Assumed: an operator or a value
// without a field would select more than was asked for, and is refused.
func (q CallQuery) filter() (filter.Expr, error) {
	if q.FilterBy == "" && q.FilterOp == "" && q.FilterValue == "" {
		return nil, nil
	}
	field, ok := filterFields[q.FilterBy]
	if !ok {
		return nil, ErrFilterBy
	}
	build, ok := operators[cmp.Or(q.FilterOp, OpEquals)]
	switch {
	case !ok:
		return nil, ErrFilterOp
	case q.FilterValue == "" && q.FilterOp != OpPresent:
		return nil, ErrFilterValue
	}
	return build(field, q.FilterValue)
}

// filterField is a field that calls can be filtered by: how it compares, and how
// it reads.
type filterField struct {
	name, text string
	value      func(string) (any, error) // of name
}

var filterFields = map[string]filterField{
	"id":        {fieldID, fieldID, func(s string) (any, error) { return s, nil }},
	"published": {fieldPublished, fieldPublishedText, parsePublished},
}

func parsePublished(s string) (any, error) {
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return nil, ErrFilterValue
	}
	return t.UnixMicro(), nil
}

var operators = map[string]func(filterField, string) (filter.Expr, error){
	OpEquals:      comparison(filter.Eq),
	OpGreaterThan: comparison(filter.Gt),
	OpLessThan:    comparison(filter.Lt),
	OpPresent: func(f filterField, _ string) (filter.Expr, error) {
		return filter.Cmp{Field: f.name, Op: filter.NotNull}, nil
	},
	OpStartsWith: pattern("", "%"),
	OpContains:   pattern("%", "%"),
	OpInArray:    inArray,
}

func comparison(op filter.Op) func(filterField, string) (filter.Expr, error) {
	return func(f filterField, s string) (filter.Expr, error) {
		value, err := f.value(s)
		return filter.Cmp{Field: f.name, Op: op, Value: value}, err
	}
}

// literally makes the characters of a text mean themselves in a pattern.
var literally = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func pattern(before, after string) func(filterField, string) (filter.Expr, error) {
	return func(f filterField, s string) (filter.Expr, error) {
		return filter.Cmp{Field: f.text, Op: filter.Like, Value: before + literally.Replace(s) + after}, nil
	}
}

func inArray(f filterField, s string) (filter.Expr, error) {
	var any filter.Or
	for item := range strings.SplitSeq(s, ",") {
		equals, err := comparison(filter.Eq)(f, strings.TrimSpace(item))
		if err != nil {
			return nil, err
		}
		any = append(any, equals)
	}
	return any, nil
}
