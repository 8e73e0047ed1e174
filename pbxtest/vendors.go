package pbxtest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/store"
)

// vendor is what a server has to know of one vendor. Each has a file of its own; to
// leave one out is to delete that file with those of its builder and generator, and
// the lines that name it here, in Server, Credentials, Script, config and Fixture.
type vendor struct {
	name       string // of the vendor's package
	tables     func() []*store.Schema
	operations func() []xivohttp.Operation

	// serve makes the vendor's service on the server's database.
	serve func(s *Server)

	// load puts the vendor's records of a fixture, if it has any, into the server's
	// database, in one transaction.
	load func(ctx context.Context, s *Server, f *Fixture) error

	// dump sets the vendor's part of a fixture to what the server holds, the token
	// of its credentials first. Of a tenant it leaves out what was minted.
	dump func(ctx context.Context, s *Server, f *Fixture) error

	// carried returns what a request shows to prove who sent it: a token, or the
	// username of a login; "" for nothing.
	carried func(c *call) string

	// clock returns the time that a fixture names, if there is one.
	clock func(f *Fixture) time.Time

	// find sets the credentials that a fixture has.
	find func(f *Fixture, c *Credentials)

	// mint gives a tenant credentials that do what those given do, or none in place
	// of one that is nobody's any more.
	mint func(ctx context.Context, s *Server, of *Credentials) error

	// isError reports whether an error is one of the vendor's.
	isError func(err error) bool
}

// vendors returns all of them, in the order in which their fixtures are loaded.
var vendors = sync.OnceValue(func() []vendor {
	return []vendor{xivoVendor(), voipnowVendor(), telecomxVendor(), broadworksVendor()}
})

func vendorNames() []string {
	var names []string
	for _, v := range vendors() {
		names = append(names, v.name)
	}
	return names
}

// vendorOfError returns whose an error is, or "".
func vendorOfError(err error) string {
	for _, v := range vendors() {
		if v.isError(err) {
			return v.name
		}
	}
	return ""
}

// credentialsOf returns what opens a server with a fixture.
func credentialsOf(f *Fixture, xivoToken string) (c Credentials) {
	c.XiVO.Token = xivoToken // which is in no fixture
	for _, v := range vendors() {
		v.find(f, &c)
	}
	return c
}

// clocksOf returns the times that a fixture names.
func clocksOf(f *Fixture) map[string]time.Time {
	clocks := map[string]time.Time{}
	for _, v := range vendors() {
		if t := v.clock(f); !t.IsZero() {
			clocks[v.name] = t
		}
	}
	return clocks
}

// isRefusal reports whether an error is a vendor's word about a request, of type E.
func isRefusal[E error](err error) bool {
	_, ok := errors.AsType[E](err)
	return ok
}

// longAgo is a clock of services that look up whose a token is, expired or not.
func longAgo() time.Time { return time.Time{} }

func noClock(*Fixture) time.Time { return time.Time{} }

// preferred returns the first element that is both possible and best, or else the
// first possible one.
func preferred[E any](list []E, possible, best func(E) bool) (none E) {
	list = slices.DeleteFunc(slices.Clone(list), func(e E) bool { return !possible(e) })
	switch i := slices.IndexFunc(list, best); {
	case i >= 0:
		return list[i]
	case len(list) > 0:
		return list[0]
	}
	return none
}

// first puts the elements for which is holds before the others.
func first[E any](list []E, is func(E) bool) {
	slices.SortStableFunc(list, func(a, b E) int {
		switch {
		case is(a) == is(b):
			return 0
		case is(a):
			return -1
		}
		return 1
	})
}
