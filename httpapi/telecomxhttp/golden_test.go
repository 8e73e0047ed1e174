package telecomxhttp_test

import (
	"testing"

	"github.com/pbxkit/pbxkit/httpapi/telecomxhttp"
	"github.com/pbxkit/pbxkit/internal/golden"
)

// chapters are the golden exchanges: one file for each chapter of the vendor's
// pages.
const chapters = "testdata/[0-9]*.txt"

// TestGolden plays every request that the vendor's page prints, with the answer
// it prints, and what else the adapter promises. The directives are
//
//	fixture: docs or empty; begins anew, at noon on 1 March 2026
//	seed:    records to load, as in a fixture file, or "every level"
//	options: as in [telecomxhttp.Options]
//	deviate: as in [telecomx.Deviations]
//	advance: how far the clock is moved, such as 15m
func TestGolden(t *testing.T) {
	golden.Run(t, chapters, func(t *testing.T) golden.Server { return newPBX(t, telecomxhttp.Options{}) })
}
