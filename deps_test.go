package pbxkit_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const module = "github.com/pbxkit/pbxkit"

// policy says which packages each package may import beside the standard
// library. A trailing /* stands for everything below. The reasons are in
// ARCHITECTURE.md.
var policy = map[string][]string{
	".": {},

	"internal/literal":    {},
	"internal/secret":     {},
	"internal/seeding":    {"store"},
	"internal/strictjson": {},
	"internal/suite":      {"github.com/google/go-cmp/*"},
	"internal/text":       {},

	"filter":          {"internal/literal"},
	"store":           {"filter"},
	"store/storetest": {"store", "filter", "github.com/google/go-cmp/*"},
	"memstore":        {"store", "filter", "memstore/internal/cow", "github.com/hashicorp/go-memdb", "golang.org/x/sync/semaphore"},

	"memstore/internal/cow": {},

	"httpapi":                 {"VENDORS", "ADAPTERS", "httpapi/internal/rest"},
	"httpapi/refserver":       {"httpapi", "pbxtest", "memstore", "VENDORS", "ADAPTERS", "store", "internal/secret", "internal/seeding", "internal/strictjson", "golang.org/x/sync/errgroup"},
	"httpapi/internal/rest":   {"internal/literal"},
	"httpapi/internal/golden": {"github.com/google/go-cmp/*"},

	"httpapi/goldentest": {"VENDORS", "ADAPTERS", "store", "httpapi/internal/golden", "internal/strictjson"},

	"httpapi/internal/rest/resttest": {"httpapi/internal/rest", "httpapi/internal/golden", "github.com/google/go-cmp/*"},

	"pbxtest": {"httpapi", "VENDORS", "ADAPTERS", "memstore", "store", "internal/secret", "internal/seeding", "internal/strictjson"},

	"examples/server": {"*"},
	"examples/embed":  {"*"},
	"examples/find":   {"*"},

	"examples/testdouble": {"*"},
}

var vendors = []string{"xivo", "voipnow", "telecomx", "broadworks"}

func init() {
	for _, v := range vendors {
		policy[v] = []string{"store", "filter", "internal/secret", "internal/seeding", "internal/strictjson", "internal/text"}
		policy[v+"/"+v+"test"] = []string{v, "internal/suite", "github.com/google/go-cmp/*"}
		policy["httpapi/"+v+"http"] = []string{v, "httpapi/internal/rest", "internal/text"}
	}
}

// forTests are the packages that the tests of every package may import as well.
var forTests = []string{"github.com/google/go-cmp/*", "memstore", "store", "store/storetest", "filter", "httpapi/internal/golden", "httpapi/goldentest"}

type listedPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

func TestPackagesImportWhatThePolicyAllows(t *testing.T) {
	for _, p := range listPackages(t) {
		name := relative(p.ImportPath)
		allowed, ok := policy[name]
		if !ok {
			t.Errorf("package %s is not in the policy", name)
			continue
		}
		for _, imported := range p.Imports {
			if !allows(allowed, imported) {
				t.Errorf("package %s may not import %s", name, imported)
			}
		}
		allowed = slices.Concat(allowed, forTests, []string{name, name + "/" + path.Base(name) + "test"})
		if name == "." || strings.HasPrefix(name, "httpapi") {
			allowed = append(allowed, "httpapi", "httpapi/refserver", "VENDORS", "ADAPTERS", "httpapi/internal/rest/resttest", "internal/strictjson", "internal/suite")
		}
		for _, imported := range slices.Concat(p.TestImports, p.XTestImports) {
			if !allows(allowed, imported) {
				t.Errorf("the tests of package %s may not import %s", name, imported)
			}
		}
	}
}

func TestVendorsKnowNothingOfHTTP(t *testing.T) {
	for _, p := range listPackages(t) {
		if slices.Contains(vendors, relative(p.ImportPath)) && slices.Contains(p.Imports, "net/http") {
			t.Errorf("package %s imports net/http", p.ImportPath)
		}
	}
}

func TestModuleNeedsNothingElse(t *testing.T) {
	want := []string{
		module,
		"github.com/google/go-cmp",
		"github.com/hashicorp/go-immutable-radix", // of go-memdb
		"github.com/hashicorp/go-memdb",
		"github.com/hashicorp/go-uuid",    // of go-immutable-radix, in its tests
		"github.com/hashicorp/golang-lru", // of go-immutable-radix
		"golang.org/x/sync",
	}
	got := strings.Fields(string(goCommand(t, "list", "-m", "-f", "{{.Path}}", "all")))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("modules (-want +got):\n%s", diff)
	}
}

// allows reports whether a list of the policy has an import in it.
func allows(allowed []string, imported string) bool {
	name := relative(imported)
	if name == imported && !strings.Contains(strings.Split(imported, "/")[0], ".") {
		return true // the standard library
	}
	return slices.ContainsFunc(allowed, func(a string) bool {
		switch {
		case a == "VENDORS":
			return slices.Contains(vendors, name)
		case a == "ADAPTERS":
			return slices.Contains(vendors, strings.TrimSuffix(strings.TrimPrefix(name, "httpapi/"), "http"))
		case strings.HasSuffix(a, "*"):
			return strings.HasPrefix(name, strings.TrimSuffix(a, "*"))
		}
		return a == name
	})
}

// relative returns the path of a package within the module, or that of a package
// elsewhere as it is.
func relative(importPath string) string {
	if importPath == module {
		return "."
	}
	return strings.TrimPrefix(importPath, module+"/")
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out := goCommand(t, "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	var list []listedPackage
	for dec := json.NewDecoder(bytes.NewReader(out)); ; {
		var p listedPackage
		err := dec.Decode(&p)
		if errors.Is(err, io.EOF) {
			return list
		}
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, p)
	}
}

func goCommand(t *testing.T, args ...string) []byte {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go %s: %v\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out
}
