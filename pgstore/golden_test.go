package pgstore_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/goldentest"
	"github.com/pbxkit/pbxkit/store"
)

func TestGolden(t *testing.T) {
	goldentest.Run(t, "../httpapi", func(t *testing.T, tables ...*store.Schema) store.DB { return open(t, tables...) })
}
