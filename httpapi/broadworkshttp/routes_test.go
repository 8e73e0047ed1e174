package broadworkshttp_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/golden"
	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

// documentedOperations reads testdata/routes.txt.
func documentedOperations(t *testing.T) []broadworkshttp.Operation {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.txt")
	if err != nil {
		t.Fatal(err)
	}
	var ops []broadworkshttp.Operation
	for line := range strings.Lines(string(text)) {
		if line == "\n" || strings.HasPrefix(line, "#") {
			continue
		}
		var number int
		var op broadworkshttp.Operation
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
	if diff := cmp.Diff(documentedOperations(t), broadworkshttp.Operations()); diff != "" {
		t.Errorf("operations (-documented +served):\n%s", diff)
	}
}

func TestOperationsIsACopy(t *testing.T) {
	broadworkshttp.Operations()[0].Name = "changed"
	if diff := cmp.Diff(documentedOperations(t), broadworkshttp.Operations()); diff != "" {
		t.Errorf("operations (-documented +served):\n%s", diff)
	}
}

// The service checks the right of every operation by the name that the adapter
// calls it, whatever the body. Who logs in has no rights yet.
func TestTheServiceKnowsEveryOperation(t *testing.T) {
	db := newSystem(t, broadworkshttp.Options{}).db
	for _, op := range broadworkshttp.Operations() {
		svc := broadworks.New(db, broadworks.WithMinimumLevel(broadworks.Operation(op.Name), broadworks.System+1))
		h, err := broadworkshttp.NewHandler(svc, broadworkshttp.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if op.Name == "Login" {
			if status, body := ask(h, request(op.Method, fill(op.Path), documentedBody(op))); status != 200 {
				t.Errorf("Login: status %d, body %s", status, body)
			}
			continue
		}
		for _, body := range []string{documentedBody(op), "no object"} {
			expect(t, h, request(op.Method, fill(op.Path), body), 403,
				`{"errors":[{"code":403,"message":"Forbidden","details":{"reason":"the operation needs user_level 17"}}]}`)
		}
	}
}

// TestEveryOperationHasGoldenExchanges wants a success and a refusal of each, by
// the operation and not for the credential.
func TestEveryOperationHasGoldenExchanges(t *testing.T) {
	succeeds, refuses := map[string]bool{}, map[string]bool{}
	table := nameTable(t)
	for _, file := range golden.Load(t, chapters) {
		for _, e := range file.Exchanges {
			name := operationName(t, table, &e)
			switch {
			case e.Want.Status == 200:
				succeeds[name] = true
			case e.Want.Status != 401 || name == "Login":
				refuses[name] = true
			}
		}
	}
	for _, op := range documentedOperations(t) {
		if !succeeds[op.Name] || !refuses[op.Name] {
			t.Errorf("golden exchanges show %s succeed: %t, refuse: %t", op.Name, succeeds[op.Name], refuses[op.Name])
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
	if !ok || !slash {
		return ""
	}
	return route.Serve
}
