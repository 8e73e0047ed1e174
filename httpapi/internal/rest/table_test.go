package rest_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
)

func route(method, path string) rest.Route[string] {
	return rest.Route[string]{Operation: rest.Operation{Name: method + " " + path, Method: method, Path: path}, Serve: path}
}

var table = rest.NewTable(
	route("GET", "/users"),
	route("POST", "/users"),
	route("POST", "/users/find"),
	route("GET", "/users/contacts"),
	route("GET", "/users/:id"),
	route("DELETE", "/users/:id/"),
	route("GET", "/users/:user/keys/:key"),
	route("GET", "/users/find/keys"),
	route("GET", "/:a/:b/:c/:d"),
	route("GET", "/"),
)

func TestLookup(t *testing.T) {
	for _, c := range []struct {
		method, path, want string
		params             []string
	}{
		{"GET", "users", "/users", nil},
		{"POST", "users", "/users", nil},
		{"PUT", "users", "", nil},
		{"get", "users", "", nil},
		{"HEAD", "users", "", nil}, // for the vendor to decide
		{"GET", "", "/", nil},
		{"GET", "user", "", nil},
		{"GET", "users/1", "/users/:id", []string{"1"}},
		{"DELETE", "users/1", "/users/:id/", []string{"1"}},
		{"GET", "users/contacts", "/users/contacts", nil},
		{"POST", "users/find", "/users/find", nil},
		{"POST", "users/1", "", nil},
		// A literal wins, unless only a parameter leads to a route.
		{"GET", "users/find", "/users/:id", []string{"find"}},
		{"DELETE", "users/contacts", "/users/:id/", []string{"contacts"}},
		{"GET", "users/find/keys", "/users/find/keys", nil},
		{"GET", "users/find/keys/x", "/users/:user/keys/:key", []string{"find", "x"}},
		{"GET", "users/1/keys/", "/users/:user/keys/:key", []string{"1", ""}},
		// The parameters of ways that led nowhere are forgotten.
		{"GET", "users/1/locks/2", "/:a/:b/:c/:d", []string{"users", "1", "locks", "2"}},
		{"GET", "users/find/keys/x/y", "", nil},
		{"GET", "1/2/3/4", "/:a/:b/:c/:d", []string{"1", "2", "3", "4"}},
		{"GET", "1/2/3", "", nil},
		{"GET", "1/2/3/4/5/6/7", "", nil},
	} {
		segments := strings.FieldsFunc(c.path, func(r rune) bool { return r == '/' })
		if strings.HasSuffix(c.path, "/") {
			segments = append(segments, "")
		}
		r, params, ok := table.Lookup(c.method, segments)
		if ok != (c.want != "") || ok && r.Serve != c.want {
			t.Errorf("Lookup(%s, %s) = %v, %v, want %s", c.method, c.path, r, ok, c.want)
			continue
		}
		for i, want := range c.params {
			if got := params.At(i); got != want {
				t.Errorf("Lookup(%s, %s): parameter %d is %q, want %q", c.method, c.path, i, got, want)
			}
		}
	}
}

func TestOperationsAreThoseOfTheRoutesInOrder(t *testing.T) {
	want := []rest.Operation{{Name: "A", Method: "GET", Path: "/a", Evidence: rest.Observed}, {Name: "B", Method: "PUT", Path: "/b"}}
	got := rest.NewTable(rest.Route[int]{Operation: want[0]}, rest.Route[int]{Operation: want[1]}).Operations()
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

func TestNewTablePanicsOnTwoRoutesForTheSameRequests(t *testing.T) {
	for _, paths := range [][2]string{{"/a", "/a"}, {"/a", "/a/"}, {"/:id/b", "/:uuid/b"}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("no panic over %q", paths)
				}
			}()
			rest.NewTable(route("GET", paths[0]), route("GET", paths[1]))
		}()
	}
	rest.NewTable(route("GET", "/a"), route("PUT", "/a"), route("GET", "/:a")) // does not
}

func TestNewTablePanicsOnMoreParametersThanThereAreParams(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("no panic")
		}
	}()
	rest.NewTable(route("GET", "/:a/:b/:c/:d/:e"))
}

func BenchmarkLookup(b *testing.B) {
	for _, bench := range []struct{ name, path string }{
		{"literal", "users/contacts"},
		{"parameters", "users/1/keys/x"},
		{"backtracking", "users/find/keys/x"},
		{"unknown", "users/find/keys/x/y"},
	} {
		b.Run(bench.name, func(b *testing.B) {
			segments := strings.Split(bench.path, "/")
			_, _, want := table.Lookup("GET", segments)
			b.ReportAllocs()
			for b.Loop() {
				if _, _, ok := table.Lookup("GET", segments); ok != want {
					b.Fatal(ok)
				}
			}
		})
	}
}

func BenchmarkSegments(b *testing.B) {
	r := received(b, "/configmgt/api/2.0/users/1/preferences/a%2Fb")
	b.ReportAllocs()
	for b.Loop() {
		if segments, _ := rest.Segments(r); len(segments) != 7 {
			b.Fatal(segments)
		}
	}
}

func TestHeadAsGet(t *testing.T) {
	for method, want := range map[string]string{"HEAD": "GET", "GET": "GET", "PUT": "PUT", "head": "head", "": ""} {
		if got := rest.HeadAsGet(method); got != want {
			t.Errorf("%q is looked up as %q, want %q", method, got, want)
		}
	}
}

func TestBindPanicsUnlessEachOperationHasItsFunction(t *testing.T) {
	ops := []rest.Operation{{Name: "List", Method: "GET", Path: "/users"}, {Name: "Create", Method: "POST", Path: "/users"}}
	table := rest.Bind(ops, map[string]int{"List": 1, "Create": 2})
	if r, _, ok := table.Lookup("POST", []string{"users"}); !ok || r.Serve != 2 || r.Name != "Create" {
		t.Errorf("POST /users is served by %+v", r)
	}
	for want, serve := range map[string]map[string]int{
		"rest: nothing serves Create":        {"List": 1},
		"rest: 3 functions for 2 operations": {"List": 1, "Create": 2, "Delete": 3},
	} {
		func() {
			defer func() {
				if got := recover(); got != want {
					t.Errorf("panic %v, want %q", got, want)
				}
			}()
			rest.Bind(ops, serve)
		}()
	}
}
