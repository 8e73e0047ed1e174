// Package storetest holds a backend to the contract of package store.
//
// A backend's tests call [Run] with a function that opens an empty database of
// the tables given:
//
//	func TestConformance(t *testing.T) {
//		storetest.Run(t, func(t *testing.T, tables ...*store.Schema) store.DB {
//			return memstore.New(tables...)
//		})
//	}
//
// The suite asks for what the comments in package store promise and for nothing
// else: a backend may run the function of an Update again or give up with
// [store.ErrConflict], may keep rows in a form of its own, and may leave gaps in
// a sequence. It expects that an Update can commit while a View is open.
//
// # Random queries
//
// A part of the suite compares random queries, between random writes, with a
// filter, a sort and a cut over a slice. Two environment variables set how:
//
//	STORETEST_QUERIES  how many queries to ask, about; 2000 if unset
//	STORETEST_SEED     the seed, which a failure prints; random if unset
package storetest

import (
	"testing"

	"github.com/pbxkit/pbxkit/store"
)

// opener opens an empty database of some tables. What it has to clean up, it
// registers with t.
type opener = func(t *testing.T, tables ...*store.Schema) store.DB

// Run tests a backend. It calls open once for every subtest, or more often.
func Run(t *testing.T, open func(t *testing.T, tables ...*store.Schema) store.DB) {
	for _, part := range []struct {
		name string
		test func(*testing.T, opener)
	}{
		{"Records", testRecords},
		{"Keys", testKeys},
		{"Unique", testUnique},
		{"Copies", testCopies},
		{"Rollback", testRollback},
		{"Ended", testEnded},
		{"FailedWrites", testFailedWrites},
		{"Snapshot", testSnapshot},
		{"Concurrency", testConcurrency},
		{"Cancellation", testCancellation},
		{"Sequences", testSequences},
		{"Pages", testPages},
		{"Order", testOrder},
		{"Indexes", testIndexes},
		{"RandomQueries", testRandomQueries},
	} {
		t.Run(part.name, func(t *testing.T) { part.test(t, open) })
	}
}

// promise is one promise of the contract and how it is tested.
type promise struct {
	name string
	test func(t *testing.T, db store.DB)
}

// check tests promises, each with a database of its own that holds the suite's
// tables.
func check(t *testing.T, open opener, promises []promise) {
	for _, p := range promises {
		t.Run(p.name, func(t *testing.T) { p.test(t, open(t, rooms.Schema(), accounts.Schema())) })
	}
}
