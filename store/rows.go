package store

import (
	"cmp"
	"fmt"
	"reflect"
	"strings"
	"time"

	"github.com/pbxkit/pbxkit/filter"
)

// rowFuncs is what a Schema knows of the type of its rows.
type rowFuncs interface {
	newRow() any
	copyRow(row any) any
	key(row any) Key
	check(filter.Expr) (filter.Expr, error)
	checkOrder([]filter.Order) error
	match(filter.Expr) func(row any) bool
	compare([]filter.Order) (func(a, b any) int, error)
	value(row any, field string) (any, bool)
}

// typedRows implements rowFuncs for the rows of a Table.
type typedRows[K comparable, T any] struct{ table *Table[K, T] }

func (t typedRows[K, T]) newRow() any { return new(T) }

func (t typedRows[K, T]) copyRow(row any) any { return t.table.copy(row.(*T)) }

func (t typedRows[K, T]) key(row any) Key { return EncodeKey(t.table.key(row.(*T))) }

func (t typedRows[K, T]) check(e filter.Expr) (filter.Expr, error) { return t.table.fields.Check(e) }

func (t typedRows[K, T]) checkOrder(order []filter.Order) error {
	return t.table.fields.CheckOrder(order)
}

func (t typedRows[K, T]) value(row any, field string) (any, bool) {
	return t.table.fields.Value(row.(*T), field)
}

func (t typedRows[K, T]) match(e filter.Expr) func(any) bool {
	match := t.table.fields.Match(e)
	return func(row any) bool { return match(row.(*T)) }
}

func (t typedRows[K, T]) compare(order []filter.Order) (func(a, b any) int, error) {
	compare, err := t.table.fields.Compare(order)
	if err != nil {
		return nil, err
	}
	key, compareKeys := t.table.key, keyComparer[K]()
	last := len(order) - 1
	if last >= 0 && order[last].Desc {
		return func(a, b any) int {
			if c := compare(a.(*T), b.(*T)); c != 0 {
				return c
			}
			return compareKeys(key(b.(*T)), key(a.(*T)))
		}, nil
	}
	return func(a, b any) int {
		if c := compare(a.(*T), b.(*T)); c != 0 {
			return c
		}
		return compareKeys(key(a.(*T)), key(b.(*T)))
	}, nil
}

// keyComparer returns a function that compares as the encoded keys do, without
// encoding them where the type has an order of its own.
func keyComparer[K comparable]() func(a, b K) int {
	var compare any
	switch any(*new(K)).(type) {
	case string:
		compare = strings.Compare
	case int64:
		compare = cmp.Compare[int64]
	default:
		return func(a, b K) int { return strings.Compare(string(EncodeKey(a)), string(EncodeKey(b))) }
	}
	return compare.(func(a, b K) int)
}

// copier returns the function that copies a record: its Clone if it has one.
func copier[T any](table string) func(*T) *T {
	if _, ok := any((*T)(nil)).(interface{ Clone() *T }); ok {
		return func(r *T) *T { return any(r).(interface{ Clone() *T }).Clone() }
	}
	if t := reflect.TypeFor[T](); holdsReferences(t) {
		panic(fmt.Sprintf("store: table %s: %v holds references and has no method Clone() *%v", table, t, t.Name()))
	}
	return func(r *T) *T { c := *r; return &c }
}

func holdsReferences(t reflect.Type) bool {
	if t == reflect.TypeFor[time.Time]() {
		return false // its *Location is never changed
	}
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map, reflect.Chan, reflect.Func, reflect.Interface, reflect.UnsafePointer:
		return true
	case reflect.Array:
		return holdsReferences(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			if holdsReferences(t.Field(i).Type) {
				return true
			}
		}
	}
	return false
}
