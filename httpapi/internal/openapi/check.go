package openapi

import (
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

var update = flag.Bool("update", false, "write openapi.json anew")

// Check compares the document that an adapter serves with what is generated from
// its operations, from openapi.src.json, and from the golden exchanges in the files
// that a pattern matches. With -update it writes openapi.json.
func Check(t *testing.T, served []byte, ops []rest.Operation, pattern string) {
	t.Helper()
	source, err := os.ReadFile("openapi.src.json")
	if err != nil {
		t.Fatal(err)
	}
	want, err := Generate(source, ops, golden.Exchanges(t, pattern))
	if err != nil {
		t.Fatalf("openapi.src.json: %v", err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(string(want), string(served)); diff != "" {
		t.Errorf("openapi.json; \"go generate\" writes it (-want +got):\n%s", diff)
	}
}
