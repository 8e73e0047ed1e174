package contract

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/pbxkit/pbxkit/internal/golden"
)

// TestGoldenExchangesConform compares every golden exchange with the document. That
// the server answers so, to the last member, is what the adapter's tests play them
// for.
func TestGoldenExchangesConform(t *testing.T) {
	forEach(t, func(t *testing.T, v *vendor, c *contract) {
		r := replay{contract: c, left: map[string]int{}, shown: map[string]bool{}}
		for _, file := range golden.Load(t, "../httpapi/"+v.name+"http/testdata/[0-9]*.txt") {
			r.deviates = false
			for _, e := range file.Exchanges {
				r.play(t, &e)
			}
		}
		if r.compared == 0 {
			t.Error("no exchange was compared")
		}
		t.Logf("%d exchanges compared", r.compared)
		for why, n := range r.left {
			t.Logf("%d exchanges not compared: %s", n, why)
		}
		r.wantShown(t, v)
	})
}

type replay struct {
	*contract
	deviates bool // the server, from what the document describes
	compared int
	left     map[string]int  // by the reason
	shown    map[string]bool // by operation and status
}

func (r *replay) play(t *testing.T, e *golden.Exchange) {
	t.Helper()
	for _, d := range e.Directives {
		switch d.Name {
		case "fixture":
			r.deviates = false
		case "deviate":
			r.deviates = strings.Trim(d.Value, " {}") != ""
		case "options":
			r.deviates = !r.describes(t, e, d.Value)
		}
	}
	switch {
	case r.deviates:
		r.left["the server deviates from what is documented"]++
		return
	case e.Method == http.MethodHead:
		r.left["HEAD is not described"]++
		return
	}
	x := &exchange{method: e.Method, target: e.Target, header: e.Header, body: e.Body, status: e.Want.Status, answerBody: e.Want.Body}
	x.answerHeader = http.Header{"Content-Type": {cmp.Or(e.Want.Header.Get("Content-Type"), "application/json")}}
	request, answer := r.check(t.Context(), x)
	if errors.Is(request, errNoOperation) {
		r.left["it is about no operation"]++
		return
	}
	r.compared++
	if answer != nil {
		t.Errorf("%v: %v", e, answer)
	}
	if request != nil && e.Want.Status < 400 {
		t.Errorf("%v: succeeds against the document: %v", e, request)
	}
	req, err := x.request(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	op, _ := r.operation(req)
	r.shown[fmt.Sprint(op.OperationID, " ", e.Want.Status)] = true
}

// describes reports whether the document describes a server with these options.
func (r *replay) describes(t *testing.T, e *golden.Exchange, options string) bool {
	t.Helper()
	set := map[string]json.RawMessage{}
	if err := json.Unmarshal([]byte(cmp.Or(options, "{}")), &set); err != nil {
		t.Fatalf("%v: options: %v", e, err)
	}
	for name := range set {
		if !slices.Contains(r.vendor.asDescribed, name) {
			return false
		}
	}
	return true
}

// wantShown wants an exchange for every status of every operation.
func (r *replay) wantShown(t *testing.T, v *vendor) {
	t.Helper()
	for name, op := range r.operations {
		for code := range op.Responses.Map() {
			var status int
			fmt.Sscan(code, &status)
			if !r.shown[name+" "+code] && v.notShown[status] == "" {
				t.Errorf("no golden exchange shows %s answer %s", name, code)
			}
		}
	}
	for status, why := range v.notShown {
		t.Logf("not every operation shows status %d: it %s", status, why)
	}
}
