package xivohttp_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/xivo"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, xivohttp.OpenAPI(), xivohttp.Operations(), chapters)
}

func TestOpenAPIHasTheCodesOfAllErrors(t *testing.T) {
	var doc struct {
		Components struct {
			Schemas struct {
				ErrorCode struct{ Enum []string }
			}
		}
	}
	if err := json.Unmarshal(xivohttp.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, e := range xivo.Errors() {
		want = append(want, e.Code)
	}
	if diff := cmp.Diff(want, doc.Components.Schemas.ErrorCode.Enum); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
}

func TestOpenAPIIsTheCallersToChange(t *testing.T) {
	doc := xivohttp.OpenAPI()
	want := slices.Clone(doc)
	clear(doc)
	if got := xivohttp.OpenAPI(); !slices.Equal(want, got) {
		t.Error("a caller has changed the document")
	}
}
