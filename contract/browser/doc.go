// Package browser has the tests of the Swagger UI page in a real browser. They need
// Chromium: what CHROMIUM names, or one that is in PATH. Without one they are
// skipped.
//
//	go test ./browser -update
//
// also takes the screenshot in the README.
package browser
