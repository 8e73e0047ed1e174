// Package contract proves the OpenAPI documents against the server: it has nothing
// but tests, and a module of its own for the libraries that they need.
//
// A vendor is one entry in vendors_test.go. What holds for its document:
//
//   - two validators accept it, one of them by the meta-schema of OpenAPI 3.1;
//   - every golden exchange of the adapter conforms, and every status that it
//     describes is shown by one;
//   - whatever is sent, made from its schemas or against them, the answer conforms,
//     and what the document calls wrong is refused, but for what the server takes
//     out of lenience;
//   - whatever the vendor's behaviour suite sends through the client, and what comes
//     back, conforms, where there is a client;
//   - answers that are wrong on purpose are caught;
//   - it has the examples that the vendor's page prints, and all its examples are
//     valid;
//   - oapi-codegen makes a Go client of it that compiles.
package contract
