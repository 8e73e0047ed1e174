// Package openapi makes a vendor's OpenAPI document. It is for tests and go
// generate: what is served is the document that was made, embedded.
//
// Three sources go into it. Paths, methods, names and evidence come from the
// route table; examples from golden exchanges, by name; what neither knows is
// written by hand in openapi.src.json, beside the wire types. The source is an
// OpenAPI document without openapi and paths, and with
//
//   - operations, which are Operation Objects by the name of the operation, but
//     without operationId. Their member exchanges lists golden exchanges as "file:
//     name", without .txt. The answer of each becomes an example, and so does the
//     request if it succeeds. A form becomes an object of texts.
//   - pathParameters, which are Parameter Objects by name, without name, in and
//     required. An operation can have its own.
//   - everyOperation and everyBody, whose responses all operations have, or those
//     with a body; everyBody.alsoAs says as what other media types the content of a
//     body is accepted.
package openapi
