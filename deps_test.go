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

	"internal/golden":     {"github.com/google/go-cmp/*"},
	"internal/literal":    {},
	"internal/secret":     {},
	"internal/seeding":    {"store"},
	"internal/strictjson": {},
	"internal/suite":      {"github.com/google/go-cmp/*"},
	"internal/text":       {},
	"internal/wire":       {},
	"internal/remote":     {"internal/wire", "golang.org/x/sync/singleflight"},

	"filter":          {"internal/literal"},
	"store":           {"filter"},
	"store/storetest": {"store", "filter", "github.com/google/go-cmp/*"},
	"memstore":        {"store", "filter", "memstore/internal/cow", "github.com/hashicorp/go-memdb", "golang.org/x/sync/semaphore"},

	"memstore/internal/cow": {},

	"httpapi/swaggerui":     {"httpapi/internal/rest", "github.com/swaggest/swgui/v5/static"},
	"httpapi":               {"VENDORS", "ADAPTERS", "httpapi/internal/rest"},
	"httpapi/refserver":     {"httpapi", "httpapi/swaggerui", "pbxtest", "memstore", "VENDORS", "ADAPTERS", "store", "internal/secret", "internal/seeding", "internal/strictjson", "golang.org/x/sync/errgroup"},
	"httpapi/internal/rest": {"internal/literal", "internal/wire"},

	"httpapi/goldentest": {"VENDORS", "ADAPTERS", "store", "internal/golden", "internal/strictjson"},

	"httpapi/internal/openapi":       {"httpapi/internal/rest", "httpapi/internal/rest/resttest", "internal/golden", "github.com/google/go-cmp/*"},
	"httpapi/internal/rest/resttest": {"httpapi/internal/rest", "internal/golden", "github.com/google/go-cmp/*"},

	"pbxtest": {"httpapi", "VENDORS", "ADAPTERS", "memstore", "store", "internal/secret", "internal/seeding", "internal/strictjson"},

	"examples/server": {"*"},
	"examples/embed":  {"*"},
	"examples/find":   {"*"},

	"examples/testdouble": {"*"},
	"examples/conform":    {"*"},
}

var vendors = []string{"xivo", "voipnow", "telecomx", "broadworks"}

func init() {
	for _, v := range vendors {
		policy[v] = []string{"store", "filter", "internal/secret", "internal/seeding", "internal/strictjson", "internal/text"}
		policy[v+"/"+v+"test"] = []string{v, "internal/suite", "github.com/google/go-cmp/*"}
		policy[v+"/"+v+"client"] = []string{v, "internal/remote", "internal/secret", "internal/wire", "internal/wire/" + v + "wire"}
		policy["internal/wire/"+v+"wire"] = []string{v, "internal/wire"}
		policy["httpapi/"+v+"http"] = []string{v, "httpapi/internal/rest", "internal/text", "internal/wire", "internal/wire/" + v + "wire"}
	}
}

// forTests are the packages that the tests of every package may import as well.
var forTests = []string{"github.com/google/go-cmp/*", "memstore", "store", "store/storetest", "filter", "internal/golden", "httpapi/goldentest"}

type listedPackage struct {
	ImportPath                               string
	Imports, TestImports, XTestImports, Deps []string
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
			allowed = append(allowed, "httpapi", "httpapi/refserver", "VENDORS", "ADAPTERS", "httpapi/internal/openapi", "httpapi/internal/rest/resttest", "internal/strictjson", "internal/suite")
		}
		if vendor, ok := strings.CutSuffix(path.Base(name), "client"); ok {
			// A client is tested on the adapter, with the vendor's suite.
			allowed = append(allowed, "pbxtest", "httpapi/"+vendor+"http", vendor+"/"+vendor+"test", "internal/suite")
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

// TestOnlyTheReferenceServerHasTheUI is about what is compiled for whoever imports a
// package. The files of Swagger UI are half a megabyte.
func TestOnlyTheReferenceServerHasTheUI(t *testing.T) {
	var with []string
	for _, p := range listPackages(t) {
		if slices.ContainsFunc(p.Deps, func(dep string) bool { return strings.HasPrefix(dep, "github.com/swaggest/") }) {
			with = append(with, relative(p.ImportPath))
		}
	}
	if diff := cmp.Diff([]string{"examples/server", "httpapi/refserver", "httpapi/swaggerui"}, with); diff != "" {
		t.Errorf("packages with the UI (-want +got):\n%s", diff)
	}
}

func TestModuleNeedsNothingElse(t *testing.T) {
	want := []string{
		module,
		"github.com/bool64/dev", // of swgui, as are all with this comment: none of their packages is compiled
		"github.com/google/go-cmp",
		"github.com/hashicorp/go-immutable-radix", // of go-memdb
		"github.com/hashicorp/go-memdb",
		"github.com/hashicorp/go-uuid",    // of go-immutable-radix, in its tests
		"github.com/hashicorp/golang-lru", // of go-immutable-radix
		"github.com/shurcooL/httpfs",      // of swgui
		"github.com/shurcooL/httpgzip",    // of swgui
		"github.com/shurcooL/vfsgen",      // of swgui
		"github.com/swaggest/swgui",
		"github.com/vearutop/statigz", // of swgui
		"golang.org/x/net",            // of swgui
		"golang.org/x/sync",
		"golang.org/x/text", // of swgui
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
	out := goCommand(t, "list", "-json=ImportPath,Imports,TestImports,XTestImports,Deps", "./...")
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
