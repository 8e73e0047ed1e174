package pgstore_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/store"
	"github.com/pbxkit/pbxkit/store/storetest"
)

func TestConformance(t *testing.T) {
	storetest.Run(t, func(t *testing.T, tables ...*store.Schema) store.DB { return open(t, tables...) })
}
