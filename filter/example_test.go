package filter_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/pbxkit/pbxkit/filter"
)

type User struct {
	Name   string
	Age    int64
	Site   string // "" if the user has none
	Labels []string
}

var userFields = filter.NewFields(
	filter.Column("fullName", func(u *User) string { return u.Name }),
	filter.Column("age", func(u *User) int64 { return u.Age }),
	filter.Nullable("site", func(u *User) (string, bool) { return u.Site, u.Site != "" }),
	filter.Column("label", func(u *User) []string { return u.Labels }),
)

var users = []*User{
	{Name: "Jack Robertson", Age: 42, Site: "Paris", Labels: []string{"sales", "night"}},
	{Name: "Jane Smith", Age: 37, Site: "Lyon", Labels: []string{"support"}},
	{Name: "Jack Jones", Age: 61},
}

// A filter that came as data is checked once and then decides about any number
// of records.
func Example() {
	asked := filter.And{
		filter.Cmp{Field: "fullName", Op: filter.ILike, Value: "jack%"},
		filter.Cmp{Field: "age", Op: filter.Ge, Value: "42"},
	}
	checked, err := userFields.Check(asked)
	if err != nil {
		fmt.Println(err)
		return
	}
	selects := userFields.Match(checked)
	for _, u := range users {
		if selects(u) {
			fmt.Println(u.Name)
		}
	}
	// Output:
	// Jack Robertson
	// Jack Jones
}

// The error of Check names the comparison, the reason, and the kind of mistake.
func ExampleFields_Check() {
	for _, asked := range []filter.Cmp{
		{Field: "age", Op: filter.Eq, Value: json.Number("42.0")},
		{Field: "salary", Op: filter.Gt, Value: 1000},
		{Field: "age", Op: filter.Like, Value: "4%"},
		{Field: "age", Op: filter.Eq, Value: "forty"},
	} {
		checked, err := userFields.Check(asked)
		switch {
		case errors.Is(err, filter.ErrField):
			fmt.Println("field:", err)
		case errors.Is(err, filter.ErrOp):
			fmt.Println("operator:", err)
		case errors.Is(err, filter.ErrValue):
			fmt.Println("value:", err)
		default:
			fmt.Println("accepted:", checked)
		}
	}
	// Output:
	// accepted: age = 42
	// field: filter: salary > 1000: unknown field
	// operator: filter: age like "4%": operator 'like' is not allowed on integer fields
	// value: filter: age = "forty": 'forty' is not an integer within 64 bits
}

// A comparison with a missing value is never true, as in SQL: Jack Jones has no
// site, and so his is not different from Paris either.
func ExampleFields_Match() {
	for _, asked := range []filter.Cmp{
		{Field: "site", Op: filter.Ne, Value: "Paris"},
		{Field: "site", Op: filter.IsNull},
		{Field: "label", Op: filter.ContainsAll, Value: []string{"night", "sales"}},
	} {
		checked, err := userFields.Check(asked)
		if err != nil {
			fmt.Println(err)
			return
		}
		selects := userFields.Match(checked)
		for _, u := range users {
			if selects(u) {
				fmt.Printf("%v: %s\n", asked, u.Name)
			}
		}
	}
	// Output:
	// site != "Paris": Jane Smith
	// site is null: Jack Jones
	// label contains_all [night sales]: Jack Robertson
}

// Missing values are greatest: first in a descending order, last otherwise.
func ExampleFields_Compare() {
	compare, err := userFields.Compare([]filter.Order{{Field: "site", Desc: true}, {Field: "fullName"}})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, u := range slices.SortedFunc(slices.Values(users), compare) {
		fmt.Printf("%s %q\n", u.Name, u.Site)
	}
	// Output:
	// Jack Jones ""
	// Jack Robertson "Paris"
	// Jane Smith "Lyon"
}

// A pattern tells an index which range of texts it can match.
func ExampleCompilePattern() {
	p, err := filter.CompilePattern(`50\%_off%`, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(p.Match("50% off today"), p.Match("50 percent off"))
	prefix, exact := p.Prefix()
	fmt.Printf("%q %v\n", prefix, exact)
	// Output:
	// true false
	// "50%" false
}
