package contract

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"

	"github.com/pbxkit/pbxkit/httpapi"
	"github.com/pbxkit/pbxkit/pbxtest"
)

// contract is a document that requests and answers are compared with.
type contract struct {
	vendor     *vendor
	doc        *openapi3.T
	operations map[string]*operation // by name
	handler    *httpapi.Handler      // which only says what a request is for
}

type operation struct {
	*openapi3.Operation
	route routers.Route
}

// load reads the document of a vendor, which has to be valid.
func load(t *testing.T, v *vendor) *contract {
	t.Helper()
	loader := openapi3.NewLoader()
	doc, err := loader.LoadFromData(v.document())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context(), openapi3.EnableExamplesValidation()); err != nil {
		t.Fatal(err)
	}
	handler, err := httpapi.NewHandler(services(t), httpapi.Options{})
	if err != nil {
		t.Fatal(err)
	}
	c := &contract{vendor: v, doc: doc, operations: map[string]*operation{}, handler: handler}
	for path, item := range doc.Paths.Map() {
		for method, op := range item.Operations() {
			c.operations[op.OperationID] = &operation{op, routers.Route{
				Spec: doc, Path: path, PathItem: item, Method: method, Operation: op,
			}}
		}
	}
	return c
}

// services are those of a test double, which nobody calls.
func services(t *testing.T) (s httpapi.Services) {
	t.Helper()
	pbx := newPBX(t)
	return httpapi.Services{XiVO: pbx.XiVO, VoipNow: pbx.VoipNow, TelecomX: pbx.TelecomX, BroadWorks: pbx.BroadWorks}
}

// newPBX returns a test double with the records of the vendors' pages.
func newPBX(t *testing.T) *pbxtest.Server {
	t.Helper()
	pbx, err := pbxtest.New()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(pbx.Close)
	return pbx
}

// exchange is a request that was sent, and its answer.
type exchange struct {
	method, target string
	header         http.Header
	body           string

	status       int
	answerHeader http.Header
	answerBody   string
}

func (x *exchange) String() string {
	return fmt.Sprintf("%s %s %s: %d %s", x.method, x.target, x.body, x.status, x.answerBody)
}

// operation returns the operation that an exchange is about; nil if there is none.
// It is the adapter that says so, as paths can be written in many ways.
func (c *contract) operation(r *http.Request) (*operation, map[string]string) {
	_, match, ok := c.handler.Match(r)
	if !ok {
		return nil, nil
	}
	params := map[string]string{}
	for name, value := range match.Values() {
		params[name] = value
	}
	return c.operations[match.Name], params
}

// errNoOperation is what check says of a request that the adapter serves with no
// operation of the document.
var errNoOperation = errors.New("about no operation")

// check compares an exchange with the document. What is wrong with the request and
// what with the answer are two things: a server has to refuse a wrong request with
// a right answer.
func (c *contract) check(ctx context.Context, x *exchange) (request, answer error) {
	r, err := c.asRead(x).request(ctx)
	if err != nil {
		return err, nil
	}
	op, params := c.operation(r)
	if op == nil {
		return errNoOperation, errNoOperation
	}
	in := &openapi3filter.RequestValidationInput{
		Request: r, PathParams: params, Route: &op.route, QueryParams: r.URL.Query(),
		Options: &openapi3filter.Options{
			AuthenticationFunc:    carriesCredential,
			IncludeResponseStatus: true, SkipSettingDefaults: true,
		},
	}
	if err := openapi3filter.ValidateRequest(ctx, in); err != nil {
		request = fmt.Errorf("request: %w", err)
	}
	if err := x.checkAnswer(ctx, op, in); err != nil {
		answer = fmt.Errorf("answer: %w", err)
	}
	return request, answer
}

// asRead returns an exchange whose request is as the server reads it.
func (c *contract) asRead(x *exchange) *exchange {
	if c.vendor.asRead == nil {
		return x
	}
	read := *x
	read.header = x.header.Clone()
	c.vendor.asRead(&read)
	return &read
}

func (x *exchange) request(ctx context.Context) (*http.Request, error) {
	r, err := http.NewRequestWithContext(ctx, x.method, "http://pbx", strings.NewReader(x.body))
	if err != nil {
		return nil, err
	}
	if r.URL, err = url.ParseRequestURI(x.target); err != nil {
		return nil, err
	}
	r.URL.Scheme, r.URL.Host = "http", "pbx"
	r.Header = x.header.Clone()
	return r, nil
}

// checkAnswer checks what the library does as well as what it does not: a body
// where the document describes none.
func (x *exchange) checkAnswer(ctx context.Context, op *operation, in *openapi3filter.RequestValidationInput) error {
	err := openapi3filter.ValidateResponse(ctx, &openapi3filter.ResponseValidationInput{
		RequestValidationInput: in, Status: x.status, Header: x.answerHeader,
		Body: io.NopCloser(strings.NewReader(x.answerBody)), Options: in.Options,
	})
	if err != nil {
		return err
	}
	if described := op.Responses.Status(x.status); len(described.Value.Content) == 0 && x.answerBody != "" {
		return fmt.Errorf("a body where none is described: %s", x.answerBody)
	}
	return nil
}

// send sends the request of an exchange and notes the answer.
func (x *exchange) send(t *testing.T, transport http.RoundTripper) {
	t.Helper()
	r, err := x.request(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	resp, err := transport.RoundTrip(r)
	if err != nil {
		t.Fatalf("%v: %v", x, err)
	}
	defer resp.Body.Close()
	var body bytes.Buffer
	if _, err := body.ReadFrom(resp.Body); err != nil {
		t.Fatalf("%v: %v", x, err)
	}
	x.status, x.answerHeader, x.answerBody = resp.StatusCode, resp.Header, body.String()
}

// TestMain teaches kin-openapi media types that it does not know.
func TestMain(m *testing.M) {
	openapi3filter.RegisterBodyDecoder("text/json", openapi3filter.JSONBodyDecoder)
	m.Run()
}
