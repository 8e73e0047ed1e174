package broadworkshttp

import (
	_ "embed"
)

//go:generate go test . -run TestOpenAPI -update

//go:embed openapi.json
var openAPI string

// OpenAPI returns the OpenAPI document of the operations, as JSON. It describes what
// the zero [Options] and the zero broadworks.Deviations serve.
func OpenAPI() []byte { return []byte(openAPI) }
