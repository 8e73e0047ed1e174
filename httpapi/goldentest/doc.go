// Package goldentest plays the golden exchanges of the vendors' adapters on any
// backend:
//
//	goldentest.Run(t, "../httpapi", func(t *testing.T, tables ...*store.Schema) store.DB {
//		return memstore.New(tables...)
//	})
//
// The exchanges are files in the folders of the adapters, which the program that
// tests has to have at hand. A vendor's server has a repeatable clock and repeatable
// identifiers, so that every byte of an answer can be expected.
package goldentest

import (
	"fmt"
	"path/filepath"
	"testing"

	"github.com/pbxkit/pbxkit/internal/golden"
	"github.com/pbxkit/pbxkit/store"
)

// opener opens an empty database of some tables. What it has to clean up, it
// registers with t.
type opener = func(t *testing.T, tables ...*store.Schema) store.DB

// Exchanges is a pattern of the files of exchanges in an adapter's folder.
const Exchanges = "testdata/[0-9]*.txt"

// Run plays the exchanges of all adapters, which are below a folder, that of package
// httpapi. It calls open for every database that the exchanges begin anew with.
func Run(t *testing.T, folder string, open func(t *testing.T, tables ...*store.Schema) store.DB) {
	for _, adapter := range []struct {
		folder string
		run    func(t *testing.T, pattern string, open opener)
	}{
		{"xivohttp", XiVO}, {"voipnowhttp", VoipNow}, {"telecomxhttp", TelecomX}, {"broadworkshttp", BroadWorks},
	} {
		t.Run(adapter.folder, func(t *testing.T) {
			adapter.run(t, filepath.Join(folder, adapter.folder, Exchanges), open)
		})
	}
}

// fixture returns the fixture with a name.
func fixture[F any](name string, docs *F) (*F, error) {
	switch name {
	case "docs":
		return docs, nil
	case "empty":
		return new(F), nil
	}
	return nil, fmt.Errorf("unknown fixture %q", name)
}

var errDirective = fmt.Errorf("unknown directive")

// play plays the files of a pattern, each with a server that begins anew.
func play[S golden.Server](t *testing.T, pattern string, start func(t *testing.T) (S, error)) {
	golden.Run(t, pattern, func(t *testing.T) golden.Server {
		server, err := start(t)
		if err != nil {
			t.Fatal(err)
		}
		return server
	})
}
