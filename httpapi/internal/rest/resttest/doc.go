// Package resttest is what the tests of the vendors' adapters share: promises that
// every adapter makes, and ways to send a request. It knows no vendor.
//
//	func TestOperationsAreTheDocumentedOnes(t *testing.T) {
//		resttest.Operations(t, xivohttp.Operations)
//	}
package resttest
