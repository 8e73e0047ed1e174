package xivo

import (
	"errors"
	"fmt"
	"strings"

	"github.com/pbxkit/pbxkit/filter"
	"github.com/pbxkit/pbxkit/internal/text"
	"github.com/pbxkit/pbxkit/store"
)

// Find is a request with dynamic filters, as the find operations take it. Assumed:
// the filters are combined with AND, and each one with an order is a sort key; the
// last tie is broken by id, or by creation, in the direction of the last key.
type Find struct {
	Filters []Filter
	Offset  int  // how many results to skip
	Limit   *int // how many to return at most; assumed: nil for all, 0 for only the total
}

// Filter is a dynamic filter. Operator and Order are read regardless of case, Field
// is not (assumed). Without an Operator the filter only sorts. The reference names
// the operators; that they mean what package filter says is assumed.
type Filter struct {
	Field    string
	Operator string // = != > >= < <= like ilike "is null" "is not null" contains_all
	Value    any    // string, number or bool, converted to the type of the field
	List     any    // a list of values, for contains_all only
	Order    string // "", ASC or DESC
}

// Page is the answer to a Find.
type Page[T any] struct {
	Total int // how many there are without Offset and Limit (assumed)
	List  []T
}

// Assumed limits of a Find; that of a pattern is [filter.MaxPattern].
const (
	maxFilters = 100
	maxList    = 1000
)

// columns are the names that filters of a resource can use, and the fields they
// stand for. Fields that are not among them cannot be seen from outside.
type columns map[string]string

// findQuery turns a Find into a query on the table of a resource. Assumed: whatever
// is wrong with it is refused with 400.
func findQuery[T any](find Find, names columns, fields *filter.Fields[T]) (store.Query, error) {
	switch {
	case find.Offset < 0:
		return store.Query{}, ErrInvalidParameter.Refuse("offset must not be negative")
	case find.Limit != nil && *find.Limit < 0:
		return store.Query{}, ErrInvalidParameter.Refuse("limit must not be negative")
	case len(find.Filters) > maxFilters:
		return store.Query{}, ErrInvalidFilter.Refuse("filter %d: at most %d filters are allowed", maxFilters+1, maxFilters)
	}
	q := store.Query{Offset: find.Offset}
	if find.Limit != nil {
		q.Limit, q.CountOnly = *find.Limit, *find.Limit == 0
	}
	var all filter.And
	for i, f := range find.Filters {
		if f.Field == "" {
			return store.Query{}, ErrInvalidFilter.Refuse("filter %d: field is required", i+1)
		}
		cond, order, err := f.parse(names, fields)
		if err != nil {
			return store.Query{}, ErrInvalidFilter.Refuse("filter %d (field '%s'): %v", i+1, text.Clip(f.Field), err)
		}
		if cond != nil {
			all = append(all, cond)
		}
		q.Order = append(q.Order, order...)
	}
	if len(all) > 0 {
		q.Filter = all
	}
	return q, nil
}

// fieldChecker is the part of [filter.Fields] that does not depend on the type
// of the records.
type fieldChecker interface {
	Check(filter.Expr) (filter.Expr, error)
	CheckOrder([]filter.Order) error
}

// parse returns what a filter asks for: a condition, or nil, and no or one term
// of the order. Its errors are reasons, without the name of the field.
func (f Filter) parse(names columns, fields fieldChecker) (filter.Expr, []filter.Order, error) {
	field, ok := names[f.Field]
	if !ok {
		return nil, nil, filter.ErrField
	}
	cond, err := f.condition(field, fields)
	if err != nil {
		return nil, nil, err
	}
	order, err := f.order(field, fields)
	return cond, order, err
}

func (f Filter) condition(field string, fields fieldChecker) (filter.Expr, error) {
	if f.Operator == "" {
		return nil, nil
	}
	op, ok := filter.ParseOp(f.Operator)
	if !ok {
		return nil, errors.New("unknown operator '" + text.Clip(f.Operator) + "'")
	}
	value := f.Value
	if op == filter.ContainsAll {
		if err := checkList(f.List); err != nil {
			return nil, err
		}
		value = f.List
	}
	cond, err := fields.Check(filter.Cmp{Field: field, Op: op, Value: value})
	return cond, reason(err)
}

func checkList(list any) error {
	switch list := list.(type) {
	case []any:
		return checkListLen(len(list))
	case []string:
		return checkListLen(len(list))
	}
	return errors.New("operator 'contains_all' needs an array in list")
}

func checkListLen(n int) error {
	if n > maxList {
		return fmt.Errorf("list has more than %d entries", maxList)
	}
	return nil
}

func (f Filter) order(field string, fields fieldChecker) ([]filter.Order, error) {
	var terms []filter.Order
	switch strings.ToUpper(f.Order) {
	case "":
		return nil, nil
	case "ASC":
		terms = []filter.Order{{Field: field}}
	case "DESC":
		terms = []filter.Order{{Field: field, Desc: true}}
	default:
		return nil, errors.New("unknown order '" + text.Clip(f.Order) + "'")
	}
	return terms, reason(fields.CheckOrder(terms))
}

// reason strips a filter's error of the names that the message has already.
func reason(err error) error {
	if e, ok := errors.AsType[*filter.Error](err); ok {
		return errors.New(e.Why)
	}
	return err
}

// findPage answers a Find from a table.
func findPage[T, V any](page store.Page[T], err error, view func(*T) V) (Page[V], error) {
	if err != nil {
		return Page[V]{}, err
	}
	return Page[V]{Total: page.Total, List: viewAll(page.Rows, view)}, nil
}

// viewAll returns what the API shows of each record; never nil.
func viewAll[T, V any](rows []*T, view func(*T) V) []V {
	list := make([]V, len(rows))
	for i, row := range rows {
		list[i] = view(row)
	}
	return list
}

// self is the view of records that the API shows as they are.
func self[T any](r *T) T { return *r }
