package voipnowhttp_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/golden"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
)

// documentedOperations reads testdata/routes.txt.
func documentedOperations(t *testing.T) []voipnowhttp.Operation {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var ops []voipnowhttp.Operation
	for line := range strings.Lines(string(text)) {
		if line == "\n" || strings.HasPrefix(line, "#") {
			continue
		}
		var number int
		var op voipnowhttp.Operation
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
	if diff := cmp.Diff(documentedOperations(t), voipnowhttp.Operations()); diff != "" {
		t.Errorf("operations (-documented +served):\n%s", diff)
	}
}

func TestOperationsIsACopy(t *testing.T) {
	voipnowhttp.Operations()[0].Name = "changed"
	equal(t, "the first operation", voipnowhttp.Operations()[0].Name, "ListPhoneCalls")
}

func TestEveryOperationIsBelowAPrefix(t *testing.T) {
	for _, op := range voipnowhttp.Operations() {
		if !strings.HasPrefix(op.Path, voipnowhttp.Prefix+"/") && !strings.HasPrefix(op.Path, voipnowhttp.OAuthPrefix+"/") {
			t.Errorf("%s is at %s", op.Name, op.Path)
		}
	}
}

// TestEveryOperationHasGoldenExchanges wants a success and a refusal of each.
func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	succeeds, refuses := map[string]bool{}, map[string]bool{}
	table := nameTable(t)
	for _, file := range golden.Load(t, chapters) {
		for _, e := range file.Exchanges {
			if e.Want.Status == 401 || e.Want.Status == 405 {
				continue // not refused by the operation
			}
			name := operationName(t, table, &e)
			if e.Want.Status/100 == 2 {
				succeeds[name] = true
			} else {
				refuses[name] = true
			}
		}
	}
	for _, op := range documentedOperations(t) {
		if !succeeds[op.Name] || !refuses[op.Name] {
			t.Errorf("golden exchanges show %s succeed: %v, refuse: %v", op.Name, succeeds[op.Name], refuses[op.Name])
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
