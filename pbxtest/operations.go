package pbxtest

import (
	"strings"
	"sync"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
)

// Operation names an operation of a vendor. The constants of the vendors' packages,
// such as xivo.CreateUserLine, are what the routes are declared with.
type Operation interface {
	Vendor() string // the name of the vendor's package
	String() string
}

// route is an operation with its vendor.
type route struct {
	vendor string
	xivohttp.Operation
}

// routes returns what is served, by vendor and in the order of the references.
var routes = sync.OnceValue(func() []route {
	var all []route
	for _, v := range vendors() {
		for _, op := range v.operations() {
			all = append(all, route{v.name, op})
		}
	}
	return all
})

// params returns the names of the parameters of the path.
func (r *route) params() []string {
	var names []string
	for segment := range strings.SplitSeq(r.Path, "/") {
		if name, ok := strings.CutPrefix(segment, ":"); ok {
			names = append(names, name)
		}
	}
	return names
}
