package engines

import (
	"cel.dev/cel-go/cel"
	"cel.dev/cel-go/ext"

	"strings"

	"github.com/pbxkit/pbxkit/bench/users"
)

// celConditions are conditions of cel-go, compiled once, with parameters.
type celConditions struct {
	byPhone, byPrefix, byPart, byLabels, byEntity cel.Program
}

func openCEL() (Engine, error) {
	env, err := cel.NewEnv(ext.Strings(),
		cel.Variable("phoneNumber", cel.StringType), cel.Variable("fullName", cel.StringType),
		cel.Variable("labels", cel.ListType(cel.StringType)), cel.Variable("entity", cel.StringType),
		cel.Variable("siteName", cel.StringType), cel.Variable("a", cel.StringType), cel.Variable("b", cel.StringType))
	if err != nil {
		return nil, err
	}
	var c celConditions
	for _, p := range []struct {
		program *cel.Program
		source  string
	}{
		{&c.byPhone, "phoneNumber == a"},
		{&c.byPrefix, "fullName.startsWith(a)"},
		{&c.byPart, "fullName.lowerAscii().contains(a)"},
		{&c.byLabels, "a in labels && b in labels"},
		{&c.byEntity, "entity == a && siteName != b && siteName != ''"},
	} {
		ast, issues := env.Compile(p.source)
		if issues.Err() != nil {
			return nil, issues.Err()
		}
		if *p.program, err = env.Program(ast, cel.EvalOptions(cel.OptOptimize)); err != nil {
			return nil, err
		}
	}
	return &filtered{conditions: &c}, nil
}

func (c *celConditions) phone(phone string) (match, error) {
	return celMatch(c.byPhone, phone, ""), nil
}
func (c *celConditions) prefix(prefix string) (match, error) {
	return celMatch(c.byPrefix, prefix, ""), nil
}
func (c *celConditions) labels(a, b string) (match, error) { return celMatch(c.byLabels, a, b), nil }

func (c *celConditions) part(part string) (match, error) {
	return celMatch(c.byPart, strings.ToLower(part), ""), nil
}

func (c *celConditions) entity(entity, exceptSite string) (match, error) {
	return celMatch(c.byEntity, entity, exceptSite), nil
}

func celMatch(program cel.Program, a, b string) match {
	vars := &celVars{a: a, b: b}
	return func(u *users.User) (bool, error) {
		vars.user = u
		result, _, err := program.Eval(vars)
		if err != nil {
			return false, err
		}
		return result.Value().(bool), nil
	}
}

// celVars are the variables of an expression. They cost less than a map, or than
// letting cel-go read a struct by reflection.
type celVars struct {
	user *users.User
	a, b any
}

// ResolveName implements [cel.Activation].
func (v *celVars) ResolveName(name string) (any, bool) {
	switch name {
	case "a":
		return v.a, true
	case "b":
		return v.b, true
	case "phoneNumber":
		return v.user.PhoneNumber, true
	case "fullName":
		return v.user.FullName, true
	case "labels":
		return v.user.Labels, true
	case "entity":
		return v.user.Entity, true
	case "siteName":
		return v.user.SiteName, true
	}
	return nil, false
}

// Parent implements [cel.Activation].
func (v *celVars) Parent() cel.Activation { return nil }
