package engines

import (
	"fmt"
	"regexp"

	"github.com/hashicorp/go-bexpr"

	"github.com/pbxkit/pbxkit/bench/users"
)

// bexprConditions are conditions of go-bexpr. It has no parameters: an expression
// is compiled for each question.
type bexprConditions struct{}

func openBexpr() (Engine, error) { return &filtered{conditions: bexprConditions{}}, nil }

func (c bexprConditions) phone(phone string) (match, error) {
	return c.compile("PhoneNumber == %q", phone)
}

func (c bexprConditions) prefix(prefix string) (match, error) {
	return c.compile("FullName matches %q", "^"+regexp.QuoteMeta(prefix))
}

func (c bexprConditions) part(part string) (match, error) {
	return c.compile("FullName matches %q", "(?i)"+regexp.QuoteMeta(part))
}

func (c bexprConditions) labels(a, b string) (match, error) {
	return c.compile("%q in Labels and %q in Labels", a, b)
}

func (c bexprConditions) entity(entity, exceptSite string) (match, error) {
	return c.compile(`Entity == %q and SiteName != %q and SiteName != ""`, entity, exceptSite)
}

func (bexprConditions) compile(format string, args ...any) (match, error) {
	e, err := bexpr.CreateEvaluator(fmt.Sprintf(format, args...))
	if err != nil {
		return nil, err
	}
	return func(u *users.User) (bool, error) { return e.Evaluate(u) }, nil
}
