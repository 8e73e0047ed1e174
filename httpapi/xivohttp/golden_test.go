package xivohttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/goldentest"
	"github.com/pbxkit/pbxkit/memstore"
	"github.com/pbxkit/pbxkit/store"
)

// chapters are the golden exchanges: one file for each chapter of the vendor's
// page, in its order.
const chapters = goldentest.Exchanges

// TestGolden plays every request that the vendor's pages print, with the answer
// they print, and what else the adapter promises.
func TestGolden(t *testing.T) {
	goldentest.XiVO(t, chapters, func(_ *testing.T, tables ...*store.Schema) store.DB { return memstore.New(tables...) })
}
