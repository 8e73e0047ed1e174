// Package rest is what the vendors' HTTP adapters share: canonical paths, a route
// table that serves without redirects and leaves every error to the vendor, and
// reading and writing JSON. It knows no vendor.
package rest
