package contract

import (
	"context"
	"errors"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
)

// carriesCredential says what is wrong with a request that does not carry what a
// security scheme asks for. Whether the credential is right is up to the server; but
// as no wrong request may succeed, the document has to name all that opens it.
func carriesCredential(_ context.Context, in *openapi3filter.AuthenticationInput) error {
	r, scheme := in.RequestValidationInput.Request, in.SecurityScheme
	word, _, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
	carried := false
	switch {
	case scheme.Type == "http":
		carried = strings.EqualFold(word, scheme.Scheme)
	case scheme.Type == "oauth2":
		carried = strings.EqualFold(word, "bearer")
	case scheme.In == openapi3.ParameterInQuery:
		carried = r.URL.Query().Has(scheme.Name)
	case scheme.In == openapi3.ParameterInHeader:
		carried = r.Header.Get(scheme.Name) != ""
	case scheme.In == openapi3.ParameterInCookie:
		_, err := r.Cookie(scheme.Name)
		carried = err == nil
	}
	if !carried {
		return errors.New("no credential of " + in.SecuritySchemeName)
	}
	return nil
}
