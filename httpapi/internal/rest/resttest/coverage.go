package resttest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

// Coverage wants golden exchanges that show every documented operation succeed, and
// refuse.
type Coverage struct {
	// About reports whether an exchange is about the operation that it
	// addresses. One that is refused before, such as for its token, is not.
	About func(operation string, e *golden.Exchange) bool

	// CannotRefuse are the operations that refuse nothing. No exchange may
	// show one of them do so.
	CannotRefuse []string
}

// Check looks at the exchanges of the files that a pattern matches.
func (c Coverage) Check(t *testing.T, pattern string) {
	t.Helper()
	mistakes, err := c.mistakes(documented(t), golden.Exchanges(t, pattern))
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mistakes {
		t.Error(m)
	}
}

func (c Coverage) mistakes(ops []rest.Operation, exchanges []golden.Exchange) (mistakes []string, err error) {
	succeeds, refuses := map[string]bool{}, map[string]bool{}
	for _, e := range exchanges {
		op, err := Addressed(ops, &e)
		if err != nil {
			return nil, err
		}
		if !c.About(op, &e) {
			continue
		}
		if e.Want.Status/100 == 2 {
			succeeds[op] = true
		} else {
			refuses[op] = true
		}
	}
	for _, op := range ops {
		if !succeeds[op.Name] {
			mistakes = append(mistakes, fmt.Sprintf("no golden exchange shows %s succeed", op.Name))
		}
		if refuses[op.Name] == slices.Contains(c.CannotRefuse, op.Name) {
			mistakes = append(mistakes, fmt.Sprintf("golden exchanges show %s refuse: %v", op.Name, refuses[op.Name]))
		}
	}
	return mistakes, nil
}

// tableOf returns a table that serves operations themselves.
func tableOf(ops []rest.Operation) *rest.Table[rest.Operation] {
	routes := make([]rest.Route[rest.Operation], len(ops))
	for i, op := range ops {
		routes[i] = rest.Route[rest.Operation]{Operation: op, Serve: op}
	}
	return rest.NewTable(routes...)
}

// Addressed returns the name of the operation that an exchange has the method and
// path of; "" if there is none. A final slash has to be as documented.
func Addressed(ops []rest.Operation, e *golden.Exchange) (string, error) {
	r, err := e.Request(context.Background())
	if err != nil {
		return "", fmt.Errorf("%v: %w", e, err)
	}
	segments, slash := rest.Segments(r)
	route, _, ok := tableOf(ops).Lookup(r.Method, segments)
	if !ok || slash != strings.HasSuffix(route.Path, "/") {
		return "", nil
	}
	return route.Name, nil
}
