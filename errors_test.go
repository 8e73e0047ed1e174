package pbxkit_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Errors of a vendor returns all its kinds of refusal, in their order.
func TestErrorsAreComplete(t *testing.T) {
	for _, vendor := range vendors {
		file, err := parser.ParseFile(token.NewFileSet(), vendor+"/errors.go", nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		var declared, listed []string
		for _, decl := range file.Decls {
			switch d := decl.(type) {
			case *ast.GenDecl:
				declared = append(declared, declaredErrors(d)...)
			case *ast.FuncDecl:
				if d.Name.Name == "Errors" {
					listed = identifiers(d)
				}
			}
		}
		if diff := cmp.Diff(declared, listed); diff != "" || len(listed) == 0 {
			t.Errorf("%s: Errors (-declared +listed):\n%s", vendor, diff)
		}
	}
}

// declaredErrors returns the names of the variables of a declaration that begin with
// Err.
func declaredErrors(d *ast.GenDecl) []string {
	var names []string
	for _, spec := range d.Specs {
		if v, ok := spec.(*ast.ValueSpec); ok && d.Tok == token.VAR {
			for _, name := range v.Names {
				names = append(names, name.Name)
			}
		}
	}
	return slices.DeleteFunc(names, func(name string) bool { return !strings.HasPrefix(name, "Err") })
}

// identifiers returns the identifiers in the body of a function that begin with Err,
// other than the name of the type.
func identifiers(d *ast.FuncDecl) []string {
	var names []string
	ast.Inspect(d.Body, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok && strings.HasPrefix(id.Name, "Err") && id.Name != "Error" {
			names = append(names, id.Name)
		}
		return true
	})
	return names
}
