package filter

import (
	"fmt"
	"slices"
)

// MaxDepth bounds how deep the parts of an expression that Check accepts may
// lie inside one another.
const MaxDepth = 100

// Check returns e with every value converted to the type of its field, or an
// [*Error] for the first comparison that cannot be asked.
//
// Text accepts numbers and booleans, which stand for themselves as written;
// an integer accepts "42", 42 and 42.0; a boolean accepts true, "true", "f", "1";
// a date accepts a [Date] or "2018-07-05"; a UUID is lowered; a set takes a list
// of texts. Text that holds U+0000 or is not UTF-8 is rejected.
//
// Checking what Check returned returns the same expression.
func (fs *Fields[T]) Check(e Expr) (Expr, error) { return fs.check(e, 0) }

func (fs *Fields[T]) check(e Expr, depth int) (Expr, error) {
	if depth > MaxDepth {
		return nil, &Error{Err: ErrOp, Why: fmt.Sprintf("more than %d levels", MaxDepth)}
	}
	switch part := e.(type) {
	case nil:
		return nil, nil
	case Cmp:
		return fs.checkCmp(part, e)
	case And:
		parts, err := fs.checkAll(part, depth)
		if err != nil {
			return nil, err
		}
		return And(parts), nil
	case Or:
		parts, err := fs.checkAll(part, depth)
		if err != nil {
			return nil, err
		}
		return Or(parts), nil
	}
	return nil, &Error{Err: ErrOp, Why: fmt.Sprintf("%T is not a condition", e)}
}

func (fs *Fields[T]) checkAll(parts []Expr, depth int) ([]Expr, error) {
	checked := make([]Expr, len(parts))
	for i, p := range parts {
		c, err := fs.check(p, depth+1)
		if err != nil {
			return nil, err
		}
		checked[i] = c
	}
	return checked, nil
}

// checkCmp checks c, which e holds; it returns e if nothing has to be converted.
func (fs *Fields[T]) checkCmp(c Cmp, e Expr) (Expr, error) {
	f, ok := fs.field(c.Field)
	if !ok {
		return nil, &Error{Cmp: c, Err: ErrField, Why: "unknown field"}
	}
	if why := opMismatch(c.Op, f.info.Kind); why != "" {
		return nil, &Error{Cmp: c, Err: ErrOp, Why: why}
	}
	if c.Op == IsNull || c.Op == NotNull {
		c.Value = nil
		return c, nil
	}
	if c.Value == nil {
		return nil, &Error{Cmp: c, Err: ErrValue, Why: fmt.Sprintf("operator '%v' needs a value", c.Op)}
	}
	v, err := convert(f.info.Kind, c.Value)
	if err == nil && (c.Op == Like || c.Op == ILike) {
		_, err = CompilePattern(v.(string), c.Op == ILike)
	}
	switch {
	case err != nil:
		return nil, &Error{Cmp: c, Err: ErrValue, Why: err.Error()}
	case isConverted(f.info.Kind, c.Value):
		return e, nil
	}
	c.Value = v
	return c, nil
}

// opMismatch says why a kind does not have an operator; "" if it has.
func opMismatch(op Op, k Kind) string {
	if op == 0 || op > ContainsAll {
		return "unknown operator"
	}
	if op == IsNull || op == NotNull {
		return ""
	}
	if isSet := k == Set; (op == ContainsAll) != isSet {
		return fmt.Sprintf("operator '%v' is not allowed on %v fields", op, k)
	}
	if (op == Like || op == ILike) && k != Text {
		return fmt.Sprintf("operator '%v' is not allowed on %v fields", op, k)
	}
	return ""
}

// CheckOrder returns an [*Error] for the first term that cannot be ordered by.
func (fs *Fields[T]) CheckOrder(order []Order) error {
	for _, o := range order {
		f, ok := fs.field(o.Field)
		if !ok {
			return &Error{Cmp: Cmp{Field: o.Field}, Err: ErrField, Why: "unknown field"}
		}
		if f.compare == nil {
			return &Error{Cmp: Cmp{Field: o.Field}, Err: ErrOp, Why: fmt.Sprintf("a %v field has no order", f.info.Kind)}
		}
	}
	return nil
}

// sortedSet returns the texts in order and without repeats, in a new slice. It
// is never nil, which a database driver could write as NULL.
func sortedSet(texts []string) []string {
	set := append([]string{}, texts...)
	slices.Sort(set)
	return slices.Compact(set)
}
