package openapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

// version is that of the OpenAPI Specification.
const version = "3.1.0"

// Generate returns the document of the operations of an adapter, in their order.
// It is an error if the source lacks one of them, or has one that is not served.
func Generate(source []byte, ops []rest.Operation, exchanges []golden.Exchange) ([]byte, error) {
	v, err := decode(source)
	if err != nil {
		return nil, err
	}
	src, ok := v.(*object)
	if !ok {
		return nil, errors.New("the source is not an object")
	}
	if err := checkNames(src.object("operations"), ops); err != nil {
		return nil, err
	}
	g := &generator{source: src, examples: examples{ops, exchanges}}
	paths, err := g.paths(ops)
	if err != nil {
		return nil, err
	}
	doc := newObject()
	doc.set("openapi", version)
	doc.add(src.without("operations", "pathParameters", "everyOperation", "everyBody", "components"))
	doc.set("paths", paths)
	doc.set("components", src.object("components"))
	return encode(doc), nil
}

// checkNames compares the operations of the source with those that are served.
func checkNames(written *object, ops []rest.Operation) error {
	served := map[string]bool{}
	for _, op := range ops {
		served[op.Name] = true
		if _, ok := written.values[op.Name].(*object); !ok {
			return fmt.Errorf("operation %s is served, but not in the source", op.Name)
		}
	}
	for _, name := range written.names {
		if !served[name] {
			return fmt.Errorf("operation %s is in the source, but not served", name)
		}
	}
	return nil
}

type generator struct {
	source   *object
	examples examples
}

// paths returns the Paths Object.
func (g *generator) paths(ops []rest.Operation) (*object, error) {
	paths := newObject()
	for _, op := range ops {
		out, err := g.operation(op)
		if err != nil {
			return nil, fmt.Errorf("operation %s: %w", op.Name, err)
		}
		path := template(op.Path)
		item := paths.object(path)
		item.set(strings.ToLower(op.Method), out)
		paths.set(path, item)
	}
	return paths, nil
}

// template returns a path of the route table as OpenAPI writes it.
func template(path string) string {
	segments := strings.Split(path, "/")
	for i, s := range segments {
		if name, ok := strings.CutPrefix(s, ":"); ok {
			segments[i] = "{" + name + "}"
		}
	}
	return strings.Join(segments, "/")
}

// operation returns an Operation Object.
func (g *generator) operation(op rest.Operation) (*object, error) {
	written := g.source.object("operations").object(op.Name)
	parameters, err := g.parameters(op, written)
	if err != nil {
		return nil, err
	}
	body, responses := g.body(written), g.responses(written)
	if err := g.examples.addTo(op.Name, written, body, responses, g.source.object("components").object("responses")); err != nil {
		return nil, err
	}
	out := newObject()
	out.set("operationId", op.Name)
	out.set("x-evidence", string(op.Evidence))
	out.add(written.without("pathParameters", "parameters", "requestBody", "responses", "exchanges"))
	if len(parameters) > 0 {
		out.set("parameters", parameters)
	}
	if body != nil {
		out.set("requestBody", body)
	}
	out.set("responses", responses.sorted())
	return out, nil
}

// parameters returns those of the path, and then those that are written.
func (g *generator) parameters(op rest.Operation, written *object) ([]any, error) {
	var list []any
	own := written.object("pathParameters")
	for segment := range strings.SplitSeq(op.Path, "/") {
		name, ok := strings.CutPrefix(segment, ":")
		if !ok {
			continue
		}
		described, ok := own.values[name].(*object)
		if !ok {
			described, ok = g.source.object("pathParameters").values[name].(*object)
		}
		if !ok {
			return nil, fmt.Errorf("the source describes no path parameter %s", name)
		}
		p := newObject()
		p.set("name", name)
		p.set("in", "path")
		p.set("required", true)
		p.add(described)
		list = append(list, p)
	}
	more, _ := written.values["parameters"].([]any)
	return append(list, more...), nil
}

// body returns the Request Body Object with all its media types; nil if the
// operation has none.
func (g *generator) body(written *object) *object {
	body, ok := written.values["requestBody"].(*object)
	if !ok {
		return nil
	}
	content := body.object("content").without()
	also := g.source.object("everyBody").object("alsoAs")
	for _, mediaType := range slices.Clone(content.names) {
		if other, ok := also.values[mediaType].(string); ok {
			content.set(other, content.values[mediaType])
		}
	}
	out := body.without()
	out.set("content", content)
	return out
}

// responses returns what is written, and what every operation can answer.
func (g *generator) responses(written *object) *object {
	out := written.object("responses").without()
	if _, ok := written.values["requestBody"]; ok {
		out.add(g.source.object("everyBody").object("responses"))
	}
	out.add(g.source.object("everyOperation").object("responses"))
	return out
}
