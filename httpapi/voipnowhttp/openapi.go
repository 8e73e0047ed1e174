package voipnowhttp

import (
	_ "embed"
)

//go:generate go test . -run TestOpenAPI -update

//go:embed openapi.json
var openAPI string

// OpenAPI returns the OpenAPI document of the operations, as JSON. It describes what
// the zero [Options] and the zero voipnow.Deviations serve, and the answer 202 of
// Options.AcceptedStub, because the vendor's page prints it.
func OpenAPI() []byte { return []byte(openAPI) }
