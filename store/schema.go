package store

import (
	"fmt"

	"github.com/pbxkit/pbxkit/filter"
)

// Schema is a table as a backend sees it: what it is called, which indexes it
// has, and functions to take its rows apart. Rows are values of type any that
// hold a *T. A Schema is complete once the table's declarations have run and
// does not change after that; it is safe for concurrent use.
type Schema struct {
	Name    string
	Indexes []*Index // the first one is the primary key
	Fields  []filter.FieldInfo

	// Version counts the declarations of the table; 0 is the first. A backend
	// whose records outlive the process takes a greater one as the order to
	// bring what it keeps up to date, and refuses a lesser one.
	Version int

	rows rowFuncs
}

// New returns an empty row, a pointer to the zero record, to be filled by a
// backend that stores rows in a form of its own, such as JSON.
func (s *Schema) New() any { return s.rows.newRow() }

// Copy returns a copy of a row that shares nothing with it.
func (s *Schema) Copy(row any) any { return s.rows.copyRow(row) }

// Key returns the primary key of a row.
func (s *Schema) Key(row any) Key { return s.rows.key(row) }

// Check is [filter.Fields.Check] for the rows of the table.
func (s *Schema) Check(e filter.Expr) (filter.Expr, error) { return s.rows.check(e) }

// CheckQuery checks a query of a caller's own and puts the checked filter into it, or
// says what op cannot ask, as [Table.Find] does. It is for what a backend offers beside
// a Table.
func (s *Schema) CheckQuery(op string, q *Query) error {
	if q.Offset < 0 || q.Limit < 0 {
		return fmt.Errorf("%s %s: offset %d and limit %d must not be negative", op, s.Name, q.Offset, q.Limit)
	}
	checked, err := s.rows.check(q.Filter)
	if err != nil {
		return err
	}
	if err := s.rows.checkOrder(q.Order); err != nil {
		return err
	}
	q.Filter = checked
	return nil
}

// Match is [filter.Fields.Match] for the rows of the table. It is the meaning
// of a filter: whatever a backend does instead must come to the same.
func (s *Schema) Match(e filter.Expr) func(row any) bool { return s.rows.match(e) }

// Compare is [filter.Fields.Compare] for the rows of the table, with the
// primary key as the last term, in the direction of the term before it. It is
// the order of a [Query] and tells any two rows apart.
func (s *Schema) Compare(order []filter.Order) (func(a, b any) int, error) {
	return s.rows.compare(order)
}

// Value returns the value of a filterable field of a row, and false if the row
// has none. Its type is that of the field's [filter.Kind]; a set is a new slice.
func (s *Schema) Value(row any, field string) (any, bool) { return s.rows.value(row, field) }

// Primary returns the index of the primary key.
func (s *Schema) Primary() *Index { return s.Indexes[0] }
