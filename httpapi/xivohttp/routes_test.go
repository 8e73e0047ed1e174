package xivohttp_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/golden"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

// documentedOperations reads testdata/routes.txt.
func documentedOperations(t *testing.T) []xivohttp.Operation {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var ops []xivohttp.Operation
	for line := range strings.Lines(string(text)) {
		if line == "\n" || strings.HasPrefix(line, "#") {
			continue
		}
		var number int
		var op xivohttp.Operation
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
	if diff := cmp.Diff(documentedOperations(t), xivohttp.Operations()); diff != "" {
		t.Errorf("operations (-documented +served):\n%s", diff)
	}
}

func TestOperationsIsACopy(t *testing.T) {
	xivohttp.Operations()[0].Name = "changed"
	if name := xivohttp.Operations()[0].Name; name != "ListUsers" {
		t.Errorf("the first operation is %s", name)
	}
}

// TestEveryOperationHasGoldenExchanges wants a success and a refusal of each,
// but for those that cannot refuse anything.
func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	cannotRefuse := map[string]bool{
		"ListUsers": true, "ListContacts": true, "ListProfiles": true, "ListAgentConfigs": true, "ListMeetingRooms": true,
		"GetSIPICEServers": true,
	}
	succeeds, refuses := map[string]bool{}, map[string]bool{}
	table := nameTable(t)
	for _, file := range golden.Load(t, chapters) {
		for _, e := range file.Exchanges {
			if name := e.Header.Get("X-Auth-Token"); name != "secret" {
				continue // refused for the token, not by the operation
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
	segments, slash := rest.Segments(r)
	route, _, ok := table.Lookup(r.Method, segments)
	if !ok || slash {
		return ""
	}
	return route.Serve
}
