// Package remote is what the clients of PBXs elsewhere share: sending a request for an
// operation, reading a bounded answer, retrying as told, renewing a token, and errors
// that never show a credential. What requests and answers look like, and which errors
// there are, is the vendor's client's.
package remote
