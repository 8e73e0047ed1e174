package voipnowhttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/internal/golden"
)

// chapters are the golden exchanges: one file for each of the vendor's pages.
const chapters = "testdata/[0-9]*.txt"

// TestGolden plays every request that the vendor's pages print, with the answer
// they print, and what else the adapter promises. The directives are
//
//	fixture: docs or empty; begins anew, at the time of the fixture
//	seed:    records to load, as in a fixture file, or "two parties"
//	options: as in [voipnowhttp.Options]
//	deviate: as in [voipnow.Deviations]
//	clock:   the time, from then on
//	answer:  the id of a call that is answered
func TestGolden(t *testing.T) {
	golden.Run(t, chapters, func(t *testing.T) golden.Server { return newPBX(t) })
}
