package broadworkshttp_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/broadworks"
	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, broadworkshttp.OpenAPI(), broadworkshttp.Operations(), chapters)
}

func TestOpenAPIHasAllErrors(t *testing.T) {
	type schemas struct {
		ErrorCode    struct{ Enum []int }
		ErrorMessage struct{ Enum []string }
	}
	var doc struct{ Components struct{ Schemas schemas } }
	if err := json.Unmarshal(broadworkshttp.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	var want schemas
	for _, e := range broadworks.Errors() {
		want.ErrorCode.Enum = append(want.ErrorCode.Enum, e.Code)
		want.ErrorMessage.Enum = append(want.ErrorMessage.Enum, e.Message)
	}
	want.ErrorCode.Enum = slices.Compact(want.ErrorCode.Enum)
	if diff := cmp.Diff(want, doc.Components.Schemas); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
}

func TestOpenAPIIsTheCallersToChange(t *testing.T) {
	doc := broadworkshttp.OpenAPI()
	want := slices.Clone(doc)
	clear(doc)
	if got := broadworkshttp.OpenAPI(); !slices.Equal(want, got) {
		t.Error("a caller has changed the document")
	}
}
