package telecomxhttp_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/golden"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
)

// documentedOperations reads testdata/routes.txt.
func documentedOperations(t testing.TB) []telecomxhttp.Operation {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var ops []telecomxhttp.Operation
	for line := range strings.Lines(string(text)) {
		if line == "\n" || strings.HasPrefix(line, "#") {
			continue
		}
		var number int
		var op telecomxhttp.Operation
		if _, err := fmt.Sscan(line, &number, &op.Method, &op.Path, &op.Name, &op.Evidence); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		ops = append(ops, op)
		if number != len(ops) {
			t.Fatalf("%q: the operation before has number %d", line, len(ops)-1)
		}
	}
	return ops
}

func TestOperationsAreTheDocumentedOnes(t *testing.T) {
	equal(t, "operations", telecomxhttp.Operations(), documentedOperations(t))
}

func TestOperationsIsACopy(t *testing.T) {
	telecomxhttp.Operations()[0].Name = "changed"
	equal(t, "the first operation", telecomxhttp.Operations()[0].Name, "GetOwnSettings")
}

func TestPrefixesCoverEveryOperation(t *testing.T) {
	used := map[string]bool{}
	for _, op := range telecomxhttp.Operations() {
		prefix := "/" + strings.Split(op.Path, "/")[1]
		used[prefix] = true
		if !slices.Contains(telecomxhttp.Prefixes(), prefix) {
			t.Errorf("%s is below none of %v", op.Path, telecomxhttp.Prefixes())
		}
	}
	equal(t, "number of prefixes", len(telecomxhttp.Prefixes()), len(used))
}

// TestEveryOperationHasGoldenExchanges wants a success and a refusal of each that
// are about the operation and not about the token.
func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	// Ping and Logout refuse nothing but tokens, and validateToken answers.
	cannotRefuse := map[string]bool{"Ping": true, "Logout": true, "GetOwnSettings": true}
	succeeds, refuses := map[string]bool{}, map[string]bool{}
	table := nameTable(t)
	for _, file := range golden.Load(t, chapters) {
		for _, e := range file.Exchanges {
			name := operationName(t, table, &e)
			switch {
			case e.Want.Status == 200:
				succeeds[name] = true
			case e.Want.Status != 401 || strings.HasPrefix(name, "Login"):
				refuses[name] = true
			}
		}
	}
	for _, op := range documentedOperations(t) {
		if !succeeds[op.Name] {
			t.Errorf("no golden exchange shows %s succeed", op.Name)
		}
		if refuses[op.Name] == cannotRefuse[op.Name] {
			t.Errorf("golden exchanges show %s refuse: %v", op.Name, refuses[op.Name])
		}
	}
}

// nameTable is a table of the operations that serves their names.
func nameTable(t *testing.T) *rest.Table[string] {
	t.Helper()
	var routes []rest.Route[string]
	for _, op := range documentedOperations(t) {
		routes = append(routes, rest.Route[string]{Operation: op, Serve: op.Name})
	}
	return rest.NewTable(routes...)
}

// operationName returns the operation that an exchange is about; "" if there is
// none.
func operationName(t *testing.T, table *rest.Table[string], e *golden.Exchange) string {
	t.Helper()
	r, err := e.Request(t.Context())
	if err != nil {
		t.Fatalf("%v: %v", e, err)
	}
	segments, _ := rest.Segments(r)
	route, _, ok := table.Lookup(r.Method, segments)
	if !ok {
		return ""
	}
	return route.Serve
}
