package engines

import (
	"strings"

	"github.com/expr-lang/expr"
	"github.com/expr-lang/expr/vm"

	"github.com/pbxkit/pbxkit/bench/users"
)

// exprConditions are conditions of expr-lang/expr, compiled once, with parameters.
type exprConditions struct {
	byPhone, byPrefix, byPart, byLabels, byEntity *vm.Program
	machine                                       vm.VM // used again and again
}

// exprEnv is what an expression can refer to.
type exprEnv struct {
	User *users.User
	A, B string
}

func openExpr() (Engine, error) {
	var c exprConditions
	for _, p := range []struct {
		program **vm.Program
		source  string
	}{
		{&c.byPhone, "User.PhoneNumber == A"},
		{&c.byPrefix, "User.FullName startsWith A"},
		{&c.byPart, "lower(User.FullName) contains A"},
		{&c.byLabels, "A in User.Labels and B in User.Labels"},
		{&c.byEntity, `User.Entity == A and User.SiteName != B and User.SiteName != ""`},
	} {
		program, err := expr.Compile(p.source, expr.Env(&exprEnv{}), expr.AsBool())
		if err != nil {
			return nil, err
		}
		*p.program = program
	}
	return &filtered{conditions: &c}, nil
}

func (c *exprConditions) phone(phone string) (match, error) {
	return c.match(c.byPhone, phone, ""), nil
}
func (c *exprConditions) prefix(prefix string) (match, error) {
	return c.match(c.byPrefix, prefix, ""), nil
}
func (c *exprConditions) labels(a, b string) (match, error) { return c.match(c.byLabels, a, b), nil }

func (c *exprConditions) part(part string) (match, error) {
	return c.match(c.byPart, strings.ToLower(part), ""), nil
}

func (c *exprConditions) entity(entity, exceptSite string) (match, error) {
	return c.match(c.byEntity, entity, exceptSite), nil
}

func (c *exprConditions) match(program *vm.Program, a, b string) match {
	env := &exprEnv{A: a, B: b}
	return func(u *users.User) (bool, error) {
		env.User = u
		result, err := c.machine.Run(program, env)
		if err != nil {
			return false, err
		}
		return result.(bool), nil
	}
}
