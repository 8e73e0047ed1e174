package openapi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/rest"
	"github.com/pbxkit/pbxkit/internal/golden"
)

var ops = []rest.Operation{
	{Name: "PutThing", Method: "PUT", Path: "/api/things/:id", Evidence: rest.Observed},
	{Name: "GetThing", Method: "GET", Path: "/api/things/:id", Evidence: rest.Documented},
	{Name: "ListThings", Method: "GET", Path: "/api/:area/things", Evidence: rest.Assumed},
}

const source = `{
  "info": {"title": "Things"},
  "pathParameters": {
    "id": {"schema": {"type": "integer"}},
    "area": {"schema": {"type": "string"}}
  },
  "everyOperation": {"responses": {"401": {"description": "who are you"}}},
  "everyBody": {
    "alsoAs": {"application/json": "text/json"},
    "responses": {"415": {"description": "what is this"}}
  },
  "operations": {
    "GetThing": {
      "summary": "Get a thing",
      "pathParameters": {"id": {"schema": {"type": "string"}, "example": "x"}},
      "responses": {
        "404": {"$ref": "#/components/responses/Missing"},
        "200": {"description": "it", "content": {"application/json": {"schema": {}}}}
      },
      "exchanges": ["things: a thing", "things: no thing"]
    },
    "PutThing": {
      "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
      "responses": {"204": {"description": "done"}, "400": {"description": "no", "content": {"application/json": {}}}},
      "exchanges": ["things: it is put", "things: it is not"]
    },
    "ListThings": {
      "parameters": [{"name": "page", "in": "query"}],
      "responses": {"200": {"description": "all"}, "401": {"description": "not you"}}
    }
  },
  "components": {
    "responses": {"Missing": {"description": "none", "content": {"application/json": {"schema": true}}}}
  }
}`

const things = `Content-Type: application/json

=== a thing
GET /api/things/1
--- 200
{"id": 1.0, "name": "<one>"}

=== no thing
GET /api/things/2
--- 404
{"error": "none"}

=== it is put
PUT /api/things/1
Content-Type:

{"name": "two"}
--- 204

=== it is not
PUT /api/things/1

{}
--- 400
{"error": "no name"}
`

const document = `{
  "openapi": "3.1.0",
  "info": {"title": "Things"},
  "paths": {
    "/api/things/{id}": {
      "put": {
        "operationId": "PutThing",
        "x-evidence": "observed",
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "integer"}}],
        "requestBody": {
          "content": {
            "application/json": {
              "schema": {"type": "object"},
              "examples": {"it-is-put": {"summary": "it is put", "value": {"name": "two"}}}
            },
            "text/json": {"schema": {"type": "object"}}
          }
        },
        "responses": {
          "204": {"description": "done"},
          "400": {
            "description": "no",
            "content": {
              "application/json": {"examples": {"it-is-not": {"summary": "it is not", "value": {"error": "no name"}}}}
            }
          },
          "401": {"description": "who are you"},
          "415": {"description": "what is this"}
        }
      },
      "get": {
        "operationId": "GetThing",
        "x-evidence": "documented",
        "summary": "Get a thing",
        "parameters": [{"name": "id", "in": "path", "required": true, "schema": {"type": "string"}, "example": "x"}],
        "responses": {
          "200": {
            "description": "it",
            "content": {
              "application/json": {
                "schema": {},
                "examples": {"a-thing": {"summary": "a thing", "value": {"id": 1.0, "name": "<one>"}}}
              }
            }
          },
          "401": {"description": "who are you"},
          "404": {
            "description": "none",
            "content": {
              "application/json": {
                "schema": true,
                "examples": {"no-thing": {"summary": "no thing", "value": {"error": "none"}}}
              }
            }
          }
        }
      }
    },
    "/api/{area}/things": {
      "get": {
        "operationId": "ListThings",
        "x-evidence": "assumed",
        "parameters": [
          {"name": "area", "in": "path", "required": true, "schema": {"type": "string"}},
          {"name": "page", "in": "query"}
        ],
        "responses": {"200": {"description": "all"}, "401": {"description": "not you"}}
      }
    }
  },
  "components": {"responses": {"Missing": {"description": "none", "content": {"application/json": {"schema": true}}}}}
}
`

