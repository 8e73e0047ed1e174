package main

import (
	"context"
	"net/http"

	"github.com/pbxkit/pbxkit/httpapi/xivohttp"
	"github.com/pbxkit/pbxkit/xivo/xivotest"
)

// pbx is where a PBX is and what opens it.
type pbx struct {
	url            string
	token          string
	user, password string // in place of a token
	on             string // what of the PBX to look at, in the vendor's terms; "" for what the vendor's check chooses
	client         *http.Client
}

// vendor is what this command knows of one.
type vendor struct {
	name       string
	operations []operation

	// match returns the operation that a request is for.
	match func(*http.Request) (string, bool)

	// check runs the suite against a PBX.
	check func(context.Context, pbx, bool) ([]result, error)

	// double returns a PBX in memory, whose records show every member of every
	// answer.
	double func() (pbx, error)
}

// All adapters have the same type of operations, and all suites that of results.
type (
	operation = xivohttp.Operation
	result    = xivotest.Result
)

// vendors are those that have a client and a suite for it.
var vendors = map[string]vendor{
	"voipnow": voipnowVendor,
	"xivo":    xivoVendor,
}
