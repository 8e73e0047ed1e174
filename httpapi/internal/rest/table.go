package rest

import (
	"fmt"
	"iter"
	"net/http"
	"strings"

	"github.com/pbxkit/pbxkit/internal/wire"
)

// Operation describes an operation that is served.
type Operation = wire.Operation

// Evidence says what a route rests on.
type Evidence = wire.Evidence

// The kinds of evidence.
const (
	Documented = wire.Documented
	Observed   = wire.Observed
	Assumed    = wire.Assumed
)

// Route is an operation and the function that serves it.
type Route[F any] struct {
	Operation
	Serve F
}

// Table finds the route of a request. It does not change once it is made, so
// that every instance of an adapter can share one.
type Table[F any] struct {
	routes []Route[F]
	root   node[F]
}

type node[F any] struct {
	literal map[string]*node[F]
	param   *node[F]
	methods map[string]*Route[F]
}

// NewTable returns the table of the routes. It panics if two of them answer the
// same requests, or if one has more parameters than Params holds.
func NewTable[F any](routes ...Route[F]) *Table[F] {
	t := &Table[F]{routes: routes}
	for i := range routes {
		t.add(&routes[i])
	}
	return t
}

// Bind returns the table of operations that are declared elsewhere, each with the
// function that serves it. It panics as NewTable does, and if an operation has no
// function or a function no operation.
func Bind[K ~string, F any](ops []Operation, serve map[K]F) *Table[F] {
	routes := make([]Route[F], len(ops))
	for i, op := range ops {
		f, ok := serve[K(op.Name)]
		if !ok {
			panic("rest: nothing serves " + op.Name)
		}
		routes[i] = Route[F]{op, f}
	}
	if len(serve) != len(ops) {
		panic(fmt.Sprintf("rest: %d functions for %d operations", len(serve), len(ops)))
	}
	return NewTable(routes...)
}

func (t *Table[F]) add(r *Route[F]) {
	if n := strings.Count(r.Path, "/:"); n > maxParams {
		panic(fmt.Sprintf("rest: %s has %d parameters, and %d at most are possible", r.Name, n, maxParams))
	}
	n := &t.root
	for segment := range strings.FieldsFuncSeq(r.Path, func(c rune) bool { return c == '/' }) {
		n = n.child(segment)
	}
	if n.methods == nil {
		n.methods = map[string]*Route[F]{}
	}
	if other, ok := n.methods[r.Method]; ok {
		panic(fmt.Sprintf("rest: %s and %s are both %s %s", other.Name, r.Name, r.Method, r.Path))
	}
	n.methods[r.Method] = r
}

func (n *node[F]) child(segment string) *node[F] {
	if strings.HasPrefix(segment, ":") {
		if n.param == nil {
			n.param = &node[F]{}
		}
		return n.param
	}
	c, ok := n.literal[segment]
	if !ok {
		if n.literal == nil {
			n.literal = map[string]*node[F]{}
		}
		c = &node[F]{}
		n.literal[segment] = c
	}
	return c
}

// Operations returns what the table serves, in the order of its routes.
func (t *Table[F]) Operations() []Operation {
	ops := make([]Operation, len(t.routes))
	for i, r := range t.routes {
		ops[i] = r.Operation
	}
	return ops
}

// Match is the operation that serves a request, and what the request's path has
// in the place of its parameters.
type Match struct {
	Operation
	params Params
}

// NewMatch returns the match that a lookup has found.
func NewMatch[F any](r *Route[F], params Params) Match { return Match{r.Operation, params} }

// Value returns what the path has in the place of a parameter such as id; "" if
// the operation has no parameter of that name.
func (m *Match) Value(name string) string {
	for param, value := range m.Values() {
		if param == name {
			return value
		}
	}
	return ""
}

// Values returns the parameters and what the path has in their places, in order.
func (m *Match) Values() iter.Seq2[string, string] {
	return func(yield func(name, value string) bool) {
		n := 0
		for segment := range strings.SplitSeq(m.Path, "/") {
			name, ok := strings.CutPrefix(segment, ":")
			if !ok {
				continue
			}
			if !yield(name, m.params.At(n)) {
				return
			}
			n++
		}
	}
}

const maxParams = 4

// Params are the segments that stand for the parameters of a path, in order.
type Params struct {
	values [maxParams]string
	n      int
}

// At returns the parameter with a number, from 0.
func (p *Params) At(i int) string { return p.values[i] }

// HeadAsGet returns the method to look up for that of a request. Assumed: no
// vendor's page mentions HEAD. [WriteJSON] leaves out the body.
func HeadAsGet(method string) string {
	if method == http.MethodHead {
		return http.MethodGet
	}
	return method
}

// Lookup returns the route for a method and the segments of a path. A literal
// segment wins over a parameter, unless only the parameter leads to a route.
func (t *Table[F]) Lookup(method string, segments []string) (*Route[F], Params, bool) {
	var params Params
	r := t.root.lookup(method, segments, &params)
	return r, params, r != nil
}

func (n *node[F]) lookup(method string, segments []string, params *Params) *Route[F] {
	if len(segments) == 0 {
		return n.methods[method]
	}
	if c, ok := n.literal[segments[0]]; ok {
		if r := c.lookup(method, segments[1:], params); r != nil {
			return r
		}
	}
	if n.param == nil {
		return nil
	}
	params.values[params.n] = segments[0]
	params.n++
	r := n.param.lookup(method, segments[1:], params)
	if r == nil {
		params.n--
	}
	return r
}
