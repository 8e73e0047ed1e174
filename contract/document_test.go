package contract

import (
	"testing"

	"github.com/pb33f/libopenapi"
	validator "github.com/pb33f/libopenapi-validator"
)

// TestDocumentsAreValid holds documents to the meta-schema of OpenAPI 3.1. Loading
// them has held them to the rules of kin-openapi.
func TestDocumentsAreValid(t *testing.T) {
	forEach(t, func(t *testing.T, v *vendor, _ *contract) {
		doc, err := libopenapi.NewDocument(v.document())
		if err != nil {
			t.Fatal(err)
		}
		strict, errs := validator.NewValidator(doc)
		if len(errs) > 0 {
			t.Fatal(errs)
		}
		if ok, mistakes := strict.ValidateDocument(); !ok {
			for _, m := range mistakes {
				t.Error(m)
			}
		}
	})
}