func exchanges(t *testing.T) []golden.Exchange {
	t.Helper()
	list, err := golden.Parse("testdata/things.txt", []byte(things))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestRoutesSourceAndExchangesMakeADocument(t *testing.T) {
	got, err := Generate([]byte(source), ops, exchanges(t))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(document, string(got)); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
}

// TestExamplesAreOfTheirMediaType makes examples of bodies that are not JSON.
func TestExamplesAreOfTheirMediaType(t *testing.T) {
	for _, c := range []struct{ contentType, body, want string }{
		{"text/csv; charset=utf-8", "a,b", `"a,b"`},
		{"application/x-www-form-urlencoded", "&z=a+b&&a=%26&e=&", `{"z": "a b", "a": "&", "e": ""}`},
		{"application/x-www-form-urlencoded", "z=1&z=2", `{"z": "1"}`},
	} {
		mediaType, _, _ := strings.Cut(c.contentType, ";")
		holder, err := decode([]byte(`{"content": {"` + mediaType + `": {}}}`))
		if err != nil {
			t.Fatal(err)
		}
		if err := addExample(holder.(*object), "It is", c.contentType, c.body); err != nil {
			t.Errorf("%s: %v", c.body, err)
		}
		want := `{"content": {"` + mediaType + `": {"examples": {"it-is": {"summary": "It is", "value": ` + c.want + `}}}}}`
		if diff := cmp.Diff(want, inline(holder)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.body, diff)
		}
	}
	if _, err := exampleValue("application/x-www-form-urlencoded", "a=%zz"); err == nil {
		t.Error("a malformed form is an example")
	}
}

func TestMistakesInTheSourceAreNamed(t *testing.T) {
	for name, c := range map[string]struct{ old, new, want string }{
		"no JSON":                     {`{"title": "Things"}`, `{"title" "Things"}`, "at byte"},
		"a member twice":              {`"info": {"title": "Things"},`, `"info": {}, "info": {},`, `member "info" is there twice`},
		"an operation is missing":     {`"PutThing": {`, `"Put": {`, "operation PutThing is served, but not in the source"},
		"one too many":                {`"operations": {`, `"operations": {"Delete": {},`, "operation Delete is in the source, but not served"},
		"no path parameter":           {`"area": {`, `"aera": {`, "operation ListThings: the source describes no path parameter area"},
		"no such exchange":            {"things: a thing", "things: the thing", `operation GetThing: exchange "things: the thing": there is no such exchange`},
		"no such file":                {"things: a thing", "thing: a thing", "there is no such exchange"},
		"an exchange of another":      {"things: a thing", "things: it is put", `it is about operation "PutThing"`},
		"a status that is not there":  {`"200": {"description": "it"`, `"201": {"description": "it"`, "the operation has no response 200"},
		"a media type that is not":    {`"it", "content": {"application/json"`, `"it", "content": {"text/plain"`, "no content is application/json"},
		"a body where there is none":  {`"requestBody"`, `"requestNobody"`, "it has a body, and the operation none"},
		"a body of another type":      {`{"application/json": {"schema": {"type": "object"}}}`, `{"text/plain": {}}`, "request: no content is application/json"},
		"a component that is missing": {`responses/Missing"}`, `responses/Lost"}`, "no content is application/json"},
	} {
		t.Run(name, func(t *testing.T) {
			broken := strings.Replace(source, c.old, c.new, 1)
			if broken == source {
				t.Fatalf("the source has no %s", c.old)
			}
			if _, err := Generate([]byte(broken), ops, exchanges(t)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestTheSourceIsOneObject(t *testing.T) {
	for text, want := range map[string]string{"": "EOF", "[]": "not an object", "{} {}": "something follows"} {
		if _, err := Generate([]byte(text), nil, nil); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error %v, want one with %q", text, err, want)
		}
	}
}
