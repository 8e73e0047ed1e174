package voipnowhttp_test

import (
	"encoding/json"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
	"github.com/pbxkit/pbxkit/httpapi/voipnowhttp"
	"github.com/pbxkit/pbxkit/voipnow"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, voipnowhttp.OpenAPI(), voipnowhttp.Operations(), chapters)
}

func TestOpenAPIHasTheCodesOfAllErrors(t *testing.T) {
	var doc struct {
		Components struct {
			Schemas struct {
				ErrorCode, TokenErrorCode struct{ Enum []string }
			}
		}
	}
	if err := json.Unmarshal(voipnowhttp.OpenAPI(), &doc); err != nil {
		t.Fatal(err)
	}
	var api, token []string
	for _, e := range voipnow.Errors() {
		if e.Message == "" { // as those of the token endpoint
			token = append(token, e.Code)
		} else {
			api = append(api, e.Code)
		}
	}
	token = append(token, voipnow.ErrInternal.Code)
	if diff := cmp.Diff(api, doc.Components.Schemas.ErrorCode.Enum); diff != "" {
		t.Errorf("codes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(token, doc.Components.Schemas.TokenErrorCode.Enum); diff != "" {
		t.Errorf("codes of the token endpoint (-want +got):\n%s", diff)
	}
}

func TestOpenAPIIsTheCallersToChange(t *testing.T) {
	doc := voipnowhttp.OpenAPI()
	want := slices.Clone(doc)
	clear(doc)
	if got := voipnowhttp.OpenAPI(); !slices.Equal(want, got) {
		t.Error("a caller has changed the document")
	}
}
