package xivohttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/internal/openapi"
	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

func TestOpenAPIDescribesWhatIsServed(t *testing.T) {
	openapi.Check(t, xivohttp.OpenAPI(), xivohttp.Operations(), chapters)
}
