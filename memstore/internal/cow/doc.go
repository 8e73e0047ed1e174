// Package cow holds the structures from which memstore answers queries: a [Tree]
// of keys that can count, a [Bitmap] and a [Slab]. Each is a value that shares what
// it has in common with the values that it was made from, so that a copy is an
// assignment, and a change copies a path.
//
//	next := tree         // shares everything
//	next.Insert(o, k, n) // tree is as it was
//
// A value that nobody changes can be read by any number of goroutines.
package cow

// Owner is who changes a value. What an owner has copied, it changes in place from
// then on: many changes by one owner cost little more than they would without
// sharing. An owner is one goroutine's, and is forgotten before others see what it
// has made.
type Owner struct{ _ byte } // not empty: two owners must have two addresses
