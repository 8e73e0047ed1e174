package broadworkshttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/broadworkshttp"
	"github.com/pbxkit/pbxkit/internal/golden"
)

// chapters are the golden exchanges.
const chapters = "testdata/[0-9]*.txt"

// TestGolden plays every request that the vendor's pages print, with the answer
// they print, and what else the adapter promises. The directives are
//
//	fixture: docs, empty, or profile (docs with the options for the vendor's examples); begins anew
//	seed:    records to load, as in a fixture file
//	deviate: as in [broadworks.Deviations]
//	options: as in [broadworkshttp.Options]
func TestGolden(t *testing.T) {
	golden.Run(t, chapters, func(t *testing.T) golden.Server { return newSystem(t, broadworkshttp.Options{}) })
}
