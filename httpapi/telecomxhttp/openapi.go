package telecomxhttp

import (
	_ "embed"
)

//go:generate go test . -run TestOpenAPIDescribes -update

//go:embed openapi.json
var openAPI string

// OpenAPI returns the OpenAPI document of the operations, as JSON. It describes what
// the zero [Options] and the zero telecomx.Deviations serve.
func OpenAPI() []byte { return []byte(openAPI) }
