package contract

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
	_ "github.com/oapi-codegen/runtime" // which the clients import
)

// TestClientsCompile makes a Go client of each document and compiles it.
func TestClientsCompile(t *testing.T) {
	forEach(t, func(t *testing.T, v *vendor, c *contract) {
		code, err := codegen.Generate(c.doc, codegen.Configuration{
			PackageName: "client",
			Generate:    codegen.GenerateOptions{Client: true, Models: true},
		})
		if err != nil {
			t.Fatal(err)
		}
		for name := range c.operations {
			if !strings.Contains(code, "func New"+name+"Request") {
				t.Errorf("the client has no %s", name)
			}
		}
		compile(t, code)
	})
}

// compile compiles a file as a package of this module, which has what it imports.
// The file is an overlay, so that nothing is written into the module.
func compile(t *testing.T, code string) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	temp := t.TempDir()
	file, overlay := filepath.Join(temp, "client.go"), filepath.Join(temp, "overlay.json")
	replaced, err := json.Marshal(map[string]map[string]string{
		"Replace": {filepath.Join(dir, "client", "client.go"): file},
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string][]byte{file: []byte(code), overlay: replaced} {
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-overlay", overlay, "./client").CombinedOutput(); err != nil {
		t.Errorf("go build: %v\n%s", err, out)
	}
}
