package xivohttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/internal/golden"
)

// chapters are the golden exchanges: one file for each chapter of the vendor's
// page, in its order.
const chapters = "testdata/[0-9]*.txt"

// TestGolden plays every request that the vendor's page prints, with the answer
// it prints, and what else the adapter promises. The directives are
//
//	fixture: docs or empty; begins anew
//	seed:    records to load, as in a fixture file
//	remove:  records to remove, as in [xivo.Removal]
//	deviate: as in [xivo.Deviations]
func TestGolden(t *testing.T) {
	golden.Run(t, chapters, func(t *testing.T) golden.Server { return emptyPBX(t) })
}
