package filter

import (
	"fmt"
	"strings"
)

// Expr is a condition on a record: a [Cmp], an [And] or an [Or]. A nil Expr
// selects every record.
type Expr interface{ expr() }

// Cmp compares a field with a value. [IsNull] and [NotNull] ignore Value.
type Cmp struct {
	Field string
	Op    Op
	Value any
}

// And is true of a record if all of its parts are; an empty And is true.
type And []Expr

// Or is true of a record if one of its parts is; an empty Or is false.
type Or []Expr

func (Cmp) expr() {}
func (And) expr() {}
func (Or) expr()  {}

// String returns the comparison as it reads in SQL, such as age >= 42. A long text
// is cut.
func (c Cmp) String() string {
	switch {
	case c.Op == IsNull || c.Op == NotNull:
		return c.Field + " " + c.Op.String()
	case isText(c.Value):
		return fmt.Sprintf("%s %v %q", c.Field, c.Op, clip(c.Value.(string)))
	default:
		return fmt.Sprintf("%s %v %v", c.Field, c.Op, c.Value)
	}
}

func isText(v any) bool {
	_, ok := v.(string)
	return ok
}

// Op is an operator of a [Cmp]. The zero Op is none.
type Op uint8

// The operators.
const (
	Eq          Op = iota + 1 // =
	Ne                        // !=
	Lt                        // <
	Le                        // <=
	Gt                        // >
	Ge                        // >=
	Like                      // like: a pattern, case-sensitive
	ILike                     // ilike: a pattern, regardless of case
	IsNull                    // is null
	NotNull                   // is not null
	ContainsAll               // contains_all: a set holds all the values
)

var opNames = [...]string{
	Eq: "=", Ne: "!=", Lt: "<", Le: "<=", Gt: ">", Ge: ">=",
	Like: "like", ILike: "ilike", IsNull: "is null", NotNull: "is not null",
	ContainsAll: "contains_all",
}

// String returns the operator's name, such as >= or is null.
func (o Op) String() string {
	if o == 0 || int(o) >= len(opNames) {
		return fmt.Sprintf("Op(%d)", uint8(o))
	}
	return opNames[o]
}

// ParseOp returns the operator with a name as String writes it. Case does not
// matter, nor does the amount of white space around and between words.
func ParseOp(name string) (Op, bool) {
	name = strings.Join(strings.Fields(name), " ")
	for o := Eq; int(o) < len(opNames); o++ {
		if strings.EqualFold(opNames[o], name) {
			return o, true
		}
	}
	return 0, false
}

// Order is one term of an order: a field, ascending unless Desc. Missing values
// come last, or first if Desc.
type Order struct {
	Field string
	Desc  bool
}
